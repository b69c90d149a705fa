"""Who had a model write when (December 2026)."""

from alembic import op
from sqlalchemy import Column, DateTime, ForeignKey, Integer, String

revision, down_revision = "0004", "0003"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "asked",
        Column("id", Integer, primary_key=True),
        Column("person_id", String(20), ForeignKey("people.id"), nullable=False, index=True),
        Column("run", String(20), nullable=False),
        Column("at", DateTime, nullable=False),
    )
