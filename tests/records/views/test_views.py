"""Views of lists: shipped ones, saved ones under each reader's rights, chosen columns, several orders, sums."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate
from salesapp.core.registry import record_types
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes import defaults
from salesapp.records.exporting.commands import export_command
from salesapp.records.lists import listing
from salesapp.records.lists.listing import Criteria, page_of
from salesapp.records.views.models import SavedView

NAMES = ("Alpha", "Beta", "Gamma", "Delta")


@pytest.fixture
def deals(cast):
    """Two of Ada's, one of Cora's and one without a close date; amounts in euros."""
    defaults.begin()
    account = Account(name="Acme", owner_id=cast["ada"].id)
    db.session.add(account)
    today = today_for()
    rows = [
        ("Alpha", "ada", 1_000_00, 0),
        ("Beta", "ada", 500_00, -3),
        ("Gamma", "cora", 70_00, 0),
        ("Delta", "ada", None, None),
    ]
    for name, owner, amount, days in rows:
        close = None if days is None else today + timedelta(days=days)
        Opportunity.open_new(
            name=name, account=account, owner=cast[owner], by=cast[owner], amount=amount, close_on=close
        )
    db.session.commit()


def names(page: str) -> set[str]:
    return {each for each in NAMES if f">{each}</a>" in page}


def test_every_shipped_view_can_be_asked_for_and_opens(as_user, deals):
    root, shipped = as_user("root"), [(type_, view) for type_ in record_types() for view in type_.views]
    assert len(shipped) > 20
    for type_, view in shipped:
        criteria = Criteria.from_args(type_, view.args)
        assert not criteria.problem, (type_.key, view.key, criteria.problem)
        assert set(view.args) <= {*criteria.args, *type_.list_filters}, (type_.key, view.key)
        page = root.get(f"/{type_.slug}?view={view.key}").text
        chip = f'href="/{type_.slug}?view={view.key}" aria-current="true"'
        assert not view.pinned or chip in page or type_.key in {"lead", "invoice"}


def test_shipped_views_show_what_they_say(as_user, deals):
    ada = as_user("ada")
    assert names(ada.get("/opportunities?view=mine").text) == {"Alpha", "Beta", "Delta"}
    assert names(ada.get("/opportunities?view=late").text) == {"Beta"}
    assert names(as_user("dana").get("/opportunities?view=mine").text) == set()
    assert names(ada.get("/opportunities?view=mine&filter=amount:greater:600").text) == {"Alpha"}


def test_a_view_shows_each_colleague_what_they_may_see(as_user, deals, cast):
    ben = as_user("ben")
    url = "/views/opportunities?filter=amount:min:500"
    answer = ben.submit(url, {"name": "Worth it", "audience": "all"}, action="/views/opportunities")
    assert answer.status_code == 303
    key = db.session.scalar(select(SavedView.id))
    assert names(ben.get(f"/opportunities?view={key}").text) == {"Alpha", "Beta"}
    cora = as_user("cora")
    assert names(cora.get(f"/opportunities?view={key}").text) == set()
    assert "Worth it" in cora.get("/views/opportunities").text
    assert (
        cora.post(f"/views/opportunities/{key}/remove", data={"csrf_token": cora.csrf_token()}).status_code
        == 404
    )


def test_who_is_offered_a_view(as_user, deals):
    ada = as_user("ada")
    for audience, status in (("mine", 303), ("all", 422), ("team", 303)):
        url = "/views/opportunities?filter=amount:filled"
        answer = ada.submit(url, {"name": audience, "audience": audience}, action="/views/opportunities")
        assert answer.status_code == status
    mine, team = db.session.scalars(select(SavedView.id).order_by(SavedView.id))
    assert ada.get(f"/opportunities?view={mine}").status_code == 200
    for name, of_mine, of_team in (("ben", 409, 200), ("cora", 409, 409)):  # Ben is of Ada's team
        browser = as_user(name)
        assert browser.get(f"/opportunities?view={mine}").status_code == of_mine
        assert browser.get(f"/opportunities?view={team}").status_code == of_team
    assert as_user("mia").get("/views/opportunities").status_code == 404


def test_what_a_leaver_showed_their_team_is_an_administrators(as_user, deals, cast):
    ada, root = as_user("ada"), as_user("root")
    for name in ("mine", "team"):
        url = "/views/opportunities?filter=amount:filled"
        ada.submit(url, {"name": name, "audience": name}, action="/views/opportunities")
    mine, team = db.session.scalars(select(SavedView.id).order_by(SavedView.id))
    assert root.get(f"/opportunities?view={team}").status_code == 409
    cast["ada"].deactivate(by=cast["root"])
    db.session.commit()
    assert root.get(f"/opportunities?view={team}").status_code == 200
    assert root.get(f"/opportunities?view={mine}").status_code == 409
    assert as_user("ben").get(f"/opportunities?view={team}").status_code == 200
    found = select(SavedView.name).where(SavedView.changeable_by(cast["root"]))
    assert db.session.scalars(found).all() == ["team"]


def test_a_view_is_taken_down_from_the_list_and_put_back(as_user, deals):
    ada, chip = as_user("ada"), 'href="/opportunities?view=late"'
    assert chip in ada.get("/opportunities").text
    token = {"csrf_token": ada.csrf_token()}
    assert ada.post("/views/opportunities/late/pin", data=token).status_code == 303
    assert chip not in ada.get("/opportunities").text
    assert chip in as_user("ben").get("/opportunities").text
    ada.post("/views/opportunities/late/pin", data=token | {"pinned": "1"})
    assert chip in ada.get("/opportunities").text


def test_columns_are_chosen_and_put_in_order(as_user, deals):
    ada = as_user("ada")
    page = ada.get("/opportunities?columns=next_step,amount").text
    assert page.index(">Next step<") < page.index(">Amount<")
    assert ">Expected close date<" not in page
    sheet = ada.htmx("/views/opportunities/columns?columns=next_step,amount").text
    assert "columns=amount,next_step" in sheet
    assert "columns=next_step,amount,probability" in sheet


def test_rows_are_sorted_by_several_fields_page_by_page(app, deals, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 1)
    type_ = next(each for each in record_types() if each.key == "opportunity")
    criteria = Criteria.from_args(type_, {"sort": "close_on,-amount"})
    found, after = [], None
    while len(found) < 9:
        page = page_of(criteria, after)
        found += [row.name for row in page.rows]
        after = page.after
        if after is None:
            break
    assert found == ["Beta", "Alpha", "Gamma", "Delta"]


def test_the_foot_of_a_list_adds_up_what_the_reader_sees(as_user, deals):
    assert "€1,500.00" in as_user("ada").htmx("/views/opportunities/sums").text
    assert "€70.00" in as_user("cora").htmx("/views/opportunities/sums?filter=amount:filled").text
    assert "of 3 rows" in as_user("root").htmx("/views/opportunities/sums").text


def test_a_view_is_exported(app, deals, cast):
    for view in ("late", "Past their close date"):
        done = CliRunner().invoke(export_command, ["opportunity", "--view", view, "--as", "ada@example.com"])
        assert "Beta" in done.output, done.output
        assert "Alpha" not in done.output


def save_view(browser, name: str, audience: str, query: str = "filter=amount:filled") -> int:
    url = f"/views/opportunities?{query}"
    browser.submit(url, {"name": name, "audience": audience}, action="/views/opportunities")
    return db.session.scalar(select(SavedView.id).where(SavedView.name == name))


def test_the_newest_three_shared_views_stand_above_the_list_of_whom_they_are_for(as_user, deals):
    ada, ben, cora = as_user("ada"), as_user("ben"), as_user("cora")
    keys = [save_view(ada, f"Shared {number}", "team") for number in range(4)]
    own = save_view(ben, "Own", "mine")

    def above(browser) -> list[str]:
        return re.findall(
            r'class="chip" href="/opportunities\?view=(\d+)"', browser.get("/opportunities").text
        )

    assert above(ben) == [str(each) for each in (own, *keys[1:])]
    assert above(cora) == []  # Cora is of another team
    assert above(ada) == [str(each) for each in keys]
    ben.post(f"/views/opportunities/{keys[3]}/pin", data={"csrf_token": ben.csrf_token()})
    assert above(ben) == [str(each) for each in (own, *keys[1:3])]
    assert "Shared 0" in ben.get("/views/opportunities").text


def test_under_a_view_its_owner_reads_what_it_asks_for(as_user, deals):
    ada = as_user("ada")
    key = save_view(ada, "Dear", "mine", "filter=amount:greater:9000")
    page = ada.get(f"/opportunities?view={key}").text
    assert "Amount is more than " in page
    assert re.search(r'<nav class="chips" data-behavior="centre" aria-label="Views">', page)


def test_a_sum_over_currencies_says_its_parts_and_their_rates(as_user, deals, cast):
    db.session.add(CurrencyRate(currency="USD", valid_from=today_for(), rate=Decimal("0.9")))
    account = db.session.scalar(select(Account))
    Opportunity.open_new(
        name="Epsilon", account=account, owner=cast["ada"], by=cast["ada"], amount=200_00, currency="USD"
    )
    db.session.commit()
    foot = as_user("ada").htmx("/views/opportunities/sums").text
    assert "€1,680.00" in foot
    assert "<li><span>EUR · 2</span> €1,500.00</li>" in foot
    assert "<li><span>USD · 1</span> $200.00 × 0.9 = €180.00</li>" in foot
    assert "<details" not in as_user("cora").htmx("/views/opportunities/sums").text


def test_scores_and_years_are_not_added_up(as_user, cast):
    db.session.add(Account(name="Acme", employees=10, founded=1999, owner_id=cast["ada"].id))
    db.session.commit()
    ada = as_user("ada")
    foot = ada.htmx("/views/accounts/sums?columns=name,employees,founded").text
    assert "Employees" in foot
    assert "Founded" not in foot
    assert "/sums" not in ada.get("/leads?columns=score").text
