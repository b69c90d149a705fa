"""The six chapters of a report in its texts: the words of the three that are prose, and what stands around them.

Nothing is lost and nothing reworded: each text lies in front, in a chapter, among the tables, or behind the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from drafting.language.document_number import DOCUMENT_NUMBER

from ..content import Cell, Content, Grid, Place, Text
from ..headings import CHAPTERS, PROSE, apart, headings, plain
from .ending import DATE_LINE, ORGAN_LINE, ended

_ASPECT = re.compile(r"(?<=[。；;：:])\s*(?=（[一二三四五六七八]）)")
LONG = 300
"""A text longer than this that names aspects (一)…(二)… is several paragraphs run together."""
SHORT = 30
"""A line of a page above its text, without a full stop, has no more characters."""
TOP = 5
"""Rows at the head of a sheet among which its title stands."""
HUGE = 500_000
"""A text longer than this is no report on one line."""
_PAGE_NUMBER = re.compile(
    r"[-—–－]{1,2}\s*\d{1,3}\s*[-—–－]{1,2}|第?\s*\d{1,3}\s*页?\s*[,，/／]?\s*共\s*\d{1,3}\s*页|第\s*\d{1,3}\s*页"
)
_TITLE = re.compile(
    r"(?:(?:政府信息|政务|信息)公开(?:工作)?(?:的)?(?:年度(?:工作)?报告|年报|工作报告|工作年报)|信息公开[年度工作报告]{5,6}|"
    r"^(?:工作)?年度(?:工作)?报告)(?:\(.{1,12}\))?$|"
    r"^[=\-—_*]*正文[=\-—_*]*$"
)
"""The last line of a title, or what a crawler prints above the text of a page."""
_TITLE_BEFORE = re.compile(r"[^。，；：:]{0,40}政府信息公开工作年度报告\s+(?=\S)")
_ABOUT = re.compile(
    r"(?:标题|信息名称|名称|索\s*引\s*号|发布机构|发文机关|发文机构|信息来源|来源|稿源|作者|发文字号|发布文号|文\s*号|成文日期|发文日期|生成日期|发布日期|"
    r"发布时间|公开日期|更新时间|日期|时间|栏目|主题分类|组配分类|主题词|体裁|公开方式|公开形式|公开范围|责任部门|有效性|关键词|浏览次数|浏览量|阅读次数|"
    r"阅读量|点击数|点击量|访问量|字体|字号|字体大小|分享|分享到|链接|网址|当前位置|您的位置|您现在的位置|URL)\s*(?:[:：]|$).*|"
    rf"[=\-—_*·\s]*|目\s*录|[\d\-/年月日:：\s]+|.{{2,14}}{DOCUMENT_NUMBER}",
    re.IGNORECASE,
)


@dataclass
class Outline:
    """``narrative``: chapter -> its text, one paragraph a line. ``preamble``: what stands between title and chapters.

    ``starts``: chapter -> index of its heading in the texts; ``printed``: the heading itself. ``front``, ``tail``: the
    texts before the first chapter and after the last. ``left``: texts among the tables, outside them. ``inferred``:
    whether chapter five has no heading in the file and was found by its place. ``doubts``: chapter -> the line that only
    its number and place make its heading. ``dropped``: lines that are no words of the report: page numbers, lines of a
    table of contents.
    """

    preamble: str = ""
    narrative: dict[str, str] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    front: list[Text] = field(default_factory=list)
    tail: list[Text] = field(default_factory=list)
    left: list[Text] = field(default_factory=list)
    inferred: bool = False
    doubts: dict[str, str] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)


def parts(content: Content, taken: set[int]) -> Outline:
    """The chapters of ``content``. ``taken``: indices of the blocks in which the three tables stand."""
    pieces = list(_pieces(content, taken))
    heads, listed = headings(
        ["" if table else piece.text for piece, table in pieces], [at for at, (_, table) in enumerate(pieces) if table]
    )
    found = Outline(
        starts={chapter: head.at for chapter, head in heads.items()},
        printed={chapter: head.printed for chapter, head in heads.items()},
        doubts={chapter: head.printed for chapter, head in heads.items() if head.doubt},
    )
    found.dropped = [
        text.text for at, (text, table) in enumerate(pieces) if not table and (at in listed or _paged(text))
    ]
    first = min(found.starts.values(), default=len(pieces))
    found.front = [piece for piece, table in pieces[:first] if not table]
    found.preamble = _preamble([pieces[at][0] for at in range(first) if not pieces[at][1] and at not in listed])
    order = [chapter for chapter in CHAPTERS if chapter in heads]
    for chapter, following in zip(order, [*order[1:], None], strict=False):
        head = heads[chapter]
        stop = heads[following].at if following else len(pieces)
        texts = ([Text(head.rest, pieces[head.at][0].place)] if head.rest else []) + [
            piece for piece, table in pieces[head.at + 1 : stop] if not table
        ]
        if not following:
            texts, found.tail = ended(texts)
        if chapter in PROSE:
            found.narrative[chapter] = _joined(texts)
        else:
            found.left += texts
    if "problems" not in heads and "other" in heads:
        _without_heading(found, pieces, heads["other"].at)
    return found


def _without_heading(found: Outline, pieces: list[tuple[Text, bool]], stop: int) -> None:
    """Take what stands behind table four for chapter five where its heading was lost, if it speaks of problems."""
    last = max((at for at, (_, table) in enumerate(pieces[:stop]) if table), default=stop)
    texts = [piece for piece, _ in pieces[last + 1 : stop]]
    if any("问题" in text.text or "不足" in text.text for text in texts):
        found.narrative = {
            chapter: _joined(texts) if chapter == "problems" else found.narrative.get(chapter, "") for chapter in PROSE
        }
        found.left = [text for text in found.left if text not in texts]
        found.inferred = True


def _pieces(content: Content, taken: set[int]) -> Iterator[tuple[Text, bool]]:
    """The texts in order, those run together taken apart at headings; each with whether it belongs to a table."""
    for at, block in enumerate(content.blocks):
        if isinstance(block, Grid):
            yield from _rows(block, at in taken)
        elif "\t" in block.text and at in taken:
            yield block, True
        else:
            for piece in apart(block.text) if LONG < len(block.text) < HUGE else [block.text]:
                if piece.strip():
                    yield Text(piece.strip(), block.place), False


def _rows(grid: Grid, taken: bool) -> Iterator[tuple[Text, bool]]:
    """The rows of a grid as lines, a cell over several rows once; where the form's tables stand in it, its prose only."""
    seen: set[Cell] = set()
    rows: list[list[Cell]] = []
    for row in grid.rows:
        cells = dict.fromkeys(cell for cell in row if cell is not None and cell.text.strip())
        rows.append([cell for cell in cells if cell not in seen])
        seen.update(cells)
    if taken and not any(len(row) == 1 and headings([row[0].text], [])[0].keys() & set(PROSE) for row in rows):
        titles = (row[0] for row in rows[:TOP] if len(row) == 1 and _TITLE.search(plain(row[0].text)))
        yield from ((Text(title.text.strip(), title.place), False) for title in titles)
        yield Text("", Place()), True
        return
    for row in rows:
        if len(row) == 1:
            yield from ((Text(line.strip(), row[0].place), False) for line in row[0].text.split("\n") if line.strip())
        elif row:
            yield Text("　".join(" ".join(cell.text.split()) for cell in row), row[0].place), taken


def _preamble(front: list[Text]) -> str:
    """What stands below the title, without what a site prints about its page."""
    titles = [at for at, text in enumerate(front) if len(text.text) < 90 and _TITLE.search(plain(text.text))]
    below = front[titles[-1] + 1 :] if titles else [*front]
    if len(below) > 1 and ORGAN_LINE.fullmatch(below[0].text.strip()) and DATE_LINE.fullmatch(below[1].text.strip()):
        below = below[2:]  # signed under the title and not at the end
    if below:
        title = _TITLE_BEFORE.match(below[0].text)
        below[0] = Text(below[0].text[title.end() if title else 0 :], below[0].place)
    words = [text for text in below if len(text.text) > LONG or not _ABOUT.fullmatch(text.text.strip())]
    first = next((at for at, text in enumerate(words) if "。" in text.text or len(text.text) > SHORT), 0)
    return _joined(words[first:])  # what stands before the first sentence is a site's


def _paged(text: Text) -> bool:
    """Whether a line is the number of a page."""
    return len(text.text) <= LONG and bool(_PAGE_NUMBER.fullmatch(text.text.strip()))


def _joined(texts: list[Text]) -> str:
    lines: list[str] = []
    for text in texts:
        if len(text.text) > LONG:
            lines += _ASPECT.split(text.text)
        elif not _paged(text):
            lines.append(text.text)
    return "\n".join(line.strip() for line in lines if line.strip())
