from __future__ import annotations

from pulang.language.words import Word, read

_CLINGING = frozenset(".,!?…;:)]}")


def normalise(text: str) -> str:
    """Spell a text plainly: lower case, no invisible characters, abbreviations and stretched letters written out."""
    line: list[str] = []
    before: Word | None = None
    for word in read(text):
        if before is not None and not (word.form[0] in _CLINGING and word.start == before.end):
            line.append(" ")
        line.append(word.form)
        before = word
    return "".join(line)
