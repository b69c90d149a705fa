"""PDF files with a text layer: tables however their lines are drawn, paragraphs however their lines break; scans are
refused.
"""

from __future__ import annotations

import functools
import io
import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typst import Compiler

from drafting.errors import FileError
from drafting.publishing import fonts
from drafting.reading import read
from drafting.reading.content import Content, Grid, Text
from drafting.reading.formats import pdf
from drafting.reading.geometry import pdf_lines
from drafting.values import printed
from tests import reading_material as material

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases" / "own-document"
LONG_NAME = "平潭综合实验区综合执法与应急管理局"
SENTENCE = "二〇二四年，我局持续推进主动公开，全年通过网站公开信息328条，其中政策解读（含图解）12条；比上年增加1.5%。"
ALL_LINES = ("0.5pt", "2pt", '(dash: "dashed", thickness: 0.4pt)', "(paint: white, thickness: 0.5pt)")
OPEN_SIDES = (
    "(x, y) => (left: if x > 0 {0.5pt}, right: none, top: 0.5pt, bottom: 0.5pt)",
    "(x, y) => (left: 0.5pt, right: none, top: 0.5pt, bottom: 0.5pt)",
)
FEW_LINES = ("none", "(x: none, y: 0.5pt)", "(x: 0.5pt, y: none)")


@functools.cache
def compiler() -> Compiler:
    return Compiler(font_paths=fonts.faces())


def typeset(body: str, page: str = "") -> bytes:
    """A document on A4 pages, numbered at their foot."""
    text = (
        f'#set page(paper: "a4", margin: (x: 2.8cm, y: 3cm), numbering: "— 1 —"{page})\n'
        f'#set text(font: "{fonts.chain("body")[-1]}", size: 16pt, lang: "zh")\n'
        f"#set par(first-line-indent: (amount: 2em, all: true), justify: true)\n{body}\n"
    )
    return compiler().compile(input=text.encode(), format="pdf")


def escaped(text: str) -> str:
    return " \\ ".join(
        "".join(f"\\{char}" if char in "\\#$*_@<>[]`~=-+/\"'" else char for char in line) for line in text.split("\n")
    )


def table(id: str, cells: dict, rng: random.Random, stroke: str, size: int) -> str:
    """A table of the form."""
    spec = material.FORM.table(id)
    made = [
        f"table.cell(x: {cell.col}, y: {cell.row}, rowspan: {cell.rowspan}, colspan: {cell.colspan})"
        f"[{escaped(printed(cells[cell.key]) if cell.key else material.label(cell.text, rng))}]"
        for cell in spec.cells
    ]
    widths = ["2.2em", "3em", "9em"] if id == "requests" else []
    columns = ", ".join(widths + ["1fr"] * (spec.cols - len(widths)))
    return (
        f"#[#set text(size: {size}pt)\n#table(columns: ({columns}), align: center + horizon, inset: 3pt, stroke: {stroke}, "
        f"{', '.join(made)})]"
    )


def report(
    cells: dict, rng: random.Random, stroke: str = "0.5pt", size: int = 9, before: int = 3, page: str = ""
) -> bytes:
    """A report with ``before`` paragraphs in front of the tables."""
    body = (
        "#align(center)[云溪县自然资源局2024年政府信息公开工作年度报告]\n\n一、总体情况\n\n"
        + f"{SENTENCE}\n\n" * before
    )
    for id, heading in material.HEADINGS.items():
        body += f"{heading}\n\n{table(id, cells, rng, stroke, size)}\n\n"
    body += f"五、存在的主要问题及改进情况\n\n{SENTENCE * 3}\n\n六、其他需要报告的事项\n\n没有收费。\n\n"
    return typeset(body, page)


def by_hand(
    stream: bytes,
    font: bytes = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    pages: int = 1,
    trailer: bytes = b"",
    inner: bytes = b"",
) -> bytes:
    """A PDF with the same drawing on each page, and ``inner`` as a drawing that it may place (/X1 Do)."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, b" ".join(b"%d 0 R" % (5 + at) for at in range(pages))),
        font,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    placed = b"/XObject << /X1 %d 0 R >> " % (5 + pages) if inner else b""
    objects += [
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> %s>> >>"
        % placed
    ] * pages
    if inner:
        objects.append(
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Matrix [2 0 0 2 0 0] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Length %d >>\nstream\n%s\nendstream" % (len(inner), inner)
        )
    made, starts = b"%PDF-1.4\n", []
    for at, body in enumerate(objects, 1):
        starts.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (at, body)
    listed = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % start for start in starts
    )
    return (
        made
        + listed
        + b"trailer << /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, len(made))
    )


def texts(content: Content) -> list[str]:
    return [block.text for block in content.blocks if isinstance(block, Text)]


def grids(content: Content) -> list[Grid]:
    return [block for block in content.blocks if isinstance(block, Grid)]


@given(
    st.integers(0, 10**9).map(random.Random),
    st.sampled_from(ALL_LINES + OPEN_SIDES),
    st.sampled_from([7, 9, 12]),
    st.integers(0, 9),
    st.sampled_from(["", ", flipped: true"]),
)
@settings(max_examples=8, deadline=None, database=None)
def test_tables_are_read_whole_however_they_are_drawn_and_wherever_a_page_ends(rng, stroke, size, before, page):
    cells = material.figures(rng)
    reading = read(report(cells, rng, stroke, size, before, page), "年报.pdf")
    assert reading.printed == cells
    assert not [question for question in reading.questions if question.cell]
    assert reading.narrative["problems"] == SENTENCE * 3
    assert reading.narrative["overview"] == "\n".join([SENTENCE] * before)


@pytest.mark.parametrize("stroke", FEW_LINES)
def test_in_tables_without_lines_nothing_is_wrong_without_a_question(stroke):
    rng = random.Random(stroke)
    cells = material.figures(rng)
    reading = read(report(cells, rng, stroke), "年报.pdf")
    asked = {question.cell for question in reading.questions}
    assert {key for key, value in cells.items() if reading.printed.get(key) != value} <= asked


def test_a_figure_that_runs_over_the_line_into_the_next_cell_is_asked_about():
    rng = random.Random(5)
    cells = material.figures(rng, 90_000_000)
    reading = read(report(cells, rng, size=12), "年报.pdf")
    asked = {question.cell for question in reading.questions}
    wrong = {key for key, value in cells.items() if reading.printed.get(key) != value}
    assert wrong
    assert wrong <= asked


def test_a_merged_cell_is_one_object_and_knows_its_place_on_the_page():
    content = pdf.content(
        typeset(
            f"{SENTENCE}\n#table(columns: 3, table.cell(rowspan: 2)[甲], [1], [2], [3], [4], table.cell(colspan: 2)[乙], [5])"
        ),
        "x",
    )
    (grid,) = grids(content)
    assert [[cell.text for cell in row] for row in grid.rows] == [["甲", "1", "2"], ["甲", "3", "4"], ["乙", "乙", "5"]]
    assert grid.rows[0][0] is grid.rows[1][0]
    assert grid.rows[2][0] is grid.rows[2][1]
    left, top, right, bottom = grid.rows[0][0].place.box
    assert 79 < left < 80
    assert right > left
    assert bottom > top
    assert grid.rows[0][0].place.page == 1
    assert grid.rows[0][0].place.says.startswith("第 1 页")


def test_frames_around_single_lines_are_text_in_its_order():
    body = "#table(columns: 100%, [第一行文字], [第二行文字])\n#table(columns: 2, [规章], [1])\n#table(columns: 100%, [表后文字])"
    content = pdf.content(typeset("一、总体情况\n\n" + body), "x")
    assert [type(block) for block in content.blocks].count(Grid) == 1
    assert (
        "".join(block.text if isinstance(block, Text) else "表" for block in content.blocks)
        == "一、总体情况第一行文字第二行文字表表后文字"
    )


def test_a_paragraph_goes_on_over_lines_and_pages_without_numbers_and_running_titles():
    content = pdf.content(typeset(f"短。\n\n{SENTENCE * 30}\n\n完。", ", header: [云溪县自然资源局年报]"), "x")
    assert texts(content) == ["短。", SENTENCE * 30, "完。"]


def test_a_line_on_the_right_or_in_the_middle_is_a_paragraph_of_its_own():
    body = f"{SENTENCE * 3}\n\n#align(right)[云溪县自然资源局\\\n2025年1月22日]\n\n（联系人：张某某，电话：0591-23160000）\n\n没有收费。"
    assert texts(pdf.content(typeset(body), "x")) == [
        SENTENCE * 3, "云溪县自然资源局", "2025年1月22日", "（联系人：张某某，电话：0591-23160000）", "没有收费。"]  # fmt: skip
    body = f"{SENTENCE * 3}\n\n#align(right)[2025.1.22]\n抄送：县政务公开办公室。"
    assert texts(pdf.content(typeset(body), "x"))[1:] == ["2025.1.22", "抄送：县政务公开办公室。"]


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not here (../shared/cases/own-document)")
@pytest.mark.parametrize(
    ("name", "day", "copies", "office", "beside"),
    [
        ("f1-right-aligned-date-then-note.libreoffice", date(2025, 1, 22), "", "", ""),
        ("f2-date-then-contact.libreoffice", date(2025, 1, 22), "", "", "（联系人：张某某，联系方式：0591-23160000）"),
        ("f3-date-then-copies.chromium", date(2025, 1, 22), "区管委会办公室。", "金井片区管理局办公室", ""),
        ("i1-own-redhead-long-office", date(2024, 1, 31), "区管委会办公室。", f"{LONG_NAME}办公室", ""),
    ],
)
def test_the_end_of_a_document_is_none_of_its_text(name, day, copies, office, beside):
    found = read((CASES / f"{name}.pdf").read_bytes(), f"{name}.pdf")
    document = found.document
    assert (document.issued_on, document.signed, document.copied_to, document.issuing_office) == (
        day,
        True,
        copies,
        office,
    )
    assert found.narrative["other"].endswith("处理费。" if name.startswith("i") else "处理费情况。")
    assert [notice for notice in found.notices if "没有归入正文" in notice] == (
        [f"报告后面的 1 行文字没有归入正文：{beside}"] if beside else []
    )
    assert not [notice for notice in found.notices if "没有归入报告" in notice]  # a torn line is no other one


def test_a_line_is_short_where_what_follows_goes_over_whole():
    body = "按照要求逐项登记办理情况并按照规定的格式填写（国办函#box[〔2020〕109号]）规定，没有收费。"
    assert texts(pdf.content(typeset(f"{SENTENCE * 3}\n\n{body}"), "x"))[1:] == [
        body.replace("#box[", "").replace("]", "")
    ]
    assert texts(pdf.content(typeset(f"{SENTENCE * 3}\n\n逐项登记。\\\n2024年按照规定填写。"), "x"))[1:] == [
        "逐项登记。", "2024年按照规定填写。"]  # fmt: skip


def test_a_title_over_two_lines_is_one_line_and_headings_stay_apart():
    title = "#align(center)[#text(20pt)[云溪县自然资源和规划局二〇二四年度\\\n政府信息公开工作年度报告]]"
    heads = "#text(20pt)[一、总体情况]\n\n#text(20pt)[（一）主动公开情况]"
    assert texts(pdf.content(typeset(f"{title}\n\n{heads}\n\n{SENTENCE * 5}"), "x")) == [
        "云溪县自然资源和规划局二〇二四年度政府信息公开工作年度报告", "一、总体情况", "（一）主动公开情况", SENTENCE * 5]  # fmt: skip


@pytest.mark.parametrize("number", ["3", "- 3 -", "— 3 —", "－3－", "第 3 页", "第3页 共5页", "3 / 5"])
def test_a_page_number_at_the_foot_is_left_out(number):
    page = f", footer: align(center)[{escaped(number)}]"
    assert texts(pdf.content(typeset(f"{SENTENCE * 3}\n\n没有收费。", page), "x")) == [SENTENCE * 3, "没有收费。"]


def test_radicals_become_the_characters_they_look_like_and_punctuation_stays():
    assert pdf_lines.ordinary("⼀、⽤⼾（２），：“”") == "一、用户（２），：“”"
    assert pdf_lines.ordinary("⼈⺠政府⻔户⻚⾯") == "人民政府门户页面"


def test_spacing_between_chinese_characters_is_no_blank_and_between_words_it_is():
    content = pdf.content(typeset("#set text(tracking: 2pt)\n公 开 信 息 328 条，WeChat Work 平台。"), "x")
    assert texts(content) == ["公开信息328条，WeChat Work平台。"]


def test_a_figure_printed_twice_to_look_bold_is_there_once():
    content = pdf.content(
        by_hand(
            b"BT /F1 12 Tf 50 700 Td (In all 1158 items were made public) Tj ET "
            b"BT /F1 12 Tf 50.3 700 Td (In all 1158 items were made public) Tj ET"
        ),
        "x",
    )
    assert texts(content) == ["In all 1158 items were made public"]


def test_a_scan_is_refused_and_no_figure_guessed():
    from PIL import Image

    file = io.BytesIO()
    Image.new("L", (800, 1100), 255).save(file, "PDF")
    with pytest.raises(FileError, match="“扫描.pdf”是扫描件.*没有读取"):
        read(file.getvalue(), "扫描.pdf")


def test_text_that_names_no_characters_is_refused():
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 "
        b"/BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
    )
    with pytest.raises(FileError, match="乱码"):
        pdf.content(by_hand(b"BT /F1 12 Tf 50 700 Td <" + b"01020103" * 40 + b"> Tj ET", font), "x")


def test_a_file_with_a_password_is_refused():
    locked = (
        b"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -1 /O <"
        + b"11" * 32
        + b"> /U <"
        + b"22" * 32
        + b"> >> "
    )
    with pytest.raises(FileError, match="密码"):
        pdf.content(by_hand(b"BT /F1 12 Tf 50 700 Td (secret) Tj ET", trailer=locked), "x")


@pytest.mark.parametrize("pages", [pdf.MAX_PAGES + 1, 2_000])
def test_too_many_pages_are_counted_and_not_read(pages, monkeypatch):
    monkeypatch.setattr("pdfplumber.open", lambda *_: pytest.fail("parsed"))
    with pytest.raises(FileError, match=f"{pages} 页"):
        pdf.content(by_hand(b"", pages=pages), "x")


def test_a_truncated_file_is_refused():
    whole = typeset(SENTENCE)
    with pytest.raises(FileError, match="损坏"):
        pdf.content(whole[: len(whole) // 3], "x")
