"""What a measurement found, and how it is shown: series taken in turn, their quantiles, tables, targets."""

from __future__ import annotations

import os
import platform
import re
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "performance.md"


@dataclass(frozen=True)
class Series:
    """Repetitions of one measurement, in milliseconds unless the row says otherwise."""

    values: Sequence[float]

    @property
    def least(self) -> float:
        """The smallest value."""
        return min(self.values)

    @property
    def median(self) -> float:
        """The middle value."""
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """The 95th percentile, interpolated between repetitions."""
        return statistics.quantiles(self.values, n=20, method="inclusive")[-1]

    def __str__(self) -> str:
        return " / ".join(map(_number, (self.least, self.median, self.p95)))


@dataclass(frozen=True)
class Row:
    """One thing measured on the program and, where there is one, on its baseline."""

    what: str
    program: Series
    baseline: Series | None = None
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """Median over median."""
        return self.program.median / self.baseline.median

    @property
    def p95_ratio(self) -> float:
        """95th percentile over 95th percentile."""
        return self.program.p95 / self.baseline.p95

    @property
    def difference(self) -> float:
        """How much the program's median is above the baseline's."""
        return self.program.median - self.baseline.median


@dataclass(frozen=True)
class Target:
    """A target in words, what was measured in words, and whether it holds."""

    wanted: str
    measured: str
    holds: bool


@dataclass(frozen=True)
class Outcome:
    """All that one measurement found. ``notes``: sentences below the table; ``tables``: further ones, in Markdown."""

    rows: Sequence[Row]
    targets: Sequence[Target]
    notes: Sequence[str] = ()
    tables: Sequence[str] = ()


def in_turn(repeat: int, takes: Mapping[str, Callable[[], object]]) -> dict[str, list]:
    """Call each of ``takes`` once, in order, ``repeat`` times over; what each gave, by name. Progress on a terminal."""
    taken: dict[str, list] = {name: [] for name in takes}
    for at in range(repeat):
        for name, take in takes.items():
            _tell(f"{at + 1}/{repeat} {name}")
            taken[name].append(take())
    _tell("")
    return taken


def _tell(progress: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{progress}", end="", file=sys.stderr, flush=True)


def section(name: str, title: str, how: str, repeat: int, outcome: Outcome) -> str:
    """The measurement as a section of Markdown."""
    lines = [
        f"## {name}: {title}",
        "",
        how.strip(),
        "",
        f"Measured {date.today()}: {os.cpu_count()} cores, Python {platform.python_version()}, {repeat} repetitions, "
        f"`python -m tests.bench {name}`.",
        "",
        "| min / median / p95 | | program | baseline | ratio of medians | of p95 |",
        "|---|---|---|---|---|---|",
        *map(_line, outcome.rows),
        "",
        *(line for table in outcome.tables for line in (table, "")),
        *(
            f"- **{'Holds' if target.holds else 'Does not hold'}**: {target.wanted}. {target.measured}."
            for target in outcome.targets
        ),
        *(f"- {note}" for note in outcome.notes),
        "",
    ]
    return "\n".join(lines)


def written(name: str, text: str) -> None:
    """Put ``text`` in the place of the section called ``name``, at the end of the document when there is none yet."""
    whole = DOCUMENT.read_text("utf-8")
    old = re.compile(rf"^## {name}: .*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    new, found = old.subn(lambda _: text + "\n", whole)
    DOCUMENT.write_text((new if found else f"{whole.rstrip()}\n\n{text}").rstrip() + "\n", "utf-8")


def _line(row: Row) -> str:
    beside = (
        "| – | – | – |" if row.baseline is None else f"| {row.baseline} | {row.ratio:.2f} × | {row.p95_ratio:.2f} × |"
    )
    return f"| {row.what} | {row.unit} | {row.program} {beside}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"
