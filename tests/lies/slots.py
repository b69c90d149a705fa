"""What fills the gaps of a lie: figures that are wrong for this report, made-up ones, figures of its notes.

``{off_N}`` a value near the right one of the code that no other whole of the report has, ``{near_RC}`` the value of another
cell of the same kind, ``{was_N}`` last year's, ``{is_N}`` the right one, ``{vague_N}`` an estimate that does not hold,
``{over_N}`` / ``{under_N}`` a round number above / below, ``{off%G}`` a wrong share; ``{s}`` ``{m}`` ``{M}`` invented counts of
one, two and four digits, ``{p}`` an invented percentage, ``{d}`` a day.
"""

from __future__ import annotations

import random
import re
from decimal import Decimal

from drafting.report import Report

from .codes import CELLS
from .values import value

VAGUE = (
    ("近千", 900, 999),
    ("数百", 200, 999),
    ("上千", 1000, 1999),
    ("数千", 2000, 9999),
    ("近百", 90, 99),
    ("百余", 101, 199),
)
VAGUE += (
    ("数十", 20, 99),
    ("1000多", 1001, 1999),
    ("上万", 10_000, 19_999),
    ("过万", 10_000, 99_999),
    ("数万", 20_000, 99_999),
)
_FAMILIES = ("R", "LD", "LA", "REV", "LIT")


class Slots(dict):
    """A mapping for ``str.format_map``: what a gap is called -> what stands in it. Raises KeyError where it cannot be filled."""

    def __init__(self, report: Report, last_year: Report | None, rng: random.Random):
        super().__init__()
        self.report, self.last_year, self.rng = report, last_year, rng
        self._taken = {int(found) for note in report.notes for found in re.findall(r"\d+", note.text)}
        self._taken |= {int(number) for code in CELLS if (number := value(code, report)) is not None}

    def __missing__(self, name: str) -> str:
        how, _, code = name.partition("_")
        if not code:
            return self._invented(name)
        right = value(code, self.report)
        if right is None:
            raise KeyError(name)
        return getattr(self, f"_{how}")(code, right)

    def _invented(self, name: str) -> str:
        if name == "d":
            return f"{self.rng.randint(1, 12)}月{self.rng.randint(1, 28)}日"
        if name == "p":
            return f"{self.rng.randint(71, 98)}.{self.rng.randint(1, 9)}"
        low, high = {"s": (1, 5), "m": (21, 980), "M": (1100, 9900)}[name]
        numbers = [number for number in range(low, high) if name == "s" or number not in self._taken]
        return str(self.rng.choice(numbers))

    def _off(self, code: str, right: Decimal) -> str:
        if code.startswith("%"):
            return f"{right + self.rng.choice((-7, 9, 13)):.2f}"
        wholes = {value(each, self.report) for each in ("N", "H", "T")} if code in ("N", "H", "T") else {right}
        near = [right + step for step in (-3, -2, -1, 1, 2, 3, 10) if right + step > 0]
        return f"{self.rng.choice([number for number in near if number not in wholes]):f}"

    def _near(self, code: str, right: Decimal) -> str:
        family = [each for each in CELLS if each.startswith(_FAMILIES)]
        others = {number for each in family if (number := value(each, self.report))} - {right} or {right + 1}
        return str(int(self.rng.choice(sorted(others))))

    def _was(self, code: str, right: Decimal) -> str:
        before = value(code, self.last_year)
        if before is None or before == right:
            raise KeyError(code)
        return str(int(before))

    def _is(self, code: str, right: Decimal) -> str:
        if not right:
            raise KeyError(code)
        return f"{right:f}"

    def _vague(self, code: str, right: Decimal) -> str:
        return self.rng.choice([words for words, low, high in VAGUE if not low <= right <= high])

    def _over(self, code: str, right: Decimal) -> str:
        return str((int(right) // 10 + self.rng.randint(1, 3)) * 10)

    def _under(self, code: str, right: Decimal) -> str:
        if right < 20:
            raise KeyError(code)
        return str(int(right) // 10 * 10)
