"""Collections: a roster × a year, one folder each under the data folder; what an office does with it, as verbs.

::

    <data>/collections/2024-云溪县人民政府/   a ``collection.folder``, as the command line uses it
                                            with the files that wait beside it (``collection_inbox``)

The name of the folder is the id in the address. Only one reading of a collection is under way at a time, and while it
is, nothing else changes the collection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from drafting import times
from drafting.collection.folder import LIST, Folder
from drafting.collection.roster import Roster
from drafting.collection.rounds import Collection, Decision
from drafting.errors import FileError, InputError, NianbaoError, NotFound
from drafting.report import Report
from drafting.report_file import check_year
from drafting.service_address import Use

from . import collection_inbox as inboxes
from .collection_inbox import Inbox
from .collection_taking import Taking, Takings
from .library import Library
from .unit_sums import UNSAFE, called, folder_name

DELETED = ".deleted"
"""The folder beside the collections that holds deleted ones."""


@dataclass(frozen=True)
class Listed:
    """A collection as the list shows it: ``came`` of ``units`` have sent something. ``fault``: why it cannot be opened."""

    id: str
    title: str
    year: int = 0
    units: int = 0
    came: int = 0
    fault: str = ""


class Collections:
    """The verbs over the collections in ``folder``, which several servers may share. ``held(name)``: a block in which no
    other of them holds that name, and whether that is so.
    """

    def __init__(
        self,
        folder: Path,
        library: Library,
        held: Callable[[str], AbstractContextManager[bool]],
        due: Callable[[int], date | None],
    ):
        """``due``: by when the place wants the reports on a year."""
        self._folder, self._library, self._held, self._due = folder, library, held, due
        self._takings = Takings()
        self._lock = Lock()

    # The collections

    def listed(self) -> list[Listed]:
        """Every collection, the newest year first."""
        found = []
        for path in sorted(self._folder.glob(f"*/{LIST}")):
            id = path.parent.name
            try:
                collection = self.open(id).collection
            except NianbaoError as error:
                found.append(Listed(id, id, fault=str(error)))
                continue
            own = collection.roster.government
            units = [unit for unit in collection.roster.units if unit is not own]
            came = sum(bool(collection.record(unit.key).rounds) for unit in units)
            found.append(Listed(id, title(collection), collection.year, len(units), came))
        return sorted(found, key=lambda each: (-each.year, each.title))

    def open(self, id: str) -> Folder:
        """The collection ``id``. Raises NotFound, and FileError where it is damaged."""
        if not id or UNSAFE.search(id) or id.startswith(".") or not (self._folder / id / LIST).is_file():
            raise NotFound("这次收集不存在，或已被移走，请在列表里另选一个。")
        return Folder.opened(self._folder / id)

    def create(self, data: bytes, name: str, year: int) -> str:
        """The collection of ``year`` by the roster in ``data``, a file called ``name``; its id.

        One that is there already takes the roster as it is now. Raises FileError, and then nothing has changed.
        """
        from drafting.collection import roster_file  # spreadsheets take a while to import

        check_year(year)
        return self._begin(roster_file.loads(data, name), year)

    def create_typed(self, rows: Iterable[Mapping[str, str]], year: int) -> str:
        """As ``create``, by a roster that a person typed (``roster_file.typed``)."""
        from drafting.collection import roster_file

        check_year(year)
        return self._begin(roster_file.typed(rows), year)

    def replace_roster(self, id: str, data: bytes, name: str) -> None:
        """Let the collection go on by the roster in ``data``. Raises FileError, and then nothing has changed."""
        from drafting.collection import roster_file

        self._go_on_by(id, roster_file.loads(data, name))

    def retype_roster(self, id: str, rows: Iterable[Mapping[str, str]]) -> None:
        """As ``replace_roster``, by a roster that a person typed."""
        from drafting.collection import roster_file

        self._go_on_by(id, roster_file.typed(rows))

    def roster_rows(self, id: str) -> list[dict[str, str]]:
        """The roster as a person types it."""
        from drafting.collection import roster_file

        return roster_file.rows_of(self.open(id).collection.roster)

    def _go_on_by(self, id: str, roster: Roster) -> None:
        folder = self.open(id)
        if called(roster) != called(folder.collection.roster):
            raise InputError(f"这份名单是“{called(roster)}”的，不是“{called(folder.collection.roster)}”的，没有换。")
        self._idle(id)
        with self._alone(id):
            Folder.begun(folder.path, folder.collection.year, roster)

    # Deleted and brought back

    def delete(self, id: str) -> Callable[[], None]:
        """Take the collection off the list, with all that is in it; what undoes it. Raises InputError, FileError."""
        with self.changing(id) as folder:
            number, kept = 1, self._folder / DELETED / id
            while kept.exists():
                number += 1
                kept = self._folder / DELETED / f"{id}~{number}"
            _move(folder.path, kept)
        return lambda: self.restore(kept.name)

    def deleted(self) -> list[str]:
        """What ``restore`` brings back, by name; the list shows them as they are called."""
        return sorted(path.parent.name for path in (self._folder / DELETED).glob(f"*/{LIST}"))

    def restore(self, name: str) -> None:
        """Bring a deleted collection back. Raises NotFound, InputError where one of its year was begun meanwhile."""
        if name not in self.deleted():
            raise NotFound("这次收集已经恢复，请刷新页面。")
        there = self._folder / name.partition("~")[0]
        if there.exists():
            raise InputError(f"已经另有“{there.name}”的收集，没有恢复；请先删除那一次。")
        with self._alone(there.name):
            _move(self._folder / DELETED / name, there)

    def create_sample(self) -> str:
        """The made-up county's collection as of today, what its units sent being read; its id."""
        from . import sample_county  # what it needs takes a while to import

        today = times.today()
        year, roster = sample_county.roster(today)
        id = self._begin(roster, year)
        if not self.open(id).collection.records and not self.inbox(id).waiting:
            self.take(id, sample_county.sent(today))
        return id

    def _begin(self, roster: Roster, year: int) -> str:
        path = self._folder / folder_name(year, called(roster))
        self._idle(path.name)
        with self._alone(path.name):
            Folder.begun(path, year, roster)
        return path.name

    @staticmethod
    def template() -> bytes:
        """The roster to fill in, as a spreadsheet."""
        from drafting.collection import roster_file

        return roster_file.template()

    # Handing out

    def due(self, year: int) -> date | None:
        """By when a unit that has no deadline of its own hands in its report on ``year``, before the statutory one; None where
        the place does not say.
        """
        return self._due(year)

    def handout(self, id: str) -> bytes:
        """The forms of all units with last year's figures, as a zip archive."""
        from drafting.collection import handout

        collection = self.open(id).collection
        roster = collection.roster.within(self.due(collection.year))
        files = handout.handed_out(roster, collection.year, self.last_year(id))
        return handout.archive(files)[0]

    def last_year(self, id: str) -> dict[str, Report]:
        """Key -> the unit's report on the year before: what the collection of that year holds, else the shelf; of merged and divided
        units as ``last_year.combined``.
        """
        from drafting.collection import last_year
        from drafting.collection.matching import match

        collection = self.open(id).collection
        paths = self.last_year_files(id)
        found = last_year.by_unit(collection.roster, collection.year, paths.values())[0] if paths else {}
        shelf: dict[str, Report] = {}
        for row in self._library.rows():
            if row.year == collection.year - 1 and (unit := match(collection.roster.before, row.organ).unit):
                with suppress(NotFound):  # damaged: the shelf says so
                    shelf.setdefault(unit.key, self._library.open(row.id).report)
        return {**last_year.combined(collection.roster, shelf), **found}

    def last_year_files(self, id: str) -> dict[str, Path]:
        """Name of an organ -> the file of its report on the year before, of those that the collection of that year
        holds.
        """
        collection = self.open(id).collection
        before = folder_name(collection.year - 1, called(collection.roster))
        try:
            folder = self.open(before)
        except NianbaoError:  # none, or damaged: the list says so
            return {}
        held = folder.collection
        return {unit.name: folder.report_path(unit) for unit in held.roster.units if held.record(unit.key).rounds}

    # Taking back

    def inbox(self, id: str) -> Inbox:
        """What waits of the files that came. Raises NotFound, FileError."""
        return inboxes.load(self.open(id).path)

    def take(self, id: str, files: Iterable[tuple[str, bytes]]) -> Taking:
        """Keep ``files`` (name, content; archives too) and read them in the background. Raises FileError, InputError."""
        self._idle(id)
        with self._alone(id):
            inbox = inboxes.add(self.open(id).path, files)
        return self._read(id, [file.id for file in inbox.unread])

    def go_on(self, id: str) -> Taking:
        """Read what was not read when the reading was stopped."""
        return self._read(id, [file.id for file in self.inbox(id).unread])

    def answer(self, id: str, units: Mapping[str, str]) -> Taking | None:
        """Say whose files are: file's id -> the unit's key, ``""`` to leave it out. Those of units are read again, in the
        background. Raises InputError, NotFound.
        """
        self._idle(id)
        folder = self.open(id)
        named = {file: key for file, key in units.items() if key}
        for key in named.values():
            folder.collection.record(key)  # refuses a unit that there is not
        assigned = inboxes.chosen(folder.path, named)
        with self._alone(id):
            inboxes.forget(folder.path, [file for file, key in units.items() if not key])
        return self._read(id, list(named), assigned) if named else None

    def taking(self, id: str) -> Taking | None:
        """The reading under way."""
        return self._takings.of(id)

    def stop(self, id: str) -> None:
        """Stop reading: what was read is taken, the rest waits."""
        if taking := self.taking(id):
            taking.stop.set()

    def _read(self, id: str, files: Sequence[str], assigned: Mapping[str, str] | None = None) -> Taking:
        found = inboxes.found(self.open(id).path, files)

        def work(taking: Taking) -> None:
            from drafting.collection.intake import take_back

            with self.alone(id):
                folder = self.open(id)
                done = take_back(folder, found, assigned=assigned, stop=taking.stop, on_file=taking.follow)
                inboxes.settled(folder.path, done)

        return self._takings.start(id, len(files), work)

    def close(self) -> None:
        """Stop every reading, keeping what was read."""
        self._takings.close()

    def _idle(self, id: str) -> None:
        """Raises InputError while files are being read into the collection."""
        if self.taking(id):
            raise InputError("正在读取收到的文件，没有改动；请等读完，或先点“停止”。")

    # What the office decides

    def decide(self, id: str, keys: Iterable[str], decision: Decision) -> Callable[[], None]:
        """Send the units' reports back, pass them, or take either back (``""``); what undoes it. All of them or none.
        Raises InputError.
        """
        at = times.now().isoformat(timespec="seconds")

        def changed(collection: Collection) -> Collection:
            for key in keys:
                collection = collection.decided(key, decision, at)
            return collection

        return self.change(id, list(keys), changed)

    def publish(self, id: str, key: str, on: date | None, address: str) -> Callable[[], None]:
        """Keep when and where the unit published its report; what undoes it."""
        if len(address) > 500:
            raise InputError("公布网址超过 500 个字，没有保存，请核对。")
        return self.change(id, [key], lambda collection: collection.published(key, on, address))

    # Models

    def model_uses(self) -> list[tuple[str, str, Use]]:
        """Every collection that can be read: id, title, and whether models may be used for its reports."""
        found = [(each, self.open(each.id).collection) for each in self.listed() if not each.fault]
        return [(each.id, each.title, held.model_use) for each, held in found]

    def use_models(self, id: str, use: Use) -> None:
        """Lay down whether models may be used for the reports of the collection; the office's own choice counts beside it.
        Raises InputError while files are being read.
        """
        self.change(id, [], lambda held: held.model_copy(update={"model_use": use}))

    def change(self, id: str, keys: Sequence[str], change: Callable[[Collection], Collection]) -> Callable[[], None]:
        """Keep what ``change`` makes of the collection; what gives the units ``keys`` back what was known of them. Raises
        InputError while files are being read.
        """
        with self.changing(id) as folder:
            before = {key: folder.collection.record(key) for key in keys}
            folder.keep(change(folder.collection))

        def undo() -> None:
            with self.changing(id) as folder:
                now = folder.collection
                if any(now.record(key).rounds != record.rounds for key, record in before.items()):
                    raise InputError("其间又收到了新的一次报送，没有撤销；请在点名表里重新标记。")
                folder.keep(now.model_copy(update={"records": {**now.records, **before}}))

        return undo

    @contextmanager
    def changing(self, id: str) -> Iterator[Folder]:
        """The collection while nothing else changes it. Raises InputError while files are being read."""
        self._idle(id)
        with self._alone(id):
            yield self.open(id)

    @contextmanager
    def _alone(self, id: str) -> Iterator[None]:
        with self._lock, self.alone(id):
            yield

    @contextmanager
    def alone(self, id: str, what: str = "") -> Iterator[None]:
        """A block in which no other server works on the collection, or on ``what`` of it. Raises InputError."""
        with self._held(f"collection {id} {what}") as alone:
            if not alone:
                raise InputError("这次收集正在另一台服务器上读取或改动，没有改动；请稍候再试。")
            yield


def title(collection: Collection) -> str:
    """What people call the collection."""
    return f"{called(collection.roster)} {collection.year} 年度"


def author(collection: Collection) -> str:
    """Whose lists these are: the government's; ``""`` where the roster has none."""
    own = collection.roster.government
    return own.name if own else ""


def _move(folder: Path, to: Path) -> None:
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        folder.rename(to)
    except OSError as error:
        raise FileError(
            f"收集“{folder.name}”的文件夹移不动（{error.strerror}），没有改动；请关闭打开着的文件再试。"
        ) from None
