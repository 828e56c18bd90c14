"""What browsers keep for the time without a network: one page in the reader's language, the same for everybody."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from salesapp.core.db import db
from tests.statements import statements


@pytest.mark.parametrize(("language", "title"), [("en", "You’re offline"), ("zh", "您已离线")])
def test_the_page_speaks_the_language_of_its_address_and_knows_nobody(
    as_user: Callable[[str], Any], language: str, title: str
) -> None:
    ada = as_user("ada")
    page = ada.get(f"/offline/{language}")
    assert f"<h1>{title}</h1>" in page.text
    assert "Ada" not in page.text
    assert "csrf" not in page.text


def test_a_stranger_gets_it_without_any_question_to_the_database(app: Flask) -> None:
    client = app.test_client()
    db.session.rollback()
    with statements() as sent:
        assert client.get("/offline/en").status_code == 200
    assert sent == []
    assert client.get("/offline/xx").status_code == 404


def test_the_worker_keeps_the_page_and_what_it_is_drawn_with_and_nothing_else(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/service-worker.js?lang=zh")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    kept = json.loads(re.search(r"KEPT = (\[.*?\])", answer.text)[1])  # type: ignore[index]
    assert kept[0] == "/offline/zh"
    assert all(each.startswith("/static/") for each in kept[1:])
    assert all(client.get(each).status_code == 200 for each in kept)
    drawn_with = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get("/offline/zh").text))
    assert drawn_with <= set(kept)
    assert client.get("/service-worker.js?lang=xx").status_code == 404
