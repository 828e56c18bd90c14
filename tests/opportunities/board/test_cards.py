"""What a card and the chips above it say at a glance."""

from datetime import timedelta

import pytest

from salesapp.core.company import today_for
from salesapp.core.db import db
from tests.markup import Page


@pytest.mark.parametrize(("days", "due"), [(-1, "overdue"), (0, "today"), (1, "later"), (None, "none")])
def test_a_card_tells_by_its_dot_when_what_comes_next_is_due(as_user, make, days, due):
    when = None if days is None else today_for() + timedelta(days=days)
    make(next_step_on=when)
    db.session.commit()
    assert f'class="card-next due-{due}"' in as_user("ada").get("/board").text


def test_what_is_filtered_by_stands_before_what_is_not(as_user, make):
    make()
    page = Page(as_user("ada").get("/board?owner=me&stale=1").text)
    chips = [each for each in page.elements if each.get("class") == "chip"]
    selected = [each.get("aria-current") == "true" for each in chips]
    assert ["".join(each.itertext()).strip() for each in chips][:2] == ["Mine", "Stale"]
    assert selected == sorted(selected, reverse=True)


def test_on_ones_own_board_no_card_says_whose_it_is(as_user, make):
    make()
    browser = as_user("ada")
    assert "card-owner" in browser.get("/board?owner=all").text
    assert "card-owner" not in browser.get("/board?owner=me").text
