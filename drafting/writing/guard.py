"""What a rewriting may not touch unasked: figures, dates, titles, names, negations, directions, claims of all or first,
and words that turn the meaning (``language.turned``: 拟/已, 部分/各, 维持/撤销).

``risks`` compares two texts by these tokens; ``guarded`` cuts the way from one text to the other into changes, none of
which cuts a token in two, each with its risks (docs/decisions/0005-proposals.md). Precision is not needed here as in
binding: a word wrongly protected costs a person one tick.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import Literal

from drafting.binding import read
from drafting.language.document_number import DOCUMENT_NUMBER
from drafting.language.turned import turnings
from drafting.report import Report

from . import diff
from .diff import Change

Kind = Literal[
    "figure", "date", "title", "number", "quoted", "name", "negation", "direction", "claim", "meaning", "basis"
]

LABELS: dict[Kind, str] = {
    "figure": "数字",
    "date": "日期",
    "title": "文件标题",
    "number": "文号或条款",
    "quoted": "引号中的名称",
    "name": "名称",
    "negation": "否定词",
    "direction": "增减方向",
    "claim": "“均、全部、首次”一类说法",
    "meaning": "改变意思的说法",
    "basis": "依据",
}


@dataclass(frozen=True)
class Token:
    """A protected stretch of a text. Tokens with the same ``kind`` and ``key`` say the same."""

    start: int
    end: int
    text: str
    kind: Kind
    key: Hashable


@dataclass(frozen=True)
class Risk:
    """A protected token changed, dropped (``new``: ``""``) or added (``old``: ``""``); ``says`` it in a sentence."""

    kind: Kind
    old: str
    new: str
    says: str


_N = "0-9０-９"
_CN = "〇零一二两三四五六七八九十百千万亿"
_YEAR = f"(?:19|20|１９|２０)[{_N}]{{2}}"
_DAY = f"(?:[{_N}]{{1,2}}|[一二三四五六七八九十]{{1,3}})"
_FIRST: dict[Kind, re.Pattern[str]] = {
    "title": re.compile(r"《(?:[^《》\n]|《[^《》\n]*》)*》"),
    "number": re.compile(
        rf"(?:[^\W\d_A-Za-z根据按照依经以和及与由见的]{{1,5}})?{DOCUMENT_NUMBER}"
        rf"|第\s*[（(]?[{_N}{_CN}]+[）)]?\s*[章条款项号批期届次]"
    ),
    "quoted": re.compile(r"“[^”“\n]{1,40}”|‘[^’‘\n]{1,40}’"),
    "date": re.compile(
        rf"(?:{_YEAR}|[〇零一二三四五六七八九]{{4}})\s*年(?:度|初|底|末)?(?:\s*{_DAY}\s*月份?(?:\s*{_DAY}\s*[日号])?)?"
        rf"|{_YEAR}[-./][{_N}]{{1,2}}(?:[-./][{_N}]{{1,2}})?(?![{_N}])"
        rf"|{_DAY}\s*月(?:\s*{_DAY}\s*[日号]|份|底|初|末|[上中下]旬)|[一二三四]季度|[上下]半年|[上去今明]年"
    ),
}
"""Read before figures, which stand inside some of them."""

_LAST: dict[Kind, re.Pattern[str]] = {
    "figure": re.compile(rf"[{_N}]+(?:[.．][{_N}]+)*"),
    "name": re.compile(r"(?:https?://|www\.)[!-~]+|[A-Za-z][A-Za-z0-9._@+\-]*"),
    "direction": re.compile("增长|增加|上升|升高|翻番|下降|减少|降低|回落|持平"),
    "claim": re.compile("首次|首个|唯一|全部|均(?![衡等值摊])|(?<![首成国古故建花大])都(?![市江督城察安匀昌兰会])"),
    "negation": re.compile("没有?(?!收)|未(?!来)|不(?!断|仅|但|同|动产|懈|少于|低于|超过)|无(?![障偿锡])"),
}
"""Read after figures and names, in what is left."""
_ALIKE = {
    **dict.fromkeys(("增长", "增加", "上升", "升高", "翻番"), "增"),
    **dict.fromkeys(("下降", "减少", "降低", "回落"), "减"),
    **dict.fromkeys(("没有", "没", "未", "无"), "未"),
    **dict.fromkeys(("均", "都"), "均"),
}
"""Words that say the same -> the key they share."""

_NO_NAME = re.compile(
    "(?:组织|开展|召开|配合|协助|会同|联合|指导|督促|推动|推进|加强|完善|健全|通过|利用|依托|借助|参加|报送|负责|牵头|承办|主办|按照"
    "|根据|结合|围绕|针对|以及|包括|其中|进行|统一|所属|辖区|建立|落实|发布(?!公众号|微博|微信|客户端)|公开|公布|更新|设置|设立|关停|维护|规范|向社会|面向"
    "|发挥|提升|提高|扩大|加大|强化|深化|优化|确保|整合|明确|聚焦|办理|受理|处理|注重|实行|实施|运用|应用|调整|以下简称|代表"
    "|政府(?=信息|网站|门户|采购|工作|职能|部门|公报)|市场(?!监)|大局|小区|园区内|县区|县乡|省市|市县|区域"
    "|农村|城乡|城镇|乡镇|乡村|部门|地区|社区群众|省级|市级|县级|区级|镇级|村级|当局|布局|格局"
    "|[由经对向与和及同将把被在从到于以为让请给据的了各全其该等并且或是有我本新一至年日])"
)
"""Words that are no part of a name: a name ends before and begins after them."""
_NAME = re.compile(
    "[\u4e00-\u9fff]{1,10}?(?:人民政府|(?<=[县市区省州旗镇乡])政府|办公[厅室]|党政办|政务办|政办|委员会|管委会|党工委|党委|发改委|卫健委|住建委|办事处|街道"
    "|社区|中心|[大支]队|分局|局(?![面势限部域])|厅(?!长)|法院|检察院|公众号|微博|抖音号?|客户端|网站|平台|专栏|学校|医院|公司"
    "|同志|镇(?!长)|乡(?!长)|村(?!民|务|长)|县(?!长)|区(?![域长])|市(?![场民长])|省(?![长略])|州|旗)"
)
_COMMON = re.compile(
    "(?:政府|政务|门户|信息|官方|微信|新媒体|媒体|服务|便民|大厅|上级|下级|有关|相关|主管|专题|专门|线上|网上|政策|解读|重点|领域|基层)*"
    "(?:政府|网站|平台|专栏|中心|微博|公众号|客户端|社区|街道|村|镇|乡|县|区|市|省)?"
)
"""What any organ may call a thing of its own: 政府网站, 政务平台. No name."""


def names_of(report: Report) -> frozenset[str]:
    """The names the report itself gives: the organ's, its superior's, how it calls itself, who issues it."""
    organ = report.organ
    given = (organ.name, organ.short_name, organ.superior, organ.called, report.document.issuing_office)
    return frozenset(name.strip() for name in given if len(name.strip()) > 1)


def tokens(text: str, names: Collection[str] = ()) -> list[Token]:
    """The protected stretches of ``text`` in order, none overlapping. ``names``: to be found besides the usual ones."""
    found: list[Token] = []
    taken = bytearray(len(text))

    def add(start: int, end: int, kind: Kind, key: Hashable = None) -> None:
        if start < end and not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            plain = "".join(text[start:end].split())
            found.append(Token(start, end, text[start:end], kind, plain if key is None else key))

    for kind, pattern in _FIRST.items():
        for match in pattern.finditer(text):
            add(match.start(), match.end(), kind)
    for figure in read(text):
        add(figure.start, figure.end, "figure", (figure.value, figure.unit, figure.approximate))
    for name in sorted(names, key=len, reverse=True):
        for match in re.finditer(re.escape(name), text):
            add(match.start(), match.end(), "name")
    parted = _NO_NAME.sub(
        lambda match: " " * len(match[0]), "".join(" " if taken[at] else sign for at, sign in enumerate(text))
    )
    for match in _NAME.finditer(parted):
        if not _COMMON.fullmatch(match[0]):
            add(match.start(), match.end(), "name")
    for kind, pattern in _LAST.items():
        for match in pattern.finditer(text):
            add(match.start(), match.end(), kind, _ALIKE.get(match[0]))
    for one in turnings(text):
        add(one.start, one.end, "meaning", one.key)
    return sorted(found, key=lambda token: token.start)


def risks(old: str, new: str, names: Collection[str] = ()) -> tuple[Risk, ...]:
    """What ``new`` changes, drops and adds of the protected tokens of ``old``; nothing where only words change."""
    return _risks(tokens(old, names), tokens(new, names))


def guarded(old: str, new: str, names: Collection[str] = ()) -> list[tuple[Change, tuple[Risk, ...]]]:
    """The changes from ``old`` to ``new`` as ``diff.changes`` gives them, widened to whole tokens, with their risks."""
    before, after = tokens(old, names), tokens(new, names)
    found = []
    at_old = at_new = 0
    for change in _whole(old, new, before, after):
        to_old, to_new = at_old + len(change.old), at_new + len(change.new)
        found.append(
            (
                change,
                ()
                if change.kind == "equal"
                else _risks(
                    [token for token in before if at_old <= token.start and token.end <= to_old],
                    [token for token in after if at_new <= token.start and token.end <= to_new],
                ),
            )
        )
        at_old, at_new = to_old, to_new
    return found


def _risks(before: Iterable[Token], after: Iterable[Token]) -> tuple[Risk, ...]:
    """The tokens that have no equal on the other side; a lost and a new one of a kind are one change."""
    before, after = list(before), list(after)
    gone, come = _without(before, after), _without(after, before)
    found = []
    for kind, label in LABELS.items():
        lost, added = ([token.text for token in side if token.kind == kind] for side in (gone, come))
        both = min(len(lost), len(added))
        found += [
            Risk(kind, one, other, f"{label}“{_plain(one)}”改成了“{_plain(other)}”。")
            for one, other in zip(lost, added)
        ]
        found += [Risk(kind, one, "", f"{label}“{_plain(one)}”被删去了。") for one in lost[both:]]
        found += [Risk(kind, "", one, f"{label}“{_plain(one)}”是新加的。") for one in added[both:]]
    return tuple(found)


def _without(tokens: list[Token], others: list[Token]) -> list[Token]:
    """The tokens for which there is none among ``others``, counted one by one."""
    left = Counter((other.kind, other.key) for other in others)
    found = []
    for token in tokens:
        if left[token.kind, token.key]:
            left[token.kind, token.key] -= 1
        else:
            found.append(token)
    return found


def _plain(text: str) -> str:
    """``text`` without the quotation marks it has itself."""
    return text.strip("“”‘’")


def _whole(old: str, new: str, before: list[Token], after: list[Token]) -> list[Change]:
    """The changes from ``old`` to ``new``, widened into their equal neighbours until no token is cut."""
    partner: dict[int, int] = {}  # old place -> new place of the characters that are equal
    at_old = at_new = 0
    for change in diff.changes(old, new):
        if change.kind == "equal":
            partner.update((at_old + step, at_new + step) for step in range(len(change.old)))
        at_old, at_new = at_old + len(change.old), at_new + len(change.new)
    _loosen(partner, before, after)
    found: list[Change] = []
    at_old = at_new = 0
    for old_place, new_place in [*sorted(partner.items()), (len(old), len(new))]:
        _put(found, old[at_old:old_place], new[at_new:new_place])
        at_old, at_new = old_place + 1, new_place + 1
        _put(found, old[old_place:at_old], new[new_place:at_new])
    return found


def _put(changes: list[Change], old: str, new: str) -> None:
    """Adds a stretch to ``changes``, as part of the last one where both are equal or both are not."""
    if not old and not new:
        return
    if changes and (changes[-1].kind == "equal") == (old == new):
        last = changes.pop()
        old, new = last.old + old, last.new + new
    kind = "equal" if old == new else "insert" if not old else "delete" if not new else "replace"
    changes.append(Change(kind, old, new))


def _loosen(partner: dict[int, int], before: list[Token], after: list[Token]) -> None:
    """Takes from ``partner`` the characters of every token that does not stand whole and alike on the other side."""
    back = {new: old for old, new in partner.items()}
    sides = ((before, partner, back, _places(after)), (after, back, partner, _places(before)))
    loose = True
    while loose:
        loose = False
        for tokens, here, there, whole in sides:
            for token in tokens:
                paired = [place for place in range(token.start, token.end) if place in here]
                shift = here[paired[0]] - paired[0] if paired else 0
                stands = (
                    len(paired) == token.end - token.start
                    and all(here[at] - at == shift for at in paired)
                    and (token.start + shift, token.end + shift, token.kind) in whole
                )
                if paired and not stands:
                    loose = True
                    for place in paired:
                        del there[here.pop(place)]


def _places(tokens: list[Token]) -> set[tuple[int, int, Kind]]:
    return {(token.start, token.end, token.kind) for token in tokens}


__all__ = ["LABELS", "Kind", "Risk", "Token", "guarded", "names_of", "risks", "tokens"]
