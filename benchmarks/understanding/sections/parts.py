from __future__ import annotations

import numpy as np

from benchmarks.understanding import pictures
from benchmarks.understanding.findings import Findings
from benchmarks.understanding.markdown import figure, short, table
from benchmarks.understanding.massive import CAPS
from benchmarks.understanding.measures import right
from benchmarks.understanding.timing import MESSAGES

_CUTS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)


def section(findings: Findings) -> dict[str, str]:
    """Give what each part of the model is worth, what it learns from more, and how long it takes."""
    pictures.learning_curve(findings.curve)
    return {
        "certain": f"{findings.settings.certain:g}",
        "ablations": table(
            ("", "all", "Indonesian", "su, jv and mixes"),
            [
                (one.name, short(one.everything), short(one.indonesian), short(one.regional))
                for one in findings.ablations
            ],
        ),
        "cuts": _cuts(findings),
        "curve": table(
            ("writers", "rows", "all", "Indonesian", "su, jv and mixes"),
            [(one.writers, f"{one.rows:,.0f}", one.everything, one.indonesian, one.regional) for one in findings.curve],
        ),
        "massive": _massive(findings),
        "stif": _stif(findings),
        "timed": str(min(MESSAGES, len(findings.unseen))),
        "times": table(
            ("", "middle, ms", "95 of 100 are below, ms"),
            [(one.name, f"{one.middle:.2f}", f"{one.most:.2f}") for one in findings.times],
        ),
    }


def _cuts(findings: Findings) -> str:
    rows = []
    for cut in sorted({*_CUTS, findings.settings.certain}):
        row: list[object] = [f"{cut:g}"]
        for judged, examples in (
            (findings.development, findings.unseen),
            (findings.crossing, findings.crossed),
        ):
            enough = judged.light.max(axis=1) >= cut
            scores = np.where(enough[:, None], judged.light, judged.full)
            row += [float(enough.mean()), float(right(judged, examples, scores).mean())]
        rows.append(row)
    head = ("by words alone", "accuracy")
    return table(("cut", *head, *(f"{name}, cross-validation" for name in head)), rows)


def _massive(findings: Findings) -> str:
    if findings.massive is None:
        return "MASSIVE was not measured: `../shared/data/massive` is absent."
    count = findings.massive[0].shares[0].total
    rows = [(one.name, *map(short, one.shares)) for one in findings.massive]
    return (
        "MASSIVE id-ID (Amazon, CC BY 4.0; voice commands in a clean register, 60 intents), on the "
        f"{count:,} distinct\ntest sentences that are not in train. Pulang's model as it is, beside peers that learn "
        f"the same sentences:\n\n{table(('', *CAPS), rows)}"
    )


def _stif(findings: Findings) -> str:
    if findings.stif is None:
        return "STIF was not measured: `../shared/data/stif` is absent."
    return (
        "STIF (customer service, MIT): the informal and the formal form of a sentence get the same topic in\n"
        f"{figure(findings.stif.everything)} pairs; the aim is 0.85. Where it answers both and asks about neither:\n"
        f"{figure(findings.stif.answered)}. Hardly any of them is about what Pulang helps with: unless they\n"
        "are told to be out of scope, their topics are guesses, and a guess changes with the spelling."
    )
