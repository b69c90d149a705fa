"""What words name: a matter, its stage, result, applicant or outcome, each a sum of several where they are joined."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from drafting.facts import cells_of
from drafting.form import Edition

from .figures import MONEY
from .lexicon import NAMING, Token

VERBS: dict[str, tuple[str, ...]] = {"received": ("new", "handled", "done"), "handling": ("done", "handled", "new")}
"""What a verb leaves open, likeliest first: 收到, 受理 may be 新收, 收办 or （七）总计; 办理, 处理 too (domain §4.3)."""
APPLICANTS_OF = ("new", "handled", "done")
"""Whose applicants are meant where the sentence does not say."""
CARRIED = ((("carried_in",),), (("carried_out",),))
"""结转 alone."""

CASES = ("review", "litigation", "litigation_direct", "litigation_after_review", "cases")
DOCUMENTS = ("normative_document", "rule")
DECISIONS = ("licence", "penalty", "coercive_measure")
FAMILIES = {
    "request": "request", "fee": "fee", **dict.fromkeys(CASES, "case"), **dict.fromkeys(DOCUMENTS, "document"), **dict.fromkeys(DECISIONS, "decision"),
}  # fmt: skip
"""The part of the tables each matter stands in."""
STAGES = {
    "request": {"new", "handled", "carried_in", "carried_out", "done"}, "document": {"made", "repealed", "in_force"},
    "decision": {"decided"}, "fee": {"collected"},
}  # fmt: skip
UNITS = {
    "request": ("件", "件次", "宗", "起", "例", "份", "条", "项", "个", ""), "case": ("件", "案", "件次", "宗", "起", "例", "个", "项", ""),
    "document": ("件", "份", "个", "部", "项", ""), "decision": ("件", "件次", "宗", "起", "例", "份", "项", "个", ""), "fee": tuple(MONEY),
}  # fmt: skip
"""In what each is counted; 条 and 份 of applications are 件."""
FOREIGN_UNITS = ("人次",)
"""In what none of them is counted, though its figure be right: 办结75人次 for 75件."""
QUIET = frozenset((
    "plain", "whole", "about", "cause", "time", "wide", "scope", "join", "include", "beside", "among", "share", "compare", "way", "become",
    "each", "every", "etc", "sum", "rest",
))  # fmt: skip
"""Words that leave what is named as it is."""
_KINDS = {
    "result": ("result", "group"),
    "outcome": ("outcome",),
    "applicant": ("applicant",),
    "stage": ("stage",),
    "matter": ("matter",),
}


class Names(NamedTuple):
    """What words name; each part a sum. ``stages``: alternatives, each a sum; ``verb``: what left them open. ``results``: kind and
    value. ``choices``: other applicants that may be meant; ``also``: what may be meant instead, where words refer back (被纠正的1件 after
    reviews and lawsuits, 自然人7件 after 结转9件).
    """

    matters: tuple[str, ...] = ()
    stages: tuple[tuple[str, ...], ...] = ()
    results: tuple[tuple[str, str], ...] = ()
    applicants: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    verb: str = ""
    choices: tuple[str, ...] = ()
    also: tuple[Names, ...] = ()

    @property
    def family(self) -> str:
        """The part of the tables it stands in, ``""`` for none."""
        return FAMILIES.get(self.matters[0], "") if self.matters else ""

    @property
    def axis(self) -> str:
        """What it is a part by: ``result``, ``applicant``, ``outcome``, or ``""`` for a whole."""
        return "result" if self.results else "applicant" if self.applicants else "outcome" if self.outcomes else ""

    def readings(self, form: Edition) -> tuple[tuple[str, ...], ...]:
        """The cells that add up to each thing that may be meant; a reading that the form has no cells for is left out."""
        return _readings(self, form)


@lru_cache(maxsize=2048)
def _readings(names: Names, form: Edition) -> tuple[tuple[str, ...], ...]:
    found = [
        cells
        for stage in names.stages or ((),)
        for applicants in (names.applicants, *((choice,) for choice in names.choices))
        for results in _choices(names.results)
        if (cells := _cells(form, names._replace(stages=(stage,), results=results, applicants=applicants)))
    ]
    for other in names.also:
        found += _readings(other, form)
    return tuple(dict.fromkeys(found))


def _cells(form: Edition, names: Names) -> tuple[str, ...]:
    """The cells of one reading; () when one of its parts has none."""
    matters = [
        each for matter in names.matters for each in (("review", "litigation") if matter == "cases" else (matter,))
    ]
    outcomes = [
        each
        for outcome in names.outcomes or ("",)
        for each in (("upheld", "corrected", "other") if outcome == "decided" else (outcome,))
    ]
    cells: list[str] = []
    for matter, stage, (kind, value), applicant, outcome in product(
        matters, names.stages[0] or ("",), names.results or (("", ""),), names.applicants or ("",), outcomes
    ):
        some = cells_of(form, matter, stage, **({kind: value} if kind else {}), applicant=applicant, outcome=outcome)
        if not some:
            return ()
        cells += some
    return tuple(dict.fromkeys(cells))


def _choices(results: tuple[tuple[str, str], ...]) -> list[tuple[tuple[str, str], ...]]:
    """其他 beside results is the group 其他处理 or its last row."""
    if results and results[0][0] == "any":
        both = [(("group", "other"),), (("result", "other_remaining"),)]
        return both if results[0][1] == "group" else both[::-1]
    return [results]


def nearest(words: Sequence[Token], axis: str) -> tuple[str, ...]:
    """The values of the words on an axis that stand nearest to the figure, all that are joined by 和, 、, 或."""
    group: list[str] = []
    joined = False
    for token in reversed(words):
        if token.kind in _KINDS[axis]:
            if group and not joined:
                break
            if token.value not in group:
                group.insert(0, token.value)
            joined = False
        elif group and token.kind == "join":
            joined = True
        elif group and token.kind not in ("plain", "about", "matter"):
            break
    return tuple(group)


def carried(words: Sequence[Token]) -> tuple[str, ...]:
    """The stage that 结转 with 上年 or 下年 means; both where neither stands by it."""
    times = [token.value for token in words if token.kind == "time" and token.value in ("prev", "next")]
    stages = [token.value for token in words if token.kind == "stage" and token.value in ("carried_in", "carried_out")]
    if not any(token.kind == "carry" for token in words):
        out = next((at for at, token in enumerate(words) if token.kind == "stage" and token.value == "carried_out"), 0)
        before = any(token.kind == "time" and token.value == "prev" for token in words[:out])
        return ("carried_in",) if before and stages[:1] == ["carried_out"] else tuple(stages[:1])  # 去年没办完的
    if times:
        return ("carried_in",) if times[0] == "prev" else ("carried_out",)
    return tuple(stages[:1]) or ("carried_out", "carried_in")


def any_of(words: Sequence[Token], *kinds: str) -> bool:
    """Whether one of the words is of one of the kinds."""
    for token in words:  # noqa: SIM110 -- asked twenty times of every figure; any() takes twice as long
        if token.kind in kinds:
            return True
    return False


def any_name(words: Sequence[Token]) -> bool:
    """Whether one of the words names what is counted."""
    for token in words:  # noqa: SIM110 -- as above
        if token.kind in NAMING:
            return True
    return False


def says(words: Sequence[Token], kind: str, value: str) -> bool:
    """Whether one of the words has that value on that dimension."""
    for token in words:  # noqa: SIM110 -- as above
        if token.value == value and token.kind == kind:
            return True
    return False


def noun_alone(near: Sequence[Token]) -> bool:
    """Whether the words before a figure name 申请 and nothing that was done with it."""
    named = [token for token in near if token.kind in NAMING]
    return bool(named) and all(
        token.kind == "bare" or (token.kind == "matter" and token.value == "request") for token in named
    )


def modified(words: Sequence[Token], noun: Token) -> bool:
    """Whether other words narrow a bare 申请 (公租房申请)."""
    at = words.index(noun)
    return at > 0 and words[at - 1].kind in ("unknown", "organ", "matter")
