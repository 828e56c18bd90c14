"""The sales path: what a stage asks for is one rule, whoever asks: the verb, the board, the sheets."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from salesapp.activities.actions import add_task
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.customers.models import Contact
from salesapp.opportunities.models import BuyingRole, Opportunity, Outcome, State
from salesapp.opportunities.path.list_filters import lacks
from salesapp.opportunities.processes.models import SalesProcess, Stage, StageField, StageItem
from salesapp.opportunities.processes.requirements import NotYet
from tests.opportunities.board.test_board import opening

WORDS = {
    "field": "Next step is required before leaving",
    "product": "A product is required before leaving",
    "decider": "A decision maker is required before leaving",
    "plan": "A next step is required before leaving",
    "item": "Tick “Budget seen” before leaving",
}
ASKS = st.sets(st.sampled_from(["field", "product", "decider", "plan", "item"]))
HAS = st.sets(st.sampled_from(["field", "product", "decider", "task", "item"]))


def again(one):
    db.session.expire_all()
    return db.session.get(Opportunity, one.id)


def ask(stage, asked):
    """The stage asks exactly for this."""
    stage.product_required, stage.decider_required = "product" in asked, "decider" in asked
    stage.next_step_required = "plan" in asked
    stage.key_fields, stage.items = [], []
    db.session.flush()
    stage.key_fields = [StageField(field="next_step", must=True)] if "field" in asked else []
    stage.items = [
        StageItem(text="Budget seen", must="item" in asked),
        StageItem(text="Nice to have", must=False, position=1),
    ]
    db.session.commit()


def give(made, has, product, contact, by):
    """The opportunity has exactly this."""
    if "field" in has:
        made.next_step = "Call"
    if "product" in has:
        made.add_line(product, by=by)
    if "decider" in has:
        made.add_contact(contact, role=BuyingRole.DECIDER, by=by)
    if "task" in has:
        add_task(made, "Call", today_for(), by, by=by)
    if "item" in has:
        made.tick(made.stage.items[0], by=by)
    db.session.commit()


def expected(asked, has):
    """The rule told a second time."""
    met = {"plan"} if has & {"field", "task"} else set()
    missing = asked - has - met
    return missing - {"plan"} if {"field", "plan"} <= missing else missing


@pytest.fixture
def contact(account):
    found = Contact(family_name="Adler", given_name="Grace", account=account)
    db.session.add(found)
    db.session.commit()
    return found


@pytest.fixture
def browser(as_user):
    return as_user("ada")


@given(asked=ASKS, has=HAS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_board_verb_and_closing_agree_on_what_is_missing(  # noqa: PLR0917
    browser, make, stages, product, contact, cast, asked, has
):
    db.session.rollback()
    first, second = db.session.get(Stage, stages[0].id), db.session.get(Stage, stages[1].id)
    ask(first, asked)
    made = make(amount=1, close_on=today_for())
    give(made, has, product, contact, cast["ada"])
    missing = expected(asked, has)
    sentences = made.why_not_to(second)
    assert len(sentences) == len(missing)
    assert all(any(sentence.startswith(WORDS[each]) for sentence in sentences) for each in missing)
    card = re.search(rf'id="opportunity-{made.id}"[^>]*', browser.get("/board").text)[0]
    assert ("data-refuses" in card) == bool(missing)
    assert (made.id in db.session.scalars(select(Opportunity.id).where(lacks())).all()) == bool(missing)
    for verb in (
        lambda: made.move(second, by=cast["ada"]),
        lambda: made.close_won(Outcome(today_for()), by=cast["ada"]),
    ):
        if missing:
            with pytest.raises(NotYet) as refused:
                verb()
            assert [each.sentence for each in refused.value.gaps] == sentences
            assert (made.stage_id, made.state) == (first.id, State.OPEN)
    if not missing:
        made.move(second, by=cast["ada"])
        assert made.stage_id == second.id
    made.close_as(State.LOST, Outcome(today_for()), None, by=cast["ada"])
    db.session.commit()


@given(first=ASKS, second=ASKS, has=HAS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_board_and_verb_agree_on_the_stages_that_are_jumped_over(  # noqa: PLR0917
    browser, make, stages, product, contact, cast, first, second, has
):
    db.session.rollback()
    found = [db.session.get(Stage, each.id) for each in stages]
    ask(found[0], first)
    ask(found[1], second)
    for stage in found[2:]:
        ask(stage, set())
    made = make(amount=1)
    give(made, has, product, contact, cast["ada"])
    near, far = expected(first, has), expected(first, has) | expected(second, has - {"item"})
    card = re.search(rf'id="opportunity-{made.id}"[^>]*', browser.get("/board").text)[0]
    refused = re.search(r'data-refuses="([^"]*)"', card)
    said = set(refused[1].split()) if refused else set()
    assert (str(found[1].id) in said) == bool(near) == bool(made.why_not_to(found[1]))
    for stage in found[2:]:
        assert (str(stage.id) in said) == bool(far) == bool(made.why_not_to(stage))
    assert ("won" in said) == bool(far) == bool(made.gaps_to_win())
    made.enter(found[3], by=cast["ada"])
    assert not made.why_not_to(found[0])
    made.close_as(State.LOST, Outcome(today_for()), None, by=cast["ada"])
    db.session.commit()


def test_a_jump_asks_on_its_sheet_for_what_each_stage_on_the_way_wants(as_user, make, stages, product):
    ask(stages[0], {"field"})
    ask(stages[1], {"item"})
    ask(stages[2], {"product"})
    made, browser = make(), as_user("ada")
    url = f"/opportunities/{made.id}/move"
    near, far = browser.htmx(url).text, browser.htmx(f"{url}?stage={stages[3].id}").text
    for stage, what in zip(stages, ("field", "item", "product"), strict=False):
        assert f"{WORDS[what]} {stage.name}." in far
        assert f"Before leaving {stage.name}:" in far
        assert (WORDS[what] in near) == (what == "field")
    item = f"item_{stages[1].items[0].id}"
    given_ = {"stage": str(stages[3].id), "next_step": "Call", item: "y"}
    refused = browser.submit(f"{url}?stage={stages[3].id}", given_, action=url, htmx=True)
    assert refused.status_code == 422
    assert f"{WORDS['product']} {stages[2].name}." in refused.text
    assert WORDS["field"] not in refused.text.split('role="alert"')[1].split("</ul>")[0]
    assert again(made).stage_id == stages[0].id
    # What was typed for the farther stage is kept by a nearer one, too.
    nearer = given_ | {"stage": str(stages[1].id)}
    browser.submit(f"{url}?stage={stages[3].id}", nearer, action=url)
    assert again(made).stage_id == stages[1].id
    assert [each.item_id for each in again(made).ticks] == [stages[1].items[0].id]
    further = {"stage": str(stages[3].id), "product": str(product.id), "product_text": "Widget"}
    browser.submit(f"{url}?stage={stages[3].id}", further, action=url)
    assert again(made).stage_id == stages[3].id


def test_winning_early_asks_for_what_the_stages_ahead_want_but_not_when_it_may_close(as_user, make, stages):
    ask(stages[3], {"field"})
    assert any(each.field == "close_on" and each.must for each in stages[1].key_fields)
    made, browser = make(amount=500), as_user("ada")
    url = f"/opportunities/{made.id}/win"
    sheet = browser.htmx(url).text
    assert f"{WORDS['field']} {stages[3].name}." in sheet
    assert "Expected close date is required" not in sheet
    assert browser.submit(url, action=url, htmx=True).status_code == 422
    assert browser.submit(url, next_step="Deliver", action=url).status_code == 303
    assert again(made).state is State.WON


def test_a_process_with_more_stages_is_no_way_over_them_either(make, stages, cast):
    other = partners("Meet", "Agree", "Sign")
    ask(other.stages[1], {"product"})
    made = make()
    with pytest.raises(NotYet, match="A product is required before leaving Agree"):
        made.change_process(other.stages[2], by=cast["ada"])
    made.change_process(other.stages[1], by=cast["ada"])
    assert made.stage.name == "Agree"


def test_what_is_missing_is_filled_in_on_the_sheet_and_moved_in_one_go(
    as_user, make, stages, product, contact
):
    ask(stages[0], {"field", "product", "decider", "item"})
    made, browser = make(), as_user("ada")
    url = f"/opportunities/{made.id}/move"
    sheet = browser.htmx(url).text
    for each in ("field", "product", "decider", "item"):
        assert WORDS[each] in sheet
    given_ = {
        "next_step": "Call",
        "product": str(product.id),
        "product_text": "Widget",
        "decider": str(contact.id),
        "decider_text": contact.title,
        f"item_{stages[0].items[0].id}": "y",
        "stage": str(stages[1].id),
    }
    short = {name: value for name, value in given_.items() if not name.startswith("item_")}
    refused = browser.submit(url, short, action=url, htmx=True)
    assert refused.status_code == 422
    assert refused.headers["HX-Retarget"] == "#sheet"
    assert WORDS["item"] in refused.text
    assert 'value="Call"' in refused.text
    assert (again(made).stage_id, made.next_step, made.lines) == (stages[0].id, None, [])
    assert browser.submit(url, given_, action=url).status_code == 303
    found = again(made)
    assert (found.stage_id, found.next_step, len(found.lines)) == (stages[1].id, "Call", 1)
    assert found.knows_who_decides
    assert {"opportunity_ticked", "opportunity_moved", "changed"} <= {each.kind for each in history(found)}


def test_closing_as_won_asks_on_its_own_sheet(as_user, make, stages):
    ask(stages[0], {"field"})
    made, browser = make(amount=500), as_user("ada")
    url = f"/opportunities/{made.id}/win"
    refused = browser.submit(url, action=url, htmx=True)
    assert refused.status_code == 422
    assert WORDS["field"] in refused.text
    assert browser.submit(url, next_step="Deliver", action=url).status_code == 303
    assert (again(made).state, made.next_step) == (State.WON, "Deliver")


def test_a_tick_is_set_and_taken_off_on_the_page(as_user, make, stages, cast):
    ask(stages[0], {"item"})
    made, browser = make(), as_user("ada")
    url = f"/opportunities/{made.id}/ticks/{stages[0].items[0].id}"
    page = f"/opportunities/{made.id}"
    assert "Budget seen" in browser.get(page).text
    browser.submit(page, action=url, htmx=True)
    assert again(made).gaps([again(made).stage]) == []
    browser.submit(page, action=url, htmx=True)
    assert len(again(made).gaps([again(made).stage])) == 1
    other = SalesProcess(name="Partners", stages=[Stage(name="Meet", items=[StageItem(text="Shake hands")])])
    db.session.add(other)
    db.session.commit()
    with pytest.raises(RuleBroken, match="another stage"):
        made.tick(other.stages[0].items[0], by=cast["ada"])


def partners(*names):
    found = SalesProcess(name="Partners", active=True, position=2)
    found.stages = [
        Stage(name=name, position=place, active=True, probability=20 * place)
        for place, name in enumerate(names, start=1)
    ]
    db.session.add(found)
    db.session.commit()
    return found


def test_another_process_is_no_way_around_what_a_stage_asks(as_user, make, stages, cast):
    other = partners("Meet", "Agree", "Sign")
    ask(stages[0], {"field"})
    made, browser = make(), as_user("ada")
    with pytest.raises(NotYet):
        made.change_process(other.stages[2], by=cast["ada"])
    url = f"/opportunities/{made.id}/process"
    assert WORDS["field"] in browser.htmx(url).text
    assert browser.submit(url, action=url, stage=str(other.stages[2].id), next_step="Call").status_code == 303
    assert again(made).stage.name == "Sign"
    ask(other.stages[2], {"product"})
    made.change_process(stages[0], by=cast["ada"])
    assert made.stage.name == "Qualification"


def test_a_stage_of_the_same_name_stands_for_it_else_one_that_is_no_likelier(stages, process):
    other = partners("Meet", "proposal", "Sign")
    assert stages[2].counterpart(other).name == "proposal"
    assert stages[1].counterpart(other).name == "Meet"
    assert stages[0].counterpart(other).name == "Meet"
    assert stages[1].counterpart(process) is stages[1]


def test_a_stage_with_open_ones_is_archived_only_with_a_place_for_them(as_user, make, stages, process):
    standing, won = make(stage=stages[1]), make("Won", amount=1, stage=stages[1])
    won.close_as(State.WON, Outcome(today_for()), 1, by=won.owner)
    url, browser = f"/setup/processes/stages/{stages[1].id}/archive", as_user("root")
    assert "Open opportunities: 1" in browser.htmx(url).text
    assert browser.submit(url, action=url).status_code == 422
    assert browser.submit(url, {f"stage_{stages[1].id}": str(stages[0].id)}, action=url).status_code == 303
    assert (again(standing).stage_id, again(won).stage_id) == (stages[0].id, stages[1].id)
    assert history(standing)[0].kind == "opportunity_moved"
    assert not stages[1].in_use
    column = f'id="stage-{stages[1].id}"'
    assert column not in browser.get("/board").text
    won.reopen(by=won.owner)
    assert won.stage_id == stages[0].id
    again_ = f"/setup/processes/stages/{stages[1].id}/use-again"
    browser.submit(f"/setup/processes/{process.id}", action=again_)
    assert column in browser.get("/board").text


def test_the_last_stage_and_the_default_process_stay(stages, process, cast):
    from salesapp.opportunities.process_setup.editing import archive_process, archive_stage

    for stage in stages[1:]:
        archive_stage(stage, {}, by=cast["root"])
    with pytest.raises(RuleBroken, match="last stage"):
        archive_stage(stages[0], {}, by=cast["root"])
    with pytest.raises(RuleBroken, match="default process"):
        archive_process(process, {}, by=cast["root"])


def test_an_archived_process_hands_its_open_ones_over(as_user, make, stages):
    other = partners("Meet", "Agree")
    moved = make(stage=other.stages[1])
    url, browser = f"/setup/processes/{other.id}/archive", as_user("root")
    key = f"stage_{other.stages[1].id}"
    assert browser.submit(url, {key: str(stages[2].id)}, action=url).status_code == 303
    assert (again(moved).stage_id, moved.process_id) == (stages[2].id, stages[2].process_id)
    assert history(moved)[0].kind == "opportunity_process_changed"
    assert "Partners" not in as_user("ada").get("/board").text
    browser.submit(f"/setup/processes/{other.id}", action=f"/setup/processes/{other.id}/use-again")
    assert "Partners" in as_user("ada").get("/board").text


def test_the_path_editor_keeps_checks_and_checklist_and_shows_them_as_a_phone_does(as_user, stages):
    url, browser = f"/setup/processes/stages/{stages[0].id}", as_user("root")
    lines = {"items-0-text": "Budget seen", "items-0-must": "y", "items-1-text": "Rivals named"}
    browser.submit(url, {"decider_required": "y", **lines, "guidance": "See https://a.example"}, action=url)
    db.session.expire_all()
    assert [(each.text, each.must) for each in stages[0].items] == [
        ("Budget seen", True),
        ("Rivals named", False),
    ]
    page = browser.get(url).text
    assert 'href="https://a.example"' in page
    assert "Decision maker is known" in page
    browser.submit(url, {"items-0-text": ""}, action=url)
    db.session.expire_all()
    assert [each.text for each in stages[0].items] == ["Rivals named"]
    assert browser.submit(url, {"name": stages[1].name}, action=url).status_code == 422


def test_a_board_that_asks_for_everything_takes_no_more_statements(as_user, make, stages, process):
    process.approval_required = True
    for stage in stages:
        ask(stage, {"field", "product", "decider", "plan", "item"})
    for number in range(8):
        make(f"Deal {number}", stage=stages[number % 4])
    ada = as_user("ada")
    ada.get("/board")  # what is set up is read the first time
    found = opening(ada, "/board")
    assert len(found) <= 9, "\n".join(found)
