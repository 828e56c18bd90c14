"""Opportunities out of a file, by the command that people use."""

from datetime import date
from decimal import Decimal

import pytest

from salesapp.core.access import acting_as
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.customers.models import Account
from salesapp.opportunities.models import OPPORTUNITY, Opportunity, State
from salesapp.opportunities.upkeep.totals import OpportunityTotal
from salesapp.products.models import Product
from salesapp.records.importing.commands import import_command

STAGES = ("Prospecting", "Engaging", "Won", "Lost")


@pytest.fixture
def put(stages, cast):
    """Makes or changes one as the import does, as Ada."""

    def make(found=None, **values):
        with acting_as(cast["ada"]):
            importer = OPPORTUNITY.importer
            result = (
                importer.create(values, by=cast["ada"])
                if found is None
                else importer.update(found, values, by=cast["ada"])
            )
            db.session.add(found or result)
            db.session.commit()
        return result

    return make


def test_a_row_says_stage_product_and_when_it_was_opened(put, account, product, stages, cast):
    made = put(
        account=account.id,
        product=product.id,
        stage="proposal",
        amount=55_000,
        opened_on=date(2017, 3, 1),
        external_id="X1",
    )
    assert (made.name, made.stage, made.owner_id) == ("Widget · Acme", stages[2], cast["ada"].id)
    assert (made.created_at.date(), made.stage_entered_at.date()) == (date(2017, 3, 1), date(2017, 3, 1))
    assert [(line.net, line.unit_price) for line in made.lines] == [(55_000, Decimal(550))]
    assert (made.probability, made.weighted) == (Decimal(50), 27_500)


def test_without_an_amount_the_products_price_is_the_amount(put, account, product):
    assert put(account=account.id, product=product.id, quantity=Decimal(10)).amount == 90_000


def test_the_competitor_of_a_row_is_met_and_of_a_lost_one_it_was_lost_to(put, account, lost):
    common = {"account": account.id, "close_reason": lost.id, "stage": "Lost"}
    gone = put(name="A", competitor="Bolt", **common)
    won = put(name="B", competitor="bolt", **common | {"stage": "Won", "amount": 1, "close_reason": None})
    later = put(name="C", account=account.id)
    put(later, competitor="BOLT", **common)
    assert len({each.competitors[0].competitor_id for each in (gone, won, later)}) == 1
    assert gone.lost_to_id == later.lost_to_id == gone.competitors[0].competitor_id
    assert won.lost_to_id is None


def test_outcomes_close_with_date_and_amount(put, account, lost):
    won = put(
        name="A",
        account=account.id,
        stage="Won",
        amount=1_000,
        close_on=date(2017, 5, 1),
        opened_on=date(2017, 3, 1),
    )
    assert (won.state, won.actual_amount, won.closed_on) == (State.WON, 1_000, date(2017, 5, 1))
    assert won.stage_changes[0].left_at.date() == date(2017, 5, 1)
    gone = put(
        name="B",
        account=account.id,
        stage="closed lost",
        amount=0,
        close_on=date(2017, 5, 1),
        close_reason=lost.id,
    )
    assert (gone.state, gone.actual_amount, gone.close_reason_id) == (State.LOST, None, lost.id)
    assert (
        put(name="C", account=account.id, stage="Negotiation", state=State.WON, amount=5).state is State.WON
    )


def test_what_nobody_knows_is_refused_with_its_column(put, account):
    with pytest.raises(RuleBroken) as refused:
        put(name="A", account=account.id, stage="Dreaming")
    assert refused.value.field == "stage"
    with pytest.raises(RuleBroken, match="account or a contact"):
        put(name="A")
    with pytest.raises(RuleBroken, match="needs a name"):
        put()


def test_a_row_that_changed_nothing_changes_nothing(put, account):
    row = {"name": "A", "account": account.id, "stage": "Won", "amount": 1_000, "close_on": date(2017, 5, 1)}
    made = put(**row)
    version = made.version
    assert put(made, **row) is False
    assert made.version == version


def test_a_row_moves_closes_and_reopens_what_exists(put, account, stages):
    made = put(name="A", account=account.id, stage="Needs analysis")
    with pytest.raises(RuleBroken, match="Expected close date is required"):
        put(made, stage="Proposal")
    assert put(made, stage="Proposal", close_on=date(2030, 1, 1)) is True
    assert made.stage is stages[2]
    jumping = put(name="B", account=account.id, stage="Qualification")
    with pytest.raises(RuleBroken, match="Expected close date is required before leaving Needs analysis"):
        put(jumping, stage="Negotiation")
    assert put(made, stage="Lost") is True
    assert made.state is State.LOST
    assert put(made, stage="Qualification") is True
    assert (made.state, made.stage) == (State.OPEN, stages[0])
    assert put(made, amount=500, stage="Won") is True
    assert made.closes[-1].outcome is State.WON


def test_a_file_of_many_is_read_in_one_go(app, stages, cast, tmp_path):
    db.session.add_all(Account(name=f"Account {number}") for number in range(5))
    db.session.add(Product(name="GTX", active=True))
    db.session.commit()
    lines = ["opportunity_id,product,account,deal_stage,engage_date,close_date,close_value"]
    lines += [
        f"ID{number},GTX,Account {number % 5},{STAGES[number % 4]},2016-10-20,2017-03-01,{number}"
        for number in range(60)
    ]
    file = tmp_path / "deals.csv"
    file.write_text("\n".join(lines))
    columns = ("opportunity_id=external_id", "product=product", "account=account", "deal_stage=stage")
    mapping = [
        f"--map={each}"
        for each in (*columns, "engage_date=opened_on", "close_date=close_on", "close_value=amount")
    ]
    values = ["--value=stage:Prospecting=Qualification", "--value=stage:Engaging=Needs analysis"]
    command = [
        "opportunity",
        str(file),
        *mapping,
        *values,
        "--match=external_id",
        "--as=ada@example.com",
    ]
    result = app.test_cli_runner().invoke(import_command, command)
    assert result.exit_code == 0, result.output
    rows = db.session.query(Opportunity).all()
    assert [sum(row.state is state for row in rows) for state in State] == [30, 15, 15]
    assert sum(row.count for row in db.session.query(OpportunityTotal)) == 30
