from __future__ import annotations

import sys
import time
import warnings

from benchmarks.figures import table
from benchmarks.understanding import report
from benchmarks.understanding.ablation import ablations, whole
from benchmarks.understanding.corpus import development, training
from benchmarks.understanding.crossing import cross_validate
from benchmarks.understanding.curve import learning_curve
from benchmarks.understanding.findings import Findings
from benchmarks.understanding.floors import guarded
from benchmarks.understanding.judging import LEARNT, hear, judge, learn
from benchmarks.understanding.massive import Peer, massive
from benchmarks.understanding.measures import right
from benchmarks.understanding.settings import Settings, settings
from benchmarks.understanding.stif import Agreement, agreement
from benchmarks.understanding.timing import times
from benchmarks.unmeasured import Unmeasured
from bot.components.meaning import MeaningUnavailable
from bot.components.topic_model import TopicModel

_BEGAN = time.monotonic()


def main() -> None:
    """Measure everything and write docs/understanding.md."""
    try:
        found = _measure(settings())
    except MeaningUnavailable as reason:
        sys.exit(f"The embedding cannot be loaded here ({reason}), and without it there is nothing to compare.")
    report.write(found)
    hits = right(found.development, found.unseen)
    table([*guarded(found.unseen, hits, found.development.by_words).items(), ("report", report.REPORT)])
    _say("done")


def _measure(chosen: Settings) -> Findings:
    _say("reading what is learnt and what is not")
    learnt, unseen = hear(training(), LEARNT), hear(development())
    _say("training, and judging the development set")
    model = learn(learnt, chosen)
    judged = judge(model, unseen, chosen)
    _say("leaving out one person after the other")
    crossed, crossing = cross_validate(learnt, chosen)
    _say("leaving out one part after the other")
    parts = [*ablations(learnt, unseen, chosen), *whole(judged, unseen.examples)]
    _say("learning from few writers and from many")
    points = learning_curve(learnt, unseen, judged, chosen)
    return Findings(
        settings=chosen, learnt=learnt.examples, unseen=unseen.examples, development=judged, crossed=crossed,
        crossing=crossing, ablations=parts, curve=points, massive=_massive(chosen), stif=_stif(model, chosen),
        times=times(model, [one.text for one in unseen.examples], chosen.certain),
    )  # fmt: skip


def _massive(chosen: Settings) -> list[Peer] | None:
    _say("MASSIVE, against the peers")
    try:
        return massive(chosen)
    except Unmeasured as reason:
        _say(f"left out: {reason}")
        return None


def _stif(model: TopicModel, chosen: Settings) -> Agreement | None:
    _say("STIF")
    try:
        return agreement(model, chosen)
    except Unmeasured as reason:
        _say(f"left out: {reason}")
        return None


def _say(what: str) -> None:
    print(f"{time.monotonic() - _BEGAN:5.0f} s  {what}", flush=True)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
