"""Documents and public pages bear the company's logo, color, footer and paper size."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from pypdf import PdfReader

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.files import storage
from tests.quotes.stage import sent, stage

PAGE = "/setup/documents"
LETTER, A4 = (612, 792), (595, 842)


def picture(kind="PNG", size=(900, 300)):
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, kind)
    return written.getvalue()


def save(browser, logo=None, **values):
    files = {} if logo is None else {"file": (io.BytesIO(logo), "logo.png")}
    return browser.post(PAGE, data=browser.filled(PAGE, action=PAGE) | values | files)


def preview(browser, language="en"):
    return PdfReader(io.BytesIO(browser.get(f"{PAGE}/preview.pdf?language={language}").data))


def size_of(reader):
    return round(reader.pages[0].mediabox.width), round(reader.pages[0].mediabox.height)


@pytest.fixture
def root(as_user):
    return as_user("root")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_logo_is_printed_and_shown_to_customers_until_it_is_removed(root, client, cast, kind):
    quote = sent(stage(cast))
    assert save(root, picture(kind)).status_code == 303
    address = f"/logo/{company().logo}.png"
    assert f'src="{address}"' in client.get(f"/q/{quote.new_secret()}").text
    shown = client.get(address)
    assert (shown.mimetype, Image.open(io.BytesIO(shown.data)).size) == ("image/png", (600, 200))
    assert [image.image.size for image in preview(root).pages[0].images] == [(600, 200)]
    assert save(root, no_logo="y").status_code == 303
    assert company().logo is None
    assert client.get(address).status_code == 404
    assert not preview(root).pages[0].images


def test_no_other_stored_content_has_a_public_address(root, client):
    save(root, picture())
    other = storage.keep(picture(size=(30, 10)))
    assert client.get(f"/logo/{other}.png").status_code == 404


@pytest.mark.parametrize("content", [b"%PDF-1.7 no picture", picture()[:60]], ids=["no picture", "cut off"])
def test_what_is_no_picture_is_refused_and_nothing_that_was_typed_is_lost(root, content):
    answer = save(root, content, document_footer="Registered in Hamburg")
    assert answer.status_code == 422
    assert "can’t be read" in answer.text
    assert "Registered in Hamburg" in answer.text
    db.session.expire_all()
    assert (company().logo, company().document_footer) == (None, None)


def test_footer_and_paper_size_are_those_of_every_document_and_a_footer_per_language(root):
    save(root, paper_size="us-letter", document_footer="Footer", document_footer_zh="页脚")
    english, chinese = preview(root), preview(root, "zh")
    assert size_of(english) == size_of(chinese) == LETTER
    assert "Footer" in english.pages[0].extract_text()
    assert "页脚" in chinese.pages[0].extract_text()
    save(root, paper_size="a4", document_footer_zh="")
    chinese = preview(root, "zh")
    assert size_of(chinese) == A4
    assert "Footer" in chinese.pages[0].extract_text()


def test_a_color_that_is_none_is_refused(root):
    answer = save(root, accent="red; }")
    assert answer.status_code == 422
    assert "Enter a color such as #3845bf." in answer.text
