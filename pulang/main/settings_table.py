"""Writes the README's table of settings out of the Settings class: `python -m pulang.main.settings_table`."""

from __future__ import annotations

import sys
from pathlib import Path

from pulang.main.settings import Settings

BEGIN, END = "<!-- settings -->", "<!-- /settings -->"


def table() -> str:
    """Give the table in Markdown, one line a setting, in the order of the class."""
    lines = ["| setting | what it is | default |", "| --- | --- | --- |"]
    for field in Settings.model_fields.values():
        default = f"`{field.default}`" if field.default != "" else ""
        described = str(field.description).replace("|", "\\|")
        lines.append(f"| `{field.alias}` | {described} | {default} |")
    return "\n".join(lines)


def written(text: str) -> str:
    """Give a text with the table between its two markers; raises ValueError where they are missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the markers {BEGIN} and {END} are missing")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main() -> None:
    """Rewrite the table of a file."""
    file = Path(sys.argv[1] if len(sys.argv) > 1 else "README.md")
    file.write_text(written(file.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
