"""How Alembic reaches the database: over the connection it is handed."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from pulang.store.tables import Base

_OURS = "pulang.store.types"


def _short(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types by their names; the template imports them."""
    return f"{type(item).__name__}()" if kind == "type" and type(item).__module__ == _OURS else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    render_item=_short,
)
with context.begin_transaction():
    context.run_migrations()
