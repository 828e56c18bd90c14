"""Writing a guided dialog in set-up."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.dialogs.models import Asking, Dialog, Outcome
from tests.dialogs.stage import dialog


@pytest.fixture
def root(as_user):
    return as_user("root")


def added(client, script, **fields):
    page = f"/dialogs/{script.id}/questions/new"
    return client.submit(page, action=page, **fields)


def test_a_dialog_is_written_question_by_question_with_branches(root):
    answer = root.submit("/dialogs/new", action="/dialogs/new", name="First call", about="lead", active="y")
    assert answer.status_code == 303
    script = db.session.scalars(select(Dialog)).one()
    money = {
        "text": "Is there money?",
        "field_name": "rating",
        "answers-0-text": "Yes",
        "answers-0-value": "Hot",
        "answers-1-text": "No",
        "answers-1-outcome": "disqualify",
    }
    assert added(root, script, **money).status_code == 303
    assert (
        added(root, script, text="What for?", asking="field", field_name="product_interest").status_code
        == 303
    )
    assert added(root, script, text="Anything else?", asking="words", required="").status_code == 303
    db.session.expire_all()
    first, _second, last = script.questions
    assert [(each.text, each.value, each.outcome) for each in first.answers] == [
        ("Yes", "hot", None),
        ("No", None, Outcome.DISQUALIFY),
    ]
    page = f"/dialogs/{script.id}/questions/{first.id}"
    assert root.submit(page, action=page, **{"answers-0-goes_to": str(last.id)}).status_code == 303
    db.session.expire_all()
    assert first.answers[0].goes_to_id == last.id
    assert [each.asking for each in script.questions] == [Asking.CHOICE, Asking.FIELD, Asking.WORDS]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "This field is required."),
        ({"text": "Rated?", "answers-0-text": ""}, "Enter at least one answer."),
        (
            {"text": "Rated?", "field_name": "rating", "answers-0-text": "So", "answers-0-value": "boiling"},
            "boiling",
        ),
        ({"text": "When?", "asking": "field"}, "Choose the field that the answer fills."),
        (
            {"text": "How much?", "field_name": "estimated_amount", "answers-0-text": "Much"},
            "can’t be filled from a list of answers",
        ),
    ],
)
def test_what_makes_no_sense_is_said_and_kept(root, fields, sentence):
    script = dialog()
    answer = added(root, script, **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert fields["text"] in answer.text
    db.session.expire_all()
    assert script.questions == []


def test_an_answer_keeps_its_row_when_another_is_taken_away(root):
    script = dialog({"text": "Now?", "answers": ({"text": "Yes"}, {"text": "No"})})
    no = script.questions[0].answers[1].id
    page = f"/dialogs/{script.id}/questions/{script.questions[0].id}"
    assert root.submit(page, action=page, **{"answers-0-text": ""}).status_code == 303
    db.session.expire_all()
    assert [(each.id, each.text) for each in script.questions[0].answers] == [(no, "No")]


def test_nobody_saves_over_a_colleague(root):
    script = dialog({"text": "Now?", "answers": ({"text": "Yes"},)})
    page = f"/dialogs/{script.id}/questions/{script.questions[0].id}"
    mine = root.filled(page, action=page, text="Mine")
    assert root.submit(page, action=page, text="Theirs").status_code == 303
    answer = root.post(page, data=mine)
    assert answer.status_code == 409
    assert "Someone else has changed this since you opened it" in answer.text
    db.session.expire_all()
    assert script.questions[0].text == "Theirs"


def test_questions_change_places_and_go(root):
    script = dialog({"text": "One"}, {"text": "Two"}, {"text": "Three"})
    page, (one, two, three) = f"/dialogs/{script.id}", script.questions
    root.submit(page, action=f"{page}/questions/{three.id}/move", direction="up")
    root.submit(page, action=f"{page}/questions/{one.id}/move", direction="up")
    db.session.expire_all()
    assert [each.text for each in script.questions] == ["One", "Three", "Two"]
    root.submit(f"{page}/questions/{two.id}", action=f"{page}/questions/{two.id}/remove")
    db.session.expire_all()
    assert [each.text for each in script.questions] == ["One", "Three"]


def test_leads_have_other_fields_than_opportunities(root):
    script = dialog({"text": "How hot?", "field_name": "rating"})
    page = f"/dialogs/{script.id}/edit"
    answer = root.submit(page, action=page, about="opportunity")
    assert answer.status_code == 422
    assert "fills a field that these records don’t have" in answer.text
