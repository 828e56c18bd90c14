"""Reports by mail: what comes when, to whom, under which rights, and that it comes once."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.core.outbox import Outbox, carry_all, give_up
from salesapp.core.outbox import carry_next as carry_one
from salesapp.people.models import Language, User
from salesapp.reports.dashboards.models import Dashboard
from salesapp.reports.subscriptions.models import DUE, ReportSubscription
from tests.postboxes import Postbox

MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
NEXT = datetime(2026, 12, 1, 7, tzinfo=UTC)
"""Eight in the morning of the next day in Berlin."""


@pytest.fixture
def deals(open_deal):
    with clock.travel(MONDAY):
        open_deal("Alpha", "ada", 1_000_00)
        open_deal("Gamma", "cora", 70_00)


@pytest.fixture
def box(serve):
    return serve(Postbox())


def subscribed(person, subject: str, *files: str, days: str = "day", **more: str) -> None:
    with clock.travel(MONDAY):
        answer = person.submit(f"/subscriptions/{subject}", days=days, at="08:00", files=list(files), **more)
    assert answer.status_code == 303, answer.text


def delivered(box: Postbox, at: datetime) -> list:
    """The mails that come at that time."""
    before = len(box.messages)
    with clock.travel(at):
        set_viewer(SYSTEM)
        carry_all()
    return box.messages[before:]


def parts(message) -> dict:
    return {each.get_filename() or each.get_content_type(): each for each in message.walk()}


def set_zone(cast, name: str, **values) -> None:
    for field, value in ({"zone": "Europe/Berlin"} | values).items():
        setattr(cast[name], field, value)
    db.session.commit()


def test_a_report_comes_once_a_day_with_picture_table_and_files(as_user, deals, cast, box):
    set_zone(cast, "ada")
    ada = as_user("ada")
    subscribed(ada, "report:pipeline-by-stage", "pdf", "xlsx", "csv")
    assert delivered(box, NEXT - timedelta(minutes=1)) == []
    (mail,) = delivered(box, NEXT)
    assert (mail["To"], mail["Subject"]) == ("ada@example.com", "How much pipeline is in each stage?")
    found = parts(mail)
    text, html = found["text/plain"].get_content(), found["text/html"].get_content()
    assert "Qualification: €1,000.00 · 1" in text
    assert "What Ada Rep can see, as of 1 Dec 2026 08:00 (Europe/Berlin)" in text
    assert 'src="cid:chart-0"' in html
    assert 'href="http://127.0.0.1:8000/opportunities?' in html
    assert found["pipeline-by-stage.png"].get_content().startswith(b"\x89PNG")
    name = "How much pipeline is in each stage"
    sheet = load_workbook(io.BytesIO(found[f"{name}.xlsx"].get_content())).active
    assert [each.value for each in sheet[2]] == ["Qualification", 1000, 1, 100]
    rows = list(csv.reader(io.StringIO(found[f"{name}.csv"].get_content().lstrip("\ufeff"))))
    assert rows[1][:3] == ["Qualification", "1000.00", "1"]
    paper = PdfReader(io.BytesIO(found[f"{name}.pdf"].get_content()))
    assert "€1,000.00" in paper.pages[0].extract_text()
    assert delivered(box, NEXT + timedelta(hours=23)) == []
    assert len(delivered(box, NEXT + timedelta(hours=24))) == 1
    with clock.travel(NEXT + timedelta(hours=25)):
        assert "3 Dec 2026, 08:00" in as_user("ada").get("/subscriptions").text


def test_a_time_that_is_carried_twice_or_was_changed_sends_nothing_more(as_user, deals, cast, box):
    """As after a worker that was killed behind its commit, or beside a second one."""
    set_zone(cast, "ada")
    ada = as_user("ada")
    subscribed(ada, "report:pipeline-by-stage")
    subscribed(ada, "report:pipeline-by-stage", days="week-1")
    assert len(delivered(box, NEXT)) == 1
    for row in db.session.scalars(select(Outbox).where(Outbox.kind == DUE, Outbox.done_at.is_not(None))):
        row.done_at = None
    db.session.commit()
    assert delivered(box, NEXT + timedelta(days=1)) == []
    assert len(delivered(box, NEXT + timedelta(days=7))) == 1
    with clock.travel(NEXT + timedelta(days=7)):
        kept = db.session.scalar(select(ReportSubscription))
        as_user("ada").submit("/subscriptions", action=f"/subscriptions/{kept.id}/remove")
    assert delivered(box, NEXT + timedelta(days=14)) == []


def test_one_time_that_is_given_up_is_left_out_and_the_next_comes(as_user, deals, cast, box):
    set_zone(cast, "ada")
    subscribed(as_user("ada"), "report:pipeline-by-stage")
    with clock.travel(NEXT):
        give_up(db.session.scalars(select(Outbox).where(Outbox.kind == DUE)).one(), "the disk was full")
        db.session.commit()
    assert delivered(box, NEXT) == []
    assert len(delivered(box, NEXT + timedelta(days=1))) == 1


def test_a_dashboard_brings_its_funnels_stays_without_any_and_is_refused_with_nothing_to_send(
    as_user, deals, cast, box
):
    set_zone(cast, "ada")
    ada = as_user("ada")
    ada.submit("/dashboards/new", name="Mornings", audience="mine")
    board = db.session.scalars(select(Dashboard)).one()
    board.tiles = ["forecast:quarter", "text:Call everybody"]
    db.session.commit()
    page = f"/subscriptions/dashboard:{board.id}"
    assert ada.submit(page, days="day", at="08:00").status_code == 422
    board.tiles = ["forecast:quarter", "funnel:pipeline-by-stage"]
    db.session.commit()
    assert "aren’t part of the mail" in ada.get(page).text
    subscribed(ada, f"dashboard:{board.id}")
    (mail,) = delivered(box, NEXT)
    assert "pipeline-by-stage.png" in parts(mail)
    board.tiles = ["forecast:quarter"]
    db.session.commit()
    (mail,) = delivered(box, NEXT + timedelta(days=1))
    assert "There is nothing on this dashboard" in mail.get_body(("plain",)).get_content()
    assert db.session.scalar(select(ReportSubscription.id)) is not None


def test_it_is_sent_now_once_without_a_subscription(as_user, deals, box):
    ada = as_user("ada")
    subscribed(ada, "dashboard:selling", "pdf", now="1")
    assert db.session.scalar(select(ReportSubscription.id)) is None
    with clock.travel(MONDAY):
        set_viewer(SYSTEM)
        assert carry_one()
        row = db.session.scalar(select(Outbox).where(Outbox.kind == "report_now"))
        row.done_at = None
        db.session.commit()
    (mail,) = delivered(box, MONDAY)
    assert mail["Subject"] == "My sales"
    assert mail.get_body(("html",)).get_content().count("<img") >= 2
    paper = PdfReader(io.BytesIO(parts(mail)["My sales.pdf"].get_content()))
    assert "How much pipeline is in each stage?" in "".join(page.extract_text() for page in paper.pages)


def test_it_is_what_the_reader_may_see_then_and_ends_with_their_right(as_user, deals, cast, box):
    """Ben leads Ada. Then he is made a reader of marketing, then he is let go."""
    set_zone(cast, "ben", locale=Language.ZH)
    ben = as_user("ben")
    subscribed(ben, "report:pipeline-by-owner", "xlsx")
    subscribed(ben, "report:leads-by-source", "xlsx")
    mails = delivered(box, NEXT)
    text = next(each for each in mails if "每人" in each["Subject"]).get_body(("plain",)).get_content()
    assert "Ada Rep: €1,000.00" in text
    assert "Cora" not in text
    db.session.get(User, cast["ben"].id).role = "marketing"
    db.session.commit()
    mails = delivered(box, NEXT + timedelta(days=1))
    assert len(mails) == 2
    gone = next(each for each in mails if "不再" in each["Subject"])
    assert "每人" in gone["Subject"], "it is called as the reader knows it"
    assert "€" not in gone.get_body(("plain",)).get_content()
    assert [each.subject for each in db.session.scalars(select(ReportSubscription))] == [
        "report:leads-by-source"
    ]
    db.session.get(User, cast["ben"].id).active = False
    db.session.commit()
    assert delivered(box, NEXT + timedelta(days=2)) == []
    assert db.session.scalar(select(ReportSubscription.id)) is None


def test_whoever_may_not_export_gets_no_tables_and_a_deleted_report_says_good_bye(as_user, deals, cast, box):
    set_zone(cast, "rob")
    rob = as_user("rob")
    page = rob.get("/subscriptions/report:pipeline-by-stage").text
    assert 'value="pdf"' in page
    assert 'value="xlsx"' not in page
    assert rob.get("/subscriptions/report:nonsense").status_code == 404
    assert rob.get("/subscriptions/nonsense").status_code == 404
    assert as_user("mia").get("/subscriptions/report:pipeline-by-stage").status_code == 404
    rob.submit("/reports/save?type=opportunity&by=owner&m=count", name="Mine", audience="mine")
    subscribed(rob, "report:1")
    with clock.travel(MONDAY):
        rob.submit("/reports/1", action="/reports/1/remove")
    (mail,) = delivered(box, MONDAY)
    assert mail["Subject"] == "You no longer get “Mine”"
    assert db.session.scalar(select(ReportSubscription.id)) is None
