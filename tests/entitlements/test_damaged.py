from __future__ import annotations

from pathlib import Path

import pytest

import pulang.entitlements
from pulang.entitlements import EntitlementDamaged, EntitlementMissing, Entitlements
from pulang.entitlements.reading import read_record

GOOD = (Path(pulang.entitlements.__file__).parent / "data" / "wages.yml").read_text(encoding="utf-8")


def line_of(text: str, key: str) -> int:
    """Give the line on which a key stands."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.lstrip(" -").startswith(f"{key}:"))


@pytest.mark.parametrize(
    ("old", "new", "key", "expected"),
    [
        pytest.param("door: [kp2mi", "door: [nowhere", "door", "'kp2mi'", id="unknown door"),
        pytest.param("confidence: high", "confidence: sure", "confidence", "'high'", id="unknown confidence"),
        pytest.param("checked_on: 2026-11-24", "checked_on: yesterday", "checked_on", "date", id="no date"),
        pytest.param("cost: ", "price: ", "price", "not permitted", id="unknown key"),
        pytest.param("Dasarnya: UU 18/2017", "Dasarnya: UU", "law_line", "UU 18/2017", id="spoken law not named"),
        pytest.param("cost: Gratis.", "cost: Gratis, UU 1/1999.", "cost", "UU 1/1999", id="law named, not listed"),
        pytest.param("cost: Gratis.", "cost: Gratis \u2013 selalu.", "cost", "SMS", id="dash that no SMS carries"),
        pytest.param("Tanpa surat pun", "Tanpa KTP pun", "papers", "Tanpa surat pun", id="papers demanded"),
        pytest.param("topic: wages", "topic: greet", "topic", "kind of help", id="topic of talk"),
        pytest.param("who: man", "who: men", "who", "'man'", id="unknown variant"),
    ],
)
def test_damage_is_located(tmp_path: Path, old: str, new: str, key: str, expected: str) -> None:
    """A damaged record is refused with its file, the line and what was expected."""
    damaged = GOOD.replace(old, new, 1)
    assert damaged != GOOD
    (tmp_path / "wages.yml").write_text(damaged, encoding="utf-8")
    with pytest.raises(EntitlementDamaged) as caught:
        read_record(tmp_path / "wages.yml")
    assert caught.value.file == "wages.yml"
    assert caught.value.line == line_of(damaged, key)
    assert expected in str(caught.value)
    assert f"wages.yml, line {caught.value.line}:" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param("", 1, id="empty"),
        pytest.param("- a list", 1, id="no mapping"),
        pytest.param("id: wages\nright: [open\n", 3, id="broken YAML"),
        pytest.param("id: wages\n\tright: tab\n", 2, id="tab"),
    ],
)
def test_unreadable(tmp_path: Path, content: str, line: int) -> None:
    """What is no record at all is refused with the line, too."""
    (tmp_path / "wages.yml").write_text(content, encoding="utf-8")
    with pytest.raises(EntitlementDamaged) as caught:
        read_record(tmp_path / "wages.yml")
    assert caught.value.line == line


def test_low_confidence_is_not_spoken(tmp_path: Path) -> None:
    """A law of low confidence may be noted, but no text may name it."""
    start = GOOD.index("- name: Permen P2MI 23/2025")
    damaged = GOOD[:start] + GOOD[start:].replace("confidence: high", "confidence: low", 1)
    (tmp_path / "wages.yml").write_text(damaged, encoding="utf-8")
    with pytest.raises(EntitlementDamaged, match="low confidence"):
        read_record(tmp_path / "wages.yml")


def test_medium_confidence_needs_its_hedge(tmp_path: Path) -> None:
    """A law of medium confidence is spoken only with who confirms it."""
    damaged = GOOD.replace("confidence: high", "confidence: medium", 1).replace("LBH bisa", "kantor bisa")
    (tmp_path / "wages.yml").write_text(damaged, encoding="utf-8")
    with pytest.raises(EntitlementDamaged, match="who confirms"):
        read_record(tmp_path / "wages.yml")


def test_file_and_topic_agree(tmp_path: Path) -> None:
    """A record under another file name is refused."""
    (tmp_path / "debt.yml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(EntitlementDamaged, match="expected id and topic debt"):
        read_record(tmp_path / "debt.yml")


def test_missing_topics_are_named(tmp_path: Path) -> None:
    """A folder that lacks topics is refused with their names."""
    (tmp_path / "wages.yml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(EntitlementMissing, match="shelter"):
        Entitlements(tmp_path)
