"""One edition of the statutory form: three tables cell by cell, and the relations between cells.

The data are in ``edition-<id>.json`` beside this module; the grid, the checks and every reader and
writer take labels, spans, keys and relations from here, so nothing is written twice.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from drafting.errors import InputError

from . import data
from .roles import Group, Role, Roles

TableId = Literal["disclosure", "requests", "proceedings"]
NICKNAMES: dict[TableId, str] = {"disclosure": "表二", "requests": "表三", "proceedings": "表四"}
"""What staff and reviewers call the tables of sections two to four."""
CellKind = Literal["count", "wan_yuan"]
"""What a figure counts: whole pieces, or 万元."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Printed(_Frozen):
    row: int
    col: int
    rowspan: int
    colspan: int


class LabelCell(_Printed):
    """A cell with words. ``row`` and ``col`` are 0-based."""

    text: str
    key: None = None
    kind: None = None
    computed: Literal[False] = False


class NumberCell(_Printed):
    """A cell for a figure. ``row`` and ``col`` are 0-based.

    ``key`` is the full cell key, table first: ``requests.granted.business``.
    ``kind``: ``count`` (integer) or ``wan_yuan`` (decimal, 万元). ``computed`` cells are totals.
    """

    text: None = None
    key: str
    kind: CellKind
    computed: bool = False


Cell = LabelCell | NumberCell
"""One printed cell; its ``key`` tells which it is: a label has none."""


class Table(_Frozen):
    """One of the three tables: ``rows`` × ``cols`` grid positions, covered exactly once by ``cells``."""

    id: TableId
    section: int
    title: str
    rows: int
    cols: int
    roles: Roles
    cells: tuple[Cell, ...]

    @property
    def nickname(self) -> str:
        """表二, 表三 or 表四."""
        return NICKNAMES[self.id]

    @cached_property
    def header_rows(self) -> int:
        """How many rows stand above the first number; they repeat when the table breaks over pages."""
        return min(cell.row for cell in self.numbers)

    @cached_property
    def rows_of_numbers(self) -> frozenset[int]:
        """The rows in which a number stands; the others only name what stands below them."""
        return frozenset(row for cell in self.numbers for row in range(cell.row, cell.row + cell.rowspan))

    @cached_property
    def numbers(self) -> tuple[NumberCell, ...]:
        """The cells for figures, in printed order."""
        return tuple(cell for cell in self.cells if cell.key is not None)

    @cached_property
    def texts(self) -> tuple[LabelCell, ...]:
        """The labels, in printed order."""
        return tuple(cell for cell in self.cells if cell.key is None)

    @cached_property
    def _by_key(self) -> dict[str, NumberCell]:
        return {cell.key: cell for cell in self.numbers}

    @cached_property
    def _sorted_texts(self) -> tuple[list[LabelCell], list[LabelCell]]:
        """The labels from left to right, and from top to bottom."""
        return sorted(self.texts, key=lambda cell: cell.col), sorted(self.texts, key=lambda cell: cell.row)

    def labels(self, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The row labels (outer first) and column labels (outer first) that stand over cell ``key``."""
        at = self._by_key[key]
        by_col, by_row = self._sorted_texts
        left = tuple(cell.text for cell in by_col if cell.col < at.col and cell.row <= at.row < cell.row + cell.rowspan)
        above = [cell for cell in by_row if cell.row < at.row and cell.col <= at.col < cell.col + cell.colspan]
        if self.header_rows < at.row and self.id == "disclosure":
            above = above[-1:]  # table two repeats its header for each item of Article 20
        return left, tuple(cell.text for cell in above)


class Relation(_Frozen):
    """A relation the printed figures must satisfy: ``total`` = Σ ``parts``, or Σ ``left`` = Σ ``right``."""

    id: str
    says: str
    total: str | None = None
    parts: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """``A1`` … ``A4`` (domain §2.4)."""
        return self.id.split(":")[0]

    @property
    def sides(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Both sides as cell keys; their sums must be equal."""
        return (self.parts, (self.total,)) if self.total else (self.left, self.right)


class Edition(_Frozen):
    """A form in force for a span of report years."""

    edition: str
    in_force_from_report_year: int
    basis: str
    sections: tuple[str, ...]
    tables: tuple[Table, ...]
    relations: tuple[Relation, ...]

    def __hash__(self) -> int:
        """By its name: what is worked out of an edition is kept under it."""
        return hash(self.edition)

    @cached_property
    def cells(self) -> dict[str, NumberCell]:
        """Number cells by key, in printed order (10 + 175 + 15)."""
        return {cell.key: cell for table in self.tables for cell in table.numbers}

    @cached_property
    def holders(self) -> frozenset[str]:
        """What cells lie in: ``requests``, ``requests.granted`` …, every beginning of their keys up to a dot."""
        return frozenset(key[:at] for key in self.cells for at, sign in enumerate(key) if sign == ".")

    @cached_property
    def roles(self) -> dict[str, Role]:
        """What each number cell counts, by key."""
        return {cell.key: table.roles.of(cell.key.partition(".")[2]) for table in self.tables for cell in table.numbers}

    @cached_property
    def groups_of(self) -> dict[str, str]:
        """The group of each result of table three, ``""`` for （一） and （二）."""
        return {role.result: role.group for role in self.roles.values() if role.result}

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The groups of results in table three, （三） to （六）, in order."""
        return self.table("requests").roles.groups

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """Keys that staff fill."""
        return tuple(key for key, cell in self.cells.items() if not cell.computed)

    @cached_property
    def formulas(self) -> dict[str, tuple[str, ...]]:
        """Computed key -> the keys it adds up, ordered so that each needs only what stands before it."""
        found: dict[str, tuple[str, ...]] = {}
        for relation in self.relations:
            if relation.total and self.cells[relation.total].computed:
                found.setdefault(relation.total, relation.parts)

        def depth(key: str) -> int:
            return 1 + max(map(depth, found[key])) if key in found else 0

        return dict(sorted(found.items(), key=lambda item: depth(item[0])))

    def table(self, id: str) -> Table:
        """The table called ``disclosure``, ``requests`` or ``proceedings``."""
        return next(table for table in self.tables if table.id == id)

    def name(self, key: str) -> str:
        """What staff call a cell: ``表三“（一）予以公开”商业企业``."""
        return self._names[key]

    @cached_property
    def _names(self) -> dict[str, str]:
        return {cell.key: _name(table, cell.key) for table in self.tables for cell in table.numbers}

    def breach(self, relation: Relation) -> str:
        """The sentence for a broken relation, with ``{left}``, ``{right}`` and ``{difference}`` to fill in.

        One wording for the grid, which fills it at each keystroke, and for the checks.
        """
        at = relation.id.split(":")[1]
        if relation.group in ("A1", "A2"):
            column = self._names[f"requests.total.{at}"].split("”")[-1]
            left, right = {
                "A1": ("各项办理结果之和为", "（七）总计为"),
                "A2": ("第一项加第二项之和为", "第三项加第四项之和为"),
            }[relation.group]
            where = f"表三“{column}”列"
        else:
            where = self._names[relation.sides[1][0]].rsplit("”", 1)[0] + "”"
            left, right = ("各类申请人之和为", "总计为") if relation.group == "A3" else ("各种结果之和为", "总计为")
        return f"{where}：{left}{{left}}，{right}{{right}}，相差{{difference}}，请核对。"

    def dependents(self, key: str) -> set[str]:
        """The computed cells that change when ``key`` changes."""
        found = {key}
        for total, parts in self.formulas.items():
            if found.intersection(parts):
                found.add(total)
        return found - {key}


def _name(table: Table, key: str) -> str:
    rows, columns = table.labels(key)
    if not rows:  # table four has no row labels
        return f"{table.nickname}“{columns[-2]}”{columns[-1]}"
    row = rows[-1] if len(rows) == 1 or not rows[-1][0].isdigit() else "".join(rows[-2:])
    row = row.split("（区分处理")[0]
    return f"{table.nickname}“{row}”{columns[-1]}"


def edition(id: str) -> Edition:
    """The edition called ``id``.

    Raises InputError when the program has no such edition.
    """
    known = data.ids()
    if id not in known:
        raise InputError(f"没有“{id}”版报告格式，目前可用的是 {'、'.join(known)} 版，请核对格式版本。")
    return _edition(id, data.FOLDER)


@cache
def _edition(id: str, folder: Any) -> Edition:
    """The edition ``id`` of ``folder``, which is where ``data`` reads."""
    found = data.read("edition", id)
    for table in found["tables"]:
        for cell in table["cells"]:
            if "key" in cell:
                cell["key"] = f"{table['id']}.{cell['key']}"
    return Edition.model_validate(found)


def editions() -> tuple[Edition, ...]:
    """All editions, oldest first."""
    return _editions(data.FOLDER)


@cache
def _editions(folder: Any) -> tuple[Edition, ...]:
    found = (_edition(id, folder) for id in data.ids())
    return tuple(sorted(found, key=lambda form: form.in_force_from_report_year))


def edition_for(year: int) -> Edition:
    """The edition in force for report ``year``; for a year before all of them the oldest, with which it is compared."""
    known = editions()
    return next((form for form in reversed(known) if form.in_force_from_report_year <= year), known[0])
