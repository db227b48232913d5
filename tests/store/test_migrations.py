"""The migrations make exactly the tables that the program uses."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from pulang.main.prepare import check_schema, migrate
from pulang.store import Keyring, Store
from pulang.store.errors import SchemaOutdated
from pulang.store.tables import Base


def test_nothing_is_missing(tmp_path: Path, keyring: Keyring) -> None:
    """After every migration the database has the tables, columns and indexes of the program, and no others."""
    made = Store(f"sqlite:///{tmp_path / 'migrated.db'}", keyring)
    migrate(made)
    with made.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    made.close()
    assert [difference for difference in differences if "alembic_version" not in str(difference)] == []


def test_an_empty_database_is_refused(tmp_path: Path, keyring: Keyring) -> None:
    """A database without its tables is named, before anything else fails on it."""
    made = Store(f"sqlite:///{tmp_path / 'empty.db'}", keyring)
    with pytest.raises(SchemaOutdated):
        check_schema(made)
    made.close()
