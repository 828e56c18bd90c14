"""Competitors as records: their rules, who may do what, in both languages."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.events import history
from salesapp.marketing.competitors import Competitor, competitor_called
from salesapp.people.models import Language

NEW = {
    "name": "Kestrel",
    "key_product": "K-Spin",
    "reported_revenue": "1.2m",
    "website": "kestrel.example",
    "strengths": "One contract for everything",
    "street2": "Unit 4",
    "country": "GB",
}


def test_a_competitor_is_made_and_shown(as_user, cast):
    answer = as_user("mia").submit("/competitors/new", NEW | {"reported_revenue": "1200k"})
    made = db.session.scalars(select(Competitor)).one()
    assert answer.headers["Location"] == f"/competitors/{made.id}"
    assert (made.name, made.reported_revenue, made.street2) == ("Kestrel", 120_000_000, "Unit 4")
    page = as_user("ada").get(answer.headers["Location"]).text
    assert all(each in page for each in ("K-Spin", "One contract for everything", "Assessment"))
    assert "Kestrel" in as_user("ada").get("/competitors").text
    assert "Kestrel" in as_user("ada").get("/search?q=kestr").text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": " bOLT "}, "There is already a competitor with this name."),
        ({"reported_revenue": "-1"}, "An amount can’t be negative."),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(as_user, bolt, values, sentence):
    answer = as_user("mia").submit("/competitors/new", NEW | {"reported_revenue": ""} | values)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="K-Spin"' in answer.text
    assert db.session.scalars(select(Competitor.name)).all() == ["Bolt"]


def test_it_may_be_saved_under_its_own_name(as_user, bolt):
    url = f"/competitors/{bolt.id}/edit"
    assert as_user("mia").submit(url, name="BOLT", action=url).status_code == 303


@pytest.mark.parametrize(
    ("person", "sees", "edits"),
    [
        ("ada", 200, 403),
        ("ben", 200, 200),
        ("mia", 200, 200),
        ("root", 200, 200),
        ("rob", 200, 403),
        ("finn", 403, 403),
        ("sam", 403, 403),
    ],
)
def test_whoever_sells_sees_competitors_and_marketing_and_managers_change_them(
    as_user, bolt, person, sees, edits
):
    browser = as_user(person)
    assert browser.get(f"/competitors/{bolt.id}").status_code == sees
    assert browser.get(f"/competitors/{bolt.id}/edit").status_code == edits
    assert ('href="/competitors"' in browser.get("/more").text) == (sees == 200)


def test_a_name_leads_to_the_one_there_is_in_whatever_case(cast, bolt):
    assert competitor_called(" bolt", by=cast["ada"]) is bolt
    school = competitor_called("École", by=cast["ada"])
    assert competitor_called("ÉCOLE", by=cast["ada"]) is school
    assert [each.kind for each in history(school)] == ["created"]


def test_one_in_the_bin_is_not_taken(cast, bolt, as_user):
    url = f"/competitors/{bolt.id}/delete"
    as_user("mia").submit(url, action=url)
    assert competitor_called("Bolt", by=cast["ada"]) is not bolt


def test_in_chinese(as_user, cast, bolt):
    cast["mia"].locale = Language.ZH
    db.session.commit()
    page = as_user("mia").get(f"/competitors/{bolt.id}").text
    assert all(each in page for each in ("竞争对手", "主打产品", "公布的营收", "优势"))
