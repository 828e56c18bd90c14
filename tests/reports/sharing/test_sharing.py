"""Dashboards and reports shared with single people: who sees and changes them, and what whoever left leaves behind."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from salesapp.core.access import Role, acting_as, changeable
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.people.models import User
from salesapp.records.views.offered import Audience
from salesapp.reports.dashboards import shelf
from salesapp.reports.dashboards.models import Dashboard
from salesapp.reports.saved.models import SavedReport
from salesapp.reports.sharing.models import Share

REPORT = "/reports/save?type=opportunity&by=owner&m=count"


def seen(model, person: User) -> set[str]:
    with acting_as(person):
        return set(db.session.scalars(select(model.name)))


def test_a_dashboard_is_shared_with_the_people_that_are_chosen(as_user, cast):
    ada, cora = as_user("ada"), as_user("cora")
    made = ada.submit("/dashboards/new", name="Mornings", audience="mine", people=[str(cast["cora"].id)])
    assert made.status_code == 303
    key = db.session.scalar(select(Dashboard.id).where(Dashboard.name == "Mornings"))
    assert "Shared by Ada Rep" in cora.get(f"/dashboards/{key}").text
    assert "Shared by" not in ada.get(f"/dashboards/{key}").text
    assert cora.get(f"/dashboards/{key}/edit").status_code == 404, "it stays Ada’s to change"
    assert [as_user(each).get(f"/dashboards/{key}").status_code for each in ("ben", "root")] == [404, 404]
    sheet = ada.get(f"/dashboards/{key}/edit").text
    assert "Cora Rep" in sheet
    assert "Ada Rep" not in sheet.split("dashboard-form")[1]
    assert ada.submit(f"/dashboards/{key}/edit", name="Evenings").status_code == 303
    assert cora.get(f"/dashboards/{key}").status_code == 200, "who was chosen stays chosen"
    assert ada.submit(f"/dashboards/{key}/edit", people=[str(cast["ben"].id)]).status_code == 303
    assert cora.get(f"/dashboards/{key}").status_code == 404
    ada.post(f"/dashboards/{key}/remove", data={"csrf_token": ada.csrf()})
    assert db.session.scalar(select(func.count(Share.id))) == 0


def test_a_report_is_shared_with_the_people_that_are_chosen(as_user, cast):
    ada, cora, mia = as_user("ada"), as_user("cora"), as_user("mia")
    people = [str(cast[each].id) for each in ("cora", "mia")]
    assert ada.submit(REPORT, name="Who has how many?", audience="mine", people=people).status_code == 303
    kept = db.session.scalar(select(SavedReport))
    assert "Who has how many?" in cora.get("/reports").text.partition("Shared with me")[2]
    assert cora.get(f"/reports/{kept.id}").status_code == 200
    assert mia.get(f"/reports/{kept.id}").status_code == 404, (
        "her role sees no opportunities, whoever shares them"
    )
    assert seen(SavedReport, cast["ben"]) == set()


def test_who_has_no_access_is_shown_nothing_and_stays_where_they_were_chosen(cast):
    ada, cora, sam = cast["ada"], cast["cora"], cast["sam"]
    board = shelf.make("Mornings", Audience.MINE, (), by=ada, people=[cora.id, ada.id])
    assert board.people == [cora.id]
    cora.deactivate(by=cast["root"])
    sam.deactivate(by=cast["root"])
    db.session.commit()
    board.share_with([cora.id])
    with pytest.raises(RuleBroken):
        board.share_with([cora.id, sam.id])


def test_what_somebody_shared_who_left_is_an_administrators(cast):
    ada, root = cast["ada"], cast["root"]
    for name, people in (("Alone", []), ("With Cora", [cast["cora"].id])):
        shelf.make(name, Audience.MINE, (), by=ada, people=people)
    shelf.make("Team", Audience.TEAM, (), by=ada)
    db.session.commit()
    assert seen(Dashboard, root) == set()
    ada.deactivate(by=root)
    db.session.commit()
    assert seen(Dashboard, root) == {"With Cora", "Team"}
    assert seen(Dashboard, cast["cora"]) == {"With Cora"}
    assert seen(Dashboard, cast["ben"]) == {"Team"}
    with acting_as(root):
        mine = select(Dashboard.name).where(changeable(Dashboard, root))
        assert set(db.session.scalars(mine)) == {"With Cora", "Team"}


def test_what_was_for_a_role_is_an_administrators_too_once_its_owner_left(cast):
    ben, root = cast["ben"], cast["root"]
    shelf.make("For reps", Audience.MINE, (), by=ben, role=Role.REP)
    db.session.commit()
    assert (seen(Dashboard, root), seen(Dashboard, cast["ada"])) == (set(), {"For reps"})
    ben.deactivate(by=root)
    db.session.commit()
    assert (seen(Dashboard, root), seen(Dashboard, cast["ada"])) == ({"For reps"}, {"For reps"})
    with acting_as(root):
        assert db.session.scalars(select(Dashboard.name).where(changeable(Dashboard, root))).all() == [
            "For reps"
        ]
