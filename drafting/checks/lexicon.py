"""The lexicon of rules P-04, P-05 and Y-07: words that are wrong, doubtful or out of date, a table a clerk can edit.

``lexicon.tsv`` beside this module is what the program ships. An office's own file of the same shape (``merged``) adds
to
it: its rows on a word stand in place of the shipped rows on that word, 级别 不查 switches one off. Columns: 词, 级别
(必错, 疑似, 提示, 不查), 改为, 类别, 起始年 and 终止年 (report years in which the row counts, both included), 说明, and
例外: longer words that contain the word, or words in whose sentence it is right, with 、 between. Titles in 《》 are
never looked at, nor are 机构名称 in a sentence that tells of the organ as it was (原国土局, 划转, 机构改革).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

from drafting.errors import FileError
from drafting.language.encoding import decoded
from drafting.language.late_pattern import late_pattern
from drafting.language.sentences import sentence_at
from drafting.whole_files import read_whole

from .masking import masked

COLUMNS = ("词", "级别", "改为", "类别", "起始年", "终止年", "说明", "例外")
NEEDED = ("词", "级别", "类别")
GRADES = ("必错", "疑似", "提示", "不查")
KINDS = ("错敏词", "错别字", "政治表述", "机构名称", "口语")
_FORMER = late_pattern("更名|改名|机构改革|划转|撤销|并入|合并|组建|前身|原[省市县区国]")
"""What a sentence says that names an organ as it was called then."""
MAX_BYTES = 2_000_000
"""A longer file is no lexicon."""


@dataclass(frozen=True)
class Entry:
    """A row: ``word`` is wrong in reports on the years ``first`` to ``last`` unless one of ``unless`` excuses it."""

    word: str
    grade: str
    better: str
    kind: str
    first: int = 0
    last: int = 9999
    why: str = ""
    unless: tuple[str, ...] = ()

    @cached_property
    def around(self) -> tuple[tuple[str, int], ...]:
        """The longer right words with each place of the word in them."""
        return tuple(
            (longer, at)
            for longer in self.unless
            if self.word in longer
            for at in range(len(longer))
            if longer.startswith(self.word, at)
        )

    @cached_property
    def beside(self) -> tuple[str, ...]:
        """The words in whose sentence it is right."""
        return tuple(word for word in self.unless if self.word not in word)


@dataclass(frozen=True)
class Hit:
    """``entry`` found at ``start``–``end`` of a text."""

    start: int
    end: int
    entry: Entry


def read(path: Path) -> tuple[Entry, ...]:
    """The rows of the table at ``path``: UTF-8, GBK or what Excel calls Unicode, tabs or commas, any line ends.

    Raises FileError, naming the line, where it cannot be read.
    """
    return parsed(read_whole(path, "词库", MAX_BYTES), path.name)


def parsed(data: bytes, name: str) -> tuple[Entry, ...]:
    """The rows of the table ``data``, the content of a file called ``name``. Raises FileError as ``read`` does."""
    if len(data) > MAX_BYTES:
        raise FileError(f"词库“{name}”超过 2 MB，不像词库，请核对后重新放入。")
    text = decoded(data)
    if text is None:
        raise FileError(f"词库“{name}”的编码无法识别，请用 Excel 另存为“Unicode 文本”或“CSV UTF-8”后重新放入。")
    return _rows(text, name)


@cache
def shipped() -> tuple[Entry, ...]:
    """The rows the program ships, longest words first."""
    text = files("drafting.checks").joinpath("lexicon.tsv").read_text("utf-8")
    return tuple(sorted(_rows(text, "lexicon.tsv"), key=lambda entry: -len(entry.word)))


def merged(own: Iterable[Entry]) -> tuple[Entry, ...]:
    """An office's ``own`` rows and those shipped on other words, longest words first; its rows 不查 are left out."""
    own = tuple(own)
    words = {entry.word for entry in own}
    kept = [entry for entry in own if entry.grade != "不查"] + [entry for entry in shipped() if entry.word not in words]
    return tuple(sorted(kept, key=lambda entry: -len(entry.word)))


def hits(
    text: str, kinds: Iterable[str], year: int, names: str = "", table: tuple[Entry, ...] | None = None
) -> Iterator[Hit]:
    """Where ``text`` has a word of ``kinds`` that is wrong in a report on ``year``, in order, none inside another.

    ``names``: names of the organ itself; a word that is part of them is right. ``table``: the rows that count, longest
    words first; without it the shipped ones.
    """
    yield from _hits(text, frozenset(kinds), year, names, shipped() if table is None else table)


def _hits(text: str, kinds: frozenset[str], year: int, names: str, table: tuple[Entry, ...]) -> Iterator[Hit]:
    plain = masked(text)
    found: list[Hit] = []
    taken = bytearray(len(plain))
    for entry in table:
        if entry.kind not in kinds or not entry.first <= year <= entry.last or entry.word not in plain:
            continue
        if entry.word in names:
            continue
        at = plain.find(entry.word)
        while at >= 0:
            end = at + len(entry.word)
            if not any(taken[at:end]) and not _excused(plain, at, entry):
                found.append(Hit(at, end, entry))
                taken[at:end] = b"\1" * len(entry.word)
            at = plain.find(entry.word, end)
    yield from sorted(found, key=lambda hit: hit.start)


def _excused(text: str, at: int, entry: Entry) -> bool:
    """Whether the word at ``at`` is part of a longer right word, or stands beside one that makes it right."""
    if any(at >= offset and text.startswith(longer, at - offset) for longer, offset in entry.around):
        return True
    start, end = sentence_at(text, at)
    if entry.kind == "机构名称" and (text.endswith("原", start, at) or _FORMER.search(text, start, end)):
        return True
    return any(text.find(word, start, end) >= 0 for word in entry.beside)


def _rows(text: str, name: str) -> tuple[Entry, ...]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text.split("\n", 1)[0] else ",")
    found: list[Entry] = []
    places: list[int] = []
    try:
        for cells in lines:
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            if not places:
                places = _places(cells, name, lines.line_num)
            else:
                row = {column: cells[at] if 0 <= at < len(cells) else "" for column, at in zip(COLUMNS, places)}
                found.append(_entry(row, f"词库“{name}”第 {lines.line_num} 行"))
    except csv.Error:
        raise FileError(f"词库“{name}”第 {lines.line_num} 行不成表格，请用 Excel 打开改正后重新保存。") from None
    if not places:
        raise FileError(f"词库“{name}”第 1 行没有栏目名称，请写上：{'、'.join(COLUMNS)}。")
    return tuple(found)


def _places(cells: list[str], name: str, line: int) -> list[int]:
    """Where each column stands, -1 for one that is not there. Raises FileError for one that must be."""
    if missing := [column for column in NEEDED if column not in cells]:
        raise FileError(f"词库“{name}”第 {line} 行的栏目名称缺少“{'”“'.join(missing)}”，请补上后重新保存。")
    return [cells.index(column) if column in cells else -1 for column in COLUMNS]


def _entry(row: dict[str, str], where: str) -> Entry:
    word, grade, kind = row["词"], row["级别"], row["类别"]
    if not (1 if kind == "口语" else 2) <= len(word) <= 60:
        raise FileError(f"{where}的词“{word[:20]}”应为 2 至 60 个字（口语可以是 1 个字），请改正。")
    if grade not in GRADES:
        raise FileError(f"{where}的级别“{grade[:20]}”应为必错、疑似、提示或不查，请改正。")
    if kind not in KINDS:
        raise FileError(f"{where}的类别“{kind[:20]}”应为{'、'.join(KINDS)}之一，请改正。")
    years = []
    for column in ("起始年", "终止年"):
        year = row[column].removesuffix("年")
        if year and not (year.isascii() and year.isdigit() and len(year) == 4):
            raise FileError(f"{where}的{column}“{row[column][:20]}”应为四位数字或留空，请改正。")
        years.append(int(year) if year else None)
    return Entry(
        word,
        grade,
        row["改为"],
        kind,
        years[0] or 0,
        years[1] or 9999,
        row["说明"],
        tuple(part for part in (piece.strip() for piece in row["例外"].split("、")) if part),
    )
