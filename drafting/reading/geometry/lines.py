"""The rows of a grid as lines: each cell once, with what reaches into the row from above, and the figures among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drafting.form import bare

from ..content import Cell, Grid, Text
from ..figures import complete, figure, looks_numeric


@dataclass(slots=True)
class Line:
    """A grid's row: its own cells from left to right (each once), and the cells that reach into it from above.

    ``block``: index of the grid in the content; ``at``: the cell at each column. ``cut``: see ``Grid``; columns say
    nothing then.
    """

    block: int
    own: list[Cell]
    above: list[Cell]
    at: dict[int, Cell]
    cut: bool = False

    @property
    def text(self) -> str:
        """The row as it stands, for people."""
        return " ".join(" ".join(cell.text.split()) for cell in self.own if cell.text.strip())[:200]

    @property
    def labels(self) -> list[Cell]:
        """Its cells with words."""
        return [cell for cell in self.own if bare(cell.text) and not looks_numeric(cell.text)]

    @property
    def filled(self) -> list[Cell]:
        """Its cells with a figure or a “/”."""
        return [cell for cell in self.own if cell.text.strip() and looks_numeric(cell.text)]

    def after(self, label: Cell) -> list[Cell]:
        """Its cells to the right of ``label``."""
        return self.own[self.own.index(label) + 1 :]


def lines(at: int, block: Grid | Text) -> Iterator[Line]:
    """The lines of block number ``at``: of a grid, or of a text with tabs."""
    if isinstance(block, Text):
        cells = [Cell(part, block.place) for part in block.text.split("\t")]
        yield Line(at, cells, [], dict(enumerate(cells)), cut=True)
        return
    before: set[int] = set()
    for row in block.rows:
        seen: dict[int, Cell] = {}
        for cell in row:
            if cell is not None:
                seen.setdefault(id(cell), cell)
        own = [cell for key, cell in seen.items() if key not in before]
        yield Line(
            at,
            own,
            [cell for key, cell in seen.items() if key in before],
            {column: cell for column, cell in enumerate(row) if cell is not None},
            block.cut,
        )
        before |= set(seen)


def window(cells: list[Cell], size: int) -> tuple[Cell, ...] | None:
    """The ``size`` cells of figures among ``cells``; what stands beside them must be blank. None when that is not one
    place.
    """
    if len(cells) == size:
        return tuple(cells)
    windows = [
        cells[at : at + size]
        for at in range(len(cells) - size + 1)
        if all(looks_numeric(cell.text) for cell in cells[at : at + size])
        and not any(cell.text.strip() for cell in cells[:at] + cells[at + size :])
    ]
    full = [found for found in windows if all(cell.text.strip() for cell in found)]
    if len(full) == 1 or len(windows) == 1:
        return tuple((full if len(full) == 1 else windows)[0])
    if windows and not any(cell.text.strip() for cell in cells):
        return tuple(windows[-1])
    return None


def adds_up(cells: tuple[Cell, ...]) -> bool:
    """Whether the last figure is the sum of the others."""
    values = complete([figure(cell.text).value for cell in cells])
    return values is not None and sum(values[:-1]) == values[-1]
