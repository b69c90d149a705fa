"""The people who may sign in, what each may do, and their sign-ins."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from drafting.report import new_id

from .database import Database, now
from .tables import grants, people, sign_ins


@dataclass(frozen=True)
class PersonRow:
    """A person as kept. ``email``: small letters. ``issuer`` and ``subject``: of the provider, ``""`` until the first
    sign-in. ``grants``: role and unit, the unit ``""`` where the role is the whole office's.
    """

    id: str
    name: str
    email: str
    issuer: str
    subject: str
    removed: bool
    grants: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class SignIn:
    """One sign-in. ``seen_at``: when it was last used. ``ended``: it is not good any more."""

    person_id: str
    seen_at: datetime
    ended: bool


class People:
    """The tables of people, grants and sign-ins. A person who was removed stays, so that the trail can name them."""

    def __init__(self, database: Database):
        self._database = database

    def all(self) -> list[PersonRow]:
        """Everybody, in the order they were added."""
        with self._database.read() as connection:
            rows = connection.execute(select(people).order_by(people.c.added_at, people.c.id)).all()
            held = connection.execute(select(grants.c.person_id, grants.c.role, grants.c.unit)).all()
        return [_person(row, {(role, unit) for id, role, unit in held if id == row.id}) for row in rows]

    def get(self, id: str) -> PersonRow | None:
        """The person ``id``."""
        return self._first(people.c.id == id)

    def by_subject(self, issuer: str, subject: str) -> PersonRow | None:
        """The person who signed in as ``subject`` of ``issuer`` before."""
        return self._first((people.c.issuer == issuer) & (people.c.subject == subject) & people.c.removed_at.is_(None))

    def by_email(self, email: str) -> PersonRow | None:
        """The person added with this address."""
        return self._first((people.c.email == email) & people.c.removed_at.is_(None))

    def add(self, name: str, email: str) -> str:
        """Add a person; their id."""
        id = new_id()
        with self._database.write() as connection:
            connection.execute(
                insert(people).values(id=id, name=name, email=email, issuer="", subject="", added_at=now())
            )
        return id

    def set(self, id: str, **changes: Any) -> None:
        """Change columns of a person."""
        with self._database.write() as connection:
            connection.execute(update(people).where(people.c.id == id).values(**changes))

    def grant(self, id: str, held: Collection[tuple[str, str]]) -> None:
        """Let a person hold these roles and units, and no others."""
        with self._database.write() as connection:
            connection.execute(delete(grants).where(grants.c.person_id == id))
            for role, unit in sorted(held):
                connection.execute(insert(grants).values(person_id=id, role=role, unit=unit))

    def remove(self, id: str) -> None:
        """Let a person sign in no more, and end what sign-ins there are."""
        with self._database.write() as connection:
            connection.execute(update(people).where(people.c.id == id).values(removed_at=now()))
            connection.execute(
                update(sign_ins).where(sign_ins.c.person_id == id, sign_ins.c.ended_at.is_(None)).values(ended_at=now())
            )

    def sign_in(self, key: str) -> SignIn | None:
        """The sign-in ``key``."""
        query = select(sign_ins.c.person_id, sign_ins.c.seen_at, sign_ins.c.ended_at).where(sign_ins.c.key == key)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return SignIn(row.person_id, row.seen_at, row.ended_at is not None) if row else None

    def begin(self, key: str, person_id: str) -> None:
        """Note a new sign-in."""
        with self._database.write() as connection:
            connection.execute(insert(sign_ins).values(key=key, person_id=person_id, seen_at=now()))

    def seen(self, key: str) -> None:
        """Note that a sign-in is in use."""
        with self._database.write() as connection:
            connection.execute(update(sign_ins).where(sign_ins.c.key == key).values(seen_at=now()))

    def end(self, key: str) -> None:
        """End a sign-in."""
        with self._database.write() as connection:
            connection.execute(update(sign_ins).where(sign_ins.c.key == key).values(ended_at=now()))

    def _first(self, where: Any) -> PersonRow | None:
        with self._database.read() as connection:
            row = connection.execute(select(people).where(where).order_by(people.c.added_at)).first()
            if row is None:
                return None
            held = connection.execute(select(grants.c.role, grants.c.unit).where(grants.c.person_id == row.id)).all()
        return _person(row, {(role, unit) for role, unit in held})


def _person(row: Any, held: set[tuple[str, str]]) -> PersonRow:
    return PersonRow(row.id, row.name, row.email, row.issuer, row.subject, row.removed_at is not None, frozenset(held))
