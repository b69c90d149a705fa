"""What is said of all that a figure counts, without a figure: 无法提供的3件均为本机关不掌握, 结转的1件为自然人申请, 28件复议无一被纠正.

The cells of the counted whole outside the part that is named must then be 0; with a denial (无一) those of the part.
Precision first: every word of the clause must be known and the part alone in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from drafting.form import Edition

from .claim import Claim
from .lexicon import Token
from .names import Names
from .statements import Reading, Statement

_AXES = {"result": "results", "group": "results", "applicant": "applicants", "outcome": "outcomes"}
_ALIKE = ("是", "为", "系", "属于", "属", "由", "均为", "都是")
"""Words that make the part an attribute of the whole, where no 均 or 全部 does."""
_WHOLES = ("request", "done", "cases", "review", "litigation")
_QUIET = frozenset(("plain", "every", "scope", "about", "cause", "deny"))
_LONGEST = 12
"""Words that the clause has at most."""
_OUTCOMES = ("upheld", "corrected", "other", "pending")


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
    if not (said or (axis == "outcomes" and len(part) == len(clause))):  # 复议1件，尚未审结
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
    others = _cross(whole, axis, values, form) if denied else _outside(whole, axis, values, form)
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


def _cross(whole: Names, axis: str, values: tuple, form: Edition) -> list[Names]:
    """The part of ``whole`` that is each of ``values``; nothing where the two have nothing in common."""
    if axis == "outcomes":
        return [replace(whole, outcomes=values)] if whole.family == "case" and not whole.outcomes else []
    if whole.family != "request":
        return []
    if axis == "applicants":
        return [] if whole.applicants else [replace(whole, applicants=values, choices=())]
    if whole.results:
        inside = set(_rows(whole.results, form))
        rows = [row for row in _rows(values, form) if row in inside]
        return (
            [replace(whole, results=(("result", row),)) for row in rows]
            if len(rows) == len(_rows(values, form))
            else []
        )
    return [replace(whole, stages=(("done",),), verb="", results=values)] if _is_done(whole) else []


def _outside(whole: Names, axis: str, values: tuple, form: Edition) -> list[Names]:
    """The parts of ``whole`` that are none of ``values``; nothing where the two have nothing in common."""
    if not _cross(whole, axis, values, form):
        return []
    if axis == "outcomes":
        ended = set(values) | ({"upheld", "corrected", "other"} if "decided" in values else set())
        return [replace(whole, outcomes=(outcome,)) for outcome in _OUTCOMES if outcome not in ended]
    if axis == "applicants":
        columns = [role.applicant for role in form.roles.values() if role.applicant]
        taken = set(values) | (set(columns) - {"natural_person"} if "legal_person" in values else set())
        rest = [column for column in dict.fromkeys(columns) if column not in taken]
        return [replace(whole, applicants=(column,), choices=()) for column in rest]
    every = _rows(whole.results, form) if whole.results else list(form.groups_of)
    taken = set(_rows(values, form))
    stage = {} if whole.results else {"stages": (("done",),), "verb": ""}
    return [replace(whole, results=(("result", row),), **stage) for row in every if row not in taken]


def _rows(results: Sequence[tuple[str, str]], form: Edition) -> list[str]:
    """The rows of ``results``, groups written out."""
    found: list[str] = []
    for kind, value in results:
        found += [row for row, group in form.groups_of.items() if group == value] if kind == "group" else [value]
    return list(dict.fromkeys(found))


def _is_done(whole: Names) -> bool:
    """Whether a whole has results: what is carried over has none yet."""
    return not {stage for each in whole.stages for stage in each} & {"carried_out", "carried_in"}
