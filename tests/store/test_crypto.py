"""Sealing, rotation, fingerprints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.store import Keyring
from pulang.store.errors import KeyMissing

OLD, NEW, IDENTITY = Keyring.fresh_encryption_key(), Keyring.fresh_encryption_key(), "cd" * 32


@given(text=st.text(st.characters(exclude_categories=())))
def test_round_trip(text: str) -> None:
    """Every text comes back as it was, half surrogates and NUL too."""
    keyring = Keyring([NEW], IDENTITY)
    sealed = keyring.seal(text)
    assert keyring.unseal(sealed) == text
    assert len(text) < 4 or text.encode("utf-8", "surrogatepass") not in sealed


def test_rotation() -> None:
    """The first key seals, all of them open; without the old one its values are lost, and it is said which setting."""
    before, during, after = Keyring([OLD], IDENTITY), Keyring([NEW, OLD], IDENTITY), Keyring([NEW], IDENTITY)
    old, new = before.seal("lama"), during.seal("baru")
    assert (during.unseal(old), during.unseal(new), after.unseal(new)) == ("lama", "baru", "baru")
    with pytest.raises(KeyMissing, match="PULANG_ENCRYPTION_KEYS"):
        after.unseal(old)


def test_a_changed_value_is_refused() -> None:
    """What was tampered with does not open."""
    keyring = Keyring([NEW], IDENTITY)
    sealed = bytearray(keyring.seal("rahasia"))
    sealed[20] ^= 1
    with pytest.raises(KeyMissing):
        keyring.unseal(bytes(sealed))


def test_fingerprints() -> None:
    """The same address gives the same hash with any encryption key; another kind, value or identity key another one."""
    keyring = Keyring([NEW], IDENTITY)
    mine = keyring.fingerprint("phone", "+6281200000001")
    assert mine == Keyring([OLD], IDENTITY).fingerprint("phone", "+6281200000001")
    others = {
        keyring.fingerprint("whatsapp_id", "+6281200000001"),
        keyring.fingerprint("phone", "+6281200000002"),
        Keyring([NEW], "ef" * 32).fingerprint("phone", "+6281200000001"),
    }
    assert len(others | {mine}) == 4
    assert "812" not in mine or len(mine) == 64


@pytest.mark.parametrize(
    ("keys", "identity"), [([], IDENTITY), ([NEW], "ab" * 31), ([NEW], "no hex"), (["no key"], IDENTITY)]
)
def test_keys_that_are_none(keys: list[str], identity: str) -> None:
    """Damaged keys are refused at once."""
    with pytest.raises(ValueError):
        Keyring(keys, identity)
