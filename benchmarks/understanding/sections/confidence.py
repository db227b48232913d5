from __future__ import annotations

import numpy as np

from benchmarks.understanding import pictures
from benchmarks.understanding.findings import Findings
from benchmarks.understanding.markdown import figure, table
from benchmarks.understanding.measures import calibration_error, confusions, reliability, right
from pulang.taxonomy import Topic

_MOST_CONFUSED = 25


def section(findings: Findings) -> dict[str, str]:
    """Give how far confidence can be trusted, and what is taken for what; draws both."""
    unseen, crossed = (
        reliability(judged.cascade.max(axis=1), right(judged, examples))
        for judged, examples in (
            (findings.development, findings.unseen),
            (findings.crossing, findings.crossed),
        )
    )
    pictures.reliability({"development set": unseen, "cross-validation": crossed})
    meant = np.array([one.topic for one in findings.crossed])
    pictures.confusion([topic.value for topic in Topic], meant, findings.crossing.said())
    worst = confusions(findings.crossing, findings.crossed).most_common(_MOST_CONFUSED)
    again = [pair for pair in confusions(findings.development, findings.unseen).most_common() if pair[1] > 1]
    head = ("meant", "said", "times")
    return {
        "calibration_development": f"{calibration_error(unseen):.3f}",
        "calibration_crossed": f"{calibration_error(crossed):.3f}",
        "reliability": table(
            ("set", "confidence", "share that is right"),
            [
                (name, one.confidence, figure(one.share))
                for name, bins in (("development", unseen), ("cross-validation", crossed))
                for one in bins
            ],
        ),
        "confusions_crossed": table(head, [(*pair, count) for pair, count in worst]),
        "confusions_development": table(head, [(*pair, count) for pair, count in again]),
    }
