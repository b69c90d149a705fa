"""The made-up county's January, from its roster to the sum, on the command line."""

import json
import shutil
from datetime import date

import pytest

from drafting import cli, report_file
from drafting.collection import roster_file, summing
from drafting.collection.folder import Folder
from drafting.collection.intake import take_back
from drafting.collection.sources import Found, Source
from drafting.samples import county
from drafting.service import sample_county

FAULTY = {"云溪县卫生健康局": "N-01", "云溪县民政局": "T-02", "石桥镇人民政府": "S-07"}
MISSING = "红石乡人民政府"


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The county's files taken back, once for all that look at it."""
    folder = tmp_path_factory.mktemp("county") / "收取"
    told = county()
    arguments = ["collect", told.files, "--roster", told.roster, "--year", told.year, "-o", folder]
    assert cli.main([str(each) for each in arguments]) == 1
    return folder


def run(capsys, *arguments):
    status = cli.main([str(argument) for argument in arguments])
    return status, capsys.readouterr().out


def test_eleven_of_twelve_units_are_taken_each_to_its_own_and_one_is_missing(collected, capsys):
    status, out = run(capsys, "rollcall", collected, "--json")
    units = {each["organ"]: each for each in json.loads(out)["units"]}
    assert status == 1 and len(units) == 12 and units.pop(MISSING)["state"] == "missing"
    assert {name for name, each in units.items() if each["errors"]} == set(FAULTY)
    for unit in roster_file.read(county().roster).units:
        path = next(collected.glob(f"{unit.order:02}-*.report.json"), None)
        assert (path is None) == (unit.name in (MISSING, "云溪县人民政府"))
        assert path is None or report_file.read(path).organ.name == unit.name


def test_the_three_faulty_ones_and_the_two_alike_are_found(collected, capsys):
    status, out = run(capsys, "check", collected, "--json")
    rules = {
        each["organ"]: {f["rule"] for f in each["findings"] if f["severity"] == "error"}
        for each in json.loads(out)["units"]
    }
    assert status == 1 and all(rule in rules[name] for name, rule in FAULTY.items())
    assert all(not found for name, found in rules.items() if name not in FAULTY)
    alike = {each["organ"] for each in json.loads(out)["units"] if any(f["rule"] == "R-10" for f in each["findings"])}
    assert alike == {"青石镇人民政府", "白沙乡人民政府"}


def test_the_sum_leaves_out_the_faulty_tables_and_names_the_missing(collected, tmp_path, capsys):
    status, out = run(capsys, "rollup", collected, "-o", tmp_path / "sum.report.json", "--json")
    said = json.loads(out)
    left = {each["organ"]: each["status"] for each in said["units"] if each["status"] != "summed"}
    assert status == 1 and left == {"云溪县民政局": "refused", MISSING: "missing"}
    assert said["report"]["organ"]["name"] == "云溪县人民政府"
    cell = "disclosure.licences"
    assert sum(said["parts"][cell].values()) == report_file.read(tmp_path / "sum.report.json").cells()[cell] == 2014
    assert cli.main(["check", str(tmp_path / "sum.report.json")]) == 1  # its words are still to be drafted
    assert not [line for line in capsys.readouterr().out.splitlines() if " T-0" in line and line.startswith("错误")]


def test_the_mended_file_is_a_second_round(collected, tmp_path, capsys):
    folder = shutil.copytree(collected, tmp_path / "收取")  # the others look at it without a second round
    report = report_file.read(next(folder.glob("07-*.report.json")))
    report.values["requests.granted.natural_person"] -= 1
    report.stated = {}
    report_file.write(report, tmp_path / "民政局.report.json")
    told = county()
    out = run(
        capsys,
        "collect",
        tmp_path / "民政局.report.json",
        "--roster",
        told.roster,
        "--year",
        2024,
        "-o",
        folder,
        "--json",
    )[1]
    (file,) = json.loads(out)["files"]
    assert (file["status"], file["round"]) == ("taken", 2) and "由 2 改为 1" in file["changed"][0]


@pytest.mark.parametrize("today", [date(2025, 1, 10), date(2027, 1, 10), date(2026, 11, 30)])
def test_the_county_is_shown_as_it_would_be_today(today):
    """Its files are on the year before, its deadline is ahead."""
    year, roster = sample_county.roster(today)
    assert year == today.year - 1 and all(unit.deadline > today for unit in roster.units[1:])
    files = sample_county.sent(today)
    assert len(files) == 11 and all(f"-{year}." in name for name, _ in files)


def test_what_is_wrong_in_the_county_is_wrong_whatever_the_day(tmp_path, capsys):
    today = date(2027, 1, 10)
    year, roster = sample_county.roster(today)
    folder = Folder.begun(tmp_path / "收取", year, roster)
    files = sample_county.sent(today)
    done = take_back(folder, Found(tuple(Source(name, lambda data=data: data) for name, data in files)))
    assert [(item.file, item.status, item.says) for item in done.items if item.status != "taken"] == []
    assert {item.report.year for item in done.items} == {year}
    assert cli.main(["check", str(folder.path), "--json"]) == 1
    units = json.loads(capsys.readouterr().out)["units"]
    found = {each["organ"]: {f["rule"] for f in each["findings"] if f["severity"] == "error"} for each in units}
    assert all(FAULTY[name] in rules for name, rules in found.items() if name in FAULTY)
    assert all(not rules for name, rules in found.items() if name not in FAULTY)
    rollup = summing.of_files(sorted(folder.path.glob("*.report.json")), roster).rollup
    assert rollup.cells["disclosure.licences"] == 2014
