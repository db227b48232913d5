"""The two pages for everybody."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

import console
from channels.rendering import Renderer
from pulang.entitlements import Confidence, Entitlements
from pulang.store.bell import Bell


@pytest.mark.parametrize("demo", [False, True], ids=["real", "demo"])
def test_home(store: Any, clock: Any, texts: Any, demo: bool) -> None:  # noqa: FBT001
    """The first page says what this is and leads on; to the simulator only with the double."""
    app = Flask("front", static_folder=None)
    app.secret_key = "not-a-secret"
    desk = console.Desk(store, Renderer(texts), texts, Bell("redis://127.0.0.1:1", "send"), clock, demo=demo)
    console.register(app, desk)
    page = app.test_client().get("/").text
    for shown in ('href="/hak"', 'href="/console/"', 'href="tel:110"'):
        assert shown in page
    assert ('href="/simulator/"' in page) is demo


def test_rights(office: Any) -> None:
    """Every right stands on the page with its law, its steps, its cost and when it was checked."""
    page = office.app.test_client().get("/hak").text.replace("&#39;", "'").replace("&#34;", '"')
    rights = Entitlements().all()
    assert len(rights) >= 20
    for right in rights:
        for text in (right.title, right.right, right.law_line, right.cost, right.deadline, right.caution, *right.how):
            assert text in page, f"{right.id}: {text}"
        assert f'id="{right.id}"' in page
        assert right.checked_on.strftime("%d.%m.%Y") in page


def test_law_of_low_confidence_is_not_said(office: Any) -> None:
    """No law that is only guessed stands on the page, and one of medium confidence stands with who confirms it."""
    page = office.app.test_client().get("/hak").text
    laws = [law for right in Entitlements().all() for law in right.law]
    for law in laws:
        line = f"<li>{law.name}, {law.article}"
        if law.confidence is Confidence.MEDIUM:
            assert f"{line} (pastikan dulu ke LBH atau LPSK)." in page
    shown = page.count(". Dibaca ")
    assert shown == sum(law.confidence is not Confidence.LOW for law in laws)
