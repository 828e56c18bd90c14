"""A bulk edit stays undoable from the list of one's bulk edits; what was changed since stays and is named."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from salesapp.activities.models import Activity, ActivityKind
from salesapp.core import clock
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.events import CREATED, record
from salesapp.customers.models import Account
from salesapp.leads.kinds import Rating
from salesapp.leads.models import Lead
from salesapp.leads.models.queues import LeadQueue
from salesapp.marketing.kinds import LeadSource
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.outcome import Outcome
from salesapp.opportunities.processes.defaults import begin
from salesapp.people.models import Language
from salesapp.quotes.models import Quote
from salesapp.records.bulk.edits import BulkEdit
from salesapp.records.bulk.views import SHOWN
from salesapp.records.recycle_bin.acts import delete, restore
from tests.merging.conftest import all_rows, anew
from tests.quotes.stage import sent
from tests.quotes.stage import stage as selling
from tests.records.bulk.test_bulk import send
from tests.records.test_undo import differences, refuse


def only_edit() -> BulkEdit:
    anew()
    return db.session.query(BulkEdit).one()


def records() -> dict[str, list]:
    """All rows but the edits themselves, and sums of what there is nothing of."""
    found = all_rows()
    del found["bulk_edits"]
    found["opportunity_totals"] = [row for row in found["opportunity_totals"] if row["count"]]
    return found


def undone(browser, edit: BulkEdit):
    page = f"/bulk-edits/{edit.id}"
    assert browser.submit(page, action=f"{page}/undo").status_code == 303
    return browser.get(page).text


def three_of(kind: str, cast) -> list:
    begin()
    make = {
        "accounts": lambda name: Account(name=name, owner_id=cast["ada"].id),
        "leads": lambda name: Lead(name=name, owner_id=cast["ada"].id, currency="EUR"),
        "board": lambda name: Opportunity.open_new(
            name=name, account=Account(name=f"Of {name}", owner_id=cast["ada"].id), by=cast["ada"]
        ),
    }[kind]
    found = [make(f"Firm {number}") for number in range(3)]
    db.session.add_all(found)
    db.session.commit()
    return found


ACTS = {
    "an owner": ("accounts", "/accounts/bulk", {"field": "owner", "owner": "ben"}),
    "a field": ("accounts", "/accounts/bulk", {"field": "source", "source": "website"}),
    "a deletion": ("accounts", "/accounts/bulk", {"field": "delete"}),
    "leads to a colleague": ("leads", "/leads/change-owner", {"owner": "ben", "with_activities": "1"}),
    "cards to a stage": ("board", "/board/many/move", {"stage": "2"}),
    "cards to a colleague": ("board", "/board/many/assign", {"owner": "ben"}),
    "cards to a day": ("board", "/board/many/push", {"close_on": "2031-01-02"}),
}


@pytest.mark.parametrize("act", ACTS)
def test_days_later_all_is_as_it_was_before(cast, as_user, act):
    kind, address, values = ACTS[act]
    rows, ada = three_of(kind, cast), as_user("ada")
    keys = [f"{each.id}.{each.version}" for each in rows] if kind == "board" else [each.id for each in rows]
    given = {name: cast["ben"].id if value == "ben" else value for name, value in values.items()}
    before = records()
    data = {"csrf_token": ada.csrf_token(), "once": act, "id": keys, "key": keys, "card": keys}
    with clock.travel(clock.now() - timedelta(days=9)):
        assert ada.post(address, data=data | given).status_code in {200, 303}
    edit, who = only_edit(), ada
    assert edit.changed == 3
    assert f"/bulk-edits/{edit.id}" in ada.get("/bulk-edits").text
    if (
        "owner" in values and kind != "accounts"
    ):  # what one gave away is no longer one's own: only at once it comes back unasked
        assert undone(ada, edit).count("You don’t have permission to change this record.") == 3
        who = as_user("root")
    assert "3 records are back to their previous state." in undone(who, edit)
    refuse(differences(before, records()))
    again = ada.post(f"/bulk-edits/{edit.id}/undo", data={"csrf_token": ada.csrf_token()})
    assert again.status_code == 409


def test_what_was_changed_deleted_or_given_away_since_stays_and_is_named_in_the_readers_language(
    cast, as_user
):
    rows, ada = three_of("leads", cast), as_user("ada")
    send(ada, "leads", rows, field="source", source="web")
    edit = only_edit()
    rows[0].source = LeadSource("referral")
    delete(rows[1], by=cast["ada"])
    rows[2].owner_id = cast["cora"].id
    db.session.commit()
    page = undone(ada, edit)
    said = (
        "It has been changed since.",
        "It was deleted.",
        "You don’t have permission to change this record.",
    )
    assert [page.count(each) for each in said] == [1, 1, 1]
    assert "No longer available to you" in page
    assert "Firm 2" not in page, "what one no longer sees has no name"
    cast["ada"].locale = Language.ZH
    db.session.commit()
    assert "It was deleted." not in ada.get(f"/bulk-edits/{edit.id}").text
    anew()
    assert [each.source.value for each in rows] == ["referral", "web", "web"]


def test_what_was_deleted_together_comes_back_but_for_what_somebody_deleted_again(cast, as_user):
    rows, ada = three_of("accounts", cast), as_user("ada")
    send(ada, "accounts", rows, field="delete")
    edit = only_edit()
    anew()
    restore(rows[0], by=cast["ben"])
    restore(rows[1], by=cast["ben"])
    delete(rows[1], by=cast["ben"])
    db.session.commit()
    page = undone(ada, edit)
    assert "1 record is back to its previous state." in page
    anew()
    assert [each.deleted_at is None for each in rows] == [True, False, True]


def test_records_do_not_go_back_to_somebody_who_has_left(cast, as_user):
    rows, root = three_of("accounts", cast), as_user("root")
    send(root, "accounts", rows, field="owner", owner=str(cast["ben"].id))
    cast["ada"].active = False
    db.session.commit()
    assert undone(root, only_edit()).count("Owner was something that is no longer available.") == 3


def test_a_bulk_edit_is_its_persons_and_the_administrators_and_ends_after_thirty_days(cast, as_user):
    rows, ada = three_of("accounts", cast), as_user("ada")
    send(ada, "accounts", rows, field="source", source="website")
    edit = only_edit()
    assert as_user("cora").get(f"/bulk-edits/{edit.id}").status_code == 404
    assert as_user("root").get(f"/bulk-edits/{edit.id}").status_code == 200
    edit.at -= timedelta(days=31)
    db.session.commit()
    ada.get("/accounts")  # says what was done, with its Undo
    assert "/undo" not in ada.get(f"/bulk-edits/{edit.id}").text
    assert ada.post(f"/bulk-edits/{edit.id}/undo", data={"csrf_token": ada.csrf_token()}).status_code == 409


def test_two_edits_of_the_same_records_are_undone_from_the_last_to_the_first(cast, as_user):
    rows, ada = three_of("accounts", cast), as_user("ada")
    for source in ("website", "referral"):
        send(ada, "accounts", rows, field="source", source=source)
    anew()
    first, second = db.session.query(BulkEdit).order_by(BulkEdit.id)
    assert undone(ada, first).count("It has been changed since.") == 3, (
        "nothing went back: it can be asked for again"
    )
    for edit in (second, first):
        assert "3 records are back to their previous state." in undone(ada, edit)
    anew()
    assert [each.source for each in rows] == [None] * 3


def test_what_was_closed_or_deleted_since_stays_as_it_is(cast, as_user):
    cards, ada = three_of("board", cast), as_user("ada")
    moved = {"csrf_token": ada.csrf_token(), "card": [f"{each.id}.{each.version}" for each in cards]}
    ada.post("/board/many/move", data=moved | {"once": "move", "stage": "2"})
    move = only_edit()
    given = moved | {"once": "give", "card": [f"{each.id}.{each.version}" for each in cards]}
    ada.post("/board/many/assign", data=given | {"owner": cast["ben"].id})
    anew()
    given = db.session.query(BulkEdit).filter(BulkEdit.field == "owner").one()
    cards[0].close_won(Outcome(today_for(), 5_000), by=cast["ben"])
    delete(cards[1], by=cast["ben"])
    db.session.commit()
    page = undone(ada, given)
    assert page.count("This opportunity is closed. Reopen it first.") == 1
    anew()
    assert [each.owner_id == cast["ada"].id for each in cards] == [False, False, True]
    assert undone(as_user("root"), move).count("It was deleted.") == 1


def test_undo_asks_what_saving_asks(cast, as_user):
    rows, ada = three_of("accounts", cast), as_user("ada")
    rows[0].parent_id = rows[1].id
    db.session.commit()
    send(ada, "accounts", rows[:1], field="parent", parent="")
    rows[1].parent_id = rows[0].id
    db.session.commit()
    undone(ada, only_edit())
    anew()
    assert [each.parent_id for each in rows] == [None, rows[0].id, None], "and no circle"


def test_what_went_along_with_the_field_comes_back_with_it(cast, as_user):
    (lead, *_), root = three_of("leads", cast), as_user("root")
    queue = LeadQueue(name="Fair")
    db.session.add(queue)
    db.session.flush()
    lead.put_into(queue, by=cast["ada"])
    db.session.commit()
    followed = lead.rating
    for values in ({"field": "owner", "owner": str(cast["ben"].id)}, {"field": "rating", "rating": "hot"}):
        send(root, "leads", [lead], **values)
    anew()
    assert (lead.owner_id, lead.queue_id, lead.rating_by_hand) == (cast["ben"].id, None, True)
    for edit in db.session.query(BulkEdit).all():
        undone(root, edit)
    anew()
    assert (lead.owner_id, lead.queue_id) == (None, queue.id)
    assert (lead.rating, lead.rating_by_hand) == (followed, False), "it follows the score again"


@pytest.mark.parametrize("at_birth", [True, False])
def test_a_rating_set_by_hand_that_the_score_would_give_too_stays_by_hand(cast, as_user, at_birth):
    (follows, *_), root = three_of("leads", cast), as_user("root")
    lead = Lead(name="Set", owner_id=cast["ada"].id, rating=follows.rating if at_birth else None)
    db.session.add(lead)
    db.session.flush()
    record(lead, CREATED, by=cast["ada"])
    if not at_birth:
        lead.rate(follows.rating, by=cast["ada"])
    db.session.commit()
    other = next(each for each in Rating if each is not follows.rating)
    send(root, "leads", [lead, follows], field="rating", rating=other.value)
    undone(root, only_edit())
    anew()
    assert [(each.rating, each.rating_by_hand) for each in (lead, follows)] == [
        (follows.rating, True),
        (follows.rating, False),
    ]


def test_meetings_go_to_another_day_with_their_hours_and_back(cast, as_user):
    begins = clock.now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    meeting = Activity(subject="Visit", kind=ActivityKind.MEETING, owner_id=cast["ada"].id)
    meeting.starts_at, meeting.ends_at, meeting.due_on = begins, begins + timedelta(hours=1), begins.date()
    db.session.add(meeting)
    db.session.commit()
    day = begins.date() + timedelta(days=1)
    send(as_user("ada"), "activities", [meeting], field="due_on", due_on=day.isoformat())
    edit = only_edit()
    assert (meeting.due_on, meeting.starts_at.date(), meeting.ends_at.date()) == (day, day, day)
    undone(as_user("ada"), edit)
    anew()
    assert (meeting.due_on, meeting.starts_at, meeting.ends_at) == (
        begins.date(),
        begins,
        begins + timedelta(hours=1),
    )


def test_the_list_of_bulk_edits_goes_on_and_says_whose_another_persons_are(cast, as_user):
    ada, root = cast["ada"], as_user("root")
    db.session.add_all(
        BulkEdit(record_type="account", field="source", value=None, by_id=ada.id, changed=each + 1)
        for each in range(SHOWN + 1)
    )
    db.session.commit()
    first = root.get("/bulk-edits").text
    assert (first.count("Ada Rep"), "Ada Rep" in as_user("ada").get("/bulk-edits").text) == (SHOWN, True)
    further = re.search(r'href="(/bulk-edits\?before=\d+)"', first)[1]
    last = root.get(further).text
    assert (last.count("Ada Rep"), "before=" in last) == (1, False)


def test_of_a_deletion_only_what_was_deleted_is_listed(cast, as_user):
    quote = sent(selling(cast))
    db.session.commit()
    ada, page = as_user("ada"), f"/quotes/{quote.id}"
    ada.submit(page, action=f"{page}/revise")
    anew()
    draft = db.session.query(Quote).order_by(Quote.id.desc()).first()
    send(ada, "quotes", [draft], field="delete")
    listed = ada.get(f"/bulk-edits/{only_edit().id}").text
    assert (f'"/quotes/{draft.id}"' in listed, f'"/quotes/{quote.id}"' in listed) == (True, False)
