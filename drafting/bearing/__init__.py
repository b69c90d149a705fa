"""What bears out the words of a text: a note, a cell, a standard sentence – or nothing (docs/decisions/0016-basis.md).

``Bearing`` works a report out once; ``Bearing.baseless`` reads a text against it clause by clause. Figures are not judged
here but in ``binding``; this floor may import ``binding``, ``report`` and what lies below them.
"""

from .clauses import Clause, clauses, keys
from .evidence import Evidence, fragments
from .judged import Baseless, Bearing, drafted
from .record import attributed

__all__ = ["Baseless", "Bearing", "Clause", "Evidence", "attributed", "clauses", "drafted", "fragments", "keys"]
