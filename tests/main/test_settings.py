from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from pulang.main.settings import Settings, SettingsRefused, load

ROOT = Path(__file__).parents[2]
SID = "AC" + "0" * 31 + "1"
TWILIO = {
    "TWILIO_ACCOUNT_SID": SID,
    "TWILIO_AUTH_TOKEN": "secret-token",
    "PULANG_SMS_SENDER": "+15005550007",
}

MALFORMED = [
    pytest.param({"PULANG_PORT": "many"}, "PULANG_PORT", id="port that is no number"),
    pytest.param({"PULANG_PORT": "0"}, "PULANG_PORT", id="port zero"),
    pytest.param({"PULANG_PORT": "70000"}, "PULANG_PORT", id="port too high"),
    pytest.param({"PULANG_PUBLIC_URL": "pulang.example"}, "PULANG_PUBLIC_URL", id="address without a scheme"),
    pytest.param({"PULANG_PUBLIC_URL": "https://a.example?x=1"}, "PULANG_PUBLIC_URL", id="address with a query"),
    pytest.param({"PULANG_DATABASE_URL": "nonsense"}, "PULANG_DATABASE_URL", id="database that is no address"),
    pytest.param({"PULANG_DATABASE_URL": "oracle://x/y"}, "PULANG_DATABASE_URL", id="database we do not know"),
    pytest.param({"PULANG_REDIS_URL": "http://x"}, "PULANG_REDIS_URL", id="redis that is none"),
    pytest.param({"PULANG_ENCRYPTION_KEYS": "half-a-key"}, "PULANG_ENCRYPTION_KEYS", id="key that is none"),
    pytest.param({**TWILIO, "TWILIO_ACCOUNT_SID": "AC1"}, "TWILIO_ACCOUNT_SID", id="account that is none"),
    pytest.param({**TWILIO, "TWILIO_API_URL": "ftp://x"}, "TWILIO_API_URL", id="api address that is none"),
    pytest.param({**TWILIO, "PULANG_WHATSAPP_SENDER": "62812"}, "PULANG_WHATSAPP_SENDER", id="whatsapp sender"),
    pytest.param({**TWILIO, "PULANG_SMS_SENDER": "whatsapp:+15005550007"}, "PULANG_SMS_SENDER", id="sms sender"),
    pytest.param({"PULANG_TEMPLATE_CHECKIN": "MG1"}, "PULANG_TEMPLATE_CHECKIN", id="template that is none"),
    pytest.param({"PULANG_OPERATOR": ""}, "PULANG_OPERATOR", id="no operator"),
    pytest.param({"PULANG_OPERATOR": "x" * 61}, "PULANG_OPERATOR", id="operator too long"),
    pytest.param({"TWILIO_ACCOUNT_SID": SID}, "TWILIO_AUTH_TOKEN", id="account alone"),
    pytest.param({**TWILIO, "TWILIO_AUTH_TOKEN": ","}, "TWILIO_AUTH_TOKEN", id="a list of no tokens"),
    pytest.param({"PULANG_SMS_SENDER": "+15005550007"}, "TWILIO_ACCOUNT_SID", id="sender alone"),
    pytest.param({**TWILIO, "PULANG_SMS_SENDER": ""}, "PULANG_SMS_SENDER", id="no sender"),
]


@pytest.mark.parametrize(("environment", "named"), MALFORMED)
def test_a_malformed_setting_stops_with_one_line(
    pulang: Callable[..., Result], environment: dict[str, str], named: str
) -> None:
    """Exit code 2, one line that names the setting, nothing of what it held, and no folder made."""
    done = pulang("cases", environment=environment)

    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith("pulang: ")
    assert done.stderr.count("\n") == 1
    assert named in done.stderr
    assert "secret-token" not in done.stderr
    assert "half-a-key" not in done.stderr


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(lambda home: home.write_text("a file"), "PULANG_HOME", id="a file"),
        pytest.param(lambda home: _keys(home, "{"), "PULANG_HOME", id="keys of half a file"),
        pytest.param(lambda home: _keys(home, "[]"), "PULANG_HOME", id="keys of another shape"),
        pytest.param(lambda home: _keys(home, '{"encryption": ["x"]}'), "PULANG_HOME", id="keys missing"),
    ],
)
def test_an_unusable_home_stops_with_one_line(
    pulang: Callable[..., Result], tmp_path: Path, spoil: Callable[[Path], None], said: str
) -> None:
    """A home that is no folder, or whose keys are damaged, is told like a malformed setting; nothing is overwritten."""
    spoil(tmp_path / "home")
    done = pulang("cases")

    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr


def _keys(home: Path, text: str) -> None:
    home.mkdir()
    (home / "keys.json").write_text(text)


def test_an_unreadable_file_of_settings_stops_with_one_line(pulang: Callable[..., Result], stranger: Path) -> None:
    """A `.env` that is no text is told as such."""
    (stranger / ".env").write_bytes(b"PULANG_PORT=\xff\xfe\n")
    done = pulang("cases")

    assert (done.exit_code, done.stderr) == (2, "pulang: .env: cannot be read as UTF-8 text\n")


def test_the_command_itself_ends_with_code_2(tmp_path: Path) -> None:
    """The installed program, not only its parts, stops so, for `up` too."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PULANG_PORT": "many", "PULANG_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-c", "from pulang.main.cli import main; main()", "up"]
    done = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("pulang: PULANG_PORT: ")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "home").exists()


def test_without_settings_the_double_runs() -> None:
    """A stranger gets the demo, at a loopback address."""
    given = load()

    assert (given.double, given.address, given.port) == (True, "http://127.0.0.1:8000", 8000)


def test_with_twilios_settings_the_double_is_gone() -> None:
    """Account, token and a sender switch to the real thing; several tokens are told apart."""
    given = Settings.model_validate(
        {**TWILIO, "TWILIO_AUTH_TOKEN": "new, old", "PULANG_PUBLIC_URL": "https://pulang.example/"}
    )

    assert (given.double, given.tokens, given.address) == (False, ("new", "old"), "https://pulang.example")


def test_settings_come_from_the_file_and_the_environment_wins(stranger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`.env` in the current folder is read; what the environment says counts more."""
    (stranger / ".env").write_text('PULANG_PORT=8123\nPULANG_OPERATOR="Yayasan Contoh"\n')
    assert (load().port, load().operator) == (8123, "Yayasan Contoh")
    monkeypatch.setenv("PULANG_PORT", "8124")

    assert load().port == 8124


def test_children_get_every_setting(stranger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a parent read is handed down whole, so that a child in another folder reads nothing else."""
    given = Settings.model_validate({**TWILIO, "PULANG_HOME": "/somewhere"})
    (stranger / ".env").write_text("PULANG_OPERATOR=lain\nPULANG_PUBLIC_URL=https://other.example\n")
    for name, value in given.environment().items():
        monkeypatch.setenv(name, value)

    assert load() == given


def test_secrets_do_not_show() -> None:
    """A settings object in a trace shows neither token nor keys."""
    shown = repr(Settings.model_validate(TWILIO))

    assert "secret-token" not in shown
    assert SID in shown


def test_every_setting_is_named_and_described() -> None:
    """The contract's names, each with a sentence."""
    names = {field.alias for field in Settings.model_fields.values()}

    assert names == {
        "PULANG_HOME", "PULANG_PORT", "PULANG_PUBLIC_URL", "PULANG_DATABASE_URL", "PULANG_REDIS_URL",
        "PULANG_ENCRYPTION_KEYS", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_URL",
        "PULANG_WHATSAPP_SENDER", "PULANG_SMS_SENDER", "PULANG_TEMPLATE_CHECKIN", "PULANG_TEMPLATE_WAITING",
        "PULANG_TEMPLATE_ONCALL", "PULANG_OPERATOR",
    }  # fmt: skip
    assert all((field.description or "").endswith(".") for field in Settings.model_fields.values())


def test_load_refuses_with_its_own_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Callers see one kind of error."""
    monkeypatch.setenv("PULANG_PORT", "x")
    with pytest.raises(SettingsRefused, match="PULANG_PORT"):
        load()


@pytest.mark.parametrize("name", ["PORT", "HOME", "port", "OPERATOR"])
def test_nothing_is_read_under_another_name(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The environment's own PORT or HOME is not ours."""
    before = load()
    monkeypatch.setenv(name, "8999")

    assert load() == before
