"""Text is text: a payload in every text field is shown letter by letter and never run, in the real browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from salesapp.activities.actions import add_note
from salesapp.core.db import db
from salesapp.core.registry import record_type
from salesapp.customers.models import Account, Contact
from salesapp.leads.models import Lead
from salesapp.opportunities.models import Opportunity
from salesapp.quotes.actions import send_quote, write_quote
from salesapp.quotes.mailing import Letter
from salesapp.quotes.models import Quote
from tests.browsers import OpenPage, wait_until_still

pytestmark = pytest.mark.browser

PAYLOAD = """<img src=x onerror=alert(1)>"'{{7*7}}"""
FREE_TEXT = {"text", "long_text", "phone"}


def fill(record: Any) -> Any:
    """Puts the payload into every free text of the record that has room for it."""
    type_ = record_type(record.record_type_key)
    for each in type_.fields:
        column = type_.model.__table__.c.get(each.attribute)
        room = column is not None and (getattr(column.type, "length", None) or len(PAYLOAD)) >= len(PAYLOAD)
        if each.kind in FREE_TEXT and each.editable and room:
            setattr(record, each.attribute, PAYLOAD)
    return record


@pytest.fixture
def pages(cast: Any, english: Any) -> list[str]:
    """The addresses that show records full of it; `/q/…` is the customer's."""
    ada = cast["ada"]
    account = fill(Account(name=PAYLOAD, owner_id=ada.id))
    db.session.add(account)
    db.session.flush()
    contact = fill(Contact(family_name=PAYLOAD, account_id=account.id, owner_id=ada.id))
    contact.email = "eva@echo.example"
    lead = fill(Lead(name=PAYLOAD, owner_id=ada.id))
    db.session.add_all([contact, lead])
    db.session.flush()
    deal = Opportunity.open_new(name=PAYLOAD, account=account, contact=contact, by=ada)
    fill(deal)
    for subject in (account, contact, lead, deal):
        add_note(subject, PAYLOAD, by=ada)
    quote = write_quote(
        fill(Quote(account_id=account.id, contact_id=contact.id, opportunity_id=deal.id)), by=ada
    )
    quote.add_text(PAYLOAD, by=cast["ben"])  # without a list price a manager says what it costs
    db.session.flush()
    shown = ["/accounts", "/contacts", "/leads", "/opportunities", "/quotes"]
    records = [
        f"/accounts/{account.id}",
        f"/contacts/{contact.id}",
        f"/leads/{lead.id}",
        f"/opportunities/{deal.id}",
        f"/quotes/{quote.id}",
    ]
    further = [f"{each}/{more}" for each in records for more in ("edit", "history")]
    shown += [*records, *further, f"/leads/{lead.id}/convert", f"/opportunities/{deal.id}/move"]
    shown += ["/", "/board", "/search?q=onerror"]
    send_quote(sent := written_again(quote, by=cast["ben"]), Letter("", "", ""), by=cast["ben"])
    sent.owner_id = ada.id
    shown += [f"/quotes/{sent.id}", f"/q/{sent.new_secret()}"]
    db.session.commit()
    return shown


def written_again(quote: Quote, *, by: Any) -> Quote:
    """Another quote of the same, to be sent: the first stays a draft."""
    found = write_quote(fill(Quote(account_id=quote.account_id, contact_id=quote.contact_id)), by=by)
    found.add_text(PAYLOAD, by=by)
    return found


def listen(page: Page) -> list[str]:
    """What would show that the payload ran, or tried to."""
    signs: list[str] = []

    def opened(dialog: Dialog) -> None:
        signs.append(f"dialog at {page.url}")
        dialog.dismiss()

    page.on("dialog", opened)
    page.on(
        "console", lambda said: signs.append(said.text) if "Content Security Policy" in said.text else None
    )
    page.on("request", lambda asked: signs.append(asked.url) if asked.url.endswith("/x") else None)
    return signs


def everything_loaded(page: Page) -> None:
    """Lazy panels come when they are seen: walks down the page until nothing more is loaded."""
    for panel in page.locator("[hx-trigger='intersect once']").all():
        panel.scroll_into_view_if_needed()
    wait_until_still(page)


def test_no_text_of_a_user_is_ever_run(pages: list[str], open_page: OpenPage) -> None:
    page = open_page("phone", as_="ada")
    signs = listen(page)
    for address in pages:
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, f"{address} answered {answer.status}"
        everything_loaded(page)
        where = page.locator("body")
        typed = page.evaluate(
            "[...document.querySelectorAll('input, textarea')].map(field => field.value).join()"
        )
        assert "{{7*7}}" in where.inner_text() + typed, f"{address} does not show it"
        expect(page.locator("img[src=x]")).to_have_count(0)
    assert not signs


def test_a_toast_and_a_picker_show_it_as_text_too(pages: list[str], open_page: OpenPage) -> None:
    page = open_page("phone", as_="ada")
    signs = listen(page)
    page.goto("/board")
    page.locator(".card-move").tap()
    page.locator("#sheet").get_by_role("button", name="Needs analysis").tap()
    expect(page.locator("#toasts .toast-text")).to_contain_text(PAYLOAD)
    page.goto("/quotes/new")
    page.get_by_role("combobox").first.fill("img src")
    page.get_by_role("option", name=PAYLOAD).first.tap()
    expect(page.get_by_role("combobox").first).to_have_value(PAYLOAD)
    assert not signs
