"""The scores as tables: for the bulletin, and as a workbook with the reason of each deduction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from drafting.publishing import listing
from drafting.publishing.listing import Listing

from .score import ITEMS, Score, Weights
from .weights_file import table as standard

UNSCORED = "未评"


def table(scores: Sequence[Score], weights: Weights, *, items: bool = True) -> Listing:
    """Rank, unit and points, a row a unit in the order of ``scores``; ``items``: with the points of each item."""
    heads = [(ITEMS[item], 5.0) for item in weights] if items else []
    return Listing(
        "评分表",
        (("名次", 4), ("单位", 13), ("得分", 5), *heads),
        tuple(
            (
                score.rank,
                score.line.label,
                UNSCORED if score.points is None else score.points,
                *(_of_items(score, weights) if items else ()),
            )
            for score in scores
        ),
    )


def _of_items(score: Score, weights: Weights) -> list[listing.Value]:
    points = {part.item: part.points for part in score.parts}
    return [UNSCORED if (got := points.get(item)) is None else got for item in weights]


def reasons(scores: Sequence[Score]) -> Listing:
    """Every deduction, and every unit or item that was not judged, with what it is for."""
    rows: list[tuple[listing.Value, ...]] = []
    for score in scores:
        if score.why:
            rows.append((score.line.label, "总分", None, None, score.why, ""))
        for part in score.parts:
            if part.why and score.line.rounds:
                said = "\n".join(finding.said for finding in part.findings)
                rows.append((score.line.label, ITEMS[part.item], part.full, part.lost, part.why, said))
    columns = (("单位", 13), ("项目", 6), ("分值", 4), ("扣分", 4), ("原因", 24), ("依据的校核意见", 48))
    return Listing("扣分原因", columns, tuple(rows))


def workbook(scores: Sequence[Score], weights: Weights, year: int, today: date, author: str = "") -> bytes:
    """The scores, the reasons and the weights, a sheet each."""
    sheets = [table(scores, weights), reasons(scores), standard(weights)]
    return listing.xlsx(f"{year}年年度报告评分", sheets, author=author, dated=today)


def to_data(score: Score) -> dict[str, Any]:
    """A unit's score as ``bulletin --json`` prints it; points as numbers."""
    return {
        "unit": score.line.unit.key,
        "organ": score.line.label,
        "rank": score.rank,
        "points": _number(score.points),
        "full": _number(score.full),
        "why": score.why,
        "items": [
            {
                "item": part.item,
                "full": _number(part.full),
                "points": _number(part.points),
                "why": part.why,
                "findings": [finding.to_data() for finding in part.findings],
            }
            for part in score.parts
        ],
    }


def _number(points) -> float | None:
    return None if points is None else float(points)
