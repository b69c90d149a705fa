"""The statutory form as data: tables with their spans and relations, and the outline of the narrative.

Imports nothing of the program but ``errors``.
"""

from .edition import (
    Cell,
    CellKind,
    Edition,
    LabelCell,
    NumberCell,
    Relation,
    Table,
    TableId,
    edition,
    edition_for,
    editions,
)
from .labels import SINGLE_OTHER, Labels, bare
from .outline import (
    ASPECTS,
    CHAPTERS,
    LEAD,
    MAX_SECTIONS,
    PREFACE_LABEL,
    SECTIONS,
    STATUTORY,
    SUMMARY,
    Aspect,
    Chapter,
    ChapterId,
    NarrativeId,
    SectionSpec,
    completed,
    numeral,
    sections_for,
)
from .printed import PrintedForm, printed_form, printed_form_for, printed_forms
from .roles import Group, Role, Roles

__all__ = [
    "ASPECTS",
    "CHAPTERS",
    "LEAD",
    "MAX_SECTIONS",
    "PREFACE_LABEL",
    "SECTIONS",
    "SINGLE_OTHER",
    "STATUTORY",
    "SUMMARY",
    "Aspect",
    "Cell",
    "CellKind",
    "Chapter",
    "ChapterId",
    "Edition",
    "Group",
    "LabelCell",
    "Labels",
    "NarrativeId",
    "NumberCell",
    "PrintedForm",
    "Relation",
    "Role",
    "Roles",
    "SectionSpec",
    "Table",
    "TableId",
    "bare",
    "completed",
    "edition",
    "edition_for",
    "editions",
    "numeral",
    "printed_form",
    "printed_form_for",
    "printed_forms",
    "sections_for",
]
