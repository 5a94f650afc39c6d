"""Lines that recur across an outlet's articles, what extraction tells of its fields, and outlets of unknown zone."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql

revision: str = "0003"
down_revision: str | None = "0002"

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
CHECKS = {
    "published_zone": "published_zone IN ('page', 'outlet')",
    "kind": "kind IN ('article', 'flash', 'live', 'gallery', 'video', 'opinion')",
}
PUBLISHED = ("kicker", "image_credit", "published_zone", "template")
UNPUBLISHED = ("origins", "disagreements")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":  # it writes an altered table anew, and not while a view reads it
        views().downgrade()
    op.create_table(
        "templates",
        sa.Column("outlet_id", sa.Integer, sa.ForeignKey("outlets.id", ondelete="RESTRICT"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("learnt_from", sa.Integer, nullable=False),
        sa.Column("lines", Json, nullable=False),
    )
    with op.batch_alter_table("outlets") as outlets:
        outlets.alter_column("time_zone", existing_type=sa.Text, nullable=True)
    for column, empty in (("origins", "{}"), ("disagreements", "[]")):
        op.add_column("revisions", sa.Column(column, Json, nullable=False, server_default=empty))
    with op.batch_alter_table("revisions") as revisions:
        for column in ("kicker", "image_credit", "published_zone"):
            revisions.add_column(sa.Column(column, sa.Text))
        revisions.add_column(sa.Column("template", sa.Integer))
        for column in UNPUBLISHED:  # the default was for the rows that were there
            revisions.alter_column(column, existing_type=Json, existing_nullable=False, server_default=None)
        for name, condition in CHECKS.items():
            revisions.create_check_constraint(op.f(f"ck_revisions_{name}"), condition)
    views().create(PUBLISHED, UNPUBLISHED)


def downgrade() -> None:
    views().downgrade()
    with op.batch_alter_table("revisions") as revisions:
        for name in CHECKS:
            revisions.drop_constraint(op.f(f"ck_revisions_{name}"), type_="check")
        for column in (*PUBLISHED, *UNPUBLISHED):
            revisions.drop_column(column)
    op.execute("UPDATE outlets SET time_zone = 'UTC' WHERE time_zone IS NULL")  # what an unknown zone used to be called
    with op.batch_alter_table("outlets") as outlets:
        outlets.alter_column("time_zone", existing_type=sa.Text, nullable=False)
    op.drop_table("templates")
    views().create()


def views() -> Any:
    """The migration that makes the views."""
    config = op.get_context().config
    assert config is not None
    return ScriptDirectory.from_config(config).get_revision("0002").module
