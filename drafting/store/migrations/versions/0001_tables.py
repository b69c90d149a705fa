"""What a database lacks that was made before revisions were written into it (versions of November 2026).

Those programs made the tables they missed when they opened a database, but no column: whichever opened it last, it has
``reports``, ``versions`` and ``generations``, and of the rest what that program knew.
"""

from alembic import op
from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    inspect,
)

revision, down_revision = "0001", None


def upgrade() -> None:
    """Add the columns and tables that are not there."""
    there = inspect(op.get_bind())
    columns = {column["name"] for column in there.get_columns("generations")}
    with op.batch_alter_table("generations") as batch:
        for name, kind in (("prompt_tokens", Integer), ("cost", Float)):
            if name not in columns:
                batch.add_column(Column(name, kind))
    for name, make in _MISSING.items():
        if not there.has_table(name):
            make()


def _report() -> Column:
    return Column("report_id", String(20), ForeignKey("reports.id"), nullable=False)


def _talks() -> None:
    op.create_table(
        "talks",
        Column("id", String(20), primary_key=True),
        _report(),
        Column("number", Integer, nullable=False),
        Column("role", String(20), nullable=False),
        Column("text", Text, nullable=False),
        Column("state", String(20), nullable=False),
        Column("error", Text, nullable=False),
        Column("model", String(200), nullable=False),
        Column("prompt", String(200), nullable=False),
        Column("prompt_tokens", Integer),
        Column("tokens", Integer),
        Column("seconds", Float),
        Column("cost", Float),
        Column("proposals", JSON, nullable=False),
        Column("at", DateTime, nullable=False),
        Column("heartbeat_at", DateTime, nullable=False),
        UniqueConstraint("report_id", "number"),
    )


def _trail() -> None:
    op.create_table(
        "trail",
        Column("id", Integer, primary_key=True),
        _report(),
        Column("at", DateTime, nullable=False),
        Column("person", String(50), nullable=False),
        Column("verb", String(20), nullable=False),
        Column("about", JSON, nullable=False),
    )
    op.create_index("ix_trail_report_id", "trail", ["report_id"])


def _imports() -> None:
    op.create_table(
        "imports",
        Column("id", String(20), primary_key=True),
        Column("report_id", String(20), nullable=False),
        Column("name", String(200), nullable=False),
        Column("data", LargeBinary, nullable=False),
        Column("reading", JSON, nullable=False),
        Column("answers", JSON, nullable=False),
        Column("number", Integer, nullable=False),
        Column("state", String(20), nullable=False),
        Column("at", DateTime, nullable=False),
    )
    op.create_index("ix_imports_report_id", "imports", ["report_id"])


def _sightings() -> None:
    op.create_table(
        "sightings",
        Column("id", Integer, primary_key=True),
        _report(),
        Column("fingerprint", String(64), nullable=False),
        Column("at", DateTime, nullable=False),
    )
    op.create_index("of_report", "sightings", ["report_id", "fingerprint"])


def _choices() -> None:
    op.create_table(
        "choices",
        Column("report_id", String(20), ForeignKey("reports.id"), primary_key=True),
        Column("page", String(20), primary_key=True),
        Column("content", JSON, nullable=False),
    )


def _pastes() -> None:
    op.create_table(
        "pastes",
        Column("report_id", String(20), ForeignKey("reports.id"), primary_key=True),
        Column("text", Text, nullable=False),
        Column("choices", JSON),
        Column("number", Integer, nullable=False),
        Column("at", DateTime, nullable=False),
    )


_MISSING = {
    "talks": _talks,
    "trail": _trail,
    "imports": _imports,
    "sightings": _sightings,
    "choices": _choices,
    "pastes": _pastes,
}
