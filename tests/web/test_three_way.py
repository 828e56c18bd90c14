"""Two people with the same form before them: each keeps what they touched, and where both did, both are shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from salesapp.core.access import SYSTEM, Permission, allows, set_viewer
from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate
from salesapp.core.registry import RecordType, record_types
from salesapp.customers.models import Account, Contact
from salesapp.leads.assignment.rules import AssignmentRule, Receiver, Sharing
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models import Lead
from salesapp.leads.models.queues import LeadQueue
from salesapp.leads.models.statuses import default_of
from salesapp.leads.scoring.models import LeadScoreRule
from salesapp.leads.scoring.points import ScoreKind, Signal
from salesapp.leads.web_forms.models import Destination, WebForm
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.defaults import begin
from salesapp.opportunities.processes.models import SalesProcess
from salesapp.products.models import PriceBookEntry
from tests.architecture.examples import Examples
from tests.clients import Client, posting_form, proposed
from tests.dialogs.stage import dialog
from tests.markup import Page
from tests.quotes.stage import draft
from tests.quotes.stage import stage as selling

TYPED = {
    "text": ("Mine", "Other", "Third"),
    "long_text": ("My words\nof two lines", "Others", "Third"),
    "phone": ("+49 30 1111111", "+49 30 2222222", "+49 30 3333333"),
    "email": ("mine@example.com", "theirs@example.com", "third@example.com"),
    "url": ("https://mine.example", "https://theirs.example", "https://third.example"),
    "integer": ("11", "12", "13"),
    "boolean": ("y", "", "y"),
}
BY_HAND = {"lead_status", "lead_score_rule", "web_form", "assignment_rule", "dialog", "picklist_entry"}
"""Types whose forms are tried with `forms` below: the smallest row of them is none that their form takes."""
Input = tuple[str, tuple[str, ...]]
SAID = "changed this since you opened it"


def plain(text: Any) -> Any:
    return text.replace("\r\n", "\n").removesuffix(".00").strip() if isinstance(text, str) else text


def told(browser: Client, page: str, action: str, one: Input, other: Input) -> Iterator[str]:
    """What two people lose over the form at `page`; the same browser plays both, as nothing tells them apart."""
    (mine, (first, *further)), (theirs, (their_first, their_second, *_)) = one, other

    def shows(**wanted: str) -> Iterator[str]:
        now = browser.filled(page, action=action)
        for name, value in wanted.items():
            if plain(now.get(name, "")) != plain(value):
                yield f"{page}: {name} is {now.get(name)!r}, not {value!r}"

    late = browser.filled(page, action=action) | {mine: first}
    saved = browser.submit(page, action=action, **{theirs: their_first})
    if saved.status_code >= 400:
        yield f"{page} refuses {theirs}={their_first!r} with {saved.status_code}"
    if (status := browser.post(action, data=late).status_code) >= 400:
        yield f"{page}: what two people changed in two inputs is {status}"
    yield from shows(**{mine: first, theirs: their_first})
    if not further:
        return  # of two choices, two people who both choose another one choose the same
    second, third = further
    late = browser.filled(page, action=action) | {mine: second}
    browser.submit(page, action=action, **{mine: third, theirs: their_second})
    answer = browser.post(action, data=late)
    if answer.status_code != 409 or SAID not in answer.text:
        yield f"{page}: two values of {mine} are answered with {answer.status_code}"
        return
    yield from shows(**{mine: third, theirs: their_second})
    again = proposed(posting_form(Page(answer.text), action))
    browser.post(action, data=again)
    yield from shows(**{mine: second, theirs: their_second})


def refuse(complaints: list[str]) -> None:
    assert not complaints, "\n".join(complaints)


def inputs_of(type_: RecordType) -> list[Input]:
    return [
        (each.name, TYPED[each.kind])
        for each in type_.editable
        if each.kind in TYPED and each.kind != "boolean"
    ]


@pytest.mark.sqlite_only  # forms are merged before any statement; the clashes below are met on both
def test_every_record_type_merges_what_two_people_typed(cast, as_user):
    root, complaints, tried = as_user("root"), [], 0
    records = Examples(cast["root"]).of_every_type()
    db.session.commit()
    for type_ in record_types():
        inputs, page = inputs_of(type_), f"/{type_.slug}/{records[type_.key].id}/edit"
        if type_.key in BY_HAND or len(inputs) < 2 or not allows(cast["root"], Permission(type_.edit)):
            continue
        if root.get(page).status_code != 200:
            continue
        tried += 1
        complaints += told(root, page, page, inputs[0], inputs[1])
    refuse(complaints)
    assert tried >= 12


Forms = dict[str, tuple[str, str, Input, Input]]
"""Page, where its form posts, and two of its inputs with values."""
DAYS = (("2027-03-01", "2027-03-02", "2027-03-03"), ("2027-04-01", "2027-04-02"))
NUMBERS = (("11", "12", "13"), ("5", "6"))
WORDS = TYPED["text"]


def forms_of_settings(house: Any) -> Forms:
    """What a company sets for everybody, and what each sets for themselves."""
    begin()
    process = db.session.scalars(select(SalesProcess)).one()
    price = db.session.scalars(select(PriceBookEntry).where(PriceBookEntry.product_id == house.pipe.id)).one()
    stage = process.open_stages[0]
    return {
        "company": ("/setup/company", "/setup/company", ("phone", TYPED["phone"]), ("city", WORDS)),
        "reach": ("/setup/reach",) * 2 + (("opportunity", ("read", "edit", "private")), ("lead", ("read", "edit"))),
        "duplicates": ("/setup/duplicates",) * 2 + (("account", ("refuse",)), ("lead", ("refuse", "warn"))),
        "price": (
            f"/price-books/{house.book.id}", f"/price-books/{house.book.id}/prices/{price.id}",
            ("price", ("450", "460", "470")), ("from_quantity", ("2", "3")),
        ),
        "list entry": (
            "/picklist-entries/1/edit", "/picklist-entries/1/edit",
            ("name_en", ("A", "B", "C")), ("name_zh", ("甲", "乙", "丙")),
        ),
        "limits": ("/lead-limits", "/lead-limits", ("hot_from", ("61", "62", "63")), ("warm_from", ("21", "22"))),
        "preferences": ("/preferences", "/preferences", ("away_until", DAYS[0]), ("theme", ("dark", "light"))),
        "mapping": (
            "/lead-mappings", "/lead-mappings",
            ("job_title-contact", ("", "department", "job_title")), ("website-account", ("", "website")),
        ),
        "process": (f"/setup/processes/{process.id}",) * 2 + (("name", WORDS), ("approval_required", ("y", ""))),
        "stage": (f"/setup/processes/stages/{stage.id}",) * 2 + (("probability", NUMBERS[0]), ("items-0-text", WORDS)),
    }  # fmt: skip


def forms_of_leads(cast: Any) -> Forms:
    """Statuses, queues, rules, web forms and the questions of dialogs."""
    queue = LeadQueue(name="North")
    db.session.add(queue)
    db.session.flush()
    rule = AssignmentRule(name="Web", active=True, asked=[], people=[cast["ada"]])
    rule.receiver, rule.sharing = Receiver.PEOPLE, Sharing.TURNS
    points = LeadScoreRule(
        name="Email", active=True, kind=ScoreKind.INTEREST, points=5, asked=[], signal=Signal.REACHED
    )
    form = WebForm(name="Ask", destination=Destination.QUEUE, queue_id=queue.id)
    form.ask(("company", "description"), ("email",))
    db.session.add_all([rule, points, form])
    asked, status = dialog({"text": "Now?"}), default_of(LeadStatus.WORKING)
    db.session.flush()
    return {
        "status": (f"/lead-statuses/{status.id}/edit",) * 2 + (("name", WORDS), ("stale_days", NUMBERS[1])),
        "rule": (f"/assignment-rules/{rule.id}/edit",) * 2
        + (("name", WORDS), ("sharing", ("fewest", "turns"))),
        "score rule": (f"/lead-score-rules/{points.id}/edit",) * 2
        + (("name", WORDS), ("points", NUMBERS[1])),
        "web form": (f"/web-forms/{form.id}/edit",) * 2 + (("name", WORDS), ("thanks", TYPED["long_text"])),
        "queue": (f"/lead-queues/{queue.id}/edit",) * 2 + (("name", WORDS), ("description", WORDS)),
        "question": (f"/dialogs/{asked.id}/questions/{asked.questions[0].id}",) * 2
        + (("text", WORDS), ("hint", TYPED["long_text"])),
    }


def forms_of_deals(cast: Any, house: Any) -> Forms:
    """The lines and terms of deals and documents, and what comes next."""
    quote = draft(house, valid_until=date(2027, 1, 31))
    account = Account(name="Delta", owner_id=cast["root"].id)
    db.session.add(account)
    db.session.flush()
    deal = Opportunity.open_new(name="Solar", account=account, by=cast["root"])
    line = deal.add_line(house.pump, quantity=1, by=cast["root"])
    option = quote.make_optional(quote.lines[1], by=cast["root"])
    db.session.flush()
    return {
        "opportunity line": (f"/opportunities/{deal.id}/lines/{line.id}",) * 2
        + (("quantity", NUMBERS[0]), ("discount", NUMBERS[1])),
        "next step": (f"/opportunities/{deal.id}/next-step",) * 2 + (("next_step", WORDS), ("next_step_on", DAYS[1])),
        "quote line": (
            f"/quotes/{quote.id}", f"/quotes/{quote.id}/lines/{quote.lines[0].id}",
            ("unit_price", ("450.00", "460.00", "470.00")), ("quantity", ("3", "4")),
        ),
        "option": (
            f"/quotes/{quote.id}/options/{option.id}", f"/quotes/{quote.id}/options/{option.id}",
            ("unit_price", ("450", "460", "470")), ("choice", WORDS),
        ),
        "quote terms": (f"/quotes/{quote.id}", f"/quotes/{quote.id}/terms", ("notes", WORDS), ("discount", NUMBERS[1])),
    }  # fmt: skip


@pytest.fixture
def forms(cast: Any) -> Forms:
    """Every form that changes what exists and is no record's own."""
    house = selling(cast)
    found = forms_of_settings(house) | forms_of_leads(cast) | forms_of_deals(cast, house)
    db.session.commit()
    return found


@pytest.mark.sqlite_only  # forms are merged before any statement; the clashes below are met on both
def test_every_other_form_merges_what_two_people_typed(forms, as_user):
    root = as_user("root")
    refuse([complaint for form in forms.values() for complaint in told(root, *form)])


def test_what_theirs_is_can_be_taken_with_one_tick(cast, as_user):
    root, page = as_user("root"), f"/users/{cast['ada'].id}/edit"
    late = root.filled(page, action=page) | {"phone": "+49 30 1", "team": "Mine"}
    root.submit(page, action=page, phone="+49 30 2", team="Theirs")
    answer = root.post(page, data=late)
    assert (answer.status_code, answer.text.count("Use theirs")) == (409, 2)
    again = proposed(posting_form(Page(answer.text), page)) | {"theirs": "team"}
    assert root.post(page, data=again).status_code == 303
    set_viewer(SYSTEM)
    assert (cast["ada"].phone, cast["ada"].team) == ("+49 30 1", "Theirs")


def test_an_amount_and_its_currency_are_one_thing(cast, as_user):
    lead = Lead(name="Eva Lind", owner_id=cast["root"].id, estimated_amount=100_00, currency="EUR")
    db.session.add_all([lead, CurrencyRate(currency="USD", rate=Decimal("0.9"), valid_from=date(2026, 1, 1))])
    db.session.commit()
    root, page = as_user("root"), f"/leads/{lead.id}/edit"
    late = root.filled(page, action=page) | {"estimated_amount": "150"}
    root.submit(page, action=page, currency="USD")
    answer = root.post(page, data=late)
    assert answer.status_code == 409
    assert (proposed(posting_form(Page(answer.text), page))["currency"]) == "EUR"


def test_a_clash_names_who_was_faster_and_shows_values_as_screens_do(cast, as_user):
    lead = Lead(name="Eva Lind", owner_id=cast["ada"].id, estimated_amount=2350050, currency="EUR")
    person = Contact(family_name="Lind", owner_id=cast["ada"].id, birthday=date(1990, 5, 3))
    db.session.add_all([lead, person])
    db.session.commit()
    root, ada = as_user("root"), as_user("ada")
    money, born = f"/leads/{lead.id}/edit", f"/contacts/{person.id}/edit"
    late = {page: root.filled(page, action=page) for page in (money, born)}
    ada.submit(money, action=money, estimated_amount="20222")
    ada.submit(born, action=born, birthday="1991-05-03")
    page = root.post(money, data=late[money] | {"estimated_amount": "20333"}).text
    assert "Ada Rep has changed this since you opened it" in page
    assert all(f"<dd>{each}</dd>" in page for each in ("€23,500.50", "€20,333.00", "€20,222.00"))
    page = root.post(born, data=late[born] | {"birthday": "1992-05-03"}).text
    assert all(f"<dd>{each}</dd>" in page for each in ("3 May 1990", "3 May 1992", "3 May 1991"))


def test_what_was_opened_may_be_forged_without_harm(cast, as_user):
    root, page = as_user("root"), f"/users/{cast['ada'].id}/edit"
    form = root.filled(page, action=page) | {"phone": "+49 30 1"}
    for forged in ("x", "eJw=", "e30=", "eJyrVspIzcnJBwAHDAI5" * 9):
        answer = root.post(page, data=form | {"opened": forged, "once": f"once-{forged[:3]!r}"})
        assert answer.status_code == 303
    set_viewer(SYSTEM)
    assert cast["ada"].phone == "+49 30 1"


def test_the_words_of_a_record_deleted_meanwhile_stay_and_saving_restores_it(cast, as_user):
    account = Account(name="Delta", owner_id=cast["root"].id)
    db.session.add(account)
    db.session.commit()
    root, page = as_user("root"), f"/accounts/{account.id}/edit"
    late = root.filled(page, action=page, name="Delta Works")
    root.submit(f"/accounts/{account.id}/delete", action=f"/accounts/{account.id}/delete")
    answer = root.post(page, data=late)
    assert answer.status_code == 409
    assert "Someone else deleted this while you were editing" in answer.text
    again = proposed(posting_form(Page(answer.text), page))
    assert again["name"] == "Delta Works"
    assert root.post(page, data=again | {"restore": "1"}).status_code == 303
    set_viewer(SYSTEM)
    db.session.expire_all()
    assert (account.name, account.deleted_at) == ("Delta Works", None)


def test_a_form_that_is_refused_with_a_page_of_its_own_shows_what_was_typed(cast, as_user):
    root = as_user("root")
    late = root.filled("/lead-queues/new", action="/lead-queues/new", name="A queue of long words")
    answer = root.post("/leads/999/disqualify", data=late | {"reason": "They went to another country"})
    assert answer.status_code == 404
    assert "They went to another country" in answer.text
