"""A discount beyond the limit is submitted, decided by whoever may, and lasts as long as no more is given."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core.access import Role
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.core.outbox import Outbox
from salesapp.invoices.audits import approvals as audit
from salesapp.orders.actions import write_order
from salesapp.orders.models import Order
from salesapp.quotes.approvals.mailing import approve, reject, submit
from salesapp.quotes.approvals.queries import to_approve
from salesapp.quotes.models import Quote, QuoteApproval
from salesapp.records.notices.queries import news_for
from tests.quotes.stage import draft


def mails():
    """(to, subject) of what waits in the outbox."""
    rows = db.session.scalars(select(Outbox).where(Outbox.kind == "mail").order_by(Outbox.id))
    return [(row.payload["to"], row.payload["subject"]) for row in rows]


def order(house):
    made = write_order(Order(account_id=house.account.id, discount=Decimal(30)), by=house.people["ada"])
    made.add_product(house.pump, by=house.people["ada"])
    return made


def quote(house):
    """A pump for 100.00 and a pipe for 19.99, all at 30 % off."""
    return draft(house, discount=Decimal(30))


@pytest.fixture(params=[quote, order], ids=["quote", "order"])
def document(house, request):
    return request.param(house)


@pytest.fixture
def waiting(house, document):
    submit(document, "They buy ten more", by=house.people["ada"])
    db.session.commit()
    return document


@pytest.fixture
def approved(house, waiting):
    approve(waiting, waiting.waiting_approval.id, None, by=house.people["ben"])
    db.session.commit()
    return waiting


def leave(document, by):
    """Sent, or confirmed."""
    (document.confirm if isinstance(document, Order) else document.send)(by=by)


def change(document, by, line=0, **values):
    """The line as it is, but for this."""
    line = document.lines[line]
    kept = {name: getattr(line, name) for name in ("quantity", "unit_price", "discount", "description")}
    document.change_line(line, by=by, **(kept | values), tax_rate=line.tax_rate)


def test_submitting_says_the_figures_locks_the_document_and_mails_the_manager(house, waiting):
    ada, asked = house.people["ada"], waiting.waiting_approval
    assert (waiting.status.label, str(asked.discount.normalize()), asked.discount_limit) == (
        "In approval",
        "3E+1",
        20,
    )
    assert asked.total == waiting.total
    assert asked.list_net == sum(line.net for line in waiting.lines)
    assert asked.below_list == waiting.discount_amount
    assert mails() == [("ben@example.com", f"Ada Rep requests your approval of a discount · {waiting.title}")]
    assert history(waiting)[0].kind == "discount_submitted"
    for verb in (
        lambda: change(waiting, ada, unit_price=Decimal(1)),
        lambda: waiting.add_product(house.pipe, by=ada),
        lambda: waiting.remove_line(waiting.lines[0], by=ada),
        lambda: leave(waiting, house.people["ben"]),
        waiting.refuse_deletion,
        lambda: submit(waiting, None, by=ada),
    ):
        with pytest.raises(RuleBroken, match="in approval"):
            verb()


def test_what_is_within_the_limit_or_the_own_authority_is_not_submitted(house):
    made = quote(house)
    with pytest.raises(RuleBroken, match="needs no approval"):
        submit(made, None, by=house.people["ben"])
    made.discount = Decimal(20)
    with pytest.raises(RuleBroken, match="needs no approval"):
        submit(made, None, by=house.people["ada"])


def test_approved_it_leaves_the_house_as_it_stands_and_the_submitter_hears_of_it(house, approved):
    ada = house.people["ada"]
    assert mails()[-1] == ("ada@example.com", f"Ben Manager approved the discount · {approved.title}")
    assert history(approved)[0].kind == "discount_approved"
    assert [each.notice.event.subject_id for each in news_for(ada, 9)] == [approved.id]
    leave(approved, ada)
    db.session.commit()
    assert approved.number is not None
    assert approved.standing_approval.used_at is not None
    assert list(audit.faults(db.session)) == []


def test_rejected_it_is_a_draft_again_with_the_reason(house, waiting):
    ben, key = house.people["ben"], waiting.waiting_approval.id
    with pytest.raises(RuleBroken, match="Give a reason"):
        reject(waiting, key, None, by=ben)
    reject(waiting, key, "Twenty is enough", by=ben)
    assert waiting.is_draft
    assert waiting.last_answer.decision_note == "Twenty is enough"
    assert mails()[-1][0] == "ada@example.com"
    with pytest.raises(RuleBroken, match="your limit is 20%"):
        leave(waiting, house.people["ada"])
    submit(waiting, "Please", by=house.people["ada"])
    assert waiting.is_in_approval


def test_whoever_comes_second_reads_who_was_first(house, waiting):
    key = waiting.waiting_approval.id
    approve(waiting, key, None, by=house.people["root"])
    for second in (
        lambda: approve(waiting, key, None, by=house.people["ben"]),
        lambda: reject(waiting, key, "No", by=house.people["ben"]),
        lambda: waiting.withdraw(by=house.people["ada"]),
    ):
        with pytest.raises(RuleBroken, match="Root Administrator has already approved this"):
            second()


def test_what_was_withdrawn_and_submitted_anew_is_not_approved_by_the_old_sheet(house, waiting):
    ada, old = house.people["ada"], waiting.waiting_approval.id
    waiting.withdraw(by=ada)
    change(waiting, ada, unit_price=Decimal(1))
    submit(waiting, None, by=ada)
    with pytest.raises(RuleBroken, match="Ada Rep has withdrawn this"):
        approve(waiting, old, None, by=house.people["ben"])
    assert waiting.is_in_approval


@pytest.mark.parametrize(
    ("who", "may"),
    [("ada", False), ("ben", True), ("dana", False), ("root", True), ("cora", False), ("finn", False)],
)
def test_a_manager_above_the_owner_or_an_administrator_decides(house, waiting, who, may):
    person = house.people[who]
    assert waiting.may_decide(person) == may
    assert len(db.session.scalars(to_approve(person, type(waiting))).all()) == may
    if not may:
        with pytest.raises(RuleBroken, match="No one can approve their own request"):
            approve(waiting, waiting.waiting_approval.id, None, by=person)


def test_nobody_approves_what_they_submitted_and_who_left_is_passed_over(house, waiting):
    ada, ben, dana = (house.people[name] for name in ("ada", "ben", "dana"))
    ada.role = Role.ADMINISTRATOR
    assert not waiting.may_decide(ada)
    ada.role = Role.REP
    ben.manager_id = dana.id
    ben.active = False
    db.session.commit()
    db.session.expire_all()
    assert [each.name for each in waiting.deciders(asked_by_id=ada.id)] == ["Dana Manager"]
    dana.role = Role.REP  # above the owner, with no more authority
    assert [each.name for each in waiting.deciders(asked_by_id=ada.id)] == ["Root Administrator"]


def raises_the_discount(document, by):
    change(document, by, discount=Decimal(1))


def sells_more_at_it(document, by):
    change(document, by, quantity=Decimal(2))


def lowers_a_price(document, by):
    change(document, by, unit_price=Decimal(99))


def removes_a_line(document, by):
    document.remove_line(document.lines[0], by=by)


def sells_something_else(document, by):
    document.add_text("Special scale", by=by).unit_price = Decimal(500)


ENDING = (raises_the_discount, sells_more_at_it, lowers_a_price, removes_a_line, sells_something_else)


@pytest.mark.parametrize("act", ENDING)
def test_a_change_beyond_what_was_approved_ends_it(house, approved, act):
    ada = house.people["ada"]
    act(approved, ada)
    assert approved.standing_approval is None
    assert "discount_approval_ended" in [each.kind for each in history(approved)]
    if approved.lines:
        with pytest.raises(RuleBroken, match="can approve it"):
            leave(approved, ada)


def test_any_other_change_keeps_it(house, approved):
    ada = house.people["ada"]
    change(approved, ada, description="Pump, blue")
    change(approved, ada, unit_price=Decimal(110))
    approved.notes = "Delivered on Mondays"
    approved.discount = Decimal(28)
    approved.changed_by(ada)
    leave(approved, ada)
    assert approved.number is not None


def test_a_dearer_list_price_does_not_undo_what_was_approved(house, approved):
    for entry in house.book.entries:
        entry.price *= 2
    leave(approved, house.people["ada"])
    assert approved.number is not None


def test_the_check_finds_what_was_sent_beyond_its_approval(house, approved):
    leave(approved, house.people["ada"])
    approved.standing_approval.total += 1
    db.session.commit()
    assert list(audit.faults(db.session)) == [
        f"The {approved.record_type_key} {approved.number} gives more than was approved."
    ]


def test_the_database_keeps_what_somebody_decides_on(house):
    made = quote(house)
    submit(made, None, by=house.people["ada"])
    db.session.commit()
    made.total -= 1
    with pytest.raises(Exception, match="quotes that are no drafts keep what they say"):
        db.session.flush()
    db.session.rollback()
    waiting = db.session.get(Quote, made.id)
    waiting.withdraw(by=house.people["ada"])
    db.session.commit()
    assert db.session.scalars(select(QuoteApproval)).one().verdict == "withdrawn"
