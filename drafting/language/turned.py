"""Words that turn what a sentence says: planned or done, some or all, upheld or annulled, head or deputy (``turned.tsv``).

Columns: 类别, 含义, 用语 (patterns with blanks between), 口语, 可省. Words of one 含义 say the same. Where a rewording loses one
含义 or brings one, it says something else, though no figure and no name has changed. 口语: what people say for it; a rewording
of that may bring the 含义 (局长批过 is 经局长批准). 可省: a rewording that leaves the 含义 out says less, nothing else. One table
for all who compare two texts: the guard of rewritings, the wording of single notes and of paragraphs, and what a trial of a
model is judged by.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

DONE, PLANNED = ("情态", "已做到"), ("情态", "打算做")
_DONE = re.compile("已|业已|现已")
"""Words that tell of no other time than the past: 完成 may be told of a plan as well."""
_TO_DO = re.compile("(?<![不需只])[要想]([\u4e00-\u9fff])")


@dataclass(frozen=True)
class Sense:
    """A row: the ``kind`` 情态, 程度, 数量 …, what is said, how people say it in speech, whether it may be left out."""

    kind: str
    sense: str
    spoken: re.Pattern[str] | None
    optional: bool

    @property
    def key(self) -> tuple[str, str]:
        """What words that say the same have in common."""
        return self.kind, self.sense


@dataclass(frozen=True)
class Turning:
    """A word at ``start``–``end`` of a text that says what its ``row`` says."""

    start: int
    end: int
    word: str
    row: Sense

    @property
    def key(self) -> tuple[str, str]:
        """What words that say the same have in common."""
        return self.row.key


@cache
def _table() -> tuple[re.Pattern[str], tuple[Sense, ...]]:
    """All words as one pattern, a group a row, and what each group says."""
    lines = files("drafting.language").joinpath("turned.tsv").read_text("utf-8-sig").splitlines()
    rows = [line.split("\t") for line in lines[1:] if line.strip()]
    pattern = "|".join(f"(?P<w{at}>{'|'.join(row[2].split(' '))})" for at, row in enumerate(rows))
    return re.compile(pattern), tuple(
        Sense(kind, sense, re.compile("|".join(spoken.split(" "))) if spoken else None, optional == "是")
        for kind, sense, _, spoken, optional in rows
    )


def turnings(text: str) -> Iterator[Turning]:
    """The words of ``text`` that the table has, in order."""
    pattern, rows = _table()
    for match in pattern.finditer(text):
        yield Turning(*match.span(), match[0], rows[int((match.lastgroup or "w0")[1:])])


def turned(old: str, new: str) -> tuple[str, ...]:
    """The words by which ``new`` says something else than ``old``: those of a sense that only one of them has, or has
    more often.
    """
    before, after = list(turnings(old)), list(turnings(new))
    return (*_without(before, after), *_without(after, before))


def reworded(old: str, new: str, *, planned: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words whose sense ``new``, another wording of ``old``, has lost, and those whose sense it has brought.

    How often one is said does not count; what people say for a sense brings it, what may be left out is not lost.
    ``planned``: ``old`` tells what is still to be done, even where no word of it says so.
    """
    before, after = list(turnings(old)), list(turnings(new))
    had, has = {one.key for one in before}, {one.key for one in after}
    still = planned or PLANNED in had

    def is_fair(one: Turning) -> bool:
        """Whether what ``old`` says may be told with this word."""
        if one.key == DONE:
            return not (still and _DONE.match(one.word))
        if one.key == PLANNED:
            return planned or _still_to_do(old, new[one.end : one.end + 2])
        return bool(one.row.spoken and one.row.spoken.search(old))

    lost = [
        one.word
        for one in before
        if one.key not in has and not one.row.optional and not (planned and one.key == PLANNED)
    ]
    brought = [one.word for one in after if one.key not in had and not is_fair(one)]
    return tuple(dict.fromkeys(lost)), tuple(dict.fromkeys(brought))


def _still_to_do(old: str, act: str) -> bool:
    """Whether ``old`` says in speech that what ``act`` begins with is still to be done: 要改 is 拟修改."""
    return any(letter in act for letter in _TO_DO.findall(old))


def _without(some: list[Turning], others: list[Turning]) -> list[str]:
    left = Counter(one.key for one in others)
    found = []
    for one in some:
        if left[one.key]:
            left[one.key] -= 1
        else:
            found.append(one.word)
    return found
