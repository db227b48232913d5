from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner, Result

from pulang.main.home import Home, open_home
from pulang.main.settings import Settings


@pytest.fixture(autouse=True)
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be somebody with no settings at all, in an empty folder; gives the folder."""
    for name in list(os.environ):
        if name.startswith(("PULANG_", "TWILIO_")):
            monkeypatch.delenv(name)
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(autouse=True)
def loud() -> Iterator[None]:
    """Put logging back as it was before the programs under test set it up for themselves."""
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give the settings of a demo in a folder of its own."""
    return Settings.model_validate({"PULANG_HOME": str(tmp_path / "home")})


@pytest.fixture
def home(settings: Settings) -> Home:
    """Give the opened, still empty home of these settings."""
    return open_home(settings)


@pytest.fixture
def pulang(tmp_path: Path) -> Callable[..., Result]:
    """Give a function that runs the `pulang` command with an environment, in a home of its own."""
    from pulang.main.cli import main  # noqa: PLC0415 (it sets up logging; tests without it need not)

    def run(*arguments: str, environment: Mapping[str, str] | None = None) -> Result:
        given = {"PULANG_HOME": str(tmp_path / "home"), **(environment or {})}
        return CliRunner().invoke(main, list(arguments), env=given)

    return run
