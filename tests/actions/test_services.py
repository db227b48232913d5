from __future__ import annotations

from typing import Any

import pytest

KARAWANG = {"place": "32.15"}


def test_doors_near_a_known_place(ask: Any) -> None:
    """With a known place the nearest door comes first, with its number and its date."""
    answered = ask(
        "action_services", intent="find_service", slots={"topic": "shelter"}, person={**KARAWANG, "group": "woman"}
    )
    said = answered.said()
    assert said.startswith("UPTD PPA Karawang\nHubungi: 0813-2000-5060\nKabupaten Karawang. Terakhir dicek 01/2026")
    assert "129" in said
    assert answered.choices == {"choice.change_place": '/find_service{"change_place": "yes"}', "choice.human": "/human"}
    assert answered.slots == {}


def test_sms_is_short(ask: Any) -> None:
    """By SMS two doors fit two segments."""
    answered = ask(
        "action_services", intent="find_service", slots={"topic": "shelter"}, person={**KARAWANG, "channel": "sms"}
    )
    said = answered.said(sms=True)
    assert len(said) <= 250
    assert "0813-2000-5060" in said
    assert "171" in said


def test_old_lines_say_their_date(ask: Any) -> None:
    """A national line checked over a year ago says when; one of this year does not."""
    blocks = ask("action_services", intent="find_service", slots={"topic": "wages"}, level=2).payload["blocks"]
    said = {block["values"]["name"]: block["message"] for block in blocks}
    assert said["KP2MI"] == "services.card_national_dated"
    assert said["Migrant CARE"] == "services.card_national"


def test_men_get_other_doors(ask: Any) -> None:
    """A man hears first of a door that is open to him."""
    answered = ask(
        "action_services", intent="find_service", slots={"topic": "shelter"}, person={**KARAWANG, "group": "man"}
    )
    assert answered.said().startswith("BP3MI Jawa Barat\nDatang ke kantornya di Kota Bandung, kira-kira 8")


def test_unknown_place_is_asked_once(ask: Any) -> None:
    """Without a place the question follows a national line, and the slot remembers what stands open."""
    answered = ask("action_services", intent="find_service", slots={"topic": "wages"})
    assert answered.messages[-1] == "place.ask"
    assert "0-800-1000" in answered.said()
    assert answered.slots == {"awaiting": "place"}
    assert answered.said().count("?") == 1


def test_urgent_is_not_asked(ask: Any) -> None:
    """In urgent need the national lines come at once, without a question."""
    answered = ask("action_services", intent="find_service", slots={"topic": "shelter"}, level=2)
    assert "place.ask" not in answered.messages
    assert answered.messages[0].startswith("services.card_national")


def test_place_in_the_question(ask: Any) -> None:
    """A place named in the same message is used and remembered."""
    answered = ask(
        "action_services", intent="find_service", entities=[("place", "32.15")], slots={"topic": "police_report"}
    )
    assert answered.said().startswith("Polres Karawang")
    assert answered.command == {"name": "place", "code": "32.15"}
    assert answered.slots == {"place": "32.15", "country": None}


def test_place_of_this_conversation_counts_more(ask: Any) -> None:
    """What was said now goes before what the person's row knows."""
    answered = ask(
        "action_services", intent="find_service", slots={"topic": "shelter", "place": "32.03"}, person=KARAWANG
    )
    assert "100 km" in answered.said()


@pytest.mark.parametrize("how", ["entity", "slot"])
def test_several_places(ask: Any, how: str) -> None:
    """When several places could be meant, the choice between them is asked."""
    codes = ["32.09", "32.74"]
    asked = {"entities": [("place", code) for code in codes]} if how == "entity" else {"slots": {"place": codes}}
    answered = ask("action_services", intent="find_service", **asked)
    assert answered.messages == ["place.which"]
    assert answered.choices == {
        "Kabupaten Cirebon": '/find_service{"place": "32.09"}',
        "Kota Cirebon": '/find_service{"place": "32.74"}',
    }
    assert answered.slots["awaiting"] == "which_place"


def test_from_abroad(ask: Any) -> None:
    """From abroad only what can be called there is named, and the embassy."""
    answered = ask("action_services", intent="find_service", slots={"topic": "return_home", "country": "MY"})
    said = answered.said()
    assert "+62 21 2924 4800" in said
    assert "KBRI atau KJRI" in said
    assert "0-800" not in said
    assert "129" not in said


def test_a_relatives_country_is_not_ones_own(ask: Any) -> None:
    """Who writes about a relative in Cambodia is in Indonesia: the free call works."""
    answered = ask("action_services", intent="find_service", slots={"topic": "relative_abroad", "country": "KH"})
    assert "0-800-1000" in answered.said()
    assert "Kamboja" in answered.said()


def test_pin_measures_from_there(ask: Any) -> None:
    """A pin in the person's own regency measures the distance."""
    person = {"place": "32.03", "point": [-6.82, 107.14]}
    near = ask("action_services", intent="find_service", slots={"topic": "wages"}, person=person)
    without = ask("action_services", intent="find_service", slots={"topic": "wages"}, person={"place": "32.03"})
    assert near.payload["blocks"][0]["values"]["distance"] != without.payload["blocks"][0]["values"]["distance"]


def test_without_the_database(broken: Any) -> None:
    """When the directory cannot be asked, the national lines are named."""
    answered = broken("action_services", intent="find_service", slots={"topic": "restitution"}, person=KARAWANG)
    assert answered.messages[0] == "error.directory"
    assert "148" in answered.said()
