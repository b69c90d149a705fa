"""Reports and the versions of their parts. See docs/decisions/0001-parts-and-versions.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select, update

from drafting.errors import Conflict, InputError, NotFound, Settled
from drafting.report import Organ, Report, new_id
from drafting.values import Number, Value

from .asked import Asked
from .audit_log import AuditLog, record
from .calls import Calls
from .choices import Choices
from .database import Database, now
from .files import Files
from .first_seen import FirstSeen
from .generations import Generations
from .imports import Imports
from .leases import server_name
from .messages import Messages
from .parts import decode, encode, parts_of, readable, report_of
from .pastes import Pastes
from .people import People
from .presence import Presence
from .tables import reports, versions

SETTLED = {"approved": "审定", "final": "定稿", "published": "公布"}
"""States in which a report says what was approved and nothing in it is changed, with what was done last."""
ABSENT = "这份报告不存在或已删除，请回到“报告”页选择；误删的可在那里恢复。"
"""What is said of a report that is not there, or that one may not know of."""


@dataclass(frozen=True)
class Version:
    """One version of a part. ``content`` is None where the part was deleted."""

    part: str
    number: int
    content: Any
    origin: str
    at: datetime


@dataclass(frozen=True)
class ReportRow:
    """A report as the list shows it, without its contents."""

    id: str
    organ: Organ
    year: int
    state: str
    last_year_id: str | None
    updated_at: datetime
    deleted_at: datetime | None


@dataclass(frozen=True)
class Stored:
    """A report as it stands, with the version number of each of its parts."""

    row: ReportRow
    report: Report
    numbers: dict[str, int]

    def number(self, part: str) -> int:
        """The standing version of ``part``, 0 when there is none yet."""
        return self.numbers.get(part, 0)


@dataclass(frozen=True)
class Act:
    """What a person's act writes: its line on the trail (``verb``, ``said``, what else is ``kept``), the new content of
    ``parts``, and the ``state`` it leads to (``""``: none).
    """

    verb: str
    said: str = ""
    parts: Mapping[str, Any] = field(default_factory=dict)
    state: str = ""
    kept: Mapping[str, Any] = field(default_factory=dict)


class Store:
    """Everything that must survive. Opening creates the tables; see ``Database`` for what it raises."""

    def __init__(self, url: str):
        self._database = Database(url)
        server = server_name()
        self.generations = Generations(self._database, server)
        self.messages = Messages(self._database, server)
        self.asked = Asked(self._database)
        self.audit_log = AuditLog(self._database)
        self.calls = Calls(self._database)
        self.first_seen = FirstSeen(self._database)
        self.imports = Imports(self._database)
        self.choices = Choices(self._database)
        self.pastes = Pastes(self._database)
        self.people = People(self._database)
        self.files = Files(self._database)
        self.presence = Presence(self._database)

    @property
    def of_many(self) -> bool:
        """Whether programs on several machines may share it."""
        return self._database.of_many

    def close(self) -> None:
        """Give back all connections."""
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A unit of work: what this thread writes within stands as a whole when the block ends, or not at all.

        No other writer comes between what is read and what is written in it. Within another it joins that one.
        """
        with self._database.write():
            yield

    def held(self, name: str) -> AbstractContextManager[bool]:
        """A block in which this program alone holds ``name`` among all that share the database; False: another does."""
        return self._database.held(name)

    def create(self, report: Report, *, last_year_id: str | None = None, origin: str = "person") -> str:
        """Keep a new report; its id. Raises InputError when there is one of that organ and year."""
        id = new_id()
        with self._database.write() as connection:
            _only_one(connection, report.organ.name, report.year)
            connection.execute(
                insert(reports).values(
                    id=id,
                    organ_name=report.organ.name,
                    year=report.year,
                    state="draft",
                    last_year_id=last_year_id,
                    created_at=now(),
                    updated_at=now(),
                )
            )
            for part, content in parts_of(report).items():
                _append(connection, id, part, content, origin, 0)
        return id

    def organ_of(self, id: str) -> str:
        """The name of the organ whose report ``id`` is, deleted or not. Raises NotFound."""
        with self._database.read() as connection:
            found = connection.execute(select(reports.c.organ_name).where(reports.c.id == id)).scalar()
        if found is None:
            raise NotFound(ABSENT)
        return found

    def stands(self, id: str) -> tuple[str, datetime]:
        """The state of the report ``id``, and when something was last saved in it. Raises NotFound."""
        with self._database.read() as connection:
            found = connection.execute(select(reports.c.state, reports.c.updated_at).where(reports.c.id == id)).first()
        if found is None:
            raise NotFound(ABSENT)
        return found.state, found.updated_at

    def rows(self, *, deleted: bool = False) -> list[ReportRow]:
        """All reports (or the deleted ones), the newest year and change first, also those that ``load`` finds damaged."""
        kept = reports.c.deleted_at.is_not(None) if deleted else reports.c.deleted_at.is_(None)
        head = _newest("head").subquery()
        query = (
            select(reports, head.c.content)
            .join(head, head.c.report_id == reports.c.id, isouter=True)
            .where(kept)
            .order_by(reports.c.year.desc(), reports.c.updated_at.desc())
        )
        with self._database.read() as connection:
            return [_row(row) for row in connection.execute(query)]

    def load(self, id: str) -> Stored:
        """The report as it stands. Raises NotFound, also for a deleted one, and Damaged for one that cannot be read."""
        with self._database.read() as connection:
            return _load(connection, id)

    def set_deleted(self, id: str, deleted: bool) -> None:
        """Put a report among the deleted ones, or back. Raises InputError when its organ and year were made anew
        meanwhile.
        """
        with self._database.write() as connection:
            row = connection.execute(select(reports).where(reports.c.id == id)).one_or_none()
            if row and row.deleted_at and not deleted:
                _only_one(connection, row.organ_name, row.year)
            connection.execute(update(reports).where(reports.c.id == id).values(deleted_at=now() if deleted else None))

    def set_last_year(self, id: str, last_year_id: str | None) -> None:
        """Name the report that is ``id``'s last year's report. Raises Settled, NotFound."""
        with self._database.write() as connection:
            _editable(connection, id)
            connection.execute(update(reports).where(reports.c.id == id).values(last_year_id=last_year_id))

    def must_be_editable(self, id: str) -> None:
        """Raises Settled when the report was approved as a whole, NotFound when it is gone."""
        with self._database.read() as connection:
            _editable(connection, id)

    def act(self, id: str, person: str, decide: Callable[[Stored], Act | None]) -> bool:
        """Do what ``decide`` makes of the report as it stands and write it on the trail, in one transaction.

        Whether anything changed: what changes nothing leaves no line. ``decide`` may raise, and then nothing is
        written; it should not write. Raises Settled where the report is to be changed and not moved, NotFound.
        """
        with self._database.write() as connection:
            stored = _load(connection, id)
            act = decide(stored)
            if act is None:
                return False
            if not act.state:
                _editable(connection, id)
            changed = {
                part: content for part, content in act.parts.items() if _content(connection, id, part) != content
            }
            for part, content in changed.items():
                _append(connection, id, part, content, "person", stored.number(part))
            moved = act.state not in ("", stored.row.state)
            if moved:
                connection.execute(update(reports).where(reports.c.id == id).values(state=act.state))
            if changed or moved:
                record(connection, id, person, act.verb, act.said, **act.kept)
        return bool(changed or moved)

    def save(self, id: str, part: str, content: Any, *, origin: str = "person", expected: int | None = None) -> int:
        """Append a version of ``part``; its number.

        ``expected`` is the number the change was made from. Raises Conflict when another stands, Settled when the
        report was approved as a whole, InputError for the head of a report that is there already, NotFound when it is
        gone.
        """
        with self._database.write() as connection:
            standing = self._standing(connection, id, part)
            if expected is not None and standing != expected:
                raise Conflict("这段内容已在别处保存过新的一版，您这一版还没有保存，请对照两版后选用。", standing)
            return _append(connection, id, part, content, origin, standing)

    def amend_cells(self, id: str, values: dict[str, Value], stated: set[str], *, origin: str = "person") -> int:
        """Set the cells named in ``values`` (None: blank) and forget the stated totals named; the new version number.

        Merged onto what stands inside one transaction, so that two windows filling different cells both win."""
        with self._database.write() as connection:
            standing = self._standing(connection, id, "cells")
            found = connection.execute(_newest("cells", id)).one_or_none()
            content = found.content if found else {"values": {}, "stated": {}}
            merged = {**content["values"], **encode(values)}
            return _append(
                connection,
                id,
                "cells",
                {
                    "values": {key: value for key, value in merged.items() if value is not None},
                    "stated": {key: value for key, value in content["stated"].items() if key not in stated},
                },
                origin,
                standing,
            )

    def standing(self, id: str, kind: str) -> dict[str, Any]:
        """What stands in the parts of one ``kind`` (``note``), by the name behind it; deleted ones are left out."""
        with self._database.read() as connection:
            return {
                row.part.removeprefix(f"{kind}:"): row.content
                for row in connection.execute(_newest(report_id=id))
                if row.part.startswith(f"{kind}:") and row.content is not None
            }

    def cell_versions(self, id: str) -> list[tuple[Version, dict[str, Number]]]:
        """Every version of the cells with its values, oldest first."""
        return [(version, decode(version.content["values"])) for version in self.versions(id, "cells")]

    def versions(self, id: str, part: str) -> list[Version]:
        """Every version of ``part`` that can be read, oldest first."""
        query = select(versions).where(versions.c.report_id == id, versions.c.part == part).order_by(versions.c.number)
        with self._database.read() as connection:
            return [
                Version(row.part, row.number, row.content, row.origin, row.at)
                for row in connection.execute(query)
                if readable(row.part, row.content)
            ]

    def history(self, id: str, kind: str) -> list[Version]:
        """Every version that can be read of the parts of one ``kind`` (``section``), the newest first."""
        query = (
            select(versions)
            .where(versions.c.report_id == id, versions.c.part.startswith(f"{kind}:", autoescape=True))
            .order_by(versions.c.at.desc(), versions.c.number.desc())
        )
        with self._database.read() as connection:
            return [
                Version(row.part, row.number, row.content, row.origin, row.at)
                for row in connection.execute(query)
                if readable(row.part, row.content)
            ]

    def _standing(self, connection: Connection, id: str, part: str) -> int:
        """The number of ``part`` that a new version follows. Every version but those of ``act`` passes here."""
        _editable(connection, id)
        return (
            connection.execute(
                select(func.max(versions.c.number)).where(versions.c.report_id == id, versions.c.part == part)
            ).scalar()
            or 0
        )


def _load(connection: Connection, id: str) -> Stored:
    row = connection.execute(select(reports).where(reports.c.id == id)).one_or_none()
    if row is None or row.deleted_at is not None:
        raise NotFound(ABSENT)
    parts = {found.part: found for found in connection.execute(_newest(report_id=id))}
    report = report_of(
        {part: found.content for part, found in parts.items() if found.content is not None}, row.organ_name, row.year
    )
    head = ReportRow(row.id, report.organ, row.year, row.state, row.last_year_id, row.updated_at, row.deleted_at)
    return Stored(head, report, {part: found.number for part, found in parts.items()})


def _editable(connection: Connection, id: str) -> None:
    """The one gate before a report's content: raises NotFound when it is gone, Settled when it was approved as a whole."""
    state = connection.execute(
        select(reports.c.state).where(reports.c.id == id, reports.c.deleted_at.is_(None))
    ).scalar_one_or_none()
    if state is None:
        raise NotFound("这份报告已被删除，本次没有保存；可在“报告”页恢复后再试。")
    if state in SETTLED:
        raise Settled(f"报告已{SETTLED[state]}，内容只读，这次没有改动；要修改请先点“撤回修改”。")


def _content(connection: Connection, id: str, part: str) -> Any:
    found = connection.execute(_newest(part, id)).one_or_none()
    return found and found.content


def _only_one(connection: Connection, organ_name: str, year: int) -> None:
    """The one rule about what stands on the shelf: raises InputError when there is a report of this organ and year."""
    if connection.execute(
        select(reports.c.id).where(
            reports.c.organ_name == organ_name, reports.c.year == year, reports.c.deleted_at.is_(None)
        )
    ).first():
        raise InputError(f"“{organ_name}”{year} 年度的报告已经有了，请在列表中打开它，或先删除旧的一份。")


def _append(connection: Connection, id: str, part: str, content: Any, origin: str, standing: int) -> int:
    if part == "head" and standing:
        name, year = content["organ"]["name"], content["year"]
        if connection.execute(select(reports.c.organ_name, reports.c.year).where(reports.c.id == id)).one() != (
            name,
            year,
        ):
            _only_one(connection, name, year)
    connection.execute(
        insert(versions).values(report_id=id, part=part, number=standing + 1, content=content, origin=origin, at=now())
    )
    changes: dict[str, Any] = {"updated_at": now()}
    if part == "head":
        changes |= {"organ_name": content["organ"]["name"], "year": content["year"]}
    connection.execute(update(reports).where(reports.c.id == id).values(**changes))
    return standing + 1


def _newest(part: str | None = None, report_id: str | None = None):
    """Select the newest version of each part, narrowed to one part or one report."""
    inner = select(versions.c.report_id, versions.c.part, func.max(versions.c.number).label("number"))
    if part is not None:
        inner = inner.where(versions.c.part == part)
    if report_id is not None:
        inner = inner.where(versions.c.report_id == report_id)
    top = inner.group_by(versions.c.report_id, versions.c.part).subquery()
    return select(versions.c.report_id, versions.c.part, versions.c.number, versions.c.content).join(
        top,
        and_(versions.c.report_id == top.c.report_id, versions.c.part == top.c.part, versions.c.number == top.c.number),
    )


def _row(row) -> ReportRow:
    head = row.content if readable("head", row.content) else None
    organ = Organ.model_validate(head["organ"]) if head else Organ.model_construct(name=row.organ_name)
    return ReportRow(row.id, organ, row.year, row.state, row.last_year_id, row.updated_at, row.deleted_at)
