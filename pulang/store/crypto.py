"""Seals texts and numbers at rest, and turns addresses into keyed hashes."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from pulang.store.errors import KeyMissing


class Keyring:
    """The keys of one installation.

    The encryption keys rotate (the first one seals, all of them open). The identity key never does: it makes the hash
    by which a person is found again, so a change of it would make every known person a stranger.
    """

    def __init__(self, encryption_keys: Sequence[str], identity_key: str) -> None:
        if not encryption_keys:
            raise ValueError("at least one encryption key is needed")
        self._fernet = MultiFernet([Fernet(key) for key in encryption_keys])
        self._identity = bytes.fromhex(identity_key)
        if len(self._identity) < 32:
            raise ValueError("the identity key must be 32 bytes or more, in hexadecimal")

    def seal(self, text: str) -> bytes:
        """Encrypt a text (AES-128-CBC with HMAC, Fernet)."""
        return self._fernet.encrypt(text.encode("utf-8", "surrogatepass"))

    def unseal(self, sealed: bytes) -> str:
        """Decrypt what `seal` made; raises KeyMissing when no configured key fits."""
        try:
            return self._fernet.decrypt(sealed).decode("utf-8", "surrogatepass")
        except InvalidToken as error:
            raise KeyMissing(
                "a stored value cannot be opened: is an old key missing in PULANG_ENCRYPTION_KEYS?"
            ) from error

    def fingerprint(self, kind: str, value: str) -> str:
        """Give the keyed hash (HMAC-SHA256, hexadecimal) under which an address is stored."""
        return hmac.new(self._identity, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()

    @staticmethod
    def fresh_encryption_key() -> str:
        """Make a new encryption key."""
        return Fernet.generate_key().decode()
