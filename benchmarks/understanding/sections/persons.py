from __future__ import annotations

from benchmarks.understanding.corpus import Writer, writers
from benchmarks.understanding.crossing import FOLDS
from benchmarks.understanding.findings import Findings
from benchmarks.understanding.markdown import NONE, figure, short, table
from benchmarks.understanding.measures import by, regional, right, share


def section(findings: Findings) -> dict[str, str]:
    """Give what was understood of each person when that person was left out."""
    examples, judged = findings.crossed, findings.crossing
    hits = right(judged, examples)
    known = writers({one.writer for one in [*findings.learnt, *findings.unseen]})
    light = by(lambda one: one.writer, examples, right(judged, examples, judged.light))
    people = by(lambda one: one.writer, examples, hits)
    registers = by(lambda one: known[one.writer].register or "not described", examples, hits)
    return {
        "folds": str(min(FOLDS, len(people))),
        "passes": table(
            ("pass", "who", "register", "second reader agreed", "the bot", "words alone"),
            [(name, *_described(known[name]), figure(one), short(light[name])) for name, one in people.items()],
        ),
        "registers": table(("register", "the bot"), [(name, figure(one)) for name, one in registers.items()]),
        "languages": table(
            ("language", "the bot"),
            [
                ("all", figure(share(hits))),
                *((name, figure(one)) for name, one in by(lambda one: one.language, examples, hits).items()),
                ("su, jv and mixes", figure(share(hits[regional(examples)]))),
            ],
        ),
    }


def _described(writer: Writer) -> tuple[str, str, str]:
    return writer.who or NONE, writer.register or NONE, NONE if writer.agreed is None else f"{writer.agreed:.2f}"
