"""Sentences for people: Indonesian in YAML, other languages through gettext, values filled in when composed."""

from pulang.texts.catalogue import Catalogue, TextMissing

__all__ = ["Catalogue", "TextMissing"]
