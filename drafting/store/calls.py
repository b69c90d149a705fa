"""What was sent to models for a report: the messages of each request as they went, never the key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from .database import Database, now
from .tables import calls

SHOWN = 100
"""How many requests of a report are looked at."""


@dataclass(frozen=True)
class Call:
    """One request. ``place``: host and port; ``url``: the service's whole address; ``messages``: (role, text) each. Tokens are
    None where the service does not tell, or the answer did not come.
    """

    at: datetime
    person: str
    place: str
    url: str
    model: str
    messages: tuple[tuple[str, str], ...]
    prompt_tokens: int | None
    tokens: int | None


class Calls:
    """The table of requests."""

    def __init__(self, database: Database):
        self._database = database

    def add(
        self, report_id: str, person: str, place: str, url: str, model: str, messages: list[tuple[str, str]]
    ) -> int:
        """Keep a request that is about to go; its number."""
        row = dict(report_id=report_id, at=now(), person=person[:50], place=place, url=url, model=model)
        with self._database.write() as connection:
            kept = insert(calls).values(**row, messages=[list(each) for each in messages]).returning(calls.c.id)
            return connection.execute(kept).scalar_one()

    def spent(self, number: int, prompt_tokens: int | None, tokens: int | None) -> None:
        """Keep what a request cost."""
        with self._database.write() as connection:
            connection.execute(
                update(calls).where(calls.c.id == number).values(prompt_tokens=prompt_tokens, tokens=tokens)
            )

    def of(self, report_id: str, most: int = SHOWN) -> list[Call]:
        """The newest requests for a report, the newest first."""
        query = select(calls).where(calls.c.report_id == report_id).order_by(calls.c.id.desc()).limit(most)
        with self._database.read() as connection:
            return [_call(row) for row in connection.execute(query)]

    def known(self, place: str, person: str) -> bool:
        """Whether ``person`` has sent anything to ``place`` before."""
        query = select(calls.c.id).where(calls.c.place == place, calls.c.person == person[:50]).limit(1)
        with self._database.read() as connection:
            return connection.execute(query).first() is not None


def _call(row: Any) -> Call:
    kept = row.messages if isinstance(row.messages, list) else [["user", "这次请求的内容已损坏，读不出来。"]]
    messages = tuple((str(role), str(text)) for role, text in kept)
    return Call(row.at, row.person, row.place, row.url, row.model, messages, row.prompt_tokens, row.tokens)
