"""Facts: the figures a narrative may use, each with its id, value, unit, usual wording and the cells behind it.

A fact is a filled cell, a stated formula over cells (group sums （三）–（六）, 新收+结转, table-four sums,
shares of （七）) or a comparison with last year's cell. Nothing else may put a figure into the prose.

``facts`` are those a draft uses of itself; ``catalogue`` adds the finer ones a person may write (each result
row, applicants, shares of every group). A formula needs all its cells: an unknown figure is not zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

from drafting.report import Report
from drafting.values import MAX_DIGITS, Value, printed, tidy, total

GROUPS: dict[str, tuple[str, str]] = {
    "refused": ("refused_", "不予公开"),
    "unavailable": ("unavailable_", "无法提供"),
    "unprocessed": ("unprocessed_", "不予处理"),
    "other": ("other_", "其他处理"),
}
"""Result groups （三）–（六） of table three: fact name -> row-key prefix, wording."""

_COMPARED = ("requests.new_received.total", "requests.total.total", "disclosure.licences", "disclosure.penalties")
"""Cells whose change from last year reports usually state."""


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
    "new_received": "本年新收政府信息公开申请",
    "carried_in": "上年结转政府信息公开申请",
    "granted": "予以公开",
    "partially_granted": "部分公开",
    "total": "本年度办结政府信息公开申请",
    "carried_out": "结转下年度继续办理",
}
_APPLICANTS = {
    "natural_person": "自然人",
    "business": "商业企业",
    "research": "科研机构",
    "social_welfare": "社会公益组织",
    "legal_service": "法律服务机构",
    "other": "其他法人或组织",
}
_DISCLOSURE = {
    "rules.made": ("制发规章", "件"),
    "rules.repealed": ("废止规章", "件"),
    "rules.in_force": ("现行有效规章", "件"),
    "normative_documents.made": ("制发行政规范性文件", "件"),
    "normative_documents.repealed": ("废止行政规范性文件", "件"),
    "normative_documents.in_force": ("现行有效行政规范性文件", "件"),
    "licences": ("作出行政许可决定", "件"),
    "penalties": ("作出行政处罚决定", "件"),
    "coercive_measures": ("作出行政强制决定", "件"),
    "fees_wan_yuan": ("收取行政事业性收费", "万元"),
}
_PROCEEDINGS = {
    "review": "行政复议",
    "litigation_direct": "未经复议直接起诉的行政诉讼",
    "litigation_after_review": "复议后起诉的行政诉讼",
}
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
        add(
            f"proceedings.{row}.total",
            cells[f"proceedings.{row}.total"],
            "件",
            f"因政府信息公开引发{says}",
            (f"proceedings.{row}.total",),
        )
        for key, result in zip(keys, _RESULTS.values()):
            add(key, cells[key], "件", f"{says}{result}", (key,))
    litigation = ("proceedings.litigation_direct.total", "proceedings.litigation_after_review.total")
    add(
        "formula.litigation",
        _sum(cells, litigation),
        "件",
        "因政府信息公开引发行政诉讼",
        litigation,
        "直接起诉＋复议后起诉",
    )
    if last_year is not None:
        _add_changes(found, last_year)
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
            key for key in report.form.cells if key.startswith(f"requests.{prefix}") and key.endswith(".total")
        )
        numeral = dict(zip(GROUPS, "三四五六"))[name]
        add(f"formula.{name}", _sum(cells, keys), "件", says, keys, f"（{numeral}）各项之和")
    handled = ("requests.new_received.total", "requests.carried_in.total")
    add(
        "formula.handled",
        _sum(cells, handled),
        "件",
        "全年收办政府信息公开申请（含上年结转）",
        handled,
        "新收＋上年结转",
    )
    whole = cells["requests.total.total"]
    for row in ("granted", "partially_granted"):
        key = f"requests.{row}.total"
        part = cells[key]
        if whole and part is not None:
            add(
                f"share.{row}",
                _percent(part, whole),
                "%",
                f"{_REQUEST_ROWS[row]}占办结总数",
                (key, "requests.total.total"),
                "占（七）总计的比例",
            )


def catalogue(report: Report, last_year: Report | None = None, today: date | None = None) -> dict[str, Fact]:
    """``facts`` and the finer figures that prose may state: what a figure in the text can be tied to.

    Further ids: ``requests.<row>.total`` of every result row, ``handled.<applicant>`` (新收＋上年结转 of a column),
    ``legal_persons.new_received`` and ``legal_persons.handled`` (the five columns of 法人或其他组织),
    ``share.<group>``, ``formula.litigation.<result>``, the comparison with last year of every count,
    ``formula.stock.<row>`` (what should be in force), every cell by its key, and with ``today`` ``deadline.days``.
    """
    cells = report.cells()
    found = facts(report, last_year)

    def add(id: str, value: Value, unit: str, says: str, keys: tuple[str, ...], formula: str = "") -> None:
        if value is not None:
            found[id] = Fact(id, value, unit, says, keys, formula)

    for key in report.form.cells:
        _, row, column = key.split(".") if key.startswith("requests.") else ("", "", "")
        if column == "total" and row.startswith(tuple(prefix for prefix, _ in GROUPS.values())):
            label = report.form.table("requests").labels(key)[0][-1]
            add(key, cells[key], "件", label.partition(".")[2], (key,))
    for column, who in _APPLICANTS.items():
        keys = (f"requests.new_received.{column}", f"requests.carried_in.{column}")
        add(f"handled.{column}", _sum(cells, keys), "件", f"收办申请中{who}提出", keys, "新收＋上年结转")
    legal = tuple(column for column in _APPLICANTS if column != "natural_person")
    new = tuple(f"requests.new_received.{column}" for column in legal)
    both = new + tuple(f"requests.carried_in.{column}" for column in legal)
    add(
        "legal_persons.new_received",
        _sum(cells, new),
        "件",
        "本年新收申请中法人或其他组织提出",
        new,
        "法人或其他组织各列之和",
    )
    add(
        "legal_persons.handled",
        _sum(cells, both),
        "件",
        "收办申请中法人或其他组织提出",
        both,
        "法人或其他组织各列新收＋上年结转",
    )
    whole = cells["requests.total.total"]
    for name, (_, says) in GROUPS.items():
        group = found.get(f"formula.{name}")
        if whole and group:
            add(
                f"share.{name}",
                _percent(group.value, whole),
                "%",
                f"{says}占办结总数",
                (*group.cells, "requests.total.total"),
                "占（七）总计的比例",
            )
    for result, says in _RESULTS.items():
        both = tuple(f"proceedings.{row}.{result}" for row in ("litigation_direct", "litigation_after_review"))
        add(f"formula.litigation.{result}", _sum(cells, both), "件", f"行政诉讼{says}", both, "直接起诉＋复议后起诉")
    if last_year is not None:
        then = catalogue(last_year)
        for id in [id for id, fact in found.items() if fact.unit != "%" and id in then and f"before.{id}" not in found]:
            if not id.startswith(("before.", "change.")):
                _add_change(found, id, then[id].value)
        _add_stocks(found, last_year)
    for key, cell in report.form.cells.items():
        if key not in found:
            add(key, cells[key], "万元" if cell.kind == "wan_yuan" else "件", report.form.name(key), (key,))
    if today is not None:
        add("deadline.days", (report.deadline - today).days, "天", "距公开期限", (), "公开期限－今天")
    return found


def _add_stocks(found: dict[str, Fact], last_year: Report) -> None:
    """What should be in force by last year's stock and this year's movements (relation A6, domain §2.4)."""
    before = last_year.cells()
    for row in ("rules", "normative_documents"):
        then = before.get(f"disclosure.{row}.in_force")
        made, repealed = (found.get(f"disclosure.{row}.{column}") for column in ("made", "repealed"))
        if then is not None and made and repealed:
            says = (
                f"按上年推算的{found[f'disclosure.{row}.in_force'].says}"
                if f"disclosure.{row}.in_force" in found
                else "推算存量"
            )
            found[f"formula.stock.{row}"] = Fact(
                f"formula.stock.{row}",
                tidy(then + made.value - repealed.value),
                "件",
                says,
                (*made.cells, *repealed.cells),
                "上年现行有效＋制发－废止",
            )


def _add_changes(found: dict[str, Fact], last_year: Report) -> None:
    """Year on year: last year's figure, the difference, and the ratio where last year's figure is not zero."""
    before = last_year.cells()
    for key in _COMPARED:
        if key in found and (then := before.get(key)) is not None:
            _add_change(found, key, then)


def _add_change(found: dict[str, Fact], id: str, then: int | Decimal) -> None:
    now = found[id]
    says = now.says.removeprefix("本年度").removeprefix("本年").removeprefix("全年")
    change = tidy(now.value - then)
    new = [Fact(f"before.{id}", then, now.unit, f"上年度{says}", now.cells, "上年报告同一单元格")]
    up = change > 0
    if change:
        new.append(
            Fact(
                f"change.{id}",
                abs(change),
                now.unit,
                f"{now.says}同比{'增加' if up else '减少'}",
                now.cells,
                "本年－上年",
            )
        )
    if change and then:
        new.append(
            Fact(
                f"ratio.{id}",
                _percent(abs(change), then),
                "%",
                f"{now.says}同比{'增长' if up else '下降'}",
                now.cells,
                "（本年－上年）÷上年",
            )
        )
    found.update({fact.id: fact for fact in new})


def _sum(cells: Mapping[str, Value], keys: tuple[str, ...]) -> Value:
    """The sum of the cells; None when one of them is not filled."""
    return None if any(cells.get(key) is None for key in keys) else total(cells, keys)


def _percent(part: int | Decimal, whole: int | Decimal) -> int | Decimal:
    """``part`` of ``whole`` in per cent, two decimals half-up (domain §4.3)."""
    with localcontext(prec=2 * MAX_DIGITS + 8):  # of the longest figure over the shortest
        return tidy((Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP))
