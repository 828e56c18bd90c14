"""Reminders in levels: each once, none too early, none in a dispute."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.outbox import Outbox, carry_all
from salesapp.invoices.models import Invoice
from salesapp.invoices.queries import unsent
from salesapp.invoices.reminders.actions import dispute, end_dispute, remind
from salesapp.invoices.reminders.due import Reminded, due_for_reminder, due_level, next_level, reminders_of
from salesapp.invoices.reminders.levels import Level, levels
from salesapp.invoices.reminders.models import Reminder
from salesapp.people.models import User
from salesapp.products.payment_terms.models import PaymentTerms
from tests.invoices.stage import anew, issued, order_of, paid
from tests.invoices.test_races import at_once

DAY = date(2026, 11, 1)
KNOWN = [Level(1, 3), Level(2, 14), Level(3, 30)]


def late(house: Any, days: int) -> Invoice:
    """An invoice that is overdue so many days."""
    with clock.travel(to=clock.now() - timedelta(days=30 + days)):
        invoice = issued(house)
    db.session.commit()
    return invoice


def mails() -> list[dict[str, Any]]:
    anew()
    return [row.payload for row in db.session.scalars(select(Outbox).where(Outbox.kind == "mail"))]


@pytest.mark.parametrize(
    ("overdue", "reminded", "level"),
    [
        (2, Reminded(), None),
        (3, Reminded(), 1),
        (90, Reminded(), 1),
        (14, Reminded(1, DAY + timedelta(days=3)), 2),
        (90, Reminded(1, DAY + timedelta(days=85)), None),
        (96, Reminded(1, DAY + timedelta(days=85)), 2),
        (90, Reminded(3, DAY), None),
    ],
)
def test_a_level_is_due_by_days_overdue_and_by_the_days_since_the_one_before(overdue, reminded, level):
    found = next_level(DAY, reminded, DAY + timedelta(days=overdue), KNOWN)
    assert (found and found.level) == level


def test_a_reminder_is_mailed_once_with_the_invoice_and_kept_with_its_level_and_day(house, finn):
    invoice = late(house, 5)
    made = remind(invoice, by=finn)
    db.session.commit()
    assert (made.level, made.address) == (1, "eva@echo.example")
    (mail,) = mails()
    assert mail["subject"] == f"Payment reminder: invoice {invoice.number}"
    assert "€447.48 was due on" in mail["text"]
    assert "/i/" in mail["text"]
    assert "{" not in mail["text"]
    assert mail["attachments"] == [["invoice", invoice.id]]
    with pytest.raises(RuleBroken, match="no longer due"):
        remind(invoice, by=finn)
    assert due_for_reminder()[1] == 0
    assert unsent().count == 0


def test_the_second_level_follows_later_and_what_is_paid_is_never_reminded(house, finn):
    invoice = late(house, 5)
    remind(invoice, by=finn)
    db.session.commit()
    with clock.travel(to=clock.now() + timedelta(days=12)):
        assert due_level(db.session.get_one(Invoice, invoice.id)).level == 2
        paid(house, invoice)
        assert due_for_reminder() == ([], 0)


def test_each_instalment_is_reminded_of_from_the_first_level_on(house, finn):
    terms = PaymentTerms(name="In two", days=30, discounts=[], parts=[["50", 10], ["50", 40]])
    db.session.add(terms)
    db.session.flush()
    with clock.travel(to=clock.now() - timedelta(days=60)):
        invoice = issued(house, order_of(house, payment_terms_id=terms.id))
    reached = []
    for day, ago in ((1, 45), (2, 33), (1, 10)):
        with clock.travel(to=clock.now() - timedelta(days=ago)):
            if ago == 10:
                paid(house, invoice, invoice.instalments[0].amount)
            assert [level.level for _invoice, level in due_for_reminder()[0]] == [day]
            reached.append(remind(invoice, by=finn).level)
            db.session.commit()
    assert reached == [1, 2, 1]
    assert due_for_reminder()[1] == 0
    assert [each.due_on for each in reminders_of(invoice)] == [
        *[invoice.instalments[0].due_on] * 2,
        invoice.instalments[1].due_on,
    ]


def test_two_clerks_remind_of_one_invoice_once(app, house):
    key, clerk = late(house, 5).id, house.people["finn"].id

    def act() -> None:
        remind(db.session.get_one(Invoice, key), by=db.session.get_one(User, clerk))
        db.session.commit()

    answers = at_once(app, [act, act])
    assert sum(isinstance(each, RuleBroken) for each in answers) == 1
    assert len(db.session.scalars(select(Reminder)).all()) == 1


def test_a_dispute_pauses_reminders_until_it_ends(house, finn):
    invoice = late(house, 5)
    with pytest.raises(RuleBroken, match="reason"):
        dispute(invoice, " ", by=finn)
    dispute(invoice, "Goods broken", by=finn)
    db.session.commit()
    assert due_for_reminder() == ([], 0)
    with pytest.raises(RuleBroken, match="no longer due"):
        remind(invoice, by=finn)
    with pytest.raises(RuleBroken, match="already disputed"):
        dispute(invoice, "Again", by=finn)
    end_dispute(invoice, by=finn)
    assert due_for_reminder()[1] == 1


def test_all_that_are_due_are_reminded_from_the_desk_and_the_invoice_shows_it(house, as_user):
    first, second = late(house, 8), late(house, 5)
    finn = as_user("finn")
    assert "Remind 2" in finn.get("/finance").text
    page = finn.get("/reminders", follow_redirects=True).text
    assert f"/reminders/{first.id}" in page
    assert "Reminder 1 · eva@echo.example" in page
    assert "Dear Eva Meyer" in finn.get(f"/reminders/{second.id}").text
    finn.submit("/finance/batches/new?act=remind", id=[first.id, second.id])
    carry_all()
    assert len(mails()) == 2
    assert "Reminder 1" in finn.get(f"/invoices/{first.id}").text
    assert "Remind 2" not in finn.get("/finance").text
    assert "No reminder is due" in finn.get(f"/reminders/{first.id}").text


def test_a_clerk_words_one_reminder_and_marks_a_dispute_from_the_invoice(house, as_user):
    invoice, finn = late(house, 5), as_user("finn")
    finn.submit(f"/reminders/{invoice.id}", text="Please pay. {link}")
    assert "Please pay. http" in mails()[0]["text"]
    finn.submit(f"/reminders/{invoice.id}/dispute", reason="Goods broken")
    page = f"/invoices/{invoice.id}"
    assert "Goods broken" in finn.get(page).text
    finn.submit(page, action=f"/reminders/{invoice.id}/dispute/end")
    assert "Disputed since" not in finn.get(page).text


def test_an_administrator_sets_up_the_levels_in_both_languages(house, as_user):
    root = as_user("root")
    assert root.submit("/reminders/levels", days_2="2").status_code == 422
    assert root.submit("/reminders/levels", days_4="40").status_code == 422
    root.submit("/reminders/levels", days_1="5", subject_1_en="Pay {number}", days_3="")
    anew()
    first, second = levels()
    assert (first.days, first.words["en"][0], second.days) == (5, "Pay {number}", 14)
    assert first.words["zh"][0]
    assert as_user("finn").get("/reminders/levels").status_code == 403


def test_what_falls_due_soon_stands_on_the_desk(house, as_user):
    with clock.travel(to=clock.now() - timedelta(days=27)):
        issued(house)
    assert "Due in the next 7 days" in as_user("finn").get("/finance").text
