"""The rows of the form in grids: which row of which table a grid's row is, and the cells with its figures.

A row is known by its label wherever it stands, so a table that a page cuts, a header that repeats, and a table inside
another need no care. Table four's figures have no label: they are the fifteen under its header.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from drafting.form import SINGLE_OTHER, bare, column_of, edition, labels, row_of

from .content import Cell, Content, Grid, Text
from .figures import BLANK, Figure, figure, looks_numeric

APPLICANTS = tuple(labels().columns)
"""Columns of table three, as printed."""
STOCK = tuple(labels().stock_columns)
"""Columns of the first block of table two."""
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
GROUPS = ("review", "litigation_direct", "litigation_after_review")
CASES = tuple(f"proceedings.{group}.{outcome}" for group in GROUPS for outcome in OUTCOMES)
"""The fifteen figures of table four, as printed."""
ORDER = tuple(dict.fromkeys(key.rsplit(".", 1)[0] for key in edition().cells if key.startswith("requests.")))
"""The rows of table three, as printed."""
_SINGLE = ("disclosure.licences", "disclosure.penalties", "disclosure.coercive_measures", "disclosure.fees_wan_yuan")
_HEADS = {"申请人情况", *labels().outcomes[:-1]}
"""Words of the headers of tables three and four, beside which 总计 is a column."""
_GROUPS = {"行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉"}
_LIKE = 0.6
"""A misprinted label must be this like the one that is missing at its place."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form as a file prints it.

    ``row``: its key without column (of table four ``proceedings``; ``requests.single_other`` for the one row).
    ``figures``: the cells with its figures by column, None where they cannot be told apart (then ``loose`` are all that
    stand there). ``block``: index of the block in the content. ``text``: the row as it stands, for people.
    """

    row: str
    block: int
    text: str
    cells: tuple[Cell, ...] | None
    loose: tuple[Cell, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What is printed in the cells."""
        return tuple(figure(cell.text) for cell in self.cells or ())


@dataclass(slots=True)
class _Line:
    """A grid's row: its own cells from left to right (each once), and the cells that reach into it from above."""

    block: int
    own: list[Cell]
    above: list[Cell]
    at: dict[int, Cell]

    @property
    def text(self) -> str:
        return " ".join(" ".join(cell.text.split()) for cell in self.own if cell.text.strip())[:200]

    @property
    def labels(self) -> list[Cell]:
        return [cell for cell in self.own if bare(cell.text) and not looks_numeric(cell.text)]

    def after(self, label: Cell) -> list[Cell]:
        return self.own[self.own.index(label) + 1:]


def rows(content: Content) -> list[Row]:
    """The rows of the three tables in the grids of ``content``, in order; the same row may come twice."""
    grids = [(at, list(_lines(at, block))) for at, block in enumerate(content.blocks)
             if isinstance(block, Grid) or "\t" in block.text]
    found: list[Row] = []
    for (_, before), (_, after) in pairwise(grids):
        _mend(before, after)
    for _, lines in grids:
        found += _requests(lines) + _disclosure(lines, found)
    return found + _proceedings([lines for _, lines in grids])


def old_rows(content: Content) -> dict[str, dict[str, str]]:
    """What a table two of the 2019 form prints, label -> column -> text; empty for the form in force."""
    known, found = labels(), {}
    for at, block in enumerate(content.blocks):
        columns: list[str] = []
        for line in _lines(at, block) if isinstance(block, Grid) or "\t" in block.text else ():
            heads = [cell.text for cell in line.own if bare(cell.text) in known.old_columns]
            if heads:
                columns = ["".join(head.split()) for head in heads]
            elif columns and line.own and bare(line.own[0].text) in known.old_rows:
                values = [" ".join(cell.text.split()) for cell in line.own[1:]]
                found[bare(line.own[0].text)] = dict(zip(columns, values))
    return found


def _lines(at: int, block: Grid | Text) -> Iterator[_Line]:
    if isinstance(block, Text):
        cells = [Cell(part, block.place) for part in block.text.split("\t")]
        yield _Line(at, cells, [], dict(enumerate(cells)))
        return
    before: set[int] = set()
    for row in block.rows:
        seen: dict[int, Cell] = {}
        for cell in row:
            if cell is not None:
                seen.setdefault(id(cell), cell)
        own = [cell for key, cell in seen.items() if key not in before]
        yield _Line(at, own, [cell for key, cell in seen.items() if key in before],
                    {column: cell for column, cell in enumerate(row) if cell is not None})
        before |= set(seen)


def _mend(before: list[_Line], after: list[_Line]) -> None:
    """Put together a row that a page's end cut in two: half its label above, half below, its figures on one side only."""
    first = next((line for line in after if not _is_head(line)), None)
    if not before or first is None:
        return
    upper, lower = before[-1], first
    names = [_named(line)[1] for line in (upper, lower)]
    if not (_blank(upper) or _blank(lower)) or None not in names or _blank(upper) and _blank(lower):
        return
    label = Cell("".join(line.labels[-1].text for line in (upper, lower) if line.labels), (upper.labels or lower.labels or upper.own)[-1].place)
    if row_of(label.text, "requests") is None:
        return
    figures = [cell for cell in (lower if _blank(upper) else upper).own if looks_numeric(cell.text)]
    columns = (lower if _blank(upper) else upper).at
    before[-1] = _Line(upper.block, [label, *figures], upper.above,
                       {column: cell for column, cell in columns.items() if cell in figures})
    after.remove(lower)


def _blank(line: _Line) -> bool:
    cells = [cell for cell in line.own if looks_numeric(cell.text)]
    return len(cells) >= 6 and not any(cell.text.strip() for cell in cells)


# Table three


def _requests(lines: list[_Line]) -> list[Row]:
    columns: dict[str, int] = {}
    found: list[Row | None] = []
    unnamed: list[tuple[int, _Line]] = []
    for line in lines:
        if _is_head(line):
            columns |= _heads(line)
            continue
        label, name = _named(line)
        if name is None:
            if sum(looks_numeric(cell.text) and cell.text.strip() != "" for cell in line.own) >= 6 and line.labels:
                unnamed.append((len(found), line))
                found.append(None)
            continue
        cells, loose = _seven(line, label, columns if len(columns) == len(APPLICANTS) else {})
        found.append(Row(name, line.block, line.text, cells, loose))
    named = [row for row in found if row]
    if not any(row.row not in ("requests.total", "requests.other_remaining") for row in named):
        return []
    for at, line in unnamed:
        found[at] = _misprinted(line, _near(found[:at][::-1]), _near(found[at + 1:]), columns)
    return [row for row in found if row]


def _is_head(line: _Line) -> bool:
    return len(_heads(line)) >= 2 or any(bare(cell.text) in _HEADS for cell in line.own)


def _heads(line: _Line) -> dict[str, int]:
    heads: dict[str, int] = {}
    for column, cell in sorted(line.at.items()):
        name = column_of(cell.text, "requests")
        if name and cell in line.own:
            heads[name] = column
    return heads


def _named(line: _Line) -> tuple[Cell | None, str | None]:
    """The label of the row, the rightmost that names one, and its name."""
    names = [(cell, name) for cell in reversed(line.labels)
             if (name := row_of(cell.text, "requests")) and (name != SINGLE_OTHER or cell is line.labels[-1])]
    if not names and line.labels:  # a label that a page or a column cut into several cells
        name = row_of("".join(cell.text for cell in line.above + line.labels), "requests")
        names = [(line.labels[-1], name)] if name and name.startswith("requests.other") is False else []
    return names[0] if names else (None, None)


def _seven(line: _Line, label: Cell, columns: dict[str, int]) -> tuple[tuple[Cell, ...] | None, tuple[Cell, ...]]:
    """The seven cells of the figures: the row's own, held against the header where there is one."""
    after = line.after(label)
    own = _window(after, len(APPLICANTS))
    headed = tuple(line.at.get(columns[name]) for name in APPLICANTS) if columns else ()
    if headed and all(cell is not None and looks_numeric(cell.text) for cell in headed) and len(set(map(id, headed))) == 7:
        if own is None or list(map(id, own)) == list(map(id, headed)):
            return headed, ()
        balanced = [cells for cells in (own, headed) if _adds_up(cells)]
        return (balanced[0] if len(balanced) == 1 else None), tuple(after)
    return own, tuple(after)


def _window(cells: list[Cell], size: int) -> tuple[Cell, ...] | None:
    """The ``size`` cells of figures among ``cells``; what stands beside them must be blank. None when that is not one place."""
    if len(cells) == size:
        return tuple(cells)
    windows = [cells[at:at + size] for at in range(len(cells) - size + 1)
               if all(looks_numeric(cell.text) for cell in cells[at:at + size])
               and not any(cell.text.strip() for cell in cells[:at] + cells[at + size:])]
    full = [window for window in windows if all(cell.text.strip() for cell in window)]
    if len(full) == 1 or len(windows) == 1:
        return tuple((full if len(full) == 1 else windows)[0])
    if windows and not any(cell.text.strip() for cell in cells):
        return tuple(windows[-1])
    return None


def _adds_up(cells: tuple[Cell, ...]) -> bool:
    values = [figure(cell.text).value for cell in cells]
    return None not in values and sum(values[:-1]) == values[-1]


def _near(found: list[Row | None]) -> str | None:
    return next((row.row for row in found if row), None)


def _misprinted(line: _Line, before: str | None, after: str | None, columns: dict[str, int]) -> Row | None:
    """The row whose label fits nothing: the one missing between its neighbours, when its label resembles that one's."""
    if before not in ORDER or after not in ORDER or ORDER.index(after) != ORDER.index(before) + 2:
        return None
    missing = ORDER[ORDER.index(before) + 1]
    label = max(line.labels, key=lambda cell: _likeness(cell.text, missing))
    if _likeness(label.text, missing) < _LIKE:
        return None
    cells, loose = _seven(line, label, columns if len(columns) == len(APPLICANTS) else {})
    return Row(missing, line.block, line.text, cells, loose)


def _likeness(text: str, row: str) -> float:
    printed = edition().table("requests").labels(f"{row}.total")[0][-1]
    return SequenceMatcher(None, bare(text), bare(printed), autojunk=False).ratio()


# Table two


def _disclosure(lines: list[_Line], found: list[Row]) -> list[Row]:
    words = labels()
    heads = {bare(cell.text) for line in lines for cell in line.own}
    old = heads & set(words.old_columns)
    ours = any(head.startswith(word) for head in heads for word in words.items) and not old
    begun = bool(found) and found[-1].row.startswith("disclosure.") and not old
    columns: dict[str, int] = {}
    rows_: list[Row] = []
    for line in lines:
        heads_ = {name: column for column, cell in line.at.items()
                  if (name := column_of(cell.text, "disclosure")) and cell in line.own}
        columns = heads_ or columns
        names = [(cell, name) for cell in line.labels if (name := row_of(cell.text, "disclosure"))]
        if not names or not (ours or begun):
            continue
        label, name = names[-1]
        after = line.after(label)
        if name in _SINGLE:
            cells = _single(after)
        else:
            headed = tuple(line.at.get(columns[name_]) for name_ in STOCK) if len(columns) == len(STOCK) else ()
            own = _window(after, len(STOCK))
            agree = own is None or not headed or list(map(id, own)) == list(map(id, headed))
            fits = headed and all(cell is not None and looks_numeric(cell.text) for cell in headed)
            cells = (headed if fits else own) if agree else (own if _full(own) and not _full(headed) else None)
        rows_.append(Row(name, line.block, line.text, cells, tuple(after)))
    return rows_


def _full(cells: tuple[Cell | None, ...]) -> bool:
    return all(cell is not None and cell.text.strip() for cell in cells)


def _single(cells: list[Cell]) -> tuple[Cell, ...] | None:
    """The one cell of a figure: the only one that is not blank, or a blank."""
    filled = [cell for cell in cells if cell.text.strip()]
    if not filled:
        return tuple(cells[:1]) or None
    return (filled[0],) if len(filled) == 1 else None


# Table four


def _proceedings(grids: list[list[_Line]]) -> list[Row]:
    """The first row of fifteen figures under a header of table four, in its grid or at the top of the next."""
    found: list[Row] = []
    headed = False
    outcomes = set(labels().outcomes)
    for lines in grids:
        for line in lines:
            words = [bare(cell.text) for cell in line.own]
            if sum(word in outcomes for word in words) >= 4 or sum(word in _GROUPS for word in words) >= 2:
                headed = True
            elif headed and any(figure(cell.text).kind == "number" for cell in line.own) and len(line.own) >= 5:
                if not any(row_of(cell.text, "requests") for cell in line.labels):
                    found.append(_cases(line))
                headed = False
            elif headed and len(line.own) >= len(CASES) and not any(bare(cell.text) for cell in line.own):
                found.append(_cases(line))
                headed = False
    return found


def _cases(line: _Line) -> Row:
    numeric = line.own if len(line.own) == len(CASES) else [cell for cell in line.own if looks_numeric(cell.text)]
    return Row("proceedings", line.block, line.text, _window(numeric, len(CASES)), tuple(numeric))


__all__ = ["APPLICANTS", "BLANK", "CASES", "ORDER", "STOCK", "Row", "old_rows", "rows"]
