"""Digits run together or torn apart, cut into figures by what the form's identities allow.

``21710000218`` is 217 1 0 0 0 0 218 since only so do the first six add up to the seventh. A cut is taken only when it
is the only one; the columns of the whole table then have to agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

Cut = tuple[int, ...]
MOST = 400
"""Cuts of one row that are still weighed against the other rows; more mean that nothing can be said."""
STEPS = 50_000
"""Attempts after which a row is given up."""


def cuts(tokens: Sequence[str], groups: Sequence[int]) -> list[Cut] | None:
    """Every way to read ``tokens`` (strings of digits as they stand apart) as figures in ``groups``.

    A group of n figures ends in the sum of the others; a group of 1 is any figure, and -n is n figures that owe each
    other nothing. No figure begins with 0 unless it is 0. With fewer tokens than figures every gap is a cut; with more,
    cuts are at gaps only. None: too many ways to say anything.
    """
    digits = "".join(tokens)
    wanted = sum(map(abs, groups))
    gaps, at = set(), 0
    for token in tokens[:-1]:
        at += len(token)
        gaps.add(at)
    if len(tokens) > wanted:
        allowed, forced = gaps, set()
    else:
        allowed, forced = set(range(1, len(digits))), gaps
    budget = [STEPS]
    found: list[Cut] = []
    for cut in _read(digits, 0, list(groups), allowed, forced, budget):
        found.append(cut)
        if len(found) > MOST:
            return None
    return found if budget[0] > 0 else None


def _read(
    digits: str, at: int, groups: list[int], allowed: set[int], forced: set[int], budget: list[int]
) -> Iterator[Cut]:
    if not groups:
        if at == len(digits):
            yield ()
        return
    for end, figures in _group(digits, at, groups[0], allowed, forced, budget, rest=sum(map(abs, groups[1:]))):
        for others in _read(digits, end, groups[1:], allowed, forced, budget):
            yield figures + others


def _group(
    digits: str,
    at: int,
    size: int,
    allowed: set[int],
    forced: set[int],
    budget: list[int],
    rest: int,
) -> Iterator[tuple[int, Cut]]:
    """The figures of one group from ``at`` on, each with where it ends; ``rest`` figures must still fit behind it."""
    count, summed = abs(size), size > 1
    stack: list[tuple[int, Cut]] = [(at, ())]
    while stack and budget[0] > 0:
        start, figures = stack.pop()
        budget[0] -= 1
        if len(figures) == count:
            yield start, figures
            continue
        left = count - len(figures) - 1 + rest
        last = summed and len(figures) == count - 1
        ends = _ends(digits, start, left, allowed, forced)
        if last:
            wanted = str(sum(figures))
            if start + len(wanted) in ends and digits.startswith(wanted, start):
                stack.append((start + len(wanted), (*figures, int(wanted))))
        else:
            stack += [(end, (*figures, int(digits[start:end]))) for end in ends]


def _ends(digits: str, start: int, left: int, allowed: set[int], forced: set[int]) -> list[int]:
    """Where a figure that begins at ``start`` may end, with ``left`` figures of at least one digit still to come."""
    found: list[int] = []
    furthest = min(len(digits) - left, start + 12)
    for end in range(start + 1, furthest + 1):
        if (end in allowed and left) or (end == len(digits) and not left):
            found.append(end)
        if digits[start] == "0" or end in forced:
            break
    return found


def agreed(candidates: dict[str, list[Cut]], leaves: Sequence[str], columns: int) -> dict[str, Cut] | None:
    """The one choice of a cut for each row of table three with which every column adds up; None when not exactly one.

    ``candidates``: row -> its cuts (a row that is certain has one). ``leaves``: the rows whose sum is
    ``requests.total``.
    """
    needed = {*leaves, "requests.total", "requests.new_received", "requests.carried_in", "requests.carried_out"}
    if not needed <= candidates.keys():
        return None
    open_rows = [row for row, found in candidates.items() if len(found) > 1]
    size = 1
    for row in open_rows:
        size *= len(candidates[row])
        if size > STEPS // 10:
            return None
    chosen = {row: found[0] for row, found in candidates.items() if found}
    if len(chosen) < len(candidates):
        return None
    fitting: list[dict[str, Cut]] = []
    for choice in product(*(candidates[row] for row in open_rows)):
        chosen |= dict(zip(open_rows, choice))
        if all(_column_fits(chosen, leaves, column) for column in range(columns)):
            fitting.append(dict(chosen))
            if len(fitting) > 1:
                return None
    return fitting[0] if fitting else None


def _column_fits(chosen: dict[str, Cut], leaves: Sequence[str], column: int) -> bool:
    total = chosen["requests.total"][column]
    return (
        sum(chosen[row][column] for row in leaves) == total
        and chosen["requests.new_received"][column] + chosen["requests.carried_in"][column]
        == total + chosen["requests.carried_out"][column]
    )
