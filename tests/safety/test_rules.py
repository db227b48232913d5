"""Damaged cue files are refused with file, line and what was expected; those we ship are whole."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pulang.safety
from pulang.safety.errors import CuesDamaged
from pulang.safety.rules import load_rules
from pulang.taxonomy import Signal

SHIPPED = Path(pulang.safety.__file__).parent
CUE = "signal: threat\ncues:\n  one:\n    level: 2\n    phrases:\n      - mau dibunuh\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of the shipped data files that a test may damage."""
    for name in ("words.yml", "context.yml", "answers.yml"):
        shutil.copy(SHIPPED / name, tmp_path)
    shutil.copytree(SHIPPED / "cues", tmp_path / "cues")
    return tmp_path


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        pytest.param("cues/threat.yml", "", "threat.yml, line 1: expected a mapping", id="empty"),
        pytest.param(
            "cues/threat.yml", "signal: [threat\ncues: 1", "threat.yml, line 2: expected valid YAML", id="yaml"
        ),
        pytest.param("cues/threat.yml", "signal: threat\n", "threat.yml, line 1: expected 'cues'", id="no-cues"),
        pytest.param(
            "cues/threat.yml", CUE.replace("threat", "thread"), "threat.yml, line 1: expected the signal", id="signal"
        ),
        pytest.param(
            "cues/threat.yml",
            CUE.replace(": 2", ": 4"),
            "threat.yml, line 4: expected a number from 1 to 3",
            id="level",
        ),
        pytest.param(
            "cues/threat.yml", CUE.replace("level", "height"), "threat.yml, line 4: expected one of", id="unknown-field"
        ),
        pytest.param(
            "cues/threat.yml", CUE + "    soft: maybe\n", "threat.yml, line 7: expected yes or no", id="truth"
        ),
        pytest.param(
            "cues/threat.yml", CUE + "    needs: luck\n", "threat.yml, line 7: expected a mark", id="unknown-mark"
        ),
        pytest.param(
            "cues/threat.yml",
            CUE.replace("mau dib", "<mao> dib"),
            "threat.yml, line 6: expected a set",
            id="unknown-set",
        ),
        pytest.param(
            "cues/threat.yml",
            CUE.replace("- mau dibunuh", "- mau .."),
            "threat.yml, line 6: expected a phrase",
            id="gap",
        ),
        pytest.param(
            "cues/threat.yml",
            CUE.replace("      - mau dibunuh\n", "      []\n"),
            "threat.yml, line 6: expected a list",
            id="no-phrases",
        ),
        pytest.param(
            "cues/threat.yml", CUE + "    level: 3\n", "threat.yml, line 7: expected 'level' only once", id="twice"
        ),
        pytest.param(
            "context.yml", "idiom:\n  - mati lampu\n", "context.yml, line 1: expected 'aside'", id="mark-missing"
        ),
        pytest.param(
            "words.yml", "ingin:\n  - mau\n  - pengen banget\n", "words.yml, line 3: expected a single", id="two-words"
        ),
        pytest.param(
            "answers.yml",
            "wish_to_die:\n  signal: self_harm\n",
            "answers.yml, line 1: expected 'plan_or_means'",
            id="question",
        ),
    ],
)
def test_damage_is_named(folder: Path, file: str, content: str, said: str) -> None:
    """The error says which file, which line and what was expected there."""
    (folder / file).write_text(content, encoding="utf-8")
    with pytest.raises(CuesDamaged, match=said.replace("[", r"\[")):
        load_rules(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    """A file that is not there is an error too, with its cause."""
    (folder / "context.yml").unlink()
    with pytest.raises(CuesDamaged, match=r"context\.yml, line 1") as caught:
        load_rules(folder)
    assert isinstance(caught.value.__cause__, OSError)


def test_every_signal_has_its_cues() -> None:
    """One file per signal, none forgotten, none too many."""
    assert {path.stem for path in (SHIPPED / "cues").glob("*.yml")} == {signal.value for signal in Signal}


def test_import_is_light() -> None:
    """Importing takes no package but PyYAML and numpy; what learning needs stays outside."""
    code = (
        "import sys, pulang.safety;"
        "heavy = {'rasa', 'flask', 'sqlalchemy', 'pydantic', 'sklearn', 'tensorflow'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run(  # our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=SHIPPED.parents[1]
    )
    assert ran.stdout.strip() == "[]"
