"""Licences, penalties and coercive measures fit what the organ may do (domain §4.2).

The report does not hold an organ's powers. They are certain only for governments of a county and above, whose report
covers their departments, and for departments whose name tells; of all others nothing is said.
"""

from __future__ import annotations

import re

from drafting.report import Kind, Level, Organ
from drafting.values import printed

from .context import Context
from .rule import Outcome, Rule

RULE = Rule(
    "T-14", "hint", "行政许可、行政处罚、行政强制的数量与机关职权相称", "县级以上人民政府和名称看得出职权的部门；由职权推得")

DECISIONS = ("disclosure.licences", "disclosure.penalties", "disclosure.coercive_measures")
"""The cells of the three kinds of decision."""

_ENFORCES = re.compile(
    "(?:公安|市场监督管理|生态环境|交通运输|城市管理|综合行政执法|应急管理|卫生健康|农业农村|自然资源|住房和城乡建设)"
    r"[\u4e00-\u9fff]{0,6}(?:局|厅|委|委员会)$")
_SERVES = re.compile("(?:信访|机关事务|研究室|地方志|史志|接待)[\u4e00-\u9fff]{0,8}$")


def check(context: Context) -> Outcome:
    """The three figures together."""
    powers = _has_powers(context.report.organ)
    figures = {key: context.cells.get(key) for key in DECISIONS}
    if powers is None:
        yield RULE.not_assessed("从机关名称看不出有没有许可、处罚、强制的职权")
    elif powers and None in figures.values() or not powers and set(figures.values()) == {None}:
        yield RULE.not_assessed("表二行政许可、行政处罚、行政强制没有填全")
    elif powers and not any(figures.values()):
        yield RULE.finding("表二行政许可、行政处罚、行政强制都为 0，与本机关的执法职权不相称，请向承办部门核实。", cells=DECISIONS)
    elif not powers and (some := [key for key, value in figures.items() if value]):
        listed = "、".join(f"{context.form.name(key).removeprefix('表二')}{printed(figures[key])}" for key in some)
        yield RULE.finding(f"表二{listed}，本机关一般没有这项职权，请核对是否填错了行。", cells=some)


def _has_powers(organ: Organ) -> bool | None:
    """Whether the organ takes such decisions; None when its kind and name do not tell."""
    if organ.kind is Kind.GOVERNMENT:
        return None if organ.level in (Level.TOWNSHIP, Level.SUBDISTRICT) else True
    if organ.kind is Kind.DEPARTMENT:
        return True if _ENFORCES.search(organ.name) else False if _SERVES.search(organ.name) else None
    return None
