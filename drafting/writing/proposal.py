"""A model's text beside the text that stands: offered change by change (docs/decisions/0005-proposals.md).

Both functions are pure; saving what was taken, and recording its ties, is the caller's part.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from drafting.bearing import Baseless, Bearing
from drafting.errors import InputError
from drafting.language.likeness import likeness
from drafting.language.sentences import FULL_STOPS, pieces
from drafting.report import FigureTie, Paragraph, Section, new_id

from .diff import Change
from .guard import Risk, guarded, risks
from .merge import aligned, in_sequence

STILL_IT = 0.7
"""Likeness from which a new paragraph is taken for a locked one that the model changed against the rule."""
MEND = 2
"""Letters up to which a change is no more than a mend of what stands."""

Chosen = Collection[tuple[int, int]]
"""Changes as (place of the pair in the offer, place of the change in the pair)."""


@dataclass(frozen=True)
class Pair:
    """A paragraph that stands and what the model makes of it.

    ``old`` is None for a paragraph put in, ``new`` for one left out, or locked and not mentioned. ``changes`` lead from
    the one to the other, equal stretches included; ``risks``: place of a change -> what it does to protected words.
    """

    old: Paragraph | None
    new: Paragraph | None
    changes: tuple[Change, ...]
    risks: Mapping[int, tuple[Risk, ...]]

    @property
    def locked(self) -> bool:
        """Whether the paragraph stands whatever is chosen."""
        return self.old is not None and self.old.locked

    @property
    def open(self) -> tuple[int, ...]:
        """The places of the changes that can be taken."""
        return () if self.locked else tuple(at for at, change in enumerate(self.changes) if change.kind != "equal")


@dataclass(frozen=True)
class Offer:
    """All pairs, in the order in which the paragraphs would stand if everything were taken."""

    pairs: tuple[Pair, ...]

    @property
    def changes(self) -> frozenset[tuple[int, int]]:
        """Every change that can be taken."""
        return frozenset((at, change) for at, pair in enumerate(self.pairs) for change in pair.open)

    @property
    def harmless(self) -> frozenset[tuple[int, int]]:
        """The changes that touch no protected word: they need no tick of their own."""
        return frozenset((at, change) for at, change in self.changes if not self.pairs[at].risks.get(change))


def offered(standing: Section, new: Section, names: Collection[str] = ()) -> Offer:
    """What ``new`` proposes to the text that stands. ``names``: protected too, see ``guard.names_of``."""
    olds, news = standing.paragraphs, [paragraph for paragraph in new.paragraphs if paragraph.text.strip()]
    set_aside = _locked(olds, news)  # old place -> new place
    free_old = [at for at, paragraph in enumerate(olds) if not paragraph.locked]
    free_new = [at for at in range(len(news)) if at not in set_aside.values()]
    same_id = in_sequence([olds[at].id for at in free_old], [news[at].id for at in free_new])
    found = aligned([olds[at].text for at in free_old], [news[at].text for at in free_new], same_id)
    new_of = {free_old[a]: free_new[b] for b, a in found.items()} | set_aside
    pairs: list[Pair] = []
    waiting = [at for at in free_new if at not in new_of.values()]
    for at, old in enumerate(olds):
        until = min((new_of[later] for later in new_of if later >= at and not olds[later].locked), default=len(news))
        until = min(until, new_of.get(at, 0) if old.locked else until)
        while waiting and waiting[0] < until and at in new_of:
            pairs.append(_pair(None, news[waiting.pop(0)], names))
        pairs.append(_pair(old, news[new_of[at]] if at in new_of else None, names))
    return Offer((*pairs, *(_pair(None, news[at], names) for at in waiting)))


def doubted(offer: Offer, bearing: Bearing, section: str) -> Offer:
    """``offer`` with a risk on each change of ``section`` that brings words nothing of the report bears out."""
    pairs = []
    for pair in offer.pairs:
        bare = bearing.baseless(pair.new.text, section=section) if pair.new and pair.open else []
        stood = bearing.baseless(pair.old.text, section=section) if pair.old and bare else []
        risks, at, place = dict(pair.risks), 0, 0
        for number, change in enumerate(pair.changes):
            end, until = at + len(change.new), place + len(change.old)
            # what had no basis before has it no less for a typo mended in it
            mended = 0 < len(change.old) <= MEND and len(change.new) <= MEND
            mended = mended and any(one.start < until and place < one.end for one in stood)
            if number in pair.open and not mended:
                found = [one for one in bare if one.start < end and at < one.end]
                risks[number] = (
                    # what is only added and borne out turns nothing round
                    *(risk for risk in risks.get(number, ()) if found or risk.kind != "meaning" or risk.old),
                    *(_without_basis(pair.new.text, one) for one in found if pair.new),
                )
            at, place = end, until
        pairs.append(replace(pair, risks={number: found for number, found in risks.items() if found}))
    return Offer(tuple(pairs))


def _without_basis(text: str, one: Baseless) -> Risk:
    words = text[one.start : one.end]
    why = f"素材写的是“{one.said[:40]}”" if one.said else "素材和表格里都没有"
    return Risk("basis", "", words, f"“{words}”依据不足，{why}。")


def taken(standing: Section, offer: Offer, chosen: Chosen | Literal["all"]) -> Section:
    """``standing`` with the chosen changes of ``offer`` and no others.

    Raises InputError when the text that stands is no longer the one the offer was made for, or a choice is none of its.
    """
    if tuple(pair.old for pair in offer.pairs if pair.old) != standing.paragraphs:
        raise InputError("正文在此期间有了改动，这份修改提案已按最新的正文重新比对，请再核对一次。")
    picked = offer.changes if chosen == "all" else frozenset(chosen)
    if picked - offer.changes:
        raise InputError("所选的修改不在这份提案中，或所在段落已锁定，请刷新页面后重选。")
    ids = {paragraph.id for paragraph in standing.paragraphs}
    paragraphs = [
        _taken(pair, {change for at, change in picked if at == place}, ids) for place, pair in enumerate(offer.pairs)
    ]
    return Section(paragraphs=tuple(paragraph for paragraph in paragraphs if paragraph))


def _locked(olds: tuple[Paragraph, ...], news: list[Paragraph]) -> dict[int, int]:
    """Old place -> new place of the locked paragraphs: by id, as the same text, else as one much alike."""
    ids = {paragraph.id for paragraph in olds}
    found: dict[int, int] = {}
    for fits in (
        lambda old, new: old.id == new.id,
        lambda old, new: old.text.strip() == new.text.strip(),
        lambda old, new: new.id not in ids and likeness(old.text, new.text) >= STILL_IT,
    ):
        for at, old in enumerate(olds):
            if old.locked and at not in found:
                place = next((b for b, new in enumerate(news) if b not in found.values() and fits(old, new)), None)
                found |= {} if place is None else {at: place}
    return found


def _pair(old: Paragraph | None, new: Paragraph | None, names: Collection[str]) -> Pair:
    """The pair with its changes; a whole paragraph put in or left out goes sentence by sentence."""
    if old and ((old.locked and not new) or (new and old.text == new.text)):
        return Pair(old, new, (Change("equal", old.text, old.text),), {})
    if old and new:
        parts = _moves_joined(guarded(old.text, new.text, names), risks(old.text, new.text, names))
    elif old:
        parts = [part for sentence in pieces(old.text, FULL_STOPS) for part in guarded(sentence, "", names)]
    else:
        parts = [
            part for sentence in pieces(new.text if new else "", FULL_STOPS) for part in guarded("", sentence, names)
        ]
    return Pair(
        old, new, tuple(change for change, _ in parts), {at: found for at, (_, found) in enumerate(parts) if found}
    )


def _moves_joined(
    parts: list[tuple[Change, tuple[Risk, ...]]], whole: tuple[Risk, ...]
) -> list[tuple[Change, tuple[Risk, ...]]]:
    """``parts`` with the stretch in which protected words only move as one change, taken or left as one."""
    moved = [at for at, (_, found) in enumerate(parts) if any(risk not in whole for risk in found)]
    if whole or len(moved) < 2:
        return parts
    first, last = moved[0], moved[-1]
    stretch = [change for change, _ in parts[first : last + 1]]
    one = Change("replace", "".join(each.old for each in stretch), "".join(each.new for each in stretch))
    return [*parts[:first], (one, ()), *parts[last + 1 :]]


def _taken(pair: Pair, chosen: set[int], ids: set[str]) -> Paragraph | None:
    """The paragraph that stands when ``chosen`` of the pair's changes are taken; None when nothing is left of it."""
    old, new = pair.old, pair.new
    either = new or old
    if not chosen or either is None:
        return old
    text = "".join(change.new if at in chosen else change.old for at, change in enumerate(pair.changes))
    if not text.strip():
        return None
    if new is not None and chosen == set(pair.open):
        text, origin, sources = new.text, new.origin, new.sources
    else:
        origin = "person" if old and old.origin == "person" else either.origin
        both = (*(old.sources if old else ()), *(new.sources if new else ()))
        standing = [one for one in both if one.sentence and one.sentence in text]
        sources = tuple({(one.sentence, one.ids): one for one in standing}.values())
    return Paragraph(
        id=old.id if old else either.id if either.id not in ids else new_id(),
        text=text,
        origin=origin,
        sources=sources,
        ties=_ties(pair, chosen),
        doubts=tuple(doubt for doubt in old.doubts if doubt in text) if old else (),
    )


def _ties(pair: Pair, chosen: set[int]) -> tuple[FigureTie, ...]:
    """The ties of both texts whose figures stand whole in what was taken; where the texts agree, the standing one's."""
    kept: dict[int, FigureTie] = {}
    for paragraph, old_side in ((pair.new, False), (pair.old, True)):
        places: dict[int, int] = {}  # of this text -> of the text taken
        here = there = 0
        for at, change in enumerate(pair.changes):
            mine, result = (change.old if old_side else change.new), (change.new if at in chosen else change.old)
            if change.kind == "equal" or (at in chosen) != old_side:
                places.update((here + step, there + step) for step in range(len(mine)))
            here, there = here + len(mine), there + len(result)
        for tie in paragraph.ties if paragraph else ():
            start, end = places.get(tie.start), places.get(tie.end - 1)
            if start is not None and end is not None and end - start == tie.end - 1 - tie.start:
                kept[start] = tie.model_copy(update={"start": start, "end": end + 1})
    return tuple(kept[start] for start in sorted(kept))


__all__ = ["STILL_IT", "Chosen", "Offer", "Pair", "doubted", "offered", "taken"]
