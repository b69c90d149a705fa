"""The statutory form as data: tables with their spans and relations, and the outline of the narrative.

Imports nothing of the program but ``errors``.
"""

from .edition import Cell, CellKind, Edition, LabelCell, NumberCell, Relation, Table, TableId, edition
from .labels import SINGLE_OTHER, Labels, bare, column_of, labels, row_of
from .outline import ASPECTS, CHAPTERS, SECTIONS, Aspect, Chapter, ChapterId, SectionSpec, sections_for
from .roles import Group, Role, Roles

__all__ = [
    "ASPECTS",
    "CHAPTERS",
    "SECTIONS",
    "SINGLE_OTHER",
    "Aspect",
    "Cell",
    "CellKind",
    "Chapter",
    "ChapterId",
    "Edition",
    "Group",
    "LabelCell",
    "Labels",
    "NumberCell",
    "Relation",
    "Role",
    "Roles",
    "SectionSpec",
    "Table",
    "TableId",
    "bare",
    "column_of",
    "edition",
    "labels",
    "row_of",
    "sections_for",
]
