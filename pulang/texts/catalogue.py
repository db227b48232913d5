from __future__ import annotations

import gettext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).parent / "data"
_LOCALES = Path(__file__).parents[2] / "locales"
_DOMAIN = "pulang"


class TextMissing(Exception):
    """No text has this id, or a text file is damaged."""


@dataclass(frozen=True)
class Text:
    """One sentence or paragraph for people, with a variant for SMS where the usual one is too long or says too much."""

    text: str
    sms: str | None = None


class Catalogue:
    """Every text by its id. Indonesian is the source: what a language lacks is said in Indonesian."""

    def __init__(self, folder: Path = _DATA, locales: Path = _LOCALES, operator: str = "Pulang (percobaan)") -> None:
        self._texts = _load(folder)
        self._locales = locales
        self._operator = operator
        self._translations: dict[str, gettext.NullTranslations] = {}

    def ids(self) -> tuple[str, ...]:
        """List every text id."""
        return tuple(self._texts)

    def source(self, text_id: str, *, sms: bool = False) -> str:
        """Give the Indonesian text of an id; raises TextMissing."""
        try:
            found = self._texts[text_id]
        except KeyError as error:
            raise TextMissing(f"no text has the id {text_id}") from error
        return found.sms if sms and found.sms is not None else found.text

    def say(self, text_id: str, language: str = "id", *, sms: bool = False, **values: Any) -> str:
        """Give a text in a language with its values filled in; raises TextMissing for an unknown id."""
        return self.translate(self.source(text_id, sms=sms), language, **values)

    def translate(self, source: str, language: str = "id", /, **values: Any) -> str:
        """Translate an Indonesian source text and fill in its values; `{operator}` is filled in everywhere."""
        translated = self._translation(language).gettext(source) if language != "id" else source
        if not values and "{operator}" not in translated:
            return translated
        return translated.format_map({"operator": self._operator, **values})

    def _translation(self, language: str) -> gettext.NullTranslations:
        if language not in self._translations:
            self._translations[language] = gettext.translation(
                _DOMAIN, self._locales, languages=[language], fallback=True
            )
        return self._translations[language]


@cache
def _load(folder: Path) -> dict[str, Text]:
    texts: dict[str, Text] = {}
    for path in sorted(folder.glob("*.yml")):
        try:
            entries = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        except yaml.YAMLError as error:
            raise TextMissing(f"{path.name} is not readable YAML: {error}") from error
        if not isinstance(entries, dict):
            raise TextMissing(f"{path.name}: expected a mapping of ids to texts")
        for text_id, entry in entries.items():
            if not isinstance(entry, dict) or not isinstance(entry.get("text"), str) or set(entry) - {"text", "sms"}:
                raise TextMissing(f"{path.name}: {text_id}: expected 'text' and at most 'sms' beside it")
            if text_id in texts:
                raise TextMissing(f"{path.name}: {text_id} stands in another file too")
            texts[text_id] = Text(entry["text"].strip(), entry["sms"].strip() if "sms" in entry else None)
    return texts
