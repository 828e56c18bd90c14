"""What left the house stays as it was on paper: the download, the customer’s page and the e-mail bring one file."""

from __future__ import annotations

import os
import threading
from io import BytesIO

import pytest
from flask import current_app
from pypdf import PdfReader
from sqlalchemy import delete, func, select

from salesapp.activities.housekeeping import sweep_files
from salesapp.activities.undelivered.models import UndeliveredMail
from salesapp.core import mail
from salesapp.core.company import company
from salesapp.core.db import apart, db, reading
from salesapp.core.files import storage
from salesapp.core.outbox import Outbox, carry_all
from salesapp.core.paper import render_pdf
from salesapp.invoices.actions import credit
from salesapp.invoices.mailing import proposed_letter, send_invoice
from salesapp.operating.checks import findings
from salesapp.orders.models import Order
from salesapp.quotes.issued.models import IssuedPaper
from salesapp.quotes.issued.papers import paper_of, pdf_of
from tests.invoices.stage import anew, issued
from tests.postboxes import Postbox
from tests.quotes.stage import draft, sent

TEMPLATE = "salesapp.core.paper.render.compile_pdf"
"""What another version of the product does otherwise."""


def address_of(document):
    return f"/{document.record_type_key.replace('_', '-')}s/{document.id}.pdf"


def text_of(pdf):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def kept_error():
    return db.session.scalars(
        select(Outbox.error).where(Outbox.kind == "paper", Outbox.error.is_not(None))
    ).first()


def kept_of(document):
    theirs = IssuedPaper.document_type == document.record_type_key, IssuedPaper.document_id == document.id
    return db.session.scalars(select(IssuedPaper).where(*theirs)).one()


def everything_changes(house):
    """What a company changes in a year: its name and footer, a product's code, who looks after the customer."""
    own = company()
    own.name, own.document_footer, own.street, own.phone = (
        "Renamed Ltd",
        "A new footer",
        "Elsewhere 9",
        "0800 9",
    )
    house.pump.code = "NEW-1"
    house.people["ada"].name = "Ada Married"
    house.account.name = "Echo Renamed"
    db.session.commit()


def one_of_each(house):
    """A sent quote, a confirmed order, an issued invoice and a credit note."""
    finn = house.people["finn"]
    invoice = issued(house)
    note = credit(invoice, "Broken", by=finn)
    quote = sent(house)
    db.session.commit()
    return [quote, db.session.get(Order, invoice.order_id), invoice, note]


@pytest.mark.parametrize(
    "made_first", [True, False], ids=["made by the worker", "asked for after the change"]
)
def test_what_was_issued_is_the_same_file_whatever_changes_later(house, as_user, made_first):
    documents, browser = one_of_each(house), as_user("root")
    if made_first:
        carry_all()
    says = [text_of(render_pdf(paper_of(document))) for document in documents]
    everything_changes(house)
    first = [browser.get(address_of(document)).data for document in documents]
    assert [text_of(each) for each in first] == says
    company().document_footer = "Another footer"
    db.session.commit()
    carry_all()
    assert [browser.get(address_of(document)).data for document in documents] == first


def test_a_draft_is_printed_as_it_would_be_now(house, as_user):
    quote, browser = draft(house), as_user("ada")
    before = browser.get(address_of(quote)).data
    company().document_footer = "A new footer"
    db.session.commit()
    assert "A new footer" in text_of(browser.get(address_of(quote)).data) != text_of(before)
    assert db.session.scalar(select(func.count(IssuedPaper.id))) == 0


def test_download_customers_page_and_email_bring_the_same_file_though_the_template_changes(
    house, as_user, client, serve, monkeypatch
):
    quote, invoice, browser, box = sent(house), issued(house), as_user("root"), Postbox()
    links = f"/q/{quote.new_secret()}/quote.pdf", f"/i/{invoice.new_secret()}/invoice.pdf"
    db.session.commit()
    downloaded = [browser.get(address_of(document)).data for document in (quote, invoice)]
    monkeypatch.setattr(TEMPLATE, lambda *_: b"%PDF- of another version")
    assert [client.get(link).data for link in links] == downloaded
    for document in (quote, invoice):
        attachments = [(document.record_type_key, document.id)]
        mail.post_mail(to="eva@echo.example", subject="Yours", text="Here", attachments=attachments)
    db.session.commit()
    serve(box)
    carry_all()
    assert [file.get_content() for each in box.messages for file in each.iter_attachments()] == downloaded


def test_a_pdf_that_cannot_be_made_at_once_keeps_its_words_and_is_made_later(house, as_user, monkeypatch):
    def broken(*_):
        raise RuntimeError("the setter is broken")

    with monkeypatch.context() as today:
        today.setattr(TEMPLATE, broken)
        invoice = issued(house)
        company().document_footer = "A new footer"
        db.session.commit()
        carry_all()
    assert invoice.number
    assert "the setter is broken" in kept_error()
    words = text_of(as_user("finn").get(address_of(invoice)).data)
    assert invoice.number in words
    assert "A new footer" not in words


def test_what_was_issued_before_papers_were_kept_is_fixed_when_it_is_first_asked_for(house, as_user):
    invoice, browser = issued(house), as_user("finn")
    db.session.execute(delete(IssuedPaper))
    db.session.execute(delete(Outbox))
    db.session.commit()
    first = browser.get(address_of(invoice)).data
    everything_changes(house)
    assert browser.get(address_of(invoice)).data == first


def test_two_who_ask_first_at_the_same_moment_get_the_same_file(house, monkeypatch):
    invoice = issued(house)
    db.session.execute(delete(IssuedPaper))
    db.session.commit()
    key, app, gate, got, turn = invoice.id, current_app._get_current_object(), threading.Barrier(2), [], []

    def version(*_):
        gate.wait(20)  # both have seen that none is kept
        turn.append(1)
        return b"%PDF- of version " + str(len(turn)).encode()

    monkeypatch.setattr(TEMPLATE, version)

    def ask():
        with app.app_context():
            anew()
            with reading():
                got.append(pdf_of(db.session.get_one(type(invoice), key)))
                db.session.remove()

    db.session.rollback()
    people = [threading.Thread(target=ask) for _ in range(2)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert len(got) == 2
    assert got[0] == got[1]
    anew()
    assert db.session.scalars(select(IssuedPaper)).one().size == len(got[0])


def test_a_lost_or_changed_file_is_told_and_never_made_anew(house, as_user):
    def looked():
        db.session.commit()
        return next(each for each in findings() if each.name == "papers")

    lost, changed, browser = issued(house), sent(house), as_user("root")
    carry_all()
    assert looked().good
    of = {row.number: storage.path_of(row.digest) for row in db.session.scalars(select(IssuedPaper))}
    kept = of[changed.title].read_bytes()
    of[lost.number].unlink()
    of[changed.title].write_bytes(kept[:-1] + b"!")  # the size stays
    assert not looked().good
    assert f"the PDF of {lost.number} is lost" in looked().sentence
    assert f"the PDF of {changed.title} was changed" in looked().sentence
    for document in (lost, changed):
        answer = browser.get(address_of(document))
        assert answer.status_code == 409
        assert f"The PDF of {document.title} is missing or damaged" in answer.text
    of[changed.title].write_bytes(kept)
    assert browser.get(address_of(changed)).data == kept


def test_an_email_whose_pdf_is_lost_is_given_up_and_its_sender_is_told_why(house, serve):
    invoice, finn, box = issued(house), house.people["finn"], Postbox()
    carry_all()
    storage.path_of(kept_of(invoice).digest).unlink()
    send_invoice(invoice, proposed_letter(invoice, by=finn), by=finn)
    db.session.commit()
    serve(box)
    carry_all()
    assert box.messages == []
    assert "is missing or damaged" in db.session.scalars(select(UndeliveredMail.reason)).one()


def test_the_bytes_of_papers_are_not_swept_away(house):
    invoice = issued(house)
    carry_all()
    path = storage.path_of(kept_of(invoice).digest)
    os.utime(path, (0, 0))
    sweep_files()
    assert path.is_file()


def test_work_that_writes_opens_no_second_transaction(house):
    with pytest.raises(RuntimeError, match="transaction"), apart():
        pass
