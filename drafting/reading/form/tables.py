"""The figures of the three tables, from rows of cells and runs of digits: each read, derived, or asked about.

Every cell of the form ends as a figure or as a question – but for table two of the 2019 form, which has other columns
and is kept apart as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from drafting.form import SINGLE_OTHER, Edition, PrintedForm
from drafting.values import Number, with_totals

from ..content import Cell, Content
from ..figures import Figure, complete, figure
from ..geometry.region import tables_between
from ..geometry.splitting import Cut, agreed, cuts
from ..looks import plain
from ..reading import Confidence, Evidence, Question
from .asking import (
    about_figure,
    about_missing,
    about_old_form,
    about_shared,
    about_single_other,
    about_unclear,
    about_unknown_row,
)
from .rows import UNKNOWN, Row, old_rows, rows
from .runs import Run, old_runs, runs
from .spanning import shared

CLEAN = 0.8
"""The part of the rows of table three with a string of digits for each figure, in a text whose figures stand apart."""


@dataclass
class Tables:
    """What was found of the three tables of ``form``. ``taken``: indices of the blocks they stand in; the rest as in
    ``Reading``.
    """

    form: PrintedForm
    printed: dict[str, Number] = field(default_factory=dict)
    confidence: dict[str, Confidence] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    apart: dict[str, dict[str, str]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    said: list[str] = field(default_factory=list)

    @property
    def old(self) -> bool:
        """Whether table two is one of the 2019 form."""
        return bool(self.apart)


def tables(content: Content, form: PrintedForm) -> Tables:
    """The three tables of ``form`` in ``content``."""
    found = Tables(form, apart=old_rows(content, form) or old_runs(content, form))
    by_row: dict[str, list[Row]] = {}
    everything = rows(content, form)
    ours = _ours(everything, content)
    if len(ours) < len(everything):
        found.said.append("文件里还有别的年度或别的单位的同类表格，没有读取，请核对读出的是不是本报告的数字。")
    for row in ours:
        found.taken.add(row.block)
        if row.row == UNKNOWN:
            found.questions.append(
                about_unknown_row(row.text, _evidence_of(row.loose[0] if row.loose else None, row.text))
            )
        elif not (found.old and row.row.startswith("disclosure.")):
            by_row.setdefault(row.row, []).append(row)
    loose = {run.row: run for run in runs(content, form) if run.row not in by_row}
    if SINGLE_OTHER in by_row and form.others[-1] in by_row:
        del by_row[SINGLE_OTHER]
    spanning = shared(ours, content)
    for name, same in by_row.items():
        if name in spanning:
            _ask_shared(found, name, spanning[name])
        else:
            _take_row(found, name, same)
    _take_runs(found, loose)
    _single_other(found, by_row, loose)
    _missing(found)
    return found


def _ours(found: list[Row], content: Content) -> list[Row]:
    """``found`` without rows outside chapters two to four that are printed in these with other figures: another year's,
    or office's.
    """
    printed: dict[str, list[Row]] = {}
    for row in found:
        printed.setdefault(row.row, []).append(row)
    if all(same[0].figures == other.figures for same in printed.values() for other in same[1:]):
        return found
    between = tables_between(content) or range(0)
    inside = {row.row for row in found if row.block in between}
    return [row for row in found if row.row not in inside or row.block in between]


def _take_row(found: Tables, name: str, same: list[Row]) -> None:
    """A row of cells. Where it is printed twice it must say the same twice."""
    form = found.form
    filled = [row for row in same if any(cell.text.strip() for cell in row.cells or row.loose)]
    first, *others = filled or same[:1]
    if filled:  # the same row without figures in another table is no page's end
        others += [row for row in same if row.cells and row not in filled and row.block != first.block]
    for other in others:
        if other.figures != first.figures:
            _ask(
                found,
                name,
                Evidence(
                    where=first.cells[0].place.says if first.cells else "", text=f"{first.text} ／ {other.text}"[:400]
                ),
            )
            return
    if first.cells is None:
        texts = [cell for cell in first.loose if cell.text.strip()]
        values = complete([figure(cell.text).value for cell in texts])
        told = values is not None and len(values) == len(form.cells(name)) and _row_fits(form, name, values)
        _ask(found, name, _evidence_of(texts[0] if texts else None, first.text), [values] if values and told else [])
        return
    cells = first.cells
    figures = first.figures
    torn_fits = _row_fits(form, name, [printed.value for printed in figures])
    for key, cell, printed in zip(form.cells(name), cells, figures):
        evidence = _evidence_of(cell, first.text)
        if (
            printed.value is None
            or _odd_unit(form, key, printed)
            or (first.cut and _odd_part(form, key, printed.value))
            or (printed.torn and not torn_fits)
        ):
            found.questions.append(about_figure(form.edition, key, printed, cell.text, evidence))
            continue
        _keep(found, key, printed.value, "derived" if printed.torn else "read", evidence)


def _ask_shared(found: Tables, name: str, group: list[Row]) -> None:
    """A row whose figures cover others too: each cell of all of them is asked for."""
    first, form = group[0], found.form
    for at, (key, cell, printed) in enumerate(zip(form.cells(name), first.cells or (), first.figures)):
        beside = [form.edition.name(form.cells(row.row)[at]) for row in group if row.row != name]
        evidence = _evidence_of(cell, first.text)
        found.questions.append(about_shared(form.edition, key, printed.value, cell.text, beside, evidence))


def _row_fits(form: PrintedForm, name: str, values: Sequence[Number | None]) -> bool:
    """Whether a row of tables three and four adds up."""
    whole = complete(values)
    if whole is None or name.startswith("disclosure."):
        return False
    return _cases_fit(form, name, whole) if name == "proceedings" else sum(whole[:-1]) == whole[-1]


def _odd_unit(form: PrintedForm, key: str, printed: Figure) -> bool:
    """A unit the cell is not counted in: 元 for 万元, or money for a count."""
    money = form.edition.cells[key].kind == "wan_yuan"
    return printed.unit == "元" or (bool(printed.unit) and money != (printed.unit == "万元"))


def _odd_part(form: PrintedForm, key: str, value: Number | None) -> bool:
    """Whether a count has a fraction: in text, where a machine may have taken a speck for a point."""
    return value is not None and value != int(value) and form.edition.cells[key].kind != "wan_yuan"


def _take_runs(found: Tables, loose: dict[str, Run]) -> None:
    """Rows without cells: their digits are cut as the identities allow."""
    candidates: dict[str, list[Cut]] = {}
    sure: set[str] = set()
    single: set[str] = set()
    form, width = found.form, len(found.form.applicants)
    clean = _is_clean(loose, width)
    for name, run in loose.items():
        if name.startswith("requests."):
            candidates[name] = _cuts(run, width)
            whole = tuple(map(int, _whole(run)))
            if len(run.tokens) == width and candidates[name] == [whole] and (clean or sum(whole[:-1]) == whole[-1]):
                sure.add(name)
            elif len(candidates[name]) == 1 and sum(map(len, run.tokens)) == width:
                single.add(name)  # seven digits for seven figures, which add up: whatever is wrong elsewhere
        elif found.old and name.startswith("disclosure."):
            continue
        else:
            _take_alone(found, name, run, clean)
    if not candidates:
        return
    known = {
        name: [tuple(found.printed.get(key) for key in form.cells(name))]
        for name in form.order
        if name not in candidates
    }
    known = {name: cut for name, cut in known.items() if None not in cut[0]}
    everything = {**candidates, **known}
    if SINGLE_OTHER in everything:
        whole = everything.pop(SINGLE_OTHER)
        everything |= {name: [(0,) * width] for name in form.others[:-1]} | {form.others[-1]: whole}
    choice = agreed(everything, form.results, width)
    for name, possible in candidates.items():
        run = loose[name]
        evidence = Evidence(where=run.place.says, text=run.text, page=run.place.page, box=run.place.box)
        chosen = (
            possible[0]
            if name in sure | single
            else (choice or {}).get(form.others[-1] if name == SINGLE_OTHER else name)
        )
        if chosen is None:
            _ask(found, name, evidence, possible)
            continue
        for key, value in zip(form.cells(name), chosen):
            _keep(found, key, value, "read" if name in sure else "derived", evidence)


def _is_clean(loose: dict[str, Run], width: int) -> bool:
    """Whether figures stand apart as they should: nearly every row of table three has ``width`` strings of digits, as
    many as figures.
    """
    rows_ = [run for name, run in loose.items() if name.startswith("requests.") and run.tokens]
    return sum(len(run.tokens) == width for run in rows_) >= CLEAN * len(rows_)


def _whole(run: Run) -> list[str]:
    return list(run.tokens) if all(part.isdigit() and (part == "0" or part[0] != "0") for part in run.tokens) else []


def _cuts(run: Run, width: int) -> list[Cut]:
    """The ways to read a run of table three. ``width`` strings of digits are its figures, also when they do not add up."""
    if run.marks or not run.tokens or not all(token.isdigit() for token in run.tokens):
        return []
    whole = _whole(run)
    if len(whole) == width:
        values = tuple(map(int, whole))
        if sum(values[:-1]) == values[-1]:
            return [values]
        other = cuts(run.tokens, [width]) or []
        return [values] if not other else [values, *other]
    return cuts(run.tokens, [width]) or []


def _take_alone(found: Tables, name: str, run: Run, clean: bool) -> None:
    """A row no other row vouches for: of table two, or table four. ``clean``: its strings of digits may be taken for
    figures.
    """
    evidence = Evidence(where=run.place.says, text=run.text, page=run.place.page, box=run.place.box)
    form = found.form
    wanted = form.cells(name)
    values = [figure(token).value for token in run.tokens]
    whole = complete(values)
    torn = (not clean and len(values) > 1) or len(wanted) // 2 < len(values) < len(wanted)
    if run.marks or not run.tokens or any(_odd_part(form, key, value) for key, value in zip(wanted, values)):
        _ask(found, name, evidence)
    elif whole and len(whole) == len(wanted) and (clean or len(wanted) == 1 or _cases_fit(form, name, whole)):
        for key, value in zip(wanted, whole):
            _keep(found, key, value, "read", evidence)
    elif torn or name in form.edition.cells or not all(token.isdigit() for token in run.tokens):
        _ask(found, name, evidence)
    else:
        possible = cuts(run.tokens, _of_cases(form) if name == "proceedings" else [-len(wanted)])
        if possible is not None and len(possible) == 1:
            for key, value in zip(wanted, possible[0]):
                _keep(found, key, value, "derived", evidence)
        else:
            _ask(found, name, evidence, possible or [])


def _of_cases(form: PrintedForm) -> list[int]:
    """How many figures of table four belong together, the last of them the sum of the others."""
    return [len(form.outcomes)] * len(form.way_labels)


def _cases_fit(form: PrintedForm, name: str, values: Sequence[Number]) -> bool:
    """Whether fifteen figures are those of table four: each group ends in its sum."""
    each = len(form.outcomes)
    parts = (values[at : at + each] for at in range(0, len(values), each))
    return name == "proceedings" and all(sum(part[:-1]) == part[-1] for part in parts)


def _single_other(found: Tables, by_row: dict[str, list[Row]], loose: dict[str, Run]) -> None:
    """One row for the three of （六）其他处理: its figures stand in 3.其他 until a person has split them."""
    source = by_row.get(SINGLE_OTHER, [None])[0] or loose.get(SINGLE_OTHER)
    *rest, last = found.form.others
    if source is None or last in by_row or last in loose:
        return
    evidence = found.evidence.get(found.form.cells(last)[-1], Evidence(text=source.text))
    for name in rest:
        if name in by_row or name in loose:
            continue
        for key, whole in zip(found.form.cells(name), found.form.cells(last)):
            figure_ = found.printed.get(whole)
            found.questions.append(about_single_other(found.form.edition, key, figure_, evidence))


def _missing(found: Tables) -> None:
    """A question for every cell that is neither read nor asked about yet, with what the identities leave for it."""
    form = found.form.edition
    asked = {question.cell for question in found.questions}
    if found.old:
        found.questions.insert(0, about_old_form(found.apart))
    for key in form.cells:
        if key in found.printed or key in asked or (found.old and key.startswith("disclosure.")):
            continue
        found.questions.append(about_missing(form, key, _offer(form, found.printed, key)))
    place = {key: at for at, key in enumerate(form.cells)}
    found.questions.sort(key=lambda question: place.get(question.cell or "", -1))


def _offer(form: Edition, printed: dict[str, Number], key: str) -> Number | None:
    """What ``key`` would be if everything else that is printed is right; None when that cannot be said."""
    for relation in form.relations:
        left, right = relation.sides
        if key not in left + right or any(other not in printed for other in left + right if other != key):
            continue
        own, other = (left, right) if key in left else (right, left)
        value = sum(printed[part] for part in other) - sum(printed[part] for part in own if part != key)
        return value if value >= 0 else None
    return None


def _ask(found: Tables, name: str, evidence: Evidence, possible: Iterable[Sequence[Number]] = ()) -> None:
    possible = list(possible)
    for at, key in enumerate(found.form.cells(name)):
        offers = tuple(dict.fromkeys(cut[at] for cut in possible))[:5]
        found.questions.append(about_unclear(found.form.edition, key, evidence, offers))


def _keep(found: Tables, key: str, value: Number, how: Confidence, evidence: Evidence) -> None:
    found.printed[key] = value
    found.confidence[key] = how
    found.evidence[key] = evidence


def _evidence_of(cell: Cell | None, text: str) -> Evidence:
    text = plain(text)
    if cell is None:
        return Evidence(text=text)
    return Evidence(where=cell.place.says, text=text, page=cell.place.page, box=cell.place.box)


__all__ = ["Tables", "tables", "with_totals"]
