"""The PDF read back with pdfplumber: cells, text, the page of GB/T 9704-2012, and which typefaces it is set in."""

import functools
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO

import pdfplumber
import pytest
from hypothesis import given, settings
from lxml import html as reader
from test_publishing import any_report, full_report

from drafting.errors import FileError
from drafting.form import CHAPTERS
from drafting.publishing import export, fonts, pdf
from drafting.publishing.document import clean
from drafting.publishing.glyphs import unprintable
from drafting.report import Document, Organ, Section
from drafting.values import printed

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, 184 * MM, 37 * MM, 262 * MM
"""The type area on A4."""
RARE = "垚喆堃芃玥昇犇瞭䶮"
FACES = ("FZXiaoBiaoSong-B05S", "SimHei", "KaiTi_GB2312", "FangSong_GB2312", "SimSun", "Times New Roman")


def opened(report, **options):
    return pdfplumber.open(BytesIO(export(report, "pdf", **options)))


@functools.cache
def usual():
    """The full report as it is printed by default; nothing changes it."""
    return opened(full_report())


def printed_text(report, **options) -> str:
    """All that stands in the type area, without the spaces a reader sees between scripts."""
    return "".join(
        _squeezed(page.crop((0, TOP - 2, page.width, BOTTOM + 2)).extract_text())
        for page in opened(report, **options).pages
    )


def _squeezed(text: str | None) -> str:
    return "".join((text or "").split())


def from_pdf(report) -> list[list[list[str | None]]]:
    """Rows of the three tables; None where a merged cell covers. What goes on overleaf is joined to its beginning."""
    parts = iter([_squeezed_rows(table) for page in opened(report).pages for table in page.extract_tables()])
    tables = []
    for table in report.form.tables:
        rows, anchors = next(parts), {(cell.row, cell.col) for cell in table.cells}
        while len(rows) < table.rows:
            more = next(parts)
            more = more[table.header_rows :] if more[: table.header_rows] == rows[: table.header_rows] else more
            for col, text in enumerate(more[0]):
                if (at := len(rows), col) not in anchors:  # the rest of a merged cell, which may hold its text
                    above = max((row for row, over in anchors if over == col and row < at), default=None)
                    if text and above is not None:
                        rows[above][col] = (rows[above][col] or "") + text
                    more[0][col] = None
            rows += [row + [None] * (table.cols - len(row)) for row in more]
        tables.append(rows)
    assert not list(parts)
    return tables


def _squeezed_rows(table: list[list[str | None]]) -> list[list[str | None]]:
    return [[None if cell is None else _squeezed(cell) for cell in row] for row in table]


def from_form(report) -> list[list[list[str | None]]]:
    values, tables = report.cells(), []
    for table in report.form.tables:
        rows = [[None] * table.cols for _ in range(table.rows)]
        for cell in table.cells:
            rows[cell.row][cell.col] = cell.text or printed(values[cell.key])
        tables.append(rows)
    return tables


def from_html(report) -> list[list[list[str | None]]]:
    tables = []
    for table in reader.document_fromstring(export(report, "html").decode()).iterfind(".//article/table"):
        at, open_cells = [], {}
        for row, tr in enumerate(table.iter("tr")):
            cells, line, col = list(tr), [], 0
            while cells or (row, col) in open_cells:
                if (row, col) in open_cells:
                    line.append(None)
                    col += 1
                    continue
                cell = cells.pop(0)
                across = int(cell.get("colspan", 1))
                for down in range(1, int(cell.get("rowspan", 1))):
                    open_cells.update(((row + down, col + step), True) for step in range(across))
                line += [cell.text_content(), *[None] * (across - 1)]
                col += across
            at.append(line)
        tables.append(at)
    return tables


def from_txt(report) -> list[list[list[str]]]:
    """Rows of the three tables; empty where a merged cell covers."""
    lines = [line for line in export(report, "txt").decode().split("\n") if "\t" in line]
    tables, at = [], 0
    for table in report.form.tables:
        tables.append([line.split("\t") for line in lines[at : at + table.rows]])
        at += table.rows
    return tables


@settings(max_examples=5, deadline=None)
@given(any_report())
def test_pdf_web_page_and_plain_text_give_the_same_cells(report):
    wanted = from_form(report)
    assert from_html(report) == from_pdf(report) == wanted
    assert from_txt(report) == [[[cell or "" for cell in row] for row in table] for table in wanted]


def test_every_paragraph_can_be_read_in_order():
    report = full_report()
    text, at = printed_text(report), 0
    for chapter in CHAPTERS:
        for line in report.narrative(chapter):
            at = text.index(_squeezed(line.text), at)
    assert text.startswith("青石镇人民政府2024年政府信息公开工作年度报告一、总体情况")
    assert text.endswith("青石镇人民政府2025年1月20日")


MARKUP = (
    "#let x = 1; #panic(1) #[a] #sys.inputs",
    "$x^2$ *b* _i_ `raw` @ref <label> ~ -- --- ... 'q' \"q\"",
    "\\ \\u{41} // gone /* gone */ = 一 - 二 + 三 / 四: 五",
    "https://example.org [a](b)",
    "=1+2",
    "+1",
    "-1",
    "@SUM(A1)",
    "</p><script>&amp;]]>",
    '") panic("',
    '{"kind": "table"}',
)


def test_markup_is_printed_as_text():
    text = printed_text(full_report(sections={"other": Section.of("\n".join(MARKUP))}))
    assert "".join(map(_squeezed, MARKUP)) in text


@pytest.mark.parametrize(
    "text",
    [
        "字" * 100_000,
        "word " * 20_000,
        "a" * 5000,
        "😀🇨🇳" * 50,
        "\u202e倒\u2066\x0c\x1f\x00件\ud800\ufffe",
        "𠮷\u0301\u200d",
    ],
)
def test_no_text_stops_the_printing(text):
    short = text.encode("utf-8", "ignore").decode()[:100]
    organ = Organ(name=short, level="county", kind="department")
    given = Document(number=short, copied_to=short * 5, issuing_office=short, issued_on=date(2025, 1, 20))
    report = full_report(organ=organ, document=given, sections={"other": Section.of(text)})
    with opened(report, preset="redhead") as read:
        assert read.metadata["Author"] == clean(short)
        assert all(
            LEFT - 1 <= char["x0"] and char["x1"] <= RIGHT + 1
            for page in (*read.pages[:2], *read.pages[-2:])
            for char in page.chars
            if char["text"].strip()
        )
        assert len(read.pages) > len(text) / (22 * 60)


def test_rare_characters_have_glyphs_and_can_be_copied():
    report = full_report(
        organ=Organ(name=f"{RARE}镇人民政府", level="township", kind="government"),
        sections={"other": Section.of(f"（一）{RARE}\n{RARE}同志")},
    )
    assert printed_text(report).count(RARE) == 4
    assert b"pdfuaid:part" in export(report, "pdf")  # refused by typst where a character has no glyph


def test_characters_that_no_face_has_are_named_with_their_place():
    text = "青石镇在垚山村设置专区👍，逐一登记\U000f1234。"
    report = full_report(sections={"overview.platform": Section.of(text)})
    said = unprintable(report)
    assert [sentence[1] for sentence in said] == ["👍"]
    assert "U+1F44D" in said[0] and "“设置专区👍，逐一登”" in said[0]
    assert unprintable(full_report(sections={"overview.platform": Section.of("垚山村①②℃№→≥★㎡")})) == []


def test_an_accessible_pdf_says_what_its_parts_are():
    tags = set()

    def walk(elements):
        for element in elements:
            tags.add(element["type"])
            walk(element.get("children", []))

    walk(usual().structure_tree)
    assert {"H1", "H2", "P", "Table", "TH", "TD"} <= tags


def test_the_file_names_title_organ_language_and_faces_but_no_clock():
    document = usual()
    assert document.metadata["Title"] == "青石镇人民政府2024年政府信息公开工作年度报告"
    assert document.metadata["Author"] == "青石镇人民政府"
    assert document.metadata["CreationDate"].startswith("D:20250120000000")
    assert document.metadata["Subject"] == "；".join(map(str, fonts.used()))
    assert document.doc.catalog["Lang"] in (b"zh-CN", b"zh-cn", b"zh")


def test_the_same_report_gives_the_same_bytes_whatever_was_printed_in_between():
    first = export(full_report(), "pdf")
    other = export(full_report(document=Document(issued_on=date(2025, 2, 1))), "pdf", preset="redhead")
    assert export(full_report(), "pdf") == first != other


def test_many_windows_can_print_at_once():
    reports = [
        full_report(organ=Organ(name=f"第{number}镇人民政府", level="township", kind="government"))
        for number in range(4)
    ]
    one_by_one = [export(report, "pdf") for report in reports]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda report: export(report, "pdf"), reports)) == one_by_one


def test_a_full_page_has_22_lines_of_28_characters_inside_the_margins():
    text = "主动公开惠农补贴、集体资产、工程项目等信息，逐项核对后发布，并按月更新目录。"
    document = opened(full_report(sections={"overview.lead": Section.of("\n".join([text] * 24))}))
    page = document.pages[1].crop((0, TOP - 2, document.pages[1].width, BOTTOM + 2))
    lines = page.extract_text_lines()
    assert len(lines) == 22
    assert {len(line["text"]) for line in lines if line["text"].startswith("主动")} == {28 - 2}
    assert round(lines[1]["top"] - lines[0]["top"], 1) == 28.9 or round(lines[1]["top"] - lines[0]["top"], 2) == 28.95
    for page in document.pages:
        assert (round(page.width), round(page.height)) == (595, 842)
        assert all(LEFT - 1 <= char["x0"] and char["x1"] <= RIGHT + 1 for char in page.chars)


def long_report(lines: int):
    """A report with ``lines`` lines of text before its tables."""
    return full_report(sections={"overview.lead": Section.of("\n".join(["按月更新目录。"] * lines))})


@pytest.mark.parametrize("lines", range(0, 22, 3))
def test_tables_begin_under_their_heading_and_break_only_between_groups_or_under_a_repeated_header(lines):
    report = long_report(lines)
    pages = opened(report).pages
    second, third, fourth = report.form.tables
    for heading, table in zip(report.form.sections[1:4], report.form.tables):
        (at,) = (number for number, page in enumerate(pages) if heading in _squeezed(page.extract_text()))
        below = pages[at].extract_tables()
        whole = [rows for rows in below if len(rows) == table.rows]
        if table is fourth:
            assert whole
        elif table is second and not whole:
            assert len(below[-1]) in (4, 7, 11)  # the groups of table two
        elif table is third and not whole:
            assert (
                len(below[-1]) >= 7
                and _squeezed_rows(pages[at + 1].extract_tables()[0])[:3] == _squeezed_rows(below[-1])[:3]
            )


@pytest.mark.parametrize("lines", range(0, 22, 3))
def test_no_page_before_the_last_is_left_more_than_a_third_empty(lines):
    for page in opened(long_report(lines)).pages[:-1]:
        edges = [char["bottom"] for char in page.chars if char["bottom"] < BOTTOM] + [
            line["bottom"] for line in page.lines
        ]
        assert BOTTOM - max(edges) < (BOTTOM - TOP) / 3 + 2 * 28.95


def test_the_tall_label_of_table_three_runs_from_top_to_bottom():
    page, tall = next(
        (page, cell)
        for page in usual().pages
        for table in page.find_tables()
        for cell in filter(None, table.cells)
        if cell[2] - cell[0] < 12 * MM and cell[3] - cell[1] > 100 * MM
    )
    within = sorted((char for char in page.chars if stands_in(char, tall)), key=lambda char: char["top"])
    assert "".join(char["text"] for char in within) == "三、本年度办理结果"
    assert len({round(char["x0"]) for char in within if char["text"] != "、"}) == 1


def test_no_label_touches_the_border_of_its_cell():
    for page in usual().pages:
        for table in page.find_tables():
            for cell in filter(None, table.cells):
                within = [char for char in page.chars if stands_in(char, cell) and char["text"] not in " （"]
                assert not within or min(char["x0"] for char in within) >= cell[0] + 1.2


def test_the_imprint_is_never_alone_on_the_last_page():
    for lines in range(8, 20):
        report = full_report(sections={"other": Section.of("\n".join(["按月更新目录。"] * lines))})
        assert "此件公开发布" in _squeezed(opened(report, preset="redhead").pages[-1].extract_text())


def test_a_figure_however_long_stays_in_its_cell_on_one_line():
    report = full_report()
    report.values = {key: 10**15 for key in report.form.inputs}
    assert from_pdf(report) == from_form(report)
    for page in opened(report).pages:
        for table in page.find_tables():
            for cell in filter(None, table.cells):
                within = [char for char in page.chars if stands_in(char, cell)]
                assert len({round(char["top"]) for char in within}) <= 1 or any(
                    not char["text"].isdigit() for char in within
                )


def stands_in(char: dict, cell: tuple[float, float, float, float]) -> bool:
    """Whether the middle of ``char`` is within ``cell`` (left, top, right, bottom)."""
    left, top, right, bottom = cell
    return left < (char["x0"] + char["x1"]) / 2 < right and top < (char["top"] + char["bottom"]) / 2 < bottom


def test_page_numbers_stand_on_the_outer_side_below_the_type_area():
    for number, page in enumerate(usual().pages, 1):
        foot = page.crop((0, BOTTOM + 1, page.width, page.height))
        assert _squeezed(foot.extract_text()) == f"—{number}—"
        if number % 2:
            assert foot.chars[-1]["x1"] == pytest.approx(RIGHT - 14, abs=1.5)
        else:
            assert foot.chars[0]["x0"] == pytest.approx(LEFT + 14, abs=1.5)
        assert {round(char["size"]) for char in foot.chars} == {14}


def test_a_draft_says_so_on_every_page_and_a_final_copy_on_none():
    assert all("草稿" in page.extract_text() for page in opened(full_report(), copy="draft").pages)
    assert all("草稿" not in page.extract_text() for page in opened(full_report(), copy="final").pages)


def test_a_red_head_and_its_imprint_stand_where_the_standard_has_them():
    given = full_report().document.model_copy(
        update={"number": "青政发〔2025〕2号", "copied_to": "县政府办公室", "issuing_office": "青石镇人民政府办公室"}
    )
    pages = opened(full_report(document=given), preset="redhead", copy="final").pages
    red = [char for char in pages[0].chars if char["non_stroking_color"] == (1, 0, 0)]
    assert "".join(char["text"] for char in red) == "青石镇人民政府文件"
    assert min(char["top"] for char in red) >= TOP + 35 * MM
    (rule,) = (line for line in pages[0].lines if line["stroking_color"] == (1, 0, 0))
    assert (rule["x0"], rule["x1"]) == pytest.approx((LEFT, RIGHT), abs=0.5)
    text = [line["text"].replace(" ", "") for line in pages[-1].extract_text_lines()]
    assert text[-6:-1] == [
        "青石镇人民政府",
        "2025年1月20日",
        "（此件公开发布）",
        "抄送：县政府办公室。",
        "青石镇人民政府办公室2025年1月20日印发",
    ]
    rules = [line for line in pages[-1].lines if line["width"] > 150 * MM]
    assert max(line["bottom"] for line in rules) == pytest.approx(BOTTOM, abs=2)
    assert [round(line["linewidth"] / MM, 2) for line in sorted(rules, key=lambda line: line["top"])][-3:] == [
        0.35,
        0.25,
        0.35,
    ]


@pytest.mark.parametrize(("name", "outer"), [("云溪县自然资源和规划局", "organ"), ("青石镇政府", "day")])
def test_organ_and_date_stand_on_the_right_one_line_below_the_text(name, outer):
    last = opened(full_report(organ=Organ(name=name, level="county", kind="department"))).pages[-1]
    *_, text, organ, day, _ = last.extract_text_lines()
    assert {"organ": organ, "day": day}[outer]["x1"] == pytest.approx(RIGHT - 32, abs=2)
    assert day["x0"] == pytest.approx(organ["x0"] + 32, abs=2)
    assert organ["top"] - text["top"] == pytest.approx(2 * 28.95, abs=1)


def test_a_report_without_a_date_is_not_signed():
    assert printed_text(full_report(document=Document())).endswith("未收取信息处理费。")


def test_without_the_office_s_faces_open_ones_are_used_and_said(monkeypatch):
    monkeypatch.setattr(fonts, "families", lambda: frozenset({"Noto Serif SC", "Noto Sans SC", "Libertinus Serif"}))
    assert not any(face.own for face in fonts.used())
    said = list(map(str, fonts.used()))
    assert said[0] == "标题用思源宋体，因为没有安装方正小标宋简体"
    assert said[1] == "一级标题用思源黑体，因为没有安装黑体"


def test_the_office_s_own_faces_come_first_and_the_open_ones_have_what_they_lack(monkeypatch):
    monkeypatch.setattr(fonts, "families", lambda: frozenset({*FACES, "Noto Serif SC", "Noto Sans SC"}))
    assert tuple(face.family for face in fonts.used()) == FACES and all(face.own for face in fonts.used())
    assert fonts.chain("body") == ("FangSong_GB2312", "Noto Serif SC", "Noto Sans SC")
    assert str(fonts.used()[3]) == "正文用仿宋_GB2312"


def test_without_any_chinese_face_only_the_pdf_is_refused_in_a_sentence(monkeypatch):
    monkeypatch.setattr(fonts, "families", lambda: frozenset({"Libertinus Serif"}))
    with pytest.raises(FileError, match="^没有可用的方正小标宋简体.+。$"):
        export(full_report(), "pdf")
    assert export(full_report(), "docx") and export(full_report(), "html")


def test_without_typst_only_the_pdf_is_refused_in_a_sentence(monkeypatch):
    for cached in (fonts.faces, fonts.families, pdf._compiler):
        cached.cache_clear()
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(FileError, match="typst.+其他格式照常可用。$"):
        export(full_report(), "pdf")


def test_what_typst_cannot_set_is_refused_in_a_sentence(monkeypatch):
    monkeypatch.setattr(pdf, "_layout", lambda: b"#panic()")
    with pytest.raises(FileError, match="^排印 PDF 时出错.+。$"):
        export(full_report(), "pdf")
