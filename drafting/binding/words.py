"""Words that claim something of the tables: 同比增长, 持平, 未收到, 未发生, 均已办结, 答复率100%, 首次 (domain §4.3,
N-05, N-06).

Precision first: a word is marked only where what it claims is known exactly (未收到政府信息公开申请, not 未收到投诉),
so the many 均, 全部 and 未 of ordinary prose are left alone. 首次 is marked wherever it stands: only a note can bear it
out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal

from drafting.facts import Fact
from drafting.report import Organ

from . import scope
from .marks import Mark, State
from .naming import NEW
from .place import Place, Topics, topic_at
from .reckoning import compared
from .witness import Notes

IN, OUT = "requests.carried_in.total", "requests.carried_out.total"
REVIEW, LITIGATION = "proceedings.review.total", "formula.litigation"

_WAYS = {"增长": 1, "增加": 1, "上升": 1, "提高": 1, "下降": -1, "减少": -1, "降低": -1, "持平": 0}
_OPPOSITE = {
    "增长": "下降",
    "增加": "减少",
    "上升": "下降",
    "提高": "降低",
    "下降": "增长",
    "减少": "增加",
    "降低": "提高",
}
_WAY = re.compile(
    r"(?:同比|[与较比](?:上一?年度?|去年)(?:同期)?(?:相比)?)[，,]?[^，。；！？\n基大略]{0,6}?(?P<way>"
    + "|".join(_WAYS)
    + ")"
)

_DENIAL = re.compile(
    r"(?P<says>(?:未曾?(?!经)|从未|没有|无(?![法效偿障需论关不从序线形]))(?:收到|接到|受理|收取|发生|出现|产生|引发|引起|作出|做出|实施|制发|制定|"
    r"出台|废止|办结|有|被)?)(?P<what>[^，。；！？\n]{1,60})"
)
_REQUESTS = re.compile(
    "(?:新的?|任何|有关|关于|公民|、|法人|和|或者?|其[他它]组织|提出|提交|书面|的)*+(?:政府信息|信息公开|依申请|公开)*+的?(?:申请(?!行政复议|复议|人)|公开件)"
)
_CARRIED = re.compile("(?:上一?年度?结转|结转下一?年度?|继续|办理|申请|件|事项|和|及|或|、|的|情况|政府信息公开)+")
_MADE = {
    "行政许可": "disclosure.licences",
    "行政处罚": "disclosure.penalties",
    "行政强制": "disclosure.coercive_measures",
    "行政事业性收费": "disclosure.fees_wan_yuan",
}
_DOCUMENTS = {"规范性文件": "disclosure.normative_documents", "规章": "disclosure.rules"}
_TABLE_TWO = re.compile(
    "(?:行政许可|行政处罚|行政强制|行政事业性收费|行政规范性文件|规范性文件|规章(?!制度)|决定|任何|制发|废止|现行有效|、|和|及|或|的|情况|件)+"
)
_CASES = re.compile("复议(?!后)|诉讼|起诉")
_OTHER_CASES = re.compile("纠错|败诉|纠正|撤销|违法|逾期|败案|不履行")

_DONE = re.compile(
    r"(?P<says>(?:均已?|全部已?|都已)(?:经|能够?|在|法定|规定|时限|期限|时间|内|按时|按期|依法|依规|及时|予以|给予|进行|作出|规范|妥善|书面|"
    r"得到|公开|申请人|向)*+(?:办结|答复|回复|办理完毕|办毕|处理完毕))(?!率)"
    r"|(?P<rate>(?:按时|按期|及时|限时|依法)?(?:办结|答复|回复)率)(?:均|都|继续|保持|为|达到?|是|实现)*+\s*(?:100\s*[%％]|百分之百)"
)
_TIMELY = re.compile("按时|按期|及时|限时|法定|期限|时限")
_BUT = re.compile("结转|正在|尚|其余|除.{1,30}外|未到期|未办结")
_FIRST = re.compile("首次|首创|首家")
_TITLE = re.compile(r"《[^》\n]*》|“[^”\n]*”")
_PEOPLE = re.compile("建议|提案|信件|来信|留言|咨询|投诉|举报|诉求|热线|信访")


def words(
    text: str,
    figures: Sequence[Mark],
    about: Topics,
    facts: Mapping[str, Fact],
    notes: Notes,
    organ: Organ,
) -> list[Mark]:
    """The claiming words of ``text``, in order; ``figures``: the marks of its figures."""
    found = [
        *_ways(text, figures, about, facts, notes),
        *_denials(text, facts, notes, organ),
        *_done(text, about, facts, notes, organ),
        *_firsts(text, notes),
    ]
    quoted = [match.span() for match in _TITLE.finditer(text)] if found else []
    return [mark for mark in found if not any(start <= mark.start < end for start, end in quoted)]


def _ways(text: str, figures: Sequence[Mark], about: Topics, facts: Mapping[str, Fact], notes: Notes) -> list[Mark]:
    """增长, 下降, 持平 beside last year: against the change of what they speak of."""
    found = []
    ends = [mark.end for mark in figures]
    for match in _WAY.finditer(text):
        way, (start, end) = match["way"], match.span("way")
        at = bisect_right(ends, match.start())
        place = Place.of(text, start, end, ends, len(text), about)
        first = bisect_left(ends, start - len(place.before))
        following = figures[at] if at < len(figures) else None
        ids = compared(place, figures[first:at], text, match.start(), start)
        if following and following.state == "note" and following.start - end <= 3:
            note = following.sources[0]
            said = notes.texts[note.partition(":")[2]]
            opposite = _OPPOSITE.get(way, "")
            if way not in said and opposite in said:
                found.append(_word(text, start, end, "contradicted", (note,), opposite))
            else:
                found.append(_word(text, start, end, "note", (note,)))
        elif ids:
            found.append(_way(text, start, end, ids, place, facts, notes))
    return found


def _way(
    text: str,
    start: int,
    end: int,
    ids: tuple[str, ...],
    place: Place,
    facts: Mapping[str, Fact],
    notes: Notes,
) -> Mark:
    way = text[start:end]
    known = {
        id: Decimal(facts[id].value) - Decimal(facts[f"before.{id}"].value)
        for id in ids
        if id in facts and f"before.{id}" in facts
    }
    right = [id for id, change in known.items() if change.compare(Decimal(0)) == _WAYS[way]]
    if right:
        return _word(text, start, end, "fact", _change_sources(right[0], facts))
    if len(known) == len(ids):
        first, change = next(iter(known.items()))
        expected = "持平" if not change else _OPPOSITE[way] if _WAYS[way] else "增长" if change > 0 else "下降"
        return _word(text, start, end, "contradicted", _change_sources(first, facts), expected)
    return _by_note(text, start, end, way, place.sentence, notes)


def _change_sources(id: str, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    ids = [each for each in (f"change.{id}", f"ratio.{id}") if each in facts]
    return tuple(f"fact:{each}" for each in ids or (id, f"before.{id}"))


def _denials(text: str, facts: Mapping[str, Fact], notes: Notes, organ: Organ) -> list[Mark]:
    """未收到…申请, 未发生…复议诉讼, 未作出…决定: against the cells, which must be 0."""
    found = []
    for match in _DENIAL.finditer(text):
        ids = _denied(match["says"], match["what"])
        begins = max(text.rfind(sign, max(0, match.start() - 200), match.start()) + 1 for sign in "。！？；，\n、")
        if not ids or not scope.exactly(text[begins : match.start()], "", organ):
            continue
        start, end = match.span("says")
        values = {id: facts[id].value for id in ids if id in facts}
        if wrong := [id for id, value in values.items() if value]:
            found.append(_word(text, start, end, "contradicted", tuple(f"fact:{id}" for id in wrong)))
        elif len(values) == len(ids):
            found.append(_word(text, start, end, "fact", tuple(f"fact:{id}" for id in ids)))
        else:
            found.append(_by_note(text, start, end, match["says"], match[0], notes))
    return found


def _denied(says: str, what: str) -> tuple[str, ...]:
    """The facts that ``says what`` (未发生 行政复议、行政诉讼) claims to be 0."""
    if _CASES.search(what) and not _OTHER_CASES.search(what) and not re.search("收取|作出|制|废止|办结", says):
        named = (REVIEW, "复议(?!后)"), (LITIGATION, "诉讼|起诉")
        return tuple(id for id, words in named if re.search(words, what))
    if re.search("收到|接到|受理|有$|无$", says) and _REQUESTS.match(what):
        return (NEW,)
    if _CARRIED.fullmatch(what) and "结转" in what:
        return tuple(id for id, words in ((IN, "上一?年"), (OUT, "结转下")) if re.search(words, what))
    if not _TABLE_TWO.fullmatch(what):
        return ()
    made = tuple(id for word, id in _MADE.items() if word in what) if re.search("作|做|实施|收取|[无有]$", says) else ()
    columns = [
        column
        for column, words in (("made", "制|出台"), ("repealed", "废止"), ("in_force", "现行有效"))
        if re.search(words, says + what)
    ]
    return made + tuple(f"{root}.{column}" for word, root in _DOCUMENTS.items() if word in what for column in columns)


def _done(text: str, about: Topics, facts: Mapping[str, Fact], notes: Notes, organ: Organ) -> list[Mark]:
    """均已办结, 答复率100%: against 结转下年度, which must be 0; only of 政府信息公开申请 as a whole."""
    found = []
    for match in _DONE.finditer(text):
        start, end = match.span("says") if match["says"] else match.span("rate")
        place = Place.of(text, start, match.end(), [], len(text), about)
        line = text[max(text.rfind("\n", 0, start) + 1, start - 400) : start]
        if topic_at(text, start, about) != "requests" or not scope.about_information(line):
            continue
        if _BUT.search(place.sentence) or _PEOPLE.search(place.sentence) or scope.narrowed(place.before, organ):
            continue
        timely = bool(_TIMELY.search(text, start, end)) and "已" not in text[start:end]
        if OUT not in facts:
            found.append(_by_note(text, start, end, text[start:end], place.sentence, notes))
        elif facts[OUT].value:
            found.append(_word(text, start, end, "contradicted", (f"fact:{OUT}",), narrow=timely))
        else:
            found.append(_word(text, start, end, "fact", (f"fact:{OUT}",)))
    return found


def _firsts(text: str, notes: Notes) -> list[Mark]:
    found = []
    for match in _FIRST.finditer(text):
        begins = max(text.rfind(sign, 0, match.start()) + 1 for sign in "。！？\n")
        found.append(_by_note(text, *match.span(), match[0], text[begins : match.end() + 60], notes))
    return found


def _by_note(text: str, start: int, end: int, word: str, sentence: str, notes: Notes) -> Mark:
    note = notes.saying(word, sentence)
    return _word(text, start, end, "note", (f"note:{note}",)) if note else _word(text, start, end, "untied")


def _word(
    text: str,
    start: int,
    end: int,
    state: State,
    sources: tuple[str, ...] = (),
    expected: str = "",
    narrow: bool = False,
) -> Mark:
    return Mark(start, end, text[start:end], "word", state, sources, expected, narrow)
