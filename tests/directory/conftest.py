from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from pulang.directory import seed
from pulang.store import Keyring, Store
from pulang.store.tables import Base


@pytest.fixture
def seeded(store: Store) -> Store:
    """Give a database with the contacts that come with Pulang."""
    seed(store)
    return store


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory, keyring: Keyring) -> Iterator[Store]:
    """Give one seeded database for every test that only reads."""
    made = Store(f"sqlite:///{tmp_path_factory.mktemp('directory') / 'pulang.db'}", keyring)
    Base.metadata.create_all(made.engine)
    seed(made)
    yield made
    made.close()


@pytest.fixture
def session(shipped: Store) -> Iterator[Session]:
    """Give a reading session on the seeded directory."""
    with shipped.read() as made:
        yield made
