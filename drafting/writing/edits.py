"""What a model answers in the conversation: plain words, and blocks that ask for changes of paragraphs.

::

    第二段写短了。
    【改写 段3】
    the new paragraph, with [1] for the materials it rests on
    【改写完】
    【新增 在 段3 之后】 … 【新增完】
    【删除 段3】

There is no block for anything but text, and none is carried out here: ``revised`` gives a section to propose.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from drafting.report import Paragraph, Section

from .markers import Reader as Cleaner
from .think import NEW_PAGE

_OPEN, _CLOSE = r"[*`#]*[【\[［]\s*", r"\s*[】\]］][*`：:]*"
_BLOCK = re.compile(
    rf"{_OPEN}(?:(?P<rewrite>改写|修改)|(?P<add>新增|添加|插入)|(?P<remove>删除|删去))[\s：:]*在?\s*"
    rf"第?\s*段?\s*(?P<number>\d{{1,3}})\s*段?\s*(?:之?(?:(?P<before>前)|后))?{_CLOSE}"
    rf"|{_OPEN}(?:改写|修改|新增|添加|插入|删除|删去)?\s*(?P<end>完毕?|完成|结束){_CLOSE}"
)
_TAIL = re.compile(r"(?:[*`#]*[【\[［][^】\]］]{0,24}|段\s*\d*)$")
"""The end of a text that may turn out to be a block or the number of a paragraph."""
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_NUMBER = re.compile(r"(?<![第一二三四五六七八九十\d])[\[【［]?段\s*(\d{1,3})[\]】］]?")
_LABEL = re.compile(r"^\s*[\[【［]?段\s*\d{1,3}[\]】］]?[\s：:]*")


@dataclass(frozen=True)
class Place:
    """A paragraph the model may change. ``paragraph``: its id, ``""`` where the section has no text yet."""

    section: str
    paragraph: str
    says: str


@dataclass(frozen=True)
class Edit:
    """One change: what becomes of the paragraph at ``place``. ``paragraphs``: the new text, empty for ``remove``."""

    place: Place
    kind: Literal["rewrite", "before", "after", "remove"]
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True)
class Said:
    """An answer read: its plain words, its changes, and how many it asked for that cannot be made."""

    text: str
    edits: tuple[Edit, ...]
    refused: int


class Reader:
    """Feed it the pieces of an answer; ``text`` is what can be shown so far, ``said`` the result.

    ``places``: the paragraphs by the numbers the model was given. ``materials``: id and text of material 1, 2, …
    ``printed``: headings the program prints itself.
    """

    def __init__(self, places: Mapping[int, Place], materials: Sequence[tuple[str, str]], printed: Sequence[str] = ()):
        self._places, self._materials, self._printed = places, materials, printed
        self._raw = ""

    def feed(self, piece: str) -> None:
        """Takes the next piece; ``think.NEW_PAGE`` in it forgets everything before."""
        self._raw = (self._raw + piece).rpartition(NEW_PAGE)[2]

    @property
    def text(self) -> str:
        """The plain words so far; a tail that may turn out to be a block is held back."""
        plain, _ = _read(_TAIL.sub("", self._raw), complete=False)
        return self._plain(plain).text

    @property
    def begun(self) -> int:
        """How many changes have begun."""
        return sum(not match["end"] for match in _BLOCK.finditer(self._raw))

    def said(self, complete: bool) -> Said:
        """Everything fed so far. Of an answer that is not ``complete`` the block still being written is left out."""
        plain, blocks = _read(self._raw, complete)
        read = [self._edit(*block) for block in blocks]
        edits = tuple(edit for edit in read if edit)
        return Said(self._plain(plain).section().text, edits, len(read) - len(edits))

    def _plain(self, words: str) -> Cleaner:
        cleaner = Cleaner(self._materials)
        cleaner.feed(
            _NUMBER.sub(
                lambda match: self._places[int(match[1])].says if int(match[1]) in self._places else match[0], words
            )
        )
        return cleaner

    def _edit(self, head: re.Match[str], body: str) -> Edit | None:
        """The change a block asks for; None for an unknown or locked paragraph and for a text of nothing."""
        place = self._places.get(int(head["number"]))
        if place is None or (head["remove"] and not place.paragraph):
            return None
        if head["remove"]:
            return Edit(place, "remove")
        cleaner = Cleaner(self._materials, self._printed)
        cleaner.feed(_LABEL.sub("", body))
        paragraphs = cleaner.section().paragraphs
        kind = "rewrite" if head["rewrite"] else "before" if head["before"] else "after"
        return Edit(place, kind, paragraphs) if paragraphs else None


def revised(standing: Section, edits: Iterable[Edit]) -> tuple[Section, int]:
    """``standing`` with the edits of this section, and how many were left because their paragraph is gone or locked.

    What is not edited stays as it is, ids and sources included; a rewritten paragraph keeps its id.
    """
    free = {paragraph.id: paragraph for paragraph in standing.paragraphs if not paragraph.locked}
    instead: dict[str, tuple[Paragraph, ...]] = {}
    beside: dict[tuple[str, str], list[Paragraph]] = defaultdict(list)
    left = 0
    for edit in edits:
        id = edit.place.paragraph
        if not id:
            beside["", "after"] += edit.paragraphs
        elif id not in free:
            left += 1
        elif edit.kind in ("before", "after"):
            beside[id, edit.kind] += edit.paragraphs
        elif "\n".join(paragraph.text for paragraph in edit.paragraphs) != free[id].text:
            instead[id] = tuple(
                paragraph.model_copy(update={"id": id}) if at == 0 else paragraph
                for at, paragraph in enumerate(edit.paragraphs)
            )
    made: list[Paragraph] = []
    for paragraph in standing.paragraphs:
        id = paragraph.id
        made += [*beside[id, "before"], *instead.get(id, (paragraph,)), *beside[id, "after"]]
    return Section(paragraphs=(*made, *beside["", "after"])), left


def _read(raw: str, complete: bool) -> tuple[str, list[tuple[re.Match[str], str]]]:
    """The plain words of an answer and its blocks as head and body.

    A block ends at its end mark, else at the next head, else with the answer; without an end mark only the text up to
    the first empty line belongs to it.
    """
    plain: list[str] = []
    blocks: list[tuple[re.Match[str], str]] = []
    head: re.Match[str] | None = None
    place = 0

    def close(words: str, marked: bool) -> None:
        if head is None:
            plain.append(words)
            return
        body, rest = (words, "") if marked else _parted(words)
        blocks.append((head, body))
        plain.append(rest)

    for token in _BLOCK.finditer(raw):
        close(raw[place : token.start()], bool(token["end"]))
        head = None if token["end"] else token
        place = token.end()
        if head and head["remove"]:
            blocks.append((head, ""))
            head = None
    if head is None or complete:
        close(raw[place:], False)
    return "\n".join(plain), blocks


def _parted(words: str) -> tuple[str, str]:
    """``words`` parted at the first empty line after some text."""
    words = words.lstrip()
    blank = _BLANK_LINE.search(words)
    return (words[: blank.start()], words[blank.end() :]) if blank else (words, "")
