"""Bringing a database to the tables this program writes (``migrations``); Alembic is loaded only where one is behind.

Which revision a database has stands in its table ``alembic_version``; one without it is of before there were revisions.
"""

from __future__ import annotations

from importlib.resources import files

from sqlalchemy import Connection, inspect, text

from . import migrations
from .migrations import HEAD
from .tables import metadata

_FOLDER = files(migrations)


def revision(connection: Connection) -> str:
    """The revision of the database, ``""`` where none is written into it."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def known() -> frozenset[str]:
    """The revisions of this program. A database with another was written by a newer one."""
    return frozenset(
        each.name.partition("_")[0] for each in (_FOLDER / "versions").iterdir() if each.name[:1].isdigit()
    )


def create(connection: Connection) -> None:
    """Make the tables in an empty database, as all migrations together would."""
    metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def upgrade(connection: Connection) -> None:
    """Apply the migrations that are missing, within the transaction that is open."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
