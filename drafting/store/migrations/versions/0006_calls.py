"""What was sent to models (December 2026)."""

from alembic import op
from sqlalchemy import JSON, Column, DateTime, ForeignKey, Integer, String

revision, down_revision = "0006", "0005"


def upgrade() -> None:
    """Add the table: of earlier requests nothing is known."""
    op.create_table(
        "calls",
        Column("id", Integer, primary_key=True),
        Column("report_id", String(20), ForeignKey("reports.id"), nullable=False, index=True),
        Column("at", DateTime, nullable=False),
        Column("person", String(50), nullable=False),
        Column("place", String(300), nullable=False, index=True),
        Column("url", String(300), nullable=False),
        Column("model", String(200), nullable=False),
        Column("messages", JSON, nullable=False),
        Column("prompt_tokens", Integer),
        Column("tokens", Integer),
    )
