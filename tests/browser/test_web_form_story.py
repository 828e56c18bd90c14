"""A visitor fills in a web form on a phone, and a member of the queue takes the lead with one tap."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.outbox import carry_all
from salesapp.leads.models import Lead
from salesapp.leads.models.queues import LeadQueue
from salesapp.leads.web_forms.models import Destination, WebForm
from salesapp.leads.web_forms.visitor_form import snippet
from tests.browsers import check_accessible
from tests.layouts import check_layout

pytestmark = pytest.mark.browser
THEIR_PAGE = "http://www.shop.example/contact"


@pytest.fixture
def make_form(cast) -> Callable[..., str]:
    """Makes a form whose leads wait in a queue that Ada works off; gives its address."""

    def make(**values: Any) -> str:
        queue = LeadQueue(name="Web enquiries", members=[cast["ada"]])
        form = WebForm(**{"name": "Ask us", "queue": queue} | values)
        form.destination = Destination.QUEUE
        form.ask(("country", "description"), ("email",))
        db.session.add(form)
        db.session.flush()
        address = f"/f/{form.secret}"
        db.session.commit()
        return address

    return make


def leads() -> list[tuple[str, str | None]]:
    """Name and country of every lead; the session is given back, since the server writes next."""
    found = db.session.execute(select(Lead.name, Lead.country)).all()
    db.session.rollback()
    return [(name, country) for name, country in found]


def fill(page: Page, **more: str) -> None:
    for label, text in {"Your name": "Mara Stein", "E-mail": "mara@nordlicht.example", **more}.items():
        page.get_by_label(label).fill(text)


@pytest.mark.parametrize("script", [True, False])
def test_a_visitor_asks_and_a_member_claims(open_page, make_form, cast, script):
    visitor = open_page("phone", java_script_enabled=script)
    visitor.goto(make_form())
    if script:
        check_accessible(visitor)
        check_layout(visitor)
    fill(visitor, **{"E-mail": "mara@", "Your message": "Two scales, please"})
    visitor.get_by_role("button", name="Send").tap()
    expect(visitor.get_by_role("alert")).to_contain_text("This isn’t an e-mail address.")
    expect(visitor.get_by_label("Your message")).to_have_value("Two scales, please")
    visitor.get_by_label("E-mail").fill("mara@nordlicht.example")
    visitor.get_by_label("Country").select_option("DE")
    visitor.get_by_role("button", name="Send").tap()
    expect(visitor.get_by_role("heading", name="Thank you")).to_be_visible()

    ada = open_page("phone", as_="ada", java_script_enabled=script)
    ada.goto("/leads")
    ada.get_by_role("link", name=re.compile("Web enquiries 1")).tap()
    expect(ada.get_by_role("heading", name="Web enquiries")).to_be_visible()
    if script:
        check_accessible(ada)
        check_layout(ada)
    ada.get_by_role("button", name="Claim Mara Stein").tap()
    expect(ada.get_by_role("heading", name="Mara Stein")).to_be_visible()
    assert leads() == [("Mara Stein", "DE")]
    lead = db.session.scalars(select(Lead)).one()
    assert (lead.owner_id, lead.description) == (cast["ada"].id, "Two scales, please")


@pytest.mark.parametrize(
    ("allowed", "arrives"), [("http://www.shop.example", True), ("http://other.example", False)]
)
def test_the_copied_html_works_on_the_page_of_another_site(open_page, make_form, copied, allowed, arrives):
    html = copied(make_form(sites=allowed))
    page = open_page("phone", java_script_enabled=False)
    page.route(THEIR_PAGE, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(THEIR_PAGE)
    fill(page)
    page.get_by_role("button", name="Send").tap()
    told = "Thank you" if arrives else "Ask us"
    expect(page.get_by_role("heading", name=told)).to_be_visible()
    assert leads() == ([("Mara Stein", None)] if arrives else [])


@pytest.fixture
def copied(app, site) -> Callable[[str], str]:
    """A page of another site with the HTML that set-up shows."""

    def page(address: str) -> str:
        with app.test_request_context():
            html = snippet(db.session.scalars(select(WebForm)).one(), site + address)
        db.session.rollback()
        return f"<!doctype html><meta charset=utf-8><title>Contact</title>{html}"

    return page


def test_a_visitor_confirms_by_mail(open_page, make_form, postbox):
    page = open_page("phone", locale="zh")
    page.goto(make_form(confirmed=True, name="询价"))
    page.get_by_label("您的姓名").fill("李明")
    page.get_by_label("电子邮件").fill("li@example.com")
    page.get_by_role("button", name="发送").tap()
    expect(page.get_by_role("heading", name="请查收邮件")).to_be_visible()
    assert leads() == []
    carry_all()
    [message] = postbox.messages
    link = re.search(r"http://\S+/confirm/\S+", message.get_content())
    page.goto(link[0])
    check_accessible(page)
    page.get_by_role("button", name="是的，是我本人").tap()
    expect(page.get_by_role("heading", name="谢谢")).to_be_visible()
    assert leads() == [("李明", None)]
