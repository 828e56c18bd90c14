"""What must be true of an opportunity before it leaves a stage forward; stages that are celebrated; guidance."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.process_setup.editing import keep_key_fields
from salesapp.opportunities.processes.guidance import linked
from salesapp.opportunities.processes.models import Stage
from salesapp.opportunities.processes.requirements import NotYet
from salesapp.records.filters.conditions import Condition, Operator

LARGE = Condition("amount", Operator.GREATER, ("1000",))
SENTENCE = "“Amount is more than €1,000” must be true before leaving Qualification."


@pytest.fixture
def browser(as_user):
    return as_user("ada")


def check(stage, *conditions):
    stage.exit_checks = [each.as_json() for each in conditions]
    db.session.commit()


def card_of(browser, made):
    return re.search(rf'id="opportunity-{made.id}"[^>]*', browser.get("/board").text)[0]


def test_what_is_not_true_is_named_and_mended_on_the_sheet_that_moves(as_user, make, stages):
    check(stages[0], LARGE)
    made, browser = make(amount=100_000), as_user("ada")
    url = f"/opportunities/{made.id}/move"
    assert "data-refuses" in card_of(browser, made)
    assert SENTENCE in browser.htmx(url).text
    refused = browser.submit(url, {"stage": str(stages[1].id), "amount": "900"}, action=url, htmx=True)
    assert refused.status_code == 422
    assert SENTENCE in refused.text
    assert 'value="900"' in refused.text
    assert browser.submit(url, {"stage": str(stages[1].id), "amount": "1,500"}, action=url).status_code == 303
    db.session.expire_all()
    assert (made.stage_id, made.amount) == (stages[1].id, 150_000)
    stages[1].key_fields = []
    db.session.commit()
    assert "data-refuses" not in card_of(browser, made)


def test_an_amount_in_another_currency_is_compared_as_the_company_counts_it(make, stages, cast):
    db.session.add(CurrencyRate(currency="USD", valid_from=date(2020, 1, 1), rate=Decimal("0.5")))
    check(stages[0], LARGE)
    small, large = (make(str(amount), amount=amount, currency="USD") for amount in (199_900, 200_100))
    with pytest.raises(NotYet):
        small.move(stages[1], by=cast["ada"])
    large.move(stages[1], by=cast["ada"])
    assert large.stage_id == stages[1].id


def test_a_must_and_a_check_of_one_field_are_one_sentence_at_a_time(make, stages):
    keep_key_fields(stages[0], ["amount"], ["amount"])
    check(stages[0], LARGE)
    made = make()
    assert [each.sentence for each in made.gaps([made.stage])] == [
        "Amount is required before leaving Qualification."
    ]
    made.amount = 5
    assert [each.sentence for each in made.gaps([made.stage])] == [SENTENCE]


@given(
    amount=st.none() | st.integers(0, 300_000),
    step=st.sampled_from(["", "Call", "Send the offer"]),
    asked=st.lists(
        st.sampled_from(
            [
                LARGE,
                Condition("amount", Operator.LESS, ("2000",)),
                Condition("amount", Operator.FILLED),
                Condition("next_step", Operator.CONTAINS, ("offer",)),
                Condition("close_on", Operator.EMPTY),
                Condition("no_such_field", Operator.FILLED),
            ]
        ),
        max_size=4,
        unique=True,
    ),
)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_board_and_verb_agree(browser, make, stages, amount, step, asked):  # noqa: PLR0917
    db.session.rollback()
    for each in stages:
        db.session.get(Stage, each.id).key_fields = []
    check(db.session.get(Stage, stages[0].id), *asked)
    made = make(amount=amount, next_step=step or None)
    refused = bool(made.why_not_to(stages[1]))
    assert ("data-refuses" in card_of(browser, made)) == refused
    known = [each for each in asked if each.field != "no_such_field"]
    holds = {
        "amount greater": (amount or 0) > 100_000 and amount is not None,
        "amount less": amount is not None and amount < 200_000,
        "amount filled": amount is not None,
        "next_step contains": "offer" in step,
        "close_on empty": True,
    }
    assert refused == any(not holds[f"{each.field} {each.operator.value}"] for each in known)
    db.session.delete(made)
    db.session.commit()


def test_the_path_editor_keeps_exit_checks_and_shows_them_as_a_phone_does(as_user, stages, make):
    url, browser = f"/setup/processes/stages/{stages[0].id}", as_user("root")
    row = {"conditions-0-field": "amount", "conditions-0-operator": "greater", "conditions-0-value": "1,000"}
    assert browser.submit(url, row, action=url).status_code == 303
    db.session.expire_all()
    assert stages[0].conditions == [LARGE]
    page = browser.get(url).text
    assert "Amount is more than €1,000" in page
    made = make(amount=100)
    assert "Amount is more than €1,000" in as_user("ada").get(f"/opportunities/{made.id}").text


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("amount", "contains", "1"), "doesn’t work with this field"),
        (("amount", "greater", ""), "enter a value to compare with"),
        (("stage", "equals", "1"), "This condition can’t be used."),
    ],
)
def test_a_check_without_sense_comes_back_with_what_was_typed(as_user, stages, row, sentence):
    url, browser = f"/setup/processes/stages/{stages[0].id}", as_user("root")
    names = ("conditions-0-field", "conditions-0-operator", "conditions-0-value")
    answer = browser.submit(url, dict(zip(names, row, strict=True)), action=url)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_stage_that_is_celebrated_is_celebrated_wherever_one_gets_there(as_user, make, stages):
    stages[1].celebrated = True
    db.session.commit()
    browser = as_user("ada")
    first, second = make("First", close_on=date(2030, 1, 1)), make("Second")
    board = {"HX-Current-URL": "http://localhost/board"}
    data = {"csrf_token": browser.csrf_token(), "once": "a", "stage": stages[1].id, "version": first.version}
    url = f"/opportunities/{first.id}/move"
    assert "celebrate" in browser.htmx(url, method="POST", data=data, headers=board).text
    browser.submit(f"/opportunities/{second.id}", action=f"/opportunities/{second.id}/complete")
    assert 'data-behavior="celebrate"' in browser.get(f"/opportunities/{second.id}").text
    back = data | {"once": "b", "stage": stages[2].id, "version": first.version + 1}
    assert "celebrate" not in browser.htmx(url, method="POST", data=back, headers=board).text
    assert db.session.query(Opportunity).filter_by(stage_id=stages[1].id).count() >= 1


def test_guidance_is_rich_and_obeys_no_html():
    html = linked("**Ask** for *this*:\n\n- one https://a.example/x.\n- [two](https://b.example)")
    assert "<strong>Ask</strong>" in html
    assert html.count("<li>") == 2
    assert '<a href="https://a.example/x" rel="noopener noreferrer" target="_blank">' in html
    hostile = linked("<script>x</script> [no](javascript:x) [no](data:text/html,x) <img src=x onerror=y>")
    assert "<script" not in hostile
    assert "<img" not in hostile
    assert "<a" not in hostile


@given(st.text(max_size=200))
def test_whatever_is_typed_as_guidance_makes_no_other_tags(text):
    tags = set(re.findall(r"<\s*/?\s*([a-zA-Z]+)", str(linked(text))))
    assert tags <= {"p", "br", "strong", "em", "ul", "ol", "li", "a"}
