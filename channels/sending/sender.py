"""Takes the outbox in order per person, sends, and finds out what became of a message whose answer never came."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from channels.sending.client import Twilio, variables
from channels.sending.contents import Contents
from channels.sending.errors import ContentRefused, SendError, Unknown
from pulang.conversation.messages import Channel
from pulang.outbox import Part
from pulang.outbox import rows as outbox
from pulang.store import Store
from pulang.store.bell import Bell
from pulang.store.tables import Address, AddressKind, OutboxRow, OutboxState

log = structlog.get_logger()

POLL = 0.5  # seconds between looks at the outbox when nobody rings
LONGEST_BACK_OFF = 300.0  # seconds


@dataclass
class Sender:
    """Sends in threads; a person's next message goes only after the one before."""

    store: Store
    twilio: Twilio
    contents: Contents
    bell: Bell
    clock: Callable[[], datetime]
    threads: int = 12
    _busy: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Send until `stop` is called."""
        with ThreadPoolExecutor(self.threads, thread_name_prefix="send") as pool:
            while not self._stop.is_set():
                if self.bell.wait(POLL) is None:
                    # Without Redis `wait` comes back at once.
                    self._stop.wait(0.05)
                try:
                    self.submit_due(pool)
                except SQLAlchemyError as error:
                    log.error("outbox_unreadable", reason=type(error).__name__)  # noqa: TRY400
                    self._stop.wait(POLL)

    def stop(self) -> None:
        """End `run` after the messages in hand."""
        self._stop.set()

    def submit_due(self, pool: ThreadPoolExecutor) -> None:
        """Start sending everything that may go now."""
        with self.store.read() as session:
            due = outbox.due(session, self.clock())
        for row in due:
            with self._lock:
                if row.id in self._busy:
                    continue
                self._busy.add(row.id)
            pool.submit(self._send_safely, row)

    def _send_safely(self, row: OutboxRow) -> None:
        try:
            self.send(row)
        except Exception as error:  # noqa: BLE001 (a pool's thread dies silently; the row is looked at again)
            log.error("send_failed", row=row.id, reason=type(error).__name__)  # noqa: TRY400
        finally:
            with self._lock:
                self._busy.discard(row.id)
            self.bell.ring("next")

    def send(self, row: OutboxRow) -> None:
        """Send one row of the outbox, or find out that it has been sent."""
        interrupted = row.state is OutboxState.SENDING
        with self.store.write() as session:
            if not outbox.take(session, row, self.clock()):
                return
        to = self._address(row)
        if to is None:
            self._fail(row, SendError("no_address"))
            return
        try:
            provider_id = (self._find(row, to) if interrupted else None) or self._hand_over(row, to)
        except Unknown as error:
            # It may have been sent. The row stays `sending`; when its patience ends, it is looked up before a retry.
            log.warning("send_unknown", row=row.id, code=error.code)
            if row.attempts + 1 >= outbox.ATTEMPTS:
                self._fail(row, error)
        except SendError as error:
            self._refused(row, error)
        else:
            with self.store.write() as session:
                outbox.mark_sent(session, row.id, provider_id, self.clock())

    def _hand_over(self, row: OutboxRow, to: str) -> str:
        part = Part.from_json(row.part)
        if part.buttons and part.heading and row.channel == Channel.WHATSAPP.value:
            try:
                content = self.contents.for_choices(len(part.choices))
                filled = variables(part.heading, part.choices)
                return self.twilio.send_content(to, content, filled, row.id, emergency=row.emergency)
            except SendError as error:
                if error.retryable:
                    raise
                log.warning("content_refused", row=row.id, code=error.code)
                if isinstance(error, ContentRefused):
                    self.contents.forget(len(part.choices))
        return self.twilio.send_text(to, part.body, row.id, emergency=row.emergency)

    def _find(self, row: OutboxRow, to: str) -> str | None:
        """Look for a message that was handed over before its sender died: by callback, then in Twilio's own list."""
        with self.store.read() as session:
            known = session.scalar(select(OutboxRow.provider_id).where(OutboxRow.id == row.id))
        if known:
            return known
        found = self.twilio.sent_to(to, row.created_at - timedelta(minutes=1))
        with self.store.read() as session:
            held = outbox.known_provider_ids(session, found)
        return next((provider_id for provider_id in found if provider_id not in held), None)

    def _refused(self, row: OutboxRow, error: SendError) -> None:
        if not error.retryable or row.attempts + 1 >= outbox.ATTEMPTS:
            self._fail(row, error)
            return
        wait = min(2.0**row.attempts, LONGEST_BACK_OFF) * random.uniform(0.5, 1.5)  # noqa: S311 (jitter)
        log.warning("send_put_off", row=row.id, code=error.code, seconds=round(wait, 1))
        with self.store.write() as session:
            outbox.mark_retry(session, row.id, error.code, self.clock() + timedelta(seconds=wait))

    def _fail(self, row: OutboxRow, error: SendError) -> None:
        log.error("send_given_up", row=row.id, code=error.code)
        with self.store.write() as session:
            outbox.mark_failed(session, row.id, error.code)

    def _address(self, row: OutboxRow) -> str | None:
        with self.store.read() as session:
            addresses = list(session.scalars(select(Address).where(Address.person_id == row.person_id)))
        phone = next((address.value for address in addresses if address.kind is AddressKind.PHONE), None)
        if row.channel == Channel.SMS.value:
            return phone
        value = phone or next((address.value for address in addresses), None)
        return f"whatsapp:{value}" if value else None
