from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.double.address import Address, Channel, parse_address
from channels.double.errors import TwilioError

if TYPE_CHECKING:
    from channels.double.state import State

# +62 812-0000-xxxx is given to nobody, so a number from here can never ring at a stranger's.
_FIRST_NUMBER = 6281200000000
_LAST = 9999


@dataclass(frozen=True)
class Phone:
    """Somebody's phone on one channel. On WhatsApp it may have no number but an id that only the business knows."""

    id: str
    channel: Channel
    number: str | None
    external_id: str | None
    profile_name: str
    opted_out: bool
    last_inbound: float | None
    fault: str | None

    @property
    def address(self) -> Address:
        """What stands in From when this phone writes."""
        identity = self.number or self.external_id
        if identity is None:
            raise ValueError(f"phone {self.id} has neither a number nor a WhatsApp id")
        return Address(self.channel, identity)


class Phones:
    """All phones that the double plays."""

    def __init__(self, state: State) -> None:
        self._state = state

    def create(
        self, channel: Channel, *, number: str | None, with_number: bool, with_external_id: bool, profile_name: str
    ) -> Phone:
        """Make a new person's phone; without a given number it gets the next free one that cannot be dialled."""
        if channel is Channel.SMS and (with_external_id or not with_number):
            raise TwilioError(20001, "an SMS phone has a number and nothing else")
        if not with_number and not with_external_id:
            raise TwilioError(20001, "a phone needs a number or a WhatsApp id")
        if number is not None and not _undiallable(number):
            raise TwilioError(20001, "numbers must be of the form +6281200000001")
        try:
            with self._state.transaction() as connection:
                if with_number and number is None:
                    number = _free_number(connection)
                external_id = f"ID.{10**15 + secrets.randbelow(9 * 10**15)}" if with_external_id else None
                row = connection.execute(
                    "INSERT INTO phone (id, channel, number, external_id, profile_name)"
                    " VALUES (?, ?, ?, ?, ?) RETURNING *",
                    (secrets.token_hex(8), channel.value, number, external_id, profile_name),
                ).fetchone()
        except sqlite3.IntegrityError as error:
            raise TwilioError(20001, "this number already has a phone on this channel") from error
        return _phone(row)

    def get(self, phone_id: str) -> Phone:
        """Find a phone by its id; 20404 when there is none."""
        with self._state.transaction() as connection:
            row = connection.execute("SELECT * FROM phone WHERE id = ?", (phone_id,)).fetchone()
        if row is None:
            raise TwilioError(20404)
        return _phone(row)

    def all(self) -> list[Phone]:
        """Give every phone, the newest first."""
        with self._state.transaction() as connection:
            rows = connection.execute("SELECT * FROM phone ORDER BY n DESC").fetchall()
        return [_phone(row) for row in rows]

    def at(self, address: Address) -> Phone | None:
        """Find the phone that a message to this address reaches."""
        with self._state.transaction() as connection:
            row = connection.execute(
                "SELECT * FROM phone WHERE channel = ? AND ? IN (number, external_id)",
                (address.channel.value, address.identity),
            ).fetchone()
        return None if row is None else _phone(row)

    def wrote(self, phone: Phone, at: float) -> None:
        """Note that the person wrote now, which opens the 24 hours in which they may be answered freely."""
        with self._state.transaction() as connection:
            connection.execute("UPDATE phone SET last_inbound = ? WHERE id = ?", (at, phone.id))

    def opt(self, phone: Phone, *, out: bool) -> None:
        """Note that the person wants no more messages, or wants them again."""
        with self._state.transaction() as connection:
            connection.execute("UPDATE phone SET opted_out = ? WHERE id = ?", (int(out), phone.id))

    def set_fault(self, phone: Phone, text: str | None) -> None:
        """Make the next message to this phone behave as if its body held this magic text."""
        with self._state.transaction() as connection:
            connection.execute("UPDATE phone SET fault = ? WHERE id = ?", (text or None, phone.id))

    def take_fault(self, phone: Phone) -> str:
        """Give the magic text waiting for this phone, once."""
        with self._state.transaction() as connection:
            row = connection.execute("SELECT fault FROM phone WHERE id = ?", (phone.id,)).fetchone()
            connection.execute("UPDATE phone SET fault = NULL WHERE id = ?", (phone.id,))
        return str(row["fault"] or "") if row else ""


def _phone(row: sqlite3.Row) -> Phone:
    return Phone(
        id=row["id"],
        channel=Channel(row["channel"]),
        number=row["number"],
        external_id=row["external_id"],
        profile_name=row["profile_name"],
        opted_out=bool(row["opted_out"]),
        last_inbound=row["last_inbound"],
        fault=row["fault"],
    )


def _undiallable(number: str) -> bool:
    address = parse_address(number)
    return address is not None and address.channel is Channel.SMS and number[:-4] == f"+{_FIRST_NUMBER}"[:-4]


def _free_number(connection: sqlite3.Connection) -> str:
    # A fresh number is new on both channels: one number is one person wherever they write from.
    row = connection.execute("SELECT max(number) AS last FROM phone").fetchone()
    following = int(row["last"]) + 1 if row["last"] else _FIRST_NUMBER + 1
    if following > _FIRST_NUMBER + _LAST:
        raise TwilioError(20001, "all 9999 numbers that cannot be dialled are taken")
    return f"+{following}"
