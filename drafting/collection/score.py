"""How well each unit did, by weights that the office sets; every deduction names what it is for.

The figures come from the roll-call (the day the first round came) and from the findings of the newest round. A finding
counts once: under the item whose rules name it, else as an error or a warning; a hint counts only under such an item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from drafting.checks import RULES, Finding

from .batch_check import Checked
from .roll_call import Line

Item = Literal["on_time", "errors", "warnings", "likeness", "problems", "complete"]
ITEMS: dict[Item, str] = {
    "on_time": "按时报送",
    "errors": "错误",
    "warnings": "提醒",
    "likeness": "雷同",
    "problems": "问题具体",
    "complete": "内容完整",
}
OF_TEXT: tuple[Item, ...] = ("problems",)
"""Items that only a report with words can be judged by."""
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Weight:
    """What an item is worth. ``each``: what one finding, or one day of delay, costs; ``rules``: whose findings count."""

    full: Decimal
    each: Decimal
    rules: tuple[str, ...] = ()


Weights = Mapping[Item, Weight]
"""The items that count; the others do not."""
DEFAULT: Weights = {
    "on_time": Weight(Decimal(20), Decimal(2)),
    "errors": Weight(Decimal(30), Decimal(5)),
    "warnings": Weight(Decimal(10), Decimal(1)),
    "likeness": Weight(Decimal(15), Decimal(5), ("R-01", "R-02", "R-03", "R-10")),
    "problems": Weight(Decimal(15), Decimal(5), ("R-04", "R-05", "R-06", "R-07", "R-09")),
    "complete": Weight(Decimal(10), Decimal(2), ("M-01", "S-01", "S-02", "S-04", "S-06", "S-07", "S-11", "T-10")),
}
"""The program's own proposal; there is no official one."""


@dataclass(frozen=True)
class Part:
    """What a unit got for one item. ``points``: None where it could not be judged; ``why``: in words, for what points
    were taken off, ``""`` where none were; ``findings``: those that cost them.
    """

    item: Item
    full: Decimal
    points: Decimal | None
    why: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def lost(self) -> Decimal:
        """The points taken off."""
        return self.full - (self.full if self.points is None else self.points)


@dataclass(frozen=True)
class Score:
    """One unit's score out of ``full``. ``points``: to a tenth, None where there is nothing to judge; ``why``: the reason
    for that, or how the points were reckoned; ``rank``: from 1, equal ones share it, None without points.
    """

    line: Line
    full: Decimal
    points: Decimal | None
    parts: tuple[Part, ...] = ()
    why: str = ""
    rank: int | None = None


def scores(lines: Sequence[Line], checked: Mapping[str, Checked], weights: Weights = DEFAULT) -> tuple[Score, ...]:
    """Every unit's score in the order of ``lines``, each with its rank."""
    found = [_score(line, checked.get(line.unit.key), weights) for line in lines]
    points = [score.points for score in found if score.points is not None]
    return tuple(
        score if score.points is None else replace(score, rank=1 + sum(other > score.points for other in points))
        for score in found
    )


def ranked(found: Sequence[Score]) -> tuple[Score, ...]:
    """The best first, equal ones in the order they had, those without points last."""
    return tuple(sorted(found, key=lambda score: (score.rank is None, score.rank or 0)))


def _score(line: Line, found: Checked | None, weights: Weights) -> Score:
    full = sum((weight.full for weight in weights.values()), Decimal(0))
    if not line.rounds:
        if line.state == "published":
            return Score(line, full, None, why="已登记公布，没有收到报告，未评分")
        if not line.late:
            return Score(line, full, None, why="报送期限未到，尚未报送，未评分")
        parts = tuple(Part(item, weight.full, Decimal(0), "逾期未报") for item, weight in weights.items())
        return Score(line, full, Decimal("0.0"), parts, "逾期未报")
    if found is None or found.report is None:
        return Score(line, full, None, why="报告文件不能用，未评分")
    written = any(found.report.written(spec.id) for spec in found.report.outline)
    parts = tuple(
        _on_time(line, weight)
        if item == "on_time"
        else Part(item, weight.full, None, "没有报送正文，未评")
        if item in OF_TEXT and not written
        else _counted(item, weight, [each for each in found.findings if _item(each, weights) == item])
        for item, weight in weights.items()
    )
    judged = [(part.full, part.points) for part in parts if part.points is not None]
    worth = sum((most for most, _ in judged), Decimal(0))
    if not worth:
        return Score(line, full, None, parts, "没有可以评分的项目，未评分")
    got = sum((points for _, points in judged), Decimal(0))
    left = [ITEMS[part.item] for part in parts if part.points is None]
    why = f"“{'”“'.join(left)}”未评，其余 {worth:f} 分得 {got:f} 分，折算为 {full:f} 分制" if left else ""
    return Score(line, full, (got * full / worth).quantize(TENTH, ROUND_HALF_UP), parts, why)


def _item(finding: Finding, weights: Weights) -> Item | None:
    """The item under which ``finding`` counts."""
    for item, weight in weights.items():
        if finding.rule in weight.rules:
            return item
    by_severity: dict[str, Item] = {"error": "errors", "warning": "warnings"}
    return by_severity.get(finding.severity)


def _on_time(line: Line, weight: Weight) -> Part:
    days = max(0, (line.first - line.due).days) if line.first else 0
    return Part("on_time", weight.full, _less(weight, days), f"逾期 {days} 天" if days else "")


def _counted(item: Item, weight: Weight, findings: list[Finding]) -> Part:
    times = Counter(finding.rule for finding in findings)
    why = "；".join(f"{title(rule)}（{rule}）{count} 处" for rule, count in times.items())
    return Part(item, weight.full, _less(weight, len(findings)), why, tuple(findings))


def _less(weight: Weight, times: int) -> Decimal:
    return max(Decimal(0), weight.full - weight.each * times)


def title(rule: str) -> str:
    """What the rule asks for."""
    return RULES[rule].title if rule in RULES else rule
