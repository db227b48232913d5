"""Whole-app invariants: no route is open unless it is named here, and no form is taken without its token."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from twilio.request_validator import RequestValidator
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from console.access import PUBLIC as CONSOLE_PUBLIC
from pulang.main.home import Home, open_home
from pulang.main.prepare import DEMO_NAME, DEMO_PASSWORD, prepare
from pulang.main.settings import Settings
from pulang.main.web import create_app
from pulang.main.wiring import Wiring

# Open to everybody: health, and the demo's page (which exists only with the double, and speaks only to it).
PUBLIC = CONSOLE_PUBLIC | {
    "healthz", "simulator.page", "simulator.setup", "simulator.static", "simulator.create", "simulator.conversation",
    "simulator.write",
}  # fmt: skip
# Closed by Twilio's signature instead of a log-in.
SIGNED = {"gateway.inbound", "gateway.status"}
REAL = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 31 + "1", "TWILIO_AUTH_TOKEN": "token", "PULANG_SMS_SENDER": "+15005550007",
    "PULANG_PUBLIC_URL": "https://pulang.example",
}  # fmt: skip


@pytest.fixture
def app(settings: Settings, home: Home, redis_url: str) -> Flask:
    """Give the app of a demo, assembled as in production."""
    prepare(settings, home)
    return create_app(settings, home, Wiring(redis_url, None, 1, 1, 1))


@pytest.fixture
def real(tmp_path: Path, redis_url: str) -> Flask:
    """Give the app of an installation with real credentials."""
    given = Settings.model_validate({"PULANG_HOME": str(tmp_path / "real"), **REAL})
    home = open_home(given)
    prepare(given, home)
    return create_app(given, home, Wiring(redis_url, None, 1, 1, None))


def routes(app: Flask) -> list[tuple[str, str, Rule]]:
    """List every method and path of an app, with a made-up value for each variable."""
    found = []
    for rule in app.url_map.iter_rules():
        values = {name: 1 if "Integer" in type(rule._converters[name]).__name__ else "x" for name in rule.arguments}
        if "what" in values:
            values["what"] = "messages"
        with app.test_request_context():
            path = app.url_map.bind("").build(rule.endpoint, values)
        found += [(method, path, rule) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]
    return found


def closed(answer: TestResponse) -> bool:
    """Tell whether an answer sends a stranger away: to the log-in, or with 401 or 403."""
    to_log_in = answer.status_code in {302, 303} and "/console/login" in answer.headers["Location"]
    return to_log_in or answer.status_code in {401, 403}


def test_every_route_is_closed_signed_or_public(app: Flask) -> None:
    """A stranger with a good form token gets into nothing that is not listed."""
    app.config["WTF_CSRF_METHODS"] = set()  # its refusal would hide a missing log-in
    client = app.test_client()
    open_routes = [
        f"{method} {path}"
        for method, path, rule in routes(app)
        if rule.endpoint not in PUBLIC and not closed(client.open(path, method=method))
    ]

    assert open_routes == []


def test_the_lists_name_nothing_that_is_gone(app: Flask) -> None:
    """A route that was removed leaves the lists too."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert endpoints >= PUBLIC | SIGNED


def test_every_form_of_the_console_needs_its_token(app: Flask) -> None:
    """A form that another site makes a counsellor's browser send, without our token, is refused."""
    client = app.test_client()
    methods, app.config["WTF_CSRF_METHODS"] = app.config["WTF_CSRF_METHODS"], set()
    logged_in = client.post("/console/login", data={"name": DEMO_NAME, "password": DEMO_PASSWORD})
    assert logged_in.status_code == 302
    app.config["WTF_CSRF_METHODS"] = methods
    assert client.get("/console/").status_code == 200
    accepted = [
        f"{method} {path}"
        for method, path, rule in routes(app)
        if method != "GET" and rule.endpoint.startswith("console.")
        if client.open(path, method=method).status_code not in {400, 403}
    ]

    assert accepted == []


def test_a_real_installation_has_no_demo(real: Flask) -> None:
    """With Twilio's credentials there is neither simulator nor double to reach."""
    assert not [rule for rule in real.url_map.iter_rules() if rule.endpoint.startswith("simulator")]
    assert real.test_client().get("/simulator/").status_code == 404
    assert real.config["SESSION_COOKIE_SECURE"] is True


def test_a_real_installation_takes_no_signature_of_the_double(real: Flask, tmp_path: Path) -> None:
    """The double's token, known to the machine, opens nothing on a real installation."""
    token = open_home(Settings.model_validate({"PULANG_HOME": str(tmp_path / "real"), **REAL})).keys.double_token
    form = {"MessageSid": "SM1", "From": "+6281200000101", "Body": "halo"}
    url = "https://pulang.example/twilio/inbound"

    def post(by: str) -> int:
        headers = {"X-Twilio-Signature": RequestValidator(by).compute_signature(url, form)}
        return real.test_client().post("/twilio/inbound", data=form, headers=headers).status_code

    assert (post(token), post("token")) == (403, 200)


@pytest.mark.parametrize("path", ["/", "/hak", "/console/login", "/nothing", "/twilio/inbound", "/console/"])
def test_every_answer_carries_its_protections(app: Flask, path: str) -> None:
    """No page can be framed, sniffed or told where one came from."""
    headers = app.test_client().get(path).headers

    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_health_is_503_while_a_part_is_down(app: Flask) -> None:
    """Nothing listens at the inner ports here: the parts are named, and the status says that all is not well."""
    answer = app.test_client().get("/healthz")

    assert answer.status_code == 503
    assert answer.json is not None
    assert (answer.json["database"], answer.json["redis"], answer.json["rasa"]) == ("ready", "ready", "down")


def test_a_failure_says_nothing_of_what_was_sent(app: Flask) -> None:
    """An error of ours is one plain line, without text, trace or path."""

    @app.get("/broken")
    def broken() -> str:
        raise ValueError("saya dipukul +6281200000101")

    answer = app.test_client().get("/broken")

    assert (answer.status_code, answer.text) == (500, "500 Internal Server Error\n")


def test_wiring_reads_what_it_wrote() -> None:
    """What the supervisor hands down is what a child gets."""
    wiring = Wiring("redis://:p@127.0.0.1:1/0", 1, 2, 3, 4)

    assert Wiring.inherited(wiring.environment()) == wiring
    assert replace(wiring, double_port=None).double_url is None
