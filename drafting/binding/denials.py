"""Denials: 未收到…申请, 未发生…复议诉讼, 未作出…决定, 情况：无; and 发生行政诉讼 without a figure, which says that there was one.

Every word of the clause must be known (``words.tsv``, 否认 and the words a denial may be about); one other and it is about something
else: 未发生泄密事件, 没有收到对答复的投诉.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafting.facts import cells_of
from drafting.form import Edition

from .claim import Claim
from .lexicon import Token
from .names import CASES, DECISIONS, DOCUMENTS, any_of

_LEADING = frozenset(("plain", "scope", "about", "cause", "whole", "join", "every", "among", "wide", "doc"))
"""What may stand before a denial in its clause."""
_OBJECT = _LEADING | {
    "matter",
    "bare",
    "stage",
    "verb",
    "carry",
    "time",
    "result",
    "group",
    "outcome",
    "occur",
    "any",
    "applicant",
}
"""What a denial may be about; one other word and it is about something else."""


def sentences(tokens: Sequence[Token]) -> Iterator[tuple[list[Token], bool]]:
    """The tokens sentence by sentence, and whether its line has been about 政府信息公开 so far."""
    sentence: list[Token] = []
    about = False
    for token in tokens:
        if token.kind in ("stop", "line"):
            yield sentence, about
            about = about and token.kind == "stop"
            sentence = []
            continue
        sentence.append(token)
        about = about or token.kind in ("about", "cause") or (token.value == "request" and token.kind == "matter")
    yield sentence, about


def _clauses(sentence: Sequence[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
    """The clauses of a sentence, each with the one before it."""
    before: list[Token] = []
    clause: list[Token] = []
    for token in sentence:
        if token.kind in ("sep", "semi", "open", "close"):
            yield clause, before
            before, clause = clause, []
        else:
            clause.append(token)
    yield clause, before


def denials(sentence: list[Token], about: bool, form: Edition) -> Iterator[Claim]:
    """未收到…申请, 未发生…复议诉讼, 未作出…决定, 情况：无: their cells must be 0."""
    if not any_of(sentence, "deny"):
        return
    foreign = False
    documents = ""  # what 文件 alone means
    for clause, before in _clauses(sentence):
        at = next((place for place, token in enumerate(clause) if token.kind == "deny"), None)
        if at is not None and not foreign:
            lead, what = clause[:at], clause[at + 1 :]
            if not any(token.kind in _OBJECT - _LEADING for token in what):  # 复议诉讼情况：无
                lead, what = [], lead or before
            over = any(token.kind == "carry" for token in what)
            times = ("this", "year", "request", *(("prev",) if over else ()))  # 上年没有结转到本年的申请
            if all(token.kind in _LEADING or token.value in times or token.kind == "matter" for token in lead):
                spoken = [*(token for token in lead if over and token.value == "prev"), *what]
                meant = [
                    token._replace(kind="matter", value=documents) if token.kind == "doc" and documents else token
                    for token in spoken
                ]
                cells = _denied(meant, about, form)
                narrow = any(token.value == "narrow" for token in lead)
                if cells:
                    yield Claim(clause[at].start, _verb_end(clause, at), cells, narrow)
        documents = next((token.value for token in reversed(clause) if token.value in DOCUMENTS), documents)
        foreign = foreign or any(token.kind in ("organ", "aside") for token in clause)


def _verb_end(clause: list[Token], at: int) -> int:
    """The end of a denial with its verb (未收到, 没有收到, 未制发)."""
    if at + 1 < len(clause):
        after = clause[at + 1]
        if after.kind in ("verb", "occur") or (
            after.kind == "stage" and after.value not in ("carried_in", "carried_out", "in_force", "new")
        ):
            return after.end
    return clause[at].end


def _denied(what: Sequence[Token], about: bool, form: Edition) -> tuple[tuple[str, ...], ...]:
    """The sums that a denial of ``what`` claims to be 0; () when it is about anything else."""
    if not all(token.kind in _OBJECT for token in what) or any(
        token.kind == "matter" and token.value == "other" for token in what
    ):
        return ()
    said = {
        kind: [token.value for token in what if token.kind == kind]
        for kind in ("matter", "outcome", "result", "group", "stage", "verb", "time")
    }
    cases = [matter for matter in said["matter"] if matter in CASES]
    found: list[tuple[str, ...]] = []
    if cases or said["outcome"]:
        outcomes = said["outcome"] or [""]
        matters = ["review", "litigation"] if not cases or "cases" in cases else cases
        return tuple(
            cells
            for matter in dict.fromkeys(matters)
            for outcome in outcomes
            if (cells := cells_of(form, matter, outcome=outcome))
        )
    carried = any(token.kind == "carry" for token in what) or {"carried_in", "carried_out"} & set(said["stage"])
    if carried:
        stages = [stage for time, stage in (("prev", "carried_in"), ("next", "carried_out")) if time in said["time"]]
        stages += [stage for stage in said["stage"] if stage in ("carried_in", "carried_out") and not stages]
        return tuple(cells_of(form, "request", stage) for stage in dict.fromkeys(stages or ["carried_out"]))
    for kind in ("result", "group"):
        found += [cells_of(form, "request", "done", **{kind: value}) for value in said[kind]]
    if found:
        return tuple(found)
    for matter in said["matter"]:
        if matter in DOCUMENTS:
            found += [
                cells_of(form, matter, stage) for stage in said["stage"] if stage in ("made", "repealed", "in_force")
            ]
        elif matter in DECISIONS and "handling" not in said["verb"]:
            found.append(cells_of(form, matter, "decided"))
        elif matter == "fee":
            found.append(cells_of(form, matter, "collected"))
    if found:
        return tuple(found)
    bare = about and any(token.kind == "bare" for token in what)
    if "request" in said["matter"] or bare:
        handled = ("done" in said["stage"] or "handling" in said["verb"]) and "received" not in said["verb"]
        return (cells_of(form, "request", "done" if handled else "new"),)
    return ()


def occurrences(sentence: list[Token], form: Edition) -> Iterator[Claim]:
    """发生行政诉讼, 收到政府信息公开申请 without a figure: there must have been some."""
    if not any_of(sentence, "occur", "verb"):
        return
    for clause, _ in _clauses(sentence):
        kinds = {token.kind for token in clause}
        if kinds & {"figure", "deny", "unknown", "aside", "organ", "compare", "share", "way"} or not clause:
            continue
        verb = next(
            (
                at
                for at, token in enumerate(clause)
                if token.kind == "occur" or (token.value == "received" and token.kind == "verb")
            ),
            None,
        )
        if verb is None or any(token.kind not in _LEADING | {"time", "matter"} for token in clause[:verb]):
            continue
        rest = clause[verb + 1 :]
        dated = any(token.value in ("this", "year", "whole", "own") for token in clause[:verb])
        if not (dated or (not verb and clause == sentence)) or any(
            token.kind not in _LEADING | {"matter"} for token in rest
        ):
            continue
        matters = [token.value for token in rest if token.kind == "matter"]
        wanted = CASES if clause[verb].kind == "occur" else ("request",)
        if not matters or rest[-1].kind != "matter" or any(matter not in wanted for matter in matters):
            continue
        cells = tuple(
            cells_of(form, matter, "new" if matter == "request" else "") for matter in matters if matter != "cases"
        )
        if cells:
            yield Claim(clause[verb].start, clause[verb].end, cells, some=True)
