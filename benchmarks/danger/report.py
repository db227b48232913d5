"""Writes docs/danger.md: template.md with the figures in their places."""

from __future__ import annotations

from pathlib import Path
from string import Template

from benchmarks.danger import sections
from benchmarks.danger.development import ROOT
from benchmarks.danger.findings import Findings

REPORT = ROOT / "docs" / "danger.md"
_TEMPLATE = Path(__file__).parent / "template.md"


def write(findings: Findings) -> None:
    """Write the report and draw its pictures."""
    places = {name: text for section in sections.ALL for name, text in section(findings).items()}
    REPORT.write_text(Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(places), encoding="utf-8")
