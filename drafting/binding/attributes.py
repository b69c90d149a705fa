"""What is said of all that a figure counts, without a figure: 无法提供的3件均为本机关不掌握, 结转的1件为自然人申请, 28件复议无一被纠正.

The cells of the counted whole outside the part that is named must then be 0; with a denial (无一) those of the part.
Precision first: every word of the clause must be known and the part alone in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafting.form import Edition

from .claim import Claim
from .lexicon import Token
from .names import Names
from .parts import cross, outside
from .statements import Reading, Statement

_AXES = {"result": "results", "group": "results", "applicant": "applicants", "outcome": "outcomes"}
_ALIKE = ("是", "为", "系", "属于", "属", "由", "均为", "都是")
"""Words that make the part an attribute of the whole, where no 均 or 全部 does."""
_WHOLES = ("request", "done", "cases", "review", "litigation")
_QUIET = frozenset(("plain", "every", "scope", "about", "cause", "deny"))
_LONGEST = 12
"""Words that the clause has at most."""


def attributes(text: str, reading: Reading, form: Edition) -> Iterator[Claim]:
    """What is said of all that a figure counts."""
    for at, token in enumerate(reading.tokens):
        if token.kind != "figure" or (stated := reading.statements[int(token.value)]) is None:
            continue
        if stated.measure != "count" or stated.certainty in ("narrow", "open") or stated.names.also:
            continue
        for clause in _clauses(reading.tokens[at + 1 : at + 2 * _LONGEST]):
            if claim := _claim(text, clause, stated, form):
                yield claim
                break


def _clauses(after: Sequence[Token]) -> Iterator[list[Token]]:
    """The words right behind a figure and those of the next clause; none that hold another figure."""
    clause: list[Token] = []
    ended = 0
    for token in after:
        if token.kind in ("figure", "open"):
            return
        if token.kind in ("sep", "semi", "stop", "line", "close"):
            yield clause
            clause, ended = [], ended + 1
            if token.kind != "sep" or ended == 2:
                return
        else:
            clause.append(token)


def _claim(text: str, clause: list[Token], stated: Statement, form: Edition) -> Claim | None:
    """The claim of one clause; None where it makes none, or any word of it is not known."""
    clause = _behind(stated.names, [_opened(token, clause) for token in clause])
    places = [at for at, token in enumerate(clause) if token.kind in _AXES]
    if not places or len(clause) > _LONGEST:
        return None
    first, last = places[0], places[-1]
    lead, rest = clause[:first], clause[last + 1 :]
    axis = _AXES[clause[first].kind]
    part = tuple(token for token in clause[first : last + 1] if token.kind in _AXES)
    denied = any(token.kind == "deny" for token in lead)
    said = denied or any(token.kind == "every" or text[token.start : token.end] in _ALIKE for token in lead)
    if not (
        said or (axis == "outcomes" and all(token in part or token.kind == "plain" for token in clause))
    ):  # 复议1件，结果被纠正
        return None
    own = ("matter", "bare", "stage") if axis == "applicants" else ("matter", "bare")
    known = (
        all(_AXES[token.kind] == axis for token in part)
        and all(
            token.kind in _QUIET
            or text[token.start : token.end] == "涉及"
            or (token.kind in own and token.value in _WHOLES)
            for token in lead
        )
        and all(token.kind in (*_AXES, "join", "plain") for token in clause[first : last + 1])
        and all(token.kind in ("plain", "bare") or token.value == "request" for token in rest)
    )
    if not known:
        return None
    values = (
        tuple(("group" if token.kind == "group" else "result", token.value) for token in part)
        if axis == "results"
        else tuple(token.value for token in part)
    )
    whole = stated.names
    others = cross(whole, axis, values, form) if denied else outside(whole, axis, values, form)
    cells = tuple(dict.fromkeys(readings[0] for names in others if (readings := names.readings(form))))
    start = next((token.start for token in lead if token.kind in ("deny", "every")), part[0].start)
    return Claim(start, part[-1].end, cells) if cells else None


def _behind(whole: Names, clause: list[Token]) -> list[Token]:
    """``clause`` without the words that name the whole itself (3件企业申请无一公开)."""
    own = {*whole.applicants, *whole.outcomes, *(value for _, value in whole.results)}
    at = next((at for at, token in enumerate(clause) if token.kind in _AXES and token.value not in own), 0)
    named = max((place for place, token in enumerate(clause[:at]) if token.kind in _AXES), default=-1) + 1
    return clause[named:]


def _opened(token: Token, clause: Sequence[Token]) -> Token:
    """``token``; a bare 公开 that is denied (无一公开) as the result."""
    denied = token.kind == "any" and token.value == "公开" and any(each.kind == "deny" for each in clause)
    return token._replace(kind="result", value="granted") if denied else token
