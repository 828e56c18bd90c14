import re
import threading
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from salesapp.activities.models import Activity
from salesapp.core import clock
from salesapp.core.access import SYSTEM
from salesapp.core.db import db
from salesapp.core.events import timeline
from salesapp.core.outbox import Outbox
from salesapp.core.paper.document import DocumentLanguage
from salesapp.people.models import Language
from salesapp.quotes.actions import send_quote
from salesapp.quotes.mailing import LINK, RULE, Letter, proposed_letter
from salesapp.quotes.models import QuoteLink, QuoteStatus
from salesapp.quotes.models.sent import hashed
from tests.quotes.stage import again, draft, sent


@pytest.fixture
def offer(house):
    """(quote, its public address)"""
    quote = sent(house)
    secret = quote.new_secret()
    db.session.commit()
    return quote, f"/q/{secret}"


def mails():
    db.session.expire_all()
    return list(db.session.scalars(select(Outbox).where(Outbox.kind == "mail").order_by(Outbox.id)))


def test_the_page_shows_what_is_offered_and_is_kept_nowhere(offer, client):
    quote, page = offer
    answer = client.get(page)
    assert quote.number in answer.text
    assert "€140.39" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert client.get(f"{page}/quote.pdf").data.startswith(b"%PDF")


def test_a_secret_is_long_and_only_its_hash_is_kept(offer):
    _quote, page = offer
    secret = page.removeprefix("/q/")
    assert len(secret) == 43
    assert [link.secret_hash for link in db.session.scalars(select(QuoteLink))] == [hashed(secret)]


@pytest.mark.parametrize("path", ["/q/" + "x" * 43, "/q/short", "/q/1", "/q/" + "x" * 43 + "/quote.pdf"])
def test_a_wrong_secret_finds_nothing(offer, client, path):
    assert client.get(path).status_code == 404


def test_guessing_secrets_is_slowed_down(client):
    answers = [client.get(f"/q/{'x' * 40}{number:03d}/quote.pdf").status_code for number in range(32)]
    assert answers == [404] * 30 + [429] * 2


def test_the_customer_accepts_by_name_without_script(offer, client, house):
    quote, page = offer
    answer = client.submit(page, action=f"{page}/accept", name="Eva Meyer")
    assert answer.status_code == 303
    assert "Accepted by Eva Meyer" in client.get(page).text
    quote = again(quote)
    assert (quote.status, quote.accepted_by_name) == (QuoteStatus.ACCEPTED, "Eva Meyer")
    told = timeline(quote.account)[0]
    assert (told.kind, told.by_name, told.by_id) == ("quote_accepted", "Eva Meyer", None)
    assert mails()[-1].payload["to"] == "ada@example.com"


def drawn(picture):
    return "data:image/png;base64," + b64encode(picture).decode()


def test_a_drawn_signature_is_kept_and_shown_to_both_sides(offer, client, as_user):
    quote, page = offer
    picture = b"\x89PNG\r\n\x1a\n and the strokes"
    client.submit(page, action=f"{page}/accept", name="Eva Meyer", signature=drawn(picture))
    assert again(quote).signature.picture == picture
    assert drawn(picture) in client.get(page).text
    assert drawn(picture) in as_user("ada").get(f"/quotes/{quote.id}").text


@pytest.mark.parametrize(
    "sent", ["x", "data:image/png;base64,!", drawn(b"GIF89a"), drawn(b"\x89PNG\r\n\x1a\n" + b"x" * 200_000)]
)
def test_what_is_no_signature_is_refused_and_the_name_stays(offer, client, sent):
    quote, page = offer
    answer = client.submit(page, action=f"{page}/accept", name="Eva Meyer", signature=sent)
    assert answer.status_code == 422
    assert "can’t be read" in answer.text
    assert 'value="Eva Meyer"' in answer.text
    assert again(quote).status is QuoteStatus.SENT


def test_nobody_accepts_without_a_name(offer, client):
    quote, page = offer
    answer = client.submit(page, action=f"{page}/accept", name=" ")
    assert answer.status_code == 422
    assert "Enter the name of the person accepting." in answer.text
    assert again(quote).status is QuoteStatus.SENT


def test_a_second_press_of_accept_gives_the_first_answer_again(offer, client):
    _quote, page = offer
    first = client.get(page)
    fields = dict(re.findall(r'name="(csrf_token|once)"[^>]*value="([^"]+)"', first.text))
    answers = [client.post(f"{page}/accept", data=fields | {"name": "Eva"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert [each.payload["to"] for each in mails()] == ["eva@echo.example", "ada@example.com"]


def test_who_declines_says_why(offer, client):
    quote, page = offer
    assert client.submit(page, action=f"{page}/decline", reason="").status_code == 422
    client.submit(page, action=f"{page}/decline", reason="Too dear")
    assert again(quote).decline_reason == "Too dear"
    late = client.post(f"{page}/accept", data=token(client, page) | {"name": "Eva"})
    assert late.status_code == 409
    assert "already been declined" in late.text


def test_a_wish_reaches_the_seller_and_leaves_the_quote_open(offer, client, house):
    quote, page = offer
    client.submit(page, action=f"{page}/change", wish="Two pumps instead")
    quote = again(quote)
    assert quote.status is QuoteStatus.SENT
    asked = next(event for event in timeline(quote) if event.kind == "quote_change_requested")
    assert asked.particulars["body"] == "Two pumps instead"
    task = db.session.scalars(select(Activity)).one()
    assert (task.owner_id, task.body) == (house.people["ada"].id, "Two pumps instead")
    assert "Two pumps instead" in mails()[-1].payload["text"]
    assert "Accept the quote" in client.get(page).text


def test_a_wish_stands_on_top_of_the_sellers_page_with_revise_as_the_main_act(offer, client, as_user):
    quote, page = offer
    client.submit(page, action=f"{page}/change", wish="Two pumps instead")
    ada, own = as_user("ada"), f"/quotes/{quote.id}"
    shown = ada.get(own).text
    assert shown.index("notice tone-warn") < shown.index("Two pumps instead") < shown.index('id="lines"')
    verbs = shown.partition('id="document-head"')[2].partition("notice tone-warn")[0]
    primary = verbs.split("button-primary")[1:]
    assert ["Revise" in each.partition("</button>")[0] for each in primary] == [True]
    ada.submit(own, action=f"{own}/revise")
    assert "The customer requested a change" not in ada.get(own).text, "revising answers it"


def test_the_link_of_an_old_revision_says_so(offer, client):
    quote, page = offer
    quote.revise(by=SYSTEM)
    db.session.commit()
    shown = client.get(page)
    assert "A new version of this quote is being prepared" in shown.text
    assert "Accept the quote" not in shown.text
    assert client.get(f"{page}/quote.pdf").data.startswith(b"%PDF")
    refused = client.post(f"{page}/accept", data=token(client, page) | {"name": "Eva"})
    assert refused.status_code == 409
    assert again(quote).status is QuoteStatus.REVISED


def test_an_expired_link_says_so(house, client):
    with clock.travel(to=datetime(2026, 3, 2, 12, tzinfo=UTC)):
        quote = sent(house, valid_until=clock.now().date())
        secret = quote.new_secret()
        clock.pass_time(timedelta(days=1))
        page = f"/q/{secret}"
        assert "has expired" in client.get(page).text
        assert client.post(f"{page}/accept", data=token(client, page) | {"name": "Eva"}).status_code == 409


def test_the_page_and_the_mail_speak_the_customers_language(house, client):
    house.contact.email = "li@echo.example"
    quote = draft(house)
    quote.language = Language.ZH
    secret = None
    send_quote(quote, Letter("", "", ""), by=house.people["ada"])
    secret = quote.new_secret()
    shown = client.get(f"/q/{secret}", headers={"Accept-Language": "en"})
    assert 'lang="zh-Hans"' in shown.text


def test_the_letter_to_a_chinese_customer_is_chinese(house):
    quote = draft(house)
    quote.language = Language.ZH
    letter = proposed_letter(quote, by=house.people["ada"])
    assert "随信附上我们的报价单" in letter.text
    assert not re.search(r"please|Dear|Kind", letter.text)


def test_the_letter_with_a_bilingual_quote_is_in_both_languages_and_each_has_the_link(house):
    quote = draft(house)
    quote.language = DocumentLanguage.BOTH
    letter = proposed_letter(quote, by=house.people["ada"])
    chinese, english = letter.text.split(RULE)
    assert "随信附上我们的报价单" in chinese
    assert "attached" in english
    assert letter.text.count(LINK) == 2
    assert " / " in letter.subject


def test_one_secret_opens_one_quote_only(house, client):
    first, second = sent(house), sent(house)
    secret = first.new_secret()
    page = f"/q/{secret}"
    client.submit(page, action=f"{page}/accept", name="Eva")
    assert (again(first).status, again(second).status) == (QuoteStatus.ACCEPTED, QuoteStatus.SENT)


def test_two_who_answer_at_the_same_moment_get_one_answer(offer, make_client):
    quote, page = offer
    answers, gate = [], threading.Barrier(4)

    def answer(verb, field):
        browser = make_client()
        fields = token(browser, page) | {field: "Eva"}
        gate.wait()
        answers.append((verb, browser.post(f"{page}/{verb}", data=fields).status_code))

    acts = [("accept", "name"), ("decline", "reason")] * 2
    threads = [threading.Thread(target=answer, args=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(code for _verb, code in answers) == [303, 409, 409, 409]
    won = next(verb for verb, code in answers if code == 303)
    assert again(quote).status.value == {"accept": "accepted", "decline": "declined"}[won]
    answered = [
        event for event in timeline(again(quote)) if event.kind in {"quote_accepted", "quote_declined"}
    ]
    assert len(answered) == 1


def test_what_a_customer_types_is_never_markup(offer, client, as_user):
    quote, page = offer
    client.submit(page, action=f"{page}/decline", reason="<script>alert(1)</script>")
    assert "<script>alert" not in as_user("ada").get(f"/quotes/{quote.id}").text
    assert "<script>alert" not in client.get(page).text


def token(browser, page):
    return {"csrf_token": re.search(r'csrf-token" content="([^"]+)"', browser.get(page).text).group(1)}
