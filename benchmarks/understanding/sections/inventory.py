from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from benchmarks.understanding.corpus import FILES
from benchmarks.understanding.findings import Findings
from benchmarks.understanding.floors import floors, guarded
from benchmarks.understanding.markdown import NONE, table
from benchmarks.understanding.measures import right
from pulang.taxonomy import Topic


def section(findings: Findings) -> dict[str, str]:
    """Give what is learnt by pass and topic, and the floors."""
    passes = Counter((one.writer, one.file) for one in findings.learnt)
    topics = Counter((one.topic, one.file) for one in findings.learnt)
    unseen = Counter(one.topic for one in findings.unseen)
    hits = right(findings.development, findings.unseen)
    measured = guarded(findings.unseen, hits, findings.development.by_words)
    if findings.stif is not None:
        measured["stif"] = findings.stif.everything.value
    return {
        "rows": _counts("pass", sorted({one.writer for one in findings.learnt}), passes),
        "rows_topics": table(
            ("topic", *FILES, "development set"),
            [(topic.value, *(topics[topic.value, file] for file in FILES), unseen[topic.value]) for topic in Topic],
        ),
        "floors": table(
            ("figure", "here", "floor"),
            [(name, measured.get(name, NONE), floor) for name, floor in floors().items()],
        ),
    }


def _counts(head: str, names: Sequence[str], counted: Counter[tuple[str, str]]) -> str:
    rows = {name: [counted[name, file] for file in FILES] for name in names}
    rows["all"] = [sum(column) for column in zip(*rows.values(), strict=True)]
    return table((head, *FILES, "together"), [(name, *row, sum(row)) for name, row in rows.items()])
