"""What tests of the database share: SQLite and, where its wheel can start, a real PostgreSQL."""

from __future__ import annotations

import subprocess
import warnings
from collections.abc import Iterator

import pytest

from pulang.store import Keyring, Store
from pulang.store.tables import Base


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the real PostgreSQL of the pgserver wheel; gives its URL. Started by root it runs as a user of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns when no XDG_RUNTIME_DIR is set
        from pgserver import postgres_server  # noqa: PLC0415 (only where it is needed: it takes seconds)
    try:
        server = postgres_server.get_server(tmp_path_factory.mktemp("postgresql") / "data", cleanup_mode="delete")
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        pytest.skip(f"PostgreSQL does not start here: {type(error).__name__}")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, keyring: Keyring) -> Iterator[Store]:
    """Give an empty database, of each kind in turn."""
    if request.param == "sqlite":
        yield request.getfixturevalue("store")
        return
    made = Store(request.getfixturevalue("postgresql_url"), keyring)
    Base.metadata.drop_all(made.engine)
    Base.metadata.create_all(made.engine)
    yield made
    made.close()
