"""The database and Redis: engine, tables, encryption of fields, migrations."""

from pulang.store.crypto import Keyring
from pulang.store.engine import Store

__all__ = ["Keyring", "Store"]
