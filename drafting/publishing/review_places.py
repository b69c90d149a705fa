"""Where a comment is anchored in the Word document: the runs of a sentence, a cell or a heading."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import cached_property
from itertools import pairwise

from docx.document import Document as DocxDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement

from drafting.form import CHAPTERS
from drafting.report import Report

from .document import Grid, Heading, Paragraph, Picture, Publication, clean
from .review_remarks import Comment


class Line:
    """A printed paragraph: sentences are looked up from left to right, then its runs are cut where they begin and end.

    Cut all at once, since each cut costs as much as the run is long.
    """

    def __init__(self, element: BaseOxmlElement, text: str) -> None:
        self.element, self.text = element, text
        self._at = 0
        self._edges: set[int] = set()

    def find(self, words: str) -> tuple[int, int] | None:
        """Where ``words`` stand next; None when they do not."""
        start = self.text.find(words, self._at)
        if not words or start < 0:
            return None
        self._at = start + len(words)
        self._edges |= {start, self._at}
        return start, self._at

    def passage(self, words: str, near: int) -> tuple[int, int] | None:
        """Where ``words`` stand nearest to ``near``, wherever sentences were looked up; None when they do not."""
        places = [at for at in range(len(self.text)) if words and self.text.startswith(words, at)]
        if not places:
            return None
        start = min(places, key=lambda at: abs(at - near))
        self._edges |= {start, start + len(words)}
        return start, start + len(words)

    @cached_property
    def _runs(self) -> dict[int, BaseOxmlElement]:
        """The runs by where they begin, after they were cut."""
        found: dict[int, BaseOxmlElement] = {}
        begins = 0
        for run in list(_text_runs(self.element)):
            text = _text(run)
            inner = [edge for edge in sorted(self._edges) if begins < edge < begins + len(text)]
            cuts = [begins, *inner, begins + len(text)]
            if inner:
                _fill(run, "")
            pieces = [run, *(deepcopy(run) for _ in inner)]
            for before, after in pairwise(pieces):
                before.addnext(after)
            for piece, start, end in zip(pieces, cuts, cuts[1:]):
                if inner:
                    _fill(piece, self.text[start:end])
                found[start] = piece
            begins += len(text)
        return found

    def runs(self, start: int, end: int) -> tuple[BaseOxmlElement, BaseOxmlElement]:
        """The first and the last run of a stretch that was found, or of the whole text."""
        begins = list(self._runs)
        return self._runs[start], self._runs[begins[bisect_left(begins, end) - 1]]


class Places:
    """The printed places of a publication in the document made of it."""

    def __init__(self, document: DocxDocument, publication: Publication) -> None:
        self._paragraphs: dict[tuple[str, str], list[Line]] = {}
        self._sections: dict[str, Line] = {}
        self._cells: dict[str, BaseOxmlElement] = {}
        printed = iter(document.element.body.iterchildren(qn("w:p")))
        tables = iter(document.tables)
        chapters = {chapter.number: id for id, chapter in CHAPTERS.items()}
        for number, chapter in enumerate((publication.preface, *publication.chapters)):
            for block in chapter:
                if isinstance(block, Grid):
                    self._cells |= dict(_cells(next(tables)._tbl, block))
                    continue
                if isinstance(block, Picture):
                    continue
                line = Line(next(element for element in printed if _text(element) == block.text), block.text)
                self._keep(line, block, chapters.get(number, ""))

    def _keep(self, line: Line, block: Heading | Paragraph, chapter: str) -> None:
        self._sections.setdefault(block.section or chapter, line)
        if block.paragraph:
            self._paragraphs.setdefault((block.section, block.paragraph), []).append(line)

    def runs(self, comments: Sequence[Comment], report: Report) -> list[tuple[BaseOxmlElement, BaseOxmlElement]]:
        """The first and the last run of what each of ``comments`` is about."""
        found = [None if comment.cell else self._stretch(comment, report) for comment in comments]
        return [
            place[0].runs(*place[1]) if place else self._cell(comment.cell) for comment, place in zip(comments, found)
        ]

    def _stretch(self, comment: Comment, report: Report) -> tuple[Line, tuple[int, int]]:
        """The line and stretch of a comment; of a section that is not printed, the heading of its chapter."""
        if comment.sentence or comment.passage:
            paragraph = report.sections[comment.section].paragraphs[comment.at]
            for line in self._paragraphs.get((comment.section, paragraph.id), ()):
                if found := line.find(clean(comment.sentence)) or line.passage(clean(comment.passage), comment.start):
                    return line, found
        chapter = comment.section if comment.section in CHAPTERS else report.spec(comment.section).chapter
        line = self._sections.get(comment.section) or self._sections.get(chapter) or self._sections["overview"]
        return line, (0, len(line.text))

    def _cell(self, key: str) -> tuple[BaseOxmlElement, BaseOxmlElement]:
        """The runs of a cell; a blank one is given an empty run to hold the comment."""
        paragraph = self._cells[key].find(qn("w:p"))
        runs = list(_text_runs(paragraph))
        if not runs:
            runs = [parse_xml(f"<w:r {nsdecls('w')}/>")]
            paragraph.append(runs[0])
        return runs[0], runs[-1]


def _cells(table: BaseOxmlElement, grid: Grid) -> Iterator[tuple[str, BaseOxmlElement]]:
    """Cell keys with the ``w:tc`` their figures stand in."""
    for row, element in enumerate(table.iterchildren(qn("w:tr"))):
        col = 0
        for cell in element.iterchildren(qn("w:tc")):
            here = grid.at[row, col]
            if here.key and here.row == row:
                yield here.key, cell
            col += here.colspan


def _text_runs(paragraph: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    return (run for run in paragraph.iterchildren(qn("w:r")) if _text(run))


def _fill(run: BaseOxmlElement, text: str) -> None:
    """Make ``text`` what stands in ``run``."""
    node = run.find(qn("w:t"))
    node.text = text
    node.set(qn("xml:space"), "preserve")


def _text(element: BaseOxmlElement) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))
