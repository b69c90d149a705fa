"""The sample reports: they read, balance, and their two years fit together."""

import json
import re
from datetime import date

import pytest

from drafting import checks, report_file, resources
from drafting.form import ASPECTS
from drafting.report import Document, Kind
from drafting.samples import moved, sample, samples

EACH = pytest.mark.parametrize("one", samples(), ids=lambda one: one.id)
RELATIONS = {"T-01", "T-02", "T-03", "T-04"}


def test_every_file_in_the_folder_belongs_to_a_sample():
    listed = {path for one in samples() for path in (one.path, one.last_year_path) if path}
    assert listed == set(resources.samples().glob("*.report.json"))
    assert len({one.id for one in samples()}) == len({one.label for one in samples()}) == len(samples())
    assert sample("town") in samples()


@EACH
def test_a_sample_has_no_finding_but_its_unwritten_narrative(one):
    report, last_year = one.load()
    result = checks.run(report, last_year)
    assert {finding.rule for finding in result.findings} == {"S-07"}
    assert not RELATIONS & {entry.rule for entry in result.not_assessed}
    assert report.stated == {} and set(report.values) == set(report.form.inputs)
    assert not any(report.text(section.id) for section in report.outline)


@EACH
def test_a_sample_has_notes_on_what_its_organ_must_report(one):
    report, _ = one.load()
    assert 8 <= len(report.notes) <= 14
    told = {note.aspect for note in report.notes}
    government = report.organ.kind is Kind.GOVERNMENT
    asked = {aspect.id for aspect in ASPECTS.values() if government or not aspect.governments_only}
    assert asked - {"other", "preface", "summary"} <= told <= asked
    assert "信息处理费" in "".join(note.text for note in report.notes_on(["fee"]))


@EACH
def test_a_sample_names_itself_and_its_document(one):
    report, _ = one.load()
    assert f"{report.organ.name} {report.year} 年度" in one.label
    assert report.organ.self_reference and report.organ.superior
    assert report.document.number and report.document.issued_on.year == report.year + 1
    assert report.document.issued_on <= report.deadline


@EACH
def test_the_totals_written_in_a_sample_file_are_the_sums(one):
    written = json.loads(one.path.read_text("utf-8"))["tables"]
    assert written == json.loads(report_file.dumps(one.load()[0]))["tables"]


def test_the_town_of_zeros_is_filled_with_zeros():
    assert set(sample("zeros").load()[0].cells().values()) == {0}


def test_last_years_report_of_the_town_is_complete_and_matches():
    report, last_year = sample("town").load()
    assert (last_year.organ, last_year.year) == (report.organ, report.year - 1)
    assert all(last_year.text(section.id) for section in last_year.outline if section.id != "overview.appraisal")
    assert {finding.rule for finding in checks.run(last_year).findings} <= {"N-01"}  # its notes are not on file
    assessed = {entry.rule for entry in checks.run(report, last_year).not_assessed}
    assert not {"T-05", "T-06"} & assessed
    assert report.values["requests.carried_in.natural_person"] == 1
    assert last_year.values["requests.carried_out.natural_person"] == 1


def test_the_department_has_decimals_and_proceedings():
    cells = sample("department").load()[0].cells()
    assert str(cells["disclosure.fees_wan_yuan"]) == "1286.4275"
    for group in ("review", "litigation_direct", "litigation_after_review"):
        assert cells[f"proceedings.{group}.total"] > 0


YEARS = re.compile(r"20\d\d(?=\s?年|[〕度,-])")
ON = pytest.mark.parametrize(
    "today", [date(2024, 3, 1), date(2026, 11, 30), date(2027, 1, 5), date(2040, 2, 29)], ids=str
)


@ON
@EACH
def test_a_sample_shown_on_a_day_is_on_the_year_before(one, today):
    shown = sample(one.id, today)
    report, last_year = shown.load()
    assert report.year == today.year - 1 and f"{report.year} 年度" in shown.label
    assert report.document.issued_on.year == today.year and str(today.year) in report.document.number
    assert last_year is None or last_year.year == today.year - 2
    assert {finding.rule for finding in checks.run(report, last_year).findings} == {"S-07"}


@ON
@EACH
def test_only_years_and_dates_of_a_moved_sample_differ(one, today):
    later = sample(one.id, today).later
    for old in filter(None, one.load()):
        new = moved(old, later)
        assert new.values == old.values
        before, after = report_file.dumps(old), report_file.dumps(new)
        assert ("2000 年以后" in before) == ("2000 年以后" in after), "a year of history stays"
        assert YEARS.sub("", before) == YEARS.sub("", after)
        years = [list(map(int, YEARS.findall(text))) for text in (before, after)]
        assert {b - a for a, b in zip(*years, strict=True)} <= {0, later}


def test_a_leap_day_moves_to_a_day_that_there_is(report):
    leap = report.model_copy(update={"document": Document(issued_on=date(2024, 2, 29))})
    assert moved(leap, 1).document.issued_on == date(2025, 2, 28)
