"""Whether a text that stands may be said otherwise: nothing new in it, nothing lost from the report.

Asked of the last pass over the whole, which may leave out what is told elsewhere, put sentences in another order, join
them, and call a thing by the name it has elsewhere – and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from drafting.bearing import Clause, clauses, fragments
from drafting.bearing.covering import Covered
from drafting.bearing.evidence import Fragment
from drafting.language.likeness import likeness
from drafting.language.register import Speaker

from .guard import LABELS, Kind, Token, tokens

NAMES: frozenset[Kind] = frozenset({"name", "quoted", "title"})
"""Kinds of words that may stand for one another where both stand in the report: a name in two forms."""
SHORTEST = 3
"""Letters of a clause that tells something by itself."""
CONTEXT = 8
"""Letters before a figure that say what it counts."""

_LINK = re.compile(
    "^(?:同时|与此同时|此外|另外|其中|在此基础上|一方面|另一方面|首先|其次|再次|最后|总体来看|[一二三四五六七八九十]是)[，、]?(?:还|也|并)?"
)
"""Words between two sentences that tell nothing."""
_UNSAID = "(?:(?<=^)|(?<=[，。；：\n])){0}年度?(?![\\d底初末上下前以至-])，?(?:{1})?|{0}年度?(?={1})|(?:(?<=^)|(?<=[，。；：\n])){1}"
"""The year and the organ where a sentence begins with them."""
_LETTER = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_BEFORE = re.compile(r"[\u4e00-\u9fff]*$")


def shifts(old: str, new: str, rest: str, names: Collection[str] = (), told: Speaker | None = None) -> tuple[str, ...]:
    """What of the facts shifts where ``new`` takes the place of ``old``, each in a sentence; none where nothing does.

    ``rest``: what the report tells elsewhere. ``new`` may be empty. ``names``: protected too, see ``guard.names_of``;
    ``told``: whose report of which year it is, which every sentence may name or not.
    """
    if told:
        old, new = (re.sub(_UNSAID.format(told.year, re.escape(told.called)), "", text) for text in (old, new))
    before, after, beside = tokens(old, names), tokens(new, names), tokens(rest, names)
    had, has, elsewhere = (frozenset((one.kind, one.key) for one in found) for found in (before, after, beside))
    renamed = [one for one in after if one.kind in NAMES and (one.kind, one.key) in elsewhere - had]
    added = [one for one in after if (one.kind, one.key) not in had and one not in renamed]
    found = [f"{LABELS[one.kind]}“{one.text}”原文没有。" for one in added]
    found += [f"“{one.text}”换了所指。" for one in after if one.kind == "figure" and _moved(one, new, before, old)]
    stood = fragments("old", old, "own")
    spans = [(one.start, one.end) for one in renamed]
    found += [f"“{one.text}”原文没有。" for one in clauses(new) if not _told(one, stood, spans)]
    here, there = fragments("new", new, "own"), fragments("rest", rest, "own")
    for one in clauses(old):
        inside = [token for token in before if one.start <= token.start and token.end <= one.end]
        kept = [token for token in inside if (token.kind, token.key) in has]
        gone = [(token.start, token.end) for token in inside if token.kind in NAMES and renamed]
        if len(kept) + len(gone) >= len(inside) and _told(one, here, gone):
            continue
        if any((token.kind, token.key) not in elsewhere for token in inside) or not _told(one, there, ()):
            found.append(f"“{one.text}”漏写了，别处也没有写到。")
    return tuple(dict.fromkeys(found))


def _told(clause: Clause, near: Sequence[Fragment], spans: Collection[tuple[int, int]]) -> bool:
    """Whether the sentences ``near`` tell what ``clause`` tells; ``spans`` of its text are judged elsewhere."""
    text = _LINK.sub("", clause.text)
    shift = clause.start + len(clause.text) - len(text)
    if len(_LETTER.findall(text)) < SHORTEST:
        return True
    covered = Covered(text, near, (), [(start - shift, end - shift) for start, end in spans])
    return not covered.claimed and not covered.too_much


def _moved(figure: Token, new: str, before: Sequence[Token], old: str) -> bool:
    """Whether ``figure`` counts in ``new`` what another figure counts in ``old``: 许可5件、处罚8件 → 许可8件、处罚5件."""
    here = _context(new, figure)
    likes = [(likeness(here, _context(old, one)), one.key) for one in before if one.kind == "figure"]
    best = max((like for like, _ in likes), default=0.0)
    return best > 0 and figure.key in {key for _, key in likes} and (best, figure.key) not in likes


def _context(text: str, figure: Token) -> str:
    """The letters right before ``figure``."""
    found = _BEFORE.search(text[: figure.start])
    return found[0][-CONTEXT:] if found else ""


__all__ = ["NAMES", "shifts"]
