"""What each figure of a text states, read from the words alone (docs/decisions/0015-statements.md).

A statement says which cells a figure is the sum of, or a share or change of them; where a verb leaves that open (收到, 办理)
it has several readings, narrowed by the rest of the sentence. ``None`` where the words speak of another matter, or of
a part that no table has: a channel, a kind, another organ, part of the year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from drafting.form import Edition

from .counted import counted, remember
from .derived import CLAUSE, RATES, change_alone, derived, is_change
from .figures import KEPT, Figure, read
from .frames import CUTS, Certainty, Measure, Read, State, based, formal, fresh
from .lexicon import NAMING, Token
from .names import Names, any_name, any_of
from .narrowing import Cells, narrow, wholes
from .parts import several
from .scope import Reporting
from .tokens import tokens

_MANY = 9
"""Names that a numeral behind them counts at most."""


class Statement(NamedTuple):
    """``readings``: the cells that the figure may be the sum of, likeliest first; ``wholes``: of a share, of what.

    ``certainty``: ``likely`` where unknown words stand by, ``narrow`` where words of a part of the organ do: then a value that
    differs is asked about, not called wrong. ``names``: what it counts by its words. ``foreign``: the figure has a unit that its matter is not counted in.
    ``apiece``: it is the number of each of several (企业和律所各1件): for each reading the cells of every one; ``readings`` has them all.
    ``since``: the place of the figure that a change is of (受理16件，较上年增加5件), -1 for none.
    """

    readings: Cells
    measure: Measure = "count"
    certainty: Certainty = "sure"
    wholes: Cells = ()
    foreign: bool = False
    names: Names = Names()
    apiece: tuple[Cells, ...] = ()
    since: int = -1


@dataclass(frozen=True)
class Change:
    """A word of change since last year (增长, 持平) and the readings of what changed, () when unknown.

    ``figure``: the place of the figure that says by how much, -1 when none does; ``compared``: whether last year is named;
    ``each``: whether it is said of each of what is named (许可、处罚全部上升).
    """

    word: Token
    readings: Cells
    figure: int
    compared: bool = True
    each: bool = False


@dataclass(frozen=True)
class Reading:
    """A text as read: its tokens, what each figure states, what is said to have changed; ``apart``: where the figures start that are said to be of
    another period or channel (条例实施以来共收到申请74件), which therefore state no cell. Kept and shared: not to be changed."""

    tokens: list[Token]
    statements: list[Statement | None]
    changes: list[Change]
    apart: frozenset[int] = frozenset()


def read_statements(text: str, form: Edition, organ: Reporting, year: int) -> Reading:
    """What each of the figures of ``text`` states, and the words of change beside them."""
    return _kept(text, form, organ, year) if len(text) <= KEPT else _read(text, form, organ, year)


@lru_cache(maxsize=512)
def _kept(text: str, form: Edition, organ: Reporting, year: int) -> Reading:
    return _read(text, form, organ, year)


def _read(text: str, form: Edition, organ: Reporting, year: int) -> Reading:
    figures = read(text)
    found = tokens(text, figures, form, organ, year)
    state = State(figures, form, organ, formal(found), [None] * len(figures), based=based(found), fresh=fresh(found))
    for at, token in enumerate(found):
        _step(at, token, found, state)
    _changes_alone(state.since, state)
    narrow(state)
    changes = [
        Change(way, names.readings(form) if names else (), max(at, -1), at > -2, way.start in state.each)
        for way, names, at in state.changes
    ]
    return Reading(found, [_statement(read, state) for read in state.found], changes, frozenset(state.apart))


_ACTS = frozenset(("figure", "line", "stop", "open", "close", "semi", "aside"))
"""Tokens that do more than stand before the next figure."""


def _step(at: int, token: Token, found: Sequence[Token], state: State) -> None:
    """One token further."""
    if token.kind not in _ACTS:
        state.since.append(token)
        return
    match token.kind:
        case "figure" if _counts_words(state.figures[int(token.value)], state.since):
            state.since.append(token._replace(kind="plain"))
        case "figure":
            _figure(int(token.value), _right(found, at), state, was=_became(found, at), alone=_alone(found, at))
        case "line" | "stop":
            _changes_alone(state.since, state)
            state.absorb(state.since, near=False)
            state.new_line() if token.kind == "line" else state.new_sentence()
        case "open":
            state.open(token)
        case "close":
            state.close(token)
        case "semi":
            _changes_alone(state.since, state)
            state.semicolon(token)
        case "aside" if at + 1 < len(found) and found[at + 1].kind in ("result", "group"):
            state.since.append(token._replace(kind="plain"))  # 涉及第三方合法权益
        case _:
            state.since.append(token)


def _figure(at: int, right: list[Token], state: State, *, was: bool, alone: bool) -> None:
    """Read the figure at ``at``, whose words are those since the last one and those to its ``right``; ``was``: it is what was last
    year; ``alone``: nothing else is in its brackets (行政许可（864件）), whose words then are those before them.
    """
    figure = state.figures[at]
    if alone and state.stack and figure.unit not in RATES:
        state.since = [*state.stack[-1][1], *state.since[1:]]
    cut = max((place for place, token in enumerate(state.since) if token.kind in CUTS), default=-1) + 1
    lead, near = state.since[:cut], state.since[cut:]
    near = [token for token in near if token.start >= state.used]
    while near and near[0].kind == "join":
        near = near[1:]
    _changes_alone(lead, state)
    state.absorb(lead, near=False)
    state.absorb(near, near=True)
    if figure.unit in RATES or is_change(near):
        state.found[at] = derived(at, figure, near, right, state, lead, was=was)
    else:
        if any_of(near, "become"):
            state.frame.period = "this"
        period = state.frame.period
        if was:  # 从3件减少到1件
            state.frame.period = "prev"
        part = state.at(state.frame.last)
        if part and any_of(near, "sum"):
            part = replace(part, names=names) if (names := state.listed()) else None
        state.found[at] = counted(figure, near, right, state)
        whole = state.found[at]
        shared = any_of(near, "share") and part is not None and whole is not None
        state.frame.whole = (part, whole.names) if part and whole and shared else None
        remember(at, state.found[at], [*near, *right], state)
        state.frame.period = period if was or any_of(near, "compare") else state.frame.period
    state.since = []


def _alone(found: Sequence[Token], at: int) -> bool:
    """Whether the figure at ``at`` stands in brackets with nothing beside it."""
    return 0 < at < len(found) - 1 and found[at - 1].kind == "open" and found[at + 1].kind == "close"


def _counts_words(figure: Figure, words: Sequence[Token]) -> bool:
    """Whether a figure only counts the names that stand joined before it (许可、处罚、强制三类决定)."""
    if figure.unit not in ("类", "项", "种", "个", "条", "者") or not 2 <= figure.value <= _MANY:
        return False
    cut = max((at for at, token in enumerate(words) if token.kind in CUTS), default=-1) + 1
    joins = sum(token.kind == "join" for token in words[cut:])
    return joins > 0 and joins + 1 == figure.value and any_name(words[-2:])


def _changes_alone(words: Sequence[Token], state: State) -> None:
    """The words of change in clauses that no figure ends."""
    for at, token in enumerate(words):
        if token.kind == "way":
            change_alone(
                words[max(0, at - CLAUSE) : at], token, state, ends=at + 1 == len(words) or words[at + 1].kind in CUTS
            )


def _became(found: Sequence[Token], at: int) -> bool:
    """Whether what the figure at ``at`` counts became another number (从3件减少到1件, 由上年的3件降至1件)."""
    after = [token.kind for token in found[at + 1 : at + 4] if token.kind != "plain"]
    return after[:2] == ["become", "figure"]


def _right(found: Sequence[Token], at: int) -> list[Token]:
    """The words after a figure in its clause; none when another figure follows without a sign between."""
    words: list[Token] = []
    for place, token in enumerate(found[at + 1 : at + 20], at + 1):
        if token.kind == "aside" and any_of(found[place + 1 : place + 2], "result", "group"):
            token = token._replace(kind="plain")  # 系涉及第三方合法权益
        if token.kind in (*CUTS, "stop", "line", "close") or (token.kind == "join" and not token.value):
            break
        if token.kind == "figure":
            beside = bool(words) and words[-1].kind == "join" and _named_behind(found, at + 1 + len(words))
            return words[:-1] if beside else []
        words.append(token)
    return words


def _named_behind(found: Sequence[Token], at: int) -> bool:
    """Whether a name stands right behind the figure at ``at`` (4件复议案件和1件诉讼案件)."""
    return at + 1 < len(found) and found[at + 1].kind in NAMING


def _statement(read: Read | None, state: State) -> Statement | None:
    if read is None or not (readings := read.names.readings(state.form)):
        return None
    if read.apiece:
        each = tuple(zip(*(names.readings(state.form) for names in several(read.names))))
        readings = tuple(dict.fromkeys(cells for alternative in each for cells in alternative))
        return Statement(readings, read.measure, "likely", names=read.names, apiece=each) if each else None
    if read.measure != "share":
        since = read.governor if read.measure == "change" else -1
        return Statement(readings, read.measure, read.certainty, foreign=read.foreign, names=read.names, since=since)
    of = wholes(read, state)
    return Statement(readings, read.measure, read.certainty, of) if of else None
