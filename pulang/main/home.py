"""The data folder of one installation: keys, database, sockets of what runs."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
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
    keys = replace(kept, encryption=given or kept.encryption)
    return Home(path, keys, settings.database_url or f"sqlite:///{path / 'pulang.db'}")


def _secrets(file: Path) -> Keys:
    """Read the keys, or make them; raises OSError, and ValueError where the file is damaged."""
    if not file.exists():
        return _made(file)
    kept = json.loads(file.read_text(encoding="utf-8"))
    try:
        return Keys(tuple(kept.pop("encryption")), **{name: str(value) for name, value in kept.items()})
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("keys.json is damaged; put back its backup") from error


def _made(file: Path) -> Keys:
    made = Keys(
        encryption=(Keyring.fresh_encryption_key(),),
        identity=secrets.token_hex(32),
        session=secrets.token_hex(32),
        rasa_token=secrets.token_urlsafe(32),
        redis_password=secrets.token_urlsafe(32),
        double_token=secrets.token_hex(16),
    )
    # Written beside and then renamed: a crash leaves whole keys or none, never half of them.
    half = file.with_suffix(".part")
    half.unlink(missing_ok=True)
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as stream:
        json.dump(asdict(made), stream)
        stream.flush()
        os.fsync(stream.fileno())
    half.rename(file)
    return made
