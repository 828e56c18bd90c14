"""DATEV: a file says what the journal says, final ones never change, and what comes since is told."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select, update

from salesapp.accounting.chart.models import AccountingSettings, chart_of_accounts
from salesapp.accounting.chart.shipped import ShippedChart
from salesapp.accounting.datev.keeping import make_file, standing_of
from salesapp.accounting.datev.models import DatevFile
from salesapp.accounting.journal.book import balances
from salesapp.accounting.periods import period_of
from salesapp.core import clock
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.customers.models import Account
from salesapp.customers.records import ACCOUNT
from salesapp.invoices.actions import ask_down_payment, credit
from salesapp.people.models import User
from salesapp.products.models import TaxRate
from salesapp.products.pricing import Percentage
from salesapp.products.taxes.categories import TaxCategory
from salesapp.records.merging.acts import merge
from tests.accounting import extf
from tests.accounting.stage import faults, journal
from tests.invoices.stage import free_draft, issued, midday, order_of, paid
from tests.invoices.test_races import at_once


@pytest.fixture
def datev(house):
    """SKR03, and a debtors' range of the usual length."""
    settings = AccountingSettings(
        chart=ShippedChart.SKR03, consultant=29098, client=55003, digits=4, first_debtor=10_000
    )
    db.session.add(settings)
    house.account.name = "Müller & Søn „Rør“; 张"
    db.session.commit()
    return house


def this_month():
    return period_of(today_for())


def test_a_file_comes_to_the_same_sums_as_the_journal(datev, finn):
    order = order_of(datev)  # several rates, discounts, a tax that no gross amount splits into
    ask_down_payment(order, Percentage(Decimal(30)), by=finn).issue(by=finn)
    issued(datev, order)
    other = issued(datev, order_of(datev, (("pump", "1", "0"), ("pipe", "2", "0")), discount="0"))
    paid(datev, other)
    credit(other, "One came back", quantities={other.lines[0].id: Decimal(1)}, by=finn)
    file = make_file(this_month(), by=finn)
    bookings = extf.read(file.content)
    wanted = {
        each.account.number: Decimal(each.net) / 100 for each in balances(journal(), chart_of_accounts())
    }
    wanted["10000"] = wanted.pop("1400")
    assert extf.sums(bookings) == {key: wanted[key] for key in sorted(wanted) if wanted[key]}
    simple = next(each for each in bookings if each["Belegfeld 1"] == other.number)
    assert (simple["Umsatz (ohne Soll/Haben-Kz)"], simple["Soll/Haben-Kennzeichen"]) == ("42,78", "S")
    assert (simple["Konto"], simple["Gegenkonto (ohne BU-Schlüssel)"]) == ("10000", "8300")
    assert simple["Belegdatum"] == f"{today_for():%d%m}"
    assert simple["Buchungstext"].startswith("Müller & Søn „Rør“; ? ")
    assert (file.final, simple["Festschreibung"]) == (False, "0")


def test_a_closed_period_keeps_its_file_and_tells_what_was_added(datev, finn):
    before = midday().replace(day=10) - timedelta(days=28)
    with clock.travel(to=before):
        period = this_month()
        issued(datev)
    company().locked_until = period.last
    file = make_file(period, by=finn)
    content = file.content
    assert file.final
    with pytest.raises(RuleBroken, match="in a file already"):
        make_file(period, by=finn)
    company().locked_until = date(2020, 1, 1)
    with clock.travel(to=before):
        late = issued(datev)
    company().locked_until = period.last
    db.session.commit()
    standing = standing_of(period)
    assert [each.source.number for each in standing.added] == [late.number]
    second = make_file(period, by=finn)
    assert second.name.endswith("_2.csv")
    assert {each["Belegfeld 1"] for each in extf.read(second.content)} == {late.number}
    assert (file.content, len(standing_of(period).added), standing_of(period).differing) == (content, 0, 0)


def test_a_preliminary_file_is_made_anew(datev, finn):
    issued(datev)
    make_file(this_month(), by=finn)
    late = issued(datev)
    file = make_file(this_month(), by=finn)
    assert db.session.scalar(select(func.count(DatevFile.id))) == 1
    assert late.number in {each["Belegfeld 1"] for each in extf.read(file.content)}


def test_a_file_that_was_changed_is_found(datev, finn):
    issued(datev)
    make_file(this_month(), by=finn)
    assert faults() == []
    db.session.execute(update(DatevFile).values(content=b"other"))
    assert "is not as it was made" in faults()[0]


def test_two_clerks_make_one_final_file_of_the_same_entries(app, datev, finn):
    issued(datev)
    company().locked_until, period, clerk = this_month().last, this_month(), finn.id

    def act() -> None:
        make_file(period, by=db.session.get_one(User, clerk))
        db.session.commit()

    answers = at_once(app, [act, act])
    assert sum(isinstance(each, RuleBroken) for each in answers) == 1
    assert db.session.scalar(select(func.count(DatevFile.id))) == 1
    assert faults() == []


def test_an_entry_in_two_final_files_is_found(datev, finn):
    invoice = issued(datev)
    company().locked_until = this_month().last
    file = make_file(this_month(), by=finn)
    again = DatevFile(first=file.first, last=file.last, name="again.csv", final=True, entries=file.entries)
    again.content, again.hash = file.content, file.hash
    db.session.add(again)
    [found] = faults()
    assert f"The entry invoice:{invoice.id}:" in found
    assert f"is in two final files, {file.name} and again.csv." in found


def customer(datev, name: str) -> Account:
    """Another one, of the same owner."""
    made = Account(name=name, billing_street="Weg 1", billing_city="Bonn", billing_country="DE")
    made.owner_id = datev.account.owner_id
    db.session.add(made)
    db.session.commit()
    return made


@pytest.mark.parametrize("known", [True, False])
def test_a_merged_customer_keeps_a_number_and_nobody_else_ever_gets_one_of_theirs(datev, cast, finn, known):
    other = Account(
        name="Other Ltd",
        billing_street="Weg 1",
        billing_city="Bonn",
        billing_country="DE",
        owner_id=datev.account.owner_id,
    )
    db.session.add(other)
    db.session.commit()
    issued(datev)
    if known:
        issued(datev, order_of(datev, account_id=other.id, contact_id=None))
    make_file(this_month(), by=finn)
    merge(ACCOUNT, other, [datev.account], {}, by=cast["root"])
    third = Account(
        name="Third Ltd",
        billing_street="Weg 1",
        billing_city="Bonn",
        billing_country="DE",
        owner_id=other.owner_id,
    )
    db.session.add(third)
    db.session.commit()
    issued(datev, order_of(datev, account_id=third.id, contact_id=None))
    bookings = extf.read(make_file(this_month(), by=finn).content)
    assert {each["Konto"] for each in bookings} == ({"10001", "10002"} if known else {"10000", "10001"})


def test_a_foreign_vat_number_goes_in_its_official_form(datev, finn):
    rate = TaxRate(name="EU", percent=Decimal(0), category=TaxCategory.INTRA_COMMUNITY)
    datev.account.tax_number = "gr 094.259-216"
    db.session.add(rate)
    db.session.commit()
    draft = free_draft(datev, "pump", supply_from=today_for())
    draft.lines[0].tax_at(rate)
    draft.issue(by=finn)
    [booking] = extf.read(make_file(this_month(), by=finn).content)
    assert booking["EU-Land u. UStID (Bestimmung)"] == "EL094259216"


def test_numbers_of_customers_keep_their_length_and_range_once_a_file_names_them(datev, as_user, finn):
    root = as_user("root")
    assert root.submit("/setup/accounting", digits="5", first_debtor="200000").status_code == 303
    issued(datev)
    make_file(this_month(), by=finn)
    db.session.commit()
    refused = root.submit("/setup/accounting", digits="4", first_debtor="10000")
    assert (refused.status_code, "already have account numbers" in refused.text) == (422, True)
    assert root.submit("/setup/accounting", consultant="29099").status_code == 303


def test_the_page_makes_the_file_and_gives_it_out(datev, as_user):
    issued(datev)
    finn, page = as_user("finn"), f"/accounting/datev?period={this_month().word}"
    assert "1 entry is in no final file yet." in finn.get(page).text
    finn.submit(page)
    assert "is ready" in finn.get(page).text
    file = db.session.scalars(select(DatevFile)).one()
    answer = finn.get(f"/accounting/datev/{file.id}.csv")
    assert answer.data == file.content
    assert f"EXTF_Buchungsstapel_{this_month().word}.csv" in answer.headers["Content-Disposition"]
    assert "created the DATEV file" in as_user("root").get(f"/users/{datev.people['finn'].id}/history").text
    db.session.query(AccountingSettings).update({"client": None})
    assert "Enter the consultant" in finn.get(page).text
