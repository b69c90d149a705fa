"""What stands in a cell of a PDF beside its figure, or is there and not seen, never joins the figure; rows between
level lines.
"""

from __future__ import annotations

import pytest

from drafting.errors import FileError
from drafting.reading.formats import pdf
from tests.test_reading_pdf import SENTENCE, by_hand, grids, texts, typeset

WORDS = b"BT /F1 12 Tf 50 700 Td (In all 1158 items were made public) Tj ET "
RULES = b"50 500 m 250 500 l S 50 520 m 250 520 l S 50 500 m 50 520 l S 150 500 m 150 520 l S 250 500 m 250 520 l S "
CELLS = b"BT /F1 10 Tf 55 505 Td (rules) Tj 100 0 Td (12) Tj ET "


def second_cell(page: bytes) -> str:
    """The cell to the right in a table of two, as read from what is drawn on ``page``."""
    return grids(pdf.content(page, "x"))[0].rows[0][1].text


def drawn(more: bytes, before: bytes = b"") -> bytes:
    """A page with a table of two cells, the right one with a 12, and ``more`` drawn over it."""
    return by_hand(before + WORDS + RULES + CELLS + more)


def set_in_cell(figure: str, more: str = "") -> str:
    """What is read of a cell set as ``figure``."""
    return second_cell(typeset(f"{SENTENCE}\n{more}\n#table(columns: (4cm, 6cm), [规章], [{figure}])"))


@pytest.mark.parametrize(
    "figure",
    [
        "12#text(baseline: -4pt)[1]",
        "12#text(baseline: 3pt, size: 15pt)[1]",
        "#strike[7]12",
        "12#text(fill: red)[7]",
        "12#h(-5pt)7",
        "12#place(dx: 7pt, dy: -9pt)[5]",
        "#rotate(-90deg)[12]",
    ],
    ids=["raised", "lowered", "struck out", "in another colour", "half over it", "over it", "turned"],
)
def test_a_cell_with_a_digit_that_is_none_of_its_figure_is_no_number(figure):
    assert "[" in set_in_cell(figure)


@pytest.mark.parametrize(
    "figure",
    [
        "#underline[128]",
        "#text(fill: red)[128]",
        "#text(tracking: 3pt)[128]",
        "1#text(fill: luma(10%))[2]8",
        "#text(size: 5pt)[128]",
        "1#text(size: 13pt)[2]8",
    ],
    ids=["underlined", "all in red", "spaced out", "in nearly one colour", "small", "in fonts of two sizes"],
)
def test_a_figure_that_is_only_set_oddly_is_that_number(figure):
    assert "".join(set_in_cell(figure).split()) == "128"


def test_a_figure_printed_twice_to_look_bold_is_there_once():
    assert second_cell(drawn(b"0.4 g BT /F1 10 Tf 155.5 505.2 Td (12) Tj ET")) == "12"


@pytest.mark.parametrize("spacing", ["0pt", "2pt"])
@pytest.mark.parametrize("column", ["(1fr, 24pt, 24pt)", "(1fr, 24pt)"])
def test_a_figure_that_runs_out_of_its_cell_is_no_number(column, spacing):
    cells = f"[规章], box(width: 1em)[#text(tracking: {spacing})[123456]], [7]"
    body = f"{SENTENCE}\n#table(columns: {column}, inset: 2pt, {cells if column.count('24') > 1 else cells.removesuffix(', [7]')})"
    assert "…" in second_cell(typeset(body))


@pytest.mark.parametrize(
    "more",
    [
        b"BT 3 Tr /F1 10 Tf 167 505 Td (7) Tj ET",
        b"0.97 g BT /F1 10 Tf 167 505 Td (7) Tj ET",
        b"0 0 0 0.02 k BT /F1 10 Tf 167 505 Td (7) Tj ET",
        b"BT /F1 10 Tf 0.94 0.34 -0.34 0.94 167 505 Tm (7) Tj ET",
    ],
    ids=["invisible", "pale", "pale in printing colours", "a watermark"],
)
def test_what_is_not_seen_or_lies_askew_is_not_read(more):
    assert second_cell(drawn(more)) == "12"


def test_text_without_opacity_is_not_read():
    assert set_in_cell("12#text(fill: rgb(0, 0, 0, 0))[7]") == "12"


def test_outside_the_part_of_the_sheet_that_is_shown_nothing_is_read():
    page = by_hand(WORDS + b"BT /F1 12 Tf 580 700 Td (9) Tj ET").replace(
        b"/MediaBox", b"/CropBox [0 0 570 842] /MediaBox"
    )
    assert texts(pdf.content(page, "x")) == ["In all 1158 items were made public"]


def test_a_figure_under_a_white_box_is_no_number_and_one_on_it_is():
    box = b"1 g 152 502 90 16 re f 0 g "
    assert second_cell(drawn(box)) == "[1][2]"
    assert second_cell(drawn(b"", before=box)) == "12"


@pytest.mark.parametrize(
    ("inner", "cell"),
    [
        (b"BT 3 Tr /F1 10 Tf 157 485 Td (7) Tj ET", "12"),
        (b"BT /F1 10 Tf 167 485 Td (7) Tj ET", "12 7"),
        (b"1 g 144 482 80 14 re f", "[1][2]"),
    ],
    ids=["invisible", "seen", "a white box"],
)
def test_what_is_drawn_within_a_drawing_is_seen_where_that_is_placed(inner, cell):
    page = by_hand(WORDS + RULES + CELLS + b"q 0.5 0 0 0.5 10 20 cm /X1 Do Q", inner=inner)
    assert second_cell(page) == cell


@pytest.mark.parametrize(
    ("angle", "turn"), [(90, b"0 1 -1 0 595 0"), (180, b"-1 0 0 -1 595 842"), (270, b"0 -1 1 0 0 842")]
)
def test_a_page_that_is_turned_for_reading_is_read_as_it_is_seen(angle, turn):
    hidden = b"BT 3 Tr /F1 10 Tf 167 505 Td (7) Tj ET"
    page = by_hand(b"q %s cm 0.6 0 0 0.6 20 50 cm " % turn + WORDS + RULES + CELLS + hidden + b" Q")
    assert second_cell(page.replace(b"/MediaBox", b"/Rotate %d /MediaBox" % angle)) == "12"


def test_the_text_that_a_machine_read_from_a_scan_is_refused_like_the_scan():
    with pytest.raises(FileError, match="没有读取"):
        pdf.content(by_hand(b"BT 3 Tr /F1 10 Tf 50 700 Td (In all 1158 items were made public 2024) Tj ET"), "x")


@pytest.mark.parametrize(("mask", "refused"), [(b"", True), (b"/ImageMask true", False)])
def test_text_under_a_picture_of_the_page_is_a_scan_unless_the_picture_lets_it_through(mask, refused):
    picture = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 1 %s ID \x00 EI Q" % (mask or b"/CS /G")
    page = by_hand(WORDS + picture)
    if refused:
        with pytest.raises(FileError, match="扫描件"):
            pdf.content(page, "x")
    else:
        assert texts(pdf.content(page, "x")) == ["In all 1158 items were made public"]


def test_between_level_lines_a_label_of_many_lines_is_that_of_the_figures_beside_it():
    body = (
        "#set text(size: 9pt)\n#set par(first-line-indent: 0em)\n#table(columns: (3em, 4em, 1fr, 1fr, 1fr), align: horizon, "
        "stroke: (x, y) => (top: 0.5pt, bottom: 0.5pt), table.cell(rowspan: 2)[（三）不予公开], [2.其他法律行政法规禁止公开], [4], [0], [4], "
        "[3.危及“三安全一稳定”], [0], [7], [7])"
    )
    (grid,) = grids(pdf.content(typeset(body), "x"))
    assert [[cell.text for cell in row] for row in grid.rows if len(row) > 1] == [
        ["2.其他法律行政法规禁止公开", "4", "0", "4"],
        ["3.危及“三安全一稳定”", "0", "7", "7"],
    ]


def without_lines(*rows: str) -> list[list[str]]:
    """The rows of figures read of a table whose ``rows`` are set without a line, its columns narrow."""
    body = (
        "#set text(size: 9pt)\n#set par(first-line-indent: 0em)\n#table(columns: (3.2em, 4.5em, 2cm, 2cm, 2cm), column-gutter: 6pt, "
        f"align: horizon, stroke: none, inset: 2pt, {', '.join(rows)})"
    )
    found = grids(pdf.content(typeset(body + f"\n\n{SENTENCE}"), "x"))
    return [[cell.text for cell in row] for grid in found for row in grid.rows if len(row) > 1]


def test_without_lines_a_label_of_many_lines_is_told_from_the_groups_beside_it():
    assert without_lines(
        "table.cell(rowspan: 2)[（三）不予公开]",
        "[2.其他法律行政法规禁止公开]",
        "[4]",
        "[0]",
        "[4]",
        "[3.危及“三安全一稳定”]",
        "[0]",
        "[7]",
        "[7]",
    ) == [["2.其他法律行政法规禁止公开", "4", "0", "4"], ["3.危及“三安全一稳定”", "0", "7", "7"]]


def test_without_lines_a_label_in_other_words_takes_no_figures_from_the_rows_around_it():
    read_rows = without_lines(
        "table.cell(rowspan: 2)[（三）不予公开]",
        "[2.其他法律行政法规不许可公开]",
        "[4]",
        "[0]",
        "[4]",
        "[3.危及“三安全一稳定”]",
        "[]",
        "[]",
        "[]",
    )
    assert not [row for row in read_rows if row[0] in ("2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”")]


def test_two_rows_between_level_lines_are_not_one():
    body = f"{SENTENCE}\n#table(columns: (9em, 4cm), stroke: none, table.hline(), [规章], [3], table.hline(), [行政处罚], [8], [行政强制], [], table.hline())"
    (grid,) = grids(pdf.content(typeset(body), "x"))
    assert [[cell.text for cell in row] for row in grid.rows] == [["规章", "3"], ["行政处罚", "8"]]


def test_lines_under_figures_cut_no_cell():
    rows = ", ".join(f"[规章], [#underline[12{at}]], [#underline[34{at}]]" for at in range(4))
    (grid,) = grids(pdf.content(typeset(f"{SENTENCE}\n#table(columns: (4cm, 3cm, 3cm), inset: 8pt, {rows})"), "x"))
    assert [[cell.text for cell in row] for row in grid.rows] == [["规章", f"12{at}", f"34{at}"] for at in range(4)]


def upright_only(*columns: str) -> list[list[str]]:
    """The rows read of a table whose ``columns``, with all their lines in one cell, are drawn without a line between
    rows.
    """
    cells = ", ".join(f"[{column}]" for column in columns)
    body = f"{SENTENCE}\n#table(columns: (5cm, 2cm, 2cm, 2cm), stroke: (x: 0.5pt, y: 0.5pt), {cells})"
    return [[cell.text for cell in row] for grid in grids(pdf.content(typeset(body), "x")) for row in grid.rows]


def test_rows_without_lines_between_them_are_rows():
    assert upright_only("规章 \\ 行政许可", "0 \\ 12", "3 \\ 0", "3 \\ 12") == [
        ["规章", "0", "3", "3"],
        ["行政许可", "12", "0", "12"],
    ]


def test_figures_torn_by_narrow_columns_are_not_taken_for_rows():
    assert upright_only("规章", "12 \\ 3", "45 \\ 0", "57 \\ 3") == [["规章", "12\n3", "45\n0", "57\n3"]]
