"""Answering on the phone: who is asked, once, never lost, and truly without a name."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from salesapp.core.company import today_for
from salesapp.core.db import Base, db
from salesapp.home.queries import count_waiting
from salesapp.surveys.models import SurveyParticipant, SurveyResponse
from tests.races import somebody_waits_for_me
from tests.surveys.stage import fields, survey


def rows(model):
    return list(db.session.scalars(select(model)))


def send(client, made, *answers):
    page = f"/my-surveys/{made.id}"
    return client.submit(page, action=page, **fields(made, *answers))


def test_it_waits_on_today_and_in_the_bell_until_it_is_answered(cast, as_user):
    made, ada = survey(cast["root"]), as_user("ada")
    before = count_waiting(cast["ada"], today_for())
    assert made.name in ada.get("/").text
    assert send(ada, made, "yes", "4", "Leads", "Thanks").status_code == 303
    assert count_waiting(cast["ada"], today_for()) == before - 1
    assert made.name not in ada.get("/").text
    assert "Your answers are saved." in ada.get(f"/my-surveys/{made.id}").text
    assert made.name in ada.get("/my-surveys").text


def test_the_ends_of_a_scale_are_named_to_who_answers(cast, as_user):
    made = survey(cast["root"])
    assert as_user("ada").get(f"/my-surveys/{made.id}").text.count("1 = not at all, 5 = completely") == 1


def test_only_those_who_are_asked_see_it(cast, as_user):
    made = survey(cast["root"], started=False)
    made.address(["rep", "manager"], ["North"], by=cast["root"])
    made.anonymous = False
    made.start(by=cast["root"])
    db.session.commit()
    assert [each.name for each in made.audience()] == ["Ada Rep", "Ben Manager"]
    assert as_user("ada").get(f"/my-surveys/{made.id}").status_code == 200
    for name in ("cora", "finn"):
        assert as_user(name).get(f"/my-surveys/{made.id}").status_code == 404
        assert count_waiting(cast[name], today_for()) == 0


def test_a_draft_is_nobodys_yet(cast, as_user):
    made = survey(cast["root"], started=False)
    assert as_user("ada").get(f"/my-surveys/{made.id}").status_code == 404
    assert count_waiting(cast["ada"], today_for()) == 0


def test_pressed_twice_it_is_answered_once(cast, as_user):
    made, ada = survey(cast["root"]), as_user("ada")
    page = f"/my-surveys/{made.id}"
    form = ada.filled(page, action=page, **fields(made, "yes", "4", "Leads"))
    assert [ada.post(page, data=form).status_code for _each in range(2)] == [303, 303]
    assert (len(rows(SurveyParticipant)), len(rows(SurveyResponse))) == (1, 1)


def test_what_is_refused_comes_back_as_it_was_given(cast, as_user):
    made, ada = survey(cast["root"]), as_user("ada")
    answer = send(ada, made, "yes", "", "Quotes", "A long story")
    assert answer.status_code == 422
    assert "This question needs an answer." in answer.text
    assert "A long story" in answer.text
    assert 'value="Quotes" checked' in answer.text
    assert rows(SurveyResponse) == []


def test_all_that_is_missing_is_said_at_once(cast, as_user):
    made, ada = survey(cast["root"]), as_user("ada")
    missing = sum(each.required for each in made.questions)
    assert missing > 1
    assert send(ada, made, "", "", "", "").text.count('class="field-error"') == missing


def test_an_answer_that_was_never_offered_is_refused(cast, as_user):
    made, ada = survey(cast["root"]), as_user("ada")
    page = f"/my-surveys/{made.id}"
    form = ada.filled(page, action=page) | fields(made, "perhaps", "4", "Leads")
    assert ada.post(page, data=form).status_code == 422
    assert rows(SurveyResponse) == []


@pytest.mark.parametrize("ends", ["closed", "late"])
def test_a_closed_survey_says_so_and_takes_nothing(cast, as_user, ends):
    made, ada = survey(cast["root"]), as_user("ada")
    page = f"/my-surveys/{made.id}"
    form = ada.filled(page, action=page, **fields(made, "yes", "4", "Leads"))
    if ends == "closed":
        made.close(by=cast["root"])
    else:
        made.due_on = today_for() - timedelta(days=1)
    db.session.commit()
    answer = ada.post(page, data=form)
    assert answer.status_code == 422
    assert "This survey is closed" in answer.text
    assert rows(SurveyResponse) == []
    assert count_waiting(cast["ada"], today_for()) == 0


def test_an_answer_that_meets_the_close_of_the_survey_is_refused(cast, as_user):
    made, ada = survey(cast["root"]), as_user("ada")
    page = f"/my-surveys/{made.id}"
    form = ada.filled(page, action=page, **fields(made, "yes", "4", "Leads"))
    made.close(by=cast["root"])
    db.session.flush()
    answers = []
    late = Thread(target=lambda: answers.append(ada.post(page, data=form).status_code))
    late.start()
    somebody_waits_for_me()
    db.session.commit()
    late.join()
    assert answers == [422]
    assert rows(SurveyResponse) == []


def test_no_row_of_the_database_leads_from_an_anonymous_answer_to_whoever_gave_it(cast, as_user):
    made = survey(cast["root"])
    for name in ("ada", "ben", "cora", "dana"):
        assert send(as_user(name), made, "no", "1", "Leads", f"word of {name}").status_code == 303
    told = rows(SurveyResponse)
    assert {each.user_id for each in told} == {None}
    assert sorted(each.id for each in told) != list(range(1, 5))
    said, places = str([each.given for each in told]), []
    for table in Base.metadata.sorted_tables:
        query = sa.select(table).execution_options(unscoped="what the database knows at all")
        text = repr(db.session.execute(query).all())
        if "word of" in text:
            places.append(table.name)
    assert "word of ada" in said
    assert places == ["survey_responses"]
    keys = Base.metadata.tables["once_keys"]
    query = sa.select(keys).execution_options(unscoped="what the database knows at all")
    assert db.session.execute(query).all() == []


def test_an_answer_with_names_says_who(cast, as_user):
    made = survey(cast["root"], anonymous=False)
    send(as_user("ada"), made, "no", "1", "Leads")
    assert [each.user_id for each in rows(SurveyResponse)] == [cast["ada"].id]
