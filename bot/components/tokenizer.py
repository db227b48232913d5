# ruff: noqa: ARG003 (the signatures are Rasa's)

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.components.fingerprint import fingerprint
from pulang import language
from pulang.language.words import read


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class PlainTokenizer(Tokenizer):
    """Splits a message into words in their plain spelling: 'gk dpt gaji' reads 'tidak dapat gaji'."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give Rasa the settings that every tokenizer has."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Give the words of a message, each with the stretch of the text it was read from."""
        return [Token(word.form, word.start, word.end) for word in read(message.get(attribute))]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Retrain when the spelling tables change, which Rasa cannot see by itself."""
        return fingerprint(language)
