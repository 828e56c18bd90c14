"""An administrator divides a state on a phone, and a rep marks a lead with the new status."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from salesapp.core.db import db
from salesapp.leads.models import Lead
from tests.browsers import check_accessible
from tests.layouts import check_layout

pytestmark = pytest.mark.browser


@pytest.fixture
def mara(cast) -> str:
    lead = Lead(name="Mara Stein", owner_id=cast["ada"].id, currency="EUR")
    db.session.add(lead)
    db.session.commit()
    return f"/leads/{lead.id}"


@pytest.mark.parametrize("script", [True, False])
def test_a_status_is_set_up_and_a_lead_marked_with_it(open_page, mara, script):
    root = open_page("phone", as_="root", java_script_enabled=script)
    root.goto("/setup")
    root.get_by_role("link", name="Lead statuses").click()
    for name in ("Called once", "Meeting planned"):
        root.locator("#statuses-working").get_by_role("link", name="Add a status").click()
        root.get_by_label("Name").fill(name)
        if script:
            check_accessible(root)
            check_layout(root)
        root.get_by_text("Green").click()
        root.get_by_role("button", name="Save").click()
        expect(root.locator("#statuses-working")).to_contain_text(name)
    root.get_by_role("button", name="Move Meeting planned up").click()
    expect(root.locator("#statuses-working .row-title").nth(1)).to_have_text("Meeting planned")

    ada = open_page("phone", as_="ada", java_script_enabled=script)
    ada.goto(mara)
    ada.get_by_role("link", name="Mark as …").click()
    ada.get_by_role("button", name="Meeting planned").click()
    expect(ada.locator("main .badge").first).to_have_text("Meeting planned")
    ada.goto("/leads")
    ada.get_by_role("link", name="Meeting planned").click()
    expect(ada.get_by_role("link", name=re.compile("Mara Stein"))).to_be_visible()
    if script:
        check_layout(ada)
