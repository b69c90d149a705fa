"""The chapters of a report in its texts: headings by every wording and numbering, prose word for word, nothing lost."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting.reading.content import Cell, Content, Grid, Place, Text
from drafting.reading.form.outline import CHAPTERS, Outline, parts

HEADINGS = {
    "overview": (
        "总体情况",
        "概述",
        "2024年政府信息公开总体情况",
        "政府信息公开工作的基本情况",
        "总体工作情况",
        "2024年度总体情况",
        "总 体 情 况",
    ),
    "disclosure": (
        "主动公开政府信息情况",
        "行政机关主动公开政府信息的情况",
        "主动公开政务信息情况",
        "主动公开信息情况",
    ),
    "requests": (
        "收到和处理政府信息公开申请情况",
        "行政机关收到和处理政府信息公开申请情况",
        "收到和处理政府信息公开申请情况统计表",
    ),
    "proceedings": (
        "政府信息公开行政复议、行政诉讼情况",
        "政府信息公开行政复议和行政诉讼情况",
        "政府信息公开行政复议及行政诉讼情况",
        "政府信息公开行政复议与行政诉讼情况",
        "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "被申请行政复议、提起行政诉讼情况",
        "政府信息公开工作行政复议、行政诉讼情况",
        "因政府信息公开申请行政复议、提起行政诉讼的情况",
    ),
    "problems": (
        "存在的主要问题及改进情况",
        "存在问题及改进情况",
        "存在的问题及改进情况",
        "政府信息公开工作存在的主要问题及改进情况",
        "存在的主要问题及改进措施",
        "存在的主要问题及改进方向",
        "存在的问题和改进思路",
        "存在的主要问题、改进情况",
        "存在的问题与不足及改进措施",
        "存在的困难和问题及下一步打算",
        "主要问题及改进情况",
    ),
    "other": ("其他需要报告的事项", "其他需要报告事项", "其它需要报告的事项", "其他事项", "需要报告的其他事项"),
}
CHINESE = "一二三四五六"
TITLE = "云溪县财政局2024年政府信息公开工作年度报告"
PREFACE = "本报告由云溪县财政局编制，由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六部分组成。"
PROSE = {
    "overview": "2024年，县财政局认真落实条例。\n（一）主动公开方面。公开信息328条。\n（二）依申请公开方面。收到申请16件。",
    "problems": "存在的问题是解读形式单一。\n下一步将改进工作。",
    "other": "本年度没有收取信息处理费。",
}


def content(*blocks: str | Grid) -> Content:
    return Content("docx", tuple(Text(block, Place()) if isinstance(block, str) else block for block in blocks))


def table(*rows: tuple[str, ...]) -> Grid:
    return Grid(tuple(tuple(Cell(text, Place()) for text in row) for row in rows))


FIGURES = table(("信息内容", "本年制发件数"), ("规章", "0"))


def report(headings: dict[str, str], front: tuple[str, ...] = (TITLE, PREFACE), tail: tuple[str, ...] = ()) -> Outline:
    """The outline of a report under ``headings``, its three tables taken."""
    blocks: list[str | Grid] = [*front]
    taken = set()
    for chapter in CHAPTERS:
        blocks.append(headings[chapter])
        if chapter in PROSE:
            blocks += PROSE[chapter].split("\n")
        else:
            taken.add(len(blocks))
            blocks.append(FIGURES)
    return parts(content(*blocks, *tail), taken)


def numbered(numbers: str = CHINESE, mark: str = "、") -> dict[str, str]:
    return {chapter: f"{number}{mark}{HEADINGS[chapter][0]}" for number, chapter in zip(numbers, CHAPTERS, strict=True)}


def test_the_official_headings_part_the_report():
    found = report(numbered())
    assert found.narrative == PROSE
    assert found.preamble == PREFACE
    assert found.left == found.tail == []
    assert sorted(found.starts, key=found.starts.get) == list(CHAPTERS)


@given(st.integers(0, 10**9))
@settings(max_examples=150, deadline=None, database=None)
def test_every_wording_and_numbering_of_the_headings_is_found(seed):
    rng = random.Random(seed)
    style = rng.choice(
        (
            "{0}、{1}",
            "{0}. {1}",
            "{0}．{1}",
            "第{0}部分 {1}",
            "第{0}部分、{1}",
            "{0} {1}",
            "| {0}、{1}",
            "l{0}、{1}",
            "{0}、\u200b{1}",
            "{0}、 {1}：",
            "{2}、{1}",
            "{2}.{1}",
            "第{0}章 {1}",
            "{1}",
        )
    )
    headings = {
        chapter: style.format(CHINESE[at], rng.choice(HEADINGS[chapter]), at + 1) for at, chapter in enumerate(CHAPTERS)
    }
    found = report(headings)
    assert (headings, found.narrative) == (headings, PROSE)
    assert found.preamble == PREFACE


@pytest.mark.parametrize("numbers", ["二三四五六七", "一一二三四五", "一二四四五六", "一二三三四五"])
def test_a_wrong_number_does_not_hide_a_chapter(numbers):
    assert report(numbered(numbers)).narrative == PROSE


def test_a_chapter_without_a_number_is_found():
    assert report(numbered() | {"other": "其他需要报告的事项"}).narrative == PROSE


@pytest.mark.parametrize("line", ["一、总体情况{dots}1", "一、总体情况\t1", "一、总体情况"])
def test_a_table_of_contents_is_no_heading(line):
    lines = tuple(line.replace("一、总体情况", heading).format(dots="…………") for heading in numbered().values())
    found = report(numbered(), front=(TITLE, "目  录", *lines, PREFACE))
    assert found.narrative == PROSE
    assert found.preamble == PREFACE


def test_a_list_of_the_chapters_at_the_foot_of_a_page_is_no_heading():
    assert report(numbered(), tail=("上一篇：无", *numbered().values())).narrative == PROSE


def test_aspects_numbered_like_chapters_stay_in_the_first():
    aspects = [
        "一、主动公开政府信息情况",
        "公开信息328条。",
        "二、依申请公开情况",
        "收到申请16件。",
        "三、监督保障",
        "开展培训2次。",
    ]
    found = parts(
        content(
            TITLE,
            "一、总体情况",
            *aspects,
            "二、主动公开政府信息情况",
            FIGURES,
            "三、收到和处理政府信息公开申请情况",
            FIGURES,
            "四、政府信息公开行政复议、行政诉讼情况",
            FIGURES,
            "五、存在的主要问题及改进情况",
            "有问题。",
            "六、其他需要报告的事项",
            "无。",
        ),
        {8, 10, 12},
    )
    assert found.narrative == {"overview": "\n".join(aspects), "problems": "有问题。", "other": "无。"}


@pytest.mark.parametrize("inner", ["存在的主要问题", "1.存在的主要问题", "一、存在的问题", "（一）存在的主要问题"])
def test_a_heading_inside_the_fifth_chapter_does_not_begin_it_anew(inner):
    prose = {**PROSE, "problems": f"总的看还有差距。\n{inner}\n公开不及时。\n二、改进措施\n加强培训。"}
    blocks = [
        TITLE,
        "一、总体情况",
        PROSE["overview"],
        "二、主动公开政府信息情况",
        FIGURES,
        "三、收到和处理政府信息公开申请情况",
        FIGURES,
        "四、政府信息公开行政复议、行政诉讼情况",
        FIGURES,
        "五、存在的主要问题及改进情况",
        *prose["problems"].split("\n"),
        "六、其他需要报告的事项",
        PROSE["other"],
    ]
    assert parts(content(*blocks), {4, 6, 8}).narrative["problems"] == prose["problems"]


def test_the_right_number_tells_a_chapter_from_a_heading_inside_it():
    blocks = [
        *list(numbered().values())[:3],
        "答复情况如下。",
        "1、收到和处理申请情况",
        FIGURES,
        *list(numbered().values())[3:],
    ]
    found = parts(content(*blocks), {5})
    assert [text.text for text in found.left] == ["答复情况如下。", "1、收到和处理申请情况"]


def test_where_the_tables_have_no_headings_the_tables_part_the_prose():
    blocks = [
        "总体情况",
        "工作平稳。",
        "存在的主要问题",
        "公开不及时。",
        FIGURES,
        "存在的主要问题及改进情况",
        "加强培训。",
        "其他需要报告的事项",
        "无。",
    ]
    assert parts(content(*blocks), {4}).narrative == {
        "overview": "工作平稳。\n存在的主要问题\n公开不及时。",
        "problems": "加强培训。",
        "other": "无。",
    }


def test_a_heading_inside_the_first_chapter_does_not_begin_it_anew():
    blocks = [TITLE, "一、总体情况", "全年工作平稳。", "1.基本情况", "公开信息328条。", *list(numbered().values())[1:]]
    assert parts(content(*blocks), set()).narrative["overview"] == "全年工作平稳。\n1.基本情况\n公开信息328条。"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("六、其他需要报告的事项：无", "无"),
        ("六、其他需要报告的事项 本年度无其他需要报告的事项。", "本年度无其他需要报告的事项。"),
        ("六、其他需要报告的事项无。", "无。"),
        ("六、其他需要报告的事项。2024年未收费。", "2024年未收费。"),
    ],
)
def test_a_heading_and_its_text_in_one_paragraph_are_parted(line, text):
    blocks = list(numbered().values())[:5]
    assert parts(content(TITLE, *blocks, line), set()).narrative["other"] == text


def test_a_report_on_one_line_is_parted_at_its_headings():
    overview = "2024年，我局认真落实条例。" + "公开工作有序开展，各项制度落实到位。" * 15
    line = (
        f"一、总体情况 {overview}二、主动公开政府信息情况 第二十条第（一）项规章000三、收到和处理政府信息公开申请情况 本年新收0000000"
        "四、政府信息公开行政复议、行政诉讼情况 行政复议000五、存在的主要问题及改进情况 （一）存在问题。公开不及时。（二）改进情况。加强培训。"
        "六、其他需要报告的事项 无。"
    )
    found = parts(content(TITLE, line), {1})
    assert found.narrative == {
        "overview": overview,
        "problems": "（一）存在问题。公开不及时。（二）改进情况。加强培训。",
        "other": "无。",
    }


def test_aspects_run_together_on_one_line_are_paragraphs():
    aspects = [f"（{number}）" + "公开工作有序开展，各项制度落实到位。" * 6 for number in "一二三"]
    blocks = ["一、总体情况", "".join(aspects), *list(numbered().values())[1:]]
    assert parts(content(*blocks), set()).narrative["overview"] == "\n".join(aspects)


@pytest.mark.parametrize(
    "front",
    [
        (
            "索引号：014",
            "发布机构：云溪县财政局",
            "发布日期：2025-01-20",
            TITLE,
            "来源：县财政局",
            "字体：大 中 小",
            "2025-01-20 10:22",
            PREFACE,
        ),
        ("云溪县财政局文件", "云财〔2025〕3号", "云溪县财政局", "2024年政府信息公开工作年度报告", PREFACE),
        ("云溪县财政局", "2024年政府信息公开", "工作年度报告", PREFACE),
        ("标题: " + TITLE, "栏目: 年报", "==== 正文 ====", PREFACE),
        (f"{TITLE} {PREFACE}",),
        (PREFACE,),
    ],
)
def test_the_preface_is_what_stands_between_title_and_chapters(front):
    assert report(numbered(), front=front).preamble == PREFACE


def test_words_stay_as_they_are_printed():
    prose = "2024年,我局“一网通办”增至45项（1 ．2万人次）；①公开；ｅ政通……"
    assert (
        parts(content("一、总体情况", f"　　{prose} ", *list(numbered().values())[1:]), set()).narrative["overview"]
        == prose
    )


def test_the_blank_forms_placeholders_stay():
    assert report(numbered()).narrative["other"] == PROSE["other"]
    blocks = [part for heading in numbered().values() for part in (heading, "（文字描述）")]
    found = parts(content("政府信息公开工作年度报告格式模板", *blocks), set())
    assert found.narrative == dict.fromkeys(PROSE, "（文字描述）")
    assert [text.text for text in found.left] == ["（文字描述）"] * 3


def test_a_table_inside_the_prose_becomes_lines():
    rows = table(("平台", "条数"), ("门户网站", "328"), ("全年共328条", "全年共328条"))
    blocks = ["一、总体情况", "公开情况如下。", rows, *list(numbered().values())[1:]]
    assert parts(content(*blocks), set()).narrative["overview"].startswith("公开情况如下。\n平台　条数\n门户网站　328")


def test_a_cell_over_several_rows_is_one_paragraph():
    tall = Cell("公开渠道", Place())
    rows = Grid(tuple((tall, Cell(text, Place())) for text in ("网站", "公报")))
    blocks = ["一、总体情况", rows, *list(numbered().values())[1:]]
    assert parts(content(*blocks), set()).narrative["overview"] == "公开渠道　网站\n公报"


def test_prose_in_one_cell_tables_is_plain_paragraphs():
    blocks = [part for chapter, heading in numbered().items() for part in (heading, table((PROSE.get(chapter, "无"),)))]
    assert parts(content(*blocks), set()).narrative == PROSE


def test_prose_on_the_same_sheet_as_the_tables_is_kept():
    one = Grid(
        tuple(
            tuple(Cell(text, Place()) for text in row)
            for row in (
                (TITLE,),
                ("一、总体情况", ""),
                (PROSE["overview"], ""),
                ("二、主动公开政府信息情况", ""),
                ("信息内容", "本年制发件数"),
                ("规章", "0"),
                ("三、收到和处理政府信息公开申请情况", ""),
                ("本年新收", "0"),
                ("四、政府信息公开行政复议、行政诉讼情况",),
                ("0", "0"),
                ("五、存在的主要问题及改进情况", ""),
                (PROSE["problems"], ""),
                ("六、其他需要报告的事项", ""),
                (PROSE["other"], ""),
            )
        )
    )
    assert parts(content(one), {0}).narrative == PROSE


def test_what_stands_beside_the_tables_is_reported():
    found = report(numbered() | {"requests": "三、收到和处理政府信息公开申请情况"})
    assert found.left == []
    blocks = [*list(numbered().values())[:3], FIGURES, "注：含上年结转2件。", *list(numbered().values())[3:]]
    assert [text.text for text in parts(content(*blocks), {3}).left] == ["注：含上年结转2件。"]


@pytest.mark.parametrize(
    "tail",
    [
        ("云溪县财政局", "2025年1月20日"),
        ("云溪县财政局 2025年1月20日",),
        ("2025年1月20日",),
        ("二〇二五年一月二十日",),
        ("（此件公开发布）",),
        ("抄送：县政务公开办。",),
        ("云溪县财政局办公室　2025年1月21日印发",),
        ("附件：1.统计表",),
        ("附件1", "统计表"),
        ("上一篇：某某", "下一篇：没有了"),
        ("【打印】【关闭】",),
        ("打印本页 关闭窗口",),
        ("主办单位：云溪县人民政府 备案号：某ICP备12345678号",),
        ("扫一扫在手机打开当前页",),
        ("分享到：",),
        ("责任编辑：张三",),
        ("来源：县财政局",),
        ("版权所有：云溪县人民政府",),
        ("浏览次数：128",),
        ("Copyright © 2025",),
        ("相关链接",),
        ("网站地图 联系我们",),
        ("字体：大 中 小",),
        ("编辑：李四 审核：王五",),
        ("云溪县财政局2024年政府信息公开工作年度报告.docx",),
        ("附件下载",),
        ("云溪县财政局", "2025.1.22"),
        ("云溪县财政局 2025-01-22",),
        ("（联系人：张某某，联系方式：0591-23160000）",),
        ("联系人：张某某　联系电话：0591-23160000", "云溪县财政局"),
        ("填报人：张某某 审核人：李某某",),
        ("联系电话：0591-23160000",),
        ("（联系人张某某，电话0591-23160000）",),
        ("https://www.example.gov.cn/zwgk/2025/t1.html 3/5",),
    ],
)
def test_what_follows_the_report_ends_it(tail):
    found = report(numbered(), tail=tail)
    assert found.narrative == PROSE
    assert [text.text for text in found.tail] == list(tail)


@pytest.mark.parametrize(
    "sentence",
    [
        "来源：财政拨款的经费共2万元，用于网站维护。",
        "附件上传2件，均已公开。",
        "2025年1月20日，县财政局召开专题会议。",
        "分享经验1次。",
        "打印本报告可到县档案馆。",
        "主办单位每季度开展自查。",
        "抄送相关单位3家，均已办结。",
        "扫一扫办事指南二维码1.2万次。",
        "关闭僵尸账号2个。",
        "联系人：各科室明确1名联系人，共12名。",
        "联系电话：已在网站公布，并每季度核对一次。",
        "联系单位3家，均已答复。",
    ],
)
def test_a_sentence_of_the_report_is_never_cut(sentence):
    assert report(numbered(), tail=(sentence,)).narrative["other"] == f"{PROSE['other']}\n{sentence}"


@pytest.mark.parametrize(
    ("line", "tail"),
    [
        ("无其他事项。 云溪县财政局 2025年1月20日 附件下载", ["云溪县财政局", "2025年1月20日", "附件下载"]),
        ("无其他事项。云溪县财政局2025年1月20日", ["云溪县财政局", "2025年1月20日"]),
        (
            "无其他事项。 云溪县财政局2025年1月20日主办单位：云溪县人民政府",
            ["云溪县财政局", "2025年1月20日", "主办单位：云溪县人民政府"],
        ),
        ("2025年1月20日（此件公开发布）", ["2025年1月20日", "（此件公开发布）"]),
        (
            "2025年1月20日（联系人：张某某，电话：0591-23160000）",
            ["2025年1月20日", "（联系人：张某某，电话：0591-23160000）"],
        ),
        ("2025年1月20日抄送：区管委会办公室。", ["2025年1月20日", "抄送：区管委会办公室。"]),
        ("无其他事项。（联系人：张某某，电话：0591-23160000）", ["（联系人：张某某，电话：0591-23160000）"]),
        ("无其他事项。云溪县财政局2025.1.22", ["云溪县财政局", "2025.1.22"]),
        ("无其他事项。云溪县财政局办公室召开会议，云溪县财政局2025年1月20日开展自查。", []),
    ],
)
def test_a_signature_run_together_with_the_last_sentence_is_parted_from_it(line, tail):
    found = report(numbered(), tail=(line,))
    assert [text.text for text in found.tail] == tail
    body = line if not tail else "无其他事项。" if line.startswith("无") else ""
    assert found.narrative["other"] == f"{PROSE['other']}\n{body}".strip()


def test_a_date_run_together_with_the_foot_of_the_page_ends_the_report():
    found = report(numbered(), tail=("云溪县财政局", "2025年1月20日主办单位：云溪县人民政府"))
    assert found.narrative == PROSE
    assert [text.text for text in found.tail] == ["云溪县财政局", "2025年1月20日", "主办单位：云溪县人民政府"]


def test_page_numbers_are_no_words_of_the_report():
    headings = numbered()
    headings["other"] = "六、其他需要报告的事项"
    assert report(headings, tail=("— 5 —", "- 6 -", "第 7 页 共 7 页")).narrative == PROSE


def test_a_hostile_file_takes_no_long():
    began = time.process_time()
    for lines in (
        ["五、存在的主要问题及改进情况"] * 20_000,
        ["政" * 2_000_000],
        ["抄" + " 送" * 20_000] * 50,
        ["一、总体情况。" * 300_000],
    ):
        parts(content("一、总体情况", *lines), set())
    assert time.process_time() - began < 10


def test_without_a_heading_everything_stands_in_front():
    found = parts(content("通知", "请各单位报送材料。"), set())
    assert (found.narrative, found.starts, [text.text for text in found.front]) == (
        {},
        {},
        ["通知", "请各单位报送材料。"],
    )


def test_chapters_that_are_missing_leave_the_others():
    found = parts(content(TITLE, "一、总体情况", "工作平稳。", "五、存在的主要问题及改进情况", "有问题。"), set())
    assert found.narrative == {"overview": "工作平稳。", "problems": "有问题。"}


@given(st.lists(st.text("一二五六、总体情况存在的主要问题及改进其他需报告事项。（）0 \t年", max_size=40), max_size=12))
@settings(max_examples=200, deadline=None, database=None)
def test_no_text_breaks_it_and_none_is_lost(lines):
    found = parts(content(*lines), set())
    kept = "".join((*(text.text for text in (*found.front, *found.left, *found.tail)), *found.narrative.values()))
    for line in lines:
        for word in line.split("。"):
            if "数" in word:
                assert word.strip() in kept
