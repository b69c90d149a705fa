"""Which note bears a figure out: one that holds the same figure and counts the same thing.

The same thing is counted when the word right beside one figure – its head – stands beside the other too: 社会评议问卷120份 and
发放问卷120份, not 培训2次 and 专题会议2次. A figure whose words fit another figure of the same note better (two that were swapped) is
not borne out, and a figure of a note bears one thing out in a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from drafting.language.likeness import pairs

from .figures import KEPT, Figure, read
from .values import same_figure, same_unit
from .verbatim import Verbatim

_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z]+")
_BOUND = re.compile(r"[，。；：、！？（）,;:!?()\n]")
_END = re.compile(r"[。！？\n]")
_EMPTY = re.compile(
    "占了?(?=$)|超(?=$)|^[中里内]|^(?:以上|左右|上下|有余)|有(?=$)|金额|平均(?:需要?|要)?|整合为?|合并为?|归并为?|并成|并到|并为|调整为?|精简为?|压减[至到为]?|变为|降[至到]|减[至到少]|增[至到加]|同比|环比|[较比与](?:上年|去年)(?:同期|相比)?|增长|增加|上升|提高|下降|减少|降低|持平|增幅|降幅|全年度?|今年|本年度?|当年|去年|上年度?|年度|共计|总计|合计|累计|总共|一共|其中|各类|各种|相关|有关|分别|平均|达到|超过|通过|利用|依托|组织|开展|举办|举行|召开|"
    "进行|完成|实施|实现|发布|推送|公布|公开|发了|发出|制作|做了|编制|新增|增设|设立|配备|安排|落实|做好|参加|参与|参训|受训|政府信息|政务公开|信息公开|政府|信息(?!员)|"
    "工作|情况|人员|内容|数量|总数|[我本全该][镇局县市区省乡委厅办院部机街][关道]?|本单位|以及|并且|已经|[的了为共约近超逾达到于在从由将把被向对和与及或并已均都等余多计有是做发个]"
)
"""Words beside a figure that do not tell what it counts."""
_FROM = re.compile("[从由自][^从由自]{0,8}$")
_TO = re.compile("[到至为成][^到至为成]{0,2}$")
_BECOMES = re.compile(
    "[^，。；：、！？\n]{0,8}?(?:合并|整合|归并|归集|精简|压减|压缩|缩减|调整|优化|减少|增加|扩大|下降|上升|降|增|减|并)(?:成|到|至|为)了?\\s*$"
)
"""Between two figures: 23个栏目合并为14个."""
_LONGER = re.compile(
    r"(?<![年月])以来|[历多往]年(?:来|累计|共|合计)|近[两三四五六七八九十几\d]{1,3}年|[两三四五六七八九十]年(?:来|间|累计|共|合计|以来)"
)
"""Words of more than the year, which a note must say too (条例实施以来共收到申请16件)."""
REACH = 40
"""Characters beside a figure that are looked at; in its sentence before it, twice as many."""
CHANNELS = frozenset(
    (
        "网上",
        "网络",
        "线上",
        "信函",
        "邮寄",
        "当面",
        "现场",
        "传真",
        "窗口",
        "邮箱",
        "邮件",
        "纸质",
        "微信",
        "快递",
        "在线",
    )
)
"""Words of a part by channel, which a note must say too."""
MOST_OF = 2
"""Pieces of words that two figures have in common at least, and half of all, where what stands right beside them differs."""
CAP = 32
"""Figures of notes that are compared with one figure at most, of those that share a word with it."""


@dataclass(frozen=True)
class Phrase:
    """What stands by a figure: ``near`` its pieces of words, ``heads`` those right beside it, ``wide`` of its sentence before it,
    ``later`` of its sentence after its clause; ``way``: whether it is
    what something was or what it became (从23个并成14个); ``longer``: whether it is of more than the year.
    """

    near: frozenset[str]
    heads: frozenset[str]
    wide: frozenset[str]
    later: frozenset[str]
    sentence: int
    way: str = ""
    longer: bool = False

    def likeness(self, other: Phrase) -> int:
        """How surely two figures with these words count the same thing; 0: they do not."""
        if self.way and other.way and self.way != other.way:
            return 0
        if self.longer and not other.longer:
            return 0
        if (self.near & CHANNELS) - (other.near | other.wide | other.later):
            return 0  # 网上收到申请16件 is not what 16件申请 says
        if self.way and self.way == other.way and (self.near | self.wide) & (other.near | other.wide):
            return 3 + len(self.near & other.near)
        if self.near and other.near:
            common = len(self.near & other.near)
            if self.heads & other.near or other.heads & self.near:
                return 2 + common
            return 2 if common >= max(MOST_OF, min(len(self.near), len(other.near)) / 2) else 0
        if not self.near and not self.wide:
            return 1 if self.later & other.near or not other.near else 0
        near, wide = (
            (self.near, other.wide) if self.near else (other.near, self.wide) if other.near else (self.wide, other.wide)
        )
        return 1 if near & wide or (not near and not wide) else 0


@dataclass(frozen=True)
class _Held:
    """A figure of a note."""

    note: str
    at: int
    figure: Figure
    phrase: Phrase


class NoteEvidence:
    """The notes of a report, read once for many texts."""

    def __init__(self, notes: Sequence[tuple[str, str, str]]) -> None:
        """``notes``: of each its id, its text, and the text as a report writes it, whose words stand by its figures too."""
        self.texts = {id: text for id, text, _ in notes}
        self._pairs = {id: pairs(text) for id, text in self.texts.items()}
        self._held: dict[str, list[_Held]] = {}
        self._by_value: dict[Decimal, list[_Held]] = defaultdict(list)
        self._said: dict[Decimal, dict[tuple, Figure]] = defaultdict(
            dict
        )  # value -> one figure of each unit and precision
        self._by_word: dict[tuple[Decimal | None, str], list[_Held]] = defaultdict(list)
        self._verbatim = Verbatim((id, form) for id, *forms in notes for form in forms)
        for id, text, written in notes:
            self._held[id] = held = _held(id, text, written)
            for each in held:
                self._index(each)

    def _index(self, held: _Held) -> None:
        key = _key(held.figure)
        self._by_value[key].append(held)
        figure = held.figure
        self._said[key].setdefault((figure.unit, figure.value, figure.precision, figure.between), figure)
        for word in held.phrase.near or held.phrase.wide or ("",):
            for each in (key, None):
                if len(self._by_word[each, word]) < CAP:
                    self._by_word[each, word].append(held)

    def holding(self, figure: Figure) -> list[str]:
        """The ids of the notes that hold the same figure, whatever it counts there."""
        exact = self._by_value.get(_key(figure), [])
        every = [each for held in self._held.values() for each in held] if figure.approximate else exact
        return list(dict.fromkeys(each.note for each in every if same_figure(figure, each.figure)))

    def bearing(self, text: str, figures: Sequence[Figure], said: Phrases | None) -> list[str | None]:
        """For each of the ``figures`` of ``text``, in the words ``said`` (None where there is no note), the note that bears it
        out, None where none does: a sentence of the note itself, or one in other words that counts the same.
        """
        if said is None:
            return [None] * len(figures)
        found = [self._best(figure, said, at) for at, figure in enumerate(figures)]
        taken: dict[tuple[int, str, int], int] = {}
        for at, best in enumerate(found):
            if best is None:
                continue
            place = said[at].sentence, best[1].note, best[1].at
            other = taken.get(place)
            if other is None:
                taken[place] = at
            elif best[0] > found[other][0]:  # type: ignore[index]
                found[other], taken[place] = None, at
            elif said[at].heads != said[other].heads:
                found[at] = None
        notes = [best[1].note if best else None for best in found]
        return [own or note for own, note in zip(self._verbatim.notes(text, figures), notes, strict=True)]

    def denies(self, note: str, figure: Figure, phrase: Phrase) -> bool:
        """Whether the words of ``phrase`` by ``figure`` are those of another figure of ``note``."""
        held = self._held.get(note, [])
        same = max((phrase.likeness(each.phrase) for each in held if same_figure(figure, each.figure)), default=0)
        return same < 2 and any(
            phrase.likeness(each.phrase) > 2 and not same_figure(figure, each.figure) and same_unit(figure, each.figure)
            for each in held[: 4 * CAP]
        )

    def _best(self, figure: Figure, said: Phrases, at: int) -> tuple[int, _Held] | None:
        """The figure of a note that says the same of the same thing, and how surely."""
        key = None if figure.approximate else _key(figure)
        if key is not None and not any(same_figure(figure, one) for one in self._said.get(key, {}).values()):
            return None
        phrase = said[at]
        candidates: dict[tuple[str, int], _Held] = {}
        for word in phrase.near or phrase.wide or phrase.later or ("",):
            candidates |= {(held.note, held.at): held for held in self._by_word.get((key, word), ())}
        if phrase.near:  # a note that leaves out what it counts has it in its sentence
            for word in phrase.wide:
                candidates |= {
                    (held.note, held.at): held for held in self._by_word.get((key, word), ()) if not held.phrase.near
                }
        scored = [
            (phrase.likeness(held.phrase), held) for held in candidates.values() if same_figure(figure, held.figure)
        ]
        best = max(scored, key=lambda each: each[0], default=None)
        if best is None or not best[0]:
            return None
        rivals = (
            each
            for each in self._held[best[1].note][: 4 * CAP]
            if same_unit(figure, each.figure) and not same_figure(figure, each.figure)
        )
        return None if any(phrase.likeness(each.phrase) > best[0] for each in rivals) else best

    def saying(self, word: str, sentence: str) -> str | None:
        """The note that says ``word`` and has most in common with ``sentence`` besides it; None when none has."""
        here = pairs(sentence) - pairs(word)
        ids = [id for id, text in self.texts.items() if word in text]
        best = max(ids, key=lambda id: len(here & self._pairs[id]), default=None)
        return best if best is not None and here & self._pairs[best] else None


@lru_cache(maxsize=8)
def note_evidence(notes: tuple[tuple[str, str, str], ...]) -> NoteEvidence:
    """The evidence of notes, by id, text and the text as a report writes it: they seldom change from one look at a report to the next."""
    return NoteEvidence(notes)


class Phrases:
    """What stands by each of the figures of a text; worked out when it is asked for, since most figures are no note's."""

    def __init__(self, text: str) -> None:
        self._text, self._figures = text, read(text)
        self._bounds = [match.end() for match in _BOUND.finditer(text)]
        self._stops = [match.end() for match in _END.finditer(text)]
        self._known: list[Phrase | None] = [None] * len(self._figures)

    def __len__(self) -> int:
        return len(self._figures)

    def __getitem__(self, at: int) -> Phrase:
        known = self._known[at]
        if known is None:
            known = self._known[at] = self._read(at)
        return known

    def __iter__(self) -> Iterator[Phrase]:
        return (self[at] for at in range(len(self)))

    def _read(self, at: int) -> Phrase:
        text, figure, bounds, stops = self._text, self._figures[at], self._bounds, self._stops
        place, since = self._since(at)
        following = self._figures[at + 1].start if at + 1 < len(self) else len(text)
        until = bounds[place] - 1 if place < len(bounds) else len(text)
        right = text[figure.end : min(until, following, figure.end + REACH)]
        sentence = self._sentence(at)
        wide = text[max(stops[sentence - 1] if sentence else 0, figure.start - 2 * REACH) : since]
        end = min(stops[sentence] if sentence < len(stops) else len(text), figure.end + 2 * REACH)
        later = text[figure.end + len(right) : end]
        left = text[since : figure.start]
        longer = _LONGER.search(wide + left) is not None
        return replace(_phrase(left, right, wide, later, sentence, self._way(at)), longer=longer)

    def _since(self, at: int) -> tuple[int, int]:
        """Which of the signs comes after the figure, and from where on the words before it are its own."""
        figure = self._figures[at]
        before = self._figures[at - 1].end if at else 0
        place = bisect_left(self._bounds, figure.start + 1)
        return place, max(before, self._bounds[place - 1] if place else 0, figure.start - REACH)

    def _sentence(self, at: int) -> int:
        return bisect_left(self._stops, self._figures[at].start + 1)

    def _way(self, at: int) -> str:
        """Whether the figure is what something was or what it became."""
        if self._became(at + 1):
            return "from"
        if self._became(at):
            return "to"
        if self._was(at):
            return "from"
        start, before = self._figures[at].start, at - 1
        led = at and not self._became(before) and self._was(before) and self._sentence(before) == self._sentence(at)
        return "to" if led and _TO.search(self._text, self._since(at)[1], start) else ""

    def _became(self, at: int) -> bool:
        """Whether the figure is what the one before it became (23个栏目合并为14个)."""
        if not 0 < at < len(self):
            return False
        before, figure = self._figures[at - 1], self._figures[at]
        return before.unit == figure.unit and _BECOMES.match(self._text, before.end, figure.start) is not None

    def _was(self, at: int) -> bool:
        return _FROM.search(self._text, self._since(at)[1], self._figures[at].start) is not None


def phrases(text: str) -> Phrases:
    """What stands by each of the figures of ``text``."""
    return _kept(text) if len(text) <= KEPT else Phrases(text)


@lru_cache(maxsize=1024)
def _kept(text: str) -> Phrases:
    return Phrases(text)


def _phrase(left: str, right: str, wide: str, later: str, sentence: int, way: str) -> Phrase:
    before, after = _pieces(left), _pieces(right)
    heads = before[-1:] + after[:1]
    return Phrase(
        frozenset(before + after), frozenset(heads), frozenset(_pieces(wide)), frozenset(_pieces(later)), sentence, way
    )


def _pieces(words: str) -> list[str]:
    """The two-character pieces of words that tell something, in order; a word of one character is its own piece."""
    found: list[str] = []
    for run in _RUN.findall(_EMPTY.sub(" ", _alike().sub(_first, words))):
        found += [run[at : at + 2] for at in range(len(run) - 1)] or [run]
    return found


@cache
def _same_words() -> dict[str, str]:
    """Word -> the first of its line in ``alike.tsv``."""
    lines = Path(__file__).with_name("alike.tsv").read_text("utf-8-sig").splitlines()[1:]
    return {word: line.split()[0] for line in lines for word in line.split()}


@cache
def _alike() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _same_words()), key=len, reverse=True)))


def _first(match: re.Match[str]) -> str:
    return _same_words()[match[0]]


def _key(figure: Figure) -> Decimal:
    return figure.value if figure.yuan is None else figure.yuan


def _held(note: str, text: str, written: str) -> list[_Held]:
    """The figures of a note with what stands by each as it was typed and, if that has the same figures, in ``written``."""
    figures, others = read(text), read(written) if written != text else []
    typed = phrases(text)
    if [one.value for one in others] != [one.value for one in figures]:
        return [_Held(note, at, *each) for at, each in enumerate(zip(figures, typed, strict=True))]
    found = []
    for at, (one, other, by, more) in enumerate(zip(figures, others, typed, phrases(written), strict=True)):
        both = Phrase(
            by.near | more.near,
            by.heads | more.heads,
            by.wide | more.wide,
            by.later | more.later,
            by.sentence,
            by.way or more.way,
            by.longer or more.longer,
        )
        found.append(_Held(note, at, one, both))
        if one.unit != other.unit:
            found.append(_Held(note, at, other, both))  # 30来个人 is 30人
    return found
