"""What a model writes, piece by piece, becomes clean paragraphs with the sources of each sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.writing.markers import Reader
from drafting.writing.think import NEW_PAGE, Splitter

SAID = "新收申请16件都按期答复，没有超期。全年发布214条，其中图解5个。一是公布分散，设专题。再一句，应公开尽公开。"
MATERIALS = tuple((id, SAID) for id in ("fact:a", "note:n1", "note:n2"))
SOURCES = tuple(id for id, _ in MATERIALS)


def read(*pieces, printed=(), parts=None):
    reader = Reader(MATERIALS, printed, parts)
    for piece in pieces:
        reader.feed(piece)
    return reader.section()


def split(text, places):
    cuts = sorted({place % (len(text) + 1) for place in places} | {0, len(text)})
    return [text[start:end] for start, end in zip(cuts, cuts[1:])]


@pytest.mark.parametrize(
    "marked",
    [
        "新收申请16件。[1][3]",
        "新收申请16件[1,3]。",
        "新收申请16件。【1】【3】",
        "新收申请16件［1］［3］。",
        "新收申请16件。[1、3]",
        "新收申请16件。（材料1、3）",
        "新收申请16件。[材料1][材料3]",
        "新收申请16件。 [1] [3]",
        "新收申请16件[1]。[3]",
    ],
)
def test_markers_in_every_form_become_sources(marked):
    (paragraph,) = read(marked).paragraphs
    assert paragraph.text == "新收申请16件。"
    assert paragraph.origin == "model"
    (source,) = paragraph.sources
    assert (source.sentence, source.ids) == ("新收申请16件。", ("fact:a", "note:n2"))


def test_a_range_of_numbers_names_each_of_them():
    assert read("都按期答复。[1-3]").paragraphs[0].sources[0].ids == SOURCES


def test_each_sentence_keeps_its_own_sources():
    (paragraph,) = read("新收16件。[1]都按期答复，[2]没有超期。[3]另行说明。").paragraphs
    assert paragraph.text == "新收16件。都按期答复，没有超期。另行说明。"
    assert [(source.sentence, source.ids) for source in paragraph.sources] == [
        ("新收16件。", ("fact:a",)),
        ("都按期答复，没有超期。", ("note:n1", "note:n2")),
    ]


def test_a_quotation_that_ends_a_sentence_stays_whole():
    (paragraph,) = read("提出“应公开尽公开。”[1]另一句。").paragraphs
    assert paragraph.sources[0].sentence == "提出“应公开尽公开。”"


def test_a_number_no_material_has_is_dropped_from_the_marker():
    (paragraph,) = read("新收16件。[1][9]再一句。[8]").paragraphs
    assert paragraph.text == "新收16件。再一句。"
    assert [source.ids for source in paragraph.sources] == [("fact:a",)]


def test_a_marker_without_words_in_common_is_kept_as_doubtful():
    reader = Reader((("note:n1", "公众号推送86期，做了5个图解。"), ("note:n2", "专栏关停了1个微博账号。")))
    reader.feed("全年公众号推送86期。[1][2]党政办牵头负责。[2]关停微博账号1个。[2]")
    assert [(source.sentence, source.ids, source.doubted) for source in reader.section().paragraphs[0].sources] == [
        ("全年公众号推送86期。", ("note:n1",), ("note:n2",)),
        ("党政办牵头负责。", (), ("note:n2",)),
        ("关停微博账号1个。", ("note:n2",), ()),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "印发〔2024〕5号文件。",
        "自[2024]年起。",
        "目录[25]项内容。",
        "见《办法》（2019年修订）。",
        "（一）至（三）项。",
    ],
)
def test_a_bracket_that_is_no_marker_stays(text):
    assert read(text).text == text


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("**主动公开**：全年发布214条。", "主动公开：全年发布214条。"),
        ("### 一是公布分散。", "一是公布分散。"),
        ("- 一是公布分散。\n- 二是人员较新。", "一是公布分散。\n二是人员较新。"),
        ("```\n全年发布214条。\n```", "全年发布214条。"),
        ("```markdown\n全年发布214条。\n```", "全年发布214条。"),
        ("\n\n全年发布214条。\n\n\n其中图解5个。\n", "全年发布214条。\n其中图解5个。"),
        ("以下是“主动公开情况”一节的正文：\n全年发布214条。", "全年发布214条。"),
        ("这一节可以这样撰写：\n\n全年发布214条。", "全年发布214条。"),
        ("好的，以下是起草的内容：全年发布214条。", "全年发布214条。"),
        ("以下是青石镇2024年年度报告这一节的草稿：\n全年发布214条。", "全年发布214条。"),
        ("全年发布214条。\n（注：以上内容根据材料整理）", "全年发布214条。"),
        ("全年发布214条。\n希望这份内容对您有帮助。", "全年发布214条。"),
    ],
)
def test_what_models_add_although_told_not_to_is_taken_out(written, clean):
    assert read(written).text == clean


@pytest.mark.parametrize(
    "heading", ["主动公开情况", "（一）主动公开情况", "## （一）主动公开情况：", "一、总体情况", "（二）别的标题"]
)
def test_a_heading_the_program_prints_is_not_repeated(heading):
    assert read(f"{heading}\n全年发布214条。", printed=("主动公开情况", "一、总体情况")).text == "全年发布214条。"


def test_part_headings_are_brought_to_their_form():
    parts = ("（一）存在的主要问题", "（二）下一步改进措施")
    written = "**存在的主要问题**\n一是公布分散。[2]\n2、下一步改进措施：一是设专题。[3]"
    section = read(written, printed=("存在的主要问题及改进情况",), parts=parts)
    assert section.text == "（一）存在的主要问题\n一是公布分散。\n（二）下一步改进措施\n一是设专题。"
    assert [len(paragraph.sources) for paragraph in section.paragraphs] == [0, 1, 0, 1]


def test_text_shown_while_streaming_holds_back_what_may_be_a_marker():
    reader = Reader(MATERIALS)
    shown = []
    for piece in ("新收16件。", "[", "1", "]", "都按期答复。", "[2"):
        reader.feed(piece)
        shown.append(reader.text)
    assert shown == ["新收16件。"] * 4 + ["新收16件。都按期答复。"] * 2
    assert reader.section().text == "新收16件。都按期答复。[2"


def test_a_new_page_forgets_what_came_before():
    assert read("我先想一想。\n再想", f"想{NEW_PAGE}\n全年发布214条。").text == "全年发布214条。"


LINES = [
    "好的，以下是正文：",
    "新收16件。[1][3]都按期答复[2]。",
    "**一是**公布[25]分散。【2】",
    "印发〔2024〕5号。",
    "",
    "（一）主动公开情况",
    "```",
]


@given(st.lists(st.sampled_from(LINES), max_size=6).map("\n".join), st.lists(st.integers(0, 200), max_size=12))
def test_the_result_does_not_depend_on_where_the_stream_is_split(written, places):
    whole, pieces = read(written), read(*split(written, places))
    assert [(p.text, p.sources) for p in pieces.paragraphs] == [(p.text, p.sources) for p in whole.paragraphs]


@given(st.text(alphabet="字。[]1，【】23（）材料*#\n：“”。是", max_size=80), st.lists(st.integers(0, 200), max_size=12))
def test_any_text_reads_and_every_source_stands_in_its_paragraph(written, places):
    section = read(*split(written, places))
    for paragraph in section.paragraphs:
        assert paragraph.text.strip() == paragraph.text != ""
        for source in paragraph.sources:
            assert source.sentence in paragraph.text
            assert set(source.ids) <= set(SOURCES)


def seen(pieces):
    splitter = Splitter()
    return ("".join(splitter.feed(piece) for piece in pieces) + splitter.close()).rpartition(NEW_PAGE)[2]


@pytest.mark.parametrize(
    ("written", "visible"),
    [
        ("正文", "正文"),
        ("<think>想</think>正文", "正文"),
        ("前<think>想</think>后", "前后"),
        ("<think>想一想", ""),
        ("想一想</think>正文", "正文"),
        ("</think>正文", "正文"),
        ("<think>a</think><think>b</think>正文", "正文"),
        ("1 < 2 <thin", "1 < 2 <thin"),
        ("想</think>又想</think>正文", "正文"),
        ("", ""),
    ],
)
def test_thinking_never_reaches_the_text(written, visible):
    assert seen([written]) == visible
    assert seen(list(written)) == visible


SCRAPS = ["<think>", "</think>", "正文", "<", "think", ">", "/", "\f", "想"]


@given(st.lists(st.sampled_from(SCRAPS), max_size=10).map("".join), st.lists(st.integers(0, 200), max_size=20))
def test_thinking_is_told_apart_however_the_stream_is_split(written, places):
    assert seen(split(written, places)) == seen([written])
    assert "</think>" not in seen([written])


GIVEN = (("note:a", "全年主动公开信息37条"), ("note:b", "5月组织业务培训2次，参训48人"))


def clean(answer: str) -> tuple[str, list[tuple[str, ...]]]:
    reader = Reader(GIVEN)
    reader.feed(answer)
    section = reader.section()
    return section.text, [source.ids for paragraph in section.paragraphs for source in paragraph.sources]


@pytest.mark.parametrize(
    "marker",
    [
        "[1]",
        "[^1]",
        "[citation:1]",
        "〔1〕",
        "（1）",
        "(1)",
        "{1}",
        "【材料1】",
        "（来源：1）",
        "^1^",
        "[1†来源]",
        "［1］",
        "（依据材料1）",
        "（参见[1]）",
        "（材料[1]）",
        "（引自材料1）",
        "（编号1）",
        "[[1]]",
        "^[1]",
        "[#1]",
        "<1>",
        "《材料1》",
        "〖1〗",
        "①",
        "¹",
    ],
)
@pytest.mark.parametrize("form", ["全年主动公开信息37条。{}", "全年主动公开信息37条{}。"])
def test_a_source_is_read_in_any_bracket_and_taken_out(marker, form):
    assert clean(form.format(marker)) == ("全年主动公开信息37条。", [("note:a",)])


@pytest.mark.parametrize(
    "answer",
    [
        "---\n全年主动公开信息37条。[1]",
        "【正文】\n全年主动公开信息37条。[1]",
        "【正文】全年主动公开信息37条。[1]",
        "1. 全年主动公开信息37条。[1]",
        "全年主动公开信息37条。[1]\n（字数：35字）",
        "全年主动公开信息37条。[1]（约12字）",
        "全年主动公开信息37条。[1]\n\n全年主动公开信息37条。[1]",
        "正文：全年主动公开信息37条。[1]",
        "全年主动公开信息37条。[1]<br>",
        "|---|---|\n全年主动公开信息37条。[1]",
        "# 正文\n全年主动公开信息37条。[1]",
        "全年主动公开信息37条。[1]\n（完）",
        "【字数】12\n全年主动公开信息37条。[1]",
        "全年主动公开信息37条。[1]\n【字数统计：12字】",
        "全年主动公开信息37条。[1]\n字数：12",
        "段落：全年主动公开信息37条。[1]",
        "答：全年主动公开信息37条。[1]",
        "<p>全年主动公开信息37条。[1]</p>",
        "&nbsp;全年主动公开信息37条。[1]",
        "【材料结束】\n全年主动公开信息37条。[1]",
        "全年主动公开信息37条。[1]\n参考材料：[1]",
        "全年主动公开信息37条。[1]\n来源：[1]全年主动公开信息37条",
    ],
)
def test_what_is_no_text_is_dropped(answer):
    assert clean(answer) == ("全年主动公开信息37条。", [("note:a",)])


@pytest.mark.parametrize(
    "text",
    [
        "依据国办公开办函〔2021〕30号编制。",
        "培训分两期（2）次开展。",
        "（1）公开不及时；（2）人手不足。",
        "印发1.5万份手册。",
        "分三步：①清理；②整合；③公布。",
        "依据《信访条例》办理。",
        "数据来源：各单位报送。",
        "答复文书由法规股审核。",
    ],
)
def test_brackets_and_numbers_that_are_text_stay(text):
    assert clean(text)[0] == text
