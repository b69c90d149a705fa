"""The statutory form as data: tables with their spans and relations, and the outline of the narrative.

Imports nothing of the program but ``errors``.
"""

from .edition import Cell, Edition, Relation, Table, edition
from .outline import ASPECTS, CHAPTERS, SECTIONS, Aspect, Chapter, SectionSpec, sections_for

__all__ = [
    "ASPECTS", "CHAPTERS", "SECTIONS",
    "Aspect", "Cell", "Chapter", "Edition", "Relation", "SectionSpec", "Table",
    "edition", "sections_for",
]
