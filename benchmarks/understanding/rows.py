"""How many rows the bot learns from, by pass, topic and language; ends with 1 where there are too few.

`python -m benchmarks.understanding.rows`, a part of `make check`. Counts distinct texts.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from benchmarks.understanding.corpus import FILES, NOBODY, Example, training
from pulang.taxonomy import ASSISTANCE, CONVERSATIONAL

PASSES = 12  # persons
ASSISTANCE_ROWS = {"id": 240, "su": 40, "jv": 60}  # rows a topic, by file
CONVERSATIONAL_ROWS = {"id": 60}
JAVANESE = {"jv-cirebon": 20, "jv-ngapak": 20, "jv-timur": 20}  # rows a topic, by pass
POOREST = 8


def main() -> None:
    """Print the counts, and end with 1 and one line below the numbers."""
    examples = distinct(training())
    for line in table(examples):
        print(line)
    wanting = list(missing(examples))
    if wanting:
        sys.exit(f"Too few rows to learn from: {'; '.join(wanting[:5])}{_more(len(wanting) - 5)}")


def distinct(examples: Sequence[Example]) -> list[Example]:
    """Leave out what was said before, letter for letter but for the case."""
    return list({example.text.casefold(): example for example in reversed(examples)}.values())[::-1]


def table(examples: Sequence[Example]) -> Iterator[str]:
    """Give the counts: passes and files, then the topics with the fewest rows of each kind."""
    names = sorted({example.writer for example in examples})
    width = max(map(len, [*names, "pass"]))
    cells = Counter((example.writer, example.file) for example in examples)
    yield f"{'pass':<{width}}{''.join(f'{file:>7}' for file in (*FILES, 'all'))}"
    for name in [*names, "all"]:
        counts = [sum(cells[one, file] for one in (names if name == "all" else [name])) for file in FILES]
        yield f"{name:<{width}}{''.join(f'{count or str():>7}' for count in (*counts, sum(counts)))}"
    for kind, file, rows, _ in _kinds(examples):
        poorest = sorted(rows.items(), key=lambda topic: (topic[1], topic[0]))[:POOREST]
        yield f"fewest, {kind}, {file}: {', '.join(f'{topic} {count}' for topic, count in poorest)}"


def missing(examples: Sequence[Example]) -> Iterator[str]:
    """Say what there is too little of."""
    persons = {example.writer for example in examples} - NOBODY
    if len(persons) < PASSES:
        yield f"{len(persons)} passes of {PASSES}"
    for _, file, rows, needed in _kinds(examples):
        for topic, count in sorted(rows.items(), key=lambda row: row[1]):
            if count < needed:
                yield f"{topic} has {count} of {needed} ({file})"


def _kinds(examples: Sequence[Example]) -> Iterator[tuple[str, str, dict[str, int], int]]:
    """Give each kind of row that is counted: its name, where it stands, rows by topic, and how many are needed."""
    files = Counter((example.file, example.topic) for example in examples)
    passes = Counter((example.writer, example.topic) for example in examples if example.file == "jv")
    for file, needed in ASSISTANCE_ROWS.items():
        yield "assistance", file, {topic.value: files[file, topic.value] for topic in ASSISTANCE}, needed
    for name, needed in JAVANESE.items():
        yield "assistance", name, {topic.value: passes[name, topic.value] for topic in ASSISTANCE}, needed
    for file, needed in CONVERSATIONAL_ROWS.items():
        yield "conversation", file, {topic.value: files[file, topic.value] for topic in CONVERSATIONAL}, needed


def _more(count: int) -> str:
    return f"; and {count} more" if count > 0 else ""


if __name__ == "__main__":
    main()
