"""Indexes without which a million rows are read to find a hundred, or to see that a reference is kept."""

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"

MAY_BE_DUE = sa.text("outcome IS NULL OR due_at IS NOT NULL OR announced_modified_at > fetched_at")


def upgrade() -> None:
    op.create_index(
        "ix_pages_unsettled", "pages", ["outlet_id", "id"], sqlite_where=MAY_BE_DUE, postgresql_where=MAY_BE_DUE
    )
    op.create_index(op.f("ix_pages_source_id"), "pages", ["source_id"])
    op.create_index(op.f("ix_articles_current_revision_id"), "articles", ["current_revision_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_articles_current_revision_id"), "articles")
    op.drop_index(op.f("ix_pages_source_id"), "pages")
    op.drop_index("ix_pages_unsettled", "pages")
