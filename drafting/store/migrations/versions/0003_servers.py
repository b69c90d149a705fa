"""Files of the office, and which server works on what a model writes (December 2026)."""

from alembic import op
from sqlalchemy import Boolean, Column, DateTime, Integer, LargeBinary, String, UniqueConstraint, false

revision, down_revision = "0003", "0002"


def upgrade() -> None:
    """Add the table, and the columns: no server is known of earlier runs, and nobody asked them to stop."""
    op.create_table(
        "files",
        Column("name", String(200), primary_key=True),
        Column("data", LargeBinary, nullable=False),
        Column("digest", String(64), nullable=False),
        Column("number", Integer, nullable=False),
        Column("at", DateTime, nullable=False),
        UniqueConstraint("number"),
    )
    for table in ("generations", "talks"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(Column("server", String(100), nullable=False, server_default=""))
            batch.add_column(Column("stopping", Boolean, nullable=False, server_default=false()))
