"""When sources are polled and pages visited again, and what happened to an outlet whose pages are gone."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.script import ScriptDirectory

revision: str = "0004"
down_revision: str | None = "0003"

Time = sa.DateTime(timezone=True)
VERDICTS = ("migrated", "moved")
FAILURES = ("temporary", "soft", "hard")
FOUND_BY = ("declaration", "autodiscovery", "link")
SOURCES = {
    "body_hash": sa.Text,
    "news_at": Time,
    "due_at": Time,
    "interval": sa.Integer,
    "failure": sa.String(max(map(len, FAILURES))),
    "led_to": sa.Text,
}
CHECKS = {"outlets": {"verdict": VERDICTS}, "sources": {"failure": FAILURES, "found_by": FOUND_BY}}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":  # it writes an altered table anew, and not while a view reads it
        module("0002").downgrade()
    with op.batch_alter_table("outlets") as outlets:
        outlets.add_column(sa.Column("verdict", sa.String(max(map(len, VERDICTS)))))
        outlets.add_column(sa.Column("verdict_at", Time))
        outlets.add_column(sa.Column("moved_to", sa.Text))
        create_checks(outlets, "outlets")
    with op.batch_alter_table("sources") as sources:
        for column, kind in SOURCES.items():
            sources.add_column(sa.Column(column, kind))
        for column in ("asked", "failures"):
            sources.add_column(sa.Column(column, sa.Integer, nullable=False, server_default="0"))
        length = max(map(len, FOUND_BY))
        sources.add_column(sa.Column("found_by", sa.String(length), nullable=False, server_default="declaration"))
    op.execute("UPDATE sources SET found_by = 'link' WHERE kind = 'linked'")
    op.execute("UPDATE sources SET asked = 1 WHERE last_fetched_at IS NOT NULL")
    with op.batch_alter_table("sources") as sources:
        for column in ("asked", "failures"):  # the defaults were for the rows that were there
            sources.alter_column(column, existing_type=sa.Integer, existing_nullable=False, server_default=None)
        sources.alter_column("found_by", existing_type=sa.String(length), existing_nullable=False, server_default=None)
        create_checks(sources, "sources")
    with op.batch_alter_table("pages") as pages:
        pages.alter_column("retry_at", new_column_name="due_at", existing_type=Time)
        pages.add_column(sa.Column("gone_since", Time))
        pages.add_column(sa.Column("gone_visits", sa.Integer, nullable=False, server_default="0"))
        pages.add_column(sa.Column("led_to", sa.Text))
    with op.batch_alter_table("pages") as pages:
        pages.alter_column("gone_visits", existing_type=sa.Integer, existing_nullable=False, server_default=None)
        for column in ("due_at", "fetched_at"):
            pages.create_index(op.f(f"ix_pages_outlet_id_{column}"), ["outlet_id", column])
    create_views()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        module("0002").downgrade()
    with op.batch_alter_table("pages") as pages:
        for column in ("due_at", "fetched_at"):
            pages.drop_index(op.f(f"ix_pages_outlet_id_{column}"))
        for column in ("gone_since", "gone_visits", "led_to"):
            pages.drop_column(column)
        pages.alter_column("due_at", new_column_name="retry_at", existing_type=Time)
    # A settled page had no time of its own; with one it would count as failed.
    op.execute(
        "UPDATE pages SET retry_at = NULL WHERE outcome IS NULL "
        "OR outcome NOT IN ('gone', 'blocked', 'failed', 'disallowed')"
    )
    with op.batch_alter_table("sources") as sources:
        for name in CHECKS["sources"]:
            sources.drop_constraint(op.f(f"ck_sources_{name}"), type_="check")
        for column in (*SOURCES, "asked", "failures", "found_by"):
            sources.drop_column(column)
    with op.batch_alter_table("outlets") as outlets:
        outlets.drop_constraint(op.f("ck_outlets_verdict"), type_="check")
        for column in ("verdict", "verdict_at", "moved_to"):
            outlets.drop_column(column)
    create_views()


def create_checks(table: Any, name: str) -> None:
    for column, values in CHECKS[name].items():
        condition = f"{column} IN ({', '.join(map(repr, values))})"
        table.create_check_constraint(op.f(f"ck_{name}_{column}"), condition)


def create_views() -> None:
    if op.get_bind().dialect.name == "sqlite":
        columns = module("0003")
        module("0002").create(columns.PUBLISHED, columns.UNPUBLISHED)


def module(number: str) -> Any:
    """An earlier migration."""
    config = op.get_context().config
    assert config is not None
    return ScriptDirectory.from_config(config).get_revision(number).module
