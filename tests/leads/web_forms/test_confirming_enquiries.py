"""A web form that asks to confirm by e-mail: nothing is a lead before whoever has the address says so."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.outbox import Outbox
from salesapp.leads.web_forms.models import PendingAnswer
from salesapp.operating.tidying import tidy
from tests.leads.web_forms.test_web_forms import ANSWER, leads, mails


def link_of(mail: Outbox) -> str:
    found = re.search(r"https?://[^/]+(/f/\S+)", mail.payload["text"])
    assert found
    return found[1]


def test_the_lead_is_made_only_when_the_mail_was_confirmed(client, make_form):
    form = make_form(confirmed=True)
    answer = client.submit(f"/f/{form.secret}", ANSWER)
    assert "Check your e-mail" in client.get(answer.location).text
    assert leads() == []
    [mail] = mails()
    assert mail.payload["to"] == "mara@nordlicht.example"
    link = link_of(mail)
    assert "Confirm your enquiry?" in client.get(link).text
    assert leads() == [], "programs that look into mails open links"
    again = client.filled(link)
    for _ in range(2):
        assert "Thank you" in client.post(link, data=again | {"once": ""}).text
    [lead] = leads()
    assert (lead.name, lead.description) == ("Mara Stein", "An offer, please")
    assert "already confirmed this" in client.get(link).text
    [kept] = db.session.scalars(select(PendingAnswer))
    assert (kept.values, kept.email) == ({}, "")


def test_nobody_fills_a_strangers_letterbox(client, make_form):
    form = make_form(confirmed=True)
    for _ in range(3):
        assert client.submit(f"/f/{form.secret}", ANSWER).status_code == 303
    assert len(mails()) == 1


def test_a_further_message_of_the_same_address_is_confirmed_with_the_first(client, make_form):
    form = make_form(confirmed=True)
    for words in ("An offer, please", "And one for pipes", "And one for pipes", "An offer, please"):
        client.post(f"/f/{form.secret}", data=ANSWER | {"description": words})
    [mail] = mails()
    client.submit(link_of(mail))
    assert sorted(each.description for each in leads()) == ["An offer, please", "And one for pipes"]
    assert {each.email for each in leads()} == {"mara@nordlicht.example"}
    [kept] = db.session.scalars(select(PendingAnswer))
    assert (kept.values, kept.further, kept.email) == ({}, [], "")
    client.post(f"/f/{form.secret}", data=ANSWER | {"description": "And one for cables"})
    client.post(f"/f/{form.secret}", data=ANSWER | {"description": "And one for pipes"})
    assert len(mails()) == 2, "what comes after the link was used has a mail of its own"


def test_an_old_link_is_no_longer_good_and_what_was_sent_is_thrown_away(client, make_form):
    form = make_form(confirmed=True)
    client.submit(f"/f/{form.secret}", ANSWER)
    link = link_of(mails()[0])
    with clock.travel(clock.now() + timedelta(days=8)):
        answer = client.get(link)
        assert (answer.status_code, "has expired" in answer.text) == (404, True)
        client.submit(f"/f/{form.secret}", ANSWER | {"email": "other@example.com"})
    assert db.session.scalars(select(PendingAnswer.email)).all() == ["other@example.com"]


def test_the_worker_throws_away_what_nobody_confirmed(client, make_form):
    form = make_form(confirmed=True)
    client.submit(f"/f/{form.secret}", ANSWER)
    tidy()
    assert len(db.session.scalars(select(PendingAnswer)).all()) == 1
    with clock.travel(clock.now() + timedelta(days=8)):
        tidy()
    assert db.session.scalars(select(PendingAnswer)).all() == []
