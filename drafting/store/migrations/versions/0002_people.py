"""People who sign in, what each may do, and whose a file is that is being read in (December 2026)."""

from alembic import op
from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, UniqueConstraint

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    """Add the tables, and the owner of an import: nobody, which is what a program without sign-in writes."""
    op.create_table(
        "people",
        Column("id", String(20), primary_key=True),
        Column("name", String(50), nullable=False),
        Column("email", String(200), nullable=False),
        Column("issuer", String(200), nullable=False),
        Column("subject", String(255), nullable=False),
        Column("added_at", DateTime, nullable=False),
        Column("removed_at", DateTime),
    )
    op.create_table(
        "grants",
        Column("id", Integer, primary_key=True),
        Column("person_id", String(20), ForeignKey("people.id"), nullable=False, index=True),
        Column("role", String(20), nullable=False),
        Column("unit", String(100), nullable=False),
        UniqueConstraint("person_id", "role", "unit"),
    )
    op.create_table(
        "sign_ins",
        Column("key", String(64), primary_key=True),
        Column("person_id", String(20), ForeignKey("people.id"), nullable=False),
        Column("seen_at", DateTime, nullable=False),
        Column("ended_at", DateTime),
    )
    with op.batch_alter_table("imports") as batch:
        batch.add_column(Column("owner", String(20), nullable=False, server_default=""))
