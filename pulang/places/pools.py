from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from pulang.places.name import Name, Weight
from pulang.places.names import Names
from pulang.places.place import Place
from pulang.places.spelling import Pool
from pulang.places.words import written

_LONG = 8  # letters of an abbreviation that is still known with one of them wrong
_DISTINCT = 8  # letters of a name that is hardly a misspelt word
_NOTHING = Pool(())


class Pools:
    """The names among which misspelt ones are looked for, each pool made when it is first needed."""

    def __init__(self, names: Names[Name]) -> None:
        self._names = [(form, name) for form, name, _ in names.each()]

    @cached_property
    def every(self) -> Pool:
        """The names of all places, but for districts that are words of their own."""
        return Pool(
            form
            for form, name in self._names
            if _is_large(form, name) or (name.smaller and name.weight is not Weight.NAMED)
        )

    @cached_property
    def large(self) -> Pool:
        """The names of provinces, regencies and cities."""
        return Pool(form for form, name in self._names if _is_large(form, name))

    @cached_property
    def plain(self) -> Pool:
        """Those of them that are no words of their own."""
        return Pool(
            form
            for form, name in self._names
            if _is_large(form, name) and (name.weight is Weight.PLAIN or len(form) >= _DISTINCT)
        )

    @cached_property
    def small(self) -> Pool:
        """The names of districts and towns."""
        return Pool(form for form, name in self._names if name.smaller)

    def parts(self, place: Place) -> Pool:
        """The names of the districts and towns in a place."""
        return self._parts.get(place.code, _NOTHING)

    @cached_property
    def _parts(self) -> dict[str, Pool]:
        forms: dict[str, list[str]] = defaultdict(list)
        for form, name in self._names:
            for code in {code for place in name.smaller for code in (place.regency, place.province) if code}:
                forms[code].append(form)
        return {code: Pool(inside) for code, inside in forms.items()}


def _is_large(form: str, name: Name) -> bool:
    """Tell whether a name is a larger place's, and no mere abbreviation: with one letter wrong polman is any word."""
    full = len(form) >= _LONG or any("".join(written(place.name)) == form for place in name.places)
    return bool(name.places) and full
