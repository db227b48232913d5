"""The processes that Pulang starts of its own: `python -m pulang.main.parts NAME`; the web is in `web.py`."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import structlog

import actions.server
from channels.rendering import Renderer
from channels.sending.client import Account, Twilio
from channels.sending.contents import Contents
from channels.sending.sender import Sender
from pulang.conversation.bot import Bot
from pulang.conversation.later import Later
from pulang.conversation.messages import Channel
from pulang.conversation.spool import Spool
from pulang.conversation.turn import Turns
from pulang.conversation.worker import Worker
from pulang.counselling.conversation import Speaker
from pulang.main import logs, settings
from pulang.main.home import DOUBLE_SID, DOUBLE_SMS, DOUBLE_WHATSAPP, Home, open_home
from pulang.main.settings import Settings
from pulang.main.wiring import Wiring
from pulang.store.bell import Bell
from pulang.texts import Catalogue

log = structlog.get_logger()

BEAT = 2.0  # seconds between the worker's signs of life


def now() -> datetime:
    """Give the time, in UTC; everything else has it handed in."""
    return datetime.now(UTC)


def account(given: Settings, home: Home, wiring: Wiring) -> Account:
    """Give the credentials of Twilio, or of the double."""
    callback = f"{given.address}/twilio/status"
    if wiring.double_url:
        return Account(DOUBLE_SID, home.keys.double_token, wiring.double_url, DOUBLE_WHATSAPP, DOUBLE_SMS, callback)
    whatsapp = given.whatsapp_sender
    if whatsapp.startswith("+"):
        whatsapp = f"whatsapp:{whatsapp}"
    return Account(
        given.account_sid, given.tokens[0], given.api_url or None, whatsapp or None, given.sms_sender or None, callback
    )


def worker(given: Settings, home: Home, wiring: Wiring) -> None:
    """Take turns and send, until told to stop."""
    store, texts = home.store(), Catalogue(operator=given.operator)
    owner = f"{socket.gethostname()}:{os.getpid()}"
    bot = Bot(wiring.rasa_url, home.keys.rasa_token)
    wake, send = Bell(wiring.redis_url, "wake"), Bell(wiring.redis_url, "send")
    twilio = Twilio(account(given, home, wiring))
    sender = Sender(store, twilio, Contents(store, twilio), send, now)
    render = Renderer(texts)
    turns = Turns(store, bot, texts, render, send, owner, now)
    later = Later(store, bot, owner, now, Speaker(texts, lambda reply, channel: render(reply, Channel(channel))))
    spool = Spool(home.path / "spool", store.keyring)
    taking = Worker(store, turns, later, spool, wake, now)
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    threads = [threading.Thread(target=target, daemon=True) for target in (taking.run, sender.run)]
    for thread in threads:
        thread.start()
    log.info("worker_ready")
    beat = home.path / "worker.beat"
    while all(thread.is_alive() for thread in threads):
        beat.write_text(str(os.getpid()))
        if stopping.wait(BEAT):
            break
    else:
        log.error("worker_thread_died")
        os._exit(1)  # the supervisor starts a whole one
    taking.stop()
    sender.stop()
    for thread in threads:
        thread.join(6)
    store.close()


def double(given: Settings, home: Home, wiring: Wiring) -> None:
    """Be Twilio, for a demo without an account."""
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # noqa: PLC0415 (only this part serves by itself)

    from channels.double import DoubleConfig, create_double  # noqa: PLC0415 (not in a real installation)

    slow = os.environ.get("PULANG_DOUBLE_DELAY", "0,0").split(",")
    config = DoubleConfig(
        account_sid=DOUBLE_SID,
        auth_token=home.keys.double_token,
        inbound_url=f"http://127.0.0.1:{given.port}/twilio/inbound",
        public_url=given.address,
        delay=(float(slow[0]), float(slow[1])),
        state_path=home.path / "double.db",
        whatsapp_sender=DOUBLE_WHATSAPP.removeprefix("whatsapp:"),
        sms_sender=DOUBLE_SMS,
    )

    class Served(BaseApplication):
        def load_config(self) -> None:
            options = {
                "bind": f"127.0.0.1:{wiring.double_port}",
                "worker_class": "gthread",
                "threads": 32,
                "accesslog": None,
                "control_socket_disable": True,
            }
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return create_double(config)

    Served().run()


def main() -> None:
    """Run the part named on the command line."""
    part = sys.argv[1]
    logs.configure(part)
    if part == "actions":
        actions.server.main()
        return
    given = settings.load()
    home, wiring = open_home(given), Wiring.inherited()
    {"worker": worker, "double": double}[part](given, home, wiring)


if __name__ == "__main__":
    main()
