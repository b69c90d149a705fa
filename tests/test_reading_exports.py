"""What the program writes it reads back: the same figures, words, organ, year and document data from every format."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting import publishing
from drafting.assessment import Assessment
from drafting.form import CHAPTERS, SECTIONS
from drafting.reading import read
from drafting.report import ChosenChart, Document, Organ, Report, Section
from tests import reading_material as material

ORGANS = (
    Organ(name="青石镇人民政府", short_name="青石镇", level="township", kind="government", self_reference="我镇"),
    Organ(name="云溪县自然资源局", short_name="县自然资源局", level="county", kind="department", self_reference="我局"),
    Organ(name="临江市人民政府", short_name="临江市", level="city", kind="government", self_reference="我市"),
    Organ(
        name="临江经济技术开发区综合行政执法与应急管理局",
        short_name="区综合执法局",
        level="county",
        kind="department",
        self_reference="我局",
    ),
    Organ(
        name="东湖街道办事处",
        short_name="东湖街道",
        level="subdistrict",
        kind="subdistrict_office",
        self_reference="我街道",
    ),
)
SENTENCES = (
    "全年通过网站主动公开信息328条，比上年增加12条。",
    "收到申请16件，全部按期答复；其中予以公开8件。",
    "一是公开内容不够全面；二是政策解读形式单一。",
    "下一步，将逐项列出清单，明确责任人。",
    "设置专区3处（含村级2处）。",
    "依据《政府信息公开信息处理费管理办法》，全年没有收取信息处理费。",
    "培训2次、56人次。1.2万人次浏览专栏，占比35.6%。",
    "“一网通办”事项增至45项——比上年多6项。",
)


def made_up(rng: random.Random) -> Report:
    """A report with balanced figures, a total wrong in one of two, and some narrative in every section."""
    organ = rng.choice(ORGANS)
    cells = material.figures(rng)
    form = material.FORM
    report = Report(organ=organ, year=rng.randint(2021, 2026), values={key: cells[key] for key in form.inputs})
    if rng.random() < 0.5:
        wrong = rng.choice(sorted(form.formulas))
        report.stated[wrong] = cells[wrong] + rng.randint(1, 50)
    for id, spec in SECTIONS.items():
        if "appraisal" not in spec.aspects:
            lines = ["".join(rng.sample(SENTENCES, rng.randint(1, 4))) for _ in range(rng.randint(1, 2))]
            report.sections[id] = Section.of("\n".join(lines))
    report.document = Document(
        number=f"青政发〔{report.year + 1}〕{rng.randint(1, 90)}号",
        issued_on=date(report.year + 1, 1, rng.randint(2, 28)),
        copied_to="县政务公开办公室。",
        issuing_office=f"{organ.name}办公室",
        signed=rng.random() < 0.7,
        printed_on=date(report.year + 1, 1, rng.randint(29, 31)) if rng.random() < 0.5 else None,
    )
    return report


def words(report: Report) -> dict[str, str]:
    return {chapter: "".join(report.narrative_text(chapter).split()) for chapter in CHAPTERS}


def read_back(report: Report, format: str, preset: str = "plain"):
    return read(publishing.export(report, format, preset=preset), f"年报.{format}")


def same_tables(reading, report: Report) -> None:
    back = reading.report(report.organ, report.year)
    assert not [question for question in reading.questions if question.cell]
    assert back.values == report.values
    assert back.stated == report.stated


@pytest.mark.parametrize(
    ("format", "preset"),
    [
        ("docx", "plain"),
        ("docx", "redhead"),
        ("html", "web"),
        ("html", "plain"),
        ("txt", "plain"),
        ("pdf", "plain"),
        ("pdf", "redhead"),
    ],
)
def test_a_published_document_is_read_back_as_the_same_report(format, preset):
    @given(st.integers(0, 10**9))
    @settings(max_examples=3 if format == "pdf" else 8, deadline=None, database=None)
    def reads_back(seed):
        report = made_up(random.Random(seed))
        reading = read_back(report, format, preset)
        same_tables(reading, report)
        assert reading.year == report.year
        assert reading.organ.name == report.organ.name
        assert (reading.organ.level, reading.organ.kind) == (report.organ.level, report.organ.kind)
        assert words(reading.report()) == words(report)
        if report.document.signed:
            assert reading.document.issued_on == report.document.issued_on
        if preset == "redhead":
            assert reading.document.number == report.document.number
            assert reading.document.copied_to.rstrip("。") == report.document.copied_to.rstrip("。")
            assert reading.document.printing_day == report.document.printing_day
            assert reading.document.issuing_office == report.document.issuing_office

    reads_back()


@pytest.mark.parametrize("length", range(12, 36, 3))
def test_an_imprint_of_any_length_is_never_broken_inside_the_name_or_the_day(length):
    report = made_up(random.Random(1))
    office = ("临江经济技术开发区综合行政执法与应急管理和城市建设发展服务中心")[: length - 3] + "办公室"
    report.document = report.document.model_copy(
        update={"issuing_office": office, "printed_on": date(report.year + 1, 1, 30)}
    )
    for format in ("pdf", "docx"):
        document = read_back(report, format, "redhead").document
        assert document.issuing_office == office
        assert document.printing_day == date(report.year + 1, 1, 30)
        assert document.copied_to.rstrip("。") == "县政务公开办公室"


@given(st.integers(0, 10**9))
@settings(max_examples=12, deadline=None)
def test_the_spreadsheet_is_read_back_with_the_same_tables(seed):
    report = made_up(random.Random(seed))
    report.stated.clear()  # its totals are formulas
    reading = read_back(report, "xlsx")
    same_tables(reading, report)
    assert (reading.organ.name, reading.year) == (report.organ.name, report.year)


@given(st.integers(0, 10**9))
@settings(max_examples=12, deadline=None)
def test_the_report_file_is_read_back_whole(seed):
    report = made_up(random.Random(seed))
    reading = read_back(report, "json")
    assert reading.report().model_dump(exclude={"extra"}) == report.model_dump(exclude={"extra"})


CHARTS = [
    ChosenChart(chart="trend", place="overview"),
    ChosenChart(chart="results", place="requests"),
    ChosenChart(chart="applicants", place="requests"),
]
CAPTIONS = ["历年申请办理情况（件）", "本年新收申请，按申请人（件）", "本年办理结果（件）"]


def two_years() -> tuple[Report, Report]:
    """A report with words in every section, and figures of the year before."""
    report = made_up(random.Random(5))
    return report, report.model_copy(update={"year": report.year - 1, "stated": {}})


@pytest.mark.parametrize(
    ("format", "preset"),
    [("docx", "plain"), ("docx", "redhead"), ("html", "web"), ("txt", "plain"), ("pdf", "plain"), ("pdf", "redhead")],
)
def test_charts_of_the_program_are_no_words_of_the_report_and_are_named_in_a_notice(format, preset):
    report, last_year = two_years()
    charted = report.model_copy(update={"charts": CHARTS})
    plain, back = (
        read(publishing.export(each, format, preset=preset, assessment=Assessment(each, last_year)), f"年报.{format}")
        for each in (report, charted)
    )
    assert back.narrative == plain.narrative
    assert (back.printed, back.questions, back.document, back.as_printed) == (
        plain.printed,
        plain.questions,
        plain.document,
        plain.as_printed,
    )
    said = [notice for notice in back.notices if notice not in plain.notices]
    assert len(said) == 1 and "3 张" in said[0] and "重新放入报告" in said[0]
    assert all(
        f"图{number}　{title}" in said[0].replace(f"图{number} ", f"图{number}　")
        for number, title in enumerate(CAPTIONS, 1)
    )


def test_the_figures_in_words_under_a_chart_of_plain_text_are_in_the_notice():
    report, last_year = two_years()
    charted = report.model_copy(update={"charts": CHARTS[:1]})
    back = read(publishing.export(charted, "txt", assessment=Assessment(charted, last_year)), "年报.txt")
    assert f"{report.year} 年本年新收 {report.cells()['requests.new_received.total']}、予以公开" in "".join(
        back.notices
    )


@pytest.mark.parametrize("format", ["docx", "html", "txt", "pdf"])
@pytest.mark.parametrize(
    "line",
    [
        "图1　本镇办事流程图",
        "图1　历年申请办理情况（件）见附件",
        "历年申请办理情况（件）：2023 年本年新收 11；2024 年本年新收 16。",
    ],
)
def test_a_caption_or_a_sentence_of_somebody_else_stays_in_the_text(format, line):
    report = two_years()[0]
    id = next(id for id in report.sections if id.startswith("overview."))
    report.sections[id] = Section.of(f"{report.text(id)}\n{line}")
    assert "".join(line.split()) in words(read_back(report, format).report())["overview"]
