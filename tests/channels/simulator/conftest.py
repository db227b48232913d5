from __future__ import annotations

import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import requests
from flask import Flask, Response, request
from werkzeug.serving import make_server

from channels.double import DoubleConfig, create_double
from channels.simulator import simulator

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCOUNT = "AC00000000000000000000000000000001"
TOKEN = "token-of-the-double"
CONTENTS = {
    "tombol": {
        "twilio/quick-reply": {
            "body": "{{1}}",
            "actions": [{"title": "Ya", "id": "ya"}, {"title": "Tidak", "id": "no"}],
        }
    },
    "daftar": {
        "twilio/list-picker": {
            "body": "{{1}}",
            "button": "Lihat pilihan",
            "items": [
                {"item": "Gaji belum dibayar", "id": "wages", "description": "upah, lembur, potongan"},
                {"item": "Surat dan paspor", "id": "documents"},
            ],
        }
    },
}


@contextmanager
def serve(app: Flask) -> Iterator[str]:
    """Serve an app in a thread on a free loopback port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Parrot:
    """An application that answers every message with the same words; "tombol" and "daftar" give it choices."""

    double_url: str = ""
    status: int = 200
    forms: list[dict[str, str]] = field(default_factory=list)
    contents: dict[str, str] = field(default_factory=dict)

    def hear(self, form: dict[str, str]) -> None:
        """Answer one webhook."""
        self.forms.append(form)
        body = form["Body"]
        data = {"To": form["From"], "From": form["To"], "Body": f"Anda menulis: {body or form['MessageType']}"}
        if body in CONTENTS:
            data |= {"ContentSid": self.contents[body], "ContentVariables": '{"1": "Mau yang mana?"}'}
        self.post(f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json", data=data)

    def prepare(self) -> None:
        """Keep the contents with choices."""
        for name, types in CONTENTS.items():
            made = self.post("/v1/Content", json={"language": "id", "types": types})
            self.contents[name] = made["sid"]

    def post(self, path: str, **body: Any) -> Any:
        """Ask the double as an application does."""
        return requests.post(self.double_url + path, auth=(ACCOUNT, TOKEN), timeout=5, **body).json()


@dataclass(frozen=True)
class Site:
    """A running page with its double and its application."""

    url: str
    double_url: str
    parrot: Parrot


@pytest.fixture
def site() -> Iterator[Site]:
    """The simulator page, served by an app with nothing else in it."""
    parrot = Parrot()
    application = Flask("application")

    @application.post("/twilio/inbound")
    def inbound() -> Response:
        if parrot.status == 200:
            parrot.hear(request.form.to_dict())
        return Response("<Response/>", status=parrot.status, mimetype="text/xml")

    with ExitStack() as stack:
        application_url = stack.enter_context(serve(application))
        config = DoubleConfig(
            account_sid=ACCOUNT,
            auth_token=TOKEN,
            inbound_url=f"{application_url}/twilio/inbound",
            public_url="https://pulang.example",
            receipts=(0.0, 0.01, 0.02),
        )
        double = create_double(config)
        stack.callback(double.extensions["double"].close)
        parrot.double_url = stack.enter_context(serve(double))
        parrot.prepare()
        pages = Flask("pages")
        pages.register_blueprint(simulator(parrot.double_url, (ACCOUNT, TOKEN)))
        yield Site(stack.enter_context(serve(pages)), parrot.double_url, parrot)
