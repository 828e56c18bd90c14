"""The feed of wins: whose each reader is shown, congratulations once per person, and the winner is told."""

import pytest
from sqlalchemy import func, select

from salesapp.core import clock
from salesapp.core.company import LeaderboardReach, company
from salesapp.core.db import db
from salesapp.recognition.wins.models import Congratulation
from salesapp.records.notices.models import Notice
from tests.clients import HTMX
from tests.recognition.test_leaderboards import places


@pytest.fixture
def everyone(app):
    company().leaderboard = LeaderboardReach.EVERYONE
    db.session.commit()


def count(model):
    return db.session.scalar(select(func.count(model.id)))


def press(client, win, act, **others):
    return client.post(f"/wins/{win.id}/{act}", data={"csrf_token": client.csrf()}, **others)


def test_a_reader_sees_what_they_see_anyway_unless_the_company_shows_everyone(won, cast, as_user):
    won("ada", 50_00)
    won("cora", 90_00)
    db.session.commit()
    ada = as_user("ada")
    (own,) = places(ada.get("/wins").text)
    assert "Ada Rep won €50.00" in own
    assert "Congratulate" not in own, "nobody congratulates themselves"
    company().leaderboard = LeaderboardReach.EVERYONE
    db.session.commit()
    page = ada.get("/wins").text
    assert "Cora Rep won €90.00" in page
    assert "cora 9000" not in page, "what it was is for those who see it"
    company().leaderboard = LeaderboardReach.OFF
    db.session.commit()
    assert places(ada.get("/wins").text) == []
    assert 'href="/wins"' not in ada.get("/").text


def test_one_tap_congratulates_once_and_tells_the_winner_and_a_second_takes_it_back(
    won, cast, as_user, everyone
):
    win = won("cora", 90_00).closes[0]
    db.session.commit()
    ada, cora = as_user("ada"), as_user("cora")
    for _again in range(2):
        assert press(ada, win, "congratulate").status_code == 303
    assert "Congratulated by Ada Rep" in cora.get("/wins").text
    assert count(Congratulation) == count(Notice) == 1
    assert "Ada Rep congratulated Cora Rep on this win" in cora.get("/").text
    page = ada.get("/wins").text
    assert f'action="/wins/{win.id}/take-back"' in page
    for _again in range(2):
        assert press(ada, win, "take-back").status_code == 303
    assert "Congratulated by" not in cora.get("/wins").text
    assert count(Congratulation) == count(Notice) == 0


def test_the_tap_answers_with_the_row_alone(won, cast, as_user, everyone):
    win = won("cora", 90_00).closes[0]
    db.session.commit()
    answer = press(as_user("ada"), win, "congratulate", headers=HTMX)
    assert f'id="win-{win.id}"' in answer.text
    assert "<main" not in answer.text


def test_what_is_not_shown_is_not_congratulated_on(won, cast, as_user):
    made = won("cora", 90_00), won("ada", 10_00), won("ada", 20_00)
    hidden, own, reopened = (each.closes[0] for each in made)
    made[2].reopen(by=cast["ada"])
    db.session.commit()
    ada = as_user("ada")
    codes = [press(ada, each, "congratulate").status_code for each in (hidden, own, reopened)]
    assert codes == [404, 409, 404]
    cast["ada"].on_leaderboard = False
    db.session.commit()
    assert press(as_user("ben"), own, "congratulate").status_code == 404
    assert count(Congratulation) == 0


def test_today_shows_the_last_week_only(won, cast, as_user):
    won("ada", 50_00)
    db.session.commit()
    ben = as_user("ben")
    assert 'hx-get="/wins/today"' in ben.get("/").text
    assert "Ada Rep won" in ben.get("/wins/today").text
    with clock.travel(to=clock.now().replace(year=clock.now().year + 1)):
        assert "Nothing was won in the last 7 days." in as_user("ben").get("/wins/today").text
        assert "No wins yet" in as_user("ben").get("/wins").text
