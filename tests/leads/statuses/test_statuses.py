"""What a company calls the states of its leads: state and status always agree, and set-up keeps them whole."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.invoices.audits.sales import status_faults
from salesapp.leads.conversion.actions import convert
from salesapp.leads.conversion.choices import Choices, New
from salesapp.leads.conversion.undo import unconvert
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models import Lead
from salesapp.leads.models.statuses import (
    LEAD_STATUS,
    NamedStatus,
    Tone,
    default_of,
    of_state,
    offered,
    statuses,
)
from salesapp.records.editing import finish
from tests.records.importing.intake import bring_in, counts
from tests.statements import statements

WORKING, DISQUALIFIED = LeadStatus.WORKING, LeadStatus.DISQUALIFIED


@pytest.fixture
def make_status(cast):
    """`make_status("Called once")`: a further status of leads that are worked on."""

    def make(name: str, state: LeadStatus = WORKING, **values) -> NamedStatus:
        made = NamedStatus(**{"name": name, "state": state, "tone": Tone.NEUTRAL} | values)
        finish(LEAD_STATUS, made, by=cast["root"])
        db.session.add(made)
        db.session.commit()
        return made

    return make


def fresh(record):
    db.session.expire_all()
    return record


def test_a_company_begins_with_one_status_for_each_state(cast):
    found = [(each.state, each.title, each.is_default, each.in_use) for each in statuses()]
    assert found == [(state, str(state.label), True, True) for state in LeadStatus]


def test_a_new_lead_is_called_as_its_state_is(mara):
    assert (mara.status, mara.named_status.title) == (LeadStatus.NEW, "New")


def test_marking_with_a_status_sets_the_state_and_history_keeps_the_name_it_had(mara, cast, make_status):
    once = make_status("Called once")
    mara.mark(once, by=cast["ada"])
    assert (mara.status, mara.named_status) == (WORKING, once)
    with pytest.raises(RuleBroken, match="already has this status"):
        mara.mark(once, by=cast["ada"])
    once.name = "Rang"
    db.session.commit()
    assert history(mara)[0].particulars == {"status": "Called once"}
    mara.mark(WORKING, by=cast["ada"])
    db.session.commit()
    assert history(mara)[0].particulars == {"status": {"choice": ["LeadStatus", "working"]}}


def test_a_retired_status_stays_on_its_leads_and_is_not_given_to_others(mara, make_lead, cast, make_status):
    once = make_status("Called once")
    mara.mark(once, by=cast["ada"])
    once.archive(by=cast["root"])
    db.session.commit()
    assert (mara.named_status, once in offered([WORKING])) == (once, False)
    with pytest.raises(RuleBroken, match="no longer in use"):
        make_lead("Other").mark(once, by=cast["ada"])
    once.unarchive(by=cast["root"])
    assert once in offered([WORKING])


def test_the_last_status_of_a_state_and_the_first_choice_are_not_retired(cast, make_status):
    with pytest.raises(RuleBroken, match="only status"):
        default_of(WORKING).archive(by=cast["root"])
    once = make_status("Called once")
    with pytest.raises(RuleBroken, match="the default of its state"):
        default_of(WORKING).archive(by=cast["root"])
    once.prefer(by=cast["root"])
    db.session.commit()
    first = of_state(WORKING)[0]
    first.archive(by=cast["root"])
    assert (default_of(WORKING), first.in_use) == (once, False)
    with pytest.raises(RuleBroken, match="only status"):
        once.archive(by=cast["root"])


def test_what_comes_into_a_state_by_itself_gets_its_first_choice(mara, cast, make_status):
    again, bad = make_status("Taken up again"), make_status("Bad data", DISQUALIFIED)
    again.prefer(by=cast["root"])
    mara.disqualify("No such number", by=cast["ada"], status=bad)
    assert (mara.status, mara.named_status.title) == (DISQUALIFIED, "Bad data")
    mara.reactivate(by=cast["ada"])
    assert (mara.status, mara.named_status.title) == (WORKING, "Taken up again")


def test_a_lead_is_not_disqualified_as_something_else(mara, cast, make_status):
    with pytest.raises(RuleBroken, match="isn’t for disqualified leads"):
        mara.disqualify("No budget", by=cast["ada"], status=make_status("Called once"))


def test_unconverting_gives_the_status_back(mara, cast, make_status):
    once = make_status("Called once")
    mara.mark(once, by=cast["ada"])
    convert(mara, Choices(account=New()), by=cast["ada"])
    db.session.commit()
    assert mara.named_status.state is LeadStatus.CONVERTED
    unconvert(mara, by=cast["ada"])
    assert (mara.status, mara.named_status) == (WORKING, once)


@pytest.mark.parametrize("name", ["working", "  Nurturing ", "跟进中"])
def test_two_statuses_are_not_called_alike_in_any_language(make_status, name):
    with pytest.raises(RuleBroken, match="already a status with this name"):
        make_status(name)


def test_a_name_that_was_given_up_is_free(make_status):
    default_of(WORKING).name = "Being worked on"
    db.session.commit()
    assert make_status("Working", LeadStatus.NURTURING).title == "Working"


def test_a_status_keeps_what_it_stands_for(cast, make_status):
    once = make_status("Called once")
    once.state = LeadStatus.NEW
    with pytest.raises(RuleBroken, match="can’t be changed while leads use it"):
        finish(LEAD_STATUS, once, by=cast["root"])


def test_there_is_one_status_of_converted_leads(make_status):
    with pytest.raises(RuleBroken, match="can have only one status"):
        make_status("Won over", LeadStatus.CONVERTED)


def test_each_status_moves_among_those_of_its_state(cast, make_status):
    for name in ("A", "B"):
        make_status(name)
    of_state(WORKING)[0].move(1, by=cast["root"])
    assert [each.title for each in of_state(WORKING)] == ["A", "Working", "B"]
    of_state(WORKING)[2].move(1, by=cast["root"])
    db.session.commit()
    assert [each.title for each in of_state(WORKING)] == ["A", "Working", "B"]


VERBS = st.sampled_from(
    [
        "mark",
        "disqualify",
        "reactivate",
        "state",
        "convert",
        "unconvert",
        "prefer",
        "archive",
        "unarchive",
        "import",
    ]
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(VERBS, st.integers(0, 9)), max_size=8))
def test_state_and_status_agree_whatever_is_done(make_lead, make_status, cast, steps):
    if len(statuses()) == len(LeadStatus):
        for name, state in (
            ("Once", WORKING),
            ("Twice", WORKING),
            ("Later", LeadStatus.NURTURING),
            ("Bad", DISQUALIFIED),
        ):
            make_status(name, state)
    lead, by = make_lead(company="Nordlicht"), cast["ada"]
    acts = {
        "mark": lambda named: lead.mark(named, by=by),
        "disqualify": lambda named: lead.disqualify("No", by=by, status=named),
        "reactivate": lambda _named: lead.reactivate(by=by),
        "state": lambda named: setattr(lead, "status", named.state) if not lead.is_converted else None,
        "import": lambda named: setattr(lead, "status_id", named.id) if not lead.is_converted else None,
        "convert": lambda _named: convert(lead, Choices(account=New()), by=by),
        "unconvert": lambda _named: unconvert(lead, by=by),
        "prefer": lambda named: named.prefer(by=by),
        "archive": lambda named: named.archive(by=by),
        "unarchive": lambda named: named.unarchive(by=by),
    }
    for verb, pick in steps:
        named = statuses()[pick % len(statuses())]
        try:
            acts[verb](named)
            db.session.commit()
        except RuleBroken:
            db.session.rollback()
        assert lead.named_status.state is lead.status
        assert list(status_faults(db.session)) == []
        for state in LeadStatus:
            assert [each.in_use for each in of_state(state) if each.is_default] == [True]


# --- files and lists ----------------------------------------------------------------------------------------------


def test_files_say_the_companys_names_or_those_of_the_states(cast, make_status):
    make_status("Called once")
    default_of(LeadStatus.NEW).name = "Incoming"
    db.session.commit()
    text = "Name,Status\nA,called ONCE\nB,nurturing\nC,新建\nD,\nE,Cold\nF,converted\nG,Incoming\n"
    run = bring_in(text, "lead", cast["ben"], replacements={"status": {"Cold": "disqualified"}})
    assert counts(run) == (7, 0, 0, 0)
    found = {each.name: (each.status, each.named_status.title) for each in db.session.scalars(select(Lead))}
    assert found == {
        "A": (WORKING, "Called once"),
        "B": (LeadStatus.NURTURING, "Nurturing"),
        "C": (LeadStatus.NEW, "Incoming"),
        "D": (LeadStatus.NEW, "Incoming"),
        "E": (DISQUALIFIED, "Disqualified"),
        "F": (LeadStatus.CONVERTED, "Converted"),
        "G": (LeadStatus.NEW, "Incoming"),
    }


def test_a_file_that_comes_back_changes_the_status_and_the_history_says_so(mara, cast, make_status):
    make_status("Called once")
    run = bring_in(
        "Name,E-mail,Status\nMara,mara@nordlicht.example,Called once\n",
        "lead",
        cast["root"],
        match=("email",),
    )
    assert run.updated == 1
    assert (fresh(mara).status, mara.named_status.title) == (WORKING, "Called once")
    change = next(each for each in history(mara)[0].changes if each["field"] == "status")
    named = (change["before"]["record"][2], change["after"]["record"][2])
    assert named == ({"choice": ["LeadStatus", "new"]}, "Called once"), (
        "a state is read in the reader's language"
    )


def test_the_list_shows_and_filters_by_the_companys_names(as_user, make_lead, cast, make_status):
    once = make_status("Called once")
    make_lead("Anna").mark(once, by=cast["ada"])
    make_lead("Bert").mark(WORKING, by=cast["ada"])
    ada = as_user("ada")
    page = ada.get("/leads").text
    assert "Called once" in page
    assert f"status={once.id}" in page
    shown = [
        [name in ada.get(f"/leads?status={asked}").text for name in ("Anna", "Bert")]
        for asked in (once.id, "working", "new", "nonsense", "99999999999")
    ]
    assert shown == [[True, False], [True, True], [False, False], [False, False], [False, False]]
    assert "Called once" in ada.get("/leads/filters/condition?c-field=status").text


def test_a_list_asks_for_the_statuses_only_after_one_changed(as_user, make_lead, cast, make_status):
    once = make_status("Called once")
    for number in range(6):
        make_lead(f"Lead {number}").mark(once if number % 2 else WORKING, by=cast["ada"])
    ada = as_user("ada")
    ada.get("/leads")
    with statements() as ran:
        ada.get("/leads")
    assert not any("FROM lead_statuses" in each for each in ran)
    make_status("Called twice")
    with statements() as ran:
        ada.get("/leads")
    assert sum("FROM lead_statuses" in each for each in ran) == 1


# --- set-up -------------------------------------------------------------------------------------------------------


def test_an_administrator_makes_a_status_and_a_rep_marks_with_it(as_user, mara):
    root, ada = as_user("root"), as_user("ada")
    form = root.filled(
        "/lead-statuses/new?state=working", action="/lead-statuses/new", name="Called once", stale_days="5"
    )
    assert [root.post("/lead-statuses/new", data=form).status_code for _ in range(2)] == [303, 303]
    made = of_state(WORKING)[1:]
    assert [(each.name, each.stale_days, each.tone) for each in made] == [("Called once", 5, Tone.WARN)]
    sent = {"csrf_token": ada.csrf(), "status": str(made[0].id)}
    assert ada.post(f"/leads/{mara.id}/status", data=sent).status_code == 303
    assert "Called once" in ada.get(f"/leads/{mara.id}").text
    assert ada.post(f"/leads/{mara.id}/status", data=sent).status_code == 409


def test_many_statuses_stand_on_a_sheet(as_user, mara, make_status):
    for name in ("A", "B", "C"):
        make_status(name)
    ada = as_user("ada")
    assert f"/leads/{mara.id}/status" in ada.get(f"/leads/{mara.id}").text
    sheet = ada.get(f"/leads/{mara.id}/status").text
    assert [name in sheet for name in (">A<", ">B<", ">C<", ">Working<", ">Nurturing<")] == [True] * 5


def test_what_is_wrong_stands_beside_the_field(as_user):
    root = as_user("root")
    for name in ("", "Nurturing", "x" * 41):
        answer = root.submit("/lead-statuses/new", action="/lead-statuses/new", name=name)
        assert answer.status_code == 422
        assert 'id="name-error"' in answer.text
    answer = root.submit("/lead-statuses/new", action="/lead-statuses/new", name="Never", stale_days="0")
    assert "From 1 to 3,650 days." in answer.text
    assert len(statuses()) == len(LeadStatus)


def test_a_colleagues_change_is_seen_before_it_is_overwritten(as_user):
    root, path = as_user("root"), f"/lead-statuses/{default_of(WORKING).id}/edit"
    old = root.filled(path, action=path, name="Mine")
    root.submit(path, action=path, name="Theirs")
    answer = root.post(path, data=old)
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert "Mine" in answer.text


def test_a_default_is_called_in_the_readers_language_until_it_has_a_name(as_user, mara, cast):
    cast["cora"].locale, mara.owner_id = "zh", cast["cora"].id
    db.session.commit()
    cora, root, path = (
        as_user("cora"),
        as_user("root"),
        f"/lead-statuses/{default_of(LeadStatus.NEW).id}/edit",
    )
    assert "新建" in cora.get(f"/leads/{mara.id}").text
    root.submit(path, action=path, name="Incoming")
    assert "Incoming" in cora.get(f"/leads/{mara.id}").text
    root.submit(path, action=path, name=" ")
    assert fresh(default_of(LeadStatus.NEW)).name is None


def test_only_who_sets_up_changes_statuses(as_user, make_status):
    once = make_status("Called once")
    for name in ("ada", "ben"):
        someone = as_user(name)
        assert someone.get("/lead-statuses").status_code == 403
        for verb in ("archive", "prefer", "move", "edit"):
            data = {"csrf_token": someone.csrf()}
            assert someone.post(f"/lead-statuses/{once.id}/{verb}", data=data).status_code == 403


def test_the_page_of_a_status_retires_it_and_takes_it_back(as_user, make_status):
    once, root = make_status("Called once"), as_user("root")
    page = f"/lead-statuses/{once.id}"
    root.submit(page, action=f"{page}/archive")
    assert (fresh(once).in_use, "Archived" in root.get(page).text) == (False, True)
    root.submit(page, action=f"{page}/unarchive")
    root.submit(page, action=f"{page}/prefer")
    assert (fresh(once).in_use, once.is_default) == (True, True)
    root.submit("/lead-statuses", action=f"{page}/move", direction="up")
    assert of_state(WORKING)[0].name == "Called once"
