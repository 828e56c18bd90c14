"""An accepted quote has a confirmation: what was chosen, by whom and when; what was sent stays as it was."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO

from PIL import Image, ImageDraw

from salesapp.core.access import SYSTEM
from salesapp.core.db import db
from salesapp.core.outbox import carry_all
from salesapp.core.paper import render_pdf, sheet
from salesapp.quotes.issued.acceptance import Acceptance
from salesapp.quotes.issued.papers import file_name, paper_of, pdf_of
from tests.postboxes import Postbox
from tests.quotes.options.offering import sent_with_options
from tests.quotes.stage import again, sent


def test_the_confirmation_says_what_was_chosen_and_the_sent_paper_stays(house, client, as_user):
    quote, ada = sent_with_options(house), as_user("ada")
    secret = quote.new_secret()
    db.session.commit()
    page, own = f"/q/{secret}", f"/quotes/{quote.id}"
    before = client.get(f"{page}/quote.pdf").data
    assert client.get(f"{page}/accepted.pdf").status_code == 404
    assert ada.get(f"{own}/accepted.pdf").status_code == 404
    assert client.submit(page, action=f"{page}/accept", name="Eva Meyer").status_code == 303
    shown = client.get(page).text
    assert "Confirmation as PDF" in shown
    confirmed = client.get(f"{page}/accepted.pdf")
    assert confirmed.data.startswith(b"%PDF")
    assert f"{quote.number}-accepted.pdf" in confirmed.headers["Content-Disposition"]
    assert client.get(f"{page}/quote.pdf").data == before
    assert ada.get(f"{own}/accepted.pdf").data == confirmed.data
    assert as_user("cora").get(f"{own}/accepted.pdf").status_code == 404
    assert f"{own}/accepted.pdf" in ada.get(own).text


def test_who_accepts_by_mail_gets_what_was_agreed_and_a_shared_link_tells_the_contact(house, client, serve):
    house.contact.email, box = "eva@echo.example", Postbox()
    to_eva, to_li, to_nobody = (sent(house) for _each in range(3))
    pages = [
        (to_eva, to_eva.new_secret()),  # a link that anybody may have: the quote's contact is told
        (to_li, to_li.new_secret("li@echo.example")),
        (to_nobody, to_nobody.new_secret("Eva Meyer")),
    ]
    db.session.commit()
    carry_all()
    serve(box)
    for quote, secret in pages:
        house.contact.do_not_email = quote is to_nobody
        db.session.commit()
        page = f"/q/{secret}"
        assert client.submit(page, action=f"{page}/accept", name="Eva Meyer").status_code == 303
    carry_all()
    told = {each["To"]: each for each in box.messages if "ada@" not in each["To"]}
    assert sorted(told) == ["eva@echo.example", "li@echo.example"]
    (file,) = told["li@echo.example"].iter_attachments()
    assert file.get_content() == pdf_of(Acceptance(again(to_li)))
    assert file.get_filename() == f"{to_li.number}-accepted.pdf"
    text = told["eva@echo.example"].get_body(("plain",)).get_content()
    assert f"Thank you for accepting our quote {to_eva.title}" in text
    assert told["eva@echo.example"]["Reply-To"] == "ada@example.com"


def test_what_the_confirmation_says(house):
    quote = sent_with_options(house)
    quote.accept("Eva Meyer", by=SYSTEM)
    db.session.commit()
    words = sheet(paper_of(Acceptance(again(quote))))
    assert [each["name"] for each in words["table"]["rows"]] == ["Pump", "Installation small"]
    assert words["headline"][1] == words["totals"][-1][1] == "€214.80"
    assert words["heading"] == "Quote acceptance"
    assert ["Accepted by", "Eva Meyer"] in words["facts"]
    assert words["options"] is None


def test_a_quote_without_options_is_confirmed_too(house):
    quote = sent(house)
    quote.accept("Eva Meyer", by=SYSTEM)
    db.session.commit()
    assert paper_of(Acceptance(again(quote))).total == quote.total
    assert file_name(Acceptance(quote)) == f"{quote.number}-accepted.pdf"


def strokes():
    """What the pad sends: dark lines on nothing."""
    pad, written = Image.new("RGBA", (600, 200)), BytesIO()
    ImageDraw.Draw(pad).line([(60, 150), (200, 40), (260, 160), (420, 60), (540, 120)], "#1b1a18", 5)
    pad.save(written, "PNG")
    return written.getvalue()


def accepted_with(house, picture):
    quote = sent(house)
    quote.accept("Eva Meyer", by=SYSTEM, signature=picture)
    db.session.commit()
    return Acceptance(again(quote))


def test_the_drawn_signature_stands_in_the_confirmation(house):
    accepted = accepted_with(house, strokes())
    words = sheet(paper_of(accepted))
    assert words["signatures"] == [["Echo Foods", "Eva Meyer"]]
    with Image.open(BytesIO(b64decode(words["signed"]))) as drawn:
        assert (drawn.size, drawn.getpixel((1, 1))) == ((600, 200), (255, 255, 255))
    assert b"/Subtype/Image" in render_pdf(paper_of(accepted))


def test_what_is_no_picture_keeps_no_confirmation_from_being_made(house):
    accepted = accepted_with(house, b"\x89PNG\r\n\x1a\n and the strokes")
    assert sheet(paper_of(accepted))["signatures"] == []
    assert b"/Subtype/Image" not in render_pdf(paper_of(accepted))
