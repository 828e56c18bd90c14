"""One's own call, a manager's judgement, handing in: beside what is calculated, and kept as it was said."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.access import acting_as
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.forecasts.calls import call, set_due, submit, withdraw
from salesapp.forecasts.grid import grid_for
from salesapp.forecasts.models import ForecastCall, ForecastDue, ForecastSubmission, handed_in
from salesapp.forecasts.reminding import remind
from salesapp.opportunities.processes.models import ForecastCategory
from salesapp.people.models import User
from salesapp.records.notices.models import Notice
from tests.forecasts.conftest import NOW, QUARTER
from tests.races import at_once

COMMIT, BEST = ForecastCategory.COMMIT, ForecastCategory.BEST_CASE


@pytest.fixture
def team(deal, cast):
    deal("ada", 100_00, "commit")
    deal("ada", 60_00, won=True)
    deal("ben", 20_00, "best_case")


def line_of(name: str, cast, viewer: str = "ben"):
    db.session.expire_all()
    person = db.session.get(User, cast[viewer].id)
    with acting_as(person):
        return grid_for(person, QUARTER).sums.line(cast[name].id)


def test_calculated_own_and_judged_stand_side_by_side_and_the_last_word_counts(team, cast):
    ada, ben = cast["ada"], cast["ben"]
    assert line_of("ada", cast).final == {COMMIT: 160_00, BEST: 160_00}
    call(ada, QUARTER, COMMIT, 150_00, by=ada)
    call(ada, QUARTER, COMMIT, 140_00, by=ada)
    call(ada, QUARTER, COMMIT, 120_00, by=ben, note="One of them slips.")
    db.session.commit()
    found = line_of("ada", cast)
    assert (found.figures.calculated(COMMIT), found.called(COMMIT).own, found.called(COMMIT).judged) == (
        160_00,
        140_00,
        120_00,
    )
    assert found.expected == 120_00
    team = line_of("ben", cast)
    assert team.final == {COMMIT: 120_00, BEST: 160_00 + 20_00}
    assert team.figures.calculated(COMMIT) == 160_00
    call(ben, QUARTER, COMMIT, 130_00, by=ben)
    db.session.commit()
    assert line_of("ben", cast).expected == 130_00
    rows = db.session.scalars(select(ForecastCall).order_by(ForecastCall.id))
    assert [(each.before, each.value) for each in rows] == [
        (None, 150_00), (150_00, 140_00), (None, 120_00), (None, 130_00)
    ]  # fmt: skip
    told = [(each.user_id, each.event.kind) for each in db.session.scalars(select(Notice))]
    assert told == [(ada.id, "forecast_adjusted")]


def test_who_may_say_what_of_whom(team, cast):
    ada, ben, past = cast["ada"], cast["ben"], QUARTER.before(1)
    for person, period, values, by in (
        (ben, QUARTER, (COMMIT, 1), ada),
        (cast["cora"], QUARTER, (COMMIT, 1), ben),
        (ada, past, (COMMIT, 1), ada),
        (ada, QUARTER, (COMMIT, -1), ada),
        (ada, QUARTER, (ForecastCategory.PIPELINE, 1), ada),
        (ada, QUARTER, (COMMIT, 1), ben),  # without a reason
    ):
        with pytest.raises(RuleBroken):
            call(person, period, *values, by=by)
    assert db.session.scalar(select(ForecastCall.id)) is None


def test_what_was_said_and_submitted_stays_as_it_was(team, cast, deal):
    ada = cast["ada"]
    call(ada, QUARTER, COMMIT, 150_00, by=ada)
    submit(line_of("ada", cast), QUARTER, by=ada)
    db.session.commit()
    deal("ada", 999_00, won=True)
    kept = db.session.scalars(select(ForecastSubmission)).one()
    assert kept.figures == {
        "commit": 150_00, "best_case": 160_00, "calculated": 160_00, "closed": 60_00, "open": 100_00, "quota": None
    }  # fmt: skip
    for row, name in ((kept, "figures"), (db.session.scalars(select(ForecastCall)).one(), "value")):
        setattr(row, name, 1)
        with pytest.raises(RuntimeError, match="stays as it was said"):
            db.session.flush()
        db.session.rollback()
    with pytest.raises(RuleBroken):
        submit(line_of("ada", cast), QUARTER, by=cast["ben"])


def test_what_one_submits_is_ones_own_word_not_the_managers(team, cast, as_user):
    ada, ben, page = cast["ada"], cast["ben"], f"/forecasts?period={QUARTER.key}"
    call(ada, QUARTER, COMMIT, 150_00, by=ada)
    call(ada, QUARTER, COMMIT, 120_00, by=ben, note="One of them slips.")
    call(ada, QUARTER, BEST, 130_00, by=ben, note="It does.")
    db.session.commit()
    client = as_user("ada")
    assert client.submit(page, action="/forecasts/submit").status_code == 303
    kept = db.session.scalars(select(ForecastSubmission)).one()
    assert (kept.figures["commit"], kept.figures["best_case"]) == (150_00, 160_00)
    assert re.search(r"Submitted on [^<]*: €150\b", client.get(page).text)
    assert line_of("ada", cast).expected == 120_00
    submit(line_of("ben", cast), QUARTER, by=ben)
    db.session.commit()
    whole = db.session.scalar(select(ForecastSubmission).where(ForecastSubmission.user_id == ben.id))
    assert whole.figures["commit"] == 120_00, "of the people below counts what their manager says"


def test_a_manager_adjusts_in_place_and_submits(team, cast, as_user):
    ben, key, page = as_user("ben"), cast["ada"].id, f"/forecasts?period={QUARTER.key}"
    address = f"/forecasts/{key}/call?period={QUARTER.key}&back=/forecasts%3Fperiod={QUARTER.key}"
    sheet = ben.get(address)
    assert "Calculated" in sheet.text
    assert 'value="commit" checked' in sheet.text
    form = {"category": "commit", "value": "1,250.50"}
    assert ben.submit(address, form).status_code == 422
    answer = ben.submit(address, form | {"note": "They told me."})
    assert (answer.status_code, answer.headers["Location"]) == (303, page)
    assert "€1,251" in ben.get(page).text
    assert ben.submit(page, action="/forecasts/submit").status_code == 303
    assert "Submitted on" in ben.get(page).text
    assert "They told me." in ben.get(f"{page}&of={key}").text
    assert "€1,251" in as_user("ada").get(page).text
    assert as_user("ada").submit(address, form).status_code == 303
    for other, status in (("dana", 404), ("rob", 403)):
        client = as_user(other)
        sent = form | {"note": "x", "csrf_token": client.csrf()}
        assert client.post(address, data=sent).status_code == status


def test_a_call_below_what_is_closed_is_asked_about_and_saved_anyway(team, cast, as_user):
    ada = as_user("ada")
    address = f"/forecasts/{cast['ada'].id}/call?period={QUARTER.key}"
    low = {"category": "commit", "value": "59.99"}
    asked = ada.submit(address, low)
    assert asked.status_code == 422
    assert "€60.00 is already closed in this period." in asked.text
    assert 'name="anyway"' in asked.text
    assert db.session.scalars(select(ForecastCall)).all() == []
    assert ada.submit(address, low | {"anyway": "1"}).status_code == 303
    assert ada.submit(address, low | {"value": "60"}).status_code == 303, "what is closed, and no more"
    assert [each.value for each in db.session.scalars(select(ForecastCall))] == [59_99, 60_00]


def test_whoever_has_not_submitted_is_reminded_once_a_day(team, cast, as_user):
    ben, due_on = as_user("ben"), NOW.date() + timedelta(days=3)
    sheet = f"/forecasts/due?period={QUARTER.key}"
    assert ben.submit(sheet, due_on="2026-11-01").status_code == 422
    assert ben.submit(sheet, due_on=due_on.isoformat()).status_code == 303
    assert "Due on 19 Nov 2026" in as_user("ada").get(f"/forecasts?period={QUARTER.key}").text
    for days, told in ((1, 0), (2, 1), (2, 0), (3, 1), (4, 0)):
        with clock.travel(NOW + timedelta(days=days)):
            assert remind() == told
            db.session.commit()
    assert {each.user_id for each in db.session.scalars(select(Notice))} == {cast["ada"].id}
    set_due(QUARTER, NOW.date(), by=cast["ben"])
    submit(line_of("ada", cast), QUARTER, by=cast["ada"])
    db.session.commit()
    assert remind() == 0


def test_the_first_due_date_is_said_twice_at_once(team, as_user):
    sheet = f"/forecasts/due?period={QUARTER.key}"
    days = [(NOW.date() + timedelta(days=ahead)).isoformat() for ahead in (3, 4)]
    browsers = [as_user("ben") for _day in days]
    forms = [browser.filled(sheet, due_on=day) for browser, day in zip(browsers, days, strict=True)]

    def press(browser, form):
        with clock.travel(NOW):  # a thread has a clock of its own
            return browser.post(sheet, data=form)

    acts = [partial(press, *each) for each in zip(browsers, forms, strict=True)]
    assert [answer.status_code for answer in at_once(*acts)] == [303, 303]
    assert db.session.scalars(select(ForecastDue)).one().due_on.isoformat() in days


def everything():
    """All that was ever said and submitted, as it counts now."""
    calls = db.session.scalars(select(ForecastCall).order_by(ForecastCall.id))
    standing = db.session.scalars(handed_in(QUARTER))
    return [(each.user_id, each.value) for each in calls], [(each.user_id, each.figures) for each in standing]


def test_a_submission_is_withdrawn_and_all_counts_as_before(team, cast, as_user, deal):
    ada = as_user("ada")
    call(cast["ada"], QUARTER, COMMIT, 150_00, by=cast["ada"])
    db.session.commit()
    before = everything()
    page = f"/forecasts?period={QUARTER.key}"
    ada.submit(page, action="/forecasts/submit")
    db.session.expire_all()
    assert len(everything()[1]) == 1
    deal("ada", 5_00, "commit")  # the product is used a while
    shown = ada.get(page).text
    assert "Submitted on" in shown
    key = db.session.scalar(select(ForecastSubmission.id))
    answer = ada.submit(page, action=f"/forecasts/submissions/{key}/withdraw")
    assert answer.headers["Location"].startswith("/forecasts?")
    db.session.expire_all()
    assert everything() == before
    assert "Submitted on" not in ada.get(page).text
    kept = db.session.scalars(select(ForecastSubmission)).one()
    assert kept.figures["commit"] == 150_00, "it stays as it was said"
    assert as_user("ben").post(f"/forecasts/submissions/{key}/withdraw").status_code in {400, 404}


@pytest.mark.parametrize("since", ["judged", "manager", "again", "withdrawn", "over"])
def test_a_submission_that_somebody_went_on_from_stays(team, cast, since):
    ada, ben = cast["ada"], cast["ben"]
    made = submit(line_of("ada", cast), QUARTER, by=ada)
    db.session.commit()
    now = NOW + timedelta(hours=1)
    with clock.travel(now):
        if since == "judged":
            call(ada, QUARTER, COMMIT, 1_00, by=ben, note="Careful.")
        if since == "manager":
            submit(line_of("ben", cast), QUARTER, by=ben)
        if since == "again":
            submit(line_of("ada", cast), QUARTER, by=ada)
        if since == "withdrawn":
            withdraw(made, by=ada)
        db.session.commit()
    words = {
        "judged": "Ben Manager has adjusted",
        "manager": "Ben Manager has submitted",
        "again": "again since",
        "withdrawn": "already withdrawn",
        "over": "period is over",
    }
    with (
        clock.travel(now + timedelta(days=90 if since == "over" else 0)),
        pytest.raises(RuleBroken, match=words[since]),
    ):
        withdraw(made, by=ada)


def test_who_withdrew_is_reminded_again(team, cast):
    ada = cast["ada"]
    set_due(QUARTER, NOW.date(), by=cast["ben"])
    made = submit(line_of("ada", cast), QUARTER, by=ada)
    db.session.commit()
    withdraw(made, by=ada)
    db.session.commit()
    assert remind() == 1
