"""The tests' own stage: nothing of a test stays behind, and a request shares nothing with the test."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from salesapp.core.company import Company, company
from salesapp.core.db import db
from salesapp.people.models import User
from tests.architecture.source import ROOT
from tests.clients import Client, proposed
from tests.databases import BACKENDS, ON_ONE, connections_closed, drawn
from tests.markup import Page
from tests.quotes import test_issued_papers
from tests.races import is_race
from tests.reports import test_dashboards
from tests.unfetched import Unfetched


@pytest.mark.parametrize("_again", range(2))
def test_what_a_test_commits_is_gone_in_the_next(app: Flask, _again: int) -> None:
    assert db.session.scalar(select(func.count(User.id))) == 0
    assert company().name == "My company"
    db.session.add(User(name="Ada", email="ada@example.com"))
    company().name = "Changed"
    db.session.commit()
    assert db.session.scalars(select(User.id)).all() == [1]


def test_requests_see_what_the_test_prepared_and_the_test_what_they_changed(cast: Any, as_user: Any) -> None:
    cast["ada"].zone = "Asia/Shanghai"
    browser = as_user("ada")
    assert "Asia/Shanghai" in browser.get("/preferences").text
    browser.submit("/preferences", action="/preferences", zone="Europe/Paris")
    assert cast["ada"].zone == "Europe/Paris"


def test_two_people_may_be_signed_in_at_once(as_user: Any) -> None:
    ada, root = as_user("ada"), as_user("root")
    assert ada.get("/users/new").status_code == 403
    assert root.get("/users/new").status_code == 200


def test_a_client_refuses_a_broken_page(app: Flask, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = app.response_class("<!doctype html><html lang=en><title>x</title><p>x", mimetype="text/html")
    monkeypatch.setattr(app, "process_response", lambda _response: broken)
    with pytest.raises(AssertionError, match="exactly one"):
        client.get("/login")


def test_a_connection_left_open_is_a_failure(app: Flask) -> None:
    db.session.commit()
    kept: list[Any] = []
    opener = threading.Thread(target=lambda engine: kept.append(engine.connect()), args=[db.engine])
    opener.start()
    opener.join()
    with pytest.raises(AssertionError, match="left open"), connections_closed(db.engine):
        pass
    kept[0].invalidate()
    kept[0].close()


def test_a_form_is_sent_as_a_browser_would() -> None:
    page = Page(
        """<!doctype html><form>
        <input name="a" value="1"><input name="off" disabled value="2"><input type="checkbox" name="b" value="3">
        <input type="checkbox" name="b" value="4" checked><input type="radio" name="c" value="5" checked>
        <select name="d"><option value="6">six<option value="7" selected>seven</select>
        <select name="e"><option>8</select>
        <textarea name="f">
nine</textarea><button name="g" value="10">Go</button></form>"""
    )
    form = next(element for element in page.elements if element.tag == "form")
    assert proposed(form) == {"a": "1", "b": "4", "c": "5", "d": "7", "e": "8", "f": "nine"}


@pytest.mark.sqlite_only
def test_rows_that_nobody_fetched_are_a_failure(app: Flask, unfetched: Unfetched) -> None:
    kept = db.session.execute(select(Company.id))
    db.session.commit()
    with pytest.raises(AssertionError, match="FROM companies"):
        unfetched.check()
    kept.close()
    assert db.session.scalars(select(Company.id)).all() == [1]
    db.session.commit()
    unfetched.check()


def test_what_runs_on_one_database_exists_and_each_serves() -> None:
    paths = [f"{folder}/{each}.py" for folder, names in ON_ONE.items() for each in names.split()]
    assert [path for path in paths if not (ROOT / "tests" / path).is_file()] == []
    lots = Counter(drawn(path, f"test_{number}") for path in paths for number in range(10))
    assert set(lots) == set(BACKENDS)
    assert min(lots.values()) > len(paths) * 4
    assert drawn("records/test_paging.py", "test_1") is None


def test_a_race_runs_on_both_databases_whatever_its_file_is_about() -> None:
    racing = {name for name, each in vars(test_dashboards).items() if name[:5] == "test_" and is_race(each)}
    assert racing == {"test_tiles_that_are_added_at_the_same_moment_are_all_there"}
    assert is_race(test_issued_papers.test_two_who_ask_first_at_the_same_moment_get_the_same_file)
