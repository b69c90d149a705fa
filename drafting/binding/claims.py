"""Words that claim something of the tables: 同比增长, 持平, 未收到, 情况：无, 均已办结, 均获维持, 答复率100%, 首次 (domain §4.3, N-05, N-06).

A denial says that what stands by it is 0; 均已办结 that nothing is carried over, and that there was something; 均获维持 that no case
ended otherwise; 增长 which way a figure went. Precision first: a word is marked only where all words of its clause are known, so
the many 均, 全部 and 未 of ordinary prose are left alone. 首次 is marked wherever it stands: only a note can bear it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from drafting.facts import Catalogue

from .attributes import attributes
from .claim import Evidence, by_note, fact_sources, judged, word_mark
from .compared import compared
from .completeness import all_alike, done
from .denials import denials, occurrences, sentences
from .marks import Mark
from .note_evidence import NoteEvidence
from .statements import Change, Reading

_OPPOSITE = {
    "增长": "下降",
    "增加": "减少",
    "上升": "下降",
    "提高": "降低",
    "下降": "增长",
    "减少": "增加",
    "降低": "提高",
}
_SIGNS = {"up": 1, "down": -1, "level": 0}
_FIRST = re.compile("首次|首创|首家|首个")
_TITLE = re.compile(r"《[^》\n]*》|“[^”\n]*”")
_RATE_GAP = 6
"""Characters between 答复率 and its 100% (均达到了)."""


def claims(text: str, reading: Reading, figures: Sequence[Mark], evidence: Evidence) -> list[Mark]:
    """The claiming words of ``text``, in order; ``figures``: the marks of its figures."""
    form = evidence.report.form
    found = [_changed(text, change, figures, evidence) for change in reading.changes]
    for sentence, about in sentences(reading.tokens):
        found += [judged(text, claim, evidence) for claim in denials(sentence, about, form)]
        found += [
            mark
            for claim in occurrences(sentence, form)
            if (mark := judged(text, claim, evidence)).state == "contradicted"
        ]
    found += done(text, reading, figures, evidence)
    found += [judged(text, claim, evidence) for claim in all_alike(text, reading, form)]
    found += [judged(text, claim, evidence) for claim in attributes(text, reading, form)]
    found += compared(text, reading, evidence)
    found += _firsts(text, evidence.notes)
    quoted = [match.span() for match in _TITLE.finditer(text)] if found else []
    kept = [mark for mark in found if mark and not any(start <= mark.start < end for start, end in quoted)]
    return _apart(sorted(kept, key=lambda mark: (mark.start, -mark.end)), figures)


def full_rates(figures: list[Mark], words: list[Mark]) -> list[Mark]:
    """``figures``, the 100% of a rate that is borne out by a cell (答复率100%) resting on it too."""
    rates = {mark.end: mark for mark in words if mark.text.endswith("率") and mark.state == "fact"}
    if not rates:
        return figures
    found = []
    for mark in figures:
        rate = next((rates[end] for end in range(mark.start, mark.start - _RATE_GAP, -1) if end in rates), None)
        full = mark.state == "untied" and mark.figure and (mark.figure.value, mark.figure.unit) == (100, "%")
        found.append(replace(mark, state="fact", sources=rate.sources) if rate and full else mark)
    return found


def _apart(marks: list[Mark], figures: Sequence[Mark]) -> list[Mark]:
    """Those of the marks that overlap neither one before nor a figure."""
    spans = sorted((mark.start, mark.end) for mark in figures)
    found: list[Mark] = []
    at = 0
    for mark in marks:
        while at < len(spans) and spans[at][1] <= mark.start:
            at += 1
        clear = at >= len(spans) or spans[at][0] >= mark.end
        if clear and (not found or found[-1].end <= mark.start):
            found.append(mark)
    return found


def _changed(text: str, change: Change, figures: Sequence[Mark], evidence: Evidence) -> Mark | None:
    """增长, 下降, 持平 beside last year: against the change of what they speak of."""
    facts, (start, end) = evidence.facts, (change.word.start, change.word.end)
    following = (
        figures[change.figure]
        if change.figure >= 0
        else next((mark for mark in figures if 0 <= mark.start - end <= 3), None)
    )
    word = text[start:end]
    if following and following.state == "note":
        note = following.sources[0]
        said, opposite = evidence.notes.texts[note.partition(":")[2]], _OPPOSITE.get(word, "")
        if word not in said and opposite in said:
            return word_mark(text, start, end, "contradicted", (note,), opposite)
        return word_mark(text, start, end, "note", (note,))
    if not change.readings:
        return None
    ids = [facts.of_cells(cells) for cells in change.readings]
    sign = _SIGNS[change.word.value]
    if change.each:  # 许可、处罚、强制全部上升
        ids = [facts.of_cells((cell,)) for cell in change.readings[0]]
    known = {
        id: Decimal(facts[id].value) - Decimal(facts[f"before.{id}"].value)
        for id in ids
        if id in facts and f"before.{id}" in facts
    }
    right = [id for id, by in known.items() if by.compare(Decimal(0)) == sign]
    if change.each and len(right) < len(ids):
        known = {id: by for id, by in known.items() if id not in right}
        ids, right = ids if len(known) + len(right) < len(ids) else list(known), []
    if right:
        return word_mark(text, start, end, "fact", _change_sources(right[0], facts))
    if known and len(known) == len(ids):
        first, by = next(iter(known.items()))
        if not by:
            expected = "持平"
        elif sign:
            expected = _OPPOSITE.get(word, "增长" if by > 0 else "下降")
        else:
            expected = "增长" if by > 0 else "下降"
        return word_mark(text, start, end, "contradicted", _change_sources(first, facts), expected)
    return by_note(text, start, end, evidence.notes) if change.compared else None


def _change_sources(id: str, facts: Catalogue) -> tuple[str, ...]:
    return fact_sources([each for each in (f"change.{id}", f"ratio.{id}") if each in facts] or [id, f"before.{id}"])


def _firsts(text: str, notes: NoteEvidence) -> Iterator[Mark]:
    return (by_note(text, *match.span(), notes) for match in _FIRST.finditer(text))
