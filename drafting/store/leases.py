"""What a model is writing belongs to the server that works on it, for as long as that says that it lives.

Everything is by the database's clock: those of two servers may differ.
"""

from __future__ import annotations

import os
import socket
from datetime import timedelta
from typing import Any

from sqlalchemy import Table, select, update

from drafting.report import new_id

from .database import Database

LEASE = timedelta(seconds=12)
"""What has not been said to live for so long has lost its worker."""


def server_name() -> str:
    """What this program is called beside others on the same database: its machine, its process, and a random part."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{new_id()}"


class Leases:
    """The rows of ``table`` that are being written; ``active``: the states in which one is; ``server``: which this is."""

    def __init__(self, database: Database, table: Table, active: tuple[str, ...], server: str):
        self._database, self._table, self._active, self._server = database, table, active, server

    def taken(self) -> dict[str, Any]:
        """What a new row says of who works on it: this server, from now on."""
        with self._database.read() as connection:
            return {"server": self._server, "heartbeat_at": self._database.clock(connection), "stopping": False}

    def beat(self, ids: list[str]) -> list[str]:
        """Say that these rows still have a worker; which of them somebody asked to stop."""
        columns = self._table.c
        with self._database.write() as connection:
            at = self._database.clock(connection)
            connection.execute(update(self._table).where(columns.id.in_(ids)).values(heartbeat_at=at))
            asked = select(columns.id).where(columns.id.in_(ids), columns.stopping)
            return list(connection.execute(asked).scalars())

    def ask_to_stop(self, id: str) -> None:
        """Let the server that works on the row hear at its next beat that it is to stop; nothing where none does."""
        columns = self._table.c
        with self._database.write() as connection:
            asked = update(self._table).where(columns.id == id, columns.state.in_(self._active))
            connection.execute(asked.values(stopping=True))

    def lost(self) -> list[str]:
        """The ids of active rows whose worker is gone."""
        columns = self._table.c
        with self._database.read() as connection:
            limit = self._database.clock(connection) - LEASE
            query = select(columns.id).where(columns.state.in_(self._active), columns.heartbeat_at < limit)
            return list(connection.execute(query).scalars())

    def seize(self, id: str, **changes: Any) -> bool:
        """Change columns of a row whose worker is gone, its state too; False where another was first, or its worker came
        back.
        """
        columns = self._table.c
        with self._database.write() as connection:
            limit = self._database.clock(connection) - LEASE
            gone = update(self._table).where(
                columns.id == id, columns.state.in_(self._active), columns.heartbeat_at < limit
            )
            return connection.execute(gone.values(**changes)).rowcount == 1
