"""A new year's form is new files and no change of code: a made-up edition for 2026 goes through the whole program."""

from datetime import date

import made_up
import pytest
from made_up import ADDED, RENAMED

from drafting.errors import InputError
from drafting.form import edition, edition_for
from drafting.form.hints import hint
from drafting.report import Report
from drafting.report_file import check_year
from drafting.samples import samples

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
