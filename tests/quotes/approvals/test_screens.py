"""Submitting and deciding on the pages: the draft, the sheet that sends it, Today; and two who press at once."""

from __future__ import annotations

import re
import threading
from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.events import history
from salesapp.core.outbox import Outbox
from salesapp.core.registry import record_type
from salesapp.home.queries import count_waiting
from salesapp.invoices.audits import approvals as audit
from salesapp.quotes.approvals.mailing import submit
from tests.merging.conftest import all_rows
from tests.quotes.options.offering import only_alternatives
from tests.quotes.stage import again, draft
from tests.quotes.test_screens import token
from tests.records.test_undo import differences, used


@pytest.fixture
def quote(house):
    return draft(house, discount=Decimal(30))


@pytest.fixture
def waiting(house, quote):
    submit(quote, "They buy ten more", by=house.people["ada"])
    db.session.commit()
    return quote


def test_a_rep_submits_from_the_draft_and_from_the_sheet_that_sends_it(quote, as_user):
    ada, page = as_user("ada"), f"/quotes/{quote.id}"
    for address in (page, f"{page}/send"):
        assert f"{page}/approval" in ada.get(address).text
    sheet = ada.get(f"{page}/approval")
    assert "€83.99" in sheet.text.replace("\xa0", "")
    answer = ada.submit(f"{page}/approval", note="They buy ten more", action=f"{page}/approval")
    assert answer.status_code == 303
    shown = ada.get(page).text
    assert "In approval" in shown
    assert "They buy ten more" in shown
    assert f"{page}/lines" not in shown


def test_what_is_decided_on_is_what_the_customer_would_order_with_what_is_preselected(house, as_user):
    """A quote of alternatives only has no line: without its options it would be put to the approver as nothing."""
    quote, ada, ben = only_alternatives(house, discount=Decimal(30)), as_user("ada"), as_user("ben")
    page, total = f"/quotes/{quote.id}", "€67.06"  # 80.50 less 30 per cent is 56.35, with 19 % tax 67.06
    sheet = ada.get(f"{page}/approval").text
    assert ada.submit(f"{page}/approval", action=f"{page}/approval").status_code == 303
    asked = again(quote).waiting_approval
    for shown in (sheet, ben.get(page).text, ben.get(f"{page}/approvals/{asked.id}").text, ben.get("/").text):
        assert total in shown
        assert "€24.15" in shown, "below list prices"
    assert total in db.session.scalars(select(Outbox).where(Outbox.kind == "mail")).one().payload["text"]
    assert list(audit.faults(db.session)) == []
    assert ben.submit(page, action=f"{page}/approvals/{asked.id}").status_code == 303
    assert all("6706" in str(each.particulars["amount"]) for each in history(again(quote))[:2])


def test_figures_that_changed_meanwhile_are_shown_before_they_are_submitted(quote, house, as_user):
    ada, page = as_user("ada"), f"/quotes/{quote.id}"
    seen = quote.standing_of_lines
    quote.add_product(house.work, by=house.people["ada"])
    db.session.commit()
    answer = ada.submit(f"{page}/approval", note="", seen=seen, action=f"{page}/approval")
    assert answer.status_code == 422
    assert "The figures have changed" in answer.text
    assert again(quote).is_draft


def test_the_manager_approves_from_today_in_one_tap_and_stays_there(waiting, house, as_user):
    ben, today = as_user("ben"), "/"
    asked = waiting.waiting_approval
    address = f"/quotes/{waiting.id}/approvals/{asked.id}"
    assert count_waiting(house.people["ben"], waiting.changed_at.date()) == 1
    assert "30% discount, limit 20%" in ben.get(today).text
    answer = ben.submit(today, decision="approve", action=address)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert again(waiting).standing_approval is not None
    assert address not in ben.get(today).text
    assert "Ben Manager approved" in as_user("ada").get(today).text


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_a_verdict_given_on_today_is_taken_back_and_every_row_is_as_it_was(waiting, as_user, decision):
    ben, ada, asked = as_user("ben"), as_user("ada"), waiting.waiting_approval.id
    address = f"/quotes/{waiting.id}/approvals/{asked}"
    used(ben, record_type("quote"), waiting.id)
    before = all_rows()
    ben.post(f"{address}?back=/", data=token(ben, "/") | {"decision": decision, "note": "No"})
    undo = re.search(r'data-undoable.*?action="([^"]+)"', ben.get("/").text, re.DOTALL)[1]
    used(ada, record_type("quote"), waiting.id)
    used(ben, record_type("quote"), waiting.id)
    assert ben.post(undo, data=token(ben, "/")).headers["Location"] == "/"
    assert not differences(before, all_rows())
    assert address in ben.get("/").text
    assert ben.post(undo, data=token(ben, "/")).status_code == 409


def test_a_verdict_stays_once_the_draft_was_changed_or_somebody_else_gave_it(waiting, house, as_user):
    ben, quote = as_user("ben"), waiting
    address = f"/quotes/{quote.id}/approvals/{quote.waiting_approval.id}"
    ben.post(address, data=token(ben, "/") | {"decision": "approve"})
    undo = re.search(r'data-undoable.*?action="([^"]+)"', ben.get("/").text, re.DOTALL)[1]
    root = as_user("root")
    assert root.post(undo, data=token(root, "/")).status_code == 409
    again(quote).add_product(house.work, by=house.people["ada"])
    db.session.commit()
    refused = ben.post(undo, data=token(ben, "/"))
    assert (refused.status_code, "submitted again since" in refused.text) == (409, True)
    assert again(quote).is_draft


def test_rejecting_asks_for_the_reason_on_the_sheet(waiting, as_user):
    ben, page = as_user("ben"), f"/quotes/{waiting.id}"
    address = f"{page}/approvals/{waiting.waiting_approval.id}"
    answer = ben.submit(address, decision="reject", note="", action=address)
    assert answer.status_code == 422
    assert "Give a reason" in answer.text
    answer = ben.submit(address, decision="reject", note="Twenty is enough", action=address)
    assert answer.status_code == 303
    assert "Ben Manager rejected this: Twenty is enough" in as_user("ada").get(page).text


def test_a_colleague_of_another_team_sees_nothing_of_it(waiting, as_user):
    address = f"/quotes/{waiting.id}/approvals/{waiting.waiting_approval.id}"
    cora = as_user("cora")
    assert cora.get(address).status_code == 404
    assert cora.post(address, data=token(cora, "/") | {"decision": "approve"}).status_code == 404


@pytest.mark.parametrize("other", ["approve", "withdraw"])
def test_two_who_press_at_the_same_moment_one_is_first(waiting, as_user, other):
    page = f"/quotes/{waiting.id}"
    address = f"{page}/approvals/{waiting.waiting_approval.id}"
    ben, second = as_user("ben"), as_user("root" if other == "approve" else "ada")
    approving = {"decision": "approve"}
    against = (address, approving) if other == "approve" else (f"{page}/approval/withdraw", {})
    presses = [(ben, address, approving), (second, *against)]
    forms = [(browser, where, token(browser, page) | more) for browser, where, more in presses]
    gate, answers = threading.Barrier(2), []

    def press(browser, where, fields):
        gate.wait()
        answers.append(browser.post(where, data=fields).status_code)

    threads = [threading.Thread(target=press, args=each) for each in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 409]
    found = again(waiting)
    assert found.is_draft
    assert len([each for each in found.approvals if each.decided_at]) == 1
