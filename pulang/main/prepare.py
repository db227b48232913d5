"""Makes an empty data folder ready: tables, directory, and for the demo a counsellor."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select

from pulang.counselling import accounts
from pulang.directory import seed
from pulang.main.home import Home
from pulang.main.settings import Settings
from pulang.store import Store
from pulang.store.errors import SchemaOutdated
from pulang.store.tables import Counsellor, Role

DEMO_NAME, DEMO_PASSWORD = "demo", "pulang-demo"  # printed on the screen; never with real credentials

_MIGRATIONS = Path(__file__).parents[1] / "store" / "migrations"


def prepare(settings: Settings, home: Home) -> None:
    """Bring a home up to date; does nothing where nothing is missing."""
    store = home.store()
    try:
        migrate(store)
        seed(store)
        if settings.double:
            _demo_counsellor(store)
        else:
            _no_demo_counsellor(store)
    finally:
        store.close()


def migrate(store: Store) -> None:
    """Run the migrations that the database has not seen."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with store.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def check_schema(store: Store) -> None:
    """Make sure the database fits the program; raises SchemaOutdated."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with store.engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
    if here != ScriptDirectory.from_config(config).get_current_head():
        raise SchemaOutdated("the database is older than this program (or empty): run `pulang up` once")


def _demo_counsellor(store: Store) -> None:
    with store.write() as session:
        if session.scalar(select(Counsellor.id).limit(1)) is None:
            demo = accounts.create(session, DEMO_NAME, Role.COUNSELLOR, datetime.now(UTC))
            accounts.set_password(demo, DEMO_PASSWORD)
            demo.on_duty = True


def _no_demo_counsellor(store: Store) -> None:
    """Lock the demo's account as soon as real phones can write: its password is public."""
    with store.write() as session:
        demo = session.scalar(select(Counsellor).where(Counsellor.name == DEMO_NAME))
        if demo is not None:
            demo.disabled, demo.on_duty = True, False
