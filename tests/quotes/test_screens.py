import re
from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.events import Event
from salesapp.core.money.currencies import CurrencyRate
from salesapp.core.outbox import Outbox
from salesapp.opportunities.processes import defaults
from salesapp.people.models import Language
from salesapp.quotes.models import Quote, QuoteStatus
from tests.quotes.stage import again, draft, opportunity_with_lines, sent


def test_a_rep_writes_and_sends_a_quote_of_five_lines_in_nine_taps(house, as_user):
    ada = as_user("ada")
    made = ada.submit(
        "/quotes/new", account=house.account.id, contact=house.contact.id
    )  # ＋, Quote, account, Write
    assert made.status_code == 303
    page = made.headers["Location"]
    for product in (house.pump, house.pipe, house.work, house.pump, house.pipe):  # five taps
        answer = ada.submit(page, action=f"{page}/lines", product=product.id, htmx=True)
        assert answer.status_code == 200
    gone = ada.submit(f"{page}/send", action=f"{page}/send")  # Send, Send
    assert gone.headers["Location"] == page
    quote = db.session.scalars(select(Quote)).one()
    assert quote.status is QuoteStatus.SENT
    assert len(quote.lines) == 5
    mail = db.session.scalars(select(Outbox).where(Outbox.kind == "mail")).one().payload
    assert mail["to"] == "eva@echo.example"
    assert mail["attachments"] == [["quote", quote.id]]
    assert "{link}" not in mail["text"]
    assert re.search(r"/q/[\w-]{43}\n", mail["text"])


def add(client, page, product, seen=None):
    """The answer to a press on a product in the editor."""
    more = {} if seen is None else {"seen": seen}
    return client.submit(page, action=f"{page}/lines", htmx=True, product=product.id, **more)


def test_a_further_line_comes_alone(house, as_user):
    quote, ada = draft(house), as_user("ada")
    answer = add(ada, f"/quotes/{quote.id}", house.pump)
    *known, new = again(quote).lines
    assert f'id="line-{new.id}"' in answer.text
    assert not any(f'id="line-{line.id}"' in answer.text for line in known)
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#line-list", "beforeend")
    assert 'id="totals"' in answer.text


def test_all_lines_come_when_a_colleague_added_one_meanwhile(house, as_user):
    quote, ada = draft(house), as_user("ada")
    page, seen = f"/quotes/{quote.id}", quote.standing_of_lines
    add(as_user("root"), page, house.pipe)
    answer = add(ada, page, house.pump, seen)
    lines = again(quote).lines
    assert len(lines) == 4
    assert all(f'id="line-{line.id}"' in answer.text for line in lines)
    assert "HX-Retarget" not in answer.headers


def test_a_quote_of_an_opportunity_is_one_tap(house, as_user):
    defaults.begin()
    opportunity = opportunity_with_lines(house)
    answer = as_user("ada").submit(f"/opportunities/{opportunity.id}/quotes/new")
    quote = db.session.scalars(select(Quote)).one()
    assert answer.headers["Location"] == f"/quotes/{quote.id}"
    assert quote.opportunity_id == opportunity.id


def test_a_line_changed_in_place_brings_its_net_and_the_totals(house, as_user):
    quote, ada = draft(house), as_user("ada")
    page, line = f"/quotes/{quote.id}", quote.lines[0].id
    answer = ada.submit(page, action=f"{page}/lines/{line}", quantity="2", discount="10", htmx=True)
    assert f'id="line-{line}-net"' in answer.text
    assert "€180.00" in answer.text
    assert 'id="totals"' in answer.text
    assert f'id="line-{line}-price-field"' not in answer.text
    answer = ada.submit(page, action=f"{page}/lines/{line}", quantity="10", htmx=True)
    assert 'value="90.00"' in answer.text, "the book's next step is shown"
    assert again(quote).lines[0].net == 81000


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("quantity", "many", "isn’t an amount"),
        ("quantity", "0", "can’t be zero"),
        ("discount", "101", "between 0 and 100"),
        ("unit_price", "-5", "can’t be negative"),
    ],
)
def test_what_cannot_be_is_refused_beside_the_line_and_kept_typed(house, as_user, field, typed, sentence):
    quote, ada = draft(house), as_user("ada")
    page = f"/quotes/{quote.id}"
    answer = ada.submit(page, action=f"{page}/lines/{quote.lines[0].id}", htmx=True, **{field: typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{typed}"' in answer.text
    assert again(quote).total == 14039


@pytest.mark.parametrize("language", list(Language))
def test_prices_are_read_as_the_screen_writes_them_and_nobody_clashes_with_oneself(house, as_user, language):
    db.session.add(CurrencyRate(currency="JPY", valid_from=today_for(), rate=Decimal("0.006")))
    house.book.currency = "JPY"
    quote = draft(house, currency="JPY")
    house.people["ada"].language = language
    db.session.commit()
    ada, page = as_user("ada"), f"/quotes/{quote.id}"
    change = f"{page}/lines/{quote.lines[0].id}"
    for typed, price in (
        ("12000", 12000),
        ("13000", 13000),
        ("12,000", 12000),
        ("¥500", 500),
        ("1.5k", 1500),
    ):
        answer = ada.submit(page, action=change, unit_price=typed, htmx=True)
        assert answer.status_code == 200, typed
        assert again(quote).lines[0].unit_price == price
    assert "€" in ada.submit(page, action=change, unit_price="€500", htmx=True).text
    assert ada.submit(page, action=change, unit_price="500", discount="10%", htmx=True).status_code == 200
    assert again(quote).lines[0].discount == 10


def test_lines_come_and_go(house, as_user):
    quote, ada = draft(house), as_user("ada")
    page = f"/quotes/{quote.id}"
    ada.submit(page, action=f"{page}/lines/remove", line=quote.lines[0].id, htmx=True)
    ada.post(f"{page}/lines", data=token(ada, page) | {"description": "Travel"})
    assert [line.description for line in again(quote).lines] == ["Pipe 3 m", "Travel"]
    assert ada.post(f"{page}/lines/remove", data=token(ada, page) | {"line": "999"}).status_code == 404


def test_a_line_goes_up_and_down_by_buttons_and_stays_open(house, as_user):
    quote, ada = draft(house, lines=("pump", "pipe", "work")), as_user("ada")
    page, (pump, pipe, work) = f"/quotes/{quote.id}", [line.id for line in quote.lines]
    answer = ada.submit(page, action=f"{page}/lines/move", up=work, htmx=True)
    assert f'class="line is-open" id="line-{work}"' in answer.text
    ada.submit(page, action=f"{page}/lines/move", down=pump)
    ada.submit(page, action=f"{page}/lines/move", up=work)
    assert [line.id for line in again(quote).lines] == [work, pump, pipe]
    moves = select(Event.particulars).where(Event.kind == "line_moved").order_by(Event.id)
    assert [each["place"] for each in db.session.scalars(moves)] == [2, 2], "the first one goes no further"


def test_a_line_opens_on_the_server_where_no_script_runs(house, as_user):
    quote, ada = draft(house), as_user("ada")
    first, second = quote.lines
    page = ada.get(f"/quotes/{quote.id}?line={second.id}").text
    assert f'class="line is-open" id="line-{second.id}"' in page
    assert f'class="line" id="line-{first.id}"' in page
    assert "1 pcs × 100.00" in page


def test_products_are_found_by_code_and_name(house, as_user):
    quote = draft(house)
    answer = as_user("ada").htmx(f"/quotes/{quote.id}/products?q=p-2")
    assert "Pipe 3 m" in answer.text
    assert "Pump" not in answer.text


def test_terms_are_saved_in_place_with_the_discount_in_the_totals(house, as_user):
    quote, ada = draft(house), as_user("ada")
    page = f"/quotes/{quote.id}"
    answer = ada.submit(page, action=f"{page}/terms", discount="5", notes="Soon", htmx=True)
    assert "5%" in answer.text
    quote = again(quote)
    assert (quote.discount, quote.notes, quote.net) == (Decimal(5), "Soon", 11399)


def test_terms_changed_by_two_at_once_show_the_clash(house, as_user):
    quote, ada, ben = draft(house), as_user("ada"), as_user("ben")
    page = f"/quotes/{quote.id}"
    mine = ada.filled(page, action=f"{page}/terms", notes="Ada's")
    ben.submit(page, action=f"{page}/terms", notes="Ben's")
    answer = ada.post(f"{page}/terms", data=mine)
    assert answer.status_code == 409
    assert "Ada&#39;s" in answer.text
    assert again(quote).notes == "Ben's"


def test_more_discount_than_a_rep_may_give_needs_the_manager(house, as_user):
    quote, ada, ben = draft(house), as_user("ada"), as_user("ben")
    page = f"/quotes/{quote.id}"
    answer = ada.submit(page, action=f"{page}/lines/{quote.lines[0].id}", discount="21", htmx=True)
    assert "Ben Manager can approve it" in answer.text
    refused = ada.submit(f"{page}/send", action=f"{page}/send")
    assert refused.status_code == 422
    assert "Ben Manager" in refused.text
    assert again(quote).number is None
    assert ben.submit(f"{page}/send", action=f"{page}/send").status_code == 303
    assert again(quote).status is QuoteStatus.SENT


def test_a_lowered_price_is_a_discount_too(house, as_user):
    quote, ada = draft(house), as_user("ada")
    page = f"/quotes/{quote.id}"
    answer = ada.submit(page, action=f"{page}/lines/{quote.lines[0].id}", unit_price="79", htmx=True)
    assert "discounted by 21%" in answer.text


def test_a_sent_quote_is_read_only_on_the_screen_and_by_hand(house, as_user):
    quote, ada = sent(house), as_user("ada")
    page = f"/quotes/{quote.id}"
    shown = ada.get(page)
    assert "line-quantity" not in shown.text
    assert ada.post(f"{page}/lines", data=token(ada, page) | {"description": "More"}).status_code == 409
    assert ada.post(f"{page}/send", data=token(ada, page)).status_code == 422
    assert ada.get(f"{page}/edit").status_code == 409
    for path in ("accept", "decline", "link", "send", "history"):
        assert ada.get(f"{page}/{path}").status_code == 200


def test_the_customers_answer_is_entered_by_the_rep(house, as_user):
    quote, ada = sent(house), as_user("ada")
    page = f"/quotes/{quote.id}"
    assert ada.submit(f"{page}/accept", action=f"{page}/accept", name="Eva Meyer").status_code == 303
    assert again(quote).accepted_by_name == "Eva Meyer"
    assert "Eva Meyer" in ada.get(page).text
    other = sent(house)
    page = f"/quotes/{other.id}"
    assert ada.submit(f"{page}/decline", action=f"{page}/decline", reason="").status_code == 422
    assert ada.submit(f"{page}/decline", action=f"{page}/decline", reason="Price").status_code == 303
    assert ada.submit(page, action=f"{page}/revise").status_code == 303
    assert "newer revision" in ada.get(page).text


def test_a_link_is_made_to_be_copied(house, as_user, client):
    quote, ada = sent(house), as_user("ada")
    page = f"/quotes/{quote.id}/link"
    shown = ada.submit(page, action=page).text
    secret = re.search(r"/q/([\w-]{43})", shown).group(1)
    assert client.get(f"/q/{secret}").status_code == 200


def test_others_neither_see_nor_change_it(house, as_user):
    quote = draft(house)
    cora, rob, sam, finn = (as_user(name) for name in ("cora", "rob", "sam", "finn"))
    page = f"/quotes/{quote.id}"
    for path in ("", ".pdf", "/send", "/accept", "/products"):
        assert cora.get(page + path).status_code == 404
        assert sam.get(page + path).status_code == 403
    assert cora.post(f"{page}/revise", data=token(cora, "/quotes")).status_code == 404
    assert rob.get(page).status_code == finn.get(page).status_code == 200
    assert rob.post(f"{page}/send", data=token(rob, "/quotes")).status_code == 403
    assert finn.post(f"{page}/send", data=token(finn, "/quotes")).status_code == 403


def test_the_opportunitys_owner_sees_a_colleagues_quote_for_it(house, as_user):
    defaults.begin()
    opportunity = opportunity_with_lines(house, by="cora")
    quote = draft(house, "ada", opportunity_id=opportunity.id)
    assert as_user("cora").get(f"/quotes/{quote.id}").status_code == 200
    assert as_user("dana").get(f"/quotes/{quote.id}").status_code == 200


def test_the_panels_list_the_documents(house, as_user):
    defaults.begin()
    opportunity, ada = opportunity_with_lines(house), as_user("ada")
    quote = sent(house, opportunity_id=opportunity.id)
    for kind, key in (
        ("account", house.account.id),
        ("opportunity", opportunity.id),
        ("contact", house.contact.id),
    ):
        assert quote.number in ada.htmx(f"/quotes/for/{kind}/{key}").text
    assert quote.number not in as_user("cora").htmx(f"/quotes/for/account/{house.account.id}").text


def test_the_list_and_new_pages_stand(house, as_user):
    sent(house)
    ada = as_user("ada")
    assert "QUO-" in ada.get("/quotes").text
    assert 'href="/quotes/new"' in ada.get("/quotes").text
    assert ada.get(f"/quotes/new?account={house.account.id}").status_code == 200
    assert ada.htmx("/quotes/new").status_code == 200
    assert ada.submit("/quotes/new").status_code == 422


def token(browser, page):
    """What a form of ours always carries."""
    return {"csrf_token": re.search(r'csrf-token" content="([^"]+)"', browser.get(page).text).group(1)}


def test_history_calls_a_draft_by_its_customer_in_every_language(house, as_user):
    ada = as_user("ada")
    house.people["ada"].locale = Language.ZH
    db.session.commit()
    ada.submit("/quotes/new", account=house.account.id)
    house.people["ada"].locale = Language.EN
    db.session.commit()
    key = db.session.scalars(select(Quote)).one().id
    assert "created a quote for Echo Foods" in ada.get(f"/quotes/{key}/history").text
