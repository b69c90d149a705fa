"""What a text is about where a figure stands: built up word by word, inherited by the next figure of the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from drafting.form import Edition

from .figures import Figure
from .lexicon import Token
from .names import CASES, FAMILIES, Names, any_of, carried, modified
from .scope import Reporting

Measure = Literal["count", "before", "change", "share"]
Certainty = Literal["sure", "likely", "narrow", "open"]
"""``open``: the words may as well count another thing (公示行政许可126条): a figure that fits rests on the cell, another is left alone."""
CUTS = ("sep", "semi", "open")
"""Signs between the clauses of a sentence."""
LISTED = 24
"""Figures before one that it may be the sum of."""
_RANKS = {"省": 5, "市": 4, "州": 4, "盟": 4, "县": 3, "区": 3, "旗": 3, "镇": 2, "乡": 2, "道": 2}
_AREAS = ("政府", "办事处", "办公室", "办公厅", "管理委员会", "管委会")
"""How the names of organs end whose report may be that of an area."""
_LEVELS = {"province": 5, "city": 4, "county": 3, "township": 2, "subdistrict": 2}


@dataclass
class Frame:
    """The sentence so far. ``aside``: a part by channel or kind is spoken of; ``doubt``: unknown words may narrow the next figure;
    ``part``: after 其中 or in brackets after a figure, ``governor`` being that figure; ``last``: the figure just before, those in
    brackets left out; ``changed``: the change from last year just before; ``pair``: two kinds of cases counted side by side;
    ``shared``: the sentence gives shares (构成为：公开40%、部分公开12%), ``base`` and ``of`` being what they are of; ``shown``: publishing is spoken of;
    ``whole``: a part and what it is to be a share of, with a figure of its own (占办结总数322件的40%).
    """

    names: Names = field(default_factory=Names)
    aside: bool = False
    doubt: bool = False
    part: bool = False
    period: str = "this"
    decided: bool = False
    governor: int = -1
    last: int = -1
    changed: int = -1
    pair: tuple[str, ...] = ()
    shared: bool = False
    base: str = ""
    of: Names | None = None
    shown: bool = False
    whole: tuple[Read, Names] | None = None


@dataclass
class Read:
    """One figure on the way to a statement. ``included``: 含, 其中 stands before it; ``base``, ``of``: what the words of a share are
    of, a stage or a part, ``maybe`` what the share before was of; ``foreign``: its unit is none that its matter is counted in;
    ``apiece``: it is the number of each of what is named (企业和律所各1件).
    """

    names: Names
    measure: Measure
    certainty: Certainty
    sentence: int
    governor: int
    included: bool = False
    base: str = ""
    foreign: bool = False
    of: Names | None = None
    maybe: Names | None = None
    apiece: bool = False


@dataclass
class State:
    """A text on the way through: what it is about, the words since the last figure, the brackets that are open, what was read.

    ``used``: where the words end that stood behind the last figure and named it (2件维持、1件其他结果). ``formal``: the sentences that
    name cases in the words of the form. ``carried``: sentence -> how 上年结转 stands in it without a figure. ``cases``: the kinds of
    cases that the line has counted. ``queue``: names that still have a figure to come (分别为39件和73件). ``based``: sentence -> whether it
    speaks of cases received or decided, which rates of outcomes are of. ``apart``: where the figures start that are said to be of
    another period or channel. ``each``: where the words of change stand that are said of each of several (许可、处罚全部上升).
    """

    figures: Sequence[Figure]
    form: Edition
    organ: Reporting
    formal: set[int]
    found: list[Read | None]
    frame: Frame = field(default_factory=Frame)
    since: list[Token] = field(default_factory=list)
    stack: list[tuple[Frame, list[Token], str]] = field(default_factory=list)
    queue: list[Names] = field(default_factory=list)
    changes: list[tuple[Token, Names | None, int]] = field(default_factory=list)
    based: dict[int, set[str]] = field(default_factory=dict)
    each: list[int] = field(default_factory=list)
    fresh: set[int] = field(default_factory=set)
    apart: set[int] = field(default_factory=set)
    carried: dict[int, str] = field(default_factory=dict)
    sentence: int = 0
    used: int = 0
    about: bool = False
    scope: str = "whole"
    named_in: int = 0
    cases: tuple[str, ...] = ()

    def new_line(self) -> None:
        """Nothing is left of the line before."""
        self.frame, self.since, self.stack, self.queue = Frame(), [], [], []
        self.about, self.scope, self.cases = False, "whole", ()
        self.sentence += 1

    def new_sentence(self) -> None:
        """What the last sentence was about is left, nothing else of it."""
        names = self.frame.names
        kept = (
            Names(matters=names.matters)
            if names.family in ("request", "case", "document") or names.matters == ("other",)
            else Names()
        )
        self.frame = Frame(names=kept, governor=self.frame.governor)
        self.since, self.stack, self.queue = [], [], []
        self.sentence += 1

    def open(self, token: Token) -> None:
        """A bracket: after a figure it holds its parts."""
        self.stack.append((replace(self.frame), self.since, self.scope))
        if not self.since and self.frame.last >= 0:
            self.frame = replace(self.frame, part=True, governor=self.frame.last)
        self.since = [token]

    def close(self, token: Token) -> None:
        """The end of a bracket: all is as before it, but for what it included by name (公开（含部分公开）44件)."""
        self.absorb(self.since, near=False)
        if not self.stack:
            return
        inside = self.since
        self.frame, self.since, self.scope = self.stack.pop()
        named = [each for each in inside if each.kind in ("result", "group")]
        if self.since and named and any_of(inside, "include", "sum"):
            at = (
                max((at for at, each in enumerate(self.since) if each.kind in ("result", "group", "any")), default=-1)
                + 1
            )
            more = [Token(token.start, token.end, "join"), *named] if at else [token._replace(kind="unknown")]
            self.since[at:at] = more if at else []
            self.since += [] if at else more

    def semicolon(self, token: Token) -> None:
        """Another part of the sentence."""
        self.absorb(self.since, near=False)
        whole = self.at(self.frame.governor) if self.frame.part else None
        names = (whole.names if whole and whole.names.family == "case" else self.frame.names)._replace(
            applicants=(), choices=()
        )
        self.frame = replace(self.frame, names=names, aside=False, part=False, period="this")
        self.since = [token]

    def absorb(self, words: Sequence[Token], near: bool) -> None:
        """Let words before a figure tell the frame what it is about; ``near``: those of its own clause."""
        here = False  # a part is named in this very clause
        for at, token in enumerate(words):
            match token.kind:
                case "sep" | "semi" | "open":
                    here = False
                case "matter" if not near:
                    self._matter(token, beside=words[max(0, at - 2) : at])
                case "matter" if FAMILIES.get(token.value) not in (self.frame.names.family, "decision"):
                    self.frame.aside = here
                case "about" | "cause":
                    self.about = True
                case "scope":
                    self._scope(token)
                case "organ":
                    self.scope, self.named_in = "organ", self.sentence
                case "aside":
                    self.frame.aside = here = True
                case "wide":
                    self.frame.aside = here = False
                case "whole" | "sum":
                    self._whole(here)
                case "cared" if token.value == "shown":
                    self.frame.shown = True
                case "cared" if near and any_of(words[at:], "stage"):
                    self.frame.doubt = True
                case "cared" if near and not any_of(words, "court"):
                    self.frame.aside = here = True
                case "bare" if not near and not self.frame.names.matters and not modified(words, token):
                    self.frame.names = Names(matters=("request",))
                case "stage" if token.value == "decided":
                    self.frame.decided = True
                case "stage" if not near and token.value in ("new", "handled"):
                    self.frame.names = Names(matters=("request",), stages=((token.value,),))
                case "share" if not near:
                    self.frame.shared = True
                case "among":
                    self.frame.part = True
                    self.frame.governor = self.frame.last if self.frame.last >= 0 else self.frame.governor
                case "time":
                    self._time(token, words[max(0, at - 2) : at + 3], here)
                case "include" if token.value == "joint" and self.frame.names.family in (
                    "request",
                    "",
                ):  # 与新收合并计算
                    self.frame.names = Names(matters=("request",), stages=(("handled",),))
                case "include" | "beside" if (
                    not near and "carried_in" in carried(words[at : at + 6]) and any_of(words[at : at + 6], "time")
                ):
                    self.carried[self.sentence] = token.kind

    def _matter(self, token: Token, beside: Sequence[Token] = ()) -> None:
        """A matter that is named becomes what the text is about, with the one it is joined to (经复议、诉讼)."""
        self.about = self.about or token.value == "request"
        if FAMILIES.get(token.value) != self.frame.names.family or token.value == "other":
            self.frame.aside, self.frame.decided = False, False
        joined = [each.kind for each in beside] == ["matter", "join"] and FAMILIES.get(token.value) == "case"
        before = self.frame.names.matters if joined and self.frame.names.family == "case" else ()
        self.frame.names = Names(matters=tuple(dict.fromkeys((*before, token.value))))

    def _scope(self, token: Token) -> None:
        """The whole organ, a part of it, or what reaches beyond it (全省 in the report of a county)."""
        if token.value == "narrow":
            self.scope = "narrow"
        elif self._beyond(token.value):
            self.scope, self.named_in = "organ", self.sentence
        elif token.value != "own" or self.scope != "narrow":
            self.scope = "whole"
            if self.frame.aside:
                self.frame.aside, self.frame.doubt = False, True

    def _beyond(self, value: str) -> bool:
        """Whether words of an area reach beyond the organ: 全省 in a county, 全县各部门 in the report of one of them."""
        area = value.removeprefix("各")
        if area not in _RANKS:
            return False
        if area != value and not self.organ.name.endswith(_AREAS):
            return True
        return _RANKS[area] > _LEVELS[self.organ.level] and not self._county_city(area)

    def _county_city(self, area: str) -> bool:
        """Whether 全市 is the area of a county-level city, or 全区 of a zone of any level."""
        place = self.organ.name.split("人民政府")[0]
        return area in place[1:] and not any(lower in place[place.rfind(area) + 1 :] for lower in "县区旗镇乡")

    def _time(self, token: Token, beside: Sequence[Token], here: bool) -> None:
        if token.value in ("prev", "next") and any(
            each.kind == "carry" or each.value in ("carried_in", "carried_out") for each in beside
        ):
            return
        self.frame.period = "this" if token.value == "year" else token.value
        if token.value in ("this", "year"):
            self._whole(here)

    def _whole(self, here: bool) -> None:
        """共计, 全年 in a later clause than the words of a part bring the whole back, with some doubt."""
        if self.frame.aside and not here:
            self.frame.aside, self.frame.doubt = False, True
        if self.scope == "organ" and self.named_in < self.sentence:
            self.scope, self.frame.doubt = "whole", True

    def lead(self, near: Sequence[Token]) -> list[Token]:
        """The words since the last figure that stand before those ``near`` this one."""
        return [token for token in self.since if near and token.start < near[0].start]

    def at(self, place: int) -> Read | None:
        """What was read of the figure at ``place``; None for none."""
        return self.found[place] if place >= 0 else None

    def listed(self) -> Names | None:
        """What the sentence has just counted part by part, together: results, applicants, kinds of cases or decisions; None where
        it has not counted two or more of a kind.
        """
        last = self.at(self.frame.last)
        if last and last.apiece and last.sentence == self.sentence:
            return last.names._replace(also=())
        some = self.found[max(0, self.frame.last - LISTED) : self.frame.last + 1]
        before = [read.names for read in some if read and read.sentence == self.sentence and read.measure == "count"]
        for part in ("results", "applicants", "matters"):
            alike: list[Names] = []
            for names in reversed(before):
                if alike and part == "results" and (not names.results or self._is_whole_of(alike[0], names)):
                    break
                if alike and names._replace(**{part: getattr(alike[0], part)}, also=()) != alike[0]._replace(also=()):
                    break
                alike.insert(0, names)
            parts = [each for names in alike for each in getattr(names, part)]
            if len(alike) > 1 and len(parts) == len(set(parts)) >= len(alike):
                return alike[-1]._replace(**{part: tuple(parts)}, also=())
        return None

    def _is_whole_of(self, part: Names, whole: Names) -> bool:
        """Whether a row of results is in the one group that ``whole`` names."""
        groups = {self.form.groups_of.get(value, "") for kind, value in part.results if kind == "result"}
        return bool(groups) and all(kind == "group" and value in groups for kind, value in whole.results)

    def last_names(self, words: Sequence[Token]) -> Names | None:
        """What the figure just before counts, where nothing else is named since."""
        last = self.at(max(self.frame.last, self.frame.changed))
        foreign = any_of(words, "unknown", "aside", "organ", "matter", "bare")
        return last.names if last and last.measure != "share" and not foreign else None


def based(found: Sequence[Token]) -> dict[int, set[str]]:
    """Of what the rates of outcomes in each sentence are (按受案数计, 以审结数7件为基数); a sentence without such words is left out."""
    said: dict[int, set[str]] = {}
    sentence = 0
    for token in found:
        sentence += token.kind in ("stop", "line")
        if (token.kind == "verb" and token.value == "received") or (
            token.kind == "outcome" and token.value == "decided"
        ):
            said.setdefault(sentence, set()).add(token.value)
    return said


def fresh(found: Sequence[Token]) -> set[int]:
    """The sentences that say of all they count that it came in this year (均为当年新收)."""
    said, sentence, kinds = set(), 0, set()
    for token in (*found, Token(0, 0, "stop")):
        if token.kind in (*CUTS, "stop", "line"):
            if {"every", "new"} <= kinds and "figure" not in kinds:
                said.add(sentence)
            kinds = set()
        sentence += token.kind in ("stop", "line")
        kinds |= {token.kind} if token.kind != "stage" else {token.value}
    return said


def formal(found: Sequence[Token]) -> set[int]:
    """The sentences that name cases in the words of the form (结果维持, 复议后起诉)."""
    named, sentence = set(), 0
    for token in found:
        sentence += token.kind in ("stop", "line")
        if token.kind == "outcome" or token.value in CASES[2:4]:
            named.add(sentence)
    return named
