"""The score: between 0 and its full, never better for one more fault, each deduction with its reason."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from county import reported, unit
from hypothesis import given
from hypothesis import strategies as st

from drafting.checks import RULES, Finding
from drafting.collection import score_sheet, weights_file
from drafting.collection.batch_check import Checked
from drafting.collection.roll_call import Line
from drafting.collection.score import DEFAULT, ITEMS, Weight, ranked, scores
from drafting.errors import FileError

DUE = date(2025, 1, 31)
TOWN = "青石镇人民政府"


def line(name=TOWN, *, days=0, rounds=1, late=None, state="received"):
    """A unit whose first round came ``days`` after the deadline."""
    return Line(
        unit=unit(name, 1),
        label=name,
        state=state,
        errors=0,
        warnings=0,
        questions=0,
        rounds=rounds,
        returned=0,
        came="",
        due=DUE,
        statutory=DUE,
        days=None,
        late=days > 0 if late is None else late,
        first=DUE + timedelta(days) if rounds else None,
    )


def checked(at, findings=(), text="今年主动公开信息。"):
    return Checked(at.unit.key, at.label, Path("x"), tuple(findings), report=reported(at.unit.name, text=text))


def scored(at, findings=(), weights=DEFAULT, text="今年主动公开信息。"):
    return scores([at], {at.unit.key: checked(at, findings, text)}, weights)[0]


def found(rule, severity="warning"):
    return Finding(rule, severity, "某处不对，请改正。")


findings = st.lists(st.builds(found, st.sampled_from(sorted(RULES)), st.sampled_from(["error", "warning", "hint"])))
points = st.decimals(0, 100, places=1)
standards = st.dictionaries(st.sampled_from(list(ITEMS)), st.tuples(points, points), min_size=1).map(
    lambda given: {item: Weight(full, each, DEFAULT[item].rules) for item, (full, each) in given.items()}
)


@given(findings, st.integers(-30, 400), standards, st.booleans())
def test_a_score_is_within_its_bounds_and_is_what_its_items_come_to(given_findings, days, weights, words):
    score = scored(line(days=days), given_findings, weights, "有话。" if words else "")
    assert score.full == sum(weight.full for weight in weights.values())
    for part in score.parts:
        assert part.points is None or 0 <= part.points <= part.full
        assert bool(part.why) or part.points == part.full
    judged = [part for part in score.parts if part.points is not None]
    if not sum(part.full for part in judged):
        assert score.points is None and score.why
        return
    assert 0 <= score.points <= score.full
    if len(judged) == len(score.parts):
        assert score.points == sum(part.points for part in judged)


@given(findings, st.builds(found, st.sampled_from(sorted(RULES)), st.sampled_from(["error", "warning"])), standards)
def test_one_more_fault_or_one_more_day_never_makes_a_score_better(before, another, weights):
    less, more = scored(line(days=1), before, weights), scored(line(days=2), [*before, another], weights)
    assert less.points is None or more.points <= less.points


def test_a_finding_counts_once_and_is_named_in_the_reason():
    score = scored(line(days=3), [found("T-02", "error"), found("R-10", "hint"), found("P-05"), found("P-06", "hint")])
    got = {part.item: (part.points, part.why) for part in score.parts}
    assert got["on_time"] == (14, "逾期 3 天")
    assert got["errors"] == (25, f"{RULES['T-02'].title}（T-02）1 处")
    assert got["warnings"] == (9, f"{RULES['P-05'].title}（P-05）1 处")
    assert got["likeness"] == (10, f"{RULES['R-10'].title}（R-10）1 处")
    assert (got["problems"], got["complete"], score.points) == ((15, ""), (10, ""), 83)


def test_a_form_without_words_is_not_judged_by_its_problems_and_reckoned_by_the_rest():
    score = scored(line(), [found("T-02", "error")], text="")
    part = next(part for part in score.parts if part.item == "problems")
    assert part.points is None and score.points == Decimal("94.1")  # 80 of 85
    assert score.why == "“问题具体”未评，其余 85 分得 80 分，折算为 100 分制"


def test_who_sent_nothing_gets_nothing_once_it_is_late_and_is_not_judged_before():
    (late,) = scores([line(rounds=0, late=True, state="missing")], {})
    assert late.points == 0 and late.why == "逾期未报" and late.rank == 1
    (awaited,) = scores([line(rounds=0, late=False, state="missing")], {})
    (public,) = scores([line(rounds=0, late=True, state="published")], {})
    (unusable,) = scores([line()], {line().unit.key: replace(checked(line()), report=None, error="已损坏")})
    for score, why in ((awaited, "期限未到"), (public, "已登记公布"), (unusable, "不能用")):
        assert score.points is None and score.rank is None and why in score.why


def test_equal_points_share_a_rank_and_who_has_none_comes_last():
    names = ("甲局", "乙局", "丙局", "丁局")
    lines = [line("甲局", rounds=0, late=False, state="missing"), *(line(name) for name in names[1:])]
    faults = {"乙局": [found("T-02", "error")], "丙局": [], "丁局": []}
    own = {each.unit.key: checked(each, faults[each.label]) for each in lines[1:]}
    assert [(score.line.label, score.rank) for score in ranked(scores(lines, own))] == [
        ("丙局", 1),
        ("丁局", 1),
        ("乙局", 3),
        ("甲局", None),
    ]


# The office's own weights


def test_the_sheet_of_weights_in_a_workbook_of_scores_is_read_again(tmp_path):
    weights = DEFAULT | {"errors": Weight(Decimal("40"), Decimal("2.5"))}
    path = tmp_path / "评分.xlsx"
    path.write_bytes(score_sheet.workbook([scored(line(), [found("T-02")])], weights, 2024, DUE))
    assert weights_file.read(path) == weights


def test_an_item_that_is_not_in_the_sheet_does_not_count_and_rules_can_be_chosen():
    told = "项目,分值,每处扣分,规则\n错误,６０,3,\n内容完整,40,0.5,S-07、r-12\n".encode("gb18030")
    weights = weights_file.loads(told, "标准.csv")
    assert weights == {
        "errors": Weight(Decimal(60), Decimal(3)),
        "complete": Weight(Decimal(40), Decimal("0.5"), ("S-07", "R-12")),
    }
    score = scored(line(days=9), [found("R-12", "error"), found("S-07", "error"), found("R-10", "error")], weights)
    assert [part.points for part in score.parts] == [57, 39]


@pytest.mark.parametrize(
    "row, said",
    [
        ("没有的\t1\t1", "第 2 行的项目“没有的”不认识"),
        ("错误\t很多\t1", "分值“很多”应是 0 到 1000 的数字"),
        ("错误\t10\t-1", "每处扣分“-1”应是"),
        ("错误\t10\t1e-3", "最多一位小数"),
        ("错误\t1\t1\n错误\t1\t1", "前面已经写过"),
        ("错误\t1\t1\tT-02", "不按规则计分"),
        ("雷同\t1\t1\tR-99", "规则“R-99”没有"),
        ("雷同\t1\t1\tR-10\n内容完整\t1\t1\tR-10", "已归入“雷同”"),
        ("错误\t0\t1", "没有一项的分值大于 0"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(row, said):
    with pytest.raises(FileError, match=said):
        weights_file.loads(f"项目\t分值\t每处扣分\t规则\n{row}".encode(), "标准.tsv")


def test_a_file_that_is_no_such_table_is_refused_in_a_sentence():
    for data in (b"\x00\x01", b"", "一二三".encode(), b"PK\x03\x04nothing"):
        with pytest.raises(FileError):
            weights_file.loads(data, "标准.tsv")
