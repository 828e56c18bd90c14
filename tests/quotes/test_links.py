"""Each recipient of a quote has a link of their own: one sees who opened it, how often, and who answered."""

import re
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.events import timeline
from salesapp.core.outbox import Outbox
from salesapp.quotes.actions import send_quote
from salesapp.quotes.links.opened import opened
from salesapp.quotes.mailing import LINK, Letter
from salesapp.quotes.models import QuoteLink, QuoteStatus
from tests.clients import HTMX
from tests.quotes.options.offering import choose_between, offering
from tests.quotes.stage import again, draft, sent

DRAWN = "data:image/png;base64," + b64encode(b"\x89PNG\r\n\x1a\n and the strokes").decode()


def links(quote):
    return {link.recipient: link for link in again(quote).links}


def addresses():
    """Recipient → path of the link in their e-mail."""
    mails = db.session.scalars(select(Outbox).where(Outbox.kind == "mail").order_by(Outbox.id))
    found = {each.payload["to"]: re.search(r"/q/[\w-]{43}", each.payload["text"]) for each in mails}
    return {to: match[0] for to, match in found.items() if match}


def visit(client, page):
    """What a person's browser does: the page, then the word that it was shown."""
    return client.submit(page, action=f"{page}/opened")


def test_each_recipient_gets_a_mail_with_a_link_of_their_own(house, as_user):
    quote, ada = draft(house), as_user("ada")
    page = f"/quotes/{quote.id}/send"
    several = "eva@echo.example, boss@echo.example; eva@echo.example"
    assert ada.submit(page, to="eva@echo.example, nonsense").status_code == 422
    assert ada.submit(page, to=", ".join(f"a{n}@echo.example" for n in range(21))).status_code == 422
    assert ada.submit(page, to=several, text=f"Here: {LINK}").status_code == 303
    sent_to = addresses()
    assert sorted(sent_to) == ["boss@echo.example", "eva@echo.example"]
    assert len(set(sent_to.values())) == 2
    assert sorted(links(quote)) == ["Eva Meyer", "boss@echo.example"]
    shown = ada.get(f"/quotes/{quote.id}").text
    assert "boss@echo.example" in shown
    assert "Not opened yet" in shown


def test_only_what_a_persons_browser_shows_counts_as_opened(house, client, as_user):
    quote = sent(house, letter=Letter("eva@echo.example", "Offer", LINK))
    page = addresses()["eva@echo.example"]
    for _preview in range(3):
        assert client.get(page).status_code == 200
    assert visit(as_user("ada"), page).status_code == 204
    assert links(quote)["Eva Meyer"].opened == 0
    assert visit(client, page).status_code == 204
    assert visit(client, page).status_code == 204
    link = links(quote)["Eva Meyer"]
    assert link.opened == 1, "within half an hour it is one visit"
    first = timeline(again(quote).account)[0]
    assert (first.kind, first.by_name) == ("quote_opened", "Eva Meyer")
    shown = as_user("ada").get(f"/quotes/{quote.id}").text
    assert "Opened" in shown
    form = client.filled(page, action=f"{page}/opened")
    assert client.post("/q/" + "x" * 43 + "/opened", data=form).status_code == 404


def test_visits_are_counted_with_the_first_and_the_last(house):
    quote = sent(house, letter=Letter("eva@echo.example", "Offer", LINK))
    begin = datetime(2026, 11, 2, 9, tzinfo=UTC)
    for minutes in (0, 20, 45, 80, 300):
        with clock.travel(begin + timedelta(minutes=minutes)):
            opened(quote, quote.links[0])
            db.session.commit()
    link = links(quote)["Eva Meyer"]
    assert (link.opened, link.first_opened_at, link.last_opened_at) == (
        3,
        begin,
        begin + timedelta(minutes=300),
    )
    kinds = [each.kind for each in timeline(again(quote).account)]
    assert kinds.count("quote_opened") == 1


def test_an_answer_is_credited_to_whoever_has_the_link(house, client, as_user):
    ada = as_user("ada")
    quote = sent(house, letter=Letter("eva@echo.example, boss@echo.example", "Offer", LINK))
    sheet = f"/quotes/{quote.id}/link"
    made = ada.submit(sheet, action=sheet, recipient="Chat with Tom")
    tom = re.search(r"/q/[\w-]{43}", made.text)[0]
    boss = addresses()["boss@echo.example"]
    asked = client.submit(tom, action=f"{tom}/change", wish="Cheaper, please")
    assert asked.status_code == 303
    told = timeline(again(quote).account)
    assert next(each.by_name for each in told if each.kind == "quote_change_requested") == "Chat with Tom"
    assert client.submit(boss, action=f"{boss}/accept", name="The Boss").status_code == 303
    answers = {name: link.answer for name, link in links(quote).items()}
    assert answers == {"Eva Meyer": None, "boss@echo.example": "accept", "Chat with Tom": "change"}
    shown = ada.get(f"/quotes/{quote.id}").text
    assert "Change requested" in shown
    assert db.session.scalars(select(QuoteLink).where(QuoteLink.answered_at.is_not(None))).all()


def test_a_refused_answer_is_nobodys(house, client):
    quote = sent(house, letter=Letter("eva@echo.example", "Offer", LINK))
    page = addresses()["eva@echo.example"]
    form = client.filled(page, action=f"{page}/decline", reason="Too dear")
    quote.accept("Eva Meyer", by=house.people["ada"])
    db.session.commit()
    assert client.post(f"{page}/decline", data=form).status_code == 409
    assert links(quote)["Eva Meyer"].answer is None


def test_an_old_link_leads_to_the_new_revision_for_whoever_was_sent_it(house, client):
    ada = house.people["ada"]
    quote = sent(house, letter=Letter("eva@echo.example, boss@echo.example", "Offer", LINK))
    eva, boss = (addresses()[f"{name}@echo.example"] for name in ("eva", "boss"))
    secret = quote.new_secret()
    newer = quote.revise(by=ada)
    db.session.commit()
    assert "being prepared" in client.get(eva).text
    send_quote(newer, Letter("Eva@echo.example", "Offer", LINK), by=ada)
    db.session.commit()
    shown = client.get(eva).text
    assert newer.title in shown
    assert "replaces the one you were sent before" in shown
    for stranger in (boss, f"/q/{secret}"):
        assert "replaced by a newer one" in client.get(stranger).text
        assert newer.title not in client.get(stranger).text
    assert visit(client, eva).status_code == 204
    assert client.submit(eva, action=f"{eva}/accept", name="Eva Meyer").status_code == 303
    assert again(newer).status is QuoteStatus.ACCEPTED
    assert again(quote).status is QuoteStatus.REVISED
    link = links(newer)["Eva Meyer"]
    assert (link.opened, link.answer) == (1, "accept")
    assert (links(quote)["Eva Meyer"].opened, links(quote)["Eva Meyer"].answer) == (0, None)


def test_a_link_of_the_first_of_three_revisions_leads_to_the_last(house, client):
    ada = house.people["ada"]
    quote = sent(house, letter=Letter("eva@echo.example", "Offer", LINK))
    page = addresses()["eva@echo.example"]
    for _revision in range(2):
        quote = quote.revise(by=ada)
        send_quote(quote, Letter("eva@echo.example", "Offer", LINK), by=ada)
    db.session.commit()
    assert f"{quote.number}/2" in client.get(page).text
    quote.revise(by=ada)
    db.session.commit()
    assert "being prepared" in client.get(page).text


@pytest.mark.parametrize(("verb", "typed"), [("accept", "name"), ("decline", "reason"), ("change", "wish")])
def test_an_answer_to_the_page_of_a_replaced_revision_is_no_answer_to_the_new_one(house, client, verb, typed):
    """The quote was revised and sent anew while the customer had the old one open."""
    ada = house.people["ada"]
    quote = sent(house, letter=Letter("eva@echo.example", "Offer", LINK))
    page = addresses()["eva@echo.example"]
    fields = client.filled(page, action=f"{page}/{verb}") | {typed: "Eva’s own words"}
    newer = quote.revise(by=ada)
    newer.add_product(house.work, by=ada)
    send_quote(newer, Letter("eva@echo.example", "Offer", LINK), by=ada)
    refused = client.post(f"{page}/{verb}", data=fields | ({"signature": DRAWN} if verb == "accept" else {}))
    assert refused.status_code == 409
    assert "This quote was replaced while you had it open." in refused.text
    assert newer.title in refused.text
    assert "Eva’s own words" in refused.text, "what was typed stays"
    assert DRAWN not in refused.text, "what was drawn was drawn for the old one"
    assert (again(newer).status, again(quote).status) == (QuoteStatus.SENT, QuoteStatus.REVISED)
    assert {each.answer for each in links(newer).values()} == {None}
    assert client.submit(page, {typed: "Eva"}, action=f"{page}/{verb}").status_code == 303


def test_a_choice_on_the_page_of_a_replaced_revision_is_none_of_the_new_one(house, client):
    """Nothing was ticked and the total is the same, but the terms are others; an option is preselected now."""
    ada = house.people["ada"]
    quote = offering(house)
    send_quote(quote, Letter("eva@echo.example", "Offer", LINK), by=ada)
    page = addresses()["eva@echo.example"]
    fields = client.filled(page, action=f"{page}/accept", name="Eva")
    newer = quote.revise(by=ada)
    newer.terms = "Payable before delivery"
    choose_between(newer, house, "Installation")
    send_quote(newer, Letter("eva@echo.example", "Offer", LINK), by=ada)
    total = newer.standing_total
    ticks = {"chosen": "1", "shown": quote.id}
    ticked = client.get(page, query_string=ticks, headers=HTMX)
    assert ticked.headers["HX-Redirect"] == page, "no total of the new one stands on the old page"
    assert (
        f"€{total / 100:.2f}" in client.get(page, query_string=ticks | {"shown": newer.id}, headers=HTMX).text
    )
    refused = client.post(f"{page}/accept", data=fields)
    assert refused.status_code == 409
    assert "This quote was replaced while you had it open." in refused.text
    assert f'name="agreed" value="{total}"' in refused.text, "what the new one proposes is ticked"
    assert again(newer).status is QuoteStatus.SENT
