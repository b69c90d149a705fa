"""Word documents: everything a reader of the printed page sees, once and in order; hostile files end in a sentence."""

import time
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from drafting import publishing
from drafting.errors import FileError
from drafting.reading.content import Grid, Text
from drafting.reading.formats import docx
from drafting.samples import sample

CORPUS = Path(__file__).parents[1].parent / "shared" / "corpus"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(parts):
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as zipped:
        for path, text in parts.items():
            zipped.writestr(path, text)
    return file.getvalue()


def document(body, styles="", numbering="", head=""):
    links = "".join(
        f'<Relationship Id="{kind}" Type="{RELS}/{kind}" Target="{kind}.xml"/>'
        for kind, text in (("styles", styles), ("numbering", numbering))
        if text
    )
    parts = {
        "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{RELS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{head}<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships>{links}</Relationships>",
    }
    if styles:
        parts["word/styles.xml"] = f"<w:styles {NAMES}>{styles}</w:styles>"
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {NAMES}>{numbering}</w:numbering>"
    return package(parts)


def p(text, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(inside, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tbl(*rows):
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def texts(data):
    return [block.text for block in docx.content(data, "甲.docx").blocks if isinstance(block, Text)]


def grids(data):
    return [
        [[cell and cell.text for cell in row] for row in block.rows]
        for block in docx.content(data, "甲.docx").blocks
        if isinstance(block, Grid)
    ]


def test_deleted_hidden_and_field_codes_are_gone_and_inserted_text_stays():
    body = (
        "<w:p><w:r><w:t>收</w:t></w:r><w:del><w:r><w:delText>3</w:delText></w:r></w:del><w:ins><w:r><w:t>5</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>件</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText><w:t>码</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>果</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        "<w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink></w:p>"
    )
    assert texts(document(body)) == ["收5件果链"]


def test_a_field_that_never_ends_swallows_nothing():
    body = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>文字</w:t></w:r></w:p>' + p("下一段")
    assert texts(document(body)) == ["文字", "下一段"]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next():
    assert texts(document(p("一、总体", "<w:rPr><w:del/></w:rPr>") + p("情况"))) == ["一、总体情况"]


def test_style_hides_text_too():
    styles = '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = '<w:p><w:r><w:rPr><w:rStyle w:val="h"/></w:rPr><w:t>暗</w:t></w:r><w:r><w:t>明</w:t></w:r></w:p>'
    assert texts(document(body, styles)) == ["明"]


def test_line_breaks_part_a_paragraph_and_say_the_same_place():
    data = document(p("空　") + p("　　甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙"))
    assert [(block.text, block.place.says) for block in docx.content(data, "甲").blocks] == [
        ("空", "第 1 段"),
        ("甲", "第 2 段"),
        ("乙\t丙", "第 2 段"),
    ]


def test_a_text_box_is_read_once():
    box = "<w:txbxContent>" + p("甲镇人民政府文件") + "</w:txbxContent>"
    body = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>题</w:t></w:r></w:p>"
    )
    assert texts(document(body)) == ["题", "甲镇人民政府文件"]


def test_content_controls_are_read_but_not_their_prompts():
    body = (
        f"<w:sdt><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt>"
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('单击此处输入文字')}</w:sdtContent></w:sdt>"
    )
    assert texts(document(body)) == ["甲"]


def test_merged_cells_are_one_cell():
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = tbl(
        tc(p("甲"), '<w:gridSpan w:val="2"/>' + down) + tc(p("1")),
        tc(p(""), '<w:gridSpan w:val="2"/>' + on) + tc(p("2")),
        tc(p("乙")) + tc(p("丙")) + tc(p("3")),
    )
    (grid,) = docx.content(document(body), "甲").blocks
    assert len({id(cell) for row in grid.rows[:2] for cell in row[:2]}) == 1
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["甲", "甲", "1"],
        ["甲", "甲", "2"],
        ["乙", "丙", "3"],
    ]
    assert grid.rows[2][1].place.says == "第 1 个表格第 3 行"


def test_rows_may_begin_late_and_end_early():
    body = (
        f'<w:tbl><w:tr><w:trPr><w:gridBefore w:val="1"/><w:gridAfter w:val="1"/></w:trPr>{tc(p("甲"))}</w:tr></w:tbl>'
    )
    assert grids(document(body)) == [[[None, "甲", None]]]


@pytest.mark.parametrize(
    "properties",
    [
        "<w:vMerge/>",
        '<w:gridSpan w:val="99999999999999999999"/>',
        '<w:gridSpan w:val="-3"/>',
        '<w:gridSpan w:val="²"/>',
        '<w:hMerge w:val="continue"/>',
        '<w:gridSpan w:val="0"/>',
    ],
)
def test_bad_merges_lose_no_text(properties):
    (rows,) = grids(document(tbl(tc(p("甲"), properties) + tc(p("乙")))))
    assert rows[0][0] == "甲" and rows[0][-1] == "乙"


def test_deleted_rows_are_gone():
    row = f"<w:tr><w:trPr><w:del/></w:trPr>{tc(p('旧'))}</w:tr>"
    assert grids(document(f"<w:tbl>{row}<w:tr>{tc(p('新'))}</w:tr></w:tbl>")) == [[["新"]]]


def test_a_nested_table_follows_the_one_it_stands_in():
    inner = tbl(tc(p("内")))
    assert grids(document(tbl(tc(p("外") + inner + p("")) + tc(p("1"))))) == [[["外", "1"]], [["内"]]]


def test_a_table_that_only_lays_out_others_is_what_it_holds():
    data = document(tbl(tc(p("二、主动公开") + tbl(tc(p("规章")) + tc(p("0"))) + p("三、收到"))))
    assert texts(data) == ["二、主动公开", "三、收到"]
    assert grids(data) == [[["规章", "0"]]]


def numbering(*levels, use=""):
    rules = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="0">{rules}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/>{use}</w:num>'


def at(level):
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'


def test_automatic_numbers_stand_in_front_and_begin_anew_below_a_heading():
    rules = numbering(("chineseCounting", "%1、"), ("japaneseCounting", "（%2）"), ("decimal", "%3."))
    body = "".join(
        p(text, at(level))
        for level, text in ((0, "总体"), (1, "主动"), (1, "依申请"), (2, "甲"), (0, "问题"), (1, "一是"), (2, "2024年"))
    )
    assert texts(document(body, "", rules)) == [
        "一、总体",
        "（一）主动",
        "（二）依申请",
        "1.甲",
        "二、问题",
        "（一）一是",
        "1. 2024年",
    ]


def test_a_style_numbers_its_paragraphs():
    styles = (
        '<w:style w:type="paragraph" w:styleId="b"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h"><w:basedOn w:val="b"/></w:style>'
    )
    rules = numbering(("chineseCountingThousand", "%1、"))
    body = (
        p("甲", '<w:pStyle w:val="h"/>')
        + p("乙", '<w:pStyle w:val="h"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("丙", '<w:pStyle w:val="h"/>')
    )
    assert texts(document(body, styles, rules)) == ["一、甲", "乙", "二、丙"]


def test_a_list_may_start_elsewhere_and_bullets_are_no_text():
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    assert texts(document(p("甲", at(0)) + p("乙", at(0)), "", numbering(("decimal", "（%1）"), use=override))) == [
        "（5）甲",
        "（6）乙",
    ]
    assert texts(document(p("甲", at(0)), "", numbering(("bullet", "\uf06c")))) == ["甲"]


@pytest.mark.parametrize(
    "form, said",
    [
        ("chineseCounting", "十二"),
        ("decimalFullWidth", "１２"),
        ("decimalEnclosedCircle", "⑫"),
        ("ideographZodiac", "亥"),
        ("upperLetter", "L"),
        ("lowerRoman", "xii"),
        ("ideographDigital", "一二"),
        ("decimalZero", "12"),
        ("none", ""),
        ("chineseLegalSimplified", "拾贰"),
        ("someday", "12"),
    ],
)
def test_numbers_are_written_as_the_list_says(form, said):
    from drafting.reading.formats.docx_numbering import numeral

    assert numeral(12, form) == said


def test_what_was_not_read_is_said():
    said = docx.content(
        document("<w:p><w:r><w:drawing><a:blip/></w:drawing><w:footnoteReference/></w:r></w:p><w:altChunk/>"), "甲"
    ).said
    assert len(said) == 3 and "1 张图片" in said[0]


def test_a_document_with_macros_is_read_and_says_so():
    parts = {
        "word/document.xml": f"<w:document {NAMES}><w:body>{p('甲')}</w:body></w:document>",
        "word/vbaProject.bin": "x",
    }
    read = docx.content(package(parts), "甲.docm")
    assert [block.text for block in read.blocks] == ["甲"] and read.said == ("文件带有宏，宏没有运行。",)


def test_our_own_document_comes_back():
    report, _ = sample("town").load()
    read = docx.content(publishing.export(report, "docx"), "甲.docx")
    assert read.title == "".join(report.organ.name + f"{report.year}年政府信息公开工作年度报告")
    assert [len(block.rows) for block in read.blocks if isinstance(block, Grid)] == [14, 28, 4]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real reports is not here")
def test_the_official_form_has_its_tables_and_headings():
    read = docx.content((CORPUS / "blank-official-form.docx").read_bytes(), "甲.docx")
    assert [(len(block.rows), len(block.rows[0])) for block in read.blocks if isinstance(block, Grid)] == [
        (14, 4),
        (28, 10),
        (4, 15),
    ]
    assert (
        sum(
            block.text[:2] in ("一、", "二、", "三、", "四、", "五、", "六、")
            for block in read.blocks
            if isinstance(block, Text)
        )
        == 6
    )


LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(12))
    + "]>"
)
HOSTILE = {
    "entities": document(p("&m;"), head=LAUGHS),
    "external entity": document(p("&x;"), head='<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "no document": package({"word/other.xml": "<a/>"}),
    "no body": package({"word/document.xml": f"<w:document {NAMES}/>"}),
    "not XML": package({"word/document.xml": "甲"}),
    "bomb": package({"word/document.xml": b"0" * 30_000_000}),
    "members": package({f"{at}": "" for at in range(5_001)}),
    "truncated": document(p("甲"))[:-200],
    "no zip": "甲".encode() * 100,
    "rows": document(tbl(*[tc(p("1"))] * 5_001)),
    "deep": document("<w:sdt>" * 100_000),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_end_in_one_sentence_at_once(data):
    begun = time.process_time()
    with pytest.raises(FileError, match="甲.docx"):
        docx.content(data, "甲.docx")
    assert time.process_time() - begun < 1


def test_a_document_that_loads_from_elsewhere_is_read_without_it():
    parts = {
        "word/document.xml": f"<w:document {NAMES}><w:body>{p('甲')}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships><Relationship Id="a" Type="{RELS}/styles" '
        'Target="https://example.invalid/s.xml" TargetMode="External"/></Relationships>',
    }
    assert texts(package(parts)) == ["甲"]
