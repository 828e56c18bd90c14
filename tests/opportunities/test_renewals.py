"""An opportunity that is there already is said to renew a won one."""

from __future__ import annotations

import pytest

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity, State


@pytest.fixture
def deals(cast):
    """A won one, an open one of the same customer, and one of another."""
    echo, other = Account(name="Echo Foods"), Account(name="Other")
    names = (("Won", echo), ("Next", echo), ("Elsewhere", other))
    found = {
        name: Opportunity.open_new(name=name, by=cast["ada"], account=account) for name, account in names
    }
    found["Won"].state = State.WON
    db.session.commit()
    return found


def test_it_is_linked_by_the_sheet_and_unlinked_again(deals, as_user):
    won, following = deals["Won"], deals["Next"]
    ada, page = as_user("ada"), f"/opportunities/{won.id}/renewal"
    sheet = ada.get(page).text
    assert ("Next" in sheet, "Elsewhere" in sheet) == (True, False)
    assert ada.submit(page, action=page, renewal=str(following.id)).status_code == 303
    db.session.expire_all()
    assert following.renewal_of_id == won.id
    shown = f"/opportunities/{won.id}"
    assert "Next" in ada.get(shown).text
    ada.submit(shown, action=f"{page}/{following.id}/unlink")
    db.session.expire_all()
    assert following.renewal_of_id is None
    kinds = [each.kind for each in history(won)]
    assert kinds[:2] == ["opportunity_renewal_unlinked", "opportunity_renewal_linked"]


def test_nothing_chosen_is_said(deals, as_user):
    page = f"/opportunities/{deals['Won'].id}/renewal"
    answer = as_user("ada").submit(page, action=page, renewal="")
    assert answer.status_code == 422
    assert "This field is required." in answer.text


@pytest.mark.parametrize("case", ["open", "elsewhere", "itself", "taken", "closed"])
def test_what_is_no_renewal_is_refused(case, deals, cast):
    won, other = deals["Won"], deals["Next"]
    if case == "open":
        won.state = State.OPEN
    elif case == "elsewhere":
        other = deals["Elsewhere"]
    elif case == "itself":
        other = won
    elif case == "taken":
        other.renewal_of_id = deals["Elsewhere"].id
    else:
        other.state = State.LOST
    with pytest.raises(RuleBroken):
        won.renewed_by(other, by=cast["ada"])
    db.session.rollback()


def test_nobody_links_what_they_do_not_see(deals, cast, as_user):
    assert as_user("cora").get(f"/opportunities/{deals['Won'].id}/renewal").status_code == 404
