from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pulang.safety.answers import Answer, load_answers
from pulang.safety.context import Mark, load_context
from pulang.safety.cues import Cue, load_cues
from pulang.safety.document import open_document
from pulang.safety.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pulang.safety.assessment import Asked
    from pulang.safety.phrases import Phrases


@dataclass(frozen=True)
class Rules:
    """Everything the assessment knows, as its data files say it."""

    vocabulary: Vocabulary
    cues: Phrases[Cue]
    context: Phrases[Mark]
    answers: dict[Asked, Answer]


def load_rules(folder: Path = Path(__file__).parent) -> Rules:
    """Read and check all data files of the assessment. Raises CuesDamaged, naming file, line and what was expected."""
    vocabulary = Vocabulary(open_document(folder / "words.yml").mapping())
    return Rules(
        vocabulary,
        load_cues(folder / "cues", vocabulary),
        load_context(folder / "context.yml", vocabulary),
        load_answers(folder / "answers.yml", vocabulary),
    )
