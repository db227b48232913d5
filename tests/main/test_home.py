from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from pulang.main.home import open_home
from pulang.main.settings import Settings


def test_keys_are_made_once_and_only_for_their_owner(settings: Settings) -> None:
    """A new home is 0700 and its keys 0600; opening it again gives the same keys and leaves nothing half-made."""
    first, again = open_home(settings), open_home(settings)

    assert first == again
    assert first.path.stat().st_mode & 0o777 == 0o700
    assert (first.path / "keys.json").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in first.path.iterdir()] == ["keys.json"]


def test_two_homes_share_no_key(tmp_path: Path) -> None:
    """Every installation has keys of its own."""
    one, two = (
        open_home(Settings.model_validate({"PULANG_HOME": str(tmp_path / name)})).keys for name in ("one", "two")
    )

    assert not set(vars(one).values()) & set(vars(two).values())


def test_given_keys_replace_the_made_ones_and_the_identity_stays(tmp_path: Path) -> None:
    """PULANG_ENCRYPTION_KEYS rotates what seals; who a person is does not change with it."""
    made = open_home(Settings.model_validate({"PULANG_HOME": str(tmp_path / "home")}))
    keys = [Fernet.generate_key().decode() for _ in range(2)]
    rotated = open_home(
        Settings.model_validate({"PULANG_HOME": str(tmp_path / "home"), "PULANG_ENCRYPTION_KEYS": ", ".join(keys)})
    )

    assert rotated.keys.encryption == tuple(keys)
    assert rotated.keys.identity == made.keys.identity


def test_a_crash_while_making_keys_is_mended(settings: Settings) -> None:
    """Half a file left behind by a crash does not stop the next start."""
    settings.home.mkdir(parents=True)
    (settings.home / "keys.part").write_text("{")

    assert open_home(settings).keys.identity == json.loads((settings.home / "keys.json").read_text())["identity"]


@pytest.mark.parametrize("given", ["", "postgresql+psycopg://pulang@127.0.0.1/pulang"])
def test_the_database_is_in_the_home_unless_it_is_elsewhere(tmp_path: Path, given: str) -> None:
    """SQLite in the home is the default."""
    opened = open_home(Settings.model_validate({"PULANG_HOME": str(tmp_path / "home"), "PULANG_DATABASE_URL": given}))

    assert opened.database_url == (given or f"sqlite:///{opened.path / 'pulang.db'}")
