"""A collection in a folder: the list of what came, each unit's report to work on, and every round as it was sent.

::

    收集情况.json                       Collection
    01-青石镇-2024.report.json          the newest round, for people to work on
    轮次/01-青石镇-2024-第1次.report.json   each round as it came, never changed

A round's own file is written first, then the list, then the report to work on: what a kill leaves is mended when the
folder is opened again.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from pathlib import Path

from pydantic import ValidationError

from drafting import report_file
from drafting.errors import FileError
from drafting.report import Report
from drafting.whole_files import read_whole, write_whole

from .roster import Roster, Unit
from .rounds import Collection, Gone, digest

LIST = "收集情况.json"
ROUNDS = "轮次"
SUFFIX = ".report.json"
PUT_AWAY = "-并入前"
"""What the report to work on of a unit that was merged or divided is called by among the rounds."""
MENDED = "mended_round"
"""Where a report to work on that a person has changed keeps of which round it is."""
MAX_BYTES = 200 * 2**20


class Folder:
    """The folder at ``path`` and the collection in it. What changes the collection writes it."""

    def __init__(self, path: Path, collection: Collection):
        self.path, self.collection = path, collection

    @classmethod
    def opened(cls, path: str | Path) -> Folder:
        """The collection that is in the folder. Raises FileError: none there, or its list is damaged."""
        path = Path(path)
        if not (path / LIST).exists():
            raise FileError(f"“{path}”不是收集年报的文件夹，里面没有“{LIST}”，请先用 collect 收取。")
        folder = cls(path, listed(path))
        folder._mend()
        return folder

    @classmethod
    def begun(cls, path: str | Path, year: int, roster: Roster) -> Folder:
        """The folder for a collection of ``year`` by ``roster``: the one that is there, with the roster as it is now, or a
        new one. Raises FileError, also where units that already sent something are not in the roster any more.
        """
        path = Path(path)
        if (path / LIST).exists():
            folder = cls.opened(path)
            before = folder.collection
            if before.year != year:
                raise FileError(f"“{path}”里收的是 {before.year} 年度的年报，不能收 {year} 年度的，请另选一个文件夹。")
            left = _reorganised(before, roster)
            became = _renamed(before, roster, left)
            back = {key: gone.record for key, gone in before.gone.items() if key in roster.by_key}
            records = {became.get(key, key): record for key, record in before.records.items() if key not in left} | back
            gone = {key: each for key, each in before.gone.items() if key not in back} | left
            choice = before.choice.renamed(lambda key: _heirs(before, roster, key))
            folder._put_away(left, {key: before.gone[key] for key in back}, roster)
            folder._moved(before.roster, roster, {new: old for old, new in became.items()})
            folder._keep(
                before.model_copy(update={"roster": roster, "records": records, "choice": choice, "gone": gone})
            )
            return folder
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(f"无法建立文件夹“{path}”（{error.strerror}），请核对。") from None
        folder = cls(path, Collection(year=year, roster=roster))
        folder._keep(folder.collection)
        return folder

    def report_path(self, unit: Unit) -> Path:
        """Where the unit's report to work on is, or will be."""
        return self.path / f"{self.collection.roster.stem(unit, self.collection.year)}{SUFFIX}"

    def round_path(self, unit: Unit, number: int) -> Path:
        """Where the unit's round is kept as it was sent."""
        return self.path / ROUNDS / f"{self.collection.roster.stem(unit, self.collection.year)}-第{number}次{SUFFIX}"

    def report(self, key: str) -> Report | None:
        """The unit's report as it stands, None where nothing came. Raises FileError."""
        if not self.collection.record(key).rounds:
            return None
        return report_file.read(self.report_path(self.collection.roster.by_key[key]))

    def take(self, key: str, file: str, report: Report, at: str) -> bool:
        """Keep ``report``, which ``file`` holds, as the unit's next round; False where it has said just this before."""
        said = digest(report)
        if self.collection.holds(key, said):
            return False
        unit, last = self.collection.roster.by_key[key], self.collection.record(key).last
        before = report_file.read(self.round_path(unit, last.number)) if last else None
        after = self.collection.with_round(key, file, report, before, at)
        new = after.record(key).last
        assert new is not None
        (self.path / ROUNDS).mkdir(exist_ok=True)
        report_file.write(report, self.round_path(unit, new.number))
        self._keep(after)
        report_file.write(report, self.report_path(unit))
        return True

    def keep(self, collection: Collection) -> None:
        """Keep what was decided or is known of units: ``collection`` with the same rounds."""
        self._keep(collection)

    def write_report(self, key: str, report: Report) -> None:
        """Keep ``report`` as the one to work on, with questions answered or figures mended by a person."""
        last = self.collection.record(key).last
        marked = report.model_copy(update={"extra": {**report.extra, MENDED: last.number if last else 0}})
        report_file.write(marked, self.report_path(self.collection.roster.by_key[key]))

    def _keep(self, collection: Collection) -> None:
        write_whole(self.path / LIST, (collection.model_dump_json(indent=1) + "\n").encode("utf-8", "replace"))
        self.collection = collection

    def _mend(self) -> None:
        """Where a kill came between the list and the report to work on, write that."""
        for key, record in self.collection.records.items():
            unit = self.collection.roster.by_key[key]
            for number in range(len(record.rounds), 0, -1):
                kept = self.round_path(unit, number)
                if not kept.exists():
                    continue
                target = self.report_path(unit)
                earlier = [each.digest for each in record.rounds[: number - 1]]
                if not target.exists() or (earlier and _is_earlier(target, earlier, number)):
                    write_whole(target, read_whole(kept))
                break

    def _put_away(self, left: Mapping[str, Gone], back: Mapping[str, Gone], roster: Roster) -> None:
        """The reports to work on of units that ``left`` go to the rounds, where nothing is added up; those that are ``back`` come out
        again, with their rounds.
        """
        for each in left.values():
            (self.path / ROUNDS).mkdir(exist_ok=True)
            if (at := self.path / f"{each.stem}{SUFFIX}").exists():
                at.replace(self.path / ROUNDS / f"{each.stem}{PUT_AWAY}{SUFFIX}")
        for key, each in back.items():
            stem = roster.stem(roster.by_key[key], self.collection.year)
            if (away := self.path / ROUNDS / f"{each.stem}{PUT_AWAY}{SUFFIX}").exists():
                away.replace(self.path / f"{stem}{SUFFIX}")
            for number in range(1, len(each.record.rounds) + 1):
                if (at := self.path / ROUNDS / f"{each.stem}-第{number}次{SUFFIX}").exists():
                    at.replace(self.path / ROUNDS / f"{stem}-第{number}次{SUFFIX}")

    def _moved(self, old: Roster, new: Roster, formerly: Mapping[str, str]) -> None:
        """Files follow units whose number or name is another in the new roster. ``formerly``: key -> the key it had."""
        year = self.collection.year
        for key, unit in new.by_key.items():
            before = old.by_key.get(formerly.get(key, key))
            if before is None or (was := old.stem(before, year)) == (now := new.stem(unit, year)):
                continue
            pattern = re.compile(rf"{re.escape(was)}(?:-第\d+次)?{re.escape(SUFFIX)}")
            for place in (self.path, self.path / ROUNDS):
                for file in sorted(place.glob(f"*{SUFFIX}")):
                    if pattern.fullmatch(file.name):
                        file.replace(place / file.name.replace(was, now, 1))


def listed(path: Path) -> Collection:
    """What the list of the folder says, which is left as it is. Raises FileError."""
    try:
        return Collection.model_validate_json(read_whole(path / LIST, most=MAX_BYTES))
    except ValidationError:
        raise FileError(f"“{path / LIST}”已损坏，没有打开；各单位的报告还在，请恢复这个文件后再试。") from None


def _reorganised(before: Collection, roster: Roster) -> dict[str, Gone]:
    """Key -> what it sent, of the units that ``roster`` says were merged or divided and does not have any more."""
    names = {name for unit in roster.units for name in (*unit.merged, unit.split_from)}
    return {
        key: Gone(record=record, stem=before.roster.stem(before.roster.by_key[key], before.year))
        for key, record in before.records.items()
        if record.rounds and key not in roster.by_key and before.roster.by_key[key].name in names
    }


def _renamed(before: Collection, roster: Roster, left: Container[str]) -> dict[str, str]:
    """Old key -> new key of the units that have sent something and stand in ``roster`` under another name, which names the old
    one among its former ones. Raises FileError for one that is not there any more.
    """
    became: dict[str, str] = {}
    for key, record in before.records.items():
        if not record.rounds or key in roster.by_key or key in left:
            continue
        heirs = [heir for heir in _heirs(before, roster, key) if not before.records.get(heir)]
        if len(heirs) != 1 or heirs[0] in became.values():
            raise FileError(
                f"“{key}”已经报送过，新名单里却没有它，没有换名单；单位改名的，请在新名称一行的“曾用名”里写上原名称，"
                "并入别的单位或分成几个的，写在“并入单位”“分出自”里。"
            )
        became[key] = heirs[0]
    return became


def _heirs(before: Collection, roster: Roster, key: str) -> list[str]:
    """What the unit ``key`` is known by in ``roster``: as it was, else those that say it was theirs."""
    if key in roster.by_key:
        return [key]
    name = before.roster.by_key[key].name
    return [unit.key for unit in roster.units if name in unit.names and name not in unit.merged]


def _is_earlier(path: Path, earlier: list[str], number: int) -> bool:
    """Whether the report at ``path`` is one of the rounds before ``number``, as it came."""
    try:
        report = report_file.read(path)
    except FileError:
        return False
    return report.extra.get(MENDED) != number and digest(report) in earlier
