"""The plots of docs/understanding.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl  # type: ignore[import-not-found]
import numpy as np
from matplotlib import pyplot as plt
from PIL import Image  # type: ignore[import-not-found]

from benchmarks.understanding.corpus import ROOT
from benchmarks.understanding.curve import Point
from benchmarks.understanding.measures import Bin

mpl.use("Agg")  # into files

FOLDER = ROOT / "docs" / "pictures"
_COLOURS = 32  # enough for lines and letters, and the file stays small


def reliability(lines: dict[str, Sequence[Bin]]) -> None:
    """Draw how often answers are right against how sure the bot is of them."""
    figure, axes = plt.subplots(figsize=(5, 4.2))
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1, linestyle="--", label="as sure as right")
    for (name, bins), mark in zip(lines.items(), "os", strict=False):
        axes.plot([one.confidence for one in bins], [one.share.value for one in bins], marker=mark, label=name)
    axes.set(xlabel="confidence", ylabel="share that is right", xlim=(0, 1), ylim=(0, 1))
    axes.legend(loc="upper left", fontsize=8)
    _save(figure, "reliability")


def learning_curve(points: Sequence[Point]) -> None:
    """Draw what each further writer brings."""
    figure, axes = plt.subplots(figsize=(5, 4.2))
    writers = [point.writers for point in points]
    for name, values in {
        "Indonesian": [point.indonesian for point in points],
        "all": [point.everything for point in points],
        "Sundanese, Javanese, mixes": [point.regional for point in points],
    }.items():
        axes.plot(writers, values, marker="o", label=name)
    axes.set(xlabel="writers learnt from", ylabel="accuracy on the development set", ylim=(0.4, 1))
    axes.set_xticks(writers)
    axes.set_xticklabels([f"{point.writers}\n{point.rows:,.0f} rows" for point in points], fontsize=7)
    axes.legend(loc="lower right", fontsize=8)
    _save(figure, "curve")


def confusion(topics: Sequence[str], meant: np.ndarray, said: np.ndarray) -> None:
    """Draw what was meant against what was said, each row adding up to one."""
    place = {topic: at for at, topic in enumerate(topics)}
    counted = np.zeros((len(topics), len(topics)))
    for one, other in zip(meant, said, strict=True):
        counted[place[one], place[other]] += 1
    figure, axes = plt.subplots(figsize=(8.5, 8.5))
    # The square root lets the few that went wrong be seen beside the many that did not.
    axes.imshow(np.sqrt(counted / np.maximum(counted.sum(axis=1, keepdims=True), 1)), cmap="Blues")
    axes.set_xticks(range(len(topics)))
    axes.set_xticklabels(topics, rotation=90, fontsize=7)
    axes.set_yticks(range(len(topics)))
    axes.set_yticklabels(topics, fontsize=7)
    axes.set(xlabel="said", ylabel="meant")
    _save(figure, "confusion")


def _save(figure: plt.Figure, name: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    path: Path = FOLDER / f"understanding-{name}.png"
    figure.tight_layout()
    figure.savefig(path, dpi=90)
    plt.close(figure)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(_COLOURS).save(path, optimize=True)
