"""The six chapters of a report in its texts: where each begins, and the words of the three that are prose.

Order decides, not numbers: offices number 一、二、三 anew inside 总体情况, shift the chapters by one, or leave numbers out
(domain §2.6). Of a heading that comes twice – in a table of contents, or as the name of an aspect – the last that still
stands before the next chapter counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from .content import Content, Grid, Place, Text

CHAPTERS = ("overview", "disclosure", "requests", "proceedings", "problems", "other")
"""The six chapters in order; the tables by their ids."""
_NUMBER = r"(?:第?[一二三四五六七八九十]{1,2}(?:部分|章)?[、.．,，:：\s]*|第?\d{1,2}(?:部分|章)?[、.．]\s*|第[一二三四五六]部分)"
_YEAR = r"(?:\d{4}年度?)?"
_HEADINGS = {
    "overview": r"(?:政府信息公开|政务公开)?(?:工作)?(?:的)?(?:总体|基本)(?:工作)?情况|概述",
    "disclosure": r"(?:行政机关)?主动公开(?:政府|政务)?信息(?:的)?(?:工作)?情况",
    "requests": r"(?:行政机关)?收到和(?:办理|处理)(?:政府信息公开)?(?:的)?申请(?:的)?(?:情况|情况统计表)",
    "proceedings": r"(?:因)?(?:政府信息公开)?(?:工作)?(?:被)?(?:申请)?(?:政府信息公开)?(?:工作)?(?:申请)?行政复议(?:、|和|及|与|，)?(?:提起|被提起)?行政诉讼(?:的)?情况",
    "problems": r"(?:政府信息公开)?(?:工作)?(?:中)?存在(?:的)?(?:主要)?(?:问题|不足|问题和不足)(?:及|和|与|、)?(?:下一步|今后)?(?:改进|整改|工作)?(?:的)?(?:情况|措施|方向|思路|打算|工作)*",
    "other": r"(?:其他|其它)(?:需要|需)?(?:要)?报告(?:的)?(?:事项|情况|内容)|需要报告的其他事项",
}
_WHOLE = {chapter: re.compile(rf"{_NUMBER}?{_YEAR}(?:{words})[:：。.]?") for chapter, words in _HEADINGS.items()}
_LEADING = {chapter: re.compile(rf"{_NUMBER}{_YEAR}(?:{words})(?:[:：。\s]+|(?=[^\u4e00-\u9fff]|第二十条|行政复议行政诉讼))") for chapter, words in _HEADINGS.items()}
_INSIDE = re.compile("|".join(
    rf"(?<=[。；;）)\d”\s])(?=[一二三四五六七][、.．]\s*{_YEAR}(?:{words})(?!、|和|及))" for words in _HEADINGS.values()))
_CONTENTS = re.compile(r"[.…·。\s]{2,}\d{1,3}$|\t\d{1,3}$")
_BARS = re.compile(r"^[|｜丨lI1]+(?=[一二三四五六])")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_ASPECT = re.compile(r"(?<=[。；;：:])\s*(?=（[一二三四五六七八]）)")
LONG = 300
"""A text longer than this that names aspects (一)…(二)… is several paragraphs run together."""
_DAY = r"(?:\d{4}|[二〇○零一三四五六七八九]{4})\s*年\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
DATE_LINE = re.compile(rf"[（(]?\s*{_DAY}\s*[）)]?")
_END = re.compile(
    r"[（(]此件.{0,6}公开.{0,6}[）)]|抄\s*送.*|.{0,40}印发|附件?\s*[:：\d].*|"
    r".{0,12}(?:打印本页|【?打印】?|关闭窗口|上一篇|下一篇|版权所有|主办单位|承办单位|ICP备|公安网备|公网安备|扫一扫|分享到|责任编辑|浏览次数|网站地图|"
    r"网站标识码|相关附件|关闭本页|返回顶部).*|(?:信息)?来源\s*[:：].{0,30}")
_ORGAN_LINE = re.compile(r"[\u4e00-\u9fff（）()]{3,38}(?:政府|局|委员会|办公室|办事处|厅|委|管委会|中心|院|队|所|公司|部|办)")


@dataclass
class Outline:
    """``narrative``: chapter -> its text, one paragraph a line. ``preamble``: what stands before the first chapter.

    ``starts``: chapter -> index of its heading in the texts. ``front``, ``tail``: the texts before the first chapter and
    after the last. ``left``: texts among the tables, outside them.
    """

    preamble: str = ""
    narrative: dict[str, str] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    front: list[Text] = field(default_factory=list)
    tail: list[Text] = field(default_factory=list)
    left: list[Text] = field(default_factory=list)


def parts(content: Content, taken: set[int]) -> Outline:
    """The chapters of ``content``. ``taken``: indices of the blocks in which the three tables stand."""
    pieces = list(_pieces(content, taken))
    heads = _heads([piece for piece, _ in pieces])
    found = Outline(starts={chapter: at for chapter, (at, _) in heads.items()})
    if not heads:
        found.front = [piece for piece, table in pieces if not table]
        found.preamble = _joined(found.front)
        return found
    order = sorted(heads, key=lambda chapter: heads[chapter][0])
    found.front = [piece for piece, table in pieces[:heads[order[0]][0]] if not table]
    found.preamble = _joined(found.front)
    for chapter, following in zip(order, [*order[1:], None]):
        at, rest = heads[chapter]
        stop = heads[following][0] if following else len(pieces)
        texts = ([Text(rest, pieces[at][0].place)] if rest else []) + [
            piece for piece, table in pieces[at + 1:stop] if not table]
        if not following:
            texts, found.tail = _ended(texts)
        if chapter in ("overview", "problems", "other"):
            found.narrative[chapter] = _joined(texts)
        else:
            found.left += texts
    return found


def _pieces(content: Content, taken: set[int]) -> Iterator[tuple[Text, bool]]:
    """The texts in order, those run together taken apart at headings; each with whether it belongs to a table."""
    for at, block in enumerate(content.blocks):
        if isinstance(block, Grid):
            if at in taken:
                yield Text("", Place()), True
            else:
                yield from ((piece, False) for piece in _rows(block))
        elif "\t" in block.text and at in taken:
            yield block, True
        else:
            for piece in _INSIDE.split(block.text) if len(block.text) > LONG else [block.text]:
                if piece and piece.strip():
                    yield Text(piece.strip(), block.place), False


def _rows(grid: Grid) -> Iterator[Text]:
    for row in grid.rows:
        cells = list(dict.fromkeys(cell for cell in row if cell is not None and cell.text.strip()))
        if len(cells) == 1:
            yield from (Text(line, cells[0].place) for line in cells[0].text.split("\n") if line.strip())
        elif cells:
            yield Text("　".join(" ".join(cell.text.split()) for cell in cells), cells[0].place)


def plain(text: str) -> str:
    """``text`` as headings are compared: ordinary forms, no spaces, no bars a scanner saw before the number."""
    return _BARS.sub("", re.sub(r"\s+", "", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))))


def _heads(texts: list[Text]) -> dict[str, tuple[int, str]]:
    """Chapter -> the index of its heading, and what stands behind it in the same text."""
    found: dict[str, tuple[int, str]] = {}
    stop = len(texts)
    for chapter in reversed(CHAPTERS):
        for at in range(stop - 1, -1, -1):
            rest = _headed(texts[at].text, chapter)
            if rest is not None:
                found[chapter] = (at, rest)
                stop = at
                break
    return found


def _headed(text: str, chapter: str) -> str | None:
    """What stands behind the heading of ``chapter`` in ``text``; None when it does not begin with one."""
    if _CONTENTS.search(text):
        return None
    if len(text) < 60 and _WHOLE[chapter].fullmatch(plain(text)):
        return ""
    match = _LEADING[chapter].match(_BARS.sub("", text.strip()))
    return _BARS.sub("", text.strip())[match.end():].strip() if match else None


def _ended(texts: list[Text]) -> tuple[list[Text], list[Text]]:
    """The last chapter, and what comes after the report: signature, date, 抄送, the foot of a web page."""
    for at, text in enumerate(texts):
        line = text.text.strip()
        following = texts[at + 1].text.strip() if at + 1 < len(texts) else ""
        signed = _ORGAN_LINE.fullmatch(re.sub(r"\s", "", line)) and DATE_LINE.fullmatch(following)
        if signed or DATE_LINE.fullmatch(line) or _END.fullmatch(line):
            return texts[:at], texts[at:]
    return texts, []


def _joined(texts: list[Text]) -> str:
    lines: list[str] = []
    for text in texts:
        lines += _ASPECT.split(text.text) if len(text.text) > LONG else [text.text]
    return "\n".join(line.strip() for line in lines if line and line.strip())
