"""Who reports on which year, and the data of the document: from title, signature, 抄送 and a site's own table."""

from __future__ import annotations

from datetime import date

import pytest

from drafting.reading.content import Content, Place, Text
from drafting.reading.form.masthead import Masthead, read
from drafting.reading.form.outline import parts

BODY = (
    "一、总体情况",
    "2024年工作平稳。",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "有问题。",
    "六、其他需要报告的事项",
    "无。",
)


def head(*front: str, body: tuple[str, ...] = BODY, tail: tuple[str, ...] = (), title: str = "") -> Masthead:
    content = Content("docx", tuple(Text(line, Place()) for line in (*front, *body, *tail)), title)
    return read(content, parts(content, set()))


@pytest.mark.parametrize(
    ("front", "organ"),
    [
        (("云溪县财政局2024年政府信息公开工作年度报告",), "云溪县财政局"),
        (("云溪县财政局2024年度政府信息公开工作年度报告",), "云溪县财政局"),
        (("云溪县财政局关于2024年度政府信息公开工作的报告",), "云溪县财政局"),
        (("云溪县财政局二〇二四年政府信息公开工作年度报告",), "云溪县财政局"),
        (("云溪县财政局二○二四年度政府信息公开年度报告",), "云溪县财政局"),
        (("2024年云溪县财政局政府信息公开工作年度报告",), "云溪县财政局"),
        (("2024年度云溪县财政局政府信息公开年报",), "云溪县财政局"),
        (("云溪县财政局", "2024年政府信息公开工作年度报告"), "云溪县财政局"),
        (("云溪县财政局", "2024年政府信息公开", "工作年度报告"), "云溪县财政局"),
        (("云 溪 县 财 政 局", "２０２４年政府信息公开工作年度报告"), "云溪县财政局"),
        (("标题：云溪县财政局2024年政府信息公开工作年度报告",), "云溪县财政局"),
        (("首页 政务公开", "云溪县财政局2024年政府信息公开工作年度报告"), "云溪县财政局"),
        (("当前位置：首页>年报>云溪县财政局2024年政府信息公开年报",), "云溪县财政局"),
        (("云溪县财政局政府信息公开工作年度报告（2024年）",), "云溪县财政局"),
        (("云溪县财政局政府信息公开工作年度报告", "（2024年度）"), "云溪县财政局"),
        (("云溪县财政局2024年政府信息公开工作", "年度报告"), "云溪县财政局"),
        (("青石镇2024年政府信息公开 工作告年度报",), "青石镇人民政府"),
        (("青石镇人民政府 青石镇 2024 年政府信息公开工作年度报告",), "青石镇人民政府"),
        (("青石镇2024年政府信息公开工作年度报告",), "青石镇人民政府"),
        (("临江市2024年政府信息公开工作年度报告",), "临江市人民政府"),
        (("东湖街道2024年政府信息公开工作年度报告",), "东湖街道办事处"),
        (("临江经济技术开发区2024年政府信息公开工作年度报告",), "临江经济技术开发区管理委员会"),
        (("青石镇人民政府文件", "青政发〔2025〕2号", "2024年政府信息公开工作年度报告"), "青石镇人民政府"),
        (("青石镇人民政府关于印发2024年政府信息公开工作年度报告的通知",), "青石镇人民政府"),
        (("云溪县人力资源和社会保障局2024年政府信息公开工作年度报告",), "云溪县人力资源和社会保障局"),
        (("中共云溪县委机构编制委员会办公室2024年政府信息公开工作年度报告",), "中共云溪县委机构编制委员会办公室"),
    ],
)
def test_organ_and_year_are_read_from_every_kind_of_title(front, organ):
    found = head(*front)
    assert found.organ is not None
    assert (found.organ.name, found.year, found.questions) == (organ, 2024, ())


@pytest.mark.parametrize(
    ("title", "organ"),
    [
        ("云溪县财政局2024年政府信息公开工作年度报告_云溪县人民政府", "云溪县财政局"),
        ("云溪县财政局2024年政府信息公开工作年度报告-云溪县政府网", "云溪县财政局"),
        ("2024年政府信息公开工作年度报告_云溪县财政局", ""),
    ],
)
def test_the_files_own_title_serves_where_the_page_has_none(title, organ):
    found = head(title=title)
    assert found.year == 2024
    assert (found.organ.name if found.organ else "") == organ


def test_a_navigation_line_above_the_title_is_no_organ():
    found = head("首页 政务公开", "2024年政府信息公开工作年度报告", tail=("云溪县财政局", "2025年1月20日"))
    assert found.organ.name == "云溪县财政局"


def test_the_preface_names_the_organ_where_nothing_else_does():
    found = head("2024年政府信息公开工作年度报告", "本报告由云溪县财政局根据条例要求编制。")
    assert found.organ.name == "云溪县财政局"
    assert "机关名称" in found.guessed


def test_the_sites_own_table_is_read():
    found = head(
        "索引号：11330/2025-00012　发布机构：云溪县财政局",
        "发文字号：云财〔2025〕3号",
        "成文日期：2025年1月20日",
        "发布日期：2025-01-22",
        "云溪县财政局2024年政府信息公开工作年度报告",
    )
    assert found.document.index_number == "11330/2025-00012"
    assert found.document.number == "云财〔2025〕3号"
    assert found.document.issued_on == date(2025, 1, 20)
    assert not found.document.signed


def test_a_sites_table_with_names_and_values_in_cells_of_their_own_is_read():
    found = head(
        "索 引 号　11330/2025-00012　主题分类　财政",
        "文 号　云财〔2025〕3号　成文日期　2025-01-20",
        "云溪县财政局2024年政府信息公开工作年度报告",
    )
    assert (found.document.index_number, found.document.number, found.document.issued_on) == (
        "11330/2025-00012",
        "云财〔2025〕3号",
        date(2025, 1, 20),
    )


def test_an_empty_line_of_the_sites_table_takes_nothing_from_the_next():
    found = head("索引号：　发文字号：", "发布机构：云溪县财政局", "云溪县财政局2024年政府信息公开工作年度报告")
    assert (found.document.index_number, found.document.number) == ("", "")


def test_what_follows_the_report_is_read():
    found = head(
        "青石镇人民政府文件",
        "青政发〔2025〕2号",
        "青石镇人民政府2024年政府信息公开工作年度报告",
        tail=(
            "青石镇人民政府",
            "2025年1月20日",
            "（此件公开发布）",
            "抄送：县政务公开办公室，各村。",
            "青石镇党政办公室　2025年1月21日印发",
        ),
    )
    document = found.document
    assert (document.number, document.issued_on, document.signed) == ("青政发〔2025〕2号", date(2025, 1, 20), True)
    assert (document.copied_to, document.issuing_office) == ("县政务公开办公室，各村。", "青石镇党政办公室")
    assert document.printed_on == date(2025, 1, 21)


def test_a_document_printed_on_the_day_it_was_issued_has_no_day_of_printing_of_its_own():
    tail = ("青石镇人民政府", "2025年1月20日", "青石镇党政办公室　2025年1月20日印发")
    document = head("青石镇人民政府2024年政府信息公开工作年度报告", tail=tail).document
    assert (document.issued_on, document.printed_on) == (date(2025, 1, 20), None)
    document = head("青石镇人民政府2024年政府信息公开工作年度报告", tail=tail[2:]).document
    assert (document.issued_on, document.printed_on) == (date(2025, 1, 20), None)


def test_an_office_whose_long_name_is_broken_over_two_lines_is_read_whole():
    tail = ("2025年1月20日", "抄送：区管委会办公室。", "云溪经济开发区综合执法与应急管理局办公", "室2025年1月21日印发")
    document = head("青石镇人民政府2024年政府信息公开工作年度报告", tail=tail).document
    assert document.copied_to == "区管委会办公室。"
    assert document.issuing_office == "云溪经济开发区综合执法与应急管理局办公室"
    document = head(
        "青石镇人民政府2024年政府信息公开工作年度报告", tail=(*tail[:2], "青石镇党政办公室", "2025年1月21日印发")
    ).document
    assert (document.copied_to, document.issuing_office) == ("区管委会办公室。", "青石镇党政办公室")


@pytest.mark.parametrize(
    ("tail", "day"),
    [
        (("云溪县财政局 2025年1月20日",), date(2025, 1, 20)),
        (("二〇二五年一月二十日",), date(2025, 1, 20)),
        (("2025 年 1 月 3 日",), date(2025, 1, 3)),
        (("二○二五年十二月三十一日",), date(2025, 12, 31)),
        (("2025年2月30日",), None),
        (("云溪县财政局", "2025.1.22"), date(2025, 1, 22)),
        (("云溪县财政局 2025-01-22",), date(2025, 1, 22)),
        (("2025/1/22",), date(2025, 1, 22)),
    ],
)
def test_the_day_is_read_as_it_is_printed(tail, day):
    found = head("云溪县财政局2024年政府信息公开工作年度报告", tail=tail)
    assert found.document.issued_on == day
    assert found.document.signed == (day is not None)


def test_a_year_that_contradicts_the_period_is_asked_about():
    found = head("云溪县财政局2024年政府信息公开工作年度报告", "统计期限为2023年1月1日至2023年12月31日。")
    assert [question.offers for question in found.questions] == [(2024, 2023)]
    assert "2023年1月1日" in found.questions[0].evidence.text


def test_the_period_alone_gives_the_year():
    found = head("云溪县财政局政府信息公开工作年度报告", "本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。")
    assert (found.organ.name, found.year, found.questions) == ("云溪县财政局", 2024, ())


def test_another_organs_signature_is_asked_about():
    found = head("青石镇人民政府2024年政府信息公开工作年度报告", tail=("白石镇人民政府", "2025年1月20日"))
    assert found.organ.name == "青石镇人民政府"
    assert len(found.questions) == 1
    assert "青石镇人民政府" in found.questions[0].text and "白石镇人民政府" in found.questions[0].text


@pytest.mark.parametrize("signature", ["青石镇人民政府", "云溪县青石镇人民政府", "青石镇人民政府办公室", "青石镇"])
def test_a_signature_of_the_same_organ_is_no_question(signature):
    found = head("青石镇人民政府2024年政府信息公开工作年度报告", tail=(signature, "2025年1月20日"))
    assert found.questions == ()


def test_nothing_found_is_asked_not_guessed():
    found = head("通知")
    assert (found.organ, found.year) == (None, None)
    assert [question.kind for question in found.questions] == ["document", "document"]


@pytest.mark.parametrize(
    ("name", "level", "kind"),
    [
        ("江南省人民政府", "province", "government"),
        ("江南省财政厅", "province", "department"),
        ("上海市人民政府", "province", "government"),
        ("上海市浦东新区人民政府", "county", "government"),
        ("北京市财政局", "province", "department"),
        ("北京市朝阳区财政局", "county", "department"),
        ("临江市人民政府", "city", "government"),
        ("临江市城市管理局", "city", "department"),
        ("盐城市财政局", "city", "department"),
        ("云溪县人民政府", "county", "government"),
        ("云溪县市场监督管理局", "county", "department"),
        ("云溪县城市管理综合执法局", "county", "department"),
        ("临江市东湖区市场监督管理局", "county", "department"),
        ("临江市东湖区市政和园林局", "county", "department"),
        ("云溪县社区矫正中心", "county", "department"),
        ("云溪县乡村振兴局", "county", "department"),
        ("新乡市公共资源交易中心", "city", "department"),
        ("镇江市财政局", "city", "department"),
        ("萍乡市人民政府", "city", "government"),
        ("景德镇市人民政府", "city", "government"),
        ("杭州市西湖区人民政府", "county", "government"),
        ("青石镇人民政府", "township", "government"),
        ("云溪县青石镇人民政府", "township", "government"),
        ("白云乡人民政府", "township", "government"),
        ("黑水民族乡人民政府", "township", "government"),
        ("东湖街道办事处", "subdistrict", "subdistrict_office"),
        ("临江市东湖区人民政府东湖街道办事处", "subdistrict", "subdistrict_office"),
        ("红山自治州人民政府", "city", "government"),
        ("红山自治县财政局", "county", "department"),
        ("西山自治区人民政府", "province", "government"),
        ("青山旗人民政府", "county", "government"),
        ("红山盟行政公署", "city", "government"),
        ("西山地区行政公署", "city", "government"),
        ("国家税务总局云溪县税务局", "county", "department"),
        ("临江市公安局东湖分局", "county", "department"),
        ("临江市人民政府办公室", "city", "department"),
        ("临江经济技术开发区管理委员会", "county", "government"),
        ("平海综合实验区管理委员会", "city", "government"),
    ],
)
def test_level_and_kind_follow_from_the_name(name, level, kind):
    organ = head(f"{name}2024年政府信息公开工作年度报告").organ
    assert (organ.name, organ.level, organ.kind) == (name, level, kind)


@pytest.mark.parametrize(
    ("name", "superior"),
    [
        ("云溪县青石镇人民政府", "云溪县人民政府"),
        ("临江市东湖区瓶山镇人民政府", "临江市东湖区人民政府"),
        ("临江市东湖区东湖街道办事处", "临江市东湖区人民政府"),
        ("青石镇人民政府", ""),
        ("云溪县财政局", ""),
        ("景德镇市人民政府", ""),
        ("东湖街道办事处", ""),
    ],
)
def test_the_superior_is_named_only_where_the_name_holds_it(name, superior):
    assert head(f"{name}2024年政府信息公开工作年度报告").organ.superior == superior


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("云溪县财政局", "2024年，我局认真落实。我县财政平稳。我局公开。我县。我县。", "我局"),
        ("青石镇人民政府", "我镇公开328条，我镇培训2次。", "我镇"),
        ("东湖街道办事处", "我街道公开328条。", "我街道"),
        ("东湖街道办事处", "我办公开328条。", "我办"),
        ("云溪县财政局", "本局公开328条。", "本局"),
        ("云溪县公共资源交易中心", "我中心公开328条。", "我中心"),
        ("临江高新区管理委员会", "我区公开328条。", "我区"),
        ("云溪县财政局", "我县公开328条。", ""),
        ("青石镇人民政府", "公开328条。", ""),
    ],
)
def test_the_organ_calls_itself_as_its_text_does(name, text, word):
    assert head(f"{name}2024年政府信息公开工作年度报告", body=(BODY[0], text, *BODY[2:])).organ.self_reference == word


def test_a_very_long_line_is_no_organ_and_no_error():
    assert head("政" * 5000 + "2024年政府信息公开工作年度报告").year in (2024, None)
