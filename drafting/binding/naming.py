"""What the words round a figure name, with what the sentence has named before; never with a look at the figure's value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .frames import State
from .lexicon import NAMING, Token
from .names import APPLICANTS_OF, CARRIED, FAMILIES, STAGES, VERBS, Names, any_of, carried, modified, nearest, says

_OVER = {"carried_in", "carried_out"}
_Stages = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Named:
    """``names``, and whether unknown words stand among those that named them."""

    names: Names
    doubt: bool = False


def named(words: Sequence[Token], near: Sequence[Token], state: State) -> Named | None:
    """What ``words`` name, ``near`` being those before the figure; None for another matter, or when they name nothing."""
    words = _turned(words) if any_of(words, "deny") else words
    kinds = {token.kind for token in words}  # most dimensions are not there, and need not be looked for
    said = nearest(words, "matter") if "matter" in kinds else ()
    if "other" in said or ("unknown" in kinds and _parted(words, near)):
        return None
    results = _results(words, state) if kinds & {"result", "group", "any"} else ()
    applicants, choices = _applicants(words, state) if kinds & {"applicant", "any"} else ((), ())
    stages, verb = _stages(words) if kinds & {"stage", "verb", "carry"} else ((), "")
    outcomes = _outcomes(words, state) if kinds & {"outcome", "any"} else ()
    matters = said or _implied(words, bool(results or applicants), stages, verb, bool(outcomes), state)
    if not matters or (
        _narrowed(near)
        and not any(
            token.kind in ("whole", "sum", "wide", "scope") or token.value in ("this", "year") for token in near
        )
    ):
        return None
    family = FAMILIES.get(matters[0], "")
    stages = tuple(stage for stage in stages if set(stage) <= STAGES.get(family, set()))
    unknown = not kinds.isdisjoint(("unknown", "deny"))
    if family == "request":
        names = _of_requests(Names(matters, stages, results, applicants, (), verb, choices), words, state)
        if names is None:
            return None
        also = _crossed(names, state) + _subjects(names, near, state)
        doubt = unknown or bool(also) or not (state.about or results or names.stages in CARRIED)
        return Named(names._replace(also=also), doubt)
    if family == "case":
        names = Names(matters, outcomes=outcomes)
        also = _other_cases(names, state) if outcomes and not said else ()
        if not outcomes and (ended := _ended(state)):
            also = (names._replace(outcomes=ended),)
        return Named(names._replace(also=also), unknown or not state.about)
    if family == "document":
        before = state.frame.names
        stages = stages or (before.stages if before.family == "document" and state.frame.last >= 0 else ())
        return Named(Names(matters, stages), unknown) if stages else None
    if family == "decision":
        return Named(Names(matters, (("decided",),)), unknown or not state.frame.decided)
    return Named(Names(matters, (("collected",),)), unknown)


def _ended(state: State) -> tuple[str, ...]:
    """The outcomes that cases without one may share: of the whole they are part of (维持11件，其中复议后起诉的8件), or of those they are
    joined to (尚未审结的复议案件1件、诉讼案件1件).
    """
    whole = state.at(state.frame.governor if state.frame.part else state.frame.last)
    if whole is None or whole.names.family != "case" or whole.sentence != state.sentence:
        return ()
    if state.frame.part:
        return whole.names.outcomes or state.frame.names.outcomes
    return whole.names.outcomes if any_of(state.since[:1], "join") else ()


def _outcomes(words: Sequence[Token], state: State) -> tuple[str, ...]:
    """The outcomes that are named together, a bare 其他 with others (纠正或其他) among them."""
    outcomes = nearest(words, "outcome")
    if not outcomes:
        return ("other",) if state.frame.names.outcomes and says(words, "any", "其他") else ()
    joined = any(
        one.kind == "join" and other.kind == "any" and other.value == "其他" for one, other in zip(words, words[1:])
    )
    return (*outcomes, "other") if joined and "other" not in outcomes else outcomes


def _other_cases(names: Names, state: State) -> tuple[Names, ...]:
    """Whose outcome may be meant where no case is named by it: of any that the line has counted, alone or together."""
    if state.frame.part:
        return ()
    counted = tuple(case for case in state.cases if case != "cases")
    lawsuits = tuple(case for case in counted if case.startswith("litigation_"))
    kinds = [*((case,) for case in counted if state.frame.last < 0), lawsuits, counted]
    return tuple(names._replace(matters=kind) for kind in dict.fromkeys(kinds) if kind and kind != names.matters)


def _of_requests(names: Names, words: Sequence[Token], state: State) -> Names | None:
    """Applications: results are of those that are done, applicants of the stage that the sentence counted last."""
    before = state.frame.names if state.frame.names.family == "request" else Names()
    stages, verb, results, applicants, choices = (
        names.stages,
        names.verb,
        names.results,
        names.applicants,
        names.choices,
    )
    if applicants and not stages:
        stages, verb = (
            (before.stages, before.verb)
            if before.stages and not {each for (each,) in CARRIED} & set(before.stages)
            else ((), "")
        )
        stages, verb = (stages, verb) if stages else (tuple((stage,) for stage in APPLICANTS_OF), "applicants")
        results = before.results if state.frame.part and not results else results
    if results:
        stages, verb = (("done",),), ""
        if state.frame.part and before.applicants and not applicants:
            applicants, choices = before.applicants, before.choices
    if not stages:
        if not any(token.kind == "bare" or (token.kind == "matter" and token.value == "request") for token in words):
            return None
        stages, verb = tuple((stage,) for stage in VERBS["received"]), "received"
    return Names(names.matters, stages, results, applicants, (), verb, choices)


def _crossed(names: Names, state: State) -> tuple[Names, ...]:
    """What applicants or results also may be: those of the part that the sentence has just counted (结转9件，自然人7件; 企业申请3件，
    予以公开1件), a cell of the table's inside.
    """
    whole = state.at(state.frame.governor if state.frame.part else state.frame.last)
    if whole is None or whole.sentence != state.sentence or whole.measure != "count":
        return ()
    before = whole.names
    if before.also and names.axis == before.axis:
        return tuple(
            each._replace(applicants=names.applicants)
            if each.applicants == before.applicants
            else each._replace(results=names.results)
            for each in before.also
        )
    if names.applicants and not names.results:
        if before.results and not before.applicants:
            return (names._replace(stages=(("done",),), verb="", results=before.results),)
        over = bool(before.stages) and {stage for each in before.stages for stage in each} <= _OVER
        return (names._replace(stages=before.stages, verb="", results=()),) if over else ()
    if names.results and not names.applicants and before.applicants:
        return (names._replace(applicants=before.applicants),)
    return ()


def _subjects(names: Names, near: Sequence[Token], state: State) -> tuple[Names, ...]:
    """Applications of those that the sentence has for its subject (自然人仍是主力军，共提交申请58件), or whose whole the brackets are in
    (自然人申请61件（新收58件、结转3件）).
    """
    if names.axis:
        return ()
    whole = state.at(state.frame.governor) if state.frame.part else None
    if whole and whole.sentence == state.sentence and whole.names.applicants and not whole.names.results:
        return (names._replace(applicants=whole.names.applicants, verb=""),)
    lead = state.lead(near)
    group = nearest(lead, "applicant")
    if not group or any_of(lead, "result", "group", "outcome"):
        return ()
    return (names._replace(stages=tuple((stage,) for stage in APPLICANTS_OF), applicants=group, verb="applicants"),)


def _implied(
    words: Sequence[Token], parts: bool, stages: _Stages, verb: str, outcomes: bool, state: State
) -> tuple[str, ...]:
    """The matter that other words imply; () where they speak of another or of none. ``parts``: results or applicants are named."""
    family, known = state.frame.names.family, state.frame.names.matters
    specific = {stage for each in stages for stage in each}
    court = next((token.value for token in words if token.kind == "court"), "")
    bare = next((token for token in reversed(words) if token.kind == "bare"), None)
    if outcomes and (court or family in ("case", "")):
        if court and not any(court in each for each in known):
            return (court,)
        return (() if state.frame.part else state.frame.pair) or (known if family == "case" else ("cases",))
    if specific & STAGES["document"]:
        made_of_any = any_of(words, "doc") and "made" in specific  # 印发文件35件
        return known if family == "document" and not made_of_any else ()
    if known == ("other",):
        return ()
    if parts or (specific & (STAGES["request"] - {"done"}) and verb not in VERBS):
        return ("request",) if family in ("request", "") or state.about or parts else ()
    if bare is not None and bare.value == "case" and family == "case" and state.frame.last >= 0:
        return () if state.frame.part or modified(words, bare) else known  # 占全部案件44件
    if bare is not None:
        return () if modified(words, bare) else ("request",)
    if stages and (family == "request" or (not family and verb not in VERBS)):
        return ("request",)
    return ()


def _results(words: Sequence[Token], state: State) -> tuple[tuple[str, str], ...]:
    """The results that are named together; a row within its own group is the row (因保护第三方合法权益不予公开)."""
    groups, rows = state.form.groups, state.form.groups_of
    chosen = tuple(
        ("group" if value in groups and _is_group(words, value) else "result", value)
        for value in nearest(words, "result")
    )
    if not chosen:
        return _any_result(words, rows, state)
    if chosen == (("result", "partially_granted"),) and (
        (any_of(words, "join") and says(words, "any", "公开")) or _in_full_or(words)
    ):
        return ("result", "granted"), chosen[0]
    if len(chosen) == 1 and chosen[0][0] == "group" and not any_of(words, "etc"):  # 因不掌握等原因无法提供 is the group
        inside = (chosen[0][1], "other") if chosen[0][1] == "unprocessed" else (chosen[0][1],)  # 逾期不补正而不再处理
        within = [token for token in words if token.kind == "result" and rows.get(token.value) in inside]
        return (
            tuple(("result", value) for value in nearest(words[: words.index(within[-1]) + 1], "result"))
            if within
            else chosen
        )
    return chosen


def _in_full_or(words: Sequence[Token]) -> bool:
    """Whether 全部或 stands before a result (全部或部分满足)."""
    pairs = zip(words, words[1:], strict=False)
    return any(one.kind == "every" and other.kind == "join" for one, other in pairs)


def _is_group(words: Sequence[Token], value: str) -> bool:
    return any(token.kind == "group" and token.value == value for token in words)


def _any_result(words: Sequence[Token], rows: dict[str, str], state: State) -> tuple[tuple[str, str], ...]:
    """公开 and 其他 alone, beside other results."""
    before = state.frame.names
    alone = [token for token in words if token.kind not in ("plain", "join", "sep")]
    if says(words, "any", "公开") and len(alone) == 1 and before.family == "case" and state.frame.last < 0:
        return (("result", "granted"),)  # a sentence that begins with 公开8件 has left the cases
    if before.family not in ("request", ""):
        return ()
    if says(words, "any", "公开") and not any_of(words, "verb", "matter", "applicant"):
        return (("result", "granted"),)
    if says(words, "any", "其他") and before.results:
        kind, value = before.results[-1]
        return (("any", "row" if kind == "result" and rows.get(value) else "group"),)
    return ()


def _applicants(words: Sequence[Token], state: State) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The applicants that are named together, and others that may be meant instead (其他组织)."""
    if group := nearest(words, "applicant"):
        if _among_anyone(words):
            return (), ()
        rest = says(words, "any", "其他") or says(words, "any", "其他组织")
        return (*group, *(("other",) if rest and any_of(words, "sum") and "other" not in group else ())), ()
    listed = set(state.frame.names.applicants)
    if says(words, "any", "其他组织"):
        return (("other",), ()) if listed - {"natural_person", "legal_person"} else (("legal_person",), ("other",))
    return (("other",), ()) if says(words, "any", "其他") and listed else ((), ())


def _among_anyone(words: Sequence[Token]) -> bool:
    """Whether applicants are joined with people that are no column of the table (群众和企业): they are anyone."""
    return any(
        link.kind == "join" and "people" in (one.value, other.value) and "applicant" in (one.kind, other.kind)
        for one, link, other in zip(words, words[1:], words[2:], strict=False)
    )


def _stages(words: Sequence[Token]) -> tuple[_Stages, str]:
    """The stages that are named, alternatives each a sum, and the verb where it left them open."""
    staged = [token.value for token in words if token.kind == "stage"]
    if over := carried(words):
        if "new" in staged and any_of(words, "join"):
            return (("new", "carried_in"),), ""
        return tuple((stage,) for stage in over), ""
    specific = [stage for stage in nearest(words, "stage") if stage not in ("decided", "collected")]
    if len(specific) > 1 and not {"done", "handled"} & set(specific):
        return (tuple(specific),), ""
    if specific:
        return ((specific[-1],),), ""
    verbs = [token.value for token in words if token.kind == "verb"]
    if not verbs:
        return (), ""
    return tuple((stage,) for stage in VERBS[verbs[0]] if all(stage in VERBS[verb] for verb in verbs)), verbs[0]


def _turned(words: Sequence[Token]) -> list[Token]:
    """``words`` with 未办毕 as what is carried over; any other name that is denied is unknown."""
    found: list[Token] = []
    for token in words:
        if found and found[-1].kind == "deny" and token.kind in NAMING:
            done = token.kind == "stage" and token.value == "done"
            found[-1] = token._replace(value="carried_out") if done else token._replace(kind="unknown")
        else:
            found.append(token)
    return found


def _narrowed(near: Sequence[Token]) -> bool:
    """Whether unknown words stand before a noun that they may narrow (公租房申请, 合作社来申请的)."""
    if not any_of(near, "unknown", "any"):
        return False
    said = [token for token in near if token.kind != "plain" or token.value == "kind"]
    return any(
        one.kind == "any" and other.value == "kind" and third.value == "done"
        for one, other, third in zip(said, said[1:], said[2:], strict=False)
    ) or any(
        one.kind == "unknown"
        and (other.kind in ("matter", "bare") or (one.value == "article" and other.kind in ("result", "group")))
        for one, other in zip(said, said[1:], strict=False)
    )


def _parted(words: Sequence[Token], near: Sequence[Token]) -> bool:
    """Whether unknown words stand between the figure and what is named: then it may be a part, or another thing."""
    before = words[: len(near)]
    named = [at for at, token in enumerate(words) if token.kind in NAMING]
    if not named:
        return False
    if named[-1] < len(before):  # the name stands before the figure
        return any_of(before[named[-1] :], "unknown")
    first = next(at for at in named if at >= len(before))
    return any_of(words[len(before) : first], "unknown")
