"""The pages and sheets of recurring invoices, as a clerk goes through them, and who may what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.invoices.models import Invoice
from salesapp.invoices.recurring.models import RecurringInvoice, State
from tests.invoices.recurring.stage import MONTHLY, made, on, recurs, template, worker
from tests.invoices.stage import anew

PLAN = {"every": "1", "unit": "month", "month_end": "", "covers": "coming", "then": "draft"}


def only() -> RecurringInvoice:
    anew()
    return db.session.scalars(select(RecurringInvoice)).one()


def test_a_clerk_repeats_an_invoice_from_its_menu_and_finds_it_on_the_list_and_at_the_customer(
    house, as_user
):
    source, finn = template(house), as_user("finn")
    page = finn.get(f"/invoices/{source.id}").text
    assert f"/recurring-invoices/new/{source.id}" in page
    sheet = finn.get(f"/recurring-invoices/new/{source.id}").text
    assert "Issue the invoice and send it" in sheet
    first = today_for() + timedelta(days=40)
    answer = finn.submit(
        f"/recurring-invoices/new/{source.id}",
        PLAN | {"first_on": first.isoformat(), "month_end": "y", "every": "3", "then": "issue"},
    )
    recurring = only()
    assert answer.headers["Location"] == f"/recurring-invoices/{recurring.id}"
    assert (recurring.every, recurring.month_end, recurring.issues) == (3, True, True)
    for address in (
        "/recurring-invoices",
        f"/recurring-invoices/{recurring.id}",
        f"/accounts/{house.account.id}/recurring-invoices",
        f"/invoices/{source.id}",
    ):
        assert "Every 3 months" in finn.get(address).text
    assert "/recurring-invoices/new/" not in finn.get(f"/invoices/{source.id}").text
    assert 'href="/recurring-invoices"' in finn.get("/finance").text


def test_what_is_typed_wrong_is_said_beside_the_field(house, as_user):
    source, finn = template(house), as_user("finn")
    wrong = [
        ({"first_on": "2020-01-01"}, "today or a later day"),
        ({"first_on": "2030-01-01", "until": "2029-01-01"}, "before the first one"),
        ({"first_on": "2030-01-01", "every": "0"}, "Between 1 and 60"),
        ({"first_on": "2030-01-01", "unit": "hour"}, "Choose one of the options"),
        ({"first_on": ""}, "This field is required."),
    ]
    for values, said in wrong:
        answer = finn.submit(f"/recurring-invoices/new/{source.id}", PLAN | values)
        assert (answer.status_code, said in answer.text) == (422, True), values
    assert db.session.scalar(select(RecurringInvoice.id)) is None


def test_it_is_paused_resumed_skipped_changed_and_ended(house, as_user):
    recurring, finn = recurs(house), as_user("finn")
    address = f"/recurring-invoices/{recurring.id}"
    finn.submit(address, action=f"{address}/pause")
    assert only().state is State.PAUSED
    with on(date(2027, 3, 5)):
        finn = as_user("finn")
        sheet = finn.get(f"{address}/resume").text
        assert "2 dates have passed" in sheet
        finn.submit(f"{address}/resume", {"missed": "skip"})
        assert only().next_on == date(2027, 3, 31)
        skipping = finn.filled(address, action=f"{address}/skip")
        finn.post(f"{address}/skip", data=skipping)
        assert only().next_on == date(2027, 4, 30)
        again = finn.post(f"{address}/skip", data=skipping | {"once": "another press"})
        assert again.status_code == 409
        changed = finn.submit(f"{address}/change", {"times": "2", "covers": "past"})
        assert changed.status_code == 303
        assert only().coming(5) == [date(2027, 4, 30), date(2027, 5, 31)]
    finn = as_user("finn")
    assert "No more invoices are created" in finn.get(f"{address}/end").text
    finn.submit(f"{address}/end")
    assert only().state is State.ENDED
    assert "Echo Foods" in finn.get("/recurring-invoices?ended=1").text
    assert "Echo Foods" not in finn.get("/recurring-invoices").text


def test_what_a_date_made_leads_back_to_its_series(house, as_user):
    recurring = recurs(house)
    with on(MONTHLY.first_on):
        worker()
        (draft,) = made(recurring)
        finn = as_user("finn")
        assert "From a recurring invoice" in finn.get(f"/invoices/{draft.id}").text
        assert f"/invoices/{draft.id}" in finn.get(f"/recurring-invoices/{recurring.id}").text


def test_whoever_sees_the_invoice_sees_that_it_recurs_and_only_who_may_issue_changes_it(house, as_user):
    recurring = recurs(house)
    db.session.get_one(Invoice, recurring.source_id)
    address = f"/recurring-invoices/{recurring.id}"
    seen: dict[str, Any] = {name: as_user(name).get(address).status_code for name in ("finn", "root", "cora")}
    assert seen == {"finn": 200, "root": 200, "cora": 404}
    assert "Echo Foods" not in as_user("cora").get("/recurring-invoices").text
    cora = as_user("cora")
    assert cora.post(f"{address}/end", headers={"X-CSRFToken": cora.csrf_token()}).status_code == 403
    assert only().state is State.ACTIVE


def test_the_last_date_is_asked_about_and_brought_back(house, as_user):
    recurring, finn = recurs(house, replace(MONTHLY, times=1)), as_user("finn")
    address = f"/recurring-invoices/{recurring.id}"
    page = finn.get(address).text
    assert (f'href="{address}/skip"' in page, f'action="{address}/skip"' in page) == (True, False)
    assert "is the last date. Without it the recurring invoice ends" in finn.get(f"{address}/skip").text
    finn.submit(f"{address}/skip")
    assert only().state is State.ENDED
    finn.submit(address, action=f"{address}/bring-back")
    assert (only().state, only().next_on) == (State.ACTIVE, MONTHLY.first_on)
    assert f"{address}/bring-back" not in finn.get(address).text
