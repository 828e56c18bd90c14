"""Writing a survey, starting it, and reading what came out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.surveys.answering import answer
from salesapp.surveys.kinds import QuestionKind, SurveyStatus
from salesapp.surveys.models import Survey
from salesapp.surveys.shipped import READY
from tests.surveys.stage import survey


@pytest.fixture
def root(as_user):
    return as_user("root")


def answered(made, cast, *names):
    for name in names:
        said = dict(zip([each.id for each in made.questions], ("yes", "4", "Quotes", name), strict=True))
        answer(made, said, by=cast[name])
    db.session.commit()


@pytest.mark.parametrize("ready", READY, ids=lambda each: each.key)
def test_each_ready_made_survey_becomes_a_draft_that_can_be_started(root, ready):
    found = root.post(f"/surveys/from/{ready.key}", data={"csrf_token": root.csrf()})
    made = db.session.scalars(select(Survey)).one()
    assert found.status_code == 303
    assert len(made.questions) == ready.count
    assert "can’t change the questions" in root.get(f"/surveys/{made.id}/start").text
    assert root.post(f"/surveys/{made.id}/start", data={"csrf_token": root.csrf()}).status_code == 303
    db.session.expire_all()
    assert made.status is SurveyStatus.OPEN


def test_a_survey_is_written_question_by_question(root):
    until = (today_for() + timedelta(days=5)).isoformat()
    assert root.submit("/surveys/new", action="/surveys/new", name="New", due_on=until).status_code == 303
    made = db.session.scalars(select(Survey)).one()
    page = f"/surveys/{made.id}/questions/new"
    assert root.submit(page, action=page, text="It fits.", kind="scale").status_code == 303
    refused = root.submit(page, action=page, text="Which?", kind="choice", options="One")
    assert refused.status_code == 422
    assert "different answers" in refused.text
    assert root.submit(page, action=page, text="Which?", kind="choice", options="One\nTwo").status_code == 303
    db.session.expire_all()
    first, second = made.questions
    assert (second.kind, second.options) == (QuestionKind.CHOICE, ["One", "Two"])
    move = {"csrf_token": root.csrf(), "direction": "up"}
    assert root.post(f"/surveys/{made.id}/questions/{second.id}/move", data=move).status_code == 303
    assert (
        root.post(
            f"/surveys/{made.id}/questions/{first.id}/remove", data={"csrf_token": root.csrf()}
        ).status_code
        == 303
    )
    db.session.expire_all()
    assert [each.text for each in made.questions] == ["Which?"]
    audience = f"/surveys/{made.id}/audience"
    form = root.filled(audience, action=audience) | {"roles": ["rep"], "teams": ["North"]}
    assert root.post(audience, data=form).status_code == 303
    db.session.expire_all()
    assert (made.roles, made.teams, made.whom) == (["rep"], ["North"], "Sales rep, North")


def test_once_started_neither_questions_nor_people_nor_the_promise_change(cast, root):
    made = survey(cast["root"])
    with pytest.raises(RuleBroken):
        made.drop(made.questions[0], by=cast["root"])
    with pytest.raises(RuleBroken):
        made.address(["rep"], [], by=cast["root"])
    page = f"/surveys/{made.id}/edit"
    refused = root.submit(page, action=f"/surveys/{made.id}/edit", anonymous="")
    assert refused.status_code == 422
    assert "can’t change once the survey has been started" in refused.text


def test_what_cannot_be_answered_is_not_started(cast):
    late = survey(cast["root"], started=False, days=-1)
    few = survey(cast["root"], started=False)
    few.address(["finance"], [], by=cast["root"])
    empty = Survey(name="Empty", due_on=today_for())
    db.session.add(empty)
    db.session.flush()
    for each, sentence in ((late, "has passed"), (few, "3 people"), (empty, "at least one question")):
        with pytest.raises(RuleBroken, match=sentence):
            each.start(by=cast["root"])


def test_anonymous_results_are_shown_once_the_survey_is_closed_so_that_no_answer_is_seen_coming_in(
    cast, root
):
    made = survey(cast["root"])
    page, table = f"/surveys/{made.id}", f"/surveys/{made.id}/results.csv"
    for name in ("ada", "ben", "cora", "dana"):
        answered(made, cast, name)
        assert "appear once it is closed" in root.get(page).text
        assert "Average" not in root.get(page).text
        assert root.get(table).status_code == 404
    made.close(by=cast["root"])
    assert "Average 4" in root.get(page).text
    lines = root.get(table).text.splitlines()
    assert lines[0].endswith("Question,Answer,Count,Share (%)")
    assert "Which part?,Quotes,4,100" in lines
    assert "Anything else?,cora,1," in lines


def test_two_anonymous_answers_are_shown_to_nobody_not_even_after_closing(cast, root):
    made = survey(cast["root"])
    answered(made, cast, "ada", "ben")
    made.close(by=cast["root"])
    assert "Fewer than three people" in root.get(f"/surveys/{made.id}").text
    assert root.get(f"/surveys/{made.id}/results.csv").status_code == 404


def test_results_with_names_are_shown_at_once_and_say_who_is_missing(cast, root):
    made = survey(cast["root"], anonymous=False)
    answered(made, cast, "ada")
    page = root.get(f"/surveys/{made.id}").text
    assert "Not answered yet" in page
    assert "Ben Manager" in page
    assert "Which part?,Quotes,1,100,Ada Rep" in root.get(f"/surveys/{made.id}/results.csv").text


def test_a_survey_that_ran_is_closed_for_good(cast, root):
    made = survey(cast["root"])
    assert "can’t be opened again" in root.get(f"/surveys/{made.id}/close").text
    assert root.post(f"/surveys/{made.id}/close", data={"csrf_token": root.csrf()}).status_code == 303
    assert root.post(f"/surveys/{made.id}/close", data={"csrf_token": root.csrf()}).status_code == 409
    assert root.post(f"/surveys/{made.id}/start", data={"csrf_token": root.csrf()}).status_code == 409
