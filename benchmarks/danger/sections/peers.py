from __future__ import annotations

from benchmarks.danger import pictures
from benchmarks.danger.curve import COSTS, Curve, curves
from benchmarks.danger.figures import EMERGENCY, URGENT, figures
from benchmarks.danger.findings import Findings
from benchmarks.danger.hearings import Judged
from benchmarks.understanding.markdown import short, table
from benchmarks.understanding.measures import share


def section(findings: Findings) -> dict[str, str]:
    """Give the product beside its parts and its peers, and the operating curve."""
    product = Judged("**Pulang**", findings.product.levels)
    peers = [findings.recipe.judged, findings.bwise]
    drawn = curves(findings)
    _draw(findings, drawn, {"Pulang": product, "CMD-1's recipe": peers[0], "BWise's way": peers[1]})
    return {
        "parts": _compared(findings, [product, *findings.parts]),
        "peers": _compared(findings, [product, *peers]),
        "keywords": f"{findings.recipe.keywords:,}",
        "passed": f"{findings.recipe.passed.mean():.2f}",
        "curve": table(
            ("false alarms at most", *(f"{one.name}, level {level}" for level in (EMERGENCY, URGENT) for one in drawn)),
            [(f"{cost:g}", *(one.at(cost, level) for level in (EMERGENCY, URGENT) for one in drawn)) for cost in COSTS],
        ),
    }


def _compared(findings: Findings, judged: list[Judged]) -> str:
    lines = []
    for one in judged:
        found = figures(findings.rows, one.levels)
        lines.append((one.name, *(short(share(each.hits[each.among])) for each in found)))
    return table(("", *(each.says for each in figures(findings.rows, judged[0].levels))), lines)


def _draw(findings: Findings, drawn: list[Curve], judged: dict[str, Judged]) -> None:
    today, aims = {}, {}
    for name, one in judged.items():
        found = {each.name: each for each in figures(findings.rows, one.levels)}
        heard = {EMERGENCY: found["emergency_heard"], URGENT: found["urgent_heard"]}
        today[name] = found["routine_alarm"].value, {level: each.value for level, each in heard.items()}
        aims = {level: each.aim for level, each in heard.items()}
    pictures.operating(drawn, today, aims)
