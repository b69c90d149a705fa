"""Clauses that nothing bears out (docs/decisions/0016-basis.md)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from drafting.binding import EvidenceIndex, Mark
from drafting.language.register import Speaker, written
from drafting.language.sentences import FULL_STOPS, sentence_at
from drafting.preface import elements
from drafting.report import DRAFTED, Paragraph

from .clauses import Clause, clauses, keys
from .covering import Covered
from .evidence import Evidence, Pair, fragments
from .lexicon import full_names
from .named import Names
from .standing import FEES, MAIN, ROWS
from .turned import turned

_BEFORE = re.compile("上一?年|去年|往年")
_BLANK = re.compile(r"\s")
_MEASURES = ("measure", "problem")


@dataclass(frozen=True)
class Baseless:
    """What stands at ``start``–``end`` of a text is borne out by nothing.

    ``words``: what is missing in all evidence; none where the evidence says the contrary, ``said``.
    """

    start: int
    end: int
    words: tuple[str, ...]
    said: str = ""


def drafted(paragraph: Paragraph) -> set[str]:
    """The keys of the clauses that a model or the composer put there and no person changed."""
    if paragraph.drafted is not None:
        return set(paragraph.drafted)
    return keys(paragraph.text) if paragraph.origin in DRAFTED else set()


def own_words(paragraph: Paragraph) -> list[str]:
    """The clauses of ``paragraph`` that a person or an office wrote."""
    theirs = drafted(paragraph)
    return [clause.text for clause in clauses(paragraph.text) if clause.key not in theirs]


class Bearing:
    """The evidence of one report: its notes, what persons wrote in it, and of last year's report the problems, for what
    is told of last year.
    """

    def __init__(self, ground: EvidenceIndex, evidence: Evidence | None = None) -> None:
        """``evidence``: instead of the report's own."""
        self._ground = ground
        self._year = ground.report.year
        self._given = evidence

    @cached_property
    def evidence(self) -> Evidence:
        """All sentences that can bear something out."""
        if self._given is not None:
            return self._given
        report, last = self._ground.report, self._ground.last_year
        speaker = Speaker(report.year, report.organ.called)
        notes = [
            one
            for note in report.notes
            for one in fragments(f"note:{note.id}", note.text, "note", note.aspect, written(note.text, speaker))
        ]
        own = [
            one
            for id, section in report.sections.items()
            for paragraph in section.paragraphs
            for text in own_words(paragraph)
            for one in fragments(f"own:{id}", text, "own")
        ]
        own += [one for text in elements(report).values() for one in fragments("preface", text, "own")]
        before = fragments("before", last.narrative_text("problems"), "before") if last else []
        return Evidence([*notes, *own, *before])

    def baseless(
        self, text: str, marks: Sequence[Mark] = (), only: Collection[str] | None = None, *, section: str = ""
    ) -> list[Baseless]:
        """The clauses of ``text`` that nothing bears out, neighbours in a sentence as one.

        ``marks``: its figures and claiming words, which are judged elsewhere. ``only``: keys of the clauses to look at;
        None: all. ``section``: where the text stands.
        """
        found: list[tuple[Clause, Baseless]] = []
        starts, ends = [mark.start for mark in marks], [mark.end for mark in marks]
        for clause in clauses(text):
            if (only is None or clause.key in only) and _BLANK.sub("", clause.text) not in self._word_for_word:
                within = marks[bisect_right(ends, clause.start) : bisect_left(starts, clause.end)]
                begins, closes = sentence_at(text, clause.start, clause.end, FULL_STOPS)
                judged = self._judged(clause, within, text[begins:closes], section)
                if judged is not None and not any(map(_asked_already, within)):
                    found.append((clause, judged))
        return _together(found)

    def _judged(self, clause: Clause, marks: Sequence[Mark], sentence: str, section: str) -> Baseless | None:
        before = bool(_BEFORE.search(sentence))
        near = self.evidence.nearest(clause.text, before=before)
        cited = {source for mark in marks if mark.state == "note" for source in mark.sources}
        near += [one for one in self.evidence.of(cited) if one not in near]
        if cited and not self.evidence.of(cited):
            return Baseless(clause.start, clause.end, ())  # what holds its figure only gives orders
        counted = any(mark.state != "note" for mark in marks)
        masked = [(mark.start - clause.start, mark.end - clause.start) for mark in marks]
        masked += [match.span() for match in self._own_names.finditer(clause.text)]
        covered = Covered(clause.text, near, self._known | ROWS if counted else self._known, masked)
        beside = [*covered.meant, *near[:1]] or self.evidence.nearest(sentence, before=before)
        invented = list(
            self._names.unknown(
                clause.text, covered.needless, "\n".join({id(one): one.text for one in beside}.values())
            )
        )
        claimed = covered.claimed
        if invented or claimed or covered.too_much:
            return Baseless(clause.start, clause.end, _longest([*invented, *claimed, *covered.bare]))
        if not any(mark.state == "fact" for mark in marks) and self._contrary(covered, sentence, section):
            return Baseless(clause.start, clause.end, (), covered.meant[0].text.strip())
        return None

    def _contrary(self, covered: Covered, sentence: str, section: str) -> bool:
        """Whether all the evidence that speaks of the same says the contrary."""
        return bool(covered.meant) and all(
            turned(
                covered.text,
                sentence,
                one.text,
                covered.telling - self._known,  # what a table tells is asked of the tables
                year=self._year,
                measure=one.aspect == "measure",
                among_measures=self._ground.report.spec(section).chapter == "problems" and one.aspect in _MEASURES,
            )
            for one in covered.meant
        )

    @cached_property
    def _word_for_word(self) -> frozenset[str]:
        """The clauses of the evidence, without blanks: what reads like one of them is borne out."""
        return frozenset().union(*(one.clauses for one in self.evidence.sentences if one.kind != "before"))

    @cached_property
    def _names(self) -> Names:
        return Names(
            "\n".join(
                f"{one.text}\n{full_names(one.text) if one.kind == 'note' else ''}" for one in self.evidence.sentences
            ),
            self._ground.report,
        )

    @cached_property
    def _known(self) -> frozenset[Pair]:
        """The pairs of letters that need no evidence: the words of the tables, and those of fees once a note tells of
        fees in any words.
        """
        report = self._ground.report
        fees = FEES if any(note.text.strip() for note in report.notes_on(["fee"])) else ()
        return frozenset((*fees, *MAIN))

    @cached_property
    def _own_names(self) -> re.Pattern[str]:
        """The names of the organ, of the one above it, and of the report."""
        report = self._ground.report
        organ = report.organ
        names = {report.title, organ.name, organ.short_name, organ.superior, organ.called} - {""}
        return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))


def _longest(missing: Sequence[str]) -> tuple[str, ...]:
    """``missing`` once each, without those that stand within another."""
    once = list(dict.fromkeys(missing))
    return tuple(word for word in once if not any(word != other and word in other for other in once))


def _asked_already(mark: Mark) -> bool:
    """Whether the figure that a clause is about is asked about anyway, or a person answers for it."""
    return mark.state in ("untied", "person") or (mark.state == "contradicted" and not mark.narrow)


def _together(found: Sequence[tuple[Clause, Baseless]]) -> list[Baseless]:
    """Neighbours in a sentence as one."""
    joined: list[Baseless] = []
    last: Clause | None = None
    for clause, one in found:
        if last and last.sentence == clause.sentence and clause.start - last.end <= 1:
            before = joined.pop()
            one = Baseless(before.start, one.end, (*before.words, *one.words), before.said or one.said)
        joined.append(one)
        last = clause
    return joined
