"""The sum over units: parts make the cell, blanks are not zeros, what is left out is named."""

import json
import random
from decimal import Decimal

import pytest
from county import COUNTY, NAMES, county, reported, unit
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from drafting import report_file
from drafting.collection.adjustments import loads
from drafting.collection.rollup import Adjustment, Contribution, counted, rolled_up
from drafting.errors import FileError, InputError
from drafting.form import edition_for
from drafting.report import Report
from drafting.values import total

FORM = edition_for(2024)
SOME = ("requests.new_received.natural_person", "requests.granted.business", "disclosure.fees_wan_yuan")
CELL = "requests.new_received.natural_person"


def count(label, values, year=2024):
    return counted(Report(organ=unit(label, 1).organ, year=year, values=values), Contribution(label, "summed"))


counts = st.lists(
    st.dictionaries(
        st.sampled_from(SOME), st.one_of(st.integers(0, 10**9), st.decimals(0, 1000, places=2)), max_size=3
    ),
    min_size=1,
    max_size=12,
)


@given(counts)
def test_the_parts_of_every_cell_make_the_cell_and_blank_is_not_zero(units):
    found = rolled_up(count(f"单位{at}", values) for at, values in enumerate(units))
    parts = found.parts()
    for cell, value in found.cells.items():
        assert value == total(parts[cell], parts[cell]) and parts[cell] == found.part(cell)
    for cell in FORM.inputs:
        filled = [values[cell] for values in units if cell in values]
        assert (found.cells[cell] is None) == (not filled)
        assert len(found.blanks().get(cell, ())) == len(units) - len(filled)


@given(counts, st.randoms(use_true_random=False))
def test_the_order_of_the_units_does_not_matter(units, chance: random.Random):
    told = [count(f"单位{at}", values) for at, values in enumerate(units)]
    again = told[:]
    chance.shuffle(again)
    assert rolled_up(told).cells == rolled_up(again).cells


def test_years_and_editions_are_never_mixed():
    with pytest.raises(InputError, match="“甲局”是 2024 年度的，“乙局”是 2023 年度的"):
        rolled_up([count("甲局", {}), count("乙局", {}, year=2023)])
    other = count("乙局", {})
    object.__setattr__(other, "edition", "2026")
    with pytest.raises(InputError, match="不同格式版本"):
        rolled_up([count("甲局", {}), other])
    with pytest.raises(InputError, match="没有可以汇总的单位"):
        rolled_up([])


def test_an_adjustment_changes_the_sum_and_stays_with_its_reason():
    found = rolled_up([count("甲局", {CELL: 3}), count("乙局", {CELL: 4})])
    less = found.adjusted([Adjustment(cell=CELL, amount=-2, reason="联合收件，只计一次")])
    assert less.cells[CELL] == 5 and less.part(CELL) == {"甲局": 3, "乙局": 4}
    report = report_file.loads(report_file.dumps(less.report(unit(COUNTY, 1, "").organ)))
    assert report.extra["rollup"]["adjustments"] == [
        {"cell": CELL, "amount": -2, "reason": "联合收件，只计一次", "kind": "other"}
    ]
    assert less.adjusted([]).cells == found.cells


@pytest.mark.parametrize(
    "cell, amount, reason, said",
    [
        (CELL, -8, "重复", "调整后是负数"),
        ("requests.new_received.total", 1, "重复", "是合计"),
        ("requests.nothing", 1, "重复", "没有“requests.nothing”这一栏"),
        (CELL, Decimal("0.5"), "重复", "带小数"),
        (CELL, 1, " ", "没有写原因"),
    ],
)
def test_an_adjustment_that_cannot_be_is_refused_in_a_sentence(cell, amount, reason, said):
    found = rolled_up([count("甲局", {CELL: 3})])
    with pytest.raises(InputError, match=said):
        found.adjusted([Adjustment(cell=cell, amount=amount, reason=reason)])


def test_adjustments_are_read_by_the_name_of_the_cell_as_printed():
    (found,) = loads("栏目\t增减\t原因\n表三“（一）予以公开”自然人\t－2\t重复\n".encode("gb18030"), "a.tsv")
    assert (found.cell, found.amount) == ("requests.granted.natural_person", -2)
    for line, said in (
        ("没有的\t1\t原因", "第 1 行的栏目"),
        (f"{CELL}\t两\t原因", "不是数字"),
        (f"{CELL}\t1\t", "没有写调整的原因"),
    ):
        with pytest.raises(FileError, match=said):
            loads(line.encode(), "a.tsv")


# The command


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "units"
    place.mkdir()
    for at, name in enumerate(NAMES, 1):
        report_file.write(reported(name, at), place / f"{at}.report.json")
    return place


def listed(tmp_path, *names):
    path = tmp_path / "名单.tsv"
    rows = [f"{each.name}\t{each.parent}" for each in county(*names).units]
    path.write_text("\n".join(["单位名称\t上级单位", *rows]), "utf-8")
    return path


def test_rollup_prints_the_shape_of_the_interface_and_answers_0(run, tmp_path, folder):
    status, out, _ = run("rollup", folder, "--units", listed(tmp_path), "-o", tmp_path / "sum.report.json", "--json")
    said = json.loads(out)
    assert status == 0 and {"report", "units", "parts"} <= set(said)
    assert said["report"]["organ"]["name"] == COUNTY
    assert said["parts"][CELL] == {name: at for at, name in enumerate(NAMES, 1)}
    assert {each["status"] for each in said["units"]} == {"summed"}
    assert {"file", "organ", "status", "findings"} <= set(said["units"][0])
    assert report_file.read(tmp_path / "sum.report.json").cells()[CELL] == sum(range(1, len(NAMES) + 1))


def test_a_missing_unit_and_one_with_an_error_are_named_and_answer_1(run, tmp_path, folder):
    (folder / "1.report.json").unlink()
    report_file.write(reported(NAMES[1], 5, requests__granted__natural_person=4), folder / "2.report.json")
    status, out, _ = run("rollup", folder, "--units", listed(tmp_path), "-o", tmp_path / "s.xlsx", "--json")
    said = {each["organ"]: each for each in json.loads(out)["units"]}
    assert status == 1 and said[NAMES[0]]["status"] == "missing"
    assert said[NAMES[1]]["status"] == "refused" and said[NAMES[1]]["findings"][0]["rule"] == "T-02"
    assert NAMES[1] not in json.loads(out)["parts"][CELL]
    status, out, _ = run(
        "rollup", folder, "--units", listed(tmp_path), "-o", tmp_path / "s.xlsx", "--json", "--with-errors"
    )
    assert status == 1 and json.loads(out)["parts"][CELL][NAMES[1]] == 5


def test_the_governments_own_report_and_a_subordinate_units_are_not_added_again(run, tmp_path, folder):
    report_file.write(reported(COUNTY, 100), folder / "0.report.json")
    status, out, err = run("rollup", folder, "--units", listed(tmp_path), "-o", tmp_path / "s.report.json", "--json")
    assert status == 0 and COUNTY not in json.loads(out)["parts"][CELL] and "汇总后的报告本身" in err


def test_two_files_of_one_unit_are_counted_once_and_said(run, tmp_path, folder):
    report_file.write(reported(NAMES[0], 50), folder / "9.report.json")
    status, out, _ = run("rollup", folder, "-o", tmp_path / "s.report.json", "--json")
    said = json.loads(out)
    assert status == 1 and said["parts"][CELL][NAMES[0]] == 1
    assert any("是同一个单位的" in each["why"] for each in said["units"])


def test_names_can_be_listed_without_a_file_and_a_strange_report_is_refused(run, tmp_path, folder):
    status, out, _ = run("rollup", folder, "--units", "，".join(NAMES[:2]), "-o", tmp_path / "s.report.json", "--json")
    said = json.loads(out)
    assert status == 1 and list(said["parts"][CELL]) == list(NAMES[:2])
    assert sum(each["status"] == "refused" for each in said["units"]) == len(NAMES) - 2


def test_any_units_can_be_chosen_and_those_left_out_are_named(run, tmp_path, folder):
    arguments = ("rollup", folder, "-o", tmp_path / "s.xlsx", "--json")
    status, out, _ = run(*arguments, "--units", listed(tmp_path), "--only", f"{NAMES[0]}，{NAMES[2]}")
    said = json.loads(out)
    assert status == 0 and list(said["parts"][CELL]) == [NAMES[0], NAMES[2]]
    left = {each["organ"]: each["why"] for each in said["units"] if each["status"] == "left_out"}
    assert len(left) == len(NAMES) - 2 and set(left.values()) == {"按选择没有汇总。"}
    assert {each["organ"] for each in said["report"]["rollup"]["units"] if each["status"] == "left_out"} == set(left)
    rows = {row[0]: row[1] for row in load_workbook(tmp_path / "s.xlsx")["单位情况"].iter_rows(values_only=True)}
    assert rows[NAMES[1]] == "没有选入" and rows[NAMES[2]] == "已汇总"
    status, out, _ = run(*arguments, "--without", NAMES[3])
    assert status == 0 and list(json.loads(out)["parts"][CELL]) == [*NAMES[:3], *NAMES[4:]]


def test_a_unit_chosen_without_a_file_is_missing_and_one_left_out_without_a_file_is_not(run, tmp_path, folder):
    (folder / "1.report.json").unlink()
    arguments = ("rollup", folder, "--units", listed(tmp_path), "-o", tmp_path / "s.xlsx")
    status, out, _ = run(*arguments, "--only", f"{NAMES[0]}，{NAMES[2]}")
    assert status == 1 and f"{NAMES[0]}：没有收到报告。" in out
    assert run(*arguments, "--without", NAMES[0])[0] == 0
    assert run("rollup", folder, "-o", tmp_path / "s.xlsx", "--only", f"{NAMES[0]}，{NAMES[2]}")[0] == 1


@pytest.mark.parametrize(
    "choice, said",
    [
        (("--only", "没有的局"), "没有“没有的局”"),
        (("--without", COUNTY), "汇总后的报告本身"),
        (("--only", "，"), "写单位名称"),
    ],
)
def test_a_unit_that_cannot_be_chosen_is_refused_before_anything_is_written(run, tmp_path, folder, choice, said):
    status, _, err = run("rollup", folder, "--units", listed(tmp_path), "-o", tmp_path / "s.xlsx", *choice)
    assert status == 2 and said in err and not (tmp_path / "s.xlsx").exists()


def test_a_name_to_leave_out_that_no_report_has_is_refused_where_no_roster_is_given(run, tmp_path, folder):
    status, _, err = run("rollup", folder, "-o", tmp_path / "s.xlsx", "--without", "教育局")
    assert status == 2 and "没有“教育局”" in err and not (tmp_path / "s.xlsx").exists()


def test_a_mixed_year_and_a_damaged_file_are_sentences(run, tmp_path, folder):
    (folder / "1.report.json").write_text("{", "utf-8")
    status, out, err = run("rollup", folder, "-o", tmp_path / "s.report.json")
    assert status == 1 and "1.report.json" in out
    report_file.write(reported(NAMES[0], 1, year=2023), folder / "1.report.json")
    status, out, err = run("rollup", folder, "-o", tmp_path / "t.report.json")
    assert status == 2 and "不同年度的数字不能相加" in err and not (tmp_path / "t.report.json").exists()
    assert run("rollup", tmp_path / "没有", "-o", tmp_path / "t.report.json")[0] == 2


def test_the_workbook_has_every_units_part_and_sums_that_add_up(run, tmp_path, folder):
    (tmp_path / "adj.tsv").write_text(f"{CELL}\t-1\t联合收件\n", "utf-8")
    run("rollup", folder, "-o", tmp_path / "s.xlsx", "--adjustments", tmp_path / "adj.tsv")
    book = load_workbook(tmp_path / "s.xlsx", data_only=True)
    assert book.sheetnames == ["表二", "表三", "表四", "各单位数字", "单位情况", "调整"]
    rows = list(book["各单位数字"].iter_rows(values_only=True))
    at = rows[0].index(FORM.name(CELL))
    whole = rows[0].index(FORM.name("requests.new_received.total"))
    assert [row[0] for row in rows[3:]] == list(NAMES)
    assert rows[1][at] == sum(row[at] for row in rows[3:]) - 1 == rows[1][whole] and rows[2][whole] == -1


def test_more_processes_come_to_the_same(run, tmp_path, folder):
    alone = run("rollup", folder, "-o", tmp_path / "a.report.json", "--json", "--workers", "1")[1]
    assert run("rollup", folder, "-o", tmp_path / "a.report.json", "--json", "--workers", "2")[1] == alone
    assert run("rollup", folder, "-o", tmp_path / "a.report.json", "--workers", "0")[0] == 2


def test_the_sum_can_be_written_into_the_governments_report_whose_words_stay(run, tmp_path, folder):
    report_file.write(reported(COUNTY, 0, text="县政府的话。"), tmp_path / "own.report.json")
    run("rollup", folder, "-o", tmp_path / "own.report.json", "--into", tmp_path / "own.report.json")
    own = report_file.read(tmp_path / "own.report.json")
    assert own.text("overview.proactive") == "县政府的话。" and own.cells()[CELL] == 28


def before(tmp_path, *names, **cells):
    """A folder with these units' reports on the year before, each with 2 requests."""
    place = tmp_path / "上年"
    place.mkdir()
    for at, name in enumerate(names):
        report_file.write(reported(name, 2, year=2023, **cells), place / f"{at}.report.json")
    return place


def test_the_sum_and_each_unit_are_set_beside_last_years(run, tmp_path, folder):
    place = before(tmp_path, *NAMES[:-1])
    report_file.write(reported("别处镇人民政府", 9, year=2023), place / "x.report.json")
    arguments = ("rollup", folder, "--units", listed(tmp_path), "--last-year", place)
    status, out, err = run(*arguments, "-o", tmp_path / "s.xlsx", "--json")
    told = json.loads(out)["last_year"]
    total = sum(range(1, len(NAMES) + 1))
    assert status == 0 and told["cells"][CELL] == {"now": total, "before": 12, "change": total - 12}
    assert told["cells"]["requests.new_received.total"] == told["cells"][CELL]
    assert told["units"][NAMES[2]][CELL] == {"now": 3, "before": 2, "change": 1} and not told["own"]
    assert told["without"] == [NAMES[-1]] and NAMES[-1] not in told["units"]
    assert f"1 个单位没有 2023 年度的报告，没有比较：{NAMES[-1]}" in err and "x.report.json" in err
    book = load_workbook(tmp_path / "s.xlsx")
    rows = list(book["与上年比较"].iter_rows(values_only=True))
    assert rows[0][:5] == ("单位", "栏目", "2024年", "2023年", "增减")
    assert ("合计", FORM.name(CELL), total, 12, total - 12) in [row[:5] for row in rows]
    own = {(row[0], row[1]): row[2:5] for row in book["各单位与上年比较"].iter_rows(values_only=True)}
    assert own[NAMES[2], FORM.name(CELL)] == (3, 2, 1)
    assert f"{FORM.name(CELL)}本年 {total}，上年 12" in run(*arguments, "-o", tmp_path / "s.report.json")[1]


def test_last_years_own_report_of_the_government_comes_before_a_sum_of_the_units(run, tmp_path, folder):
    report_file.write(reported(COUNTY, 40, year=2023), tmp_path / "县.report.json")
    (folder / "1.report.json").unlink()
    arguments = ("rollup", folder, "--units", listed(tmp_path), "-o", tmp_path / "s.xlsx", "--json")
    _, out, err = run(*arguments, "--last-year", tmp_path / "县.report.json")
    told = json.loads(out)["last_year"]
    assert told["own"] and told["cells"][CELL]["before"] == 40 and told["units"] == {}
    assert f"本年的合计没有包括 1 个单位，与上年的差额含有这一部分：{NAMES[0]}" in err


def test_blank_in_either_year_is_no_change(run, tmp_path, folder):
    place = before(tmp_path, *NAMES, requests__new_received__natural_person=None)
    out = run("rollup", folder, "-o", tmp_path / "s.xlsx", "--last-year", place, "--json")[1]
    told = json.loads(out)["last_year"]
    assert told["cells"][CELL] == {"now": 28, "before": None, "change": None}


def test_a_folder_without_last_year_is_refused_before_anything_is_written(run, tmp_path, folder):
    status, _, err = run("rollup", folder, "-o", tmp_path / "s.xlsx", "--last-year", folder)
    assert status == 2 and "没有可以比较的 2023 年度报告" in err and not (tmp_path / "s.xlsx").exists()
