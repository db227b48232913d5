"""Reads the names in a message, with the words for what they are: kab. cirebon, kec losarang, bandung kota."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pulang.places.context import context
from pulang.places.name import Name, Weight
from pulang.places.place import Place, PlaceKind
from pulang.places.words import Word

KINDS = {
    "kab": PlaceKind.REGENCY, "kabupaten": PlaceKind.REGENCY, "kbupaten": PlaceKind.REGENCY,
    "kabupatn": PlaceKind.REGENCY, "kabupten": PlaceKind.REGENCY, "kbp": PlaceKind.REGENCY,
    "kota": PlaceKind.CITY, "kotamadya": PlaceKind.CITY, "kodya": PlaceKind.CITY, "kt": PlaceKind.CITY,
    "prov": PlaceKind.PROVINCE, "provinsi": PlaceKind.PROVINCE, "propinsi": PlaceKind.PROVINCE,
    "prop": PlaceKind.PROVINCE,
    "kec": PlaceKind.DISTRICT, "kecamatan": PlaceKind.DISTRICT, "kcmtn": PlaceKind.DISTRICT,
    "kecmatan": PlaceKind.DISTRICT, "kecmtn": PlaceKind.DISTRICT, "kecamtan": PlaceKind.DISTRICT,
}  # fmt: skip
_BETWEEN = {"administrasi", "adm"}  # Kota Administrasi Jakarta Timur
_AFTER = {PlaceKind.REGENCY, PlaceKind.CITY}  # what is also said behind a name: bandung kota
_GLUED = ("di", "ke")  # diindramayu, kebandung
_GLUED_TO = 5  # letters


@dataclass(frozen=True)
class Mention:
    """A name in a message: the words from `first` to `end`, and what it may mean.

    `smaller` are the districts and towns of that name, if larger places have it too. `kinded`: a word says what it is.
    `glued`: di or ke stands in the same word. `village`: it is said to be a village, which we do not know.
    A phrase that only looks like a name has no places.
    """

    places: tuple[Place, ...]
    smaller: tuple[Place, ...]
    weight: Weight
    first: int
    end: int
    kinded: bool = False
    glued: bool = False
    village: bool = False


def mentions(said: Sequence[Word]) -> list[Mention]:
    """Give every name that is rightly spelt, the longest first, and the phrases that only look like one."""
    found: list[Mention] = []
    at = 0
    while at < len(said):
        longest = context().names.longest(said, at)
        if longest is None or _kind_of_longer(said, at, at + longest[0]):
            found.extend(_glued(said[at].text, at))
            at += 1
            continue
        length, name = longest
        found.append(mention(said, at, at + length, name))
        at = found[-1].end
    return found


def mention(said: Sequence[Word], at: int, end: int, name: Name) -> Mention:
    """Read the words for the kind around a name."""
    first, kinds = kinds_before(said, at)
    if not kinds and end < len(said) and said[end].joined and KINDS.get(said[end].text) in _AFTER:
        follows = context().names.longest(said, end + 1) if end + 1 < len(said) and said[end + 1].joined else None
        if follows is None and name.places:  # in "bandung kota cimahi" the word belongs to the next name
            kinds.add(KINDS[said[end].text])
            end += 1
    village = first > 0 and said[first].joined and said[first - 1].text in context().villages
    both = name.places + name.smaller
    if village and not kinds:
        meant = both
    elif PlaceKind.DISTRICT in kinds:
        meant = name.smaller or name.places
        meant = tuple(place for place in meant if place.kind is PlaceKind.DISTRICT) or meant
    else:
        meant = name.places or name.smaller
        fitting = tuple(place for place in meant if place.kind in kinds) if len(kinds) == 1 else ()
        meant = fitting or meant
    first -= village and not kinds
    rest = () if kinds or not name.places else name.smaller
    return Mention(meant, rest, name.weight, first, end, kinded=bool(kinds), village=village and not kinds)


def kinds_before(said: Sequence[Word], at: int) -> tuple[int, set[PlaceKind]]:
    """Give where the words for the kind before a name begin, and what they say."""
    first, kinds = at, set[PlaceKind]()
    while first > 0 and said[first].joined and said[first - 1].text in KINDS.keys() | _BETWEEN:
        first -= 1
        kinds |= {KINDS[said[first].text]} if said[first].text in KINDS else set()
    return first, kinds


def _kind_of_longer(said: Sequence[Word], at: int, end: int) -> bool:
    """Tell whether a name begins with the word for the kind of a longer one: kota raja ampat is not Kota Raja."""
    if said[at].text not in KINDS or end == at + 1 or not said[at + 1].joined:
        return False
    inner = context().names.longest(said, at + 1)
    return inner is not None and at + 1 + inner[0] > end


def _glued(word: str, at: int) -> list[Mention]:
    for before in _GLUED:
        rest = word.removeprefix(before)
        name = context().names.get(rest) if rest != word and len(rest) >= _GLUED_TO else None
        if name is not None and name.places and name.weight is Weight.PLAIN and not context().is_word(word):
            return [Mention(name.places, name.smaller, name.weight, at, at + 1, glued=True)]
    return []
