"""A bulk edit stays undoable from the list of one's bulk edits; what was changed since stays and is named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.leads.models import Lead
from salesapp.marketing.kinds import LeadSource
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.defaults import begin
from salesapp.people.models import Language
from salesapp.records.bulk.edits import BulkEdit
from salesapp.records.recycle_bin.acts import delete, restore
from tests.merging.conftest import all_rows, anew
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
    assert ada.post(address, data=data | given).status_code in {200, 303}
    edit = only_edit()
    assert edit.changed == 3
    edit.at -= timedelta(days=9)
    db.session.commit()
    assert f"/bulk-edits/{edit.id}" in ada.get("/bulk-edits").text
    assert "3 records are back to their previous state." in undone(ada, edit)
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
