from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from pulang.outbox import Choice, Part, Reply
from pulang.outbox import rows as outbox
from pulang.store.tables import OutboxState, Person


def choices(count: int) -> tuple[Choice, ...]:
    """Make choices with payloads of their own."""
    return tuple(Choice(f"Pilihan {number}", f"/pick{number}") for number in range(1, count + 1))


def test_messages_go_in_order_and_each_person_waits_only_for_themselves(post: Any) -> None:
    """What a phone shows is in the order of the outbox; a person whose message is refused holds up nobody."""
    one, two = post.phone(), post.phone("sms")
    for number in range(4):
        one.say(f"satu {number}")
        two.say(f"dua {number}")
    post.deliver()

    assert one.bodies() == [f"satu {number}" for number in range(4)]
    assert two.bodies() == [f"dua {number}" for number in range(4)]
    assert all(row.provider_id for row in post.rows())


def test_a_persons_next_message_waits_for_the_one_before(post: Any, clock: Any) -> None:
    """While a message is put off, the later ones to the same person stay; other people's go."""
    one, two = post.phone(), post.phone()
    one.say("error20429", "kemudian")
    two.say("lain")
    post.deliver()

    assert [state for state, _ in post.states()][:2] == ["queued", "queued"]
    assert (one.bodies(), two.bodies()) == ([], ["lain"])


def test_emergencies_go_first(post: Any) -> None:
    """Among what may go now, an emergency is the first, however late it was written."""
    calm, alarmed = post.phone(), post.phone()
    calm.say("biasa")
    alarmed.say("darurat", emergency=True)
    with post.store.read() as session:
        due = outbox.due(session, post.clock())

    assert [row.emergency for row in due] == [True, False]


def test_threads_send_everything_once_and_in_order(post: Any) -> None:
    """Running as in production, with threads and a bell, nothing is lost, doubled or overtaken."""
    phones = [post.phone("whatsapp" if number % 2 else "sms") for number in range(6)]
    for number in range(5):
        for phone in phones:
            phone.say(f"pesan {number}")
    running = threading.Thread(target=post.sender.run)
    running.start()
    try:
        until = time.monotonic() + 20
        while any(row.provider_id is None for row in post.rows()) and time.monotonic() < until:
            threading.Event().wait(0.05)
    finally:
        post.sender.stop()
        running.join(10)

    assert [phone.bodies() for phone in phones] == [[f"pesan {number}" for number in range(5)]] * 6


# --- choices ---


@pytest.mark.parametrize(
    ("count", "button"), [(1, None), (3, None), (4, "Pilih"), (10, "Pilih")], ids=["one", "three", "four", "ten"]
)
def test_choices_go_as_content(post: Any, count: int, button: str | None) -> None:
    """One to three choices are buttons, four to ten a list; each carries its payload."""
    phone = post.phone()
    phone.reply(Reply("Jawaban.\nDua baris.\n\nMau yang mana?", choices(count)))
    post.deliver()

    answer, menu = phone.shown()
    assert answer["body"] == "Jawaban.\nDua baris."
    assert (menu["body"], menu["list_button"]) == ("Mau yang mana?", button)
    assert [(c["title"], c["id"]) for c in menu["choices"]] == [(c.title, c.payload) for c in choices(count)]


def test_a_content_resource_is_made_once(post: Any) -> None:
    """Two messages with three choices use one resource, also when our own memory of it is gone."""
    phone = post.phone()
    for _ in range(2):
        phone.reply(Reply("Mau?", choices(3)))
    post.deliver()
    post.sender.contents.forget(3)
    phone.reply(Reply("Mau?", choices(3)))
    post.deliver()

    made = post.double.get(f"{post.url}/v1/Content", timeout=5).json()["contents"]
    assert [content["friendly_name"] for content in made] == ["pulang_1_choices_3"]
    assert [len(message["choices"]) for message in phone.shown()] == [3, 3, 3]


def test_a_refused_content_goes_as_a_numbered_text(post: Any) -> None:
    """When Twilio refuses the tappable form (21656), the person gets the same choices numbered, once."""
    phone = post.phone()
    phone.fault("error21656")
    phone.reply(Reply("Mau yang mana?", choices(2)))
    post.deliver()

    assert phone.bodies() == ["Mau yang mana?\n1. Pilihan 1\n2. Pilihan 2"]
    assert phone.shown()[0]["choices"] == []


def test_a_content_that_twilio_lost_is_made_anew(post: Any) -> None:
    """A resource deleted at Twilio costs one plain message; the next has its buttons again."""
    phone = post.phone()
    phone.reply(Reply("Satu?", choices(2)))
    post.deliver()
    (content,) = post.double.get(f"{post.url}/v1/Content", timeout=5).json()["contents"]
    post.double.delete(f"{post.url}/v1/Content/{content['sid']}", timeout=5).raise_for_status()
    phone.reply(Reply("Dua?", choices(2)))
    phone.reply(Reply("Tiga?", choices(2)))
    post.deliver()

    assert [len(message["choices"]) for message in phone.shown()] == [2, 0, 2]


def test_choices_by_sms_are_numbered(post: Any) -> None:
    """No Content resource is asked for an old phone."""
    phone = post.phone("sms")
    phone.reply(Reply("Mau yang mana?", choices(2)))
    post.deliver()

    assert phone.bodies() == ["Mau yang mana?\n1 Pilihan 1\n2 Pilihan 2"]
    assert phone.shown()[0]["encoding"] == "GSM-7"
    assert post.double.get(f"{post.url}/v1/Content", timeout=5).json()["contents"] == []


# --- addresses ---


def test_somebody_without_a_number_is_answered_by_their_whatsapp_id(post: Any) -> None:
    """A WhatsApp id alone is enough."""
    phone = post.phone(with_number=False, external_id=True)
    phone.say("halo")
    post.deliver()

    assert phone.bodies() == ["halo"]
    assert phone.address.startswith("whatsapp:ID.")


def test_a_person_without_any_address_is_given_up(post: Any) -> None:
    """Whoever was erased meanwhile gets nothing, and the row says why."""
    with post.store.write() as session:
        person = Person(created_at=post.clock())
        session.add(person)
        session.flush()
        outbox.queue(session, [Part("halo")], person_id=person.id, channel="whatsapp", now=post.clock())
    post.deliver()

    assert post.states() == [("failed", "no_address")]


def test_a_channel_without_a_sender_is_given_up(open_post: Callable[..., Any]) -> None:
    """An installation without an SMS number says so instead of trying for ever."""
    with open_post(sms_sender=None) as post:
        post.phone("sms").say("halo")
        post.deliver()

        assert post.states() == [("failed", "no_sender")]


def test_a_messaging_service_can_send(open_post: Callable[..., Any]) -> None:
    """A sender that begins with MG is a Messaging Service."""
    with open_post(whatsapp_sender="MG00000000000000000000000000000001") as post:
        phone = post.phone()
        phone.say("halo")
        post.deliver()

        assert phone.bodies() == ["halo"]


# --- errors ---


@pytest.mark.parametrize("code", ["21211", "21408", "21610", "21617", "21656"])
def test_what_twilio_will_never_take_is_given_up_at_once(post: Any, code: str) -> None:
    """A refusal is final after one try, its code stays with the row, and the next message goes on."""
    phone = post.phone()
    phone.say(f"error{code}", "berikutnya")
    post.deliver()

    refused, following = post.rows()
    assert (refused.state, refused.error, refused.attempts) == (OutboxState.FAILED, code, 1)
    assert phone.bodies() == ["berikutnya"]
    assert following.provider_id is not None


@pytest.mark.parametrize("code", ["20429", "20003"])
def test_what_may_go_later_is_put_off_longer_each_time_and_given_up_in_the_end(
    post: Any, clock: Any, code: str
) -> None:
    """The wait doubles with some chance in it, is bounded, and ends in a state that a counsellor can see."""
    post.phone().say(f"error{code}")
    waits = []
    while post.rows()[0].state is not OutboxState.FAILED:
        post.deliver()
        (row,) = post.rows()
        assert row.attempts <= outbox.ATTEMPTS
        if row.state is OutboxState.QUEUED:
            assert row.error == code
            waits.append((row.due_at - clock()).total_seconds())
            clock.now = row.due_at

    assert (post.rows()[0].attempts, post.states()) == (outbox.ATTEMPTS, [("failed", code)])
    assert len(waits) == outbox.ATTEMPTS - 1
    assert all(min(2.0**n, 300) * 0.5 <= wait <= min(2.0**n, 300) * 1.5 for n, wait in enumerate(waits))


def test_a_throttled_message_goes_when_its_time_has_come(post: Any, clock: Any) -> None:
    """After one 429 the same message goes, once."""
    phone = post.phone()
    phone.fault("error20429")
    phone.say("halo")
    post.deliver()
    assert phone.bodies() == []
    clock.forward(seconds=2)
    post.deliver()

    assert phone.bodies() == ["halo"]


def test_a_throttled_content_stays_a_content(post: Any, clock: Any) -> None:
    """Too many at once is no reason to fall back to plain text."""
    phone = post.phone()
    phone.fault("error20429")
    phone.reply(Reply("Mau?", choices(2)))
    post.deliver()
    clock.forward(seconds=2)
    post.deliver()

    assert [len(message["choices"]) for message in phone.shown()] == [2]


def test_somebody_who_said_stop_to_twilio_gets_nothing(post: Any) -> None:
    """After STOP the carrier's refusal (21610) is final and the phone stays silent."""
    phone = post.phone("sms")
    phone.write("STOP")
    phone.say("halo")
    post.deliver()

    assert post.states() == [("failed", "21610")]
    assert phone.shown() == []


def test_what_is_undelivered_later_is_seen(post: Any) -> None:
    """An accepted message that the channel refuses afterwards (63016) ends undelivered, with its code."""
    post.phone().say("error63016")
    post.deliver()

    assert post.await_state(OutboxState.UNDELIVERED).error == "63016"


def test_receipts_move_a_message_to_read(post: Any) -> None:
    """The real callbacks of the double, signed and posted to the gateway, move the row to its end."""
    post.phone().say("halo")
    post.deliver()

    assert post.await_state(OutboxState.READ).error is None


# --- an answer that never came ---


def test_a_lost_answer_is_found_by_its_callback(post: Any, clock: Any) -> None:
    """Twilio took the message and the connection broke: the callback says so, and it is not sent again."""
    phone = post.phone()
    phone.fault("drop")
    phone.say("halo", "dan ini")
    post.deliver()
    until = time.monotonic() + 5
    while post.rows()[0].state in outbox.OPEN_STATES and time.monotonic() < until:
        threading.Event().wait(0.02)
    post.deliver()

    assert phone.bodies() == ["halo", "dan ini"]
    assert post.rows()[0].attempts == 1


def test_a_lost_answer_is_found_in_twilios_list(post: Any, clock: Any) -> None:
    """Without any callback the list shows a message that no row of ours holds: it is ours, and exactly one exists."""
    phone = post.phone()
    phone.say("sebelumnya")
    post.deliver()
    phone.fault("drop status-never")
    (row,) = phone.say("halo")
    post.deliver()
    assert post.rows()[-1].state is OutboxState.SENDING
    clock.forward(seconds=14)
    post.deliver()
    assert post.rows()[-1].attempts == 1
    clock.forward(seconds=2)
    post.deliver()

    assert phone.bodies() == ["sebelumnya", "halo"]
    found = next(kept for kept in post.rows() if kept.id == row.id)
    assert (found.state, found.provider_id) == (OutboxState.SENT, phone.shown()[-1]["sid"])


def test_a_lost_content_is_not_sent_again_as_text(post: Any, clock: Any) -> None:
    """A broken connection under a tappable message is looked up, not answered with the plain form."""
    phone = post.phone()
    phone.fault("drop status-never")
    phone.reply(Reply("Mau?", choices(2)))
    post.deliver()
    clock.forward(seconds=16)
    post.deliver()

    assert [len(message["choices"]) for message in phone.shown()] == [2]


def test_a_sender_that_died_before_sending_sends_once(post: Any, clock: Any) -> None:
    """A row marked `sending` that Twilio never saw goes after its patience, once."""
    phone = post.phone()
    (row,) = phone.say("halo")
    with post.store.write() as session:
        assert outbox.take(session, row, clock())
    post.deliver()
    assert phone.bodies() == []
    clock.forward(seconds=16)
    post.deliver()
    post.deliver()

    assert phone.bodies() == ["halo"]


@pytest.mark.parametrize(("emergency", "patience"), [(False, 15), (True, 3)], ids=["calm", "emergency"])
def test_an_emergency_is_looked_up_within_three_seconds(
    post: Any,
    clock: Any,
    emergency: bool,  # noqa: FBT001
    patience: int,
) -> None:
    """An interrupted message waits fifteen seconds, an emergency three, and then goes."""
    phone = post.phone()
    (row,) = phone.say("halo", emergency=emergency)
    with post.store.write() as session:
        assert outbox.take(session, row, clock())
    clock.forward(seconds=patience - 0.1)
    post.deliver()
    assert phone.bodies() == []
    clock.forward(seconds=0.2)
    post.deliver()

    assert phone.bodies() == ["halo"]


def test_an_emergency_does_not_wait_for_a_slow_answer(post: Any, clock: Any) -> None:
    """The request of an emergency ends before its patience does; the message is then found, not doubled."""
    phone = post.phone()
    phone.fault("slow3500 status-never")
    phone.say("darurat", emergency=True)
    began = time.monotonic()
    post.deliver()
    assert time.monotonic() - began < outbox.EMERGENCY_PATIENCE.total_seconds()
    assert post.rows()[0].state is OutboxState.SENDING
    clock.now += outbox.EMERGENCY_PATIENCE + timedelta(seconds=0.1)
    post.deliver()

    assert phone.bodies() == ["darurat"]
    assert post.rows()[0].provider_id == phone.shown()[0]["sid"]


def test_two_senders_never_send_the_same_row(post: Any, clock: Any) -> None:
    """Whoever marks a row second leaves it alone."""
    phone = post.phone()
    (row,) = phone.say("halo")
    post.sender.send(row)
    post.sender.send(row)

    assert phone.bodies() == ["halo"]


def test_a_twilio_that_is_away_is_given_up_in_the_end(open_post: Callable[..., Any], clock: Any) -> None:
    """Nobody answers: the row is tried again and again, and ends failed with a fixed word."""
    with open_post(api_url="http://127.0.0.1:1") as post:
        post.phone().say("halo")
        while post.rows()[0].state is not OutboxState.FAILED:
            assert post.rows()[0].attempts <= outbox.ATTEMPTS
            post.deliver()
            clock.forward(seconds=400)

        assert (post.rows()[0].attempts, post.states()) == (outbox.ATTEMPTS, [("failed", "no_answer")])
