"""One opportunity becomes two, and nothing is lost or gained."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity, State
from salesapp.products.models import PriceBook, Product


@pytest.fixture
def products(cast):
    found = [Product(name=f"Product {number}", code=f"P{number}", active=True) for number in range(4)]
    db.session.add_all([*found, PriceBook(name="EUR", currency="EUR", is_default=True)])
    db.session.commit()
    return found


def deal(cast, products=(), amount=None):
    made = Opportunity.open_new(
        name="Echo", by=cast["ada"], account=Account(name="Echo Foods"), amount=amount
    )
    for number, product in enumerate(products, start=1):
        made.add_line(product, by=cast["ada"], unit_price=Decimal("9.99") * number)
    db.session.flush()
    return made


def test_products_go_over_and_both_amounts_follow(cast, products):
    whole = deal(cast, products)
    whole.add_member(cast["ben"], by=cast["ada"], role="Helps", split=Decimal(40))
    before, chosen = whole.amount, whole.lines[1:3]
    part = whole.split(name="Echo, part 2", close_on=None, lines=chosen, amount=None, by=cast["ada"])
    db.session.commit()
    assert [each.product.name for each in part.lines] == ["Product 1", "Product 2"]
    assert [each.product.name for each in whole.lines] == ["Product 0", "Product 3"]
    assert (part.amount, whole.amount) == (part.lines_total, whole.lines_total)
    assert part.amount + whole.amount == before
    assert (part.stage_id, part.account_id, part.owner_id) == (
        whole.stage_id,
        whole.account_id,
        whole.owner_id,
    )
    assert [(each.user_id, each.split) for each in part.members] == [(cast["ben"].id, Decimal(40))]
    told = history(whole)[0]
    assert told.kind == "opportunity_split"
    assert [each["field"] for each in told.changes] == ["amount"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(amount=st.integers(2, 10**12), share=st.integers(1, 10**12))
def test_the_parts_are_worth_what_the_whole_was(cast, amount, share):
    whole = deal(cast, amount=amount)
    if share < amount:
        part = whole.split(name="Two", close_on=None, lines=[], amount=share, by=cast["ada"])
        assert part.amount + whole.amount == amount
        assert min(part.amount, whole.amount) > 0
    else:
        with pytest.raises(RuleBroken, match="less than the total"):
            whole.split(name="Two", close_on=None, lines=[], amount=share, by=cast["ada"])
    db.session.rollback()


@pytest.mark.parametrize("chosen", [[], [0, 1]])
def test_both_parts_keep_a_product(chosen, cast, products):
    whole = deal(cast, products[:2])
    with pytest.raises(RuleBroken, match="both opportunities need at least one"):
        whole.split(
            name="Two",
            close_on=None,
            lines=[whole.lines[each] for each in chosen],
            amount=None,
            by=cast["ada"],
        )


def test_an_amount_of_its_own_is_shared_out(cast, products):
    whole = deal(cast, products[:2])
    whole.amount = 100_000
    part = whole.split(name="Two", close_on=None, lines=whole.lines[:1], amount=30_000, by=cast["ada"])
    assert (part.amount, whole.amount, part.amount_follows_lines) == (30_000, 70_000, False)


def test_a_wrong_amount_and_a_colleagues_change_are_said(cast, as_user):
    whole = deal(cast, amount=100)
    db.session.commit()
    page = f"/opportunities/{whole.id}/split"
    ada = as_user("ada")
    kept = ada.filled(page, action=page, amount="0.50")
    assert ada.post(page, data={**kept, "amount": "1.50"}).status_code == 422
    answer = ada.submit(page, action=page, amount="0.50")
    assert answer.status_code == 303
    db.session.expire_all()
    assert whole.amount == 50
    stale = ada.post(page, data=kept | {"once": "another-key-of-a-later-form"})
    assert "Someone else has changed this opportunity" in stale.text


def test_a_closed_one_is_not_split(cast):
    whole = deal(cast, amount=100)
    whole.state = State.LOST
    with pytest.raises(RuleBroken, match="Only an open opportunity"):
        whole.split(name="Two", close_on=None, lines=[], amount=50, by=cast["ada"])


def test_nobody_splits_what_they_do_not_see(cast, as_user):
    whole = deal(cast, amount=100)
    db.session.commit()
    assert as_user("cora").get(f"/opportunities/{whole.id}/split").status_code == 404
