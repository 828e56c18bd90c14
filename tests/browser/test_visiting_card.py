"""At a fair: a photo of a card becomes a lead that keeps it; files come and go on its page, with script and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from salesapp.activities.files import File, of
from salesapp.core.db import db
from salesapp.leads.models import Lead
from tests.browsers import check_accessible
from tests.layouts import check_layout
from tests.pictures import card_with_code, held, picture, written

pytestmark = pytest.mark.browser
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Mara Stein\nORG:Nordlicht Energie GmbH\nEMAIL:mara@nordlicht.example\nEND:VCARD"


def chosen(content, name="image.jpg", kind="image/jpeg"):
    return {"name": name, "mimeType": kind, "buffer": content}


def test_a_photo_of_a_card_becomes_a_lead_with_its_photo(open_page, cast):
    page = open_page("phone", as_="ada")
    page.goto("/leads")
    page.get_by_role("link", name="New", exact=True).first.tap()
    page.get_by_role("link", name="From a business card").tap()
    sheet = page.locator("#sheet")
    expect(sheet.get_by_text("Take a photo")).to_be_visible()
    check_accessible(page)
    check_layout(page)
    sheet.locator("input[name=photo]").set_input_files(chosen(b"no picture"))
    expect(page.get_by_role("alert")).to_contain_text("picture can’t be read")
    page.locator("input[name=photo]").set_input_files(chosen(held(card_with_code(CARD), 6)))
    expect(page.get_by_label("Name")).to_have_value("Mara Stein")
    photo = page.get_by_role("img", name="Photo of the business card")
    assert photo.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1200
    check_accessible(page)
    check_layout(page)
    page.get_by_role("button", name="Save").tap()
    expect(page.locator("h1")).to_have_text("Mara Stein")
    expect(photo).to_be_visible()
    lead = db.session.scalars(select(Lead)).one()
    assert (lead.company, [each.is_card for each in of(lead)]) == ("Nordlicht Energie GmbH", [True])


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_files_come_and_go_on_a_record(open_page, cast, script):
    lead = Lead.capture(by=cast["ada"], name="Eva Stein")
    key = lead.id
    db.session.commit()
    page = open_page("phone", as_="ada", java_script_enabled=script)
    panel = f"/leads/{key}" if script else f"/activities/of/lead/{key}"

    def send(field, sent):
        page.goto(panel)
        if script:
            page.locator("#panel-activities").scroll_into_view_if_needed()
            expect(page.locator(".attach.is-live")).to_be_visible()
        page.locator(f"input[name={field}]").set_input_files(sent)
        if not script:
            page.get_by_role("button", name="Attach").tap()
        page.wait_for_url(f"**/leads/{key}#panel-activities")

    send("files", chosen("报价".encode(), "报价单.txt", "text/plain"))
    send("photo", chosen(written(picture())))
    if script:
        expect(page.get_by_role("link", name="image.jpg")).to_be_visible()
        page.evaluate("scrollTo(0, 0)")  # what lies half under the bar on top counts as too small
        check_accessible(page)
        check_layout(page)
        page.get_by_role("button", name="Remove “报价单.txt”").tap()
        expect(page.get_by_role("status").get_by_text("报价单.txt was removed.")).to_be_visible()
        page.get_by_role("button", name="Undo").tap()
        expect(page.get_by_role("status").get_by_text("报价单.txt is restored.")).to_be_visible()
        page.locator("#panel-activities").scroll_into_view_if_needed()
        expect(page.get_by_role("link", name="报价单.txt")).to_be_visible()
    db.session.rollback()
    assert [each.name for each in db.session.scalars(select(File).order_by(File.id))] == [
        "报价单.txt",
        "image.jpg",
    ]
