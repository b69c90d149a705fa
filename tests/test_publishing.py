"""Exporting: formats, file names, plain text, the report file."""

import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting import report_file
from drafting.errors import InputError
from drafting.publishing import COPIES, FORMATS, MAX_STEM, PRESETS, export, filename
from drafting.publishing.document import clean, compose
from drafting.report import Document, Organ, Report, Section
from drafting.values import printed, tidy

NASTY = "\x00\x07\x1b\ufffe\uffff\u202e\u2066\ufeff<w:p>&amp;]]>\t\r\x0b\u2028😀𠮷\u0301"


def full_report(**changes) -> Report:
    """A town's report with every input filled, each with a figure of its own."""
    organ = Organ(name="青石镇人民政府", level="township", kind="government", self_reference="我镇")
    report = Report(
        organ=organ,
        year=2024,
        document=Document(issued_on=date(2025, 1, 20)),
        sections={
            "overview.lead": Section.of("现将2024年度政府信息公开工作情况报告如下。"),
            "overview.proactive": Section.of("全年主动公开信息326条，其中“三农”领域118条。\n更新目录12项。"),
            "overview.on_request": Section.of("新收申请3件，均按时答复。"),
            "problems": Section.of("（一）存在的问题\n解读形式单一。\n（二）改进措施\n增加图表解读。"),
            "other": Section.of("未收取信息处理费。"),
        },
    )
    report.values = {key: 1001 + 3 * at for at, key in enumerate(report.form.inputs)}
    report.values["disclosure.fees_wan_yuan"] = Decimal("59237.2449")
    return report.model_copy(update=changes)


def any_report():
    """Reports with random values, organ names and text, nasty characters included."""
    form = full_report().form
    text = st.text(st.one_of(st.characters(exclude_categories=("Cs",)), st.sampled_from(NASTY)), max_size=60)
    values = st.tuples(
        st.dictionaries(st.sampled_from(form.inputs), st.integers(0, 10**12), max_size=12),
        st.one_of(
            st.just({}), st.decimals(0, 10**6, places=4).map(lambda fee: {"disclosure.fees_wan_yuan": tidy(fee)})
        ),
    ).map(lambda both: both[0] | both[1])
    return st.builds(
        lambda name, values, line: full_report(
            organ=Organ(name=name, level="county", kind="department"),
            values=values,
            sections={"overview.platform": Section.of(line), "other": Section.of(f"甲{line}\n乙")},
        ),
        text.filter(str.strip),
        values,
        text,
    )


def test_formats_presets_and_copies_that_are_unknown_are_refused_in_a_sentence():
    report = full_report()
    for wrong in ({"format": "exe"}, {"format": "docx", "preset": "gold"}, {"format": "docx", "copy": "secret\ud800"}):
        with pytest.raises(InputError, match="^没有“.+”这种.+，可以选择.+。$"):
            export(report, **wrong)
    with pytest.raises(InputError):
        filename(report, "exe")


@pytest.mark.parametrize("format", [format.id for format in FORMATS])
def test_every_format_in_every_preset_and_copy_gives_the_same_bytes_twice(format):
    for preset in PRESETS:
        for copy in COPIES:
            if copy != "review" or format in ("docx", "json"):
                assert export(full_report(), format, preset=preset, copy=copy).strip()
            else:
                with pytest.raises(InputError, match="审阅稿带批注，只有 Word 文档"):
                    export(full_report(), format, preset=preset, copy=copy)
    report = full_report()
    assert export(report, format) == export(report, format)


def test_listing_the_formats_imports_no_writers_library():
    code = (
        "import sys, drafting.publishing; "
        "sys.exit(any(name in sys.modules for name in ('docx', 'typst', 'xlsxwriter', 'drafting.writing')))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_the_file_is_called_after_organ_and_year():
    assert filename(full_report(), "docx") == "青石镇人民政府2024年政府信息公开工作年度报告.docx"
    assert filename(full_report(), "json").endswith("年度报告.report.json")


@pytest.mark.parametrize(
    ("copy", "end"),
    [("final", "年度报告.docx"), ("draft", "年度报告（草稿）.docx"), ("review", "年度报告（审阅稿）.docx")],
)
def test_a_copy_that_is_not_final_says_so_in_its_file_name(copy, end):
    assert filename(full_report(), "docx", copy) == f"青石镇人民政府2024年政府信息公开工作{end}"
    assert filename(full_report(), "json", copy) == "青石镇人民政府2024年政府信息公开工作年度报告.report.json"


def test_a_long_organ_name_is_cut_and_the_copy_stays_in_the_file_name():
    name = filename(full_report(organ=Organ(name="甲" * 100, level="county", kind="department")), "pdf", "draft")
    assert name.endswith("年度报告（草稿）.pdf") and len(name.removesuffix(".pdf").encode()) <= MAX_STEM


def test_the_day_of_printing_is_the_day_of_issue_unless_it_is_another():
    given = Document(issued_on=date(2025, 1, 20))
    assert compose(full_report(document=given), preset="redhead").redhead.day == "2025年1月20日"
    given.printed_on = date(2025, 1, 23)
    publication = compose(full_report(document=given), preset="redhead")
    assert (publication.redhead.day, publication.signature.day) == ("2025年1月23日", "2025年1月20日")


def test_characters_a_file_system_refuses_become_full_width_or_go():
    organ = Organ(name='..\\../甲:乙*"?<|>\x00\n\u202e局', level="county", kind="department")
    assert filename(full_report(organ=organ), "txt") == "＼..／甲：乙＊＂？＜｜＞ 局2024年政府信息公开工作年度报告.txt"


@given(any_report())
def test_a_file_name_is_short_and_safe_and_keeps_the_year(report):
    name = filename(report, "docx")
    assert name.endswith("2024年政府信息公开工作年度报告.docx")
    assert len(name.removesuffix(".docx").encode()) <= MAX_STEM
    assert not set(name) & set('/\\:*?"<>|\x00\n\u202e') and name[0] not in " ."


@given(st.text(st.one_of(st.characters(), st.sampled_from(NASTY + "\ud800"))))
def test_clean_text_is_one_line_that_utf8_and_xml_can_hold(text):
    cleaned = clean(text)
    assert len(cleaned.splitlines()) <= 1
    assert not any(ord(char) < 32 or 0xD800 <= ord(char) < 0xE000 or char in "\ufffe\uffff\u202e" for char in cleaned)
    assert clean(cleaned) == cleaned


def test_clean_keeps_what_people_write():
    for text in ("“三农”领域118条，占36.2％——同比增加。", "𠮷野家 😀 <b>&amp; ]]>", "①（一）〔2025〕1号"):
        assert clean(text) == text


def test_chapters_stand_under_the_headings_of_the_edition_in_order():
    publication = compose(full_report())
    assert tuple(chapter[0].text for chapter in publication.chapters) == full_report().form.sections
    assert publication.title == ("青石镇人民政府", "2024年政府信息公开工作年度报告")
    assert publication.signature.day == "2025年1月20日"
    assert compose(full_report(document=Document())).signature is None


def table_lines(text: str, report: Report, id: str) -> list[list[str]]:
    table = report.form.table(id)
    lines = text.split("\n")
    start = lines.index(report.form.sections[table.section - 1]) + 1
    return [line.split("\t") for line in lines[start : start + table.rows]]


@given(any_report())
def test_plain_text_gives_every_cell_and_label_back_at_its_row_and_column(report):
    text = export(report, "txt").decode("utf-8")
    cells = report.cells()
    for table in report.form.tables:
        lines = table_lines(text, report, table.id)
        assert {len(line) for line in lines} == {table.cols}
        at = {(cell.row, cell.col): cell.text or printed(cells[cell.key]) for cell in table.cells}
        for row, line in enumerate(lines):
            assert line == [at.get((row, col), "") for col in range(table.cols)]


def test_plain_text_reads_like_the_report():
    lines = export(full_report(), "txt", copy="final").decode("utf-8").split("\n")
    assert lines[:4] == [
        "青石镇人民政府2024年政府信息公开工作年度报告",
        "",
        "一、总体情况",
        "现将2024年度政府信息公开工作情况报告如下。",
    ]
    assert "（一）主动公开情况" in lines and "更新目录12项。" in lines
    assert lines[-3:] == ["青石镇人民政府", "2025年1月20日", ""]


def test_a_draft_in_plain_text_says_so_first_and_a_final_copy_does_not():
    assert export(full_report(), "txt").decode().startswith("草稿\n\n青石镇")
    assert "草稿" not in export(full_report(), "txt", copy="final").decode()


def test_a_blank_cell_stays_blank_and_zero_is_zero():
    report = full_report(values={"disclosure.licences": 0})
    rows = table_lines(export(report, "txt").decode(), report, "disclosure")
    assert rows[6] == ["行政许可", "0", "", ""] and rows[9] == ["行政处罚", "", "", ""]


@given(any_report())
def test_the_report_file_gives_the_report_back(report):
    assert report_file.loads(export(report, "json")) == report
