"""Licences, penalties and coercive measures fit what the organ may do (domain §4.2).

The report does not hold an organ's powers. They are certain only for governments of a county and above, whose report
covers their departments, and for departments whose name tells; of all others nothing is said.
"""

from __future__ import annotations

from drafting.language.late_pattern import late_pattern
from drafting.report import Kind, Level, Organ
from drafting.values import printed

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("T-14")

DECISIONS = ("disclosure.licences", "disclosure.penalties", "disclosure.coercive_measures")
"""The cells of the three kinds of decision."""

_ENFORCES = late_pattern(
    "(?:公安|市场监督管理|生态环境|交通运输|城市管理|综合行政执法|应急管理|卫生健康|农业农村|自然资源|住房和城乡建设)"
    r"[\u4e00-\u9fff]{0,6}(?:局|厅|委|委员会)$"
)
_SERVES = late_pattern("(?:信访|机关事务|研究室|地方志|史志|接待)[\u4e00-\u9fff]{0,8}$")


def check(context: Context) -> Outcome:
    """The three figures together."""
    powers = _has_powers(context.report.organ)
    figures = {key: context.cells.get(key) for key in DECISIONS}
    if powers is None:
        yield RULE.not_assessed("unknown")
    elif (powers and None in figures.values()) or (not powers and set(figures.values()) == {None}):
        yield RULE.not_assessed("blank")
    elif powers and not any(figures.values()):
        yield RULE.finding("none", cells=DECISIONS)
    elif not powers and (some := [key for key, value in figures.items() if value]):
        listed = "、".join(f"{context.form.name(key).removeprefix('表二')}{printed(figures[key])}" for key in some)
        yield RULE.finding("some", listed=listed, cells=some)


def _has_powers(organ: Organ) -> bool | None:
    """Whether the organ takes such decisions; None when its kind and name do not tell."""
    if organ.kind is Kind.GOVERNMENT:
        return None if organ.level in (Level.TOWNSHIP, Level.SUBDISTRICT) else True
    if organ.kind is Kind.DEPARTMENT:
        return True if _ENFORCES.search(organ.name) else False if _SERVES.search(organ.name) else None
    return None
