"""Until when a host is not asked, and what of its daily budget is spent."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    op.create_table(
        "hosts",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("held_until", sa.DateTime(timezone=True)),
        sa.Column("held_for", sa.Text),
        sa.Column("walls", sa.Integer, nullable=False),
        sa.Column("asked", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("hosts")
