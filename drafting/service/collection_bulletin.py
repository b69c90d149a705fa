"""How each unit of a collection did, by the weights its office sets, and the 通报 on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Literal

from drafting import times
from drafting.collection import bulletin, score, score_sheet, weights_file
from drafting.collection.score import Item, Score, Weight, Weights
from drafting.errors import NianbaoError
from drafting.whole_files import write_whole

from .collection_views import CollectionViews
from .collections import Collections, author
from .unit_sums import called, folder_name

WEIGHTS = "评分标准.tsv"
"""The file in a collection's folder that keeps its weights."""
By = Literal["score", "roster"]


class CollectionBulletins:
    """The scores and bulletins of collections."""

    def __init__(self, collections: Collections, views: CollectionViews):
        self._collections, self._views = collections, views

    def weights(self, id: str) -> Weights:
        """What each item is worth: as set for this collection, else for that of the year before, else as the program proposes.
        Raises FileError where what was set is damaged.
        """
        folder = self._collections.open(id)
        before = folder_name(folder.collection.year - 1, called(folder.collection.roster))
        for path in (folder.path / WEIGHTS, folder.path.parent / before / WEIGHTS):
            if path.is_file():
                return weights_file.read(path)
        return score.DEFAULT

    def keep_weights(self, id: str, points: Mapping[Item, tuple[Decimal, Decimal]]) -> Callable[[], None]:
        """Let each item be worth (points, points that one finding costs); an item that is worth nothing does not count. What
        undoes it. Raises FileError where nothing counts or a figure cannot be, and then nothing has changed.
        """
        path = self._collections.open(id).path / WEIGHTS
        rules: dict[Item, tuple[str, ...]] = {}
        for known in (score.DEFAULT, self._known(id)):
            rules.update({item: weight.rules for item, weight in known.items()})
        new: dict[Item, Weight] = {
            item: Weight(full, each, rules[item]) for item, (full, each) in points.items() if full
        }
        data = weights_file.dumps(new)
        weights_file.loads(data, WEIGHTS)  # refuses what cannot be
        before = path.read_bytes() if path.is_file() else None
        write_whole(path, data)
        return lambda: _put_back(path, before)

    def scores(self, id: str, by: By = "score") -> tuple[Score, ...]:
        """Every unit's score, the best first or in the roster's order."""
        checked = {each.key: each for each in self._views.checked(id)}
        found = score.scores(self._views.lines(id), checked, self.weights(id))
        return score.ranked(found) if by == "score" else found

    def document(self, id: str, by: By, names: bool) -> bytes:
        """The bulletin as a Word document. ``names``: whether it says who is alike to whom."""
        collection = self._collections.open(id).collection
        told = bulletin.facts(self._views.lines(id), {each.key: each for each in self._views.checked(id)})
        return bulletin.document(
            told,
            self.scores(id, by),
            self.weights(id),
            collection.year,
            times.today(),
            author=author(collection),
            names=names,
        )

    def score_file(self, id: str, by: By) -> bytes:
        """The scores as a workbook, with the reason of each deduction and the weights."""
        collection = self._collections.open(id).collection
        return score_sheet.workbook(
            self.scores(id, by), self.weights(id), collection.year, times.today(), author(collection)
        )

    def _known(self, id: str) -> Weights:
        try:
            return self.weights(id)
        except NianbaoError:  # damaged: about to be written anew
            return score.DEFAULT


def _put_back(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink(missing_ok=True)
    else:
        write_whole(path, before)
