"""Digits that are none of a cell's figure, by how they look, make the cell no number in whatever file they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill

from drafting.form import edition
from drafting.reading.figures import figure
from drafting.reading.form.asking import about_figure
from drafting.reading.formats import html
from drafting.reading.looks import TextFormat, apart
from drafting.reading.reading import Evidence
from tests.test_reading_docx import document, grids, p, tbl, tc
from tests.test_reading_sheet import changed, rows, saved

FORM = edition("2021")
OLD = (Path(__file__).parent / "data" / "looks.xls").read_bytes()
"""The workbook of ``looks`` as an .xls, saved by LibreOffice."""
RED = "FFFF0000"


def page(cell: str, around: str = "") -> list[list[str]]:
    """The cells of a table with ``cell`` in it, that has ``around`` as its row's attributes."""
    content = html.content(f"<p>报告总体情况</p><table><tr {around}><td>规章</td>{cell}</tr></table>".encode(), "x")
    return [[cell.text for cell in row] for block in content.blocks if not hasattr(block, "text") for row in block.rows]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def word(*runs: str, cell: str = "", styles: str = "") -> str:
    """What is read of a cell that holds ``runs``."""
    made = tbl("".join([tc(p("规章")), tc(f"<w:p>{''.join(runs)}</w:p>", cell)]))
    return grids(document(made, styles=styles))[0][0][1]


def looks(page):
    page["A1"] = CellRichText("12", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    page["A2"] = CellRichText(TextBlock(InlineFont(strike=True), "7"), "12")
    for at, value, font, format in (
        ("A3", 7, Font(strike=True), "General"),
        ("A4", 7, Font(color="FFFFFFFF"), "General"),
        ("A5", 7, Font(color="FFFFFFFF"), "General"),
        ("A6", 7, Font(), ";;;"),
        ("A7", 1200, Font(), '0!.0,"万元"'),
        ("A8", 1234567, Font(), "#,##0.00_ "),
        ("A9", 12, Font(color=RED), "General"),
    ):
        page[at], page[at].font, page[at].number_format = value, font, format
    page["A5"].fill = PatternFill("solid", fgColor="FF000080")


def test_of_a_text_in_pieces_the_digits_that_look_otherwise_are_marked():
    red = TextFormat(colour=(1.0, 0.0, 0.0))
    assert apart([("12", TextFormat()), ("7", red)]) == ["12", "[7]"]
    assert apart([("12", red), ("7", red)]) == ["12", "7"]
    assert apart([("1", TextFormat()), ("2", TextFormat(colour=(0.1, 0.1, 0.1)))]) == ["1", "2"]
    assert apart([("（其中修订", red), ("12", TextFormat())]) == ["（其中修订", "12"]
    assert apart([("12", TextFormat(apart=True))]) == ["[12]"]
    assert apart([("12", TextFormat()), ("7", TextFormat(shift="6"))]) == ["12", "[7]"]


def test_in_a_sentence_nothing_is_marked():
    sentence = "全年通过网站主动公开政府信息，内容涉及规划、财政预算决算和民生保障等各个领域，共计"
    assert apart([(sentence, TextFormat()), ("12", TextFormat(apart=True))]) == [sentence, "12"]


@pytest.mark.parametrize(
    "inner",
    [
        '12<span style="vertical-align:super">1</span>',
        '<span style="text-decoration:line-through">7</span>12',
        "<strike>7</strike>12",
        '12<span style="position:relative;top:-4.0pt;mso-text-raise:4.0pt">1</span>',
        '12<span style="color:#FF0000">1</span>',
        '12<font color="red">1</font>',
        "12<small>1</small>",
        '12<span style="vertical-align:3pt">1</span>',
        '12<span style="color: rgb(255, 0, 0)">1</span>',
    ],
    ids=[
        "raised",
        "struck",
        "struck by a tag",
        "off its line",
        "red",
        "red by a tag",
        "small",
        "off its line in points",
        "red in numbers",
    ],
)
def test_on_a_web_page_a_digit_that_looks_otherwise_is_no_part_of_the_figure(inner):
    ((_, cell),) = page(f"<td>{inner}</td>")
    assert "[" in cell and figure(cell).kind == "word"


@pytest.mark.parametrize(
    "cell",
    [
        '<td><font color="red">12</font></td>',
        '<td style="color:#00f"><span style="color:#0000FF">1</span>2</td>',
        '<td><span style="color:windowtext">1</span><span style="color:#111">2</span></td>',
        '<td style="vertical-align:middle">12</td>',
        '<td style="background:#036"><span style="color:white">12</span></td>',
        '<td bgcolor="#003366"><font color="#fff">12</font></td>',
        '<td><span style="margin-top:2px;border-top:1px solid">1</span>2</td>',
        '<td>12<font color="#FFFFFF">7</font></td>',
        "<td><small>12</small></td>",
        '<td><span style="vertical-align:-1px">12</span></td>',
        '<td>12<span style="color:transparent">7</span></td>',
        '<td>12<span style="mso-hide:all">7</span></td>',
        '<td>12<span style="color:rgba(0,0,0,0)">7</span></td>',
    ],
)
def test_on_a_web_page_a_figure_that_is_only_set_oddly_is_that_number_and_what_is_not_seen_is_not_there(cell):
    assert page(cell) == [["规章", "12"]]


def test_a_row_that_is_crossed_out_is_no_row_of_figures_and_white_words_of_a_header_stay():
    assert page("<td>12</td>", 'style="text-decoration:line-through"') == [["规章", "[12]"]]
    assert page("<td>12</td>", 'style="color:#fff"') == [["规章", ""]]


@pytest.mark.parametrize(
    ("rule", "cell", "shown"),
    [
        (".xl65 {mso-style-parent:style0; text-decoration:line-through;}", "<td class=xl65>12</td>", "[12]"),
        ("td.xl66, .xl67\n\t{color:white;}", '<td class="xl67 x">12</td>', ""),
        (".a{color:#fff} .b{background:#036}", '<td class="a b">12</td>', "12"),
        (".note{vertical-align:super}", "<td>12<span class=note>1</span></td>", "12[1]"),
        ("@media print{.note{vertical-align:super}} .other{color:red}", "<td>12<span class=note>1</span></td>", "121"),
        ("td .note{color:red}", "<td>12<span class=note>1</span></td>", "121"),
    ],
)
def test_rules_of_the_page_for_a_class_count(rule, cell, shown):
    content = html.content(
        f"<head><style><!--{rule}--></style></head><p>报告总体情况</p><table><tr><td>规章</td>{cell}</tr></table>".encode(),
        "x",
    )
    assert content.blocks[-1].rows[0][1].text == shown


def test_red_words_of_a_page_laid_out_in_a_table_stay_as_they_are():
    text = "我局全年主动公开政府信息<font color=red>2024</font>条，办理依申请公开<sup>12</sup>件，内容涉及规划财政和民生保障等各个领域。"
    content = html.content(f"<table><tr><td><p>报告总体情况</p><p>{text}</p></td></tr></table>".encode(), "x")
    assert "2024条" in content.blocks[1].text and "[" not in content.blocks[1].text


@pytest.mark.parametrize(
    "pieces",
    [
        (run("12"), run("1", '<w:vertAlign w:val="superscript"/>')),
        (run("7", "<w:strike/>"), run("12")),
        (run("7", "<w:dstrike/>"), run("12")),
        (run("12"), run("1", '<w:position w:val="8"/>')),
        (run("12"), run("1", '<w:color w:val="FF0000"/>')),
        (run("12"), run("1", '<w:rStyle w:val="note"/>')),
    ],
    ids=["raised", "struck", "struck twice", "off its line", "red", "raised by a style"],
)
def test_in_word_a_digit_that_looks_otherwise_is_no_part_of_the_figure(pieces):
    style = '<w:style w:type="character" w:styleId="note"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    cell = word(*pieces, styles=style)
    assert "[" in cell and figure(cell).kind == "word"


@pytest.mark.parametrize(
    ("pieces", "cell"),
    [
        ((run("12", '<w:color w:val="FF0000"/>'),), ""),
        ((run("1", '<w:color w:val="auto"/>'), run("2", '<w:color w:val="000000"/>')), ""),
        ((run("1", '<w:position w:val="0"/>'), run("2", '<w:strike w:val="0"/>')), ""),
        ((run("12"), run("7", '<w:color w:val="FFFFFF"/>')), ""),
        ((run("12", '<w:color w:val="FFFFFF"/>'),), '<w:shd w:val="clear" w:fill="003366"/>'),
        ((run("12"), run("7", "<w:vanish/>")), ""),
        ((run("12", '<w:highlight w:val="blue"/><w:color w:val="FFFFFF"/>'),), ""),
    ],
)
def test_in_word_a_figure_that_is_only_set_oddly_is_that_number_and_what_is_not_seen_is_not_there(pieces, cell):
    assert word(*pieces, cell=cell) == "12"


@pytest.mark.parametrize("data", [saved(looks), OLD], ids=["xlsx", "xls"])
def test_in_a_workbook_what_is_shown_otherwise_than_its_value_is_no_number(data):
    (found,) = rows(data)
    assert [cell for (cell,) in found[:6]] == ["12[1]", "[7]12", "[7]", "", "7", ""]
    assert figure(found[6][0]).kind == "word" and "万元" in found[6][0]
    assert [cell for (cell,) in found[7:]] == ["1234567", "12"]


def test_texts_in_several_fonts_that_stand_in_the_sheet_itself_are_marked_too():
    cell = (
        b'<c r="B1" t="inlineStr"><is><r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></is></c>'
    )

    def inline(page):
        page["A1"], page["B1"] = "规章", "x"

    data = changed(saved(inline), "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb'<c r="B1".*?</c>', cell, xml))
    assert rows(data) == [[["规章", "12[1]"]]]


def test_of_such_a_cell_is_asked_with_the_rest_as_an_offer():
    question = about_figure(FORM, "disclosure.rules.made", figure("[7][2]12"), "[7][2]12", Evidence())
    assert question.offers == (12,)
    assert "“[72]12”，方括号里的可能是注号" in question.text
    assert about_figure(FORM, "disclosure.rules.made", figure("[7]"), "[7]", Evidence()).offers == ()
    assert "越过了格线" in about_figure(FORM, "disclosure.rules.made", figure("12…"), "12…", Evidence()).text


@pytest.mark.parametrize(
    "css",
    ["@" * 300_000, "@a{" * 100_000, ".a," * 100_000 + "{color:red}", ".a{color:" * 50_000, "background" * 50_000],
)
def test_a_style_sheet_made_to_take_long_is_read_like_any_other(css):
    content = html.content(
        f"<style>{css}</style><p>报告总体情况</p><table><tr><td>规章</td><td style='{css}'>1</td></tr></table>".encode(),
        "x",
    )
    assert content.blocks[-1].rows[0][1].text == "1"
