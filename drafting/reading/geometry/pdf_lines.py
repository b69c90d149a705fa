"""The lines of a PDF page from its characters, and paragraphs from lines."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from .pdf_digits import apart
from .pdf_rules import Rule
from .pdf_seen import Box, Char

WIDE = 1.5
"""Widths of a character that a gap has at least between two columns set without lines."""
COLUMN = 0.35
"""The same between two figures in a line that has wide gaps elsewhere."""
ASIDE = 3.5
"""Characters from the margin where a line begins that no paragraph begins with: an indent is of two."""
FULL = 18
"""Characters of a line that is likely to reach the margin; a page has 28."""
_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_SIMPLIFIED = str.maketrans(
    "⼾⾭⿈⺁⺒⺠⺶⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻡⻢⻣⻥⻦⻧⻨⻩⻪⻬⻮⻰",
    "户青黄厂巳民羊西见角贝车长门青韦页风飞食首马骨鱼鸟卤麦黄黾齐齿龙",
)
"""Radicals for which Unicode names no character, or the traditional one."""
_UNBROKEN = re.compile(r"[（(〔《“]*[0-9A-Za-z][0-9A-Za-z./:@%_\-〔〕]*[号）)〕》”，。；]*")
"""What is never parted at the end of a line: 〔2020〕109号, a web address."""
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、]")
_FIGURES = re.compile(r"[^\t]+(\t[\d,.]+)+", re.ASCII)
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…·]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. ``box``: left, top, right, bottom in points from the page's top left; ``size`` of its characters.

    ``height``: of the page. A line with several wide gaps, or with figures behind them, has a tab at each: it is a row
    of a table without lines.
    """

    text: str
    box: Box
    size: float
    page: int
    height: float


def ordinary(text: str) -> str:
    """``text`` with radicals and compatibility forms as the characters they look like (⼀ ⽤); punctuation stays."""
    return _RADICALS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text.translate(_SIMPLIFIED))


def rows_of(chars: list[Char]) -> list[list[Char]]:
    """``chars`` in lines from top to bottom, each from left to right."""
    found: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: (char["top"] + char["bottom"]) / 2):
        middle = (char["top"] + char["bottom"]) / 2
        if found and middle < (found[-1][0]["top"] + found[-1][0]["bottom"]) / 2 + 0.45 * (
            char["bottom"] - char["top"]
        ):
            found[-1].append(char)
        else:
            found.append([char])
    return [sorted(row, key=lambda char: char["x0"]) for row in found]


def spelled(row: list[Char], wide: str = " ", figures: bool = False) -> str:
    """The text of a line's characters. Spacing beside a Chinese character is no blank; a wide gap becomes ``wide``.

    ``figures``: whether a gap before a figure is wide already where it is a third of a character.
    """
    text, before = "", None
    for char in row:
        if before is not None:
            gap, size = char["x0"] - before["x1"], max(char["size"], 1.0)
            if gap > WIDE * size or (figures and gap > COLUMN * size and char["text"].isdigit()):
                text = text.rstrip() + wide
            elif (
                gap > 0.2 * size
                and not (_CJK.match(char["text"]) or _CJK.match(before["text"]))
                and not text.endswith(" ")
            ):
                text += " "
            elif abs(char["x0"] - before["x0"]) < 0.1 * size and char["text"] == before["text"]:
                continue  # printed twice to look bold
        text += char["text"]
        before = char
    text = re.sub(f"(?<={_CJK.pattern}) +| +(?={_CJK.pattern})", "", ordinary(text.replace("\xa0", " ")))
    return text.strip(" ")


def lines(chars: list[Char], page: int, height: float, strokes: Sequence[Rule] = ()) -> Iterator[Line]:
    """The lines that ``chars`` of one page make; blank ones are left out. ``strokes``: see ``pdf_digits.apart``."""
    for row in rows_of(chars):
        inked = [char for char in row if char["text"].strip()]
        if not inked:
            continue
        tabbed = spelled(inked, "\t")
        if "\t" in tabbed:
            tabbed = spelled(apart(inked, strokes), "\t", figures=True)
        text = tabbed if tabbed.count("\t") >= 3 or _FIGURES.fullmatch(tabbed) else spelled(row)
        yield made(text, inked, page, height)


def made(text: str, inked: list[Char], page: int, height: float) -> Line:
    """``text`` as the line that the characters ``inked`` make."""
    box = (
        min(char["x0"] for char in inked),
        min(char["top"] for char in inked),
        max(char["x1"] for char in inked),
        max(char["bottom"] for char in inked),
    )
    return Line(text, box, Counter(round(char["size"], 1) for char in inked).most_common(1)[0][0], page, height)


def margins(found: list[Line]) -> tuple[float, float]:
    """The left and right edge of the text: the outermost that several lines share; short lines say nothing of them.

    With hardly a long line each is a paragraph of its own.
    """
    full = [line for line in found if len(line.text) >= FULL]
    if len(full) < 3:
        return 0.0, inf
    return _margin([line.box[0] for line in full], min), _margin([line.box[2] for line in full], max)


def paragraphs(found: list[Line], left: float, right: float, body: float = inf) -> Iterator[tuple[str, Line]]:
    """Lines put together: one that starts indented begins a paragraph, one that ends short of the margin ends it.

    One that begins far from the margin – centred, or on the right as a signature and a date – is a paragraph of its own.
    The lines of a title, centred one below the other and larger than the text (``body``, in points), are one.
    """
    text, first, before = "", None, None
    for line in found:
        begins = before is None or (
            not _is_one_title(before, line, body)
            and (
                line.box[0] > left + 1.2 * line.size
                or before.box[0] > left + ASIDE * before.size
                or _ends_short(before, line, right)
                or abs(line.size - before.size) > 1.5
            )
        )
        if begins:
            if first and text:
                yield text, first
            text, first = line.text, line
        else:
            gap = " " if re.search(r"[A-Za-z0-9]$", text) and re.match(r"[A-Za-z]", line.text) else ""
            text += gap + line.text
        before = line
    if first and text:
        yield text, first


def _ends_short(before: Line, line: Line, right: float) -> bool:
    """Whether ``before`` ends short of the margin though the beginning of ``line`` had room there: 〔2020〕109号 goes over whole."""
    room = right - before.box[2]
    if room < 2.2 * before.size:
        return False
    whole = _UNBROKEN.match(line.text)
    if not whole or before.text.endswith(("。", "；", "：", "！", "？")):
        return True
    return room > line.size * sum(1.0 if _CJK.match(sign) else 0.62 for sign in whole[0])


def _is_one_title(before: Line, line: Line, body: float) -> bool:
    """Whether ``line`` goes on with the title that ``before`` begins."""
    apart = (before.box[0] + before.box[2] - line.box[0] - line.box[2]) / 2
    return (
        before.page == line.page
        and abs(before.size - line.size) < 0.5
        and line.size > body + 1.5
        and abs(apart) < 0.6 * line.size
        and line.box[1] - before.box[3] < 1.2 * line.size
        and not _NUMBERED.match(line.text)
    )


def size_of(found: list[Line]) -> float:
    """Points of the characters that most of the text is set in."""
    sizes: Counter[float] = Counter()
    for line in found:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else inf


def _margin(edges: list[float], outermost: Callable[[Iterable[float]], float]) -> float:
    shared = [edge for edge, times in Counter(round(edge / 3) * 3 for edge in edges).items() if times >= 3]
    return float(outermost(shared or edges or [0]))
