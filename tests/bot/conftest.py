from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("rasa", reason="bot/ is tested in .venv-rasa")

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.insert(0, str(Path(__file__).parent))

from actions_double import ActionsDouble
from dialogue import Dialogue
from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog
from training import load, train

configure_structlog(logging.ERROR)


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Give the one event loop that Rasa runs on."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield loop
    loop.close()


@pytest.fixture(scope="session")
def actions() -> Iterator[ActionsDouble]:
    """Serve actions that keep the contract of bot/domain/_shared.yml."""
    with ActionsDouble() as double:
        yield double


@pytest.fixture(scope="session")
def agent(tmp_path_factory: pytest.TempPathFactory, actions: ActionsDouble) -> Agent:
    """Train the bot once; Rasa's cache makes it quick when nothing has changed."""
    return load(train(tmp_path_factory.mktemp("model")), actions.url)


@pytest.fixture(scope="session")
def agent_without_stories(tmp_path_factory: pytest.TempPathFactory, actions: ActionsDouble) -> Agent:
    """Train the bot as if stories.yml had been removed."""
    return load(train(tmp_path_factory.mktemp("bare"), without=("stories.yml",)), actions.url)


@pytest.fixture
def dialogue(agent: Agent, loop: asyncio.AbstractEventLoop) -> Dialogue:
    """Begin a conversation with the bot."""
    return Dialogue(agent, loop)
