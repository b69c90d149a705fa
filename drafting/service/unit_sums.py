"""The sum of the units' tables as their files have it now: what a government's own report is set beside wherever it is shown.

Below the shelf, so that an assessment of a report can ask for it.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from drafting.checks.units import Units
from drafting.collection import summing
from drafting.collection.folder import LIST, Folder
from drafting.collection.roster import Roster
from drafting.collection.scopes import units
from drafting.collection.summing import Summed
from drafting.errors import NianbaoError
from drafting.report import Report

from .collection_kept import Kept, state_of
from .tables import Tables

UNSAFE = re.compile(r'[/\\:*?"<>|\s\x00-\x1f]+')
"""What the name of a collection's folder cannot have."""


class UnitSums:
    """The sums of the collections in ``folder``, by the rules of the office whose ``tables`` these are."""

    def __init__(self, folder: Path, tables: Tables):
        self._folder, self._tables = folder, tables
        self._kept = Kept()

    def summed(self, folder: Folder) -> Summed:
        """The sum of the collection in ``folder`` as the office wants it, with its adjustments. Raises InputError where nothing
        can be added up, or an adjustment can no longer be made.
        """
        held, office = folder.collection, self._tables.office()
        paths = summing.came(folder)
        errors = held.with_errors
        return self._kept.whole(
            ("summed", folder.path, errors),
            (tuple((path, state_of(path)) for path in paths), held.roster, office, held.adjustments, held.choice),
            lambda: summing.of_folder(
                folder,
                office=office,
                spread=partial(self._kept.spread, ("count", errors, office), lambda path: path),
            ),
        )

    def of(self, report: Report) -> Units | None:
        """What the units reported that ``report`` should agree with: it is the government's of a collection on its year. None
        where it is not, or nothing can be added up.
        """
        path = self._folder / folder_name(report.year, report.organ.name)
        if not (path / LIST).is_file():
            return None
        try:
            folder = Folder.opened(path)
            government = folder.collection.roster.government
            if government is None or government.name != report.organ.name:
                return None
            rollup = self.summed(folder).rollup
        except NianbaoError:  # the page of the collection says why
            return None
        if rollup.form.edition != report.edition:
            return None
        roster = folder.collection.roster
        return self._kept.whole(("units", path), (rollup, roster), lambda: units(rollup, roster, government))


def folder_name(year: int, called: str) -> str:
    """What the folder is called of the collection of ``year`` from the units of ``called``."""
    return f"{year}-{UNSAFE.sub('', called).strip('.').encode()[:150].decode('utf-8', 'ignore')}"


def called(roster: Roster) -> str:
    """Whose units these are."""
    if roster.government:
        return roster.government.name
    parents = {unit.parent for unit in roster.units}
    return next(iter(parents)) if len(parents) == 1 and "" not in parents else f"{roster.units[0].name}等单位"
