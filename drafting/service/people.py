"""The people of an office that signs in: who was invited, who a sign-in is, and how long it is good."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from drafting.errors import InputError, NotPermitted
from drafting.store import Store
from drafting.store.people import PersonRow

from .log_line import one_line
from .permissions import OF_UNITS, Person, Role

LOG = logging.getLogger("nianbao.sign-in")
"""Who signed in and out, and who was refused."""
_NOTED = timedelta(seconds=60)
"""How exact a sign-in's last use is kept."""
_OUT = "登录已到期或已退出，请重新登录。"


@dataclass(frozen=True)
class Claims:
    """What the provider says of who signed in. ``issued`` and ``expires``: seconds since 1970."""

    issuer: str
    subject: str
    email: str
    name: str
    issued: int
    expires: int | None

    @classmethod
    def of(cls, user: Mapping[str, Any]) -> Claims:
        """From the claims of an ID token (OpenID Connect Core 1.0, section 2). An address that the provider says is not
        verified is none. Raises NotPermitted where one lacks that must be there.
        """
        verified = user.get("email_verified") is not False
        try:
            if not user["iss"] or not user["sub"]:  # else all who have none are one
                raise ValueError
            return cls(
                issuer=str(user["iss"])[:200],
                subject=str(user["sub"])[:255],
                email=str(user.get("email") or "").strip().casefold() if verified else "",
                name=str(user.get("name") or user.get("preferred_username") or "").strip(),
                issued=int(user["iat"]),
                expires=int(user["exp"]) if user.get("exp") is not None else None,
            )
        except (KeyError, TypeError, ValueError):
            raise NotPermitted("登录服务给出的身份不完整，没有登录，请联系管理员。") from None

    @property
    def key(self) -> str:
        """What tells this sign-in from every other."""
        return hashlib.sha256("\n".join((self.issuer, self.subject, str(self.issued))).encode()).hexdigest()


class People:
    """Who may sign in and what they hold."""

    def __init__(self, store: Store, first: str, idle: timedelta):
        """``first``: the e-mail address of the first 管理, from the settings. ``idle``: how long a sign-in is good
        unused.
        """
        self._store, self._first, self._idle = store, first.strip().casefold(), idle

    def who(self, claims: Claims, *, used: bool = True) -> Person:
        """The person who signed in, as they stand now. Not ``used``: a page that stands open asks, and no hand. Raises
        NotPermitted for one who was not invited, or whose sign-in is past.
        """
        at = datetime.now(UTC)
        if claims.expires is not None and claims.expires <= at.timestamp():
            raise NotPermitted(_OUT)
        known = self._store.people.sign_in(claims.key)
        if known is None:
            row = self._invited(claims)
            self._store.people.begin(claims.key, row.id)
            LOG.info("signed in: %s", row.id)
            return _person(row)
        row = self._store.people.get(known.person_id)
        unused = at.replace(tzinfo=None) - known.seen_at
        if known.ended or unused > self._idle or row is None or row.removed:
            if not known.ended:
                self._store.people.end(claims.key)
            raise NotPermitted(_OUT)
        if used and unused > _NOTED:
            self._store.people.seen(claims.key)
        return _person(row)

    def leave(self, claims: Claims) -> None:
        """End this sign-in, wherever its cookie is kept."""
        self._store.people.end(claims.key)
        LOG.info("signed out: %s", claims.key[:8])

    def _invited(self, claims: Claims) -> PersonRow:
        """The person invited by subject or by address; who signs in first with an address, it is theirs from then on."""
        people = self._store.people
        if not self._may_come(claims):  # nothing is written for who only tries
            raise _turned_away(claims)
        with self._store.transaction():
            if row := people.by_subject(claims.issuer, claims.subject):
                return row
            row = people.by_email(claims.email) if claims.email else None
            if row is None and claims.email and claims.email == self._first:
                people.grant(people.add(claims.name[:50] or claims.email[:50], claims.email), [(Role.MANAGE, "")])
                row = people.by_email(claims.email)
            if row is None or row.subject:
                raise _turned_away(claims)
            people.set(row.id, issuer=claims.issuer, subject=claims.subject)
            return row

    def _may_come(self, claims: Claims) -> bool:
        """Whether somebody was invited by this subject or address."""
        people, email = self._store.people, claims.email
        by_address = bool(email) and (email == self._first or people.by_email(email) is not None)
        return by_address or people.by_subject(claims.issuer, claims.subject) is not None

    def all(self) -> list[PersonRow]:
        """Everybody who may sign in."""
        return [row for row in self._store.people.all() if not row.removed]

    def add(self, name: str, email: str, held: Collection[tuple[str, str]]) -> str:
        """Invite somebody; their id. Raises InputError."""
        name, email = name.strip(), email.strip().casefold()
        if not 0 < len(name) <= 50:
            raise InputError("请填写姓名，不超过 50 字。")
        if email.count("@") != 1 or email.startswith("@") or email.endswith("@") or len(email) > 200 or " " in email:
            raise InputError("邮箱应是 name@example.com 这样的一个地址，请核对。")
        held = _checked(held)
        with self._store.transaction():
            if self._store.people.by_email(email):
                raise InputError(f"邮箱“{email}”已经加入过了，请在名单中修改其角色。")
            id = self._store.people.add(name, email)
            self._store.people.grant(id, held)
        return id

    def change(self, id: str, name: str, held: Collection[tuple[str, str]]) -> None:
        """Give a person another name or other roles, from their next step on. Raises InputError."""
        if not 0 < len(name.strip()) <= 50:
            raise InputError("请填写姓名，不超过 50 字。")
        held = _checked(held)
        with self._store.transaction():
            self._keep_one(id, held)
            self._store.people.set(id, name=name.strip())
            self._store.people.grant(id, held)

    def remove(self, id: str) -> None:
        """Let a person sign in no more; who is signed in is out at the next step. Raises InputError."""
        with self._store.transaction():
            self._keep_one(id, ())
            self._store.people.remove(id)

    def _keep_one(self, id: str, held: Collection[tuple[str, str]]) -> None:
        managing = (Role.MANAGE, "")
        if managing not in held and not any(row.id != id and managing in row.grants for row in self.all()):
            raise InputError("至少要留一名管理员，没有改动；请先把“管理”交给另一人。")


def _checked(held: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    if not held:
        raise InputError("请至少选一个角色。")
    for role, unit in held:
        if role in OF_UNITS and not unit.strip():
            raise InputError(f"“{role}”要写明是哪个单位的，请填机关全称。")
    return sorted({(str(Role(role)), unit.strip() if role in OF_UNITS else "") for role, unit in held})


def _turned_away(claims: Claims) -> NotPermitted:
    LOG.warning(
        "refused sign-in: %s of %s", hashlib.sha256(claims.subject.encode()).hexdigest()[:8], one_line(claims.issuer)
    )
    return NotPermitted("您还没有被加入本系统，请把登录用的邮箱告诉管理员，由管理员在“设置”中加入后再登录。")


def _person(row: PersonRow) -> Person:
    return Person(row.id, row.name, row.grants)
