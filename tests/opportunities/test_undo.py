"""Undo of a move, a win or a loss gives back all that was, and is refused only after another move or closing."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import inspect

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.opportunities.models import Opportunity, Outcome

BEGAN = datetime(2024, 1, 1, 9, tzinfo=UTC)
BOARD = {"HX-Current-URL": "http://localhost/board?owner=all&stale=1"}
KEPT_APART = {"version", "changed_at", "changed_by_id"}


def columns_of(made: Opportunity) -> dict[str, object]:
    """All that is stored of it, but who wrote it last."""
    db.session.expire_all()
    names = [each.key for each in inspect(Opportunity).column_attrs if each.key not in KEPT_APART]
    return {name: getattr(made, name) for name in names} | {
        "stays": [(stay.stage_id, stay.entered_at, stay.left_at) for stay in made.stage_changes]
    }


@pytest.fixture
def deal(make, stages) -> Opportunity:
    with clock.travel(BEGAN):
        made = make(amount=10_000, stage=stages[0])
        made.probability = Decimal(33)
        db.session.commit()
    return made


@pytest.mark.parametrize("act", ["move", "win", "lose"])
def test_undo_gives_back_the_very_deal_and_stays_on_the_board(as_user, deal, stages, lost, act):
    ada, before = as_user("ada"), columns_of(deal)
    page = f"/opportunities/{deal.id}/{act}"
    values = {
        "move": {"stage": stages[1].id},
        "win": {},
        "lose": {"reason": lost.id, "competitor_text": "Bolt"},
    }
    kept = ada.filled(page, action=page, **values[act])
    answer = ada.htmx(page, method="POST", data=kept, headers=BOARD)
    assert answer.status_code == 200
    assert columns_of(deal) != before
    deal.next_step = "Changed by somebody meanwhile"
    db.session.commit()
    undo = re.search(r'action="([^"]+(?:move-back|close-undo)[^"]+)"', answer.text)[1]
    data = {"csrf_token": ada.csrf_token(), "once": "back"}
    back = ada.htmx(undo, method="POST", data=data, headers=BOARD)
    assert back.headers["HX-Redirect"].startswith("/board?")
    after = columns_of(deal)
    assert after == before | {"next_step": "Changed by somebody meanwhile"}
    again = ada.htmx(undo, method="POST", data=data | {"once": "again"}, headers=BOARD)
    assert again.status_code == 409


def lines_of(made: Opportunity) -> list[tuple[object, ...]]:
    db.session.expire_all()
    return [(each.id, each.position, each.quantity, each.unit_price, each.net) for each in made.lines]


def undo_in(text: str, what: str) -> str:
    return re.search(rf'action="([^"]+{what}[^"]*)"', text)[1]


@pytest.mark.parametrize(("there", "amount_from"), [(0, "keep"), (0, "sum"), (1, "sum")])
def test_undo_of_adding_a_product_gives_back_lines_amount_and_staleness(
    as_user, deal, product, there, amount_from
):
    ada, url = as_user("ada"), f"/opportunities/{deal.id}/lines/new"
    with clock.travel(BEGAN):
        for _each in range(there):
            deal.add_line(product, by=deal.owner)
        db.session.commit()
    before, lines = columns_of(deal), lines_of(deal)
    typed = {
        "product": str(product.id),
        "product_text": "Widget",
        "quantity": "2",
        "amount_from": amount_from,
    }
    added = ada.submit(url, typed, action=url, htmx=True).text
    assert len(lines_of(deal)) == there + 1
    undo = undo_in(added, "added-lines")
    data = {"csrf_token": ada.csrf_token(), "once": "back"}
    assert ada.htmx(undo, method="POST", data=data).status_code == 200
    assert (columns_of(deal), lines_of(deal)) == (before, lines)
    assert ada.htmx(undo, method="POST", data=data | {"once": "again"}).status_code == 409


def test_a_product_that_was_changed_since_is_not_taken_away_by_undo(as_user, deal, product, cast):
    ada, url = as_user("ada"), f"/opportunities/{deal.id}/lines/new"
    typed = {"product": str(product.id), "product_text": "Widget", "quantity": "2", "amount_from": "keep"}
    undo = undo_in(ada.submit(url, typed, action=url, htmx=True).text, "added-lines")
    deal.change_line(
        deal.lines[0], quantity=Decimal(3), unit_price=None, discount=Decimal(0), by=cast["root"]
    )
    db.session.commit()
    answer = ada.htmx(undo, method="POST", data={"csrf_token": ada.csrf_token(), "once": "back"})
    assert answer.status_code == 409
    assert "changed or removed since" in answer.text
    assert len(lines_of(deal)) == 1


def test_undo_of_rejecting_a_win_lets_the_very_request_wait_again(as_user, deal, cast, process):
    process.approval_required = True
    with clock.travel(BEGAN):
        deal.close_won(Outcome(BEGAN.date(), 9_000), by=cast["ada"])
        db.session.commit()
    ben, url, before = as_user("ben"), f"/opportunities/{deal.id}/approval", columns_of(deal)
    asked = requests_of(deal)
    values = {"decision": "reject", "note": "Too cheap"}
    ben.submit(url, values, action=url)
    assert requests_of(deal) != asked
    undo = undo_in(ben.get("/").text, "approval/undo")
    data = {"csrf_token": ben.csrf_token(), "once": "back"}
    assert ben.post(undo, data=data).status_code == 303
    assert (columns_of(deal), requests_of(deal)) == (before, asked)
    assert "today-notices" not in as_user("ada").get("/").text
    ben.submit(url, values, action=url)
    deal.close_won(Outcome(BEGAN.date(), 9_500), by=cast["ada"])
    db.session.commit()
    undo = undo_in(ben.get("/").text, "approval/undo")
    assert ben.post(undo, data=data | {"once": "late"}).status_code == 409
    assert len(requests_of(deal)) == 2


def requests_of(made: Opportunity) -> list[tuple[object, ...]]:
    db.session.expire_all()
    return [
        (each.id, each.verdict, each.decided_at, each.decided_by_id, each.decision_note, each.actual_amount)
        for each in made.win_requests
    ]
