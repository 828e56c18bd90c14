"""Documents keep the terms they were given; an instalment is overdue by its own amount, on every list."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from salesapp.core import clock
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.paper.formats import amount_text
from salesapp.invoices.e_invoices.of_document import e_invoice_of
from salesapp.invoices.e_invoices.ubl import EN_16931, write_ubl
from salesapp.invoices.models import Standing
from salesapp.invoices.queries import aged, due_soon, not_yet_due, overdue, unpaid_of
from salesapp.invoices.reminders.due import due_for_reminder
from salesapp.invoices.statement.ageing import receivables
from salesapp.invoices.statement.queries import statements_of
from salesapp.products.payment_terms.models import PaymentTerms
from salesapp.products.payment_terms.plan import Due, EarlyDiscount, Part
from salesapp.web.filters import money
from tests.clients import HTMX
from tests.invoices.stage import faults, free_draft, issued, midday, order_of, paid
from tests.markup import parsed

THIRDS = (Part(Decimal(30), Due()), Part(Decimal(30), Due(30)), Part(Decimal(40), Due(60)))


@pytest.fixture
def terms(house):
    def made(name: str, *, discounts=(), parts=(), **values) -> PaymentTerms:
        root = house.people["root"]
        found = PaymentTerms(**{"name": name, "days": 30, "discounts": [], "parts": []} | values)
        db.session.add(found)
        db.session.flush()
        if discounts:
            found.give_discounts(discounts, by=root)
        if parts:
            found.split(parts, by=root)
        db.session.commit()
        return found

    return made


def test_the_accounts_terms_come_before_the_default_and_those_before_the_companys_days(house, terms):
    assert (free_draft(house).payment_days, company().payment_days) == (30, 30)
    usual = terms("Usual", days=10, is_default=True)
    assert (free_draft(house).payment_terms, free_draft(house).payment_days) == (usual, None)
    house.account.payment_days = 14
    assert (free_draft(house).payment_terms, free_draft(house).payment_days) == (None, 14)
    month = terms("Month", days=0, end_of_month=True, then_days=15)
    house.account.payment_terms_id = month.id
    invoice = free_draft(house)
    invoice.issue(by=house.people["finn"])
    end = invoice.issued_on.replace(day=28) + timedelta(days=4)
    assert invoice.due_on == end.replace(day=15)


def test_a_document_keeps_what_the_terms_said_when_they_were_chosen_down_to_the_invoice(house, terms):
    skonto = terms("Skonto", discounts=[EarlyDiscount(Decimal(2), 14)])
    order = order_of(house, payment_terms_id=skonto.id)
    skonto.days = 5
    skonto.give_discounts([], by=house.people["root"])
    db.session.commit()
    invoice = issued(house, order)
    assert invoice.plan.discounts == (EarlyDiscount(Decimal(2), 14),)
    assert invoice.due_on == invoice.issued_on + timedelta(days=30)
    assert faults() == {}


def test_the_last_thing_said_holds_and_both_at_once_are_refused(house, terms, as_user):
    skonto = terms("Skonto", discounts=[EarlyDiscount(Decimal(2), 14)])
    draft = free_draft(house)
    finn, page = as_user("finn"), f"/invoices/{draft.id}"
    both = finn.submit(
        page, action=f"{page}/terms", payment_terms=str(skonto.id), payment_days="10", htmx=True
    )
    assert both.status_code == 422
    assert "not both" in both.text
    finn.submit(page, action=f"{page}/terms", payment_terms=str(skonto.id), htmx=True)
    db.session.refresh(draft)
    assert (draft.payment_terms, draft.payment_days) == (skonto, None)
    finn.submit(page, action=f"{page}/terms", payment_days="10", htmx=True)
    db.session.refresh(draft)
    assert (draft.payment_terms, draft.payment_days, draft.payment_plan) == (None, 10, None)


def test_what_was_chosen_stays_when_something_else_is_left_and_the_page_empties_the_other(
    house, terms, as_user
):
    skonto = terms("Skonto", discounts=[EarlyDiscount(Decimal(2), 14)])
    cases = (
        ({"payment_days": 30}, {"payment_terms": str(skonto.id)}, (skonto.id, None)),
        ({"payment_terms_id": skonto.id}, {"payment_days": "10"}, (None, 10)),
    )
    for before, chosen, kept in cases:
        draft = free_draft(house, **before)
        finn, page = as_user("finn"), f"/invoices/{draft.id}"
        stale = finn.filled(page, action=f"{page}/terms", **chosen)
        del stale["once"]  # the script gives each sending a key of its own
        shown = stale | _out_of_band(finn.post(f"{page}/terms", data=stale, headers=HTMX).text)
        assert (shown["payment_terms"], shown["payment_days"]) == tuple(str(each or "") for each in kept)
        for sent in (shown, stale):  # with the answer, and before it came
            answer = finn.post(f"{page}/terms", data=sent | {"notes": "Thank you"}, headers=HTMX)
            db.session.refresh(draft)
            assert (answer.status_code, draft.payment_terms_id, draft.payment_days) == (200, *kept)


def _out_of_band(answer: str) -> dict[str, str]:
    """The inputs that an answer puts into the terms."""
    places = [e for e in parsed(answer).elements if e.get("hx-swap-oob") and "terms-" in e.get("id", "")]
    return {
        each.get("name"): each.get("value", "")
        for place in places
        for each in place.iter()
        if each.get("name")
    }


def test_an_instalment_is_overdue_by_its_own_amount_everywhere(app, house, terms, as_user):
    thirds = terms("Thirds", parts=THIRDS)
    noon = midday()
    with clock.travel(to=noon - timedelta(days=40)):
        invoice = issued(house, order_of(house, payment_terms_id=thirds.id))
    whole, today = invoice.payable, today_for()
    first = -(-whole * 30 // 100) if (whole * 30 % 100) >= 50 else whole * 30 // 100
    amounts = [each.amount for each in invoice.instalments]
    assert (sum(amounts), amounts[:2]) == (whole, [first, first])
    assert [(each.due_on - invoice.issued_on).days for each in invoice.instalments] == [0, 30, 60]
    paid(house, invoice, first + 100)
    late, soon = first - 100, amounts[2]
    assert (invoice.standing, invoice.overdue_amount) == (Standing.OVERDUE, late)
    assert (invoice.next_due, invoice.due_on) == (today - timedelta(days=10), today + timedelta(days=20))
    assert [(each.count, each.amount) for each in aged(today)] == [(1, late), (0, 0), (0, 0), (0, 0)]
    assert (not_yet_due().count, not_yet_due().amount) == (1, soon)
    assert [row.id for row in overdue(today).rows] == [invoice.id]
    with app.test_request_context():
        [figure] = unpaid_of(house.account)
    assert (figure.tone, receivables(today)[0][0].ages) == ("bad", [soon, late, 0, 0, 0])
    [statement] = statements_of(house.account, today)
    assert (statement.open, statement.not_due) == (late + soon, soon)
    assert [amount for _bucket, amount in statement.overdue] == [late, 0, 0, 0]
    [(reminded, level)] = due_for_reminder()[0]
    assert (reminded.id, level.level) == (invoice.id, 1)
    page, desk = as_user("finn").get(f"/invoices/{invoice.id}").text, as_user("finn").get("/finance").text
    assert page.count("Overdue") > 1
    for shown in ("10 days overdue", money(late, "EUR")):
        assert shown in desk
    assert house.account.name in as_user("finn").get("/reports/overdue-by-customer").text
    paid(house, invoice, late)
    assert (invoice.standing, aged(today)[0].count, due_for_reminder()[1]) == (Standing.PARTLY_PAID, 0, 0)
    with clock.travel(to=noon + timedelta(days=15)):
        assert [row.id for row in due_soon().rows] == [invoice.id]
    assert faults() == {}


def test_statement_and_reminders_say_what_of_each_instalment_is_due(house, terms, as_user):
    noon = midday()
    with clock.travel(to=noon - timedelta(days=40)):
        invoice = issued(house, order_of(house, payment_terms_id=terms("Thirds", parts=THIRDS).id))
    first, second, last = (each.amount for each in invoice.instalments)
    paid(house, invoice, first + 100)
    late, soon = (today_for() + timedelta(days=days) for days in (-10, 20))
    finn, page = as_user("finn"), f"/accounts/{house.account.id}/statement"
    rows = list(csv.reader(io.StringIO(finn.get(f"{page}.csv").text)))[1:]
    expected = [(late, second, second - 100), (soon, last, last)]
    assert [(row[2], *(round(float(each) * 100) for each in row[3:5])) for row in rows] == [
        (day.isoformat(), amount, left) for day, amount, left in expected
    ]
    screen = finn.get(page).text
    pdf = PdfReader(BytesIO(finn.get(f"{page}.pdf").data))
    paper = " ".join(each.extract_text() for each in pdf.pages)
    for _day, _amount, left in expected:
        assert money(left, "EUR") in screen
        assert amount_text(left, "EUR", "en") in paper
    for asked in ("/finance/batches/new?act=remind", f"/reminders/{invoice.id}"):
        answer = finn.get(asked).text
        assert money(second - 100, "EUR") in answer
        assert money(second - 100 + last, "EUR") not in answer


def test_an_invoice_in_parts_of_which_nothing_is_paid_is_in_each_bucket_with_its_part(house, terms):
    thirds = terms("Thirds", parts=THIRDS)
    with clock.travel(to=midday() - timedelta(days=70)):
        invoice = issued(house, order_of(house, payment_terms_id=thirds.id))
    first, second, last = (each.amount for each in invoice.instalments)
    buckets = aged(today_for())
    assert [each.amount for each in buckets] == [last, second, first, 0]
    for bucket in buckets[:3]:
        assert [row.id for row in overdue(today_for(), bucket).rows] == [invoice.id]
    assert overdue(today_for(), buckets[3]).count == 0


def test_instalments_of_an_issued_invoice_are_never_changed(house, terms):
    invoice = issued(house, order_of(house, payment_terms_id=terms("Thirds", parts=THIRDS).id))
    invoice.instalments[0].amount += 1
    with pytest.raises(Exception, match="never changed"):
        db.session.flush()
    db.session.rollback()


def test_paper_names_discount_and_instalments_by_day_and_amount(german, terms, as_user):
    skonto = terms("Skonto", discounts=[EarlyDiscount(Decimal(2), 14)])
    invoice = issued(
        german, order_of(german, (("pump", "10", "0"),), discount="0", payment_terms_id=skonto.id)
    )
    assert invoice.payable == 107100
    words = _words(as_user("finn").get(f"/invoices/{invoice.id}.pdf"))
    assert "2% discount within 14 days, 30 days net" in words
    assert "€1,049.58 (2% discount, €21.42)" in words
    parts = issued(german, order_of(german, payment_terms_id=terms("Thirds", parts=THIRDS).id))
    words = _words(as_user("finn").get(f"/invoices/{parts.id}.pdf"))
    assert "30%: Payable immediately" in words
    assert f"€{parts.instalments[2].amount / 100:,.2f} by" in words


def test_an_xrechnung_says_the_discount_as_its_rule_writes_it_and_no_other_form_does(german, terms):
    skonto = terms("Skonto", discounts=[EarlyDiscount(Decimal("2.5"), 7), EarlyDiscount(Decimal(2), 14)])
    invoice = issued(german, order_of(german, payment_terms_id=skonto.id))
    said = e_invoice_of(invoice)
    text = write_ubl(said).decode()
    assert "#SKONTO#TAGE=7#PROZENT=2.50#\n#SKONTO#TAGE=14#PROZENT=2.00#\n</cbc:Note>" in text
    assert "#SKONTO#" not in write_ubl(said, profile=EN_16931).decode()


def test_who_has_paid_all_but_a_cent_of_an_instalment_still_owes_that_cent(house, terms):
    invoice = issued(house, order_of(house, payment_terms_id=terms("Thirds", parts=THIRDS).id))
    paid(house, invoice, invoice.instalments[0].amount - 1)
    assert invoice.dues[0].amount == 1
    assert not invoice.is_overdue
    with pytest.raises(RuleBroken):
        terms("One", parts=[Part(Decimal(100), Due())])


def _words(answer) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(answer.data)).pages)
