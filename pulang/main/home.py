"""The data folder of one installation: keys, database, sockets of what runs."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from pulang.main.settings import Settings, SettingsRefused
from pulang.store import Keyring, Store

# The double's account: no real one, so a real one is never at its mercy.
DOUBLE_SID = "AC" + "0" * 32
DOUBLE_WHATSAPP = "whatsapp:+15005550006"
DOUBLE_SMS = "+15005550007"


@dataclass(frozen=True)
class Keys:
    """What must stay secret; made on the first start where the settings leave it out."""

    encryption: tuple[str, ...]
    identity: str
    session: str
    rasa_token: str
    redis_password: str
    double_token: str


@dataclass(frozen=True)
class Home:
    """One installation's folder, opened."""

    path: Path
    keys: Keys
    database_url: str

    @property
    def run(self) -> Path:
        """Where a running installation says how it can be reached."""
        return self.path / "run.json"

    def store(self) -> Store:
        """Open the database."""
        return Store(self.database_url, Keyring(self.keys.encryption, self.keys.identity))


def open_home(settings: Settings) -> Home:
    """Open the data folder, making it and its keys where they do not exist; raises SettingsRefused."""
    path = settings.home.expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = _secrets(path / "keys.json")
    except (OSError, ValueError) as error:
        raise SettingsRefused(f"PULANG_HOME: {path} cannot be used: {error}") from error
    given = tuple(key.strip() for key in settings.encryption_keys.split(",") if key.strip())
    keys = Keys(
        encryption=given or tuple(kept["encryption"]),
        identity=kept["identity"],
        session=kept["session"],
        rasa_token=kept["rasa_token"],
        redis_password=kept["redis_password"],
        double_token=kept["double_token"],
    )
    return Home(path, keys, settings.database_url or f"sqlite:///{path / 'pulang.db'}")


def _secrets(file: Path) -> dict[str, list[str] | str] | dict[str, str]:  # type: ignore[return]
    if file.exists():
        kept = json.loads(file.read_text())
        if not isinstance(kept, dict):
            raise ValueError("keys.json is damaged")  # noqa: TRY004 (the file's content is a value)
        return kept
    kept = {
        "encryption": [Keyring.fresh_encryption_key()],
        "identity": secrets.token_hex(32),
        "session": secrets.token_hex(32),
        "rasa_token": secrets.token_urlsafe(32),
        "redis_password": secrets.token_urlsafe(32),
        "double_token": secrets.token_hex(16),
    }
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as stream:
        json.dump(kept, stream)
        stream.flush()
        os.fsync(stream.fileno())
    return kept
