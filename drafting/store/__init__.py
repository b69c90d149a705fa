"""The store: reports, every version of their parts, and drafting runs, in SQLite (or another database by URL).

Knows nothing of rules, models or pages.
"""

from .generations import Generation
from .store import SETTLED, Act, ReportRow, Store, Stored, Version

__all__ = ["SETTLED", "Act", "Generation", "ReportRow", "Store", "Stored", "Version"]
