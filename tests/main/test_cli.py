from __future__ import annotations

import json
import socket
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import select

from pulang.counselling import cases
from pulang.main.cli import main
from pulang.main.home import Home
from pulang.main.prepare import DEMO_NAME, prepare
from pulang.main.settings import Settings
from pulang.store.tables import Counsellor, Person, Role
from pulang.taxonomy import Level, Signal

Pulang = Callable[..., Result]
COMMANDS = [
    [], ["up"], ["understand"], ["services"], ["cases"], ["directory"], ["directory", "check"], ["counsellor"],
    ["counsellor", "add"],
]  # fmt: skip


@pytest.fixture
def prepared(settings: Settings, home: Home) -> Home:
    """Give a home as `pulang up` prepares it."""
    prepare(settings, home)
    return home


def names(group: Mapping[str, object], before: tuple[str, ...] = ()) -> list[list[str]]:
    """List every command of a group of commands."""
    found: list[list[str]] = []
    for name, command in group.items():
        found += [[*before, name], *names(getattr(command, "commands", {}), (*before, name))]
    return found


def test_the_table_of_commands_is_complete() -> None:
    """A new command must be listed here, and so gets its help tested."""
    assert sorted(names(main.commands)) == sorted(COMMANDS[1:])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: " ".join(words) or "pulang")
def test_help_tells_what_a_command_does(pulang: Pulang, command: list[str]) -> None:
    """`--help` needs no settings, ends with 0, and each argument it asks for is explained."""
    done = pulang(*command, "--help", environment={"PULANG_PORT": "many"})

    assert (done.exit_code, done.stderr) == (0, "")
    usage, _, rest = done.stdout.partition("\n\n")
    assert usage.startswith("Usage:")
    assert len(rest.strip().splitlines()[0].split()) > 3
    for argument in ("FILE", "NAME"):
        assert argument not in usage or argument in rest


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["nonsense"], id="no such command"),
        pytest.param(["services"], id="nothing asked"),
        pytest.param(["services", "--place", "Sukabumi", "--topic", "nonsense"], id="no such topic"),
        pytest.param(["services", "--place", "x", "--topic", "wages", "--lat", "100"], id="off the globe"),
        pytest.param(["counsellor", "add", "Sari", "--role", "queen"], id="no such role"),
        pytest.param(["understand", "missing.jsonl"], id="no such file"),
    ],
)
def test_wrong_use_ends_with_2(pulang: Pulang, command: list[str]) -> None:
    """Wrong arguments are told on stderr with the usage."""
    done = pulang(*command)

    assert (done.exit_code, done.stdout) == (2, "")
    assert "Usage:" in done.stderr


@pytest.mark.parametrize(
    "command",
    [["cases"], ["directory", "check"], ["counsellor", "add", "Sari", "--role", "editor"],
     ["services", "--place", "Kabupaten Sukabumi", "--topic", "wages"]],
    ids=lambda words: words[0],
)  # fmt: skip
def test_a_database_never_prepared_is_told(pulang: Pulang, command: list[str]) -> None:
    """One line that says what to do, and exit code 1."""
    done = pulang(*command)

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "pulang: the database is older than this program (or empty): run `pulang up` once\n"


def test_a_database_that_is_away_is_told(pulang: Pulang) -> None:
    """Nobody answers at the database's address: one line, exit code 1, and no password in it."""
    done = pulang("cases", environment={"PULANG_DATABASE_URL": "postgresql+psycopg://pulang:secret@127.0.0.1:1/pulang"})

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "pulang: the database cannot be reached\n"


def test_a_port_in_use_is_told(pulang: Pulang) -> None:
    """`up` does not take another program's answers for its own: one line, exit code 2, nothing prepared."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = pulang("up", environment={"PULANG_PORT": str(port)})

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"pulang: PULANG_PORT: another program uses port {port} already\n"


# --- services ---


def test_services_of_a_place_as_json(pulang: Pulang, prepared: Home) -> None:
    """A list of the contract's fields, not empty, with phones to call."""
    done = pulang("services", "--place", "Kabupaten Sukabumi", "--topic", "wages", "--json")

    assert (done.exit_code, done.stderr) == (0, "")
    listed = json.loads(done.stdout)
    assert listed
    expected = {"id", "name", "organization", "place", "distance_km", "phones", "assured_on", "status", "serves"}
    assert all(expected <= set(service) for service in listed)
    assert any(service["phones"] for service in listed)
    assert {service["status"] for service in listed} <= {"fresh", "dated", "national"}


def test_services_with_a_point_and_a_group(pulang: Pulang, prepared: Home) -> None:
    """`--lat`, `--lon` and `--for` are taken; without `--json` one line a service."""
    point = ["--lat", "-6.92", "--lon", "106.92"]
    done = pulang("services", "--place", "Kota Sukabumi", "--topic", "shelter", *point, "--for", "man")

    assert done.exit_code == 0
    assert all("(" in line for line in done.stdout.splitlines())


def test_an_ambiguous_place_ends_with_3(pulang: Pulang, prepared: Home) -> None:
    """Two places of the name: exit code 3, the candidates on stderr, nothing on stdout."""
    done = pulang("services", "--place", "Sukabumi", "--topic", "wages", "--json")

    assert (done.exit_code, done.stdout) == (3, "")
    assert "Kabupaten Sukabumi" in done.stderr
    assert "Kota Sukabumi" in done.stderr


def test_an_unknown_place_ends_with_3(pulang: Pulang, prepared: Home) -> None:
    """No place of the name: exit code 3 and one line."""
    done = pulang("services", "--place", "xyzzy", "--topic", "wages", "--json")

    assert (done.exit_code, done.stdout) == (3, "")
    assert "no place has this name" in done.stderr


# --- cases ---


def test_no_case_is_an_empty_list(pulang: Pulang, prepared: Home) -> None:
    """A prepared home has no case yet."""
    done = pulang("cases", "--json")

    assert (done.exit_code, json.loads(done.stdout)) == (0, [])


def test_cases_are_listed_the_most_dangerous_first(pulang: Pulang, prepared: Home) -> None:
    """The contract's fields, and nothing that tells who it is."""
    store, now = prepared.store(), datetime.now(UTC)
    with store.write() as session:
        counsellor_id = session.scalars(select(Counsellor.id)).one()
        ids = []
        for level, signal in ((Level.URGENT, Signal.HOMELESS), (Level.EMERGENCY, Signal.CAPTIVITY)):
            person = Person(created_at=now)
            session.add(person)
            session.flush()
            opened = cases.open_or_raise(
                session, person_id=person.id, channel="sms", level=level, signals=frozenset({signal}), now=now,
                turn_id="t", counts_again=True,
            )  # fmt: skip
            assert opened is not None
            ids.append(opened.id)
        assert cases.claim(session, ids[0], counsellor_id, now)
    store.close()
    listed = json.loads(pulang("cases", "--json").stdout)

    assert [(case["id"], case["level"], case["state"], case["claimed_by"]) for case in listed] == [
        (ids[1], 3, "waiting", None), (ids[0], 2, "claimed", DEMO_NAME),
    ]  # fmt: skip
    assert listed[0]["signals"] == ["captivity"]
    expected = {"id", "level", "signals", "state", "opened_at", "channel", "claimed_by"}
    assert all(set(case) == expected for case in listed)
    assert pulang("cases").stdout.splitlines()[0].startswith(ids[1])


# --- the rest ---


def test_an_account_is_made_with_a_one_time_link(pulang: Pulang, prepared: Home) -> None:
    """The link is the only thing printed; the same name again is refused in one line."""
    first = pulang("counsellor", "add", "Sari", "--role", "counsellor")
    again = pulang("counsellor", "add", "sari", "--role", "editor")

    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout.startswith("http://127.0.0.1:8000/console/welcome/")
    assert (again.exit_code, again.stdout, again.stderr.count("\n")) == (1, "", 1)
    store = prepared.store()
    with store.read() as session:
        assert session.scalars(select(Counsellor).where(Counsellor.name == "Sari")).one().role is Role.COUNSELLOR
    store.close()


def test_the_directory_can_be_checked(pulang: Pulang, prepared: Home) -> None:
    """Findings on stdout, their number on stderr; what is only stale is no failure."""
    done = pulang("directory", "check")

    assert done.exit_code in {0, 1}
    assert done.stderr == f"{len(done.stdout.splitlines())} findings\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [("{", "one JSON object a line"), ("[]", 'an object with a "text"'), ('{"text": 1}', 'an object with a "text"')],
)
def test_a_damaged_line_is_named(pulang: Pulang, tmp_path: Path, line: str, said: str) -> None:
    """`understand` says which line it cannot use before it starts anything."""
    file = tmp_path / "in.jsonl"
    file.write_text(f'{{"text": "halo"}}\n{line}\n')
    done = pulang("understand", str(file))

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(f"pulang: {file}:2: expected ")
    assert said in done.stderr


def test_a_file_that_is_no_text_is_told(pulang: Pulang, tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are one line, not a trace."""
    file = tmp_path / "in.jsonl"
    file.write_bytes(b'{"text": "\xff"}\n')
    done = pulang("understand", str(file))

    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)


def test_preparing_twice_changes_nothing(settings: Settings, prepared: Home) -> None:
    """A second start finds everything there: one demo counsellor, the same directory."""
    prepare(settings, prepared)
    store = prepared.store()
    with store.read() as session:
        assert [counsellor.name for counsellor in session.scalars(select(Counsellor))] == [DEMO_NAME]
    store.close()


def test_the_demos_counsellor_is_locked_with_real_credentials(prepared: Home, tmp_path: Path) -> None:
    """Its password is public, so it goes as soon as real phones can write."""
    real = Settings.model_validate(
        {
            "PULANG_HOME": str(tmp_path / "home"),
            "TWILIO_ACCOUNT_SID": "AC" + "0" * 31 + "1",
            "TWILIO_AUTH_TOKEN": "token",
            "PULANG_SMS_SENDER": "+15005550007",
        }
    )
    prepare(real, prepared)
    store = prepared.store()
    with store.read() as session:
        demo = session.scalars(select(Counsellor)).one()
    store.close()

    assert (demo.disabled, demo.on_duty) == (True, False)
