"""The amount is what somebody typed, or the sum of the products; neither takes the other's place by itself."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.models.importing.opportunities import Importer
from salesapp.opportunities.outcome import Outcome
from salesapp.products.models import Product

FOLDED = [HealthCheck.function_scoped_fixture]


@pytest.fixture
def unpriced(product) -> Product:
    found = Product(code="N1", name="Study", active=True)
    db.session.add(found)
    db.session.commit()
    return found


def worth(made: Opportunity) -> tuple[int | None, bool]:
    return made.amount, made.amount_follows_lines


def test_a_probability_is_asked_for_where_somebody_empties_it(as_user, make):
    made, ada = make(probability=Decimal(30)), as_user("ada")
    in_place = f"/opportunities/{made.id}/fields/probability"
    for typed in ("", " "):
        edited = ada.submit(f"/opportunities/{made.id}/edit", probability=typed)
        tapped = ada.submit(in_place, action=in_place, probability=typed, htmx=True)
        for answer in (edited, tapped):
            assert answer.status_code == 422
            assert "This field is required." in answer.text


def test_the_first_product_beside_a_typed_amount_asks_and_undo_gives_it_back(as_user, make, product):
    made, ada = make(amount=150_000, currency="EUR"), as_user("ada")
    sheet = f"/opportunities/{made.id}/lines/new"
    assert "Keep €1,500.00" in ada.htmx(sheet).text
    values = {"product": str(product.id), "product_text": product.name, "action": sheet, "htmx": True}

    kept = ada.submit(sheet, **values)
    db.session.expire_all()
    assert (worth(made), len(made.lines)) == ((150_000, False), 1)
    assert "Amount" not in re.findall(r"<legend[^>]*>([^<]*)", ada.htmx(sheet).text)
    ada.post(undo_in(kept.text), data={"csrf_token": ada.csrf_token(), "once": "first"})
    db.session.expire_all()
    assert (worth(made), made.lines) == ((150_000, False), [])

    summed = ada.submit(sheet, amount_from="sum", **values)
    db.session.expire_all()
    assert (worth(made), made.weighted) == ((10_000, True), 10_000 * made.probability // 100)
    ada.post(undo_in(summed.text), data={"csrf_token": ada.csrf_token(), "once": "second"})
    db.session.expire_all()
    assert (worth(made), made.weighted) == ((150_000, False), 150_000 * made.probability // 100)


def test_the_sum_taken_later_is_undone_to_the_cent(as_user, make, cast, product):
    made, ada = make(amount=123_456_789), as_user("ada")
    made.add_line(product, by=cast["ada"])
    db.session.commit()
    page = f"/opportunities/{made.id}"
    answer = ada.submit(page, action=f"{page}/follow-lines", htmx=True)
    db.session.expire_all()
    assert worth(made) == (10_000, True)
    assert "Entered before: €1,234,567.89" in answer.text
    ada.post(undo_in(answer.text), data={"csrf_token": ada.csrf_token(), "once": "back"})
    db.session.expire_all()
    assert worth(made) == (123_456_789, False)


def test_a_product_without_a_price_asks_for_one(as_user, make, unpriced):
    made, ada = make(amount=150_000), as_user("ada")
    sheet = f"/opportunities/{made.id}/lines/new"
    values = {"product": str(unpriced.id), "product_text": unpriced.name, "action": sheet, "htmx": True}
    refused = ada.submit(sheet, amount_from="sum", **values)
    assert (refused.status_code, "has no price for Study" in refused.text) == (422, True)
    db.session.expire_all()
    assert (worth(made), made.lines) == ((150_000, False), [])
    ada.submit(sheet, amount_from="sum", unit_price="7", **values)
    db.session.expire_all()
    assert worth(made) == (700, True)


def test_an_amount_that_is_emptied_is_the_sum(as_user, make, cast, product):
    made = make(amount=500)
    made.add_line(product, by=cast["ada"])
    db.session.commit()
    as_user("ada").submit(f"/opportunities/{made.id}/fields/amount", amount="", htmx=True)
    db.session.expire_all()
    assert worth(made) == (10_000, True)


def test_what_came_with_an_amount_keeps_it_whichever_way_it_came(make, cast, account, product):
    ada = cast["ada"]
    typed = make(amount=5_000)
    typed.add_line(product, by=ada)
    typed.add_line(product, by=ada)
    db.session.commit()
    row = {"name": "Row", "account": account.id, "amount": 777, "product": product.id, "quantity": Decimal(3)}
    came = Importer().create(row, by=ada)
    db.session.add(came)
    clone = typed.clone(name="Copy", close_on=None, by=ada)
    part = typed.split(name="Part", close_on=None, lines=typed.lines[:1], amount=2_000, by=ada)
    db.session.flush()
    for deal, amount in ((typed, 3_000), (came, 777), (clone, 5_000), (part, 2_000)):
        deal.add_line(product, by=ada)
        db.session.commit()
        db.session.refresh(deal)
        assert worth(deal) == (amount, False), deal.name


@settings(suppress_health_check=FOLDED, max_examples=25, deadline=None)
@given(
    typed=st.none() | st.integers(0, 10**9),
    acts=st.lists(st.sampled_from(["add", "sum", "keep", "remove", "type"]), max_size=8),
)
def test_whatever_is_done_to_lines_the_amount_is_the_typed_one_or_the_sum(make, cast, product, typed, acts):
    """And each removal is undone exactly."""
    made, ada = make(amount=typed), cast["ada"]
    for number, act in enumerate(acts):
        if act == "add":
            made.add_line(product, by=ada, quantity=number + 1)
        elif act == "sum":
            made.follow_lines(by=ada)
        elif act == "keep" and made.typed_amount is not None:
            made.keep_typed(by=ada)
        elif act == "type":
            made.amount = typed = number
        elif act == "remove" and made.lines:
            before = worth(made), made.typed_amount, made.lines_total
            removal = made.remove_line(made.lines[-1], by=ada)
            db.session.flush()
            made.restore_line(removal, by=ada)
            assert (worth(made), made.typed_amount, made.lines_total) == before
            made.remove_line(made.lines[-1], by=ada)
        db.session.flush()
        summed = made.amount_follows_lines and made.lines
        assert (made.amount, made.typed_amount) == (made.lines_total if summed else typed, typed)


def undo_in(text: str) -> str:
    form = r'action="([^"]+/(?:undo|keep-amount))"[^>]*>(?:(?!</form>).)*Undo'
    return re.search(form, text, re.DOTALL)[1]


def test_lists_and_panels_show_sort_and_filter_what_was_won_for(as_user, make, cast, account):
    won = make("Echo", amount=700_000)
    won.close_won(Outcome(today_for(), actual_amount=596_500), by=cast["ada"])
    make("Kilo", amount=600_000)
    db.session.add(CurrencyRate(currency="USD", valid_from=date(2020, 1, 1), rate=Decimal("0.5")))
    foreign = make("Lima", amount=1_000_000, currency="USD")
    foreign.close_won(Outcome(today_for(), actual_amount=1_180_000), by=cast["ada"])
    db.session.commit()
    ada = as_user("ada")
    page = ada.get("/opportunities?sort=-amount").text
    assert re.findall(r">(Echo|Kilo|Lima)<", page) == ["Kilo", "Echo", "Lima"]
    assert ("€5,965.00" in page, "€7,000.00" in page) == (True, False)
    found = ada.get("/opportunities?amount__max=5965").text
    assert (">Echo<" in found, ">Kilo<" in found) == (True, False)
    panel = ada.htmx(f"/accounts/{account.id}/opportunities").text
    assert ("€5,965.00" in panel, "€7,000.00" in panel) == (True, False)
