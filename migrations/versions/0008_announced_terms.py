"""What sources file articles under, beside their whole texts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0008"
down_revision: str | None = "0007"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("announced_texts") as texts:
        for name in ("sections", "keywords"):
            texts.add_column(sa.Column(name, JSON, nullable=False, server_default="[]"))
        texts.alter_column("content", existing_type=sa.Text(), nullable=True)
    with op.batch_alter_table("announced_texts") as texts:
        for name in ("sections", "keywords"):
            texts.alter_column(name, existing_type=JSON, existing_nullable=False, server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM announced_texts WHERE content IS NULL")
    with op.batch_alter_table("announced_texts") as texts:
        texts.alter_column("content", existing_type=sa.Text(), nullable=False)
        for name in ("sections", "keywords"):
            texts.drop_column(name)
