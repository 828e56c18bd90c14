"""An e-mail that does not arrive: whoever sent it is told, corrects the address and sends it again."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from salesapp.activities.undelivered.models import UndeliveredMail
from salesapp.core.db import db
from salesapp.core.outbox import Outbox, carry_all
from salesapp.operating.checks import findings
from salesapp.quotes.models import Quote
from tests.postboxes import Closed, Locked
from tests.quotes.stage import mailed, stage


@pytest.fixture
def quote(cast):
    sent = mailed(stage(cast))
    db.session.commit()
    return sent


def carried(box, serve):
    serve(box)
    carry_all()
    db.session.expire_all()
    return db.session.scalars(select(UndeliveredMail)).all()


def test_a_refused_address_is_said_to_its_sender_and_corrected_with_one_tap(quote, serve, as_user):
    box = Closed("eva@echo.example")
    (lost,) = carried(box, serve)
    assert (lost.address, lost.reason) == ("eva@echo.example", "550 5.1.1 no such user here")
    ada, page = as_user("ada"), f"/quotes/{quote.id}"
    assert "wasn’t delivered" in ada.get(page).text
    assert "The e-mail to eva@echo.example wasn’t delivered" in ada.get(f"{page}/timeline").text
    assert f"/undelivered/{lost.id}" in ada.get("/").text
    assert 'class="bell' in ada.get(page).text
    deliveries = next(each for each in findings() if each.name == "deliveries")
    assert not deliveries.good

    answer = ada.submit(
        f"/undelivered/{lost.id}", action=f"/undelivered/{lost.id}", address="eva.meyer@echo.example"
    )
    assert answer.status_code == 303
    carry_all()
    db.session.expire_all()
    assert [each["To"] for each in box.messages] == ["eva.meyer@echo.example"]
    assert db.session.get(Quote, quote.id).contact.email == "eva.meyer@echo.example"
    assert "wasn’t delivered" not in ada.get(page).text.partition("Timeline")[0]
    assert next(each for each in findings() if each.name == "deliveries").good


def test_a_server_that_takes_nothing_for_now_is_tried_for_days(quote, serve):
    assert carried(Locked(), serve) == []
    row = db.session.scalars(select(Outbox).where(Outbox.kind == "mail")).one()
    row.tries, row.due_at = 79, row.created_at
    db.session.commit()
    (lost,) = carried(Locked(), serve)
    assert "451" in lost.reason


def test_nobody_else_learns_of_it_or_sends_it_again(quote, serve, as_user):
    (lost,) = carried(Closed("eva@echo.example"), serve)
    assert as_user("cora").get(f"/undelivered/{lost.id}").status_code == 404
    ada = as_user("ada")
    sheet = ada.filled(f"/undelivered/{lost.id}", action=f"/undelivered/{lost.id}")
    ada.submit(f"/undelivered/{lost.id}", action=f"/undelivered/{lost.id}/dismiss")
    refused = ada.post(f"/undelivered/{lost.id}", data=sheet)
    assert refused.status_code == 422
    assert "already been sent again" in refused.text


def test_whose_address_took_no_mail_is_found_until_somebody_saw_to_it(quote, serve, as_user):
    contact = quote.contact
    root, listed = as_user("root"), "/contacts?filter=bounced:listed:1"
    assert "Nothing to show yet" in root.get("/reports/contacts-bounced").text
    (lost,) = carried(Closed("eva@echo.example"), serve)
    contact.email = "Eva@Echo.example"
    db.session.commit()
    page = root.get("/reports/contacts-bounced").text
    assert 'class="report-total"' in page
    assert "Nothing to show yet" not in page
    assert f"/contacts/{contact.id}" in root.get(listed).text
    assert f"/contacts/{contact.id}" not in root.get("/contacts?filter=bounced:listed:0").text
    lost = db.session.get(UndeliveredMail, lost.id)
    lost.settle()
    db.session.commit()
    assert f"/contacts/{contact.id}" not in root.get(listed).text
