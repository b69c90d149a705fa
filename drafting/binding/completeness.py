"""Completeness: 均已办结, 件件有答复, 答复率100% (nothing is carried over), 均获维持 (no case ended otherwise), 均为自然人."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from drafting.facts import cells_of
from drafting.form import Edition
from drafting.language.sentences import FULL_STOPS, sentence_at

from .claim import Claim, Evidence, by_note, word_mark
from .lexicon import Token
from .marks import Mark
from .names import CASES
from .statements import Reading

_FILLER = (
    "(?:经|能够?|在|法定|规定|时限|期限|时间|之?内|按时|按期|按照?|要求|依法|依规|依法依规|及时|予以|给予|进行|作出|做出|规范|妥善|书面|得到|公开|向?申请人|已|全部|均|完成|高质量|圆满|了|"
    "严格|规范|处理|办理|答复|并|和|、|有效)"
)
_DONE = re.compile(
    r"(?=[均全都皆悉一已件按及限依法办答回])(?:"  # what any begins with
    rf"(?P<says>(?:均已?|全部已?|都已?|皆已?|全数|悉数|一律|已全部|已均|(?<=申请)已|(?<=事项)已)(?:{_FILLER}){{0,8}}(?:办结|答复|回复|办理完[毕成结]|办毕|处理完[毕成]|答复完[毕成]|"
    rf"完成办理|完成答复|办复))(?!率|\d|[^，。；！？\n]{{0,6}}\d)"
    r"|(?P<each>件件(?:有|都有)?(?:答复|回复|回音|着落|落实))"
    r"|(?P<rate>(?:按时|按期|及时|限时|依法|法定期限内)?(?:办结|答复|办复|回复)率)(?:均|都|继续|保持|为|达到?|了|是|实现|在)*+\s*(?:100\s*[%％]|百分之百))"
)
_OF_THE_DONE = re.compile("办结(?:件|的(?:申请|件)?)$")
"""办结件均在法定期限内答复 speaks of what is done, not of all."""
_TIMELY = re.compile("按时|按期|及时|限时|法定|期限|时限")
_BUT = re.compile("(?<!无)(?<!没有)(?<!未)结转|转[入至到下]|顺延|正在|尚|其余|剩余|除.{1,30}外|未到期|未办结")
_TAKEN_IN = re.compile("(?:连同|加上|加|含|包括|计入)[^，。；：\n]{0,12}结转")
"""连同上年结转的2件，均已办结 speaks of both."""
_PEOPLE = re.compile("建议|提案|信件|来信|留言|咨询|投诉|举报|诉求|热线|信访")
_UPHELD = re.compile(
    "(?:均|全部|都|皆|一律)(?:已|获得?|被|为|是|予以|得到|判决|裁定|结果|复议机关|复议|法院|的|以|经|作出|决定)*(?:维持|驳回)"
)
_DECIDED = re.compile("(?:均|全部|都|皆)(?:已|经|获|依法)*审结")
_FROM = re.compile(
    "(?:均|全部|都|皆)(?:为|由|是|系|属于?|来自)(?P<who>自然人|公民个人|个人|商业企业|企业|法人或其他组织|法人)"
)


def done(text: str, reading: Reading, figures: Sequence[Mark], evidence: Evidence) -> Iterator[Mark]:
    """均已办结, 件件有答复, 答复率100%: nothing may be carried over, and something must have come in; only of 政府信息公开申请 as a whole."""
    form, facts = evidence.report.form, evidence.facts
    matches = list(_DONE.finditer(text))
    if not matches:
        return
    about, ends = _of_requests(reading.tokens), [mark.end for mark in figures]
    out, handled, done = (
        facts.of_cells(cells_of(form, "request", stage)) for stage in ("carried_out", "handled", "done")
    )
    for match in matches:
        kind = match.lastgroup if match.lastgroup in ("each", "rate") else "says"
        start, end = match.span(kind)
        begins, closes = sentence_at(text, start, end, FULL_STOPS)
        sentence = text[begins:closes]
        if not _about(start, about) or _PEOPLE.search(sentence):
            continue
        before = bisect_right(ends, start)
        last = figures[before - 1] if before and figures[before - 1].start >= begins else None
        if (
            last
            and last.state == "fact"
            and last.sources[0] == f"fact:{done}"
            and kind == "says"
            and len(text[last.end : start]) < 12
        ):
            yield word_mark(text, start, end, "fact", (f"fact:{done}",))  # 107件均按时办结 speaks of what is done
            continue
        if kind == "says" and done in facts and _OF_THE_DONE.search(text[begins:start]):
            yield word_mark(text, start, end, "fact", (f"fact:{done}",))
            continue
        bare_rate = kind == "rate" and not _TIMELY.search(text, start, end)  # 办结率100% beside 结转1件
        if _BUT.search(_TAKEN_IN.sub("", sentence)) and not bare_rate:
            continue
        if out not in facts:
            yield by_note(text, start, end, evidence.notes)
        elif facts[out].value:
            timely = (
                bool(_TIMELY.search(text, start, end)) and "已" not in text[start:end] and "全部" not in text[start:end]
            )
            yield word_mark(text, start, end, "contradicted", (f"fact:{out}",), narrow=timely and kind == "says")
        elif handled in facts and not facts[handled].value:
            yield word_mark(text, start, end, "contradicted", (f"fact:{handled}",), narrow=True)
        else:
            yield word_mark(text, start, end, "fact", (f"fact:{out}",))


def _of_requests(tokens: Sequence[Token]) -> tuple[list[int], list[bool]]:
    """From where on what a text says is about applications for government information, of the whole organ, or is not."""
    named = ""
    part = False
    places, about = [0], [False]
    for token in tokens:
        if token.kind == "line":
            named, part = "", False
        elif token.kind == "stop" or (token.kind == "scope" and token.value != "narrow"):
            part = False
        elif token.kind == "matter":
            named = token.value
        elif token.kind == "bare" and not named:
            named = "request"
        elif token.kind in ("organ", "aside") or token.value == "narrow":
            part = True
        if about[-1] != (named == "request" and not part):
            places.append(token.end)
            about.append(not about[-1])
    return places, about


def _about(place: int, changes: tuple[list[int], list[bool]]) -> bool:
    """Whether what is said at ``place`` is about applications (``_of_requests``)."""
    return changes[1][bisect_right(changes[0], place) - 1]


def all_alike(text: str, reading: Reading, form: Edition) -> Iterator[Claim]:
    """均获维持: no other outcome of the cases of the sentence; 均已审结: none pending; 均为自然人: no other applicant."""
    cases = [token for token in reading.tokens if token.value in CASES]
    starts = [token.start for token in cases]

    def named(place: int) -> list[str]:
        """The cases that the sentence has named before ``place``."""
        begins, _ = sentence_at(text, place, stops=FULL_STOPS)
        return [token.value for token in cases[bisect_left(starts, begins) : bisect_left(starts, place)]]

    for pattern, others in ((_UPHELD, ("corrected", "other", "pending")), (_DECIDED, ("pending",))):
        for match in pattern.finditer(text):
            matters = named(match.start())
            every = ["review", "litigation"] if "cases" in matters else matters
            if cells := tuple(
                cells_of(form, matter, outcome=outcome) for matter in dict.fromkeys(every) for outcome in others
            ):
                yield Claim(*match.span(), cells)
    matches = list(_FROM.finditer(text))
    about = _of_requests(reading.tokens) if matches else ([0], [False])
    for match in matches:
        if not _about(match.start(), about):
            continue
        natural = match["who"] in ("自然人", "公民个人", "个人")
        rest = ["legal_person"] if natural else ["natural_person"]
        if "企业" in match["who"]:
            rest += ["research", "social_welfare", "legal_service", "other"]
        yield Claim(*match.span(), tuple(cells_of(form, "request", "new", applicant=name) for name in rest))
