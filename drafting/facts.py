"""Facts: the figures a narrative may use, each with its id, value, unit, usual wording and the cells behind it.

A fact is a filled cell, a stated formula over cells (group sums （三）–（六）, 新收+结转, table-four sums,
shares of （七）) or a comparison with last year's cell. Nothing else may put a figure into the prose.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from drafting.report import Report
from drafting.values import Value, printed, tidy, total

GROUPS: dict[str, tuple[str, str]] = {
    "refused": ("refused_", "不予公开"), "unavailable": ("unavailable_", "无法提供"),
    "unprocessed": ("unprocessed_", "不予处理"), "other": ("other_", "其他处理"),
}
"""Result groups （三）–（六） of table three: fact name -> row-key prefix, wording."""


@dataclass(frozen=True)
class Fact:
    """One figure. ``says`` is its usual wording without the figure; ``wording`` with it.

    ``cells`` are the keys it comes from, ``formula`` says how (``""``: the cell itself).
    """

    id: str
    value: int | Decimal
    unit: str
    says: str
    cells: tuple[str, ...]
    formula: str = ""

    @property
    def figure(self) -> str:
        """The figure with its unit, as printed: ``16件``."""
        return f"{printed(self.value)}{self.unit}"

    @property
    def wording(self) -> str:
        """``本年新收政府信息公开申请16件``."""
        return f"{self.says}{self.figure}"


_REQUEST_ROWS = {
    "new_received": "本年新收政府信息公开申请", "carried_in": "上年结转政府信息公开申请", "granted": "予以公开",
    "partially_granted": "部分公开", "total": "本年度办结政府信息公开申请", "carried_out": "结转下年度继续办理",
}
_APPLICANTS = {
    "natural_person": "自然人", "business": "商业企业", "research": "科研机构", "social_welfare": "社会公益组织",
    "legal_service": "法律服务机构", "other": "其他法人或组织",
}
_DISCLOSURE = {
    "rules.made": ("制发规章", "件"), "rules.repealed": ("废止规章", "件"), "rules.in_force": ("现行有效规章", "件"),
    "normative_documents.made": ("制发行政规范性文件", "件"), "normative_documents.repealed": ("废止行政规范性文件", "件"),
    "normative_documents.in_force": ("现行有效行政规范性文件", "件"), "licences": ("作出行政许可决定", "件"),
    "penalties": ("作出行政处罚决定", "件"), "coercive_measures": ("作出行政强制决定", "件"),
    "fees_wan_yuan": ("收取行政事业性收费", "万元"),
}
_PROCEEDINGS = {
    "review": "行政复议", "litigation_direct": "未经复议直接起诉的行政诉讼", "litigation_after_review": "复议后起诉的行政诉讼"}
_RESULTS = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果", "pending": "尚未审结"}


def facts(report: Report, last_year: Report | None = None) -> dict[str, Fact]:
    """The facts of ``report`` by id, in the order of the tables; with comparisons where last year's cell is filled too.

    Blank cells give no fact: an unknown figure is not zero.
    """
    cells = report.cells()
    found: dict[str, Fact] = {}

    def add(id: str, value: Value, unit: str, says: str, keys: tuple[str, ...], formula: str = "") -> None:
        if value is not None:
            found[id] = Fact(id, value, unit, says, keys, formula)

    for row, (says, unit) in _DISCLOSURE.items():
        key = f"disclosure.{row}"
        add(key, cells[key], unit, says, (key,))
    _add_requests(report, cells, add)
    for row, says in _PROCEEDINGS.items():
        keys = tuple(f"proceedings.{row}.{result}" for result in _RESULTS)
        add(f"proceedings.{row}.total", cells[f"proceedings.{row}.total"], "件", f"因政府信息公开引发{says}",
            (f"proceedings.{row}.total",))
        for key, result in zip(keys, _RESULTS.values()):
            add(key, cells[key], "件", f"{says}{result}", (key,))
    litigation = ("proceedings.litigation_direct.total", "proceedings.litigation_after_review.total")
    add("formula.litigation", total(cells, litigation), "件", "因政府信息公开引发行政诉讼", litigation, "直接起诉＋复议后起诉")
    if last_year is not None:
        _add_changes(found, last_year, add)
    return found


def _add_requests(report: Report, cells: dict[str, Value], add) -> None:
    """Table three: totals of rows, applicants of 新收, group sums, 合计 and shares."""
    for row, says in _REQUEST_ROWS.items():
        key = f"requests.{row}.total"
        add(key, cells[key], "件", says, (key,))
    for column, who in _APPLICANTS.items():
        key = f"requests.new_received.{column}"
        add(key, cells[key], "件", f"本年新收申请中{who}提出", (key,))
    for name, (prefix, says) in GROUPS.items():
        keys = tuple(
            key for key in report.form.cells if key.startswith(f"requests.{prefix}") and key.endswith(".total"))
        add(f"formula.{name}", total(cells, keys), "件", says, keys, f"（{dict(zip(GROUPS, '三四五六'))[name]}）各项之和")
    handled = ("requests.new_received.total", "requests.carried_in.total")
    add("formula.handled", total(cells, handled), "件", "全年收办政府信息公开申请（含上年结转）", handled, "新收＋上年结转")
    whole = cells["requests.total.total"]
    for row in ("granted", "partially_granted"):
        key = f"requests.{row}.total"
        if whole and cells[key] is not None:
            add(f"share.{row}", _percent(cells[key], whole), "%", f"{_REQUEST_ROWS[row]}占办结总数", (key, "requests.total.total"), "占（七）总计的比例")


def _add_changes(found: dict[str, Fact], last_year: Report, add) -> None:
    """Year on year: the difference, and the ratio in per cent where last year's figure is not zero."""
    before = last_year.cells()
    for key in ("requests.new_received.total", "requests.total.total", "disclosure.licences", "disclosure.penalties"):
        now, then = found.get(key), before.get(key)
        if now is None or then is None:
            continue
        change = now.value - then
        word = "增加" if change > 0 else "减少"
        add(f"before.{key}", then, now.unit, f"上年度{now.says.removeprefix('本年度').removeprefix('本年')}", (key,), "上年报告同一单元格")
        if change:
            add(f"change.{key}", abs(change), now.unit, f"{now.says}同比{word}", (key,), "本年－上年")
        if change and then:
            add(f"ratio.{key}", _percent(abs(change), then), "%", f"{now.says}同比{'增长' if change > 0 else '下降'}", (key,), "（本年－上年）÷上年")


def _percent(part: int | Decimal, whole: int | Decimal) -> int | Decimal:
    """``part`` of ``whole`` in per cent, two decimals half-up (domain §4.3)."""
    return tidy((Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP))
