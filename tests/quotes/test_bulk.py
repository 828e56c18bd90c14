"""Documents of a list are given to a colleague together, and drafts are deleted together; what was issued stays."""

from __future__ import annotations

import pytest

from tests.quotes.stage import draft, sent
from tests.records.bulk.test_bulk import of, send, undo


@pytest.fixture
def quotes(house):
    return [draft(house), sent(house)]


def test_quotes_change_hands_together_and_back_whatever_their_status(as_user, house, quotes):
    ada, ben = as_user("ada"), house.people["ben"]
    assert 'formaction="/quotes/bulk"' in ada.get("/quotes?select=1").text
    sheet = ada.get(f"/quotes/bulk?id={quotes[0].id}").text
    assert "field=owner" in sheet
    assert "field=language" not in sheet
    send(ada, "quotes", quotes, field="owner", owner=str(ben.id))
    assert of(quotes, "owner_id") == [ben.id, ben.id]
    root = as_user("root")
    answer = send(root, "quotes", quotes, field="owner", owner=str(house.people["cora"].id))
    assert of(quotes, "owner_id") == [house.people["cora"].id] * 2
    assert undo(root, root.get(answer.location).text).status_code == 303
    assert of(quotes, "owner_id") == [ben.id, ben.id]


def test_only_drafts_are_deleted_and_the_others_are_named_with_why(as_user, house, quotes):
    ada = as_user("ada")
    asked = ada.get(f"/quotes/bulk?field=delete&id={quotes[0].id}&id={quotes[1].id}").text
    assert quotes[1].title in asked
    send(ada, "quotes", quotes, field="delete")
    assert [each is None for each in of(quotes, "deleted_at")] == [False, True]
