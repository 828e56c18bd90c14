from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import url_for
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.access import SYSTEM
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event, history
from salesapp.core.money.currencies import CurrencyRate, active_currencies, rate_to_company
from salesapp.customers.models import Account
from salesapp.opportunities.processes import defaults
from salesapp.setup.feature import PAGES
from salesapp.setup.settings import change_company, set_rate


def settings():
    db.session.expire_all()
    return company()


def test_the_index_lists_the_pages_by_group(as_user):
    text = as_user("root").get("/setup").text
    assert 'href="/setup/company"' in text
    assert 'href="/users"' in text


def test_every_page_of_set_up_leads_back_to_it(app, as_user):
    defaults.begin()
    db.session.commit()
    root, without = as_user("root"), []
    for _group, endpoint, *_rest in PAGES:
        with app.test_request_context():
            address = url_for(endpoint)
        if '<a class="crumb" href="/setup"' not in root.get(address).text:
            without.append(endpoint)
    assert without == ["imports.index", "bin.index"], "places of those who have nothing to set up as well"


@pytest.mark.parametrize("path", ["/setup", "/setup/company", "/setup/currencies", "/setup/reach"])
def test_only_an_administrator_gets_in(as_user, path):
    assert as_user("ben").get(path).status_code == 403
    assert as_user("root").get(path).status_code == 200


def test_the_company_is_edited_and_the_change_is_in_the_editors_history(as_user, cast):
    answer = as_user("root").submit(
        "/setup/company", name="Nordlicht GmbH", currency="CHF", fiscal_year_start="4", zone="Europe/Zurich"
    )
    assert answer.status_code == 303
    own = settings()
    assert (own.name, own.currency, own.fiscal_year_start, own.zone) == (
        "Nordlicht GmbH",
        "CHF",
        4,
        "Europe/Zurich",
    )
    assert any(change["after"] == "Nordlicht GmbH" for change in history(cast["root"])[0].changes)


def test_what_cannot_be_is_shown_again(as_user):
    root = as_user("root")
    answer = root.submit("/setup/company", name="", discount_limit="120", zone="Mars/Olympus")
    assert answer.status_code == 422
    assert "From 0 to 100 percent" in answer.text
    assert settings().discount_limit == 20


def test_slips_that_every_document_would_carry_are_refused(as_user):
    root = as_user("root")
    ahead = (clock.now() + timedelta(days=2)).date()
    answer = root.submit("/setup/company", locked_until=ahead.isoformat())
    assert (answer.status_code, "future dates" in answer.text) == (422, True)
    assert settings().locked_until is None


def test_saving_the_same_again_writes_no_history(as_user):
    before = len(db.session.scalars(select(Event)).all())
    assert as_user("root").submit("/setup/company").status_code == 303
    assert len(db.session.scalars(select(Event)).all()) == before


def test_a_rate_makes_a_currency_choosable(as_user):
    root = as_user("root")
    answer = root.submit("/setup/currencies", htmx=True, currency="USD", rate="0.92", valid_from="2026-01-01")
    assert answer.status_code == 200
    assert "1 USD = 0.92 EUR" in answer.text
    root.submit(
        "/setup/currencies", action="/setup/currencies", currency="USD", rate="0.95", valid_from="2026-02-01"
    )
    assert active_currencies() == ["EUR", "USD"]
    assert rate_to_company("USD", on=date(2026, 1, 31)) == Decimal("0.92")
    assert rate_to_company("USD", on=date(2026, 2, 1)) == Decimal("0.95")


def test_a_rate_is_corrected_and_removed(as_user):
    root = as_user("root")
    for rate in ("0.92", "0.93"):
        root.submit(
            "/setup/currencies",
            action="/setup/currencies",
            currency="USD",
            rate=rate,
            valid_from="2026-01-01",
        )
    kept = db.session.scalars(select(CurrencyRate)).one()
    assert kept.rate == Decimal("0.93")
    root.submit("/setup/currencies", action=f"/setup/currencies/{kept.id}/remove")
    assert active_currencies() == ["EUR"]


@pytest.mark.parametrize(("currency", "rate"), [("EUR", "1"), ("USD", "0"), ("USD", "-1"), ("USD", "cheap")])
def test_a_rate_that_cannot_be_is_refused(as_user, currency, rate):
    answer = as_user("root").submit(
        "/setup/currencies", currency=currency, rate=rate, valid_from="2026-01-01"
    )
    assert answer.status_code == 422
    assert active_currencies() == ["EUR"]


def test_the_currency_of_the_company_stays_once_amounts_are_counted_in_it(app, cast):
    own, root = company(), cast["root"]
    assert change_company(own, {"currency": "CHF"}, by=root)
    set_rate("USD", Decimal("0.9"), date(2026, 1, 1), own="CHF", by=root)
    with pytest.raises(RuleBroken, match="exchange rates"):
        change_company(own, {"currency": "EUR"}, by=root)
    db.session.delete(db.session.scalars(select(CurrencyRate)).one())
    db.session.add(Account(name="Acme", annual_revenue=1_000_00, created_by_id=SYSTEM.id))
    with pytest.raises(RuleBroken, match="amounts"):
        change_company(own, {"currency": "EUR"}, by=root)


def test_the_page_of_who_sees_what_keeps_the_choice(as_user, cast):
    root = as_user("root")
    assert root.submit("/setup/reach", lead="read").status_code == 303
    assert settings().reach["lead"] == "read"
    assert history(cast["root"])[0].kind == "reach_changed"
