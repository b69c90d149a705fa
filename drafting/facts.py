"""Facts: the figures a narrative may use, each with its id, value, unit, usual wording and the cells behind it.

A fact is a filled cell, a stated formula over cells (group sums （三）–（六）, 新收+结转, table-four sums,
shares of （七）) or a comparison with last year's cell. Nothing else may put a figure into the prose.

``facts`` are those a draft uses of itself; ``catalogue`` adds the finer ones a person may write (each result
row, applicants, shares of every group, any sum of cells). A formula needs all its cells: an unknown figure is not zero.
What a cell counts is asked of the form's roles, never of its key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache

from drafting.form import Edition
from drafting.report import Report
from drafting.values import MAX_DIGITS, Value, printed, tidy, total

_COMPARED = ("requests.new_received.total", "requests.total.total", "disclosure.licences", "disclosure.penalties")
"""Cells whose change from last year reports usually state."""
LITIGATION = ("litigation_direct", "litigation_after_review")
"""The matters that are 行政诉讼 together."""
_COMPARISONS = ("before.", "change.", "ratio.", "formula.stock.")


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


class Catalogue(dict[str, Fact]):
    """The facts that figures can be tied to, by id; besides those listed, what can be reckoned from them when it is asked for.

    ``sum.<cell>+<cell>``: of cells that a text names together; ``share.<part>/<whole>`` in per cent; and of both kinds
    ``before.``, ``change.`` and ``ratio.``, where ``then``, last year's catalogue, is known. Only the listed ones are
    iterated over.
    """

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report, self._cells = report, report.cells()
        self.then: Catalogue | None = None
        self._reckoned: dict[str, Fact | None] = {}
        self._ids: dict[frozenset[str], str] = {}

    def __contains__(self, id: object) -> bool:
        return super().__contains__(id) or (isinstance(id, str) and self._derived(id) is not None)

    def __missing__(self, id: str) -> Fact:
        fact = self._derived(id)
        if fact is None:
            raise KeyError(id)
        return fact

    def get(self, id: str, default: Fact | None = None) -> Fact | None:  # type: ignore[override]
        """The fact called ``id``, listed or reckoned."""
        try:
            return self[id]
        except KeyError:
            return default

    def add(self, id: str, value: Value, unit: str, says: str, cells: tuple[str, ...], formula: str = "") -> None:
        """List a fact; not when its value is unknown."""
        if value is not None:
            self[id] = Fact(id, value, unit, says, cells, formula)

    def summed(self, cells: Iterable[str]) -> Value:
        """The sum of the cells; None when one of them is not filled."""
        keys = tuple(cells)
        return None if any(self._cells.get(key) is None for key in keys) else total(self._cells, keys)

    def of_cells(self, cells: tuple[str, ...]) -> str:
        """The id of the fact that is the sum of ``cells``, listed or not."""
        if not self._ids:
            for id, fact in self.items():
                if fact.unit != "%" and not id.startswith(_COMPARISONS):
                    self._ids.setdefault(frozenset(fact.cells), id)
        return self._ids.get(frozenset(cells)) or f"sum.{'+'.join(sorted(cells))}"

    def _derived(self, id: str) -> Fact | None:
        if id not in self._reckoned:
            self._reckoned[id] = self._reckon(id)
        return self._reckoned[id]

    def _reckon(self, id: str) -> Fact | None:
        kind, _, rest = id.partition(".")
        if kind == "sum":
            cells = tuple(rest.split("+"))
            known = self.report.form.roles
            value = self.summed(cells) if all(cell in known for cell in cells) else None
            if value is None:
                return None
            unit = "万元" if self.report.form.cells[cells[0]].kind == "wan_yuan" else "件"
            says = "、".join(self[cell].says if cell in self else self.report.form.name(cell) for cell in cells)
            return Fact(id, value, unit, f"{says}合计", cells, "各项之和")
        if kind == "share" and "/" in rest:
            part, whole = (self.get(name) for name in rest.split("/", 1))
            if not part or not whole or not whole.value or part.unit != whole.unit:
                return None
            says = f"{part.says}占{whole.says.removesuffix('合计')}"
            return Fact(id, _percent(part.value, whole.value), "%", says, (*part.cells, *whole.cells), "占比")
        if kind in ("before", "change", "ratio") and self.then is not None and rest.startswith("sum."):
            now, then = self.get(rest), self.then.get(rest)
            made = {fact.id: fact for fact in _changes(now, then.value)} if now and then else {}
            return made.get(id)
        return None


def cells_of(
    form: Edition,
    matter: str,
    stage: str = "",
    *,
    result: str = "",
    group: str = "",
    applicant: str = "",
    outcome: str = "",
) -> tuple[str, ...]:
    """The cells whose sum is what the roles name; () when the form has none.

    A part that is left open is the whole: of applicants and outcomes the printed total, of results （七）. ``group``: its
    rows; ``stage`` ``handled`` is 新收 and 上年结转 together, matter ``litigation`` both kinds of cases. ``applicant`` may be
    ``legal_person``, all but natural persons.
    """
    return _cells_by_role(form).get((matter, stage, result, group, applicant, outcome), ())


@lru_cache(maxsize=8)
def _cells_by_role(form: Edition) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], tuple[str, ...]] = {}

    def add(key: tuple[str, ...], cells: tuple[str, ...]) -> None:
        if cells:
            found[key] = found.get(key, ()) + cells

    for key, role in form.roles.items():
        whole = (role.matter, role.stage, role.result, "", role.applicant, role.outcome)
        add(whole, (key,))
        if role.group:
            add((role.matter, role.stage, "", role.group, role.applicant, role.outcome), (key,))
        if role.stage in ("new", "carried_in"):
            add((role.matter, "handled", "", "", role.applicant, ""), (key,))
        if role.matter in LITIGATION:
            add(("litigation", role.stage, "", "", "", role.outcome), (key,))
    for key, cells in list(found.items()):
        if key[4] not in ("", "natural_person"):
            add((*key[:4], "legal_person", key[5]), cells)
    return found


def applicants(form: Edition) -> dict[str, str]:
    """The kinds of applicants of table three: name, wording."""
    columns = form.table("requests").roles.columns
    return {role.applicant: role.says for role in columns.values() if role.applicant}


def facts(report: Report, last_year: Report | None = None) -> Catalogue:
    """The facts of ``report`` by id, in the order of the tables; with comparisons where last year's cell is filled too.

    Blank cells give no fact: an unknown figure is not zero.
    """
    found = Catalogue(report)
    form = report.form
    for key, role in form.roles.items():
        if role.matter not in ("request", "review", *LITIGATION):
            _add_cell(found, key, _says(form, key))
    _add_requests(found)
    for key, role in form.roles.items():
        if role.matter in ("review", *LITIGATION) and not role.outcome:
            _add_cell(found, key, f"因政府信息公开引发{_says(form, key)}")
            for other, each in form.roles.items():
                if each.matter == role.matter and each.outcome:
                    _add_cell(found, other, _says(form, other))
    litigation = cells_of(form, "litigation")
    found.add(
        "formula.litigation",
        found.summed(litigation),
        "件",
        "因政府信息公开引发行政诉讼",
        litigation,
        "直接起诉＋复议后起诉",
    )
    if last_year is not None:
        before = last_year.cells()
        for key in _COMPARED:
            if key in found and (then := before.get(key)) is not None:
                found.update({fact.id: fact for fact in _changes(found[key], then)})
    return found


def _says(form: Edition, key: str) -> str:
    """The wording of a cell by the roles of its row and column: 制发规章, 行政复议结果维持."""
    table, row, column = (*key.split("."), "")[:3]
    roles = form.table(table).roles
    first, second = roles.rows[row].says, roles.columns[column].says if column else ""
    return f"{second}{first}" if table == "disclosure" else f"{first}{second}"


def _add_cell(found: Catalogue, key: str, says: str) -> None:
    cell = found.report.form.cells[key]
    found.add(key, found.summed((key,)), "万元" if cell.kind == "wan_yuan" else "件", says, (key,))


def _add_requests(found: Catalogue) -> None:
    """Table three: totals of rows, applicants of 新收, group sums, 合计 and shares."""
    form = found.report.form
    for row, role in form.table("requests").roles.rows.items():
        if role.says and not role.group:
            _add_cell(found, f"requests.{row}.total", role.says)
    for name, who in applicants(form).items():
        for key in cells_of(form, "request", "new", applicant=name):
            _add_cell(found, key, f"本年新收申请中{who}提出")
    for name, group in form.groups.items():
        keys = cells_of(form, "request", "done", group=name)
        found.add(f"formula.{name}", found.summed(keys), "件", group.says, keys, f"（{group.numeral}）各项之和")
    handled = cells_of(form, "request", "handled")
    found.add(
        "formula.handled",
        found.summed(handled),
        "件",
        "全年收办政府信息公开申请（含上年结转）",
        handled,
        "新收＋上年结转",
    )
    for row, role in form.table("requests").roles.rows.items():
        if role.result and not role.group:
            _add_share(found, f"share.{row}", f"requests.{row}.total", role.says)


def _add_share(found: Catalogue, id: str, part: str, says: str) -> None:
    """The share of （七） that the fact ``part`` is."""
    whole = cells_of(found.report.form, "request", "done")
    value = found.summed(whole)
    if value and part in found:
        found.add(
            id,
            _percent(found[part].value, value),
            "%",
            f"{says}占办结总数",
            (*found[part].cells, *whole),
            "占（七）总计的比例",
        )


def catalogue(report: Report, last_year: Report | None = None, today: date | None = None) -> Catalogue:
    """``facts`` and the finer figures that prose may state: what a figure in the text can be tied to.

    Further ids: ``requests.<row>.total`` of every result row, ``handled.<applicant>`` (新收＋上年结转 of a column),
    ``legal_persons.new_received`` and ``legal_persons.handled`` (the five columns of 法人或其他组织),
    ``share.<group>``, ``formula.litigation.<result>``, the comparison with last year of every count,
    ``formula.stock.<row>`` (what should be in force), every cell by its key, and with ``today`` ``deadline.days``.
    """
    found = facts(report, last_year)
    form = report.form
    for key, role in form.roles.items():
        if role.group and not role.applicant:
            label = form.table("requests").labels(key)[0][-1]
            _add_cell(found, key, role.says or label.partition(".")[2])
    for name, who in applicants(form).items():
        keys = cells_of(form, "request", "handled", applicant=name)
        found.add(f"handled.{name}", found.summed(keys), "件", f"收办申请中{who}提出", keys, "新收＋上年结转")
    new, both = (cells_of(form, "request", stage, applicant="legal_person") for stage in ("new", "handled"))
    found.add(
        "legal_persons.new_received",
        found.summed(new),
        "件",
        "本年新收申请中法人或其他组织提出",
        new,
        "法人或其他组织各列之和",
    )
    found.add(
        "legal_persons.handled",
        found.summed(both),
        "件",
        "收办申请中法人或其他组织提出",
        both,
        "法人或其他组织各列新收＋上年结转",
    )
    for name, group in form.groups.items():
        _add_share(found, f"share.{name}", f"formula.{name}", group.says)
    for outcome, role in form.table("proceedings").roles.columns.items():
        if role.outcome:
            keys = cells_of(form, "litigation", outcome=role.outcome)
            found.add(
                f"formula.litigation.{outcome}",
                found.summed(keys),
                "件",
                f"行政诉讼{role.says}",
                keys,
                "直接起诉＋复议后起诉",
            )
    if last_year is not None:
        _compare(found, last_year)
    for key in form.cells:
        if key not in found:
            _add_cell(found, key, form.name(key))
    if today is not None:
        found.add("deadline.days", (report.deadline - today).days, "天", "距公开期限", (), "公开期限－今天")
    return found


def _compare(found: Catalogue, last_year: Report) -> None:
    """The comparison with last year of every count, and what should be in force by last year's stock."""
    found.then = then = catalogue(last_year)
    for id in [id for id, fact in found.items() if fact.unit != "%" and not id.startswith(("before.", "change."))]:
        if id in then and f"before.{id}" not in found:
            found.update({fact.id: fact for fact in _changes(found[id], then[id].value)})
    _add_stocks(found, last_year)


def _add_stocks(found: Catalogue, last_year: Report) -> None:
    """What should be in force by last year's stock and this year's movements (relation A6, domain §2.4)."""
    before = last_year.cells()
    for row in ("rules", "normative_documents"):
        then = before.get(f"disclosure.{row}.in_force")
        made, repealed = (found.get(f"disclosure.{row}.{column}") for column in ("made", "repealed"))
        if then is not None and made and repealed:
            in_force = f"disclosure.{row}.in_force"
            says = f"按上年推算的{found[in_force].says}" if in_force in found else "推算存量"
            found.add(
                f"formula.stock.{row}",
                tidy(then + made.value - repealed.value),
                "件",
                says,
                (*made.cells, *repealed.cells),
                "上年现行有效＋制发－废止",
            )


def _changes(now: Fact, then: int | Decimal) -> list[Fact]:
    """Year on year: last year's figure, the difference, and the ratio where last year's figure is not zero."""
    says = now.says.removeprefix("本年度").removeprefix("本年").removeprefix("全年")
    change = tidy(now.value - then)
    new = [Fact(f"before.{now.id}", then, now.unit, f"上年度{says}", now.cells, "上年报告同一单元格")]
    up = change > 0
    if change:
        new.append(
            Fact(
                f"change.{now.id}",
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
                f"ratio.{now.id}",
                _percent(abs(change), then),
                "%",
                f"{now.says}同比{'增长' if up else '下降'}",
                now.cells,
                "（本年－上年）÷上年",
            )
        )
    return new


def _percent(part: int | Decimal, whole: int | Decimal) -> int | Decimal:
    """``part`` of ``whole`` in per cent, two decimals half-up (domain §4.3)."""
    with localcontext(prec=2 * MAX_DIGITS + 8):  # of the longest figure over the shortest
        return tidy((Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP))
