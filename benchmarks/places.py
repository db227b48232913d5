"""How well places are found: misspelt ones by kind of mistake, the time, and pins against GeoNames.

Mistakes are made by a generator with a fixed seed. `found`: the place, or its name among those to ask about; `other`:
another place instead, which is worse than none. `--show` prints the places found in the bot's own messages, for a
reader to say which are none. Runs on both Pythons and needs nothing started.
"""

from __future__ import annotations

import csv
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import yaml

from benchmarks.figures import percentile, table
from pulang import places
from pulang.places import Place, PlaceKind

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "bot" / "data" / "nlu_id.yml"
CITIES = ROOT / "tests" / "places" / "data" / "cities.csv"
VOWELS = "aiueo"
LONG = 7  # letters
SOUNDS = dict(zip("aiueopbdtgky", "eeoiubptdkgi", strict=True))  # letters and what they are confused with
FRAMES = {"sy di {} bu": False, "asal {}": False, "kab {}": False, "{}": True, "saya tinggal di {}": True}
DISTRICT_FRAMES = {"kec {}": False, "{}": True, "{}, {within}": False}
Mistake = Callable[[str, random.Random], str]


def dropped(name: str, dice: random.Random) -> str:
    """Leave a letter out."""
    at = _inside(name, dice)
    return name[:at] + name[at + 1 :]


def doubled(name: str, dice: random.Random) -> str:
    """Write a letter twice."""
    at = _inside(name, dice)
    return name[:at] + name[at] + name[at:]


def swapped(name: str, dice: random.Random) -> str:
    """Swap a letter with the next."""
    at = dice.choice([at for at in range(1, len(name) - 1) if name[at] != name[at + 1]] or [0])
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def confused(name: str, dice: random.Random) -> str:
    """Write a letter that sounds nearly the same."""
    at = dice.choice([at for at in range(1, len(name)) if name[at] in SOUNDS] or [1])
    return name[:at] + SOUNDS.get(name[at], "e") + name[at + 1 :]


def short(name: str, _: random.Random) -> str:
    """Leave the vowels out, but for the first letter: crbn."""
    return name[0] + re.sub(f"[{VOWELS}]", "", name[1:])


def joined(name: str, _: random.Random) -> str:
    """Leave the spaces out."""
    return name.replace(" ", "")


def twice(name: str, dice: random.Random) -> str:
    """Make two mistakes."""
    return confused(dropped(name, dice), dice)


MISTAKES: dict[str, Mistake] = {
    "none": lambda name, _: name, "letter dropped": dropped, "letter doubled": doubled, "letters swapped": swapped,
    "sound confused": confused, "two mistakes": twice, "vowels dropped": short, "spaces dropped": joined,
}  # fmt: skip


def main() -> None:
    """Print every figure."""
    began = time.perf_counter()
    places.find("sy di indrmayu")
    first = time.perf_counter() - began
    regencies = [place for place in places.every() if place.kind is not PlaceKind.PROVINCE]
    print("regencies and cities, by mistake: found / other")
    _recall(regencies, FRAMES)
    print("those with seven letters and more")
    _recall([place for place in regencies if len(place.name) >= LONG], FRAMES)
    print("500 districts")
    _recall(random.Random(1).sample(places.districts(), 500), DISTRICT_FRAMES)
    _messages()
    _cities()
    table([("first name found after", f"{first * 1000:.0f} ms")])


def _recall(tried: Sequence[Place], frames: dict[str, bool]) -> None:
    for mistake, make in MISTAKES.items():
        dice = random.Random(7)
        figures = [
            _figure(frame, _misspelt(tried, mistake, make, dice), asked=asked) for frame, asked in frames.items()
        ]
        print(f"  {mistake:<16} {'   '.join(figures)}")


def _misspelt(tried: Sequence[Place], mistake: str, make: Mistake, dice: random.Random) -> Iterator[tuple[str, Place]]:
    for place in tried:
        name = re.sub(r"[^a-z0-9 ]", "", place.name.lower())
        written = make(name, dice)
        if written != name or mistake == "none":
            yield written, place


def _figure(frame: str, written: Iterator[tuple[str, Place]], *, asked: bool) -> str:
    """Count what is found. Only the larger place that holds it is neither right nor another."""
    found = other = tried = 0
    for name, place in written:
        tried += 1
        within = (place.within or "").removeprefix("Kabupaten ").removeprefix("Kota ").lower()
        answer = places.find(frame.format(name, within=within), asked=asked).places
        right = any(place.name == one.name for one in answer)
        found += right
        other += bool(answer) and not right and not any(place.is_in(one) for one in answer)
    shown = frame.format("...", within="REGENCY") + (" (asked)" if asked else "")
    return f"{shown} {found / tried:.3f} / {other / tried:.3f}" if tried else f"{shown} -"


def _inside(name: str, dice: random.Random) -> int:
    return dice.choice([at for at in range(1, len(name)) if name[at] != " "])


def _messages() -> None:
    """Count and time over the bot's own messages; which of the places found are none, a reader must say."""
    data = yaml.safe_load(CORPUS.read_text(encoding="utf-8"))
    texts = [example["text"] for topic in data["nlu"] for example in topic["examples"]]
    times, naming = [], 0
    for text in texts:
        began = time.process_time()
        found = places.find(text)
        times.append(time.process_time() - began)
        naming += bool(found.places)
        if found.span and "--show" in sys.argv:
            first, end = found.span
            print(
                f"    {text[:first]}[{text[first:end]}]{text[end:]}  {', '.join(one.official for one in found.places)}"
            )
    table([
        ("messages", len(texts)), ("that name places", naming),
        ("a message on one core, median", f"{percentile(times, 50) * 1000:.2f} ms"),
        ("a message, 99 of 100", f"{percentile(times, 99) * 1000:.2f} ms"),
    ])  # fmt: skip


def _cities() -> None:
    """Hold the boundaries against GeoNames' cities."""
    with CITIES.open(encoding="utf-8", newline="") as file:
        cities = list(csv.DictReader(file))
    near = [places.nearest(float(city["lat"]), float(city["lng"])) for city in cities]
    agreed = sum(one is not None and one.province == city["province"] for one, city in zip(near, cities, strict=True))
    table([("cities in the province that GeoNames says", f"{agreed} of {len(cities)}")])


if __name__ == "__main__":
    main()
