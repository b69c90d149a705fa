"""Who has a report open, and who asked for a draft (December 2026)."""

from alembic import op
from sqlalchemy import Column, DateTime, ForeignKey, String

revision, down_revision = "0005", "0004"


def upgrade() -> None:
    """Add the table, and the column: of earlier runs nobody knows who asked."""
    op.create_table(
        "presence",
        Column("session", String(64), primary_key=True),
        Column("report_id", String(20), ForeignKey("reports.id"), nullable=False, index=True),
        Column("name", String(50), nullable=False),
        Column("place", String(100), nullable=False),
        Column("at", DateTime, nullable=False),
    )
    with op.batch_alter_table("generations") as batch:
        batch.add_column(Column("person", String(50), nullable=False, server_default=""))
