from __future__ import annotations

import re
from collections.abc import Callable

from pulang.language.dictionary import DATA, Dictionary
from pulang.language.tables import read_groups, read_table

Spell = Callable[[str], tuple[str, ...]]

_KEPT_WITH_2 = frozenset(word for (word,) in read_table(DATA / "numbered.tsv", 1))
_UNITS = {written: unit for unit, forms in read_groups(DATA / "units.tsv") for written in forms}
_TWICE = re.compile(r"^([^\W\d_]{2,})2((?:an|in|kan|i)?(?:nya|ny|x|ku|mu|lah|ne|na|e)?)$")
_ENDING = {"ny": "nya", "x": "nya"}
_PREFIXED = re.compile(r"^(di|ter|ber|me(?=[mn]))([a-z]{4,})$")
_DIGIT_INSIDE = re.compile(r"[^\W\d_][013457][^\W\d_]")
_DIGIT_LETTERS = re.compile(r"^[^\W\d_](?:[^\W\d_]|[013457](?!\d))+$")
_LETTER_OF = str.maketrans("013457", "oieast")
_NINE_FIRST = re.compile(r"^9(?:[aiueo]|[kw]$)")  # 9ak, 9w: a g that is typed as a 9
_NUMBER_UNIT = re.compile(r"^(\d+)([a-z]{1,8})$")
_UNIT_NUMBER = re.compile(r"^(jam|jm|umur|usia|tgl|tanggal|pukul|pkl)(\d{1,4})$")


class Digits:
    """Reads org2 as a doubling, 3bln as a number with its unit, s4y4 as letters."""

    def __init__(self, dictionary: Dictionary, spell: Spell) -> None:
        self._dictionary = dictionary
        self._spell = spell

    def read(self, written: str) -> tuple[str, ...]:
        """Give the words of what is written with digits; none where a digit is just a digit."""
        if (twice := _TWICE.match(written)) and twice[1] not in _KEPT_WITH_2:
            return self._doubled(twice[1], _ENDING.get(twice[2], twice[2]))
        if (number := _NUMBER_UNIT.match(written)) and (unit := _unit(number[2])):
            return (number[1], unit)
        if number := _UNIT_NUMBER.match(written):
            return (*self._spell(number[1]), number[2])
        if _NINE_FIRST.match(written):
            return self._spell("g" + written[1:])
        if _DIGIT_LETTERS.match(written) and _DIGIT_INSIDE.search(written):
            return self._spell(written.translate(_LETTER_OF))
        return ()

    def _doubled(self, written: str, ending: str) -> tuple[str, ...]:
        *before, base = self._spell(written)
        if before and before[-1] not in {"di", "ke", "dari"}:
            return (*before, base)
        if "-" in base:
            return (*before, base + ending)
        again = base[2:] if base.startswith("se") and ending == "nya" else self._repeated(base)  # sebaik-baiknya
        return (*before, f"{base}-{again}{ending}")

    def _repeated(self, base: str) -> str:
        """Give what stands behind the hyphen: ditahan-tahan, memukul-mukul."""
        prefixed = _PREFIXED.match(base)
        if prefixed is None:
            return base
        if prefixed[1] == "me" and base in self._dictionary:
            return prefixed[2]
        return prefixed[2] if prefixed[2] in self._dictionary else base


def _unit(written: str) -> str | None:
    if written in _UNITS:
        return _UNITS[written]
    shorter = _UNITS.get(written.removesuffix("an"))
    return shorter + "an" if shorter else None
