"""The rows of the form in grids: which row of which table a grid's row is, and the cells with its figures.

A row is known by its label wherever it stands, so a table that a page cuts, a header that repeats, and a table inside
another need no care. Table four's figures have no label: they are the fifteen under its header.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

from drafting.form import SINGLE_OTHER, PrintedForm, bare

from ..content import Cell, Content, Grid
from ..figures import BLANK, Figure, figure, looks_numeric
from ..geometry.column_headers import ColumnHeaders
from ..geometry.lines import Line, lines
from .cases import cases

UNKNOWN = "requests.unknown"
"""A row among those of table three that the form does not have."""
_SUBTOTAL = re.compile("[小合]计")
_OVER_SINGLE = ("本年处理决定数量", "本年收费金额")
"""How the headers of table two's single figures begin."""
FULL = 6
"""Cells for figures that a row of table three has at least; table two's have three."""
_LIKE = 0.6
"""A misprinted label must be this like the one that is missing at its place."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form as a file prints it.

    ``row``: its key without column (of table four ``proceedings``; ``requests.single_other`` for the one row,
    ``UNKNOWN`` for one that stands among the form's and is none of them). ``figures``: the cells with its figures by
    column, None where they cannot be told apart (then ``loose`` are all that stand there). ``block``: index of the
    block in the content. ``text``: the row as it stands, for people. ``unit``: 元, where the header counts in it.
    ``cut``: see ``Grid``.
    """

    row: str
    block: int
    text: str
    cells: tuple[Cell, ...] | None
    loose: tuple[Cell, ...] = ()
    unit: str = ""
    cut: bool = False

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What is printed in the cells."""
        printed = (figure(cell.text) for cell in self.cells or ())
        return tuple(one._replace(unit=one.unit or self.unit) if one.kind == "number" else one for one in printed)


def rows(content: Content, form: PrintedForm) -> list[Row]:
    """The rows of the three tables of ``form`` in the grids of ``content``, in order; the same row may come twice."""
    grids: list[list[Line]] = []
    over: list[list[str]] = [[]]
    for at, block in enumerate(content.blocks):
        if isinstance(block, Grid) or "\t" in block.text:
            grids.append(list(lines(at, block)))
            over.append([])
        else:
            over[-1].append(block.text)
    found: list[Row] = []
    for before, after in pairwise(grids):
        _mend(before, after, form)
    heads = ColumnHeaders(form.applicants, form.applicant)
    for lines_ in grids:
        here, heads = _requests(lines_, found, heads, form)
        found += here + _disclosure(lines_, found, form)
    return _by_neighbours(found, form) + [
        Row("proceedings", line.block, line.text, cells, loose, cut=line.cut)
        for line, cells, loose in cases(zip(over, grids), form)
    ]


def old_rows(content: Content, form: PrintedForm) -> dict[str, dict[str, str]]:
    """What a table two of the 2019 form prints, label -> column -> text; empty for the form in force."""
    known, found = form.labels, {}
    for at, block in enumerate(content.blocks):
        columns: list[str] = []
        for line in lines(at, block) if isinstance(block, Grid) or "\t" in block.text else ():
            heads = [cell.text for cell in line.own if bare(cell.text) in known.old_columns]
            if heads:
                columns = ["".join(head.split()) for head in heads]
            elif columns and line.own and bare(line.own[0].text) in known.old_rows:
                values = [" ".join(cell.text.split()) for cell in line.own[1:]]
                found[bare(line.own[0].text)] = dict(zip(columns, values))
    return found


def _mend(before: list[Line], after: list[Line], form: PrintedForm) -> None:
    """Put together a row that a page's end cut in two: half its label above, half below, its figures on one side only."""
    first = next((line for line in after if not _is_head(line, form)), None)
    if not before or first is None:
        return
    upper, lower = before[-1], first
    named = [_named(line, form) for line in (upper, lower)]
    if not (_blank(upper) or _blank(lower)) or None not in named or (_blank(upper) and _blank(lower)):
        return
    empty, filled = (upper, lower) if _blank(upper) else (lower, upper)
    if any(bare(cell.text) in form.case_heads for cell in empty.labels) or len(_numeric(filled)) < FULL:
        return
    place = (upper.labels or lower.labels or upper.own)[-1].place
    label = Cell("".join(line.labels[-1].text for line in (upper, lower) if line.labels), place)
    if form.row_of(label.text, "requests") is None:
        return
    figures = filled.after(filled.labels[-1]) if filled.labels else filled.own
    before[-1] = Line(
        upper.block,
        [label, *figures],
        upper.above,
        {column: cell for column, cell in filled.at.items() if cell in figures},
        filled.cut,
    )
    after.remove(lower)


def _blank(line: Line) -> bool:
    cells = _numeric(line)
    return len(cells) >= FULL and not any(cell.text.strip() for cell in cells)


def _numeric(line: Line) -> list[Cell]:
    return [cell for cell in line.own if looks_numeric(cell.text)]


# Table three


def _requests(
    lines_: list[Line], found: list[Row], heads: ColumnHeaders, form: PrintedForm
) -> tuple[list[Row], ColumnHeaders]:
    """The rows of table three in a grid, and its header. ``found``: the rows of the grids before; ``heads``: their
    header.
    """
    heads, heading = heads.next_grid(), False
    here: list[Row | None] = []
    unsure: list[tuple[int, Row, Line, ColumnHeaders]] = []
    unnamed: list[tuple[int, Line, ColumnHeaders]] = []
    for line in lines_:
        if not any(looks_numeric(cell.text) for cell in line.own) and len(line.own) > 1 and not _is_head(line, form):
            continue  # words side by side: a header of something else, that may name rows too
        if _is_head(line, form):
            heads = heads if heading else ColumnHeaders(form.applicants, form.applicant)
            heads.add(line)
            heading = True
            continue
        label_and_name = _named(line, form)
        if label_and_name is None:
            if len(line.filled) >= FULL and line.labels:
                unnamed.append((len(here), line, heads))
                here.append(None)
            elif len(line.filled) == len(line.own) == len(form.applicants):
                here.append(Row("", line.block, line.text, None, tuple(line.own)))
            elif heading and not line.filled:
                heads.add(line)
            continue
        heading = False
        label, name = label_and_name
        row = _row(name, line, label, heads, form)
        if row.cells is None:
            unsure.append((len(here), row, line, heads))
        here.append(row)
    for at, row, line, over in unsure:  # the header may have proved itself on the rows below
        here[at] = replace(row, cells=over.cells(line, list(row.loose)))
    named = [row for row in here if row and row.row]
    if not any(row.row not in form.vague for row in named) and not (named and _follows(named[0], found, form)):
        return [row for row in here if row and not row.row] if not named else [], heads
    for at, line, over in unnamed:
        before, after = _near(here[:at][::-1], form), _near(here[at + 1 :], form)
        here[at] = _misprinted(line, before, after, over, form) or _strange(line, before, after, form)
    return [row for row in here if row], heads


def _is_head(line: Line, form: PrintedForm) -> bool:
    names = {name for cell in line.own if (name := form.applicant(cell.text))}
    return len(names) >= 2 or any(bare(cell.text) in form.heads for cell in line.own)


def _follows(row: Row, found: list[Row], form: PrintedForm) -> bool:
    """Whether ``row`` is the next one behind the last row of table three that was found."""
    last = next((other.row for other in reversed(found) if other.row in form.order), None)
    return last is not None and form.order.index(row.row) == form.order.index(last) + 1


def _named(line: Line, form: PrintedForm) -> tuple[Cell, str] | None:
    """The label of the row, the rightmost that names one and has figures behind it, and its name; None where none does."""
    names = [
        (cell, name)
        for cell in reversed(line.labels)
        if (name := form.row_of(cell.text, "requests"))
        and (name != SINGLE_OTHER or cell is line.labels[-1])
        and not (name == "requests.total" and _is_subtotal(line, cell, form))
    ]
    names.sort(
        key=lambda item: len(line.after(item[0])) < len(form.applicants)
    )  # a remark behind the figures may name one too
    if not names and line.labels:  # a label that a page or a column cut into several cells
        name = form.row_of("".join(cell.text for cell in line.above + line.labels), "requests")
        names = [(line.labels[-1], name)] if name and name.startswith("requests.other") is False else []
    return names[0] if names else None


def _is_subtotal(line: Line, label: Cell, form: PrintedForm) -> bool:
    """Whether 合计 stands inside one of the groups （三） to （六）, of which it is the sum."""
    return "七" not in bare(label.text) and any(
        group in bare(cell.text) for cell in line.above + line.labels for group in form.group_names
    )


def _near(found: list[Row | None], form: PrintedForm) -> str | None:
    return next((row.row for row in found if row and row.row in form.order), None)


def _by_neighbours(found: list[Row], form: PrintedForm) -> list[Row]:
    """``found`` with rows that lost their label named by those around them, where just as many are missing there;
    others are left out.

    Where a row stands is no proof: its cells stay untold, and a person is asked.
    """
    order = form.order
    kept: list[Row] = []
    waiting: list[Row] = []
    before: str | None = None
    for row in found:
        if not row.row:
            waiting.append(row)
            continue
        if waiting and before in order and row.row in order:
            missing = order[order.index(before) + 1 : order.index(row.row)]
            kept += (
                [replace(bare_, row=name) for name, bare_ in zip(missing, waiting)]
                if len(missing) == len(waiting)
                else []
            )
        waiting, before = [], row.row
        kept.append(row)
    return kept


def _misprinted(
    line: Line, before: str | None, after: str | None, heads: ColumnHeaders, form: PrintedForm
) -> Row | None:
    """The row whose label fits nothing: the one missing between its neighbours, when its label resembles that one's."""
    order = form.order
    if before not in order or after not in order or order.index(after) != order.index(before) + 2:
        return None
    missing = order[order.index(before) + 1]
    label = max(line.labels, key=lambda cell: _likeness(cell.text, missing, form))
    if _likeness(label.text, missing, form) < _LIKE:
        return None
    return _row(missing, line, label, heads, form)


def _strange(line: Line, before: str | None, after: str | None, form: PrintedForm) -> Row | None:
    """A row with figures between two that follow each other in the form: an office's own, or a later edition's.

    Sums of a group are left out. Where a row of the form is missing here, that row is asked about.
    """
    order = form.order
    if before not in order or after not in order or order.index(after) != order.index(before) + 1:
        return None
    label = bare(line.labels[-1].text)
    told = any(cell.text.strip() and figure(cell.text).value != 0 for cell in _numeric(line))
    if len(label) < 2 or _SUBTOTAL.search(label) or any(group in label for group in form.group_names) or not told:
        return None
    return Row(UNKNOWN, line.block, line.text, None, tuple(line.after(line.labels[-1])), cut=line.cut)


def _row(name: str, line: Line, label: Cell, heads: ColumnHeaders, form: PrintedForm) -> Row:
    after = line.after(label)
    twice = sum(form.row_of(cell.text, "requests") == name for cell in line.labels) > 1 and len(line.filled) > len(
        form.applicants
    )
    return Row(name, line.block, line.text, None if twice else heads.cells(line, after), tuple(after), cut=line.cut)


def _likeness(text: str, row: str, form: PrintedForm) -> float:
    return SequenceMatcher(None, bare(text), bare(form.label(row)), autojunk=False).ratio()


# Table two


def _disclosure(lines_: list[Line], found: list[Row], form: PrintedForm) -> list[Row]:
    words = form.labels
    said = {bare(cell.text) for line in lines_ for cell in line.own}
    old = said & set(words.old_columns)
    ours = any(head.startswith(word) for head in said for word in words.items) and not old
    begun = bool(found) and found[-1].row.startswith("disclosure.") and not old
    heads, over = ColumnHeaders(form.stock, form.stock_column), {}
    rows_: list[Row] = []
    for line in lines_:
        if any(form.stock_column(cell.text) for cell in line.own):
            heads = ColumnHeaders(form.stock, form.stock_column)
            heads.add(line)
        if any(bare(cell.text).startswith(_OVER_SINGLE) for cell in line.own):
            over = line.at
        names = [(cell, name) for cell in line.labels if (name := form.row_of(cell.text, "disclosure"))]
        if not names or not (ours or begun):
            continue
        label, name = names[-1]
        after = line.after(label)
        if [named for _, named in names].count(name) > 1:  # two tables side by side
            rows_.append(Row(name, line.block, line.text, None, tuple(line.after(names[0][0])), cut=line.cut))
        elif name in form.single_figures:
            rows_.append(
                Row(name, line.block, line.text, _single(line, after, over), tuple(after), _unit(over), line.cut)
            )
        else:
            rows_.append(_row(name, line, label, heads, form))
    return rows_


def _single(line: Line, cells: list[Cell], over: dict[int, Cell]) -> tuple[Cell, ...] | None:
    """The one cell of a figure: the only one that is not blank, or a blank; of several, the one under this year's
    header.
    """
    filled = [cell for cell in cells if cell.text.strip()]
    if not filled:
        return tuple(cells[:1]) or None
    if line.cut:
        return (filled[0],) if len(filled) == 1 else None
    heads = {
        id(cell): {bare(over[column].text) for column, other in line.at.items() if other is cell and column in over}
        - {""}
        for cell in filled
    }
    under = [cell for cell in filled if any(head.startswith(_OVER_SINGLE) for head in heads[id(cell)])]
    if len(filled) == 1 and (under or not heads[id(filled[0])]):
        return (filled[0],)
    return (under[0],) if len(under) == 1 and looks_numeric(under[0].text) else None


def _unit(over: dict[int, Cell]) -> str:
    """元, where the header counts money in it."""
    return "元" if any("元" in bare(cell.text) and "万元" not in bare(cell.text) for cell in over.values()) else ""


__all__ = ["BLANK", "Row", "old_rows", "rows"]
