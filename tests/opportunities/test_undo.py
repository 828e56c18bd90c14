"""Undo of a move, a win or a loss gives back all that was, and is refused only after another move or closing."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import inspect

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.opportunities.models import Opportunity

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
