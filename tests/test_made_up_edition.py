"""A new year's form is new files and no change of code: a made-up edition for 2026 goes through the whole program."""

from datetime import date

import made_up
import pytest
from made_up import ADDED, RENAMED

from drafting import checks, publishing
from drafting.assessment import Assessment
from drafting.errors import InputError
from drafting.form import edition, edition_for
from drafting.form.hints import hint
from drafting.reading import read
from drafting.report import Report, Section
from drafting.report_file import check_year
from drafting.samples import samples
from drafting.service import importing

ROW = ADDED[0]


@pytest.fixture(autouse=True)
def new_form(tmp_path, monkeypatch):
    """The edition of 2026."""
    folder = tmp_path / "form"
    folder.mkdir()
    made_up.write(folder)
    monkeypatch.setattr("drafting.form.data.FOLDER", folder)
    return edition("2026")


def test_the_added_row_is_a_row_like_the_others(new_form):
    assert len(new_form.cells) == 207 and len(new_form.relations) == 43
    assert new_form.name(f"{ROW}.business") == "表三“（三）不予公开9.属于预决算草案信息”商业企业"
    assert new_form.name(f"{RENAMED[0]}.total") == "表三“（三）不予公开5.属于机关内部管理信息”总计"
    assert new_form.dependents(f"{ROW}.business") == {f"{ROW}.total", "requests.total.business", "requests.total.total"}
    assert hint(new_form, f"{ROW}.total")[0].startswith("申请公开尚未批准")


@pytest.mark.parametrize(("year", "id"), [(2021, "2021"), (2025, "2021"), (2026, "2026"), (2030, "2026")])
def test_each_year_has_the_edition_in_force(service, town, year, id):
    check_year(year)
    assert edition_for(year).edition == id
    assert service.library.open(service.library.create(town, year)).report.edition == id


def test_the_report_of_the_next_year_has_the_edition_of_that_year(service, town):
    before = service.library.create(town, 2025)
    assert service.library.open(service.library.copy_to_next_year(before)).report.edition == "2026"


def test_before_the_first_edition_there_is_no_report():
    with pytest.raises(InputError, match="2021 年度及以后"):
        check_year(2020)


def test_a_report_that_changes_its_year_changes_its_form_unless_a_figure_would_be_lost(service, town):
    id = service.library.create(town, 2025)
    service.editing.enter(id, {"requests.granted.business": "3"})
    service.editing.save_head(id, town, 2026)
    report = service.library.open(id).report
    assert report.edition == "2026" and report.values == {"requests.granted.business": 3}
    service.editing.enter(id, {f"{ROW}.business": "2"})
    with pytest.raises(InputError, match="预决算草案信息”商业企业，这里已填了数字"):
        service.editing.save_head(id, town, 2025)
    service.editing.enter(id, {f"{ROW}.business": ""})
    service.editing.save_head(id, town, 2025)
    assert service.library.open(id).report.edition == "2021"


def test_a_sample_moved_to_a_later_year_is_on_the_form_of_that_year():
    assert [sample.load()[0].edition for sample in samples(date(2027, 1, 5))] == ["2026"] * 3


def test_a_report_that_names_no_edition_is_on_the_one_in_force(town):
    assert Report(organ=town, year=2026).edition == "2026" and Report(organ=town, year=2025).edition == "2021"


@pytest.fixture
def filled(service, town):
    """A report on 2026 with figures in every kind of row, the new one too; its id."""
    id = service.library.create(town, 2026)
    done = ("requests.granted", RENAMED[0], ROW)
    values = {key: "0" for key in edition("2026").inputs}
    for column in ("natural_person", "business"):
        values |= {f"{row}.{column}": str(at) for at, row in enumerate(done, 3)} | {
            f"requests.new_received.{column}": "14",
            f"requests.carried_out.{column}": "2",
        }
    assert service.editing.enter(id, values).refused == {}
    return id


def standing(service, id) -> Report:
    return service.library.open(id).report


def test_the_new_row_is_summed_and_a_wrong_sum_is_found(service, filled):
    report = standing(service, filled)
    assert report.cells()[f"{ROW}.total"] == 10 and report.cells()["requests.total.total"] == 24
    relations = {"T-01", "T-02", "T-03", "T-04"}
    assert not [finding for finding in checks.run(report).findings if finding.rule in relations]
    wrong = report.model_copy(update={"stated": {"requests.total.business": 7}})
    assert {f.rule for f in checks.run(wrong).findings if f"{ROW}.business" in f.cells} == {"T-01"}


@pytest.mark.parametrize(("said", "state"), [("10件", "fact"), ("9件", "contradicted")])
def test_a_sentence_that_states_the_new_row_is_bound_to_it(service, filled, said, state):
    report = standing(service, filled)
    section = Section.of(f"全年以属于预决算草案信息为由不予公开{said}。")
    told = Assessment(report.model_copy(update={"sections": {"overview.on_request": section}}))
    (found,) = told.marks["overview.on_request"]
    assert (found.mark.text, found.state, found.mark.sources) == (said, state, (f"fact:{ROW}.total",))


@pytest.mark.parametrize("format", ["docx", "xlsx", "html", "pdf", "txt", "json"])
def test_every_export_is_read_back_with_every_cell_and_no_question(service, filled, format):
    report = standing(service, filled)
    found = read(publishing.export(report, format), f"年报.{format}")
    assert found.edition == "2026" and [question.text for question in found.questions] == []
    assert found.printed == report.cells()


@pytest.mark.parametrize("format", ["docx", "txt", "json"])
def test_a_report_on_an_earlier_year_is_read_with_its_own_form(town, format):
    report = Report(organ=town, year=2025, values={key: 0 for key in edition("2021").inputs})
    found = read(publishing.export(report, format), f"年报.{format}")
    assert found.edition == "2021" and [question.text for question in found.questions] == []
    assert found.printed == report.cells()


def test_a_row_that_the_form_of_that_year_never_had_stays_a_question(service, filled):
    report = standing(service, filled)
    html = publishing.export(report, "html").decode("utf-8").replace("2026年", "2025年")
    found = read(html.encode("utf-8"), "年报.html")
    assert found.edition == "2021"
    assert ["预决算草案" in question.text for question in found.questions if question.kind == "row"] == [True]


def test_a_year_corrected_on_the_page_reads_the_file_again_with_the_form_of_that_year(service, filled, monkeypatch):
    data = publishing.export(standing(service, filled), "html").decode("utf-8").replace("2026年", "")
    monkeypatch.setattr(importing, "_read", lambda data, name, part="", year=None: read(data, name, year))
    id = service.importing.open(data.encode("utf-8"), "年报.html")
    number = service.importing.identify(id, "this_year", None, 2025, 1)
    assert service.importing.load(id).reading.edition == "2021"
    service.importing.identify(id, "this_year", None, 2026, number)
    pending = service.importing.load(id)
    assert pending.reading.edition == "2026" and pending.reading.printed[f"{ROW}.total"] == 10


def test_a_file_is_not_taken_into_a_report_on_a_form_that_lacks_its_row(service, filled, town, monkeypatch):
    other = town.model_copy(update={"name": "白石镇人民政府"})
    service.library.add(Report(organ=other, year=2026, edition="2021"))
    report = standing(service, filled).model_copy(update={"organ": other})
    monkeypatch.setattr(importing, "_read", lambda data, name, part="", year=None: read(data, name, year))
    id = service.importing.open(publishing.export(report, "html"), "年报.html")
    service.importing.identify(id, "this_year", other, 2026, 1)
    (said,) = service.importing.plan(service.importing.load(id)).obstacles
    assert "2021 版表格" in said and "预决算草案" in said
