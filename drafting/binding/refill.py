"""A cell or note changed after drafting: its figures in the prose follow (docs/decisions/0004-live-figures.md).

Only figures change, only where a paragraph remembers what they rest on, never in a locked one; each in the style it is
written in. Where the words around may no longer fit, the sentence is put among the paragraph's doubts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from drafting.facts import Fact
from drafting.language.sentences import FULL_STOPS, sentences
from drafting.report import Paragraph, Report, Section

from .evidence import EvidenceIndex as EvidenceIndex
from .figures import Figure, read
from .values import matches_value, render_like, same_figure, styled


@dataclass(frozen=True)
class Refill:
    """A figure that was brought up to date: in which paragraph, from what to what, and what it rests on."""

    paragraph: str
    old: str
    new: str
    source: str


@dataclass(frozen=True)
class _Edit:
    """``new`` in place of the figure at ``start``–``end`` of the old text, as ``source`` says."""

    start: int
    end: int
    new: str
    source: str


_Follow = tuple[str, Callable[[Figure], bool]]
"""What a figure should say now (``""``: that cannot be told) and whether a figure says so."""

_CLAIMS = re.compile(
    "持平|翻番|不变|均(?![衡等值摊])|全部|首次|首个|唯一|最[多少大小高低]|未|没有|仅|只有|超过|突破|不足|大幅|明显|主要"
)
"""Words that held for the old figure and need not hold for the new one; besides those of rise and fall."""
RISE = re.compile("增长|增加|上升|提高|[比较].{1,8}多")
FALL = re.compile("下降|减少|降低|[比较].{1,8}少")
_UNTOLD: _Follow = ("", lambda _: False)
_PORTION = frozenset(("%", "‰", "倍", "百分点"))


def refilled(
    section: Section,
    ground: EvidenceIndex,
    notes_before: Mapping[str, str] | None = None,
) -> tuple[Section, tuple[Refill, ...]]:
    """``section`` with every figure tied to a fact or note saying what that says now in ``ground``, and what changed.

    ``notes_before``: the text that notes which have changed had when the ties were recorded, by id. A fact whose cell
    is blank now changes nothing, nor does a sum of 0 while a cell it adds up is blank. What cannot be written in the
    figure's style stands, and its sentence is doubted.
    """
    done: list[Refill] = []
    paragraphs = tuple(
        paragraph if paragraph.locked or not paragraph.ties else _paragraph(paragraph, ground, notes_before or {}, done)
        for paragraph in section.paragraphs
    )
    return (section, ()) if paragraphs == section.paragraphs else (Section(paragraphs=paragraphs), tuple(done))


def _paragraph(
    paragraph: Paragraph, ground: EvidenceIndex, notes_before: Mapping[str, str], done: list[Refill]
) -> Paragraph:
    """The paragraph with its figures brought up to date; what was changed goes to ``done``."""
    text = paragraph.text
    figures = {(figure.start, figure.end): figure for figure in read(text)}
    wanted: dict[_Edit, Callable[[Figure], bool]] = {}
    doubted: set[int] = set()  # places in the old text whose sentence no longer fits for sure
    for (start, end), source in {(tie.start, tie.end): tie.source for tie in paragraph.ties}.items():
        figure = figures.get((start, end))
        follow = _follow(figure, source, ground, notes_before) if figure else None
        if follow and follow[0]:
            wanted[_Edit(start, end, follow[0], source)] = follow[1]
        elif follow:
            doubted.add(start)
    edits = _sound(text, wanted)
    doubted.update(edit.start for edit in wanted if edit not in edits)
    if not edits and not doubted:
        return paragraph
    done += [Refill(paragraph.id, text[edit.start : edit.end], edit.new, edit.source) for edit in edits]
    changed = paragraph.model_copy(
        update={
            "text": _applied(text, edits),
            "ties": tuple(
                tie.model_copy(update={"start": _moved(tie.start, edits), "end": _moved(tie.end, edits)})
                for tie in paragraph.ties
            ),
            "sources": tuple(
                source.model_copy(update={"sentence": _followed(source.sentence, text, edits)})
                for source in paragraph.sources
            ),
        }
    )
    places = sorted(doubted | {edit.start for edit in edits})
    doubts = [_followed(doubt, text, edits) for doubt in paragraph.doubts]
    for sentence in sentences(text, FULL_STOPS):
        start, end = _moved(sentence.start, edits), _moved(sentence.end, edits)
        within = [place for place in places if sentence.start <= place < sentence.end]
        if doubted.intersection(within) or (within and _doubtful(sentence.text, changed, start, end, ground)):
            doubts.append(changed.text[start:end])
    return changed.model_copy(update={"doubts": tuple(dict.fromkeys(doubts))})


def _follow(figure: Figure, source: str, ground: EvidenceIndex, notes_before: Mapping[str, str]) -> _Follow | None:
    """What the figure should say now; None where it stands."""
    kind, _, id = source.partition(":")
    if kind == "fact" and id in ground.facts:
        fact = ground.facts[id]
        stands = matches_value(figure, fact) or (not fact.value and _unfilled(fact.cells, ground.report))
        return None if stands else (render_like(figure, fact), lambda new: matches_value(new, fact))
    if kind == "note" and id in notes_before:
        return _from_note(figure, notes_before[id], ground.notes.texts.get(id, ""))
    return None


def _unfilled(cells: Iterable[str], report: Report) -> bool:
    """Whether a cell to be typed is blank among ``cells`` and those they add up: a sum of 0 is then not known yet."""
    parts = report.form.formulas
    return any(_unfilled(parts[key], report) if key in parts else report.values.get(key) is None for key in cells)


def _from_note(figure: Figure, before: str, now: str) -> _Follow | None:
    """What the figure should say that came from a note whose text was ``before``; None where it stands."""
    old, new = read(before), read(now)
    successor = _successors(before, old, now, new)
    came_from = [at for at, other in enumerate(old) if same_figure(figure, other)]
    if not came_from:
        return None if any(same_figure(figure, other) for other in new) else _UNTOLD
    if any(at not in successor for at in came_from):
        return _UNTOLD
    meant = {(other.value, other.unit): other for other in (new[successor[at]] for at in came_from)}
    if len(meant) != 1:
        return _UNTOLD
    (other,) = meant.values()
    if same_figure(figure, other):
        return None
    fits = figure.unit == old[came_from[0]].unit == other.unit or not figure.unit
    return (styled(figure, other.value) if fits else ""), lambda written: same_figure(written, other)


def _successors(before: str, old: list[Figure], now: str, new: list[Figure]) -> dict[int, int]:
    """Place in ``old`` -> place in ``new`` of figures that stand in the same words, or in order between such."""
    keys = [
        [(text[max(0, figure.start - 2) : figure.start], figure.unit) for figure in figures]
        for text, figures in ((before, old), (now, new))
    ]
    found: dict[int, int] = {}
    for kind, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and [one.unit for one in old[a:b]] == [one.unit for one in new[c:d]]):
            found.update(zip(range(a, b), range(c, d)))
    return found


def _sound(text: str, wanted: Mapping[_Edit, Callable[[Figure], bool]]) -> list[_Edit]:
    """Those of the edits after which the text is read as saying what it should, in order."""
    edits = sorted(wanted, key=lambda edit: edit.start)
    while True:
        read_now = {(figure.start, figure.end): figure for figure in read(_applied(text, edits))}
        written = {edit: read_now.get((_moved(edit.start, edits), _moved(edit.end, edits))) for edit in edits}
        sound = [edit for edit in edits if (figure := written[edit]) and wanted[edit](figure)]
        if sound == edits:
            return edits
        edits = sound


def _doubtful(before: str, paragraph: Paragraph, start: int, end: int, ground: EvidenceIndex) -> bool:
    """Whether the sentence that was ``before`` may not fit its new figures.

    A figure that was or became zero, words that claim something, or a share in it that rests on no known fact.
    """
    sentence = paragraph.text[start:end]
    if _zeros(before) != _zeros(sentence):
        return True
    facts = {
        (tie.start, tie.end): ground.facts[tie.source[5:]]
        for tie in paragraph.ties
        if start <= tie.start < end and tie.source.startswith("fact:") and tie.source[5:] in ground.facts
    }
    sure = all(
        (fact := facts.get((start + one.start, start + one.end))) and matches_value(one, fact)
        for one in read(sentence)
        if one.unit in _PORTION
    )
    return not sure or bool(_CLAIMS.search(sentence)) or not _direction_holds(sentence, list(facts.values()))


def _zeros(sentence: str) -> list[bool]:
    return [not figure.value for figure in read(sentence)]


def _direction_holds(sentence: str, facts: list[Fact]) -> bool:
    """Whether the sentence speaks of no rise or fall, or only of the one that its tied changes from last year show."""
    for way, other in ((RISE, FALL), (FALL, RISE)):
        changes = [fact for fact in facts if fact.id.startswith(("change.", "ratio."))]
        if way.search(sentence) and not (
            changes and not other.search(sentence) and all(way.search(fact.says[-2:]) for fact in changes)
        ):
            return False
    return True


def _applied(text: str, edits: list[_Edit], start: int = 0) -> str:
    """``text``, which stands at ``start`` of the old text, with the edits that lie in it."""
    parts, at = [], start
    for edit in edits:
        if start <= edit.start and edit.end <= start + len(text):
            parts += [text[at - start : edit.start - start], edit.new]
            at = edit.end
    return "".join((*parts, text[at - start :]))


def _moved(place: int, edits: list[_Edit]) -> int:
    """Where a place of the old text, outside the edited figures or at their edge, is now."""
    return place + sum(len(edit.new) - (edit.end - edit.start) for edit in edits if edit.end <= place)


def _followed(sentence: str, text: str, edits: list[_Edit]) -> str:
    """A sentence of the old text as it stands now."""
    start = text.find(sentence)
    return sentence if start < 0 else _applied(sentence, edits, start)


__all__ = ["Refill", "refilled"]
