"""The main job with one thumb at 390 px: from a name at the fair to the paid invoice, in both languages.

Taps are counted where UX.md promises a number; typing is not counted. What a control is called comes from the
catalogue, so that the Chinese run presses what a Chinese reader sees.
"""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from flask_babel import force_locale, gettext
from playwright.sync_api import Locator, Page, Response, expect

from salesapp.core.db import db
from salesapp.core.outbox import carry_all
from salesapp.invoices.audit import audit
from salesapp.people.models import Language
from tests.browsers import middle, wait_until_still
from tests.markup import Page as Parsed
from tests.pages import chinese_on_chinese_pages

pytestmark = pytest.mark.browser

FIRST, SECOND, THIRD, FOURTH = range(4)


class Thumb:
    """A phone in one hand: taps are counted, words looked up in the language of the reader."""

    def __init__(self, page: Page, language: Language) -> None:
        self.page, self.language, self.taps = page, language, 0

    def word(self, text: str, **values: object) -> str:
        with force_locale(self.language.value):
            return str(gettext(text, **values))

    def tap(self, what: Locator) -> None:
        what.tap()
        self.taps += 1

    def press(self, text: str, *, within: Locator | None = None) -> None:
        """Taps the button of that name."""
        self.tap((within or self.page).get_by_role("button", name=self.word(text), exact=True).first)

    def follow(self, text: str, *, within: Locator | None = None) -> None:
        """Taps the link of that name."""
        self.tap((within or self.page).get_by_role("link", name=self.word(text), exact=True).first)

    def fill(self, label: str, value: str, *, within: Locator | None = None) -> None:
        (within or self.page).get_by_label(self.word(label)).first.fill(value)

    def counted(self) -> int:
        """The taps since the last count."""
        taps, self.taps = self.taps, 0
        return taps

    def says(self, text: str, **values: object) -> None:
        expect(self.page.get_by_text(self.word(text, **values)).first).to_be_visible()

    def reads_well(self) -> None:
        """Everything is there, under one heading, and a Chinese page shows no English."""
        wait_until_still(self.page)
        expect(self.page.locator("h1")).to_have_count(1)
        assert not list(chinese_on_chinese_pages(Parsed(self.page.content())))


@pytest.fixture(params=list(Language), ids=lambda language: language.value)
def house(request, shop) -> SimpleNamespace:
    return shop(request.param)


@pytest.fixture
def thumb(open_page, house):
    """`thumb("ada")` is Ada's phone."""

    def hand(name: str | None = None) -> Thumb:
        page = open_page("phone", as_=name, locale=house.language.value)
        if name is not None:
            page.goto("/")
        return Thumb(page, house.language)

    return hand


def head_of(page: Page, stage: SimpleNamespace) -> Locator:
    return page.locator(f"#stage-{stage.id}-head .column-sum")


def carry(page: Page, card: Locator, column: SimpleNamespace) -> None:
    """Holds the card until it lifts, takes it to the edge until the column has come under the finger, lets go."""
    wait_until_still(page)
    touch = page.context.new_cdp_session(page)
    x, y = middle(card.locator(".card-amount"))
    edge = page.viewport_size["width"] - 12

    def finger(kind: str, *points: dict[str, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    finger("touchStart", {"x": x, "y": y})
    expect(page.locator("html.dragging")).to_be_attached()
    for step in range(1, 13):
        finger("touchMove", {"x": x + (edge - x) * step / 12, "y": y})
    there = page.locator(f"#stage-{column.id}-cards")
    for shake in range(400):
        left = there.bounding_box()["x"]
        if left < edge / 2:
            break
        finger("touchMove", {"x": edge - shake % 3, "y": y})
        page.evaluate("new Promise(requestAnimationFrame)")
    # Away from the edge the board stands still, with the column under the finger.
    finger("touchMove", {"x": (max(left, 0) + edge) / 2, "y": y})
    expect(there.locator(".card")).to_have_count(1)
    finger("touchEnd")
    touch.detach()


def capture(rep: Thumb) -> None:
    """Three fields, two taps, from wherever one is."""
    rep.tap(rep.page.locator(".bottombar").get_by_label(rep.word("New")))
    rep.follow("Lead", within=rep.page.locator("#quick"))
    sheet = rep.page.locator("#sheet")
    rep.fill("Name", "周海燕", within=sheet)
    rep.fill("Phone or e-mail", "zhou@kestrel.example", within=sheet)
    rep.fill("Subject", "SC-1", within=sheet)
    sheet.get_by_label(rep.word("Subject")).press("Enter")
    link = rep.page.get_by_role("link", name=rep.word("%(name)s was added as a lead.", name="周海燕"))
    expect(link).to_be_visible()
    assert rep.counted() <= 2
    link.tap()
    expect(rep.page.locator("h1")).to_contain_text("周海燕")
    rep.reads_well()


def convert(rep: Thumb) -> None:
    """Two taps, and a third because the company has only now been heard of."""
    rep.follow("Convert")
    form = rep.page.locator("#convert-form")
    rep.tap(form.locator("#convert-account").get_by_role("radio", name=rep.word("Create new")))
    form.locator("#account-name").fill("Kestrel 食品")
    form.locator("#opportunity-name").fill("Kestrel")
    form.locator("#opportunity-amount").fill("12k")
    form.locator("#opportunity-close_on").fill("2027-03-31")
    rep.press("Convert", within=form)
    rep.page.wait_for_url(re.compile(r"/opportunities/\d+$"))
    assert rep.counted() == 3
    rep.reads_well()


def board(rep: Thumb, stages: list[SimpleNamespace]) -> None:
    """The totals of both columns follow the Move sheet, the drag and its Undo, without the page being loaded again."""
    page = rep.page
    rep.follow("Pipeline", within=page.locator(".bottombar"))
    card = page.locator(".card")
    expect(head_of(page, stages[FIRST])).to_contain_text("12")
    full, nothing = head_of(page, stages[FIRST]).inner_text(), head_of(page, stages[SECOND]).inner_text()
    assert "12" not in nothing
    page.evaluate("window.same = true")
    rep.counted()
    rep.tap(card.locator(".card-move"))
    rep.tap(page.locator("#sheet").get_by_role("button", name=re.compile(stages[SECOND].name)))
    expect(head_of(page, stages[SECOND])).to_have_text(full)
    expect(head_of(page, stages[FIRST])).to_have_text(nothing)
    assert rep.counted() == 2
    expect(page.locator("#sheet")).not_to_be_visible()
    page.locator(".stage-strip").get_by_role("link", name=re.compile(stages[SECOND].name)).tap()
    expect(page.locator(f"#stage-{stages[SECOND].id}")).to_be_in_viewport(ratio=0.98)
    expect(page.locator(".stage-strip [aria-current]")).to_contain_text(stages[SECOND].name)
    carry(page, card, stages[THIRD])
    expect(head_of(page, stages[THIRD])).to_have_text(full)
    expect(head_of(page, stages[SECOND])).to_have_text(nothing)
    expect(page.locator(f"#stage-{stages[THIRD].id}-cards .card")).to_have_count(1)
    assert page.evaluate("window.same")
    rep.press("Undo", within=page.locator("#toasts"))
    rep.says("%(title)s was moved back", title="Kestrel")
    expect(head_of(page, stages[SECOND])).to_have_text(full)
    expect(head_of(page, stages[THIRD])).to_have_text(nothing)
    rep.reads_well()


def path(rep: Thumb, house: SimpleNamespace) -> None:
    """A stage is left when what it asks for is there; what is missing is said, and filled in where it stands."""
    page = rep.page
    page.locator(".card-title").tap()
    rep.press("Mark stage complete")
    expect(page.locator("#opportunity-stage-title")).to_have_text(house.stages[THIRD].name)
    rep.press("Mark stage complete")
    expect(page.locator("#sheet #gaps")).to_contain_text(rep.word("Next step"))
    rep.press("Close", within=page.locator("#sheet .sheet-head"))
    expect(page.locator("#opportunity-stage-title")).to_have_text(house.stages[THIRD].name)
    page.locator("#key-field-next_step a").tap()
    page.locator("#key-field-next_step input[name=next_step]").fill("演示")
    rep.press("Save", within=page.locator("#key-field-next_step"))
    expect(page.locator("#key-field-next_step")).to_contain_text("演示")
    add_product(rep, house)
    rep.press("Mark stage complete")
    expect(page.locator("#opportunity-stage-title")).to_have_text(house.stages[FOURTH].name)
    rep.reads_well()


def add_product(rep: Thumb, house: SimpleNamespace) -> None:
    page = rep.page
    rep.follow("Add", within=page.locator("#opportunity-products"))
    form = page.locator("#line-form")
    form.get_by_role("combobox").fill("SC-1")
    page.get_by_role("option", name=re.compile(house.product)).tap()
    rep.fill("Quantity", "3", within=form)
    rep.tap(form.get_by_text(rep.word("Use the sum of the products")))
    rep.press("Save", within=form)
    expect(page.locator("#opportunity-products")).to_contain_text(house.product)
    expect(page.locator("#opportunity-head .figure-value")).to_contain_text("1,470.30")


def offer(rep: Thumb, postbox) -> str:
    """Writes and sends the quote; gives the address in the customer's mail."""
    page = rep.page
    rep.follow("Quote")
    rep.press("Create quote")
    rep.follow("Send")
    page.locator("#quote-send [name=to]").wait_for()
    expect(page.locator("#quote-send [name=to]")).to_have_value("zhou@kestrel.example")
    rep.press("Send", within=page.locator("#quote-send"))
    expect(page.locator("h1")).to_have_text(re.compile(r"QUO-\d{4}-00001"))
    rep.reads_well()
    db.session.rollback()
    carry_all()
    (message,) = postbox.messages
    assert message["To"] == "zhou@kestrel.example"
    (attached,) = message.iter_attachments()
    assert attached.get_content().startswith(b"%PDF-")
    return re.search(r"http://\S+/q/[\w-]+", message.get_body().get_content()).group()


def accept(customer: Thumb, address: str) -> None:
    customer.page.goto(address)
    customer.reads_well()
    customer.fill("Your name", "周海燕")
    customer.press("Accept the quote")
    expect(customer.page.get_by_text("周海燕").first).to_be_visible()
    expect(customer.page.get_by_role("button", name=customer.word("Accept the quote"))).to_have_count(0)


def order(rep: Thumb) -> None:
    rep.page.reload()
    rep.counted()
    rep.press("Create order")
    expect(rep.page.locator("h1")).to_have_text(re.compile(r"ORD-\d{4}-00001"))
    assert rep.counted() == 1
    rep.reads_well()


def bill(finance: Thumb) -> None:
    """Three taps to the issued invoice, and the desk is there again; its PDF opens."""
    page = finance.page
    page.goto("/finance")
    finance.reads_well()
    finance.tap(page.locator("#orders-to-invoice a.button[href^='/orders/']"))
    finance.press("Issue now", within=page.locator("#order-invoice"))
    expect(page.locator("#toasts")).to_contain_text("-00001")
    assert finance.counted() <= 3
    finance.reads_well()
    finance.tap(page.locator("#toasts").get_by_role("link", name=re.compile(r"INV-\d{4}-00001")))
    finance.reads_well()
    pdf: Response = page.request.get(page.get_by_role("link", name="PDF").get_attribute("href"))
    assert pdf.body().startswith(b"%PDF-")


def settle(finance: Thumb) -> None:
    finance.counted()
    finance.follow("Payment")
    finance.press("Record the payment", within=finance.page.locator("#payment-new"))
    expect(finance.page.locator("#document-head .badge", has_text=finance.word("Paid"))).to_be_visible()
    assert finance.counted() == 2
    finance.reads_well()


def remembered(rep: Thumb) -> None:
    """The customer's timeline tells the story."""
    page = rep.page
    page.goto("/accounts")
    page.get_by_role("link", name="Kestrel 食品").first.tap()
    timeline = page.locator("#timeline")
    timeline.scroll_into_view_if_needed()
    for number in ("QUO-", "ORD-", "INV-"):
        expect(timeline.get_by_text(re.compile(number)).first).to_be_visible()
    rep.reads_well()


def test_a_name_at_the_fair_becomes_a_paid_invoice(house, thumb, postbox):
    rep = thumb("ada")
    capture(rep)
    convert(rep)
    board(rep, house.stages)
    path(rep, house)
    accept(thumb(), offer(rep, postbox))
    order(rep)
    finance = thumb("finn")
    bill(finance)
    settle(finance)
    remembered(rep)
    db.session.rollback()
    assert [finding.name for finding in audit() if not finding.good] == []
