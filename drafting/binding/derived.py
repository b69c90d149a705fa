"""Shares and changes from last year: what they are of (占58.82%, 同比增长60%, 较上年增加6件, 四成予以公开)."""

from __future__ import annotations

from collections.abc import Sequence

from .figures import Figure
from .frames import CUTS, Read, State
from .lexicon import NAMING, Token
from .names import Names, any_name, any_of
from .naming import named

RATES = ("%", "‰", "百分点", "倍")
CLAUSE = 40
"""Words that a clause has at most in which a change without a figure is understood."""
_FULL = 100
_BASES = ("done", "received", "new", "handled", "handling")


def is_change(near: Sequence[Token]) -> bool:
    """Whether the words lead up to an amount of change (较上年增加6件), not to what something became (增至16件)."""
    ways = [at for at, token in enumerate(near) if token.kind == "way"]
    return bool(ways) and all(token.kind == "plain" for token in near[ways[-1] + 1 :])


def derived(
    at: int,
    figure: Figure,
    near: Sequence[Token],
    right: Sequence[Token],
    state: State,
    lead: Sequence[Token] = (),
    *,
    was: bool = False,
) -> Read | None:
    """What a share or a change from last year is of; None where that is no known thing. ``lead``: the words of the clauses before
    since the last figure; ``was``: the figure is what was last year.
    """
    frame = state.frame
    cut = next((place for place, token in enumerate(near) if token.kind in ("share", "compare", "way")), len(near))
    subject_words, rest = near[:cut], near[cut:]
    if frame.whole and frame.last >= 0 and all(token.kind == "plain" for token in near):  # 占办结总数322件的40%
        part, whole = frame.whole
        return Read(part.names, "share", part.certainty, state.sentence, frame.governor, of=whole)
    if frame.shared and cut == len(near) and all(_is_base(token) for token in near if token.kind in NAMING):
        subject_words, rest = [], near  # 超过办结总数的一半
    compared = any_of(near, "compare", "way") or figure.text.startswith("翻")
    shared = any_of(near, "share") or _bracketed(near, state) or (frame.shared and any_name(near))
    if not compared and not shared and any_of(right, "result", "group", "applicant", "any"):  # 办结的申请中四成予以公开
        subject_words, rest, shared = right, near, True
    ways = [token for token in near if token.kind == "way"]
    if (
        was
        or (any_of(near, "each") and not any_of(near, "result", "group", "applicant", "outcome"))
        or (shared and not compared and frame.period == "prev")
    ):
        return None  # 由上年的90.94%降为85.22%, 降幅分别为13.32%、8.2%
    if compared and not ways and not shared and figure.unit in RATES and not figure.text.startswith("翻"):
        return None  # 较上年的95%有所提高
    subject = state.listed() if any_of(near, "sum") else _subject(subject_words, state)
    if subject and near[cut : cut + 1] and near[cut].value == "rate" and subject.results == (("result", "granted"),):
        both = subject._replace(results=(*subject.results, ("result", "partially_granted")))
        subject = subject._replace(also=(both,))  # 公开率
    if subject is None and shared and not any_name(subject_words) and frame.last < 0:
        subject = _subject(lead, state)  # 自然人申请是主体，占78.38%
    if subject is None or any_of([*near, *subject_words], "aside", "organ", "unknown"):
        state.changes += [(way, None, at) for way in ways[-1:]]
        return None
    if not (compared or shared) or figure.unit == "百分点" or frame.aside or frame.period not in ("this", "prev"):
        return None
    last = state.at(max(frame.last, frame.changed))
    certainty = last.certainty if last and subject is last.names else "sure"
    if compared and not any_of(near, "share"):
        frame.changed = at
        state.changes += [(way, subject, at) for way in ways[-1:]]
        of = _same(subject, state)
        if of < 0 and subject.verb == "received" and not subject.axis:  # 申请多来了六件 is of what came in
            subject, certainty = subject._replace(stages=subject.stages[:1]), "likely"
        return Read(subject, "change", certainty, state.sentence, of)
    said = [*lead, *rest] if subject_words is not lead else rest
    if figure.value == _FULL and subject.stages == (("done",),) and not subject.axis:
        return None  # 按期答复率100% claims that nothing is left (claims.py)
    base = next(
        (token.value for token in reversed(said) if token.kind in ("stage", "verb") and token.value in _BASES),
        frame.base,
    )
    frame.shared, frame.base = True, base
    if subject.family == "case" and any_of(near, "matter"):
        frame.names = subject
    if any(token.value == "that" for token in rest):  # 占此类的八成
        return (
            Read(subject, "share", certainty, state.sentence, frame.governor, base="that") if subject.results else None
        )
    of = _subject(rest, state) if any_of(rest, "result", "group", "applicant") and subject_words is not rest else None
    maybe, frame.of = frame.of, of or frame.of
    return Read(subject, "share", certainty, state.sentence, frame.governor, base=base, of=of, maybe=maybe)


def _same(subject: Names, state: State) -> int:
    """The figure just before that counts what ``subject`` names; -1 where it does not."""
    last = state.at(state.frame.last)
    alike = last and (last.names.family, last.names.axis, last.names.verb) == (
        subject.family,
        subject.axis,
        subject.verb,
    )
    return state.frame.last if alike else -1


def _is_base(token: Token) -> bool:
    """Whether a name says what a share is of (超过办结总数的一半, 按审结数计为65.38%)."""
    return token.kind in ("stage", "verb") or token.value == "decided"


def change_alone(before: Sequence[Token], way: Token, state: State, *, ends: bool) -> None:
    """A change without a figure: 与上年相比有所下降, of what its clause names, else of the figure before it; or 申请数量大幅下降, of what
    is named right before it, where the word ``ends`` the clause.
    """
    before = before[-CLAUSE:]
    last = state.at(state.frame.last)
    if last and last.measure == "before" and all(token.kind == "plain" for token in before):
        state.changes.append((way, last.names, -1))  # 比上年的61件略有增加
        return
    compare = next(
        (at for at in range(len(before) - 1, max(-1, len(before) - 8), -1) if before[at].kind == "compare"), None
    )
    cut = max((at for at, token in enumerate(before[:compare]) if token.kind in CUTS), default=-1) + 1
    words = before[cut:compare]
    if (
        state.frame.aside
        or (not cut and len(before) == CLAUSE)
        or any_of(before[cut:], "unknown", "aside", "organ")
        or (compare is None and not (ends and any_name(words)))
    ):
        return
    names = _subject(words, state)
    if names is not None:
        state.changes.append((way, names, -1 if compare is not None else -2))
        state.each += [way.start] if any_of(before[cut:], "every") else []


def _bracketed(near: Sequence[Token], state: State) -> bool:
    """Whether nothing else stands in the brackets after a figure (予以公开129件（40.06%）)."""
    return (
        bool(state.since) and state.since[0].kind == "open" and all(token.kind in ("plain", "share") for token in near)
    )


def _subject(words: Sequence[Token], state: State) -> Names | None:
    if any_name(words):
        found = named(words, words, state)
        return found.names if found else None
    return state.last_names(words)
