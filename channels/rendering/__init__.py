"""Cuts a reply into what a channel can carry."""

from channels.rendering.render import Renderer

__all__ = ["Renderer"]
