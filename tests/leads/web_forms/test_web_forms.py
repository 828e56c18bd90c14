"""Web forms: what a visitor sends becomes a lead with its source, routed; what is not meant so becomes none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.core.outbox import Outbox
from salesapp.leads.assignment.rules import AssignmentRule, Receiver, Sharing, settle_rule
from salesapp.leads.models import Lead
from salesapp.leads.web_forms.models import Destination, WebForm, origin_of
from salesapp.leads.web_forms.visitor_form import TRAP
from salesapp.marketing.kinds import LeadSource
from tests.markup import Page
from tests.races import at_once

ANSWER = {"name": "Mara Stein", "email": "mara@nordlicht.example", "description": "An offer, please"}
ELSEWHERE = {"Origin": "https://www.example.com", "Sec-Fetch-Site": "cross-site"}


def leads() -> list[Lead]:
    db.session.expire_all()
    return list(db.session.scalars(select(Lead).order_by(Lead.id)))


def mails() -> list[Outbox]:
    db.session.expire_all()
    return list(db.session.scalars(select(Outbox).where(Outbox.kind == "mail").order_by(Outbox.id)))


def test_what_a_visitor_sends_becomes_a_lead(client, make_form, queue):
    form = make_form(thanks="We call you.")
    page = f"/f/{form.secret}"
    answer = client.submit(page, ANSWER, company="Nordlicht")
    assert (answer.status_code, answer.location) == (303, f"{page}/thanks")
    assert "We call you." in client.get(answer.location).text
    [lead] = leads()
    assert (lead.name, lead.company, lead.email) == ("Mara Stein", "Nordlicht", "mara@nordlicht.example")
    assert (lead.description, lead.source, lead.currency) == (
        "An offer, please",
        LeadSource.TRADE_FAIR,
        "EUR",
    )
    assert (lead.owner_id, lead.queue_id) == (None, queue.id)
    events = [(each.kind, each.particulars, each.by_name) for each in reversed(history(lead))]
    assert events == [
        ("lead_submitted", {"form": "Ask for an offer"}, "salesapp"),
        ("lead_assigned_by_form", {"form": "Ask for an offer", "to": "Web enquiries"}, "salesapp"),
    ]


def test_the_rules_say_who_gets_it(client, make_form, cast):
    rule = AssignmentRule(name="All", active=True, people=[cast["cora"]], receiver=Receiver.PEOPLE)
    rule.sharing = Sharing.TURNS
    settle_rule(rule, by=cast["root"])
    db.session.add(rule)
    form = make_form(destination=Destination.RULES)
    client.submit(f"/f/{form.secret}", ANSWER)
    assert leads()[0].owner_id == cast["cora"].id
    assert [each.kind for each in history(leads()[0])] == ["lead_routed", "lead_submitted"]


def test_it_goes_to_one_person_and_by_the_rules_when_they_have_left(client, make_form, cast):
    form = make_form(destination=Destination.PERSON, person_id=cast["ada"].id)
    client.submit(f"/f/{form.secret}", ANSWER)
    cast["ada"].active = False
    db.session.commit()
    client.submit(f"/f/{form.secret}", ANSWER, description="And one more thing")
    assert [each.owner_id for each in leads()] == [cast["ada"].id, None]


def test_a_page_of_another_site_may_post_without_token_or_script(client, make_form):
    form = make_form()
    answer = client.post(f"/f/{form.secret}", data=ANSWER, headers=ELSEWHERE)
    assert answer.status_code == 303
    assert [each.name for each in leads()] == ["Mara Stein"]


def test_no_other_address_takes_posts_of_other_sites(client, make_form):
    token = {"csrf_token": client.csrf_token()}
    assert client.post("/login", data=token, headers=ELSEWHERE).status_code == 403
    assert client.post("/login", data={}).status_code == 400, "and none comes without its token"


def test_only_the_sites_that_are_named_may_post(client, make_form):
    form = make_form(sites="https://WWW.example.com:443/contact")
    page = f"/f/{form.secret}"
    assert form.sites == "https://www.example.com"
    statuses = {
        origin: client.post(
            page,
            data=ANSWER | {"description": origin},
            headers={"Sec-Fetch-Site": "cross-site", **headers},
        ).status_code
        for origin, headers in {
            "named": {"Origin": "https://www.example.com"},
            "by referrer": {"Referer": "https://www.example.com/contact?a=1"},
            "other": {"Origin": "https://evil.example"},
            "other scheme": {"Origin": "http://www.example.com"},
            "other port": {"Origin": "https://www.example.com:8443"},
            "looks alike": {"Origin": "https://www.example.com.evil.example"},
            "null": {"Origin": "null"},
            "silent": {},
        }.items()
    }
    refused = dict.fromkeys(("other", "other scheme", "other port", "looks alike", "null", "silent"), 403)
    assert statuses == {"named": 303, "by referrer": 303} | refused
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert client.post(page, data=ANSWER, headers=own).status_code == 303
    assert len(leads()) == 3


def test_nothing_is_done_in_the_name_of_whoever_is_signed_in(as_user, make_form):
    form = make_form()
    as_user("cora").post(f"/f/{form.secret}", data=ANSWER, headers=ELSEWHERE)
    [lead] = leads()
    assert (lead.created_by_id, lead.owner_id) == (None, None)


def test_the_trap_pretends_success_and_makes_nothing(client, make_form):
    form = make_form()
    answer = client.submit(f"/f/{form.secret}", ANSWER | {TRAP: "https://spam.example"})
    assert (answer.status_code, answer.location) == (303, f"/f/{form.secret}/thanks")
    assert leads() == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": ""}, "This field is required."),
        ({"email": "mara@"}, "This isn’t an e-mail address."),
        ({"name": " "}, "This field is required."),
        ({"name": "M" * 300}, "At most 255 characters."),
        ({"description": "x" * 5001}, "At most 5000 characters."),
    ],
)
def test_bad_input_comes_back_with_what_was_typed(client, make_form, wrong, sentence):
    form = make_form()
    answer = client.post(f"/f/{form.secret}", data=ANSWER | {"company": "Kept AG"} | wrong, headers=ELSEWHERE)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Kept AG" in answer.text
    assert leads() == []


def test_what_is_not_asked_is_not_taken(client, make_form, cast):
    form = make_form()
    more = {
        "owner": str(cast["root"].id),
        "rating": "hot",
        "phone": "040 1",
        "status": "converted",
        "source": "web",
    }
    client.post(f"/f/{form.secret}", data=ANSWER | more, headers=ELSEWHERE)
    [lead] = leads()
    assert (lead.owner_id, lead.rating_by_hand, lead.phone, lead.status, lead.source) == (
        None, False, None, "new", LeadSource.TRADE_FAIR,
    )  # fmt: skip


def test_pressing_twice_on_our_page_makes_one_lead(client, make_form):
    page = f"/f/{make_form().secret}"
    sent = client.filled(page, **ANSWER)
    assert [client.post(page, data=sent).status_code for _ in range(2)] == [303, 303]
    assert len(leads()) == 1


def test_pressing_three_times_on_another_site_makes_one_lead_and_the_same_thanks(client, make_form):
    page = f"/f/{make_form().secret}"

    def send(**values: str) -> tuple[int, str]:
        answer = client.post(page, data=ANSWER | values, headers=ELSEWHERE)
        return answer.status_code, answer.location

    thanked = (303, f"{page}/thanks")
    assert [send(), send(), send(email="Mara@Nordlicht.example ")] == [thanked] * 3
    assert len(leads()) == 1
    others = [send(description="And when?"), send(name="Ben Stein"), send(email="ben@nordlicht.example")]
    assert others == [thanked] * 3
    assert len(leads()) == 4, "another message, or the same one of another person, is another enquiry"
    with clock.travel(clock.now() + timedelta(hours=3)):
        assert [send(), send()] == [thanked] * 2
    assert len(leads()) == 5, "who asks the same again in the afternoon heard nothing"


def test_three_presses_at_the_same_moment_make_one_lead(client, make_form):
    page = f"/f/{make_form().secret}"
    answers = at_once(*[lambda: client.post(page, data=ANSWER, headers=ELSEWHERE)] * 3)
    assert [each.location for each in answers] == [f"{page}/thanks"] * 3
    assert len(leads()) == 1


def test_a_flood_is_slowed_down(client, make_form):
    form = make_form()
    sent = [ANSWER | {"description": f"Question {number}"} for number in range(12)]
    statuses = [client.post(f"/f/{form.secret}", data=each).status_code for each in sent]
    assert statuses == [303] * 10 + [429] * 2
    assert len(leads()) == 10


def test_the_page_speaks_the_visitors_language(client, make_form):
    form = make_form(name="询价")
    page = f"/f/{form.secret}"
    assert "电子邮件" in client.get(page, headers={"Accept-Language": "zh-CN"}).text
    assert "您的留言" in client.get(f"{page}?lang=zh").text
    answer = client.submit(f"{page}?lang=zh", ANSWER)
    assert answer.location == f"{page}/thanks?lang=zh"
    assert "我们已收到您的咨询" in client.get(answer.location).text


@pytest.mark.parametrize("path", ["", "/thanks", "/confirm/" + "y" * 43])
def test_a_wrong_address_finds_nothing_and_a_closed_form_says_so(client, make_form, path):
    assert client.get("/f/" + "x" * 43 + path).status_code == 404
    form = make_form(active=False)
    assert "This form is closed." in client.get(f"/f/{form.secret}").text
    assert client.post(f"/f/{form.secret}", data=ANSWER).status_code == 410
    assert leads() == []


# --- set-up -----------------------------------------------------------------------------------------------------


def test_the_administrator_builds_a_form_and_copies_its_html(as_user, client):
    root = as_user("root")
    made = root.submit(
        "/web-forms/new",
        name="Talk to <us>",
        asked=["phone", "country"],
        required=["email"],
        sites="https://a.example",
    )
    form = db.session.scalars(select(WebForm)).one()
    assert made.location == f"/web-forms/{form.id}"
    assert (form.asked, form.required) == (["name", "email", "phone", "country"], ["name", "email"])
    page = Page(root.get(made.location).text)
    [html] = [each.text for each in page.elements if each.get("id") == "form-html"]
    embedded = Page(html, whole=False)
    fields = {each.get("name"): each for each in embedded.elements if each.tag in {"input", "select"}}
    assert set(fields) == {"name", "email", "phone", "country", TRAP}
    assert ["required" in fields[name].attrib for name in ("name", "email", "phone")] == [True, True, False]
    assert f"/f/{form.secret}" in html
    assert "<script" not in html
    sent = {"name": "Mara", "email": "m@example.com", "country": "DE"}
    answer = client.post(f"/f/{form.secret}", data=sent, headers={"Origin": "https://a.example"})
    assert answer.status_code == 303
    assert leads()[0].country == "DE"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"required": ["company"]}, "Require an e-mail address or a phone number."),
        ({"required": ["phone"], "confirmed": "y"}, "make the e-mail address required"),
        ({"destination": "person"}, "Choose a person."),
        ({"destination": "queue"}, "Choose a queue."),
        ({"sites": "www.example.com"}, "isn’t a website"),
        ({"name": ""}, "This field is required."),
    ],
)
def test_a_form_without_sense_is_refused(as_user, cast, wrong, sentence):
    answer = as_user("root").submit("/web-forms/new", {"name": "Offer", "thanks": "Kept words"} | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Kept words" in answer.text
    assert db.session.scalar(select(func.count(WebForm.id))) == 0


def test_a_form_is_changed_and_switched_off_with_a_trace(as_user, make_form):
    form = make_form()
    root, page = as_user("root"), f"/web-forms/{form.id}"
    root.submit(f"{page}/edit", required=["email", "phone"])
    root.submit(page, action=f"{page}/switch")
    db.session.expire_all()
    assert (form.active, "phone" in form.required) == (False, True)
    assert [each.kind for each in history(form)] == ["web_form_switched_off", "changed", "created"]
    late = root.filled(f"{page}/edit")
    root.submit(page, action=f"{page}/switch")
    assert root.post(f"{page}/edit", data=late | {"name": "Late"}).status_code == 303
    db.session.expire_all()
    assert (form.name, form.active) == ("Late", True)


def test_a_queue_that_a_form_fills_is_not_deleted(make_form, queue):
    make_form()
    with pytest.raises(RuleBroken, match="web form"):
        queue.refuse_deletion()


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://www.example.com/a?b#c", "https://www.example.com"),
        ("HTTP://Example.COM:80", "http://example.com"),
        ("https://example.com:8443", "https://example.com:8443"),
        ("https://[::1]:5/", "https://[::1]:5"),
        ("ftp://example.com", ""),
        ("example.com", ""),
        ("https://example.com:port", ""),
        ("null", ""),
        ("", ""),
    ],
)
def test_an_origin_is_scheme_host_and_port(address, origin):
    assert origin_of(address) == origin
