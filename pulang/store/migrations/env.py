"""How Alembic reaches the database: over the connection it is handed."""

from __future__ import annotations

from alembic import context

from pulang.store.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
