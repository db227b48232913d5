from __future__ import annotations

import hashlib
import threading
import time
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    import sqlite3

    from channels.double.config import DoubleConfig
    from channels.double.message import Message
    from channels.double.messages import Messages
    from channels.double.state import State
    from channels.double.webhooks import Webhooks

log = structlog.get_logger()

_TRIES = 3
_BACK_OFF = 0.3
_WORKERS = 4
_NAP = 0.5


class Receipts:
    """Moves accepted messages to sent, delivered and read, and tells the application each time.

    What is still to come stands in the database, so a killed double goes on where it was. Each message's steps come
    one after the other; a slow receiver of one holds up no other.
    """

    def __init__(self, config: DoubleConfig, state: State, messages: Messages, webhooks: Webhooks) -> None:
        self._config = config
        self._state = state
        self._messages = messages
        self._webhooks = webhooks
        self._wake = threading.Condition()
        self._busy: set[str] = set()
        self._closed = False
        self._threads = [
            threading.Thread(target=self._work, name="double-receipts", daemon=True) for _ in range(_WORKERS)
        ]

    def start(self) -> None:
        """Begin, also with what an earlier life left over."""
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop after the step in hand."""
        with self._wake:
            self._closed = True
            self._wake.notify_all()
        for thread in self._threads:
            thread.join()

    def expect(self, message: Message, *, undelivered: int | None) -> None:
        """Plan the statuses that this message will go through."""
        after = dict(zip(("sent", "delivered", "read"), self._config.receipts, strict=True))
        whatsapp = message.draft.to.startswith("whatsapp:")
        steps: list[tuple[str, float, int | None]] = [("sent", after["sent"], None)]
        if undelivered is not None and undelivered >= 60000:
            # What the channel refuses was never sent.
            steps = [("undelivered", after["sent"], undelivered)]
        elif undelivered is not None:
            steps.append(("undelivered", after["delivered"], undelivered))
        else:
            steps.append(("delivered", after["delivered"], None))
            if whatsapp and message.draft.phone_id:
                steps.append(("read", after["read"], None))
        now = time.time()
        with self._wake, self._state.transaction() as connection:
            connection.executemany(
                "INSERT INTO step (message_sid, status, error_code, due) VALUES (?, ?, ?, ?)",
                [(message.sid, status, code, now + seconds) for status, seconds, code in steps],
            )
            self._wake.notify_all()

    def _work(self) -> None:
        while True:
            with self._wake:
                step = self._next()
                if self._closed:
                    return
                if step is None:
                    continue
                self._busy.add(step["message_sid"])
            try:
                self._take(step)
            finally:
                with self._wake:
                    self._busy.discard(step["message_sid"])
                    self._wake.notify_all()

    def _next(self) -> sqlite3.Row | None:
        """Give a due step whose message nobody holds; else wait a little and give None."""
        if self._closed:
            return None
        with self._state.transaction() as connection:
            rows: list[sqlite3.Row] = connection.execute(
                "SELECT * FROM step WHERE id IN (SELECT min(id) FROM step GROUP BY message_sid) ORDER BY due"
            ).fetchall()
        free = [row for row in rows if row["message_sid"] not in self._busy]
        if free and free[0]["due"] <= time.time():
            return free[0]
        self._wake.wait(min(_NAP, max(0.001, free[0]["due"] - time.time())) if free else _NAP)
        return None

    def _take(self, step: sqlite3.Row) -> None:
        at = self._config.now().timestamp()
        # A step tried again says the same once more, so there is no way back to an earlier status.
        message = self._messages.move(step["message_sid"], step["status"], step["error_code"], at)
        callback = message.draft.status_callback if message else None
        reached = True
        if message and callback:
            reached = self._webhooks.status(callback, self._form(message, step))
        with self._state.transaction() as connection:
            if reached or step["attempts"] + 1 >= _TRIES:
                connection.execute("DELETE FROM step WHERE id = ?", (step["id"],))
            else:
                connection.execute(
                    "UPDATE step SET attempts = attempts + 1, due = ? WHERE id = ?",
                    (time.time() + _BACK_OFF * (step["attempts"] + 1), step["id"]),
                )
        if not reached:
            log.info("double_status_unreached", sid=step["message_sid"], attempt=step["attempts"] + 1)

    def _form(self, message: Message, step: sqlite3.Row) -> dict[str, str]:
        status = str(step["status"])
        form = {
            "AccountSid": self._config.account_sid,
            "ApiVersion": "2010-04-01",
            "From": message.draft.from_,
            "MessageSid": message.sid,
            "MessageStatus": status,
            "SmsSid": message.sid,
            "SmsStatus": status,
            "To": message.draft.to,
        }
        if message.draft.service_sid:
            form["MessagingServiceSid"] = message.draft.service_sid
        if step["error_code"] is not None:
            form["ErrorCode"] = str(step["error_code"])
        if message.draft.to.startswith("whatsapp:"):
            form["ChannelPrefix"] = "whatsapp"
            form["ChannelToAddress"] = message.draft.to.removeprefix("whatsapp:")
            form["ChannelInstallSid"] = "XE" + hashlib.sha256(message.draft.from_.encode()).hexdigest()[:32]
            if status == "sent":
                form["StructuredMessage"] = "true" if message.draft.details.choices else "false"
            else:
                form["EventType"] = status.upper()
        return form
