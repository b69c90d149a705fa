"""Units that were merged or divided since the year before: last year's figures stay whole, and what was compared is said."""

import json

import pytest
from county import COUNTY, reported, unit
from openpyxl import load_workbook

from drafting import report_file
from drafting.collection import last_year, roster_file
from drafting.collection.batch_check import Task, check_all
from drafting.collection.folder import Folder
from drafting.collection.handout import form
from drafting.collection.matching import match
from drafting.collection.roster import roster
from drafting.organs import named

CELL, OUT = "requests.new_received.natural_person", "requests.carried_out.natural_person"
MERGED, ONE, OTHER = "云溪县文化旅游局", "云溪县文化局", "云溪县旅游局"
WHOLE, PARTS = "云溪县农林局", ("云溪县农业局", "云溪县林业局")
TOWN = "青石镇人民政府"


@pytest.fixture(scope="module")
def units():
    return roster(
        [
            unit(COUNTY, 1, parent=""),
            unit(MERGED, 2, merged=(ONE, OTHER)),
            unit(PARTS[0], 3, split_from=WHOLE),
            unit(PARTS[1], 4, split_from=WHOLE),
            unit(TOWN, 5),
        ]
    )


def files(place, *reports):
    place.mkdir()
    for at, report in enumerate(reports):
        report_file.write(report, place / f"{at}.report.json")
    return place


@pytest.fixture
def before(tmp_path):
    """Last year's reports: of two that are one now, of one that is two, and of one that is as it was."""
    figures = {ONE: 3, OTHER: 4, WHOLE: 10, TOWN: 2}
    made = (reported(name, new, year=2023, requests__carried_out__natural_person=1) for name, new in figures.items())
    return files(tmp_path / "上年", *made)


@pytest.fixture
def now(tmp_path):
    return files(tmp_path / "本年", *(reported(name, 5) for name in (MERGED, *PARTS, TOWN)))


def written(units, tmp_path):
    path = tmp_path / "名单.tsv"
    rows = roster_file.rows_of(units)
    heads = [words[0] for words in roster_file.COLUMNS.values()]
    path.write_text("\n".join("\t".join(each) for each in (heads, *(row.values() for row in rows))), "utf-8")
    return path


def test_the_roster_says_who_was_merged_and_divided_and_reads_it_back(units, tmp_path):
    assert roster_file.read(written(units, tmp_path)) == units
    head = [cell.value for cell in load_workbook(written_template(tmp_path))["名单"][1]]
    assert head[-2:] == ["并入单位", "分出自"]


def written_template(tmp_path):
    (tmp_path / "t.xlsx").write_bytes(roster_file.template())
    return tmp_path / "t.xlsx"


def test_the_comparison_has_both_predecessors_and_the_divided_unit_in_the_sum_alone(units, before, now, run, tmp_path):
    status, out, err = run(
        "rollup", now, "--units", written(units, tmp_path), "--last-year", before, "-o", tmp_path / "s.xlsx", "--json"
    )
    told = json.loads(out)["last_year"]
    assert status == 0 and told["units"][MERGED][CELL] == {"now": 5, "before": 7, "change": -2}
    assert told["cells"][CELL] == {"now": 20, "before": 19, "change": 1} and told["without"] == []
    assert not set(PARTS) & set(told["units"])
    assert f"{MERGED}的上年数含并入的{ONE}、{OTHER}。" in err
    assert f"“{WHOLE}”已分为{'、'.join(PARTS)}，上年数分不开，只用在合计里。" in err
    assert "没有使用" not in err


def test_a_merged_unit_without_one_of_its_predecessors_is_not_compared(units, before, now, run, tmp_path):
    (before / "1.report.json").unlink()
    out = run(
        "rollup", now, "--units", written(units, tmp_path), "--last-year", before, "-o", tmp_path / "s.xlsx", "--json"
    )
    told = json.loads(out[1])["last_year"]
    assert told["without"] == [MERGED] and MERGED not in told["units"]


def test_the_form_of_a_merged_unit_carries_both_in_and_a_part_has_none(units, before, tmp_path):
    reports, said = last_year.by_unit(units, 2024, [before])
    assert not said and reports[f"{COUNTY}/{MERGED}"].values[OUT] == 2
    assert f"{COUNTY}/{PARTS[0]}" not in reports
    (tmp_path / "form.xlsx").write_bytes(form(units, units.units[1], 2024, reports[f"{COUNTY}/{MERGED}"]))
    values = [
        cell
        for sheet in load_workbook(tmp_path / "form.xlsx")
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert 2 in values


def test_the_rules_hold_a_merged_unit_against_both_and_a_renamed_one_against_its_former_name(units, before, now):
    paths = {report_file.read(path).organ.name: path for path in before.iterdir()}
    renamed = unit("青石街道办事处", 5, former_names=(TOWN,))
    of = last_year.files_of(roster([*units.units[:4], renamed]), paths)
    assert of[MERGED] == (paths[ONE], paths[OTHER]) and of["青石街道办事处"] == (paths[TOWN],)
    assert not set(PARTS) & set(of)
    (checked,) = check_all([Task(now / "0.report.json", MERGED)], last_year=of)
    said = [each.message for each in checked.findings if each.rule == "T-05"]
    assert said and "2" in said[0]


def test_a_file_under_an_old_name_is_the_merged_units_and_asked_about_where_it_was_divided(units):
    assert match(units, named(ONE)).unit.name == MERGED
    asked = match(units, named(WHOLE))
    assert asked.unit is None and [each.name for each in asked.candidates] == list(PARTS)


def test_what_a_unit_sent_before_it_was_merged_is_kept_beside_and_comes_back_with_it(tmp_path):
    units = [unit(COUNTY, 1, parent=""), unit(ONE, 2), unit(OTHER, 3), unit(TOWN, 4)]
    folder = Folder.begun(tmp_path / "收取", 2024, roster(units))
    key = f"{COUNTY}/{ONE}"
    folder.take(key, "1.xlsx", reported(ONE, 3), "2025-01-05T09:00:00+08:00")
    folder.write_report(key, mended := reported(ONE, 4))
    after = Folder.begun(folder.path, 2024, roster([units[0], unit(MERGED, 2, merged=(ONE, OTHER)), units[3]]))
    assert after.collection.records == {} and len(after.collection.gone[key].record.rounds) == 1
    assert to_work_on(folder.path) == []
    back = Folder.begun(folder.path, 2024, roster([*units[:2], unit(OTHER, 5), units[3]]))
    assert back.report(key).values == mended.values and len(back.collection.record(key).rounds) == 1
    assert not back.collection.gone and Folder.opened(folder.path).report(key).values == mended.values


def to_work_on(place):
    return [path.name for path in place.glob("*.report.json")]
