"""The assessment of each report that is being worked on, kept until the report, its last year or the office's rules
change.
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress

from drafting.assessment import Assessment
from drafting.checks import SHIPPED
from drafting.report import Report

from .tables import Tables
from .unit_sums import UnitSums

KEPT = 50
"""How many reports' assessments are kept; the longest unasked goes."""


class Assessments:
    """What pages and verbs ask about reports, under the rules of the office whose ``tables`` these are (None: the
    program's). ``sums``: of the units whose tables a government's report adds up.
    """

    def __init__(self, tables: Tables | None = None, sums: UnitSums | None = None):
        self._tables, self._sums = tables, sums
        self._kept: OrderedDict[str, Assessment] = OrderedDict()

    def of(self, id: str, report: Report, given: Report | None) -> Assessment:
        """The assessment of the report ``id`` as it stands, beside the one ``given`` as last year's.

        Of two threads that ask at once both are answered; what one of them worked out is lost.
        """
        office = self._tables.office() if self._tables else SHIPPED
        units = self._sums.of(report) if self._sums else None
        known = self._kept.pop(id, None)
        stands = known is not None and known.holds_for(report, given, office, units)
        found = known if known and stands else Assessment(report, given, office, known, units)
        self._kept[id] = found
        with suppress(KeyError):  # another thread was quicker
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found
