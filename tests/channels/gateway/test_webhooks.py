from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from twilio.request_validator import RequestValidator

from channels.gateway.forms import read_inbound
from pulang.conversation import inbox
from pulang.outbox import Part
from pulang.outbox import rows as outbox
from pulang.store import Keyring, Store
from pulang.store.tables import InboxRow, OutboxRow, OutboxState, Person

PUBLIC = "https://pulang.example"
TEXT = "saya dipukul majikan"
FORM = {"MessageSid": "SM1", "From": "whatsapp:+6281200000101", "To": "whatsapp:+15005550006", "Body": TEXT}


def test_a_signed_message_is_kept_and_acknowledged(gate: Any) -> None:
    """The answer is an empty TwiML document; the message waits in the inbox, the worker is woken, the event counted."""
    answer = gate.post(FORM)

    assert (answer.status_code, answer.mimetype, answer.text) == (200, "text/xml", "<Response/>")
    with gate.store.read() as session:
        row = session.scalars(select(InboxRow)).one()
    assert (row.provider_id, row.channel, row.content["text"]) == ("SM1", "whatsapp", TEXT)
    assert gate.bell.wait(1) == row.person_id
    assert gate.bell.counts() == {"inbound": 1}


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param({"headers": {"X-Twilio-Signature": "AAAADt4T1cUTdK1PDd93/VVr8B8="}}, id="wrong"),
        pytest.param({"headers": {"X-Twilio-Signature": ""}}, id="empty"),
        pytest.param({"token": "token-of-somebody-else"}, id="another token"),
        pytest.param({"signed": {**FORM, "Body": "lain"}}, id="a changed text"),
        pytest.param({"signed": FORM | {"Extra": "1"}}, id="a parameter less"),
    ],
)
def test_a_wrong_signature_leaves_no_trace(gate: Any, spoil: dict[str, Any]) -> None:
    """Whatever does not carry Twilio's signature over exactly this form is refused, stored nowhere, and counted."""
    answer = gate.post(FORM, **spoil)

    assert (answer.status_code, answer.data) == (403, b"")
    assert (gate.kept(), len(gate.spool), gate.bell.counts()) == (0, 0, {"signature_refused": 1})


@pytest.mark.parametrize("path", ["/twilio/inbound", "/twilio/status"])
def test_a_missing_signature_leaves_no_trace(gate: Any, path: str) -> None:
    """Neither webhook answers anybody who does not sign."""
    answer = gate.client.post(path, data=FORM)

    assert answer.status_code == 403
    assert (gate.kept(), gate.bell.counts()) == (0, {"signature_refused": 1})


def test_several_tokens_are_accepted_while_they_rotate(gate: Any) -> None:
    """Today's token and yesterday's both open the door."""
    assert gate.post(FORM, token="token-of-today").status_code == 200
    assert gate.post({**FORM, "MessageSid": "SM2"}, token="token-of-yesterday").status_code == 200
    assert gate.kept() == 2


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Host": "evil.example"}, id="Host"),
        pytest.param({"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}, id="X-Forwarded-Host"),
    ],
)
def test_no_header_says_what_our_address_is(gate: Any, headers: dict[str, str]) -> None:
    """The signature is checked over the configured address alone, so a proxy's headers neither break nor fool it."""
    assert gate.post(FORM, headers=headers).status_code == 200


def test_a_signature_for_another_host_is_refused(gate: Any) -> None:
    """A signature made for the address in the Host header does not open ours."""
    signature = RequestValidator("token-of-today").compute_signature("https://evil.example/twilio/inbound", FORM)
    headers = {"X-Twilio-Signature": signature, "Host": "evil.example"}

    assert gate.client.post("/twilio/inbound", data=FORM, headers=headers).status_code == 403


@pytest.mark.parametrize("service", [{}, {"MessagingServiceSid": "MG" + "0" * 32}], ids=["without", "with"])
def test_a_messaging_service_makes_no_difference(gate: Any, service: dict[str, str]) -> None:
    """Signature and parsing are right with and without MessagingServiceSid."""
    assert gate.post({**FORM, **service}).status_code == 200
    assert gate.kept() == 1


def test_a_query_is_part_of_the_signed_address(gate: Any) -> None:
    """Twilio signs the query too: with it the message is taken, with another one it is not."""
    assert gate.post(FORM, "/twilio/inbound?from=a%20b").status_code == 200
    signature = RequestValidator("token-of-today").compute_signature(f"{PUBLIC}/twilio/inbound", FORM)
    headers = {"X-Twilio-Signature": signature}
    assert gate.client.post("/twilio/inbound?x=1", data=FORM, headers=headers).status_code == 403


@pytest.mark.parametrize("path", ["/twilio/inbound", "/twilio/status"])
def test_an_oversized_form_is_refused(gate: Any, path: str) -> None:
    """More than 64 KB is 413 without a look at the signature; nothing is kept."""
    answer = gate.post({**FORM, "Body": "a" * (64 * 1024)}, path)

    assert answer.status_code == 413
    assert (gate.kept(), gate.bell.counts()) == (0, {"form_too_large": 1})


def test_a_form_just_below_the_limit_is_taken(gate: Any) -> None:
    """The limit refuses nothing that fits."""
    assert gate.post({**FORM, "Padding": "a" * (63 * 1024)}).status_code == 200


@pytest.mark.parametrize(
    ("form", "path"),
    [
        pytest.param({"Body": TEXT}, "/twilio/inbound", id="no id"),
        pytest.param({"MessageSid": "SM1", "Body": TEXT}, "/twilio/inbound", id="no sender"),
        pytest.param({"MessageStatus": "sent"}, "/twilio/status?m=x", id="status of nothing"),
    ],
)
def test_a_malformed_form_is_refused(gate: Any, form: dict[str, str], path: str) -> None:
    """A signed form that is no message is 400, without a word of it in the answer, kept nowhere, and counted."""
    answer = gate.post(form, path)

    assert (answer.status_code, answer.data) == (400, b"")
    assert (gate.kept(), len(gate.spool), gate.bell.counts()) == (0, 0, {"form_refused": 1})


def test_json_is_no_form(gate: Any) -> None:
    """A body that is no form is refused like an unsigned one."""
    assert gate.client.post("/twilio/inbound", json=FORM).status_code == 403
    assert gate.kept() == 0


def test_broken_encoding_is_no_error_of_ours(gate: Any) -> None:
    """Bytes that are no UTF-8 are refused; they cannot be what was signed."""
    answer = gate.client.post(
        "/twilio/inbound", data=b"MessageSid=SM1&Body=%ff%fe\xff", content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": "x"},
    )  # fmt: skip

    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_only_post_is_served(gate: Any, method: str) -> None:
    """A webhook is posted and nothing else."""
    assert getattr(gate.client, method)("/twilio/inbound").status_code == 405


@pytest.mark.parametrize("origin", ["808", "BANK-KU", "rcs:+6281200000109", "whatsapp:orang.contoh@lid"])
def test_unknown_sender_forms_are_stored(gate: Any, origin: str) -> None:
    """Whoever writes is kept, also in a form we have never seen; the same one is the same person."""
    for provider_id in ("SM1", "SM2"):
        assert gate.post({**FORM, "MessageSid": provider_id, "From": origin}).status_code == 200

    assert gate.kept() == 2
    with gate.store.read() as session:
        assert len(session.scalars(select(Person)).all()) == 1


def test_a_repeated_webhook_changes_nothing(gate: Any) -> None:
    """The same id again is acknowledged and counted, and nobody is woken for it."""
    for _ in range(3):
        assert gate.post(FORM).status_code == 200

    assert gate.kept() == 1
    assert gate.bell.counts() == {"inbound": 1, "inbound_repeated": 2}
    assert gate.bell.wait(1) is not None
    assert gate.bell.wait(0.1) is None


@pytest.fixture
def unwritable(keyring: Keyring, tmp_path: Path) -> Any:
    """Give a database whose file cannot be opened."""
    made = Store(f"sqlite:///{tmp_path / 'missing' / 'pulang.db'}", keyring)
    yield made
    made.close()


def test_an_unwritable_database_sends_messages_to_the_spool(
    open_gate: Callable[..., Any], unwritable: Store, store: Store, tmp_path: Path
) -> None:
    """The message is acknowledged, lies sealed on the disk once however often it comes, and is taken in unchanged."""
    gate = open_gate(unwritable)
    assert [gate.post(FORM).status_code for _ in range(2)] == [200, 200]

    assert (len(gate.spool), gate.bell.counts()) == (1, {"inbound_spooled": 2})
    files = [path for path in (tmp_path / "spool").iterdir() if path.is_file()]
    assert all(b"dipukul" not in path.read_bytes() and "6281200000101" not in path.name for path in files)
    for path, message, received_at in gate.spool.waiting():
        assert message == read_inbound(FORM)
        assert inbox.receive(store, message, received_at) is not None
        gate.spool.done(path)
    assert len(gate.spool) == 0


def test_what_was_spooled_goes_in_before_what_comes_now(
    open_gate: Callable[..., Any], unwritable: Store, store: Store
) -> None:
    """When the database is back, the next webhook takes in the earlier messages first, so their order stays."""
    away, back = open_gate(unwritable), open_gate(store)
    for number in (1, 2):
        assert away.post({**FORM, "MessageSid": f"SM{number}"}).status_code == 200
    assert back.post({**FORM, "MessageSid": "SM3"}).status_code == 200

    with store.read() as session:
        assert list(session.scalars(select(InboxRow.provider_id).order_by(InboxRow.id))) == ["SM1", "SM2", "SM3"]
    assert len(back.spool) == 0


def test_a_spooled_message_nobody_can_open_holds_up_nothing(gate: Any, tmp_path: Path) -> None:
    """A damaged file stays for an operator; messages go on."""
    (tmp_path / "spool").mkdir()
    (tmp_path / "spool" / "x.sealed").write_bytes(b"damaged")

    assert gate.post(FORM).status_code == 200
    assert (gate.kept(), len(gate.spool)) == (1, 1)


def test_nowhere_to_write_is_503(open_gate: Callable[..., Any], unwritable: Store, tmp_path: Path) -> None:
    """When neither database nor spool can be written, Twilio is told to come again."""
    (tmp_path / "file").write_text("")
    answer = open_gate(unwritable, tmp_path / "file" / "spool").post(FORM)

    assert (answer.status_code, answer.data) == (503, b"")


def test_a_status_that_cannot_be_written_is_503(open_gate: Callable[..., Any], unwritable: Store) -> None:
    """A status callback is not swallowed when the database is away."""
    form = {"MessageSid": "SM7", "MessageStatus": "delivered"}

    assert open_gate(unwritable).post(form, "/twilio/status?m=x").status_code == 503


def queued(gate: Any, clock: Any) -> str:
    """Put a message to somebody into the outbox, as handed to Twilio; gives its id."""
    with gate.store.write() as session:
        person = Person(created_at=clock())
        session.add(person)
        session.flush()
        (row,) = outbox.queue(session, [Part("halo")], person_id=person.id, channel="whatsapp", now=clock())
        assert outbox.take(session, row, clock())
        return row.id


@pytest.mark.parametrize(
    ("statuses", "state", "error"),
    [
        pytest.param(["sent", "delivered", "read"], OutboxState.READ, None, id="in order"),
        pytest.param(["delivered", "sent"], OutboxState.DELIVERED, None, id="late sent"),
        pytest.param(["read", "delivered", "sent"], OutboxState.READ, None, id="backwards"),
        pytest.param(["sent", "sent"], OutboxState.SENT, None, id="repeated"),
        pytest.param(["queued", "accepted", "sending"], OutboxState.SENDING, None, id="nothing new"),
        pytest.param(["sent", "undelivered:63016", "delivered"], OutboxState.UNDELIVERED, "63016", id="undelivered"),
        pytest.param(["failed:21610", "sent"], OutboxState.FAILED, "21610", id="failed"),
        pytest.param(["read", "failed:30008"], OutboxState.READ, None, id="read stays read"),
        pytest.param(["huh"], OutboxState.SENDING, None, id="unknown"),
    ],
)
def test_statuses_only_move_forward(
    gate: Any, clock: Any, statuses: list[str], state: OutboxState, error: str | None
) -> None:
    """Late, repeated and unknown callbacks change nothing; each is answered with 204."""
    row_id = queued(gate, clock)
    for status in statuses:
        name, _, code = status.partition(":")
        form = {"MessageSid": "SM7", "MessageStatus": name, **({"ErrorCode": code} if code else {})}
        assert gate.post(form, f"/twilio/status?m={row_id}").status_code == 204

    with gate.store.read() as session:
        row = session.scalars(select(OutboxRow)).one()
    assert (row.state, row.error) == (state, error)
    assert row.provider_id in {None, "SM7"}


@pytest.mark.parametrize("query", ["", "?m=", "?m=nobody"])
def test_a_status_of_a_message_not_ours_changes_nothing(gate: Any, clock: Any, query: str) -> None:
    """A callback without our id, or with one we do not know, is acknowledged and forgotten."""
    queued(gate, clock)

    assert gate.post({"MessageSid": "SM7", "MessageStatus": "read"}, f"/twilio/status{query}").status_code == 204
    with gate.store.read() as session:
        assert session.scalars(select(OutboxRow.state)).one() is OutboxState.SENDING


def test_a_status_of_another_attempt_changes_nothing(gate: Any, clock: Any) -> None:
    """Once a row holds a provider's id, callbacks of another id do not move it."""
    row_id = queued(gate, clock)
    gate.post({"MessageSid": "SM7", "MessageStatus": "sent"}, f"/twilio/status?m={row_id}")
    gate.post({"MessageSid": "SM8", "MessageStatus": "read"}, f"/twilio/status?m={row_id}")

    with gate.store.read() as session:
        row = session.scalars(select(OutboxRow)).one()
    assert (row.state, row.provider_id) == (OutboxState.SENT, "SM7")


def test_everything_goes_on_without_redis(open_gate: Callable[..., Any], store: Store) -> None:
    """A Redis that is away costs a wake-up, not a message."""
    gate = open_gate(store, redis="redis://127.0.0.1:1/0")

    assert gate.post(FORM).status_code == 200
    assert gate.kept() == 1
