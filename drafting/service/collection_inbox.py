"""Files that came for a collection and are not settled: kept beside it as they came, until each is taken or left out.

::

    收件.json          Inbox: what waits, and what became of the files of the last reading
    收件/<id>          a file as it came

A file is written before it is named in the list, and leaves the list before it is removed: what a kill leaves is read
again, and the collection knows a report that it holds already.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from drafting import zip_guard
from drafting.collection import sources
from drafting.collection.intake import Intake, Item, Status
from drafting.collection.sources import Found, Source
from drafting.errors import FileError, InputError, NotFound
from drafting.whole_files import read_whole, write_whole

LIST, FOLDER = "收件.json", "收件"
MOST_BYTES = 50 * 2**20
"""Of the list."""
MOST_SHOWN = 300
"""Changes of one file that are kept to be shown."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Waiting(_Frozen):
    """A file that waits. ``says``: what a person must say first, ``""`` where it was not read yet; ``candidates``: keys of
    units it may be from; ``by_unit``: whether naming its unit settles it.
    """

    id: str
    name: str
    says: str = ""
    candidates: tuple[str, ...] = ()
    by_unit: bool = True


class Outcome(_Frozen):
    """What became of a file of the last reading (``intake.Item``)."""

    file: str
    status: Status
    unit: str = ""
    says: str = ""
    number: int = 0
    changed: tuple[str, ...] = ()
    questions: int = 0


class Inbox(_Frozen):
    """What waits, in the order it came, and what became of the files of the last reading."""

    waiting: tuple[Waiting, ...] = ()
    last: tuple[Outcome, ...] = Field(default=())

    @property
    def unread(self) -> tuple[Waiting, ...]:
        """What was not read yet."""
        return tuple(file for file in self.waiting if not file.says)

    @property
    def asked(self) -> tuple[Waiting, ...]:
        """What a person must say something of."""
        return tuple(file for file in self.waiting if file.says)


def load(folder: Path) -> Inbox:
    """The inbox of the collection in ``folder``. Raises FileError."""
    if not (folder / LIST).exists():
        return Inbox()
    try:
        return Inbox.model_validate_json(read_whole(folder / LIST, most=MOST_BYTES))
    except ValidationError:
        raise FileError(
            f"“{folder / LIST}”已损坏，收到而没有处理完的文件列不出来；文件还在“{FOLDER}”里，请重新选择。"
        ) from None


def add(folder: Path, files: Iterable[tuple[str, bytes]]) -> Inbox:
    """Keep ``files``, archives unpacked, as not yet read. Raises FileError, and then none of them is kept."""
    inbox = load(folder)
    came: list[tuple[str, bytes]] = []
    refused: list[Outcome] = []
    for name, data in files:
        if not sources.is_archive(data):
            came.append((name, data))
            continue
        inside, said = sources.archived(data, name)
        refused += [Outcome(file=file, status="unreadable", says=says) for file, says in said]
        for source in inside:
            try:
                came.append((source.name, source.load()))
            except zip_guard.BROKEN:
                refused.append(
                    Outcome(file=source.name, status="unreadable", says="在压缩包里已损坏，没有读取，请重新获取。")
                )
    if len(came) > sources.MAX_FILES:
        raise sources.too_many(len(came), sources.MAX_FILES)
    if not came and not refused:
        raise FileError("没有可以读的文件，请核对选的文件或压缩包。")
    waiting = {file.id: file for file in inbox.waiting}
    names = {file.name for file in inbox.waiting}
    for name, data in came:
        id = hashlib.sha256(name.encode("utf-8", "replace") + b"\0" + data).hexdigest()[:16]
        if id in waiting:  # the same file once more
            waiting[id] = waiting[id].model_copy(update={"says": ""})
            continue
        name = _another(name, names)
        names.add(name)
        waiting[id] = Waiting(id=id, name=name)
        (folder / FOLDER).mkdir(exist_ok=True)
        write_whole(_path(folder, waiting[id]), data)
    return _keep(folder, Inbox(waiting=tuple(waiting.values()), last=tuple(refused)))


def found(folder: Path, ids: Iterable[str]) -> Found:
    """The files ``ids``, to be read. Raises NotFound for one that waits no longer."""
    inbox, wanted = load(folder), set(ids)
    files = [file for file in inbox.waiting if file.id in wanted]
    if len(files) < len(wanted):
        raise NotFound("有的文件已经处理过了，请刷新页面再看。")
    return Found(tuple(Source(file.name, partial(read_whole, _path(folder, file))) for file in files))


def settled(folder: Path, done: Intake) -> Inbox:
    """The inbox once the files of ``done`` were read: those that are asked about wait, the others leave."""
    inbox = load(folder)
    became = {item.file: item for item in done.items}
    waiting = [_asked(file, became[file.name]) if file.name in became else file for file in inbox.waiting]
    kept = [file for file in waiting if file is not None]
    gone = {file.id for file in inbox.waiting} - {file.id for file in kept}
    refused = tuple(outcome for outcome in inbox.last if outcome.file not in became)
    now = _keep(folder, Inbox(waiting=tuple(kept), last=(*map(_outcome, done.items), *refused)))
    for file in inbox.waiting:
        if file.id in gone:
            _path(folder, file).unlink(missing_ok=True)
    return now


def forget(folder: Path, ids: Iterable[str]) -> None:
    """Leave the files ``ids`` out, which a person has said."""
    inbox, out = load(folder), set(ids)
    left = [file for file in inbox.waiting if file.id in out]
    said = [Outcome(file=file.name, status="left_out") for file in left]
    waiting = tuple(file for file in inbox.waiting if file.id not in out)
    _keep(folder, Inbox(waiting=waiting, last=(*said, *inbox.last)))
    for file in left:
        _path(folder, file).unlink(missing_ok=True)


def chosen(folder: Path, units: Mapping[str, str]) -> dict[str, str]:
    """Name of a file -> key of the unit that a person says it is from. ``units``: by the file's id. Raises InputError for a
    file that its unit does not settle.
    """
    found: dict[str, str] = {}
    for file in load(folder).waiting:
        if file.id in units:
            if not file.by_unit:
                raise InputError(f"“{file.name}”{file.says}")
            found[file.name] = units[file.id]
    return found


def _asked(file: Waiting, item: Item) -> Waiting | None:
    if item.status != "asked":
        return None
    return file.model_copy(update={"says": item.says, "candidates": item.candidates, "by_unit": item.by_unit})


def _outcome(item: Item) -> Outcome:
    return Outcome(
        file=item.file,
        status=item.status,
        unit=item.unit,
        says=item.says,
        number=item.number,
        changed=item.changed[:MOST_SHOWN],
        questions=item.questions,
    )


def _another(name: str, taken: set[str]) -> str:
    """``name``, with a number where a file called so waits already; its ending stays."""
    path, number, now = PurePosixPath(name), 1, name
    while now in taken:
        number += 1
        now = str(path.with_name(f"{path.stem}（第{number}个）{path.suffix}"))
    return now


def _path(folder: Path, file: Waiting) -> Path:
    return folder / FOLDER / file.id


def _keep(folder: Path, inbox: Inbox) -> Inbox:
    write_whole(folder / LIST, inbox.model_dump_json(indent=1).encode("utf-8", "replace"))
    return inbox
