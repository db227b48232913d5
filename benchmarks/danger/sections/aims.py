from __future__ import annotations

from benchmarks.danger.figures import URGENT, figures
from benchmarks.danger.findings import Findings
from benchmarks.danger.floors import floors
from benchmarks.understanding.markdown import figure, table
from benchmarks.understanding.measures import share


def section(findings: Findings) -> dict[str, str]:
    """Give what is measured beside what is aimed at and what `make test` holds."""
    held = floors()
    measured = figures(findings.rows, findings.product.levels)
    reached = sum(one.reached for one in measured)
    many = "None" if not reached else "All" if reached == len(measured) else f"{reached}"
    danger = sum(row.level >= URGENT for row in findings.rows) / len(findings.rows)
    return {
        "danger": f"{danger:.0%}",
        "count": f"{len(findings.rows):,}",
        "reached": f"{many} of the {len(measured)} aims",
        "are": "is" if reached == 1 else "are",
        "aims": table(
            ("", "measured", "aim", "reached", "held by `make test`"),
            [
                (
                    one.says,
                    figure(share(one.hits[one.among])),
                    f"{one.bound} {one.aim:g}",
                    "yes" if one.reached else "no",
                    f"{one.bound} {held[one.name]:g}",
                )
                for one in measured
            ],
        ),
        "times": table(
            ("milliseconds of processor time", "middle", "99 in 100", "longest"),
            [(one.name, one.middle, one.most, one.longest) for one in findings.times],
        ),
    }
