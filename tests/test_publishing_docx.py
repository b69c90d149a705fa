"""The Word document read back: every cell, paragraph, font and mark where it belongs."""

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from test_publishing import any_report, full_report

from drafting.publishing import export
from drafting.publishing.document import clean
from drafting.publishing.docx_styles import STYLES
from drafting.publishing.table_shape import SHAPES
from drafting.report import Document, Organ, Section
from drafting.values import printed


def opened(report, **options):
    return docx.Document(BytesIO(export(report, "docx", **options)))


def parts(report, **options) -> dict[str, str]:
    with ZipFile(BytesIO(export(report, "docx", **options))) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def walked(table) -> dict[tuple[int, int], tuple[str, int, int]]:
    """A ``w:tbl`` as (row, column) -> (text, rows spanned, columns spanned)."""
    cells, open_at = {}, {}
    for row, tr in enumerate(table._tbl.findall(qn("w:tr"))):
        col = 0
        for tc in tr.findall(qn("w:tc")):
            properties = tc.tcPr
            span = properties.gridSpan.val if properties.gridSpan is not None else 1
            merge = properties.find(qn("w:vMerge"))
            text = "".join(node.text or "" for node in tc.iter(qn("w:t")))
            if merge is not None and merge.get(qn("w:val")) != "restart":
                assert text == ""
                start = open_at[col]
                cells[start] = (cells[start][0], cells[start][1] + 1, span)
            else:
                cells[row, col] = (text, 1, span)
                open_at[col] = (row, col)
            col += span
        assert col == len(table._tbl.tblGrid.findall(qn("w:gridCol")))
    return cells


@settings(max_examples=15, deadline=None)
@given(any_report())
def test_every_cell_and_label_stands_where_the_form_has_it(report):
    document, cells = opened(report), report.cells()
    assert len(document.tables) == 3
    for table, printed_table in zip(report.form.tables, document.tables):
        assert walked(printed_table) == {
            (cell.row, cell.col): (cell.text or printed(cells[cell.key]), cell.rowspan, cell.colspan)
            for cell in table.cells
        }


@settings(max_examples=25, deadline=None)
@given(any_report())
def test_every_paragraph_of_the_narrative_is_there_in_order_whatever_is_in_it(report):
    expected = [clean(line.text) for chapter in ("overview", "problems", "other") for line in report.narrative(chapter)]
    found = [p.text for p in opened(report).paragraphs if p.style.name in ("Heading 2", "Body Text")]
    assert found == [line for line in expected if line]


@pytest.mark.parametrize(
    "text", ["字" * 100_000, "<w:p/>&amp;]]><!--", "\u202e倒\u2066\x0c\x1f\x00件", "😀" * 50, "a" * 5000]
)
def test_no_text_breaks_the_document(text):
    document = opened(full_report(sections={"other": Section.of(text)}))
    assert document.paragraphs[-3].text == clean(text)


def test_headings_are_real_headings_and_the_title_a_title():
    report = full_report()
    document = opened(report)
    by_style = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Title"] == ["青石镇人民政府\n2024年政府信息公开工作年度报告"]
    assert tuple(by_style["Heading 1"]) == report.form.sections
    assert by_style["Heading 2"] == ["（一）主动公开情况", "（二）依申请公开情况", "（一）存在的问题", "（二）改进措施"]
    assert by_style["Signature"] == ["青石镇人民政府"] and by_style["Date"] == ["2025年1月20日"]


def test_a_report_without_a_date_is_not_signed():
    styles = {paragraph.style.name for paragraph in opened(full_report(document=Document())).paragraphs}
    assert not styles & {"Signature", "Date"}


def test_each_table_follows_its_own_heading():
    body = opened(full_report()).element.body
    before = [table.getprevious() for table in body.findall(qn("w:tbl"))]
    assert [paragraph.text for paragraph in before] == list(full_report().form.sections[1:4])


def test_every_run_and_style_names_its_chinese_face():
    for name, xml in parts(full_report()).items():
        if name.startswith("word/") and name.endswith(".xml"):
            for run in parse_xml(xml.encode()).iter(qn("w:r")):
                fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
                assert fonts.get(qn("w:eastAsia")) and fonts.get(qn("w:hint")) == "eastAsia", name
    for style in opened(full_report()).styles:
        assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == STYLES[style.style_id].font
        assert style.font.bold is not True and str(style.font.color.rgb) == "000000"


def test_title_headings_and_body_have_the_faces_of_the_standard():
    faces = {id: (STYLES[id].font, STYLES[id].size) for id in ("Title", "Heading1", "Heading2", "BodyText")}
    assert faces == {
        "Title": ("方正小标宋简体", 22),
        "Heading1": ("黑体", 16),
        "Heading2": ("楷体_GB2312", 16),
        "BodyText": ("仿宋_GB2312", 16),
    }


def test_body_and_headings_are_indented_by_two_characters():
    for name in ("Body Text", "Heading 1", "Heading 2"):
        assert opened(full_report()).styles[name].element.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_headings_have_outline_levels_and_stay_with_what_follows():
    styles = opened(full_report()).styles
    for level, name in enumerate(("Heading 1", "Heading 2")):
        properties = styles[name].element.pPr
        assert properties.find(qn("w:outlineLvl")).get(qn("w:val")) == str(level)
        assert styles[name].paragraph_format.keep_with_next


def test_header_rows_of_table_three_repeat_and_no_row_splits():
    for table, definition in zip(opened(full_report()).tables, full_report().form.tables):
        marked = [tr.trPr.find(qn("w:tblHeader")) is not None for tr in table._tbl.tr_lst]
        assert marked == [definition.id == "requests" and row < 3 for row in range(definition.rows)]
        assert all(tr.trPr.find(qn("w:cantSplit")) is not None for tr in table._tbl.tr_lst)


def test_the_tall_label_of_table_three_runs_from_top_to_bottom_and_no_label_touches_its_border():
    table = opened(full_report()).tables[1]._tbl
    upright = [cell for cell in table.iter(qn("w:tc")) if cell.tcPr.find(qn("w:textDirection")) is not None]
    assert {cell.tcPr.find(qn("w:textDirection")).get(qn("w:val")) for cell in upright} == {"tbRlV"}
    assert (
        "".join(node.text for cell in upright for node in cell.iter(qn("w:t"))) == "三、本年度办理结果"
        and len(upright) == 22
    )
    flush = [p for p in table.iter(qn("w:p")) if p.pPr.jc is not None and p.pPr.jc.get(qn("w:val")) == "left"]
    assert flush and all(int(p.pPr.ind.get(qn("w:left"))) >= 30 for p in flush)


def test_rows_keep_together_and_stay_off_the_grid_of_the_page():
    document = opened(full_report())
    assert document.styles["表格文字"].element.pPr.find(qn("w:snapToGrid")).get(qn("w:val")) == "0"
    loose = []
    for table in document.tables:
        kept = [{p.pPr.find(qn("w:keepNext")) is not None for p in row.iter(qn("w:p"))} for row in table._tbl.tr_lst]
        assert all(len(row) == 1 for row in kept)
        loose.append([at for at, row in enumerate(kept) if row == {False}])
    # between the groups of table two; after a third of a page of table three; table four is whole
    assert loose == [[3, 6, 10, 13], list(range(8, 28)), [3]]


def test_tables_are_as_wide_as_the_type_area():
    assert all(sum(shape.widths) == pytest.approx(156) for shape in SHAPES.values())
    for table in opened(full_report()).tables:
        assert sum(int(col.get(qn("w:w"))) for col in table._tbl.tblGrid) == pytest.approx(156 / 25.4 * 1440, abs=1)


@given(st.integers(1, 15))
def test_a_long_figure_is_set_smaller_instead_of_breaking(digits):
    report = full_report(values={"requests.new_received.other": 10**digits - 1})
    run = next(r for r in opened(report).tables[1]._tbl.iter(qn("w:r")) if r.text == "9" * digits)
    size = int(run.rPr.find(qn("w:sz")).get(qn("w:val"))) / 2
    assert size <= 9 and digits * 0.64 * size <= 12 / 25.4 * 72 - 3
    assert size == 9 or digits > 5


def test_the_page_is_a4_with_the_margins_of_the_standard():
    section = opened(full_report()).sections[0]
    millimetres = [
        round(length.mm, 1)
        for length in (
            section.page_width,
            section.page_height,
            section.top_margin,
            section.bottom_margin,
            section.left_margin,
            section.right_margin,
        )
    ]
    assert millimetres == [210, 297, 37, 35, 28, 26]
    grid = opened(full_report()).element.body.sectPr.find(qn("w:docGrid"))
    assert 22 * int(grid.get(qn("w:linePitch"))) <= Mm(225).twips < 23 * int(grid.get(qn("w:linePitch")))


def test_page_numbers_stand_on_the_outer_side():
    document = opened(full_report())
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert "".join(node.text for node in paragraph._p.iter(qn("w:t"))) == "— 1 —"
        assert paragraph._p.find(qn("w:fldSimple")).get(qn("w:instr")).strip() == "PAGE"
        assert paragraph._p.pPr.jc.get(qn("w:val")) == side


def test_a_draft_says_so_on_odd_and_even_pages_and_a_final_copy_nowhere():
    section = opened(full_report()).sections[0]
    assert [story.paragraphs[0].text for story in (section.header, section.even_page_header)] == ["草稿", "草稿"]
    final = parts(full_report(), copy="final")
    assert not any("草稿" in xml for xml in final.values()) and not any("header" in name for name in final)


def test_the_properties_name_report_and_organ_and_nobody():
    properties = opened(full_report()).core_properties
    assert properties.title == "青石镇人民政府2024年政府信息公开工作年度报告"
    assert properties.author == "青石镇人民政府"
    assert (properties.last_modified_by, properties.comments) == ("", "")
    assert properties.created == properties.modified and properties.created.date().isoformat() == "2025-01-20"


def test_no_entry_of_the_package_is_dated_and_nothing_of_a_template_is_left():
    with ZipFile(BytesIO(export(full_report(), "docx"))) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    everything = " ".join(parts(full_report()).values())
    assert not re.search("python-docx|thumbnail|Macintosh|asciiTheme|theme1", everything)


@pytest.mark.parametrize("name", ["局", "青石镇人民政府", "青石县发展和改革局", "长" * 100])
def test_the_signature_stays_within_the_type_area(name):
    report = full_report(organ=Organ(name=name, level="county", kind="department"))
    organ, day = opened(report).paragraphs[-2:]
    start, date_start = (int(p._p.pPr.ind.get(qn("w:leftChars"))) / 100 for p in (organ, day))
    assert start >= 0 and date_start == pytest.approx(start + 2, abs=0.02)
    assert len(name) > 24 or start + len(name) <= 25.7
    assert date_start + 3 + 7 * 0.5 <= 27.7


REDHEAD = Document(
    number="青政发〔2025〕3号", issued_on=date(2025, 1, 20), copied_to="各村、各站所。", issuing_office="党政办公室"
)


def redhead(**changes):
    return opened(full_report(**{"document": REDHEAD} | changes), preset="redhead", copy="final")


def test_a_redhead_document_opens_with_sign_number_and_title_and_ends_with_its_note():
    texts = [paragraph.text for paragraph in redhead().paragraphs]
    assert texts[:3] == ["青石镇人民政府文件", "青政发〔2025〕3号", "青石镇人民政府\n2024年政府信息公开工作年度报告"]
    assert texts[-4:] == ["青石镇人民政府", "2025年1月20日", "（此件公开发布）", ""]


def test_the_imprint_lists_who_gets_a_copy_and_who_printed_it_when():
    (box,) = redhead().element.body.iter(qn("w:txbxContent"))
    rows = [[run.text for run in row.iter(qn("w:r"))] for row in box.iter(qn("w:tr"))]
    assert rows == [["抄送：各村、各站所。"], ["党政办公室", "\t", "2025年1月20日印发"]]
    rules = {rule.tag: rule.get(qn("w:sz")) for rule in box.find(f".//{qn('w:tblBorders')}")}
    assert rules == {qn("w:top"): "8", qn("w:bottom"): "8", qn("w:insideH"): "6"}  # ⅛ pt: 0.35 and 0.25 mm


def test_without_number_copies_date_or_signature_a_redhead_document_leaves_them_out():
    document = redhead(document=Document())
    assert [paragraph.text for paragraph in document.paragraphs][1] == ""
    (box,) = document.element.body.iter(qn("w:txbxContent"))
    assert "".join(node.text for node in box.iter(qn("w:t"))) == "青石镇人民政府"
    unsigned = redhead(document=REDHEAD.model_copy(update={"signed": False}))
    assert not {"Signature", "Date"} & {paragraph.style.name for paragraph in unsigned.paragraphs}
    assert unsigned.paragraphs[-2].text == "（此件公开发布）"


def test_red_are_the_sign_and_the_line_and_nothing_else():
    red = [style.name for style in redhead().styles if "FF0000" in style.element.xml]
    assert red == ["发文机关标志", "发文字号"] and "FF0000" not in redhead().element.xml
    border = redhead().styles["发文字号"].element.pPr.find(f"{qn('w:pBdr')}/{qn('w:bottom')}")
    assert border.get(qn("w:color")) == "FF0000" and str(redhead().styles["发文字号"].font.color.rgb) == "000000"
    assert not any("FF0000" in xml for xml in parts(full_report()).values())


@pytest.mark.parametrize("length", [1, 6, 8, 12, 20, 40, 100])
def test_a_sign_fits_on_one_line_of_the_type_area(length):
    sign = redhead(organ=Organ(name="局" * length, level="county", kind="department")).paragraphs[0]
    size = sign.runs[0].font.size.pt
    squeezed = sign.runs[0]._r.rPr.find(qn("w:w"))
    scale = 1 if squeezed is None else int(squeezed.get(qn("w:val"))) / 100
    assert (length + 2) * size * scale <= 156 / 25.4 * 72
    assert size <= 56 and 0.66 <= scale <= 1 and (scale == 1 or size <= 36)
    assert size == 56 or (length + 2) * (size + 0.75) * scale > 435


def test_the_end_of_a_redhead_document_keeps_together():
    *_, text, organ, day, note, room = redhead().paragraphs
    for paragraph in (text, organ, day, note):
        assert paragraph.paragraph_format.keep_with_next or paragraph.style.paragraph_format.keep_with_next
    height = int(room._p.pPr.find(qn("w:spacing")).get(qn("w:line"))) / 20
    extent = next(room._p.iter(qn("wp:extent")))
    assert int(extent.get("cy")) / 12700 == pytest.approx(height, abs=0.1)
