# ruff: noqa: ARG002 (the signature is Rasa's)

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.components.topic_classifier import TopicClassifier


class State(InputChannel):
    """Answers how the bot is: `GET /webhooks/state/` says whether it hears what sentences mean, or words alone."""

    @classmethod
    def name(cls) -> str:
        """Give the part of the address that belongs to this channel."""
        return "state"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Give the one route; no message comes in here."""
        routes = Blueprint("state")

        @routes.route("/", methods=["GET"])
        async def state(_request: Request) -> HTTPResponse:
            classifier = TopicClassifier.in_use
            return response.json({"meaning": classifier is not None and classifier.hears_meaning})

        return routes
