"""The plots of docs/danger.md."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl  # type: ignore[import-not-found]
from matplotlib import pyplot as plt
from PIL import Image  # type: ignore[import-not-found]

from benchmarks.danger.curve import Curve
from benchmarks.danger.development import ROOT
from benchmarks.danger.figures import EMERGENCY, URGENT

mpl.use("Agg")  # into files

FOLDER = ROOT / "docs" / "pictures"
_COLOURS = 32  # enough for lines and letters, and the file stays small
_COSTLIEST = 0.3  # share of routine messages, beyond which nobody would go


def operating(
    curves: Sequence[Curve], today: dict[str, tuple[float, dict[int, float]]], aims: dict[int, float]
) -> None:
    """Draw what is found of levels 3 and 2 against false alarms; `today` marks where something stands."""
    figure, both = plt.subplots(1, 2, figsize=(9, 4.2), sharey=True)
    for axes, level in zip(both, (EMERGENCY, URGENT), strict=True):
        for curve, style in zip(curves, ("-", "--", ":"), strict=True):
            axes.plot(curve.alarms, curve.found[level], linestyle=style, label=curve.name)
        for (name, (alarms, found)), mark in zip(today.items(), "o^s", strict=False):
            axes.plot([alarms], [found[level]], mark, color="black", markersize=6, label=f"{name}, as it is")
        axes.plot([0.02], [aims[level]], "*", color="green", markersize=12, label="the aim")
        axes.set(
            xlabel="routine messages assessed 2 or 3", title=f"level {level}", xlim=(0, _COSTLIEST), ylim=(0, 1.02)
        )
        axes.grid(color="0.9")
    both[0].set_ylabel("assessed 2 or 3")
    both[1].legend(loc="lower right", fontsize=8)
    _save(figure, "curve")


def lengths(names: Sequence[str], alarms: Sequence[float], found: Sequence[float]) -> None:
    """Draw false alarms and what is found against the length of a message."""
    figure, axes = plt.subplots(figsize=(5.5, 3.6))
    axes.plot(names, found, marker="o", label="level 2 and 3 assessed 2 or 3")
    axes.plot(names, alarms, marker="s", label="level 0 and 1 assessed 2 or 3")
    axes.set(ylim=(0, 1.02))
    axes.tick_params(axis="x", labelsize=8)
    axes.legend(loc="center right", fontsize=8)
    _save(figure, "length")


def _save(figure: plt.Figure, name: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"danger-{name}.png"
    figure.tight_layout()
    figure.savefig(path, dpi=90)
    plt.close(figure)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(_COLOURS).save(path, optimize=True)
