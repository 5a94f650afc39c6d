"""Alembic's environment. `storage.schema` hands it the connection, in whose transaction the migrations run."""

from alembic import context

from storage.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,  # SQLite's too: an interrupted migration leaves the old tables
)
with context.begin_transaction():
    context.run_migrations()
