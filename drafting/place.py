"""地方口径: what a place lays down for the reports of its organs, as one file that a city hands out and its units take over.

::

    {"schema": "nianbao.place/1", "name": "云溪县",
     "rules": {"R-06": "提醒"},                      rule -> 级别, as in a table of rules
     "words": "词\t级别\t…",                          a lexicon of the office's shape
     "prompts": {"other": "…"},                       prompt id -> its text
     "deadline": "01-20",                             by when units hand in, in the year after the report's
     "other": [{"heading": "年度工作创新情况"}],      further sections of chapter six (domain §1.5)
     "preface": ["本报告按照……编制。"],               what a preface says too; {单位} and {年度} are filled in
     "hints": {"disclosure.licences": "…"}}           cell -> its 口径提示, beside the program's own

It is kept as it came, apart from what the office has of its own, so that taking it back leaves that as it was. Whether it
goes before what the office has of its own is the office's to choose (``Kept.first``).
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, ValidationError

from drafting.errors import FileError
from drafting.form import ASPECTS, SectionSpec, editions
from drafting.strict_model import Model
from drafting.whole_files import read_whole, write_whole

FILE = "place.json"
MAX_BYTES = 4_000_000
SCHEMA = "nianbao.place/1"


def _day(said: str) -> str:
    if said:
        date(2001, int(said[:2]), int(said[3:]))  # a year without 29 February: the day is there each year
    return said


def _cells(hints: dict[str, str]) -> dict[str, str]:
    known = {cell for form in editions() for cell in form.cells}
    if unknown := next((cell for cell in hints if cell not in known), None):
        raise ValueError(unknown)
    return hints


Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\x00-\x1f]*$")
]
"""One line of text."""


Rule = Annotated[str, StringConstraints(pattern=r"^[A-Z]-\d\d$")]
"""The id of a rule."""


class Further(Model):
    """A section of chapter six that the place asks for. ``aspects``: whose notes feed it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    heading: Annotated[Line, StringConstraints(max_length=60)]
    aspects: tuple[Literal[*ASPECTS], ...] = ()  # type: ignore[valid-type]


class Place(Model):
    """What a place lays down; what is empty it leaves to the program and the office."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Literal["nianbao.place/1"] = Field(default=SCHEMA, alias="schema")
    name: Annotated[Line, StringConstraints(max_length=60)]
    rules: dict[Rule, Literal["错误", "提醒", "提示", "不查"]] = Field(default_factory=dict, max_length=500)
    words: str = Field(default="", max_length=2_000_000)
    prompts: dict[str, str] = Field(default_factory=dict, max_length=100)
    deadline: Annotated[str, StringConstraints(pattern=r"^(\d\d-\d\d)?$"), AfterValidator(_day)] = ""
    other: tuple[Further, ...] = Field(default=(), max_length=20)
    preface: tuple[Line, ...] = Field(default=(), max_length=20)
    hints: Annotated[dict[str, Line], AfterValidator(_cells)] = Field(default_factory=dict, max_length=500)

    def due(self, year: int) -> date | None:
        """By when a unit hands in its report on ``year``, None where the place does not say."""
        return date(year + 1, int(self.deadline[:2]), int(self.deadline[3:])) if self.deadline else None

    def further(self) -> tuple[SectionSpec, ...]:
        """The sections it adds to chapter six."""
        return tuple(
            SectionSpec(id=f"other.place{at}", chapter="other", heading=each.heading, aspects=each.aspects)
            for at, each in enumerate(self.other, 1)
        )

    def said(self, organ: str, year: int) -> tuple[str, ...]:
        """What the preface of that organ's report on ``year`` says too."""
        return tuple(line.replace("{单位}", organ).replace("{年度}", str(year)) for line in self.preface)


def due(folder: Path, year: int) -> date | None:
    """By when the place wants the report on ``year`` handed in, by what is kept in the data ``folder``; None where it does not
    say.
    """
    return found.place.due(year) if (found := kept(folder)) else None


class Kept(Model):
    """The profile that counts on this machine. ``first``: before what the office has of its own, else behind it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: Place
    first: bool = False


def loads(raw: bytes, name: str) -> Place:
    """The profile in ``raw``, the content of a file called ``name``; its shape alone is looked at. Raises FileError."""
    if len(raw) > MAX_BYTES:
        raise FileError(f"“{name}”超过 {MAX_BYTES // 10**6} MB，不像是地方口径文件，没有导入，请核对。")
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise FileError(f"“{name}”不是地方口径文件，没有导入；请使用上级从“设置”页导出的文件。") from None
    if not isinstance(data, dict) or not str(data.get("schema", "")).startswith("nianbao.place/"):
        raise FileError(f"“{name}”不是地方口径文件，没有导入；请使用上级从“设置”页导出的文件。")
    if data["schema"] != SCHEMA:
        raise FileError(f"“{name}”是更新版本的程序导出的地方口径，没有导入，请先升级程序。")
    try:
        return Place.model_validate(data)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])[:60]
        raise FileError(f"地方口径“{name}”的“{where}”一项不合格式，没有导入；请向制发单位重新索取。") from None


def dumps(place: Place) -> bytes:
    """``place`` as a file to hand out; what it leaves open is not in it."""
    data = {key: value for key, value in place.model_dump(mode="json", by_alias=True).items() if value}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def kept(folder: Path) -> Kept | None:
    """The profile kept in the data ``folder``; None where there is none, or it cannot be read (``fault`` says why)."""
    return _kept(folder)[0]


def fault(folder: Path) -> str:
    """Why the profile kept in ``folder`` does not count, ``""`` where it does or there is none."""
    return _kept(folder)[1]


def keep(folder: Path, place: Place, first: bool) -> None:
    """Let ``place`` count on this machine. Raises FileError."""
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(
        folder / FILE, (Kept(place=place, first=first).model_dump_json(by_alias=True) + "\n").encode("utf-8", "replace")
    )


def forget(folder: Path) -> None:
    """Take it back. Raises FileError."""
    try:
        (folder / FILE).unlink(missing_ok=True)
    except OSError as error:
        raise FileError(f"无法删除“{folder / FILE}”（{error.strerror}），请检查该文件夹的权限。") from None


def _kept(folder: Path) -> tuple[Kept | None, str]:
    try:
        stat = (folder / FILE).stat()
    except OSError:
        return None, ""
    return _at(folder / FILE, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4)
def _at(path: Path, changed: int, size: int) -> tuple[Kept | None, str]:
    """``changed`` and ``size`` tell states of the file apart."""
    try:
        return Kept.model_validate_json(read_whole(path, most=2 * MAX_BYTES)), ""
    except (ValidationError, FileError):
        return None, "本机保存的地方口径已损坏，没有使用；请重新导入，或取消使用。"
