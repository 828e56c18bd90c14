"""Files on records: attached, given back, removed, and nobody else's."""

from __future__ import annotations

import io
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import select

from salesapp.activities import files as on_records
from salesapp.activities.files import MOST_BYTES, File, attach, put_aside
from salesapp.activities.media_types import media_type, plain_name
from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import timeline
from salesapp.core.files import storage
from salesapp.customers.models import Account
from salesapp.leads.models import Lead
from tests.pictures import picture, written

OFFER = b"%PDF-1.7 an offer"


@pytest.fixture
def acme(cast):
    account = Account(name="Acme")
    db.session.add(account)
    db.session.commit()
    return account


@pytest.fixture
def lead(cast):
    found = Lead.capture(by=cast["ada"], name="Eva Stein")
    db.session.commit()
    return found


def send(browser, subject, *sent, name="files", **more):
    """Chooses files on the record's page and sends them."""
    panel = f"/activities/of/{subject.record_type_key}/{subject.id}"
    form = browser.filled(panel, action=f"{panel}/files")
    data = form | {name: [(io.BytesIO(content), said) for said, content in sent]} | more
    return browser.post(f"{panel}/files", data=data)


def all_files():
    return db.session.scalars(select(File).order_by(File.id)).all()


def test_a_file_is_attached_listed_and_given_back(as_user, acme):
    ada = as_user("ada")
    answer = send(ada, acme, ("offer.pdf", OFFER))
    assert answer.status_code == 303
    assert answer.location.endswith("#panel-activities")
    file = db.session.scalars(select(File)).one()
    assert (file.media_type, file.size, file.subject_id) == ("application/pdf", len(OFFER), acme.id)
    panel = ada.htmx(f"/activities/of/account/{acme.id}").text
    assert "offer.pdf" in panel
    assert "Ada Rep" in panel
    got = ada.get(f"/files/{file.id}")
    assert got.data == OFFER
    assert got.headers["Content-Disposition"] == "attachment; filename=offer.pdf"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "attached offer.pdf" in ada.htmx(f"/accounts/{acme.id}/timeline").text


def test_several_at_once_and_a_photo_with_its_thumbnail(as_user, acme):
    ada = as_user("ada")
    send(ada, acme, ("a.txt", b"one"), ("b.txt", b"two"))
    send(ada, acme, ("image.jpg", written(picture(4000, 3000))), name="photo")
    first, second, photo = all_files()
    assert (first.media_type, second.media_type, photo.media_type) == (
        "text/plain",
        "text/plain",
        "image/jpeg",
    )
    shown = ada.get(f"/files/{photo.id}")
    assert "attachment" not in shown.headers.get("Content-Disposition", "")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    small = ada.get(f"/files/{photo.id}/thumbnail")
    assert small.mimetype == "image/jpeg"
    assert len(small.data) < 20_000
    again = ada.get(f"/files/{photo.id}/thumbnail", headers={"If-None-Match": small.headers["ETag"]})
    assert again.status_code == 304
    assert ada.get(f"/files/{first.id}/thumbnail").status_code == 404


def test_a_chinese_name_goes_there_and_back(as_user, acme):
    ada = as_user("ada")
    send(ada, acme, ("报价单 2026.pdf", OFFER))
    file = db.session.scalars(select(File)).one()
    assert file.name == "报价单 2026.pdf"
    disposition = ada.get(f"/files/{file.id}").headers["Content-Disposition"]
    assert f"filename*=UTF-8''{quote('报价单 2026.pdf')}" in disposition
    assert disposition.startswith("attachment")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "“a.pdf” is empty."), (b"%PDF-" + b"x" * 2000, "“a.pdf” is larger than 10 MB.")],
    ids=["empty", "too large"],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(as_user, acme, content, sentence, monkeypatch):
    monkeypatch.setattr(on_records, "MOST_BYTES", 2000)
    answer = send(as_user("ada"), acme, ("first.txt", b"fine"), ("a.pdf", content))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "first.txt" not in answer.text
    assert all_files() == []


def test_ten_megabytes_are_taken_and_not_a_byte_more(cast, acme):
    assert attach(acme, "a.bin", b"x" * MOST_BYTES, by=cast["ada"]).shown_size == "10.5 MB"
    with pytest.raises(RuleBroken, match="10 MB"):
        attach(acme, "a.bin", b"x" * (MOST_BYTES + 1), by=cast["ada"])


def test_nothing_chosen_is_said_and_a_converted_lead_takes_none(as_user, cast, lead):
    ada = as_user("ada")
    answer = send(ada, lead)
    assert (answer.status_code, "Choose a file." in answer.text) == (422, True)
    lead.converted_at = clock.now()
    with pytest.raises(RuleBroken):
        attach(lead, "a.txt", b"late", by=cast["ada"])


def test_a_second_press_attaches_one_file(as_user, acme):
    ada = as_user("ada")
    panel = f"/activities/of/account/{acme.id}"
    form = ada.filled(panel, action=f"{panel}/files")
    answers = [
        ada.post(f"{panel}/files", data=form | {"files": (io.BytesIO(OFFER), "offer.pdf")}) for _ in range(2)
    ]
    assert [each.status_code for each in answers] == [303, 303]
    assert len(all_files()) == 1


def test_who_does_not_see_the_record_does_not_see_its_files(as_user, cast, lead):
    file = attach(lead, "secret.jpg", written(picture()), by=cast["ada"])
    waits = put_aside("card.jpg", written(picture()), by=cast["ada"], purpose=on_records.Purpose.CARD)
    db.session.commit()
    for name, status in (("cora", 404), ("finn", 404), ("ben", 200), ("rob", 200)):
        browser = as_user(name)
        assert browser.get(f"/files/{file.id}").status_code == status, name
        assert browser.get(f"/files/{file.id}/thumbnail").status_code == status, name
        assert browser.get(f"/files/{waits.id}").status_code == 404, name
    token = {"csrf_token": (cora := as_user("cora")).csrf()}
    assert cora.post(f"/files/{file.id}/remove", data=token).status_code == 404
    assert send_to(cora, lead) == 404
    assert as_user("ada").get(f"/files/{waits.id}").status_code == 200


def send_to(browser, lead):
    data = {"csrf_token": browser.csrf(), "files": (io.BytesIO(OFFER), "offer.pdf")}
    return browser.post(f"/activities/of/lead/{lead.id}/files", data=data).status_code


def test_a_removed_file_comes_back_and_only_those_who_may_remove_it(as_user, cast, lead):
    file = attach(lead, "offer.pdf", OFFER, by=cast["ada"])
    db.session.commit()
    reader, ada = as_user("rob"), as_user("ada")
    assert "Remove" not in reader.htmx(f"/activities/of/lead/{lead.id}").text
    assert reader.post(f"/files/{file.id}/remove", data={"csrf_token": reader.csrf()}).status_code == 403
    panel = f"/activities/of/lead/{lead.id}"
    ada.submit(panel, action=f"/files/{file.id}/remove")
    assert "offer.pdf was removed." in ada.get(f"/leads/{lead.id}").text
    assert ada.get(f"/files/{file.id}").status_code == 404
    ada.post(f"/files/{file.id}/restore", data={"csrf_token": ada.csrf()})
    assert ada.get(f"/files/{file.id}").data == OFFER
    kinds = [each.kind for each in timeline(lead)]
    assert kinds[:3] == ["file_restored", "file_removed", "file_attached"]


def test_a_file_is_a_touch(cast, lead):
    with clock.travel(clock.now() + timedelta(days=3)):
        attach(lead, "offer.pdf", OFFER, by=cast["ada"])
        db.session.commit()
        db.session.refresh(lead)
        assert lead.days_untouched == 0


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("offer.pdf", OFFER, "application/pdf"),
        ("offer.pdf", b"<script>alert(1)</script>", "application/octet-stream"),
        ("holiday.jpg", b"only text", "application/octet-stream"),
        ("page.html", b"<html>", "application/octet-stream"),
        ("logo.svg", b"<svg onload='x'>", "application/octet-stream"),
        ("photo.dat", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("prices.XLSX", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("notes.txt", b"plain", "text/plain"),
        ("notes.txt", b"\0\1\2", "application/octet-stream"),
    ],
)
def test_the_kind_is_what_name_and_content_say(name, content, found):
    assert media_type(name, content) == found


def test_names_lose_their_folders_and_what_nobody_sees():
    assert plain_name("C:\\Users\\ada\\offer.pdf") == "offer.pdf"
    assert plain_name("../../etc/passwd") == "passwd"
    assert plain_name("invoice\u202efdp.exe\n") == "invoicefdp.exe"
    assert plain_name("") == plain_name("..") == "file"
    assert len(plain_name("x" * 300 + ".pdf")) == 200
    assert plain_name("x" * 300 + ".pdf").endswith(".pdf")


def test_the_same_content_is_stored_once_and_lost_content_is_not_found(as_user, cast, acme):
    first, second = (attach(acme, name, OFFER, by=cast["ada"]) for name in ("a.pdf", "b.pdf"))
    assert first.digest == second.digest
    db.session.commit()
    storage.path_of(first.digest).unlink()
    assert as_user("ada").get(f"/files/{first.id}").status_code == 404
