"""The operators' command, `pulang`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from sqlalchemy.exc import OperationalError

from pulang import places
from pulang.counselling import accounts, cases
from pulang.directory import Group, check, nearest
from pulang.main import logs, settings, supervisor
from pulang.main.home import Home, open_home
from pulang.main.prepare import DEMO_NAME, DEMO_PASSWORD, check_schema, prepare
from pulang.main.settings import Settings, SettingsRefused
from pulang.main.wiring import port_taken
from pulang.store import Store
from pulang.store.errors import StoreError
from pulang.store.tables import Counsellor, Role
from pulang.taxonomy import Topic

BAD_SETTING, NOT_FOUND = 2, 3
screen = Console(stderr=True, highlight=False)


def refuse(message: str, code: int = 1) -> NoReturn:
    """End with one line that says what to do."""
    click.echo(f"pulang: {message}", err=True)
    sys.exit(code)


def _plainly(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what an operator can mend into one line instead of a trace."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except SettingsRefused as error:
            refuse(str(error), BAD_SETTING)
        except StoreError as error:
            refuse(str(error))
        except OperationalError:
            refuse("the database cannot be reached")  # the driver's words hold its address and password

    return run


def _opened() -> tuple[Settings, Home]:
    given = settings.load()
    return given, open_home(given)


def _store() -> Store:
    """Open the database for one command; raises SchemaOutdated on one that was never prepared."""
    _, home = _opened()
    store = home.store()
    check_schema(store)
    return store


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pulang")
def main() -> None:
    """Run and look after Pulang."""
    logs.configure("cli")


@main.command()
@_plainly
def up() -> None:
    """Start everything and keep it running; Ctrl-C stops it cleanly.

    An empty PULANG_HOME is prepared first. Without Twilio's credentials the built-in double and the phone simulator
    run.
    """
    given, home = _opened()
    if port_taken(given.port):
        refuse(f"PULANG_PORT: another program uses port {given.port} already", BAD_SETTING)
    with screen.status("Menyiapkan / preparing ...") as status:
        prepare(given, home)
        status.update("Starting ...")

        def ready(seconds: float) -> None:
            status.stop()
            _welcome(given, seconds)

        supervisor.up(given, home, ready, lambda missing: status.update(f"Waiting for {missing} ..."))


def _welcome(given: Settings, seconds: float) -> None:
    here = f"http://127.0.0.1:{given.port}"
    screen.print(f"\n[bold]Pulang is ready[/bold] after {seconds:.0f} s.")
    if given.double:
        screen.print(f"  phones    {here}/simulator/")
    screen.print(f"  console   {here}/console/")
    if given.double:
        screen.print(f"            name [bold]{DEMO_NAME}[/bold], password [bold]{DEMO_PASSWORD}[/bold]")
    screen.print(f"  rights    {here}/hak\n  health    {here}/healthz\n\nCtrl-C stops everything.\n")


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_plainly
def understand(file: Path) -> None:
    """Say what each message of FILE (one JSON object a line, with "text") is about and how dangerous it sounds.

    Prints the same objects in the same order with topic, confidence, level, signals and language. Needs nothing
    running.
    """
    _check_lines(file)
    if not supervisor.MODEL.exists() or not supervisor.RASA_PYTHON.exists():
        refuse("the bot is not trained yet: run `make setup` once")
    command = [str(supervisor.RASA_PYTHON), "-m", "bot.understand", str(supervisor.MODEL), str(file.resolve())]
    done = subprocess.run(  # noqa: S603 (our own program)
        command, cwd=supervisor.ROOT, env=supervisor.quiet_environment(), check=False, stderr=subprocess.DEVNULL
    )
    if done.returncode:
        refuse("the bot could not read its model: run `make train`")


def _check_lines(file: Path) -> None:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        refuse(f"{file}: expected UTF-8 text")
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
        except ValueError:
            refuse(f"{file}:{number}: expected one JSON object a line")
        if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
            refuse(f'{file}:{number}: expected an object with a "text"')


@main.command()
@click.option("--place", "named", required=True, help="A regency, city or province, as people write it.")
@click.option("--lat", type=click.FloatRange(-90, 90), help="Latitude, in degrees.")
@click.option("--lng", "--lon", "lng", type=click.FloatRange(-180, 180), help="Longitude, in degrees.")
@click.option(
    "--topic", type=click.Choice([topic.value for topic in Topic]), required=True, help="What help is sought."
)
@click.option("--for", "group", type=click.Choice([group.value for group in Group]), help="Whom the service is for.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list instead of a table.")
@_plainly
def services(named: str, lat: float | None, lng: float | None, topic: str, group: str | None, as_json: bool) -> None:  # noqa: FBT001, PLR0917 (click gives them by name)
    """List the services that the bot would name, nearest first."""
    found = places.find(named, asked=True).places
    if len(found) != 1:
        for candidate in found:
            click.echo(f"{candidate.code} {candidate.official}", err=True)
        refuse(f"{named}: {'several places have this name' if found else 'no place has this name'}", NOT_FOUND)
    point = (lat, lng) if lat is not None and lng is not None else None
    with _store().read() as session:
        offers = nearest(
            session, place=found[0], point=point, topic=Topic(topic), group=Group(group) if group else None,
            today=datetime.now(UTC).date(),
        )  # fmt: skip
        listed = [offer.as_json() for offer in offers]
    if as_json:
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    for offer in listed:
        click.echo(
            f"{offer['name']} ({offer['organization']}), {', '.join(map(str, offer['phones']))}, {offer['status']}"
        )


@main.command("cases")
@click.option("--json", "as_json", is_flag=True, help="One JSON list instead of a table.")
@_plainly
def cases_(as_json: bool) -> None:  # noqa: FBT001
    """List the open cases, the most dangerous first."""
    with _store().read() as session:
        listed: list[dict[str, Any]] = []
        for case in cases.waiting(session):
            holder = session.get(Counsellor, case.claimed_by) if case.claimed_by else None
            listed.append(
                {
                    "id": case.id, "level": case.level, "signals": case.signals, "state": case.state.value,
                    "opened_at": case.opened_at.isoformat(), "channel": case.channel,
                    "claimed_by": holder.name if holder else None,
                }
            )  # fmt: skip
    if as_json:
        click.echo(json.dumps(listed, indent=2))
        return
    for entry in listed:
        signals = ", ".join(entry["signals"]) or "-"
        click.echo(f"{entry['id']}  level {entry['level']}  {signals}  {entry['state']}  {entry['opened_at']}")


@main.group()
def directory() -> None:
    """Look after the directory of services."""


@directory.command("check")
@_plainly
def directory_check() -> None:
    """Report what is stale or broken in the directory; exit 1 when something is broken."""
    with _store().read() as session:
        findings = check(session, datetime.now(UTC).date())
    for finding in findings:
        click.echo(str(finding))
    click.echo(f"{len(findings)} findings", err=True)


@main.group()
def counsellor() -> None:
    """Look after the accounts of the console."""


@counsellor.command("add")
@click.argument("name")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), required=True, help="What the account may do."
)
@_plainly
def counsellor_add(name: str, role: str) -> None:
    """Make an account called NAME and print its one-time link, by which its owner chooses a password."""
    given, _ = _opened()
    with _store().write() as session:
        try:
            made = accounts.create(session, name, Role(role), datetime.now(UTC))
        except accounts.AccountRefused as error:
            refuse(str(error))
        token = accounts.one_time_link(made, datetime.now(UTC))
    click.echo(f"{given.address}/console/welcome/{token}")
