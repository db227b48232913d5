from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.importers.rasa import RasaFileImporter
from training import ROOT

from bot.importer import CorpusImporter

ROWS = """
version: "3.1"
nlu:
  - intent: wages
    examples:
      - text: " gaji 2th blm dibayar: gmn, pak? "
        metadata: {pass: ayah}
      - text: "ktp ilang #sedih"
        metadata: {pass: ibu, level: 1, signals: [sadness]}
  - intent: greet
    examples:
      - text: "pagi"
        metadata: {pass: ibu}
"""


def test_reads_what_rasa_reads(tmp_path: Path) -> None:
    """The messages are those that Rasa's own reader gives, in its order."""
    (tmp_path / "nlu_id.yml").write_text(ROWS, encoding="utf-8")
    ours, rasas = (
        importer(str(ROOT / "config.yml"), None, [str(tmp_path)]).get_nlu_data()
        for importer in (CorpusImporter, RasaFileImporter)
    )
    assert [message.data for message in ours.training_examples] == [message.data for message in rasas.training_examples]
    assert len(ours.training_examples) == 3


@pytest.mark.parametrize(
    "row",
    ["- gaji", "- {metadata: {pass: ibu}}", "- {text: gaji}", "- {text: 12, metadata: {pass: ibu}}", "- {text: ["],
)
def test_a_row_written_otherwise_is_named(tmp_path: Path, row: str) -> None:
    """A row without text or metadata stops the training, with the file's name."""
    path = tmp_path / "nlu_id.yml"
    path.write_text(f"nlu:\n  - intent: wages\n    examples:\n      {row}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"nlu_id\.yml: not a list of"):
        CorpusImporter(None, None, [str(tmp_path)]).get_nlu_data()
