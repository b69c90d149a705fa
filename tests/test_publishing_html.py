"""The web page and the preview, read with lxml: tables survive a site's editor, markup in a report stays text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as reader
from test_publishing import NASTY, any_report, full_report

from drafting.publishing import export
from drafting.publishing.document import clean, compose
from drafting.publishing.html import preview
from drafting.report import Document, Organ, Section
from drafting.values import printed

MARKUP = [
    "<script>alert(1)</script>",
    "</article><img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp; &nbsp; &#x20;",
    "\" onclick=\"x' style='",
    "]]><!-- --><style>p{}</style>",
    "=1+2",
    "+1",
    "-1",
    "@SUM(A1)",
    "😀" * 50,
    "\u202e倒\u2066\x0c\x1f\x00件\ud800",
    "字" * 100_000,
]


def page(report, **options):
    return reader.document_fromstring(export(report, "html", **options).decode("utf-8"))


def article(report, **options):
    return page(report, **options).find(".//article")


def walked(table) -> dict[tuple[int, int], tuple[str, int, int]]:
    """An HTML table as (row, column) -> (text, rows spanned, columns spanned), by the rule of HTML."""
    cells, taken = {}, set()
    for row, tr in enumerate(table.iter("tr")):
        col = 0
        for cell in tr:
            while (row, col) in taken:
                col += 1
            down, across = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
            cells[row, col] = (cell.text_content(), down, across)
            taken |= {(row + r, col + c) for r in range(down) for c in range(across)}
            col += across
    return cells


def expected(report) -> list[dict[tuple[int, int], tuple[str, int, int]]]:
    """The three tables as the form has them, with the report's figures."""
    values = report.cells()
    return [
        {
            (cell.row, cell.col): (cell.text or printed(values[cell.key]), cell.rowspan, cell.colspan)
            for cell in table.cells
        }
        for table in report.form.tables
    ]


def narrative(report) -> list[str]:
    lines = (clean(line.text) for chapter in ("overview", "problems", "other") for line in report.narrative(chapter))
    return [line for line in lines if line]


def bare(report, **options):
    """The article as an editor leaves it that throws away classes, ids and style sheets."""
    pasted = article(report, **options)
    for element in pasted.iter():
        for name in ("class", "id"):
            element.attrib.pop(name, None)
    for sheet in list(pasted.iter("style", "link")):
        sheet.drop_tree()
    return pasted


@settings(max_examples=20, deadline=None)
@given(any_report())
def test_every_cell_and_label_stands_where_the_form_has_it(report):
    assert [walked(table) for table in article(report).findall("table")] == expected(report)


@settings(max_examples=20, deadline=None)
@given(any_report())
def test_every_paragraph_of_the_narrative_is_there_in_order_whatever_is_in_it(report):
    found = [
        element.text_content()
        for element in article(report).iter("h3", "p")
        if "text-indent:2em" in element.get("style")
    ]
    assert found == narrative(report)


def test_the_headings_are_those_of_the_form_under_one_title():
    report = full_report()
    found = article(report)
    (title,) = found.findall("h1")
    assert list(title.itertext()) == ["青石镇人民政府", "2024年政府信息公开工作年度报告"]
    assert [heading.text for heading in found.findall("h2")] == list(report.form.sections)
    assert [heading.text for heading in found.findall("h3")] == [
        "（一）主动公开情况",
        "（二）依申请公开情况",
        "（一）存在的问题",
        "（二）改进措施",
    ]
    assert [table.getprevious().text for table in found.findall("table")] == list(report.form.sections[1:4])


def test_borders_and_indents_are_still_there_after_pasting_into_an_editor():
    pasted = bare(full_report())
    cells = list(pasted.iter("td", "th"))
    assert cells and all("border:1px solid" in cell.get("style") for cell in cells)
    assert all(
        "border-collapse:collapse" in table.get("style") and table.get("border") == "1"
        for table in pasted.iter("table")
    )
    paragraphs = [element for element in pasted.iter("p", "h2", "h3") if "text-align:right" not in element.get("style")]
    assert len(paragraphs) == 6 + len(narrative(full_report()))
    assert all("text-indent:2em" in element.get("style") for element in paragraphs)
    assert [walked(table) for table in pasted.findall("table")] == expected(full_report())


def test_the_page_needs_no_class_no_style_sheet_no_script_and_nothing_from_elsewhere():
    found = page(full_report(), preset="redhead")
    assert not list(found.iter("script", "style", "link", "img", "iframe", "form", "object"))
    assert not found.xpath("//@class | //@id | //@src | //@href | //@*[starts-with(name(), 'on')]")
    (policy,) = found.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'") and "script-src" not in policy
    assert found.get("lang") == "zh-CN" and b"url(" not in export(full_report(), "html")


def test_a_screen_reader_is_told_what_each_label_names():
    tables = article(full_report()).findall("table")
    assert [table.find("caption").text for table in tables] == [table.title for table in full_report().form.tables]
    scopes = {cell.text: cell.get("scope") for table in tables for cell in table.iter("th")}
    assert scopes["第二十条第（一）项"] == "colgroup" and scopes["本年制发件数"] == "col"
    assert scopes["规章"] == "row" and scopes["（一）予以公开"] == "row" and scopes["三、本年度办理结果"] == "rowgroup"
    assert scopes["自然人"] == "col" and scopes["申请人情况"] == "colgroup"
    assert [len(table.findall("thead/tr")) for table in tables] == [2, 3, 3]


@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_the_text_is_shown_as_text(text):
    report = full_report(sections={"other": Section.of(text)})
    found = article(report)
    assert found.findall("p")[-3].text_content() == clean(text)
    assert {element.tag for element in found.iter()} <= set(
        "article p h1 h2 h3 br table caption colgroup col thead tbody tr th td".split()
    )
    assert clean(text) in reader.fragment_fromstring(preview(compose(report))).text_content()


@pytest.mark.parametrize("text", MARKUP[:9] + [NASTY])
def test_markup_in_names_and_numbers_is_shown_as_text(text):
    organ = Organ(name=f"甲{text}"[:100], level="county", kind="department")
    given = Document(number=text[:100], copied_to=text, issuing_office=text[:100], index_number=text[:100])
    report = full_report(organ=organ, document=given)
    found = page(report, preset="redhead")
    assert not list(found.iter("script", "style", "img"))
    values = [cell.text_content() for cell in found.iterfind(".//aside//td")]
    assert values[0] == clean(text[:100]) and values[2] == clean(organ.name)
    assert clean(organ.name) in found.find(".//h1").text_content()


def test_what_a_site_asks_for_stands_apart_from_the_text():
    given = Document(index_number="01510-2025-00002", number="青政发〔2025〕2号")
    found = page(full_report(document=given))
    rows = {row[0].text: row[1].text for row in found.iterfind(".//aside//tr")}
    assert rows["索引号"] == "01510-2025-00002" and rows["文号"] == "青政发〔2025〕2号"
    assert rows["发布机构"] == "青石镇人民政府" and rows["成文日期"] == "（未填写）"
    assert "01510-2025-00002" not in found.find(".//article").text_content()


def test_a_draft_says_so_and_a_final_copy_does_not():
    assert article(full_report(), copy="draft").find("p").text == "草稿"
    assert "草稿" not in page(full_report(), copy="final").text_content()


def test_a_red_head_stands_above_the_title_and_its_notes_below_the_date():
    given = full_report().document.model_copy(
        update={"number": "青政发〔2025〕2号", "copied_to": "县政府办公室", "issuing_office": "青石镇人民政府办公室"}
    )
    texts = [
        element.text_content()
        for element in article(full_report(document=given), preset="redhead", copy="final").iter("p", "h1")
    ]
    assert texts[:2] == ["青石镇人民政府文件", "青政发〔2025〕2号"]
    assert texts[-5:] == [
        "青石镇人民政府",
        "2025年1月20日",
        "（此件公开发布）",
        "抄送：县政府办公室。",
        "青石镇人民政府办公室　　2025年1月20日印发",
    ]


def test_a_report_without_a_date_is_not_signed():
    assert "text-align:right" not in export(full_report(document=Document()), "html", copy="final").decode()


@settings(max_examples=10, deadline=None)
@given(any_report())
def test_the_preview_is_the_same_article_with_the_places_where_it_is_edited(report):
    publication = compose(report, "草稿")
    shown = reader.fragment_fromstring(preview(publication))
    assert shown.find(".//article").text_content() == article(report).text_content()
    assert {cell.get("data-cell"): cell.text_content() for cell in shown.xpath(".//*[@data-cell]")} == {
        key: printed(value) for key, value in report.cells().items()
    }
    assert [
        (element.get("data-section"), element.get("data-paragraph"), element.text_content())
        for element in shown.xpath(".//*[@data-section]")
    ] == [(block.section, block.paragraph, block.text) for block in publication.blocks if getattr(block, "section", "")]


def test_the_published_page_does_not_say_where_anything_is_edited():
    assert b"data-" not in export(full_report(), "html")


@given(st.sampled_from(["plain", "redhead", "web"]), st.sampled_from(["draft", "final"]))
@settings(max_examples=6, deadline=None)
def test_the_same_report_gives_the_same_page(preset, copy):
    assert export(full_report(), "html", preset=preset, copy=copy) == export(
        full_report(), "html", preset=preset, copy=copy
    )
