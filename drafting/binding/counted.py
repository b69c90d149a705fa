"""What a count states: its own words, those after it, or what the sentence has named before."""

from __future__ import annotations

from collections.abc import Sequence

from .figures import MONEY, Figure
from .frames import CUTS, LISTED, Certainty, Read, State
from .lexicon import NAMING, Token
from .names import (
    CARRIED,
    CASES,
    FOREIGN_UNITS,
    QUIET,
    UNITS,
    VERBS,
    Names,
    any_name,
    any_of,
    nearest,
    noun_alone,
    says,
)
from .naming import Named, named
from .parts import outside, several

_LOOSE_UNITS = ("", "个", "项")
"""Units that may count something else as well."""
_NOUNS = NAMING - {"verb"}
_TOLD = ("unknown", "deny", "aside", "organ", "verb", "join", "share", "way", "rest", "matter", "bare")
"""Words with which a clause says more than what the figure in the next one counts."""
_PASSIVE = 5
"""Characters that 被申请行政复议 and its like have at least; 行政复议 has fewer."""


def counted(figure: Figure, near: list[Token], right: list[Token], state: State) -> Read | None:
    """What a count states; None where it is another matter, or a part that no table has."""
    frame = state.frame
    right = _noun(right)
    words, kinds = near, {token.kind for token in near}
    if not kinds & _NOUNS or noun_alone(near):
        words = [*near, *right]  # 收到9份政府信息公开申请, 3件结转下年
        if not kinds & NAMING and any_name(right):
            state.used = right[-1].end
    elif "outcome" not in kinds and any_of(right[:1], "outcome"):
        words = [*near, *right]  # 复议后起诉案件有1件结果纠正
        state.used = right[-1].end
    elif says(near[-2:], "plain", "of"):  # 复议里有1件被要求重新答复 is a part of what stands before it
        if not any_of(right, "result", "group", "applicant", "outcome", "carry"):
            return None
        words = [*near, *right]
        state.used = right[-1].end
    elif any_of(right, "aside", "organ"):
        words = [*near, Token(0, 0, "aside")]
    state.about = state.about or says(words, "matter", "request")
    apiece = says(near, "plain", "apiece")  # 企业和律所各1件
    alike = any_of(near[-1:], "every") or (any_of(near[-2:-1], "every") and near[-1].kind == "plain")  # 均为2件
    own = named(words, near, state) if not (next_one := _next(near, state)) else None
    if "rest" in kinds and "unknown" in kinds:  # 其余的是民办学校4件
        return None
    if "rest" in kinds and not (own and (own.names.axis or own.names.stages in CARRIED)):  # 其余31件均按期答复
        own = _rest(state)
        if own is None:
            return None
    found = next_one or own or _unnamed(figure, near, state)
    if "each" in kinds and next_one is None:
        found = _first_of_each(own, near, state)
    if found is None:
        return None
    names = _added(found.names, near, state)
    if apiece and (found is not own or len(several(names)) < 2):
        return None
    apiece = apiece or (alike and found is own and len(several(names)) > 1)
    before = frame.names
    beside = (
        names.family == before.family == "case"
        and not names.outcomes
        and not before.outcomes
        and any_of(state.since[:1], "join")
    )
    frame.pair = (
        (*before.matters, *names.matters) if beside else frame.pair if names.outcomes and not frame.part else ()
    )
    foreign = figure.unit in FOREIGN_UNITS and names.family != "fee"
    if (
        not (foreign or figure.unit in UNITS.get(names.family, ()))
        or not (found is not own or _ours(names, words, state))
        or state.scope == "organ"
    ):
        return None
    unknown_whole = frame.part and frame.governor >= 0 and state.at(frame.governor) is None
    if unknown_whole and not (names.family == "decision" and frame.decided) and names.family != "document":
        return None  # a part of what no table counts
    if any_of(words, "aside", "organ") and not any_of(words, "wide"):
        frame.aside = True
    here = not kinds.isdisjoint(("aside", "organ")) and "wide" not in kinds and names.stages not in CARRIED
    if (frame.aside and (here or not _whole_again(names, state))) or frame.period not in ("this", "prev"):
        state.apart.add(figure.start)
        return None
    if frame.part and names.verb in VERBS and not names.axis:  # 其中受理5件 is no whole
        return None
    loose = figure.unit in _LOOSE_UNITS and names.family in ("request", "case", "decision")
    goes_on = words is near and bool(right) and right[0].kind == "unknown"
    doubt = found.doubt or frame.doubt or frame.aside or loose or goes_on
    certainty: Certainty = (
        "narrow" if state.scope == "narrow" and names.family != "fee" else "likely" if doubt else "sure"
    )
    if frame.shown and names.family in ("decision", "document"):
        certainty = "open"
    return Read(
        names, "before" if frame.period == "prev" else "count", certainty, state.sentence,
        frame.governor if frame.part else -1, any_of(state.since, "include", "among"), foreign=foreign, apiece=apiece,
    )  # fmt: skip


def _noun(right: list[Token]) -> list[Token]:
    """The words behind a figure without what is said of all that it counts (247件办结件均为公开或部分公开)."""
    at = next((at for at, token in enumerate(right) if token.kind == "every"), 0)
    return right[:at] if at and any_name(right[:at]) else right


def remember(at: int, read: Read | None, words: Sequence[Token], state: State) -> None:
    """What the figures that follow inherit."""
    frame = state.frame
    frame.last, frame.doubt = at, False
    if read is not None:
        state.about = state.about or read.names.family == "request"
        frame.names = read.names
        if read.names.family == "case":
            state.cases = tuple(dict.fromkeys((*state.cases, *read.names.matters)))
        if not read.names.axis and not frame.part:
            frame.governor = at
        return
    if matters := nearest(words, "matter"):
        frame.names = Names(matters=matters)
    elif any_of(words, "verb", "bare", "stage", "cared"):
        frame.aside = True  # what goes on is of the same unknown thing


def _next(near: Sequence[Token], state: State) -> Named | None:
    """The next of several names that have a figure each (予以公开、部分公开分别129件、41件)."""
    if state.queue and not any_name(near):
        return Named(state.queue.pop(0))
    state.queue = []
    return None


def _first_of_each(own: Named | None, near: Sequence[Token], state: State) -> Named | None:
    """The first of names that have a figure each; the others wait for theirs. None where they are not several."""
    in_turn = _in_turn(own.names if own else None, near, state)
    if len(in_turn) < 2:
        return None
    state.formal.add(state.sentence)
    first, *state.queue = in_turn
    return Named(first, own.doubt if own else True)


def _in_turn(names: Names | None, near: Sequence[Token], state: State) -> list[Names]:
    """Names that have a figure each: those of ``names`` (部分公开、不予公开分别为2件、1件), of the clause before (直接起诉多于复议后起诉，分别为), or
    those that the sentence has just counted, for last year (上年分别为).
    """
    if names is not None and len(each := several(names)) > 1:
        return each
    if any_name(near):
        return []
    if state.frame.period == "prev":
        some = state.found[max(0, state.frame.last - LISTED) : state.frame.last + 1]
        return [read.names for read in some if read and (read.sentence, read.measure) == (state.sentence, "count")]
    lead = state.lead(near)
    lead = _last_clause(lead)
    for kinds in (("result", "group"), ("applicant",), ("outcome",), ("matter",)):
        said = list(dict.fromkeys(token for token in lead if token.kind in kinds))
        each = [named([token], [token], state) for token in said]
        if len(each) > 1 and all(each):
            return [found.names for found in each if found]
    return []


def _last_clause(words: Sequence[Token]) -> list[Token]:
    """The last clause of ``words`` that has any, without the signs at its end."""
    words = list(words)
    while words and words[-1].kind in CUTS:
        words.pop()
    return words[max((at for at, token in enumerate(words) if token.kind in CUTS), default=-1) + 1 :]


def _added(names: Names, near: Sequence[Token], state: State) -> Names:
    """``names`` with what was counted just before, where the words add the two (与新收申请合计17件)."""
    before = next(reversed(state.lead(near)), None)
    last = state.at(state.frame.last)
    if before is None or before.kind != "join" or not any_of(near, "sum") or last is None:
        return names
    if last.sentence != state.sentence or last.measure != "count" or last.names.family != names.family:
        return names
    if not names.axis and not last.names.axis and len(names.stages) == len(last.names.stages) == 1:
        return names._replace(stages=((*last.names.stages[0], *names.stages[0]),))
    part = f"{names.axis}s"
    if names.axis and names.axis == last.names.axis and getattr(names, part) != getattr(last.names, part):
        return names._replace(**{part: (*getattr(last.names, part), *getattr(names, part))})
    return names


def _unnamed(figure: Figure, near: Sequence[Token], state: State) -> Named | None:
    """Where the words name nothing: last year's of the same, 新收 and 上年结转 together, a fee again, the sum
    of the results just counted (两项合计10件)."""
    lead = state.lead(near)
    if any_of(lead, "most") and all(token.kind in QUIET for token in near):  # 过程性信息居首，共8件
        return named(_last_clause(lead), lead, state)
    if led := _led(near, lead, state):
        return led
    last = state.at(max(state.frame.last, state.frame.changed))
    if last is None or not all(token.kind in QUIET for token in near):
        return None
    if any(token.kind == "compare" or token.value == "prev" for token in near):
        state.frame.period = "prev"
        if any_name(lead):  # 未收到信访类申请，而上年为1件
            return named([token for token in lead if token.kind != "deny"], lead, state)
        return Named(last.names)
    if (figure.unit in MONEY and last.names.family == "fee") or (
        any_of(near, "become") and last.measure in ("before", "count")
    ):
        return Named(last.names)
    if state.frame.period == "prev" and last.measure == "change":  # 净减17件，由200件变为183件
        return Named(last.names)
    if any_of(near, "sum") and (listed := state.listed()):
        return Named(listed)
    some = state.found[max(0, state.frame.last - LISTED) : state.frame.last + 1]
    before = [read.names for read in some if read and read.sentence == state.sentence and read.measure == "count"]
    taken_in = any(names.stages == CARRIED[0] for names in before)
    received = any(names.verb == "received" or names.stages == (("new",),) for names in before)
    return (
        Named(Names(("request",), (("handled",),))) if any_of(near, "whole", "sum") and taken_in and received else None
    )


def _led(near: Sequence[Token], lead: Sequence[Token], state: State) -> Named | None:
    """What the clause before names for a figure that has only 共计 or 发生 by itself (其次为无法提供，共计293件; 行政复议方面，全年共发生1件)."""
    if all(token.kind in ("plain", "whole", "time", "occur") for token in near) and any_of(near, "occur"):
        cases = tuple(matter for matter in nearest(lead, "matter") if matter in CASES)
        return Named(Names(cases), doubt=not state.about) if cases and not any_of(lead, "deny", "outcome") else None
    clause = _last_clause(lead)
    if not near or not all(token.kind in ("plain", "whole") for token in near):
        return None
    if not any_of(clause, "result", "group", "applicant") or any_of(clause, *_TOLD):
        return None
    found = named(clause, clause, state)
    return Named(found.names, doubt=True) if found else None


def _rest(state: State) -> Named | None:
    """What the sentence has not counted of what it has counted part by part (其余8件), with some doubt."""
    some = state.found[max(0, state.frame.last - LISTED) : state.frame.last + 1]
    before = [read.names for read in some if read and read.sentence == state.sentence and read.measure == "count"]
    axis = next((f"{names.axis}s" for names in reversed(before) if names.axis), "")
    whole = next((names for names in before if names.axis == "" or _is_one_group(names)), Names())
    parts = [names for names in before if axis and getattr(names, axis) and names is not whole]
    if not parts or any(names.also or names.family != parts[0].family for names in parts):
        return None
    if axis != "results":
        whole = parts[-1]._replace(**{axis: ()}, choices=())
    elif not whole.results:
        whole = Names(("request",), (("done",),))
    counted_ones = tuple(dict.fromkeys(each for names in parts for each in getattr(names, axis)))
    left = outside(whole, axis, counted_ones, state.form)
    if not left:
        return None
    return Named(left[0]._replace(**{axis: tuple(each for names in left for each in getattr(names, axis))}), doubt=True)


def _is_one_group(names: Names) -> bool:
    """Whether all of one group of results is named, which its rows are the parts of."""
    return len(names.results) == 1 and names.results[0][0] == "group" and not names.applicants


def _whole_again(names: Names, state: State) -> bool:
    """Whether the words leave the channel or kind that was spoken of: another table, or what only the whole has."""
    before = state.frame.names.family
    return names.stages in CARRIED or (
        bool(before) and names.family != before and (names.family != "decision" or state.frame.decided)
    )


def _ours(names: Names, words: Sequence[Token], state: State) -> bool:
    """Whether the words speak of 政府信息公开, and of what the organ itself did."""
    if names.family == "case":
        caused = any_of(state.since, "cause")
        handled = any_of(words, "cared", "verb") and not any_of(words, "court")  # 复议机关经审理维持1件
        state.frame.aside = state.frame.aside or (handled and not caused)
        suffered = any(
            token.kind == "matter" and token.value in CASES and token.end - token.start >= _PASSIVE for token in words
        )
        formal = state.sentence in state.formal or len(names.matters) > 1
        return caused or (not handled and (state.about or formal or suffered))
    if names.family in ("document", "decision"):
        handled = any(token.kind == "verb" and token.value == "handling" for token in words)
        return not handled or names.matters == ("licence",)
    return True
