"""Photos of visiting cards: the code on them is read, the picture stays with the lead that is made of them."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select

from salesapp.activities.files import File, of
from salesapp.core.db import db
from salesapp.core.files import pictures, storage
from salesapp.core.files.pictures import NoPicture, thumbnail, upright
from salesapp.customers.business_cards.mecards import read_mecard
from salesapp.customers.business_cards.photos import read_photo
from salesapp.customers.business_cards.vcards import Address
from salesapp.leads.models import Lead
from tests.pictures import card_with_code, held, picture, written

VCARD = """BEGIN:VCARD
VERSION:3.0
N:Stein;Mara;;;
FN:Mara Stein
ORG:Nordlicht Energie GmbH
TITLE:Head of procurement
TEL;TYPE=WORK:+49 40 1234567
EMAIL:mara@nordlicht.example
END:VCARD"""
CHINESE = "BEGIN:VCARD\nVERSION:3.0\nFN:张伟\nORG:上海远航贸易有限公司\nTEL;TYPE=CELL:13800138000\nEND:VCARD"
MECARD = "MECARD:N:Owen,Sean;ORG:Nordlicht\\; Energie;TEL:+12125551212;TEL:+491701;EMAIL:sean@x.example;URL:https://x.example;;"


@pytest.mark.parametrize("turn", [0, 90, 180, 270, 17])
def test_a_code_is_read_however_the_card_lies(turn):
    lying = card_with_code(VCARD).rotate(turn, expand=True, fillcolor="dimgray")
    found = read_photo(written(lying)).card
    assert (found.name, found.phone) == ("Mara Stein", "+49 40 1234567")


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_the_picture_is_kept_upright_small_and_without_what_the_camera_wrote(orientation):
    photo = held(card_with_code(VCARD, size=(3000, 2250)), orientation)
    assert Image.open(io.BytesIO(photo)).getexif()
    found = read_photo(photo)
    kept = Image.open(io.BytesIO(found.picture))
    assert (kept.format, kept.size) == ("JPEG", (1600, 1200))
    assert not kept.getexif()
    assert b"A phone" not in found.picture
    corners = (kept.convert("L").crop(box) for box in ((1340, 70, 1550, 280), (50, 790, 260, 1000)))
    assert [corner.getextrema()[0] < 60 for corner in corners] == [True, False], "the code is up on the right"
    assert found.card.name == "Mara Stein"


def test_chinese_cards_short_cards_addresses_and_anything_else():
    assert read_photo(written(card_with_code(CHINESE), "PNG")).card.organization == "上海远航贸易有限公司"
    assert read_photo(written(card_with_code(MECARD))).card.email == "sean@x.example"
    assert read_photo(written(card_with_code("https://nordlicht.example/m"))).card.url.endswith("example/m")
    other = read_photo(written(card_with_code("WIFI:S:fair;;")))
    assert (other.card, other.said) == (None, "WIFI:S:fair;;")
    none = read_photo(written(picture()))
    assert (none.card, none.said) == (None, "")


def test_what_a_short_card_says():
    card = read_mecard(MECARD)
    assert (card.family, card.given, card.name) == ("Owen", "Sean", "Sean Owen")
    assert (card.organization, card.phone, card.mobile) == ("Nordlicht; Energie", "+12125551212", "+491701")
    whole = read_mecard("MECARD:N:张伟;ADR:,,南京东路100号,上海,上海市,200001,中国;NOTE:展会;;")
    assert (whole.name, whole.note) == ("张伟", "展会")
    assert whole.address == Address("南京东路100号", "上海", "上海市", "200001", "中国")
    assert read_mecard("MECARD:ORG:Nordlicht;ADR:Am Sandtorkai 1 Hamburg;;").address.street.endswith(
        "Hamburg"
    )


def bomb():
    """30 megapixels in some kilobytes."""
    return written(Image.new("L", (6000, 5000)), "PNG")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (bomb, "is too large"),
        (lambda: b"only text, renamed .jpg", "picture can’t be read"),
        (lambda: written(picture())[:300], "picture can’t be read"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture can’t be read"),
        (lambda: b"", "picture can’t be read"),
    ],
    ids=["bomb", "text", "cut off", "svg", "empty"],
)
def test_what_is_no_picture_is_refused_with_a_sentence(app, make, sentence):
    with pytest.raises(NoPicture, match=sentence):
        read_photo(make())


def test_a_large_photo_of_a_camera_is_none_too_large(app, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1_000_000)
    assert upright(written(picture(4000, 3000)), 800).size == (800, 600)
    assert thumbnail(written(picture(4000, 3000), "PNG")) is None


def test_what_is_seen_through_shows_white():
    clear = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    assert upright(written(clear, "PNG"), 50).getpixel((5, 5)) == (255, 255, 255)


@given(
    st.integers(0, 600), st.binary(min_size=1, max_size=8), st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"])
)
def test_a_damaged_picture_is_read_or_refused(place, damage, kind):
    whole = written(picture(60, 40), kind)
    content = whole[:place] + damage + whole[place + len(damage) :]
    small = thumbnail(content)
    assert small is None or small.startswith(b"\xff\xd8")


# --- on the screen ----------------------------------------------------------------------------------------------


def sent(browser, content, name="image.jpg", field="photo", **more):
    """Sends the form with its once-key, as a browser does: the key is taken anew behind what was read of the file."""
    form = browser.filled("/leads/card", action="/leads/card")
    return browser.post("/leads/card", data=form | {field: (io.BytesIO(content), name)} | more)


def save(browser, page, **more):
    """Sends the form of the page that the photo was answered with."""
    from tests.clients import posting_form, proposed
    from tests.markup import Page

    form = proposed(posting_form(Page(page.text), "/leads/card/save"))
    return browser.post("/leads/card/save", data=form | more)


def test_a_photo_with_a_code_becomes_a_lead_with_its_photo(as_user):
    ada = as_user("ada")
    page = sent(ada, written(card_with_code(VCARD)))
    assert 'value="Mara Stein"' in page.text
    assert "card-photo" in page.text
    assert db.session.scalars(select(Lead)).all() == []
    answer = save(ada, page)
    lead = db.session.scalars(select(Lead)).one()
    assert answer.location.endswith(f"/leads/{lead.id}")
    assert (lead.company, lead.job_title) == ("Nordlicht Energie GmbH", "Head of procurement")
    (photo,) = of(lead)
    assert (photo.is_card, photo.name, photo.token) == (True, "Business card.jpg", None)
    assert f"/files/{photo.id}/thumbnail" in ada.get(f"/leads/{lead.id}").text
    assert "attached Business card.jpg" in ada.htmx(f"/leads/{lead.id}/timeline").text


def test_the_photo_outlives_an_error_and_two_warnings(as_user, cast):
    Lead.capture(by=cast["ada"], name="Mara Stein", email="mara@nordlicht.example")
    db.session.commit()
    ada = as_user("ada")
    page = sent(ada, written(card_with_code(VCARD)))
    for more, said in (
        ({"name": ""}, "This field is required."),
        ({}, "This may already exist"),
        ({}, "may already exist"),
    ):
        page = save(ada, page, **({"name": "Mara Stein"} | more))
        assert (page.status_code, said in page.text) == (422, True)
        assert "Nordlicht Energie GmbH" in page.text
        assert "card-photo" in page.text
    assert save(ada, page, anyway="1").status_code == 303
    made = db.session.scalars(select(Lead).order_by(Lead.id.desc())).first()
    assert [each.is_card for each in of(made)] == [True]


def test_a_photo_without_a_code_is_kept_and_one_types_beside_it(as_user):
    ada = as_user("ada")
    page = sent(ada, written(picture()))
    assert "No QR code was found in this photo." in page.text
    assert 'fold" open' in page.text
    save(ada, page, name="Eva Stein", phone="040 1")
    lead = db.session.scalars(select(Lead)).one()
    assert (lead.name, len(of(lead))) == ("Eva Stein", 1)


def test_other_codes_are_shown_and_a_picture_may_come_as_a_file(as_user):
    ada = as_user("ada")
    page = sent(ada, written(card_with_code("WIFI:S:fair;;"), "PNG"), "code.png", field="file").text
    assert "doesn’t contain contact details. It says:" in page
    assert "WIFI:S:fair;;" in page
    page = sent(ada, written(card_with_code("https://nordlicht.example"))).text
    assert "contains only a web address" in page
    assert 'value="https://nordlicht.example"' in page
    assert "张伟" in sent(ada, CHINESE.encode("utf-16"), "card.vcf", field="file").text
    assert "Sean Owen" in ada.submit("/leads/card", {"pasted": MECARD}, action="/leads/card").text


def test_a_pasted_signature_fills_the_form_for_review_and_saves_nothing(as_user):
    ada = as_user("ada")
    text = "Mara Stein\nHead of procurement\nNordlicht Energie GmbH\nTel: 040 1234567\nmara@nordlicht.example"
    page = ada.submit("/leads/card", {"pasted": text}, action="/leads/card").text
    for value in ("Mara Stein", "Head of procurement", "Nordlicht Energie GmbH", "mara@nordlicht.example"):
        assert f'value="{value}"' in page
    assert db.session.scalars(select(Lead)).all() == []
    refused = ada.submit("/leads/card", {"pasted": "see you at lunch"}, action="/leads/card")
    assert (refused.status_code, "see you at lunch" in refused.text) == (422, True)
    assert "No contact details were found in this text." in refused.text


@pytest.mark.parametrize("content", [b"only text", b"", bomb()], ids=["text", "empty", "bomb"])
def test_a_bad_photo_is_refused_and_what_was_typed_stays(as_user, content):
    ada = as_user("ada")
    answer = sent(ada, content, pasted="typed before")
    assert answer.status_code == 422
    assert "typed before" in answer.text
    assert "error-summary" in answer.text
    assert db.session.scalars(select(File)).all() == []


def test_a_photo_is_nobody_elses_and_a_second_press_makes_one_lead(as_user):
    ada, cora = as_user("ada"), as_user("cora")
    page = sent(ada, written(card_with_code(VCARD)))
    photo = db.session.scalars(select(File)).one()
    stolen = cora.filled("/leads/new", action="/leads/new", name="Cora’s", photo=photo.token)
    cora.post("/leads/card/save", data=stolen)
    assert of(db.session.scalars(select(Lead)).one()) == []
    for _press in range(2):
        assert save(ada, page).status_code == 303
    mine = db.session.scalars(select(Lead).where(Lead.name == "Mara Stein")).one()
    assert len(of(mine)) == 1
    assert storage.read(photo.digest) is not None
