"""Spoken Chinese -> written Chinese, by the patterns of ``register.tsv``, a table to be reviewed and extended without programming.

Columns: 级别, 口语 (a pattern), 书面语 (what stands instead), 例 (spoken⇒written, which a test holds the row to). 口语 is
what no published report writes: the composer mends it and rule P-11 names it where it stands. 随改 is what notes have and
print may have too (制定了): the composer mends it, no rule names it. The rows are tried in their order, the longer phrase
before the word. In 书面语 ``{year}``, ``{last}``, ``{next}`` are years and ``{self}`` is what the organ calls itself; ``{kept}`` in 口语 is a letter of
what is left alone: titles, words in quotation marks, addresses, marks of what is still to be filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

MEND, QUIET = "口语", "随改"
"""The grades of a row."""
COLUMNS = ("级别", "口语", "书面语", "例")

_KEPT = re.compile(r"《[^》\n]{0,200}》|“[^”\n]{0,80}”|‘[^’\n]{0,80}’|〔[^〕\n]*〕|https?://[!-~]+|www\.[!-~]+")
_HOLD = "\ue000"
"""Stands for each letter of what is left alone."""
_HAN = "\u4e00-\u9fff"
_BLANKS = re.compile(
    rf"(?<=[{_HAN}，。；：、！？“”‘’《》（）〔〕％%])[ \t\u3000\u00a0]+(?=[{_HAN}\w，。；：、！？“”‘’《》（）〔〕])"
    rf"|(?<=[\w，。；：、！？”’》）〕])[ \t\u3000\u00a0]+(?=[{_HAN}，。；：、！？“”‘’《》（）〔〕%％])"
)
_NUMBER = re.compile(r"\\d\+(?!\+)")
_MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "。", "！": "。"}
_MARK = re.compile(rf"(?<=[{_HAN}”》）])(?:[!！]+|[,;:?](?!\d))(?=[{_HAN}“《（]|\s*$|\d)", re.MULTILINE)


@dataclass(frozen=True)
class Pattern:
    """A row of the table."""

    grade: str
    spoken: re.Pattern[str]
    written: str
    example: tuple[str, str]


@dataclass(frozen=True)
class Speaker:
    """Who tells it: the year of the report and what the organ calls itself (我镇, 我局)."""

    year: int
    called: str = "我单位"

    @property
    def words(self) -> dict[str, str]:
        """What stands for the names in braces."""
        return {
            "year": f"{self.year}年",
            "last": f"{self.year - 1}年",
            "before": f"{self.year - 2}年",
            "next": f"{self.year + 1}年",
            "self": self.called,
        }


@dataclass(frozen=True)
class Mend:
    """``spoken``, at ``start``–``end`` of a text, should be ``written``."""

    start: int
    end: int
    spoken: str
    written: str


@cache
def table() -> tuple[Pattern, ...]:
    """The rows, in their order."""
    lines = files("drafting.language").joinpath("register.tsv").read_text("utf-8-sig").splitlines()
    found = []
    for line in lines[1:]:
        if line.strip():
            grade, spoken, written, example = line.split("\t")
            before, _, after = example.partition("⇒")
            found.append(Pattern(grade, _compiled(spoken), written, (before, after)))
    return tuple(found)


def _compiled(spoken: str) -> re.Pattern[str]:
    """A row's pattern. A number in it is looked at once and whole, so that time grows with the length of a text."""
    return re.compile(_NUMBER.sub(r"(?<!\\d)\\d++", spoken).replace("{kept}", _HOLD), re.MULTILINE)


def close_up(text: str) -> str:
    """``text`` without blanks between Chinese and figures, letters or signs: 46 条 is 46条."""
    return _BLANKS.sub("", text)


@lru_cache(maxsize=4096)
def written(text: str, speaker: Speaker) -> str:
    """``text`` as a report writes it; without blanks around figures, with Chinese marks and years by number."""
    text = _MARK.sub(lambda match: _MARKS[match[0][0]], close_up(text))
    for pattern in table():
        text = _applied(text, pattern, speaker)
    return close_up(text)


def spoken(text: str, speaker: Speaker) -> Iterator[Mend]:
    """What of ``text`` no report would write, in order, none inside another, each with what may stand instead."""
    plain = _masked(text)
    taken = bytearray(len(text))
    found: list[Mend] = []
    for pattern in table():
        if pattern.grade != MEND:
            continue
        for match in pattern.spoken.finditer(plain):
            if match[0] and _HOLD not in match[0] and not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\1" * len(match[0])
                found.append(Mend(*match.span(), match[0], _expanded(match, pattern, speaker)))
    yield from sorted(found, key=lambda mend: mend.start)


def _masked(text: str) -> str:
    return _KEPT.sub(lambda match: _HOLD * len(match[0]), text)


def _applied(text: str, pattern: Pattern, speaker: Speaker) -> str:
    """``text`` with every match of ``pattern`` mended, what is left alone put back in its place."""
    plain = _masked(text)
    made, place = [], 0
    for match in pattern.spoken.finditer(plain):
        if not match[0]:
            continue
        words = _expanded(match, pattern, speaker)
        if words.count(_HOLD) != match[0].count(_HOLD):
            continue
        kept = iter(sign for at, sign in enumerate(text[match.start() : match.end()]) if match[0][at] == _HOLD)
        made += [text[place : match.start()], "".join(next(kept) if sign == _HOLD else sign for sign in words)]
        place = match.end()
    return "".join((*made, text[place:]))


def _expanded(match: re.Match[str], pattern: Pattern, speaker: Speaker) -> str:
    words = match.expand(pattern.written)
    return re.sub(r"\{(\w+)\}", lambda name: speaker.words.get(name[1], name[0]), words)
