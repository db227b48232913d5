from __future__ import annotations

from pathlib import Path

import pytest

from pulang.main import settings_table
from pulang.main.settings import Settings

README = Path(__file__).parents[2] / "README.md"


def test_the_readmes_table_is_the_generated_one() -> None:
    """Every setting stands in the README as the class describes it (`python -m pulang.main.settings_table`)."""
    text = README.read_text(encoding="utf-8")

    assert settings_table.written(text) == text


def test_the_table_has_a_line_for_every_setting() -> None:
    """One line a setting, with its name, its sentence and its default."""
    lines = settings_table.table().splitlines()[2:]

    assert len(lines) == len(Settings.model_fields)
    assert lines[1] == "| `PULANG_PORT` | Port of the web server. | `8000` |"


@pytest.mark.parametrize("text", ["", "<!-- settings -->", "<!-- /settings --><!-- settings -->"])
def test_a_text_without_markers_is_refused(text: str) -> None:
    """Nothing is written where nothing was asked for."""
    with pytest.raises(ValueError, match="markers"):
        settings_table.written(text)
