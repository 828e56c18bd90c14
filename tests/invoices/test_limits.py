"""Beyond a limit a credit or a write-off waits for a colleague: whichever door it comes by, and only as asked."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from sqlalchemy import delete, select, update

from salesapp.core.access import Role
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.outbox import Outbox
from salesapp.home.approvals import approvals_of, count_approvals
from salesapp.home.queries import count_waiting
from salesapp.invoices.actions import (
    Part,
    Received,
    credit,
    credit_amounts,
    record_payment,
    reverse_write_off,
    write_off,
)
from salesapp.invoices.approvals.acts import approve, reduce_or_ask, reject, waiting_of, withdraw
from salesapp.invoices.approvals.wanted import WRITE_OFF, Wanted, figures
from salesapp.invoices.audits import approvals as discount_audit
from salesapp.invoices.limits.guard import BeyondLimit
from salesapp.invoices.limits.models import ReductionRequest
from salesapp.invoices.models import CreditNote, Invoice
from salesapp.orders.actions import write_order
from salesapp.orders.amendments.actions import Wanted as Amended
from salesapp.orders.amendments.actions import amend, change_line
from salesapp.orders.models import Order
from salesapp.people.models import User
from salesapp.quotes.approvals.mailing import approve as approve_discount
from salesapp.quotes.approvals.mailing import submit as submit_discount
from tests.cast import PASSWORD_HASH
from tests.invoices.stage import anew, faults, issued, paid
from tests.invoices.test_settling import today

BEYOND = "beyond your limit"


@pytest.fixture
def fay(house: SimpleNamespace) -> User:
    """Another clerk of finance; each credits and writes off up to 100.00 alone, the administrator up to 300.00."""
    found = User(name="Fay Finance", email="fay@example.com", role=Role.FINANCE, password_hash=PASSWORD_HASH)
    db.session.add(found)
    company().approval_limits = {
        "credit": {"finance": 10000, "administrator": 30000},
        "write_off": {"finance": 10000, "administrator": 30000},
    }
    db.session.commit()
    house.people["fay"] = found
    return found


def part(invoice: Invoice, quantity: str, line: int = 0) -> dict[int, Decimal]:
    return {invoice.lines[line].id: Decimal(quantity)}


def test_every_door_refuses_what_is_beyond_the_limit(house, finn, fay):
    invoice = issued(house)
    rate = invoice.lines[0].tax_key
    doors = (
        lambda: credit(invoice, "All wrong", by=finn),
        lambda: credit(invoice, "Some", quantities=part(invoice, "1"), by=finn),
        lambda: credit_amounts(invoice, "Less", {rate: 9000}, by=finn),
        lambda: write_off(invoice, "Gone", by=finn),
        lambda: record_payment(
            Received(30000, "EUR", today()), parts=[Part(invoice, 30000, give_up="Charges")], by=finn
        ),
    )
    for door in doors:
        with pytest.raises(BeyondLimit, match=BEYOND):
            door()
        db.session.rollback()
    assert not db.session.scalars(select(CreditNote)).all()
    assert invoice.open_amount == invoice.payable
    credit_amounts(invoice, "Less", {rate: 8000}, by=finn)
    with pytest.raises(BeyondLimit, match=r"€101\.15"):
        credit_amounts(invoice, "A little more", {rate: 500}, by=finn)
    db.session.rollback()
    credit_amounts(invoice, "Half as much more", {rate: 400}, by=finn)
    assert credit(invoice, "The boss", quantities=part(invoice, "1"), by=house.people["root"]).payable == 9699
    with pytest.raises(BeyondLimit):
        write_off(invoice, "The boss has a limit too", by=house.people["root"])
    db.session.rollback()
    assert faults() == {}


def test_a_colleague_approves_and_it_is_done_as_it_was_asked_for(house, finn, fay):
    invoice = issued(house)
    wanted = Wanted("chosen", "Two broke", quantities=part(invoice, "2"), again=False)
    asked = reduce_or_ask(invoice, wanted, by=finn)
    db.session.commit()
    assert (asked.amount, waiting_of(invoice)) == (20349, asked)
    assert not db.session.scalars(select(CreditNote)).all()
    for nobody in ("ada", "ben", "finn"):
        with pytest.raises(RuleBroken, match="own request"):
            approve(invoice, asked.id, None, by=house.people[nobody])
        assert approvals_of(house.people[nobody], 8).reductions == []
    assert approvals_of(fay, 8).reductions == [asked]
    assert count_approvals(fay) == 1
    assert count_waiting(house.people["root"], today()) == 1
    approve(invoice, asked.id, "Agreed", by=fay)
    db.session.commit()
    note = db.session.scalars(select(CreditNote)).one()
    assert (note.payable, note.id, note.reason) == (20349, asked.credit_note_id, "Two broke")
    assert count_approvals(fay) == 0
    with pytest.raises(RuleBroken, match="Nothing is waiting"):
        approve(invoice, asked.id, None, by=house.people["root"])
    credit(invoice, "Within the limit still", quantities=part(invoice, "0.5"), by=finn)
    assert faults() == {}


def test_what_changed_meanwhile_is_approved_no_more(house, finn, fay):
    invoice = issued(house)
    asked = reduce_or_ask(invoice, Wanted(WRITE_OFF, "Insolvent"), by=finn)
    db.session.commit()
    with pytest.raises(RuleBroken, match="already waiting"):
        reduce_or_ask(invoice, Wanted("all", "Wrong"), by=fay)
    db.session.rollback()
    paid(house, invoice, 10000)
    with pytest.raises(RuleBroken, match="has changed since"):
        approve(invoice, asked.id, None, by=fay)
    db.session.rollback()
    second = reduce_or_ask(invoice, Wanted(WRITE_OFF, "Insolvent"), by=finn)
    db.session.commit()
    anew()
    assert db.session.get_one(ReductionRequest, asked.id).verdict == "withdrawn"
    approve(invoice, second.id, None, by=fay)
    db.session.commit()
    assert invoice.open_amount == 0
    assert second.allocation_id is not None
    assert faults() == {}
    reverse_write_off(invoice, "They paid", by=finn)
    assert faults() == {}


def test_it_is_rejected_with_a_reason_or_withdrawn(house, finn, fay):
    invoice = issued(house)
    asked = reduce_or_ask(invoice, Wanted("redraft", "Wrong address"), by=finn)
    with pytest.raises(RuleBroken, match="Give a reason"):
        reject(invoice, asked.id, None, by=fay)
    reject(invoice, asked.id, "Correct the address instead", by=fay)
    db.session.commit()
    again = reduce_or_ask(invoice, Wanted("redraft", "It is the wrong customer"), by=finn)
    withdraw(invoice, again.id, by=finn)
    db.session.commit()
    assert waiting_of(invoice) is None
    assert not db.session.scalars(select(CreditNote)).all()
    assert faults() == {}


def test_where_nobody_else_may_decide_it_is_refused(house, finn):
    invoice = issued(house)
    company().approval_limits = {"credit": {"administrator": 0}}
    finn.active = False
    db.session.commit()
    with pytest.raises(RuleBroken, match="no one else may approve"):
        reduce_or_ask(invoice, Wanted("all", "Wrong"), by=house.people["root"])


def test_the_audit_finds_what_passed_a_limit_by(house, finn, fay):
    invoice, other = issued(house), issued(house)
    asked = reduce_or_ask(invoice, Wanted("all", "Wrong"), by=finn)
    approve(invoice, asked.id, None, by=fay)
    given_up = reduce_or_ask(other, Wanted(WRITE_OFF, "Gone"), by=finn)
    approve(other, given_up.id, None, by=fay)
    db.session.commit()
    assert faults() == {}
    db.session.execute(update(ReductionRequest).values(decided_by_id=ReductionRequest.asked_by_id))
    assert "decided by who asked" in faults()["reductions"]
    db.session.execute(update(ReductionRequest).values(decided_by_id=fay.id, amount=1))
    assert "with another amount" in faults()["reductions"]
    db.session.execute(delete(ReductionRequest))
    said = faults()["reductions"]
    assert f"The invoice {invoice.id} is credited beyond a limit" in said
    assert f"The invoice {other.id} is written off beyond a limit" in said


def test_an_amended_order_is_audited_as_it_was_approved(house):
    ada, ben = house.people["ada"], house.people["ben"]
    order = write_order(Order(owner_id=ada.id, account_id=house.account.id), by=ada)
    pump = order.add_product(house.pump, by=ada, quantity=Decimal(3))
    order.add_product(house.work, by=ada, quantity=Decimal(1))
    pump.discount = Decimal(40)
    db.session.commit()
    submit_discount(order, None, by=ada)
    approve_discount(order, order.waiting_approval.id, None, by=ben)
    order.confirm(by=ada)
    db.session.commit()
    cheaper = Amended(pump.description, Decimal(4), pump.unit_price, Decimal(60), pump.tax_rate)
    change_line(order, pump, cheaper, by=ben)
    amend(order, "They take one more", by=ben)
    db.session.commit()
    assert list(discount_audit.faults(db.session)) == []
    request = order.approvals[-1]
    request.lines = [each | {"paid": "61"} if each["line_id"] == pump.id else each for each in request.lines]
    db.session.commit()
    [said] = discount_audit.faults(db.session)
    assert "gives more than was approved" in said


def test_limits_are_set_up_and_a_credit_is_submitted_and_decided_on_the_screen(house, as_user, fay):
    root, invoice = as_user("root"), issued(house)
    page = "/setup/approval-limits"
    assert 'value="100.00"' in root.get(page).text
    assert root.submit(page, action=page, credit_finance="-1").status_code == 422
    assert root.submit(page, action=page, credit_finance="50", write_off_finance="").status_code == 303
    anew()
    assert company().approval_limits == {
        "credit": {"finance": 5000, "administrator": 30000},
        "write_off": {"administrator": 30000},
    }
    finn, address = as_user("finn"), f"/invoices/{invoice.id}"
    assert "Your limit is €50.00" in finn.get(f"{address}/credit").text
    sent = finn.submit(f"{address}/credit", action=f"{address}/credit", reason="All came back", how="all")
    assert sent.status_code == 303
    shown = finn.get(address).text
    assert "In approval: Finn Finance" in shown
    [asked] = db.session.scalars(select(ReductionRequest))
    sheet = f"{address}/reductions/{asked.id}"
    assert sheet in root.get("/approvals").text
    assert "All came back" in root.get("/").text or "Credit note" in root.get("/").text
    assert "Nothing is waiting for your approval" in finn.get(sheet).text
    assert as_user("ada").get(sheet).status_code == 403
    refused = root.submit(sheet, action=sheet, decision="reject")
    assert refused.status_code == 422
    assert root.submit(sheet, action=sheet, decision="approve", note="Yes").status_code == 303
    anew()
    assert invoice.open_amount == 0
    mails = db.session.scalars(select(Outbox).where(Outbox.kind == "mail")).all()
    told = {each.payload["to"]: each.payload["subject"] for each in mails}
    assert told.keys() == {"root@example.com", "fay@example.com", "finn@example.com"}
    assert "approved your request" in told["finn@example.com"]


def test_who_decides_is_told_net_limit_and_earlier_credits_and_the_sheet_says_what_waits(
    house, as_user, finn, fay
):
    invoice = issued(house)
    earlier = credit(invoice, "One too few", quantities=part(invoice, "0.5"), by=finn)
    asked = reduce_or_ask(invoice, Wanted("chosen", "Two broke", quantities=part(invoice, "2")), by=finn)
    db.session.commit()
    assert (asked.amount, asked.net, asked.author_limit) == (20349, 17100, 10000)
    assert figures(asked) == [
        ("Credit note", "€203.49"),
        ("Net", "€171.00"),
        ("Limit of Finn Finance", "€100.00"),
        ("Credited before", f"{earlier.number} · €50.87"),
    ]
    address = f"/invoices/{invoice.id}"
    decide = f"{address}/reductions/{asked.id}"
    as_fay = as_user("fay")
    sheet = as_fay.get(decide).text
    assert all(each in sheet for each in ("€171.00", "Limit of Finn Finance", "€100.00", earlier.number))
    for door in ("credit", "write-off"):
        assert "Finn Finance’s request of" in as_fay.get(f"{address}/{door}").text
    assert as_fay.submit(decide, action=decide, decision="approve", note="Seen").status_code == 303
    anew()
    note = db.session.scalars(select(CreditNote).order_by(CreditNote.id.desc())).first()
    page = as_fay.get(f"/credit-notes/{note.id}").text
    assert "Submitted by Finn Finance, approved by Fay Finance on" in page
    assert "request of" not in as_fay.get(f"{address}/credit").text


def test_who_decides_hears_of_it_in_the_mail_as_well(house, as_user, finn, fay):
    invoice = issued(house)
    page = f"/invoices/{invoice.id}/write-off"
    assert as_user("finn").submit(page, action=page, reason="Insolvent").status_code == 303
    anew()
    [asked] = db.session.scalars(select(ReductionRequest))
    assert (asked.net, asked.author_limit) == (None, 10000)
    mails = db.session.scalars(select(Outbox).where(Outbox.kind == "mail")).all()
    assert mails
    assert all("Limit of Finn Finance: €100.00" in each.payload["text"] for each in mails)
