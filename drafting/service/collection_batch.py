"""Drafting and exporting the reports of many units: in the background, one that fails stops no other, taken up after a kill.

A model drafts several units at a time, and all of them together, and what else is drafted meanwhile, are no more requests than
its endpoint takes.

::

    成稿/01-青石镇-2024.report.json     the unit's report with its words drafted; of which report, it keeps itself
    成稿/docx/01-青石镇-2024.docx       as exported last; 未完成 beside it while that goes on

What a unit sent, and the report to work on, are left as they are.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from drafting import publishing, report_file
from drafting.assessment import Assessment
from drafting.collection.folder import Folder
from drafting.collection.rounds import digest
from drafting.errors import InputError, NianbaoError
from drafting.report import Report
from drafting.whole_files import write_whole
from drafting.writing.endpoint import Endpoint

from .collection_kept import Kept
from .collection_taking import Taking, Takings
from .collections import Collections
from .files import draft_report, sections_named
from .limits import ConcurrencyLimits
from .sending import Errand, cleared
from .tables import Tables

ABREAST = 4
"""Units that a model drafts at one time, however many requests it takes: each has several sections."""
DONE, UNFINISHED = "成稿", "未完成"
DRAFTED_FROM = "drafted_from"
"""Where a drafted report keeps the digest of the one that it was drafted from."""
State = Literal["missing", "bare", "drafted", "written"]
STATES: dict[State, str] = {"missing": "未报", "bare": "正文待起草", "drafted": "已起草", "written": "自带正文"}
Kind = Literal["docx", "review", "pdf", "html"]
KINDS: dict[Kind, str] = {"docx": "Word 文档", "review": "审阅稿（Word，带校核意见）", "pdf": "PDF", "html": "网页"}
_BUSY = "正在起草或导出，请等做完，或先点“停止”。"
_BROKEN = "处理时程序出了问题，没有做完；做好的都在，请再点一次继续。"


@dataclass(frozen=True)
class Piece:
    """A unit's report, and how far it is."""

    key: str
    label: str
    state: State


class CollectionBatch:
    """Drafts and exports of collections."""

    def __init__(self, collections: Collections, tables: Tables, limits: ConcurrencyLimits):
        self._collections, self._tables, self._limits = collections, tables, limits
        self._takings = Takings(_BUSY, _BROKEN)
        self._kept = Kept()
        self._failed: dict[str, list[str]] = {}

    def pieces(self, id: str) -> list[Piece]:
        """Every unit but the government, in the roster's order."""
        folder = self._collections.open(id)
        roster = folder.collection.roster
        units = [unit for unit in roster.units if unit is not roster.government]
        sources = {unit.key: folder.report_path(unit) for unit in units if folder.collection.record(unit.key).rounds}
        told = dict(self._told([*sources.values(), *(_drafted(folder, path) for path in sources.values())]))

        def state(key: str) -> State:
            if key not in sources:
                return "missing"
            source = told.get(sources[key])
            done = told.get(_drafted(folder, sources[key]))
            if source and source.written:
                return "written"
            return "drafted" if source and done and done.of == source.digest and not done.unwritten else "bare"

        return [Piece(unit.key, roster.labels[unit.key], state(unit.key)) for unit in units]

    def failed(self, id: str) -> list[str]:
        """A sentence for each unit that the last work on the collection failed at."""
        return self._failed.get(id, [])

    def taking(self, id: str) -> Taking | None:
        """The work under way."""
        return self._takings.of(id)

    def stop(self, id: str) -> None:
        """Stop: what is done stays, and need not be done again."""
        if taking := self.taking(id):
            taking.stop.set()

    def close(self) -> None:
        """Stop all work."""
        self._takings.close()

    def draft(self, id: str, keys: Sequence[str], endpoint: Endpoint | None) -> Taking:
        """Draft the units' reports that came without words (None: offline); a unit's own words stay its own. Raises
        InputError, NotSent.
        """
        folder, before = self._collections.open(id), self._collections.last_year(id)
        wanted = [each.key for each in self.pieces(id) if each.key in keys and each.state == "bare"]
        if not wanted:
            raise InputError("所选单位没有要起草的：没有报送、自带正文和起草过的都不用起草。")
        cleared(endpoint, report_file.read(folder.report_path(folder.collection.roster.by_key[wanted[0]])), Errand(()))

        line = self._limits.of(endpoint)

        def one(key: str, taking: Taking) -> str:
            source = folder.report_path(folder.collection.roster.by_key[key])
            report = report_file.read(source)
            said, target = digest(report), _drafted(folder, source)
            if target.exists() and (kept := report_file.read(target)).extra.get(DRAFTED_FROM) == said:
                report = kept  # some sections failed the last time
            done = draft_report(
                report,
                sections_named(report, ()),
                endpoint,
                last_year=before.get(key),
                stop=taking.stop,
                line=line if endpoint else None,
            )
            if not taking.stop.is_set():
                target.parent.mkdir(exist_ok=True)
                extra = {**done.report.extra, DRAFTED_FROM: said}
                report_file.write(done.report.model_copy(update={"extra": extra}), target)
            return str(next(iter(done.failed.values()), ""))

        return self._start(id, folder, wanted, one, abreast=min(line.size, ABREAST) if endpoint else 1)

    def export(self, id: str, keys: Sequence[str], kind: Kind) -> Taking:
        """Write the units' reports, drafted ones where there are, as files. One that was broken off is taken up. Raises
        InputError.
        """
        folder, before, office = self._collections.open(id), self._collections.last_year(id), self._tables.office()
        wanted = [each.key for each in self.pieces(id) if each.key in keys and each.state != "missing"]
        if not wanted:
            raise InputError("所选单位还没有报送，没有可以导出的。")
        there = folder.path / DONE / kind
        asked = json.dumps(wanted, ensure_ascii=False).encode()
        if not (there / UNFINISHED).is_file() or (there / UNFINISHED).read_bytes() != asked:
            shutil.rmtree(there, ignore_errors=True)
            there.mkdir(parents=True)
            write_whole(there / UNFINISHED, asked)

        def one(key: str, taking: Taking) -> str:
            source = folder.report_path(folder.collection.roster.by_key[key])
            target = there / f"{_stem(source)}{'-审阅稿' if kind == 'review' else ''}{_suffix(kind)}"
            if not target.exists():
                report = self._best(folder, source)
                assessment = Assessment(report, before.get(key), office)
                format, copy = ("docx", "review") if kind == "review" else (kind, "draft")
                preset = publishing.preset_of("plain", format)
                write_whole(target, publishing.export(report, format, preset=preset, copy=copy, assessment=assessment))
            return ""

        return self._start(id, folder, wanted, one, lambda: (there / UNFINISHED).unlink(missing_ok=True))

    def exported(self, id: str, kind: Kind) -> int:
        """How many files the last export of this kind made."""
        return len(self._files(id, kind))

    def package(self, id: str, kind: Kind) -> bytes:
        """The files of the last export of this kind, as a zip archive."""
        held = BytesIO()
        with ZipFile(held, "w", ZIP_DEFLATED) as package:
            for path in self._files(id, kind):
                package.writestr(ZipInfo(path.name), path.read_bytes(), ZIP_DEFLATED)
        return held.getvalue()

    def _files(self, id: str, kind: Kind) -> list[Path]:
        there = self._collections.open(id).path / DONE / kind
        return sorted(path for path in there.glob(f"*{_suffix(kind)}") if path.is_file())

    def _start(
        self,
        id: str,
        folder: Folder,
        keys: Sequence[str],
        one: Callable[[str, Taking], str],
        end: Callable[[], None] = lambda: None,
        *,
        abreast: int = 1,
    ) -> Taking:
        """Do ``one`` for each of the units ``keys``, ``abreast`` at a time."""
        labels = folder.collection.roster.labels

        def safely(key: str, taking: Taking) -> str:
            if taking.stop.is_set():
                return ""
            try:
                return one(key, taking)
            except NianbaoError as error:
                return str(error)
            except Exception as error:  # the next unit is not to suffer for it
                return f"处理时出了问题（{type(error).__name__}），没有完成。"

        def outcomes(taking: Taking) -> Iterator[tuple[str, str]]:
            if abreast == 1:
                yield from ((key, safely(key, taking)) for key in keys)
                return
            with ThreadPoolExecutor(abreast) as pool:
                running = {pool.submit(safely, key, taking): key for key in keys}
                yield from ((running[future], future.result()) for future in as_completed(running))

        def work(taking: Taking) -> None:
            failed = self._failed[id] = []
            for done, (key, said) in enumerate(outcomes(taking), 1):
                if taking.stop.is_set():
                    continue  # what is under way ends
                if said:
                    failed.append(f"{labels[key]}：{said}")
                taking.follow(done, len(keys), labels[key])
            if not taking.stop.is_set():
                end()

        def work_alone(taking: Taking) -> None:
            with self._collections.alone(id, DONE):
                work(taking)

        return self._takings.start(id, len(keys), work_alone)

    def _best(self, folder: Folder, source: Path) -> Report:
        """The drafted report where it is of the ``source`` as it stands, else that."""
        report, target = report_file.read(source), _drafted(folder, source)
        if target.exists() and (done := report_file.read(target)).extra.get(DRAFTED_FROM) == digest(report):
            return done
        return report

    def _told(self, paths: Iterable[Path]) -> Iterable[tuple[Path, _Told]]:
        there = [path for path in paths if path.exists()]
        for outcome in self._kept.spread(("told",), lambda path: path, _tell, there):
            if outcome.result:
                yield outcome.item, outcome.result


@dataclass(frozen=True)
class _Told:
    """What a report file says that matters here. ``written``: it has words; ``unwritten``: sections without; ``of``: the digest
    of the one it was drafted from.
    """

    digest: str
    written: bool
    unwritten: int
    of: str


def _tell(path: Path) -> _Told:
    report = report_file.read(path)
    written = any(report.written(spec.id) for spec in report.outline)
    return _Told(digest(report), written, len(sections_named(report, ())), str(report.extra.get(DRAFTED_FROM, "")))


def _drafted(folder: Folder, source: Path) -> Path:
    return folder.path / DONE / source.name


def _stem(source: Path) -> str:
    return source.name.removesuffix(".report.json")


def _suffix(kind: Kind) -> str:
    return ".docx" if kind == "review" else f".{kind}"
