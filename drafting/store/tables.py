"""The tables of the database. Who changes one adds a migration (``migrations``): tests hold the two together."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from drafting.language.encoding import storable

metadata = MetaData()


class _Nothing:
    """Stands where the database has content that is no JSON."""


NOTHING = _Nothing()
LOST = datetime.min
"""Stands where the database has a moment that is none."""


def read_json(text: str) -> Any:
    """The content of a JSON column; NOTHING for what is none, so that one damaged row keeps no other from being read."""
    try:
        return json.loads(text)
    except (ValueError, TypeError):
        return NOTHING


class Moment(TypeDecorator):
    """A UTC moment; LOST for what is none, as above."""

    impl = DateTime
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], datetime | None] | None:
        """Read as ``DateTime`` reads, and go on where it cannot."""
        read = super().result_processor(dialect, coltype)
        if read is None:
            return None

        def kept(value: Any) -> datetime | None:
            try:
                return read(value)
            except (ValueError, TypeError):
                return LOST

        return kept


class Words(TypeDecorator):
    """Text of any length: ``length`` says what is meant and is, as SQLite has it, no limit. A lone surrogate becomes
    “?” and NUL nothing (``storable``): PostgreSQL takes neither.
    """

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine:
        """A type without a length where the database would refuse what is longer."""
        unlimited = dialect.name == "postgresql" or getattr(self.impl_instance, "length", None) is None
        return dialect.type_descriptor(Text() if unlimited else self.impl_instance)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """As databases take it."""
        return None if value is None else storable(value)


reports = Table(
    "reports",
    metadata,
    Column("id", Words(20), primary_key=True),
    Column("organ_name", Words(100), nullable=False),
    Column("year", Integer, nullable=False),
    Column("state", Words(20), nullable=False),
    Column("last_year_id", Words(20), ForeignKey("reports.id")),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("deleted_at", Moment),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", Words(20), ForeignKey("reports.id"), nullable=False),
    Column("part", Words(80), nullable=False),
    Column("number", Integer, nullable=False),
    Column("content", JSON),
    Column("origin", Words(20), nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("report_id", "part", "number"),
)

generations = Table(
    "generations",
    metadata,
    Column("id", Words(20), primary_key=True),
    Column("report_id", Words(20), ForeignKey("reports.id"), nullable=False, index=True),
    Column("section", Words(80), nullable=False),
    Column("instruction", Words, nullable=False),
    Column("state", Words(20), nullable=False),
    Column("text", Words, nullable=False),
    Column("content", JSON),
    Column("error", Words, nullable=False),
    Column("model", Words(200), nullable=False),
    Column("prompt", Words(200), nullable=False),
    Column("prompt_tokens", Integer),
    Column("tokens", Integer),
    Column("seconds", Float),
    Column("cost", Float),
    Column("started_at", Moment, nullable=False),
    Column("heartbeat_at", Moment, nullable=False),
    Column("decision", Words(20), nullable=False),
    Column("server", Words(100), nullable=False, server_default=""),
    Column("stopping", Boolean, nullable=False, server_default=false()),
    Column("person", Words(50), nullable=False, server_default=""),
)

talks = Table(
    "talks",
    metadata,
    Column("id", Words(20), primary_key=True),
    Column("report_id", Words(20), ForeignKey("reports.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("role", Words(20), nullable=False),
    Column("text", Words, nullable=False),
    Column("state", Words(20), nullable=False),
    Column("error", Words, nullable=False),
    Column("model", Words(200), nullable=False),
    Column("prompt", Words(200), nullable=False),
    Column("prompt_tokens", Integer),
    Column("tokens", Integer),
    Column("seconds", Float),
    Column("cost", Float),
    Column("proposals", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    Column("heartbeat_at", Moment, nullable=False),
    Column("server", Words(100), nullable=False, server_default=""),
    Column("stopping", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("report_id", "number"),
)

trail = Table(
    "trail",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", Words(20), ForeignKey("reports.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("person", Words(50), nullable=False),
    Column("verb", Words(20), nullable=False),
    Column("about", JSON, nullable=False),
)

imports = Table(
    "imports",
    metadata,
    Column("id", Words(20), primary_key=True),
    Column("report_id", Words(20), nullable=False, index=True),
    Column("name", Words(200), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("reading", JSON, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", Words(20), nullable=False),
    Column("at", Moment, nullable=False),
    Column("owner", Words(20), nullable=False, server_default=""),
)

sightings = Table(
    "sightings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", Words(20), ForeignKey("reports.id"), nullable=False),
    Column("fingerprint", Words(64), nullable=False),
    Column("at", Moment, nullable=False),
    Index("of_report", "report_id", "fingerprint"),
)

choices = Table(
    "choices",
    metadata,
    Column("report_id", Words(20), ForeignKey("reports.id"), primary_key=True),
    Column("page", Words(20), primary_key=True),
    Column("content", JSON, nullable=False),
)

pastes = Table(
    "pastes",
    metadata,
    Column("report_id", Words(20), ForeignKey("reports.id"), primary_key=True),
    Column("text", Words, nullable=False),
    Column("choices", JSON),
    Column("number", Integer, nullable=False),
    Column("at", Moment, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Words(20), primary_key=True),
    Column("name", Words(50), nullable=False),
    Column("email", Words(200), nullable=False),
    Column("issuer", Words(200), nullable=False),
    Column("subject", Words(255), nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("removed_at", Moment),
)

grants = Table(
    "grants",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", Words(20), ForeignKey("people.id"), nullable=False, index=True),
    Column("role", Words(20), nullable=False),
    Column("unit", Words(100), nullable=False),
    UniqueConstraint("person_id", "role", "unit"),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("key", Words(64), primary_key=True),
    Column("person_id", Words(20), ForeignKey("people.id"), nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

files = Table(
    "files",
    metadata,
    Column("name", Words(200), primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("digest", Words(64), nullable=False),
    Column("number", Integer, nullable=False, unique=True),
    Column("at", Moment, nullable=False),
)

asked = Table(
    "asked",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", Words(20), ForeignKey("people.id"), nullable=False, index=True),
    Column("run", Words(20), nullable=False),
    Column("at", Moment, nullable=False),
)

presence = Table(
    "presence",
    metadata,
    Column("session", Words(64), primary_key=True),
    Column("report_id", Words(20), ForeignKey("reports.id"), nullable=False, index=True),
    Column("name", Words(50), nullable=False),
    Column("place", Words(100), nullable=False),
    Column("at", Moment, nullable=False),
)

calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", Words(20), ForeignKey("reports.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("person", Words(50), nullable=False),
    Column("place", Words(300), nullable=False, index=True),
    Column("url", Words(300), nullable=False),
    Column("model", Words(200), nullable=False),
    Column("messages", JSON, nullable=False),
    Column("prompt_tokens", Integer),
    Column("tokens", Integer),
)
