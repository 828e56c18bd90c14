"""The sheet that a drop on Won or Lost opens."""

from __future__ import annotations

import pytest

from tests.opportunities.board.test_board import BOARD


@pytest.mark.parametrize("end", ["won", "lost"])
def test_a_drop_on_an_end_says_which_opportunity_of_whom_is_closed(as_user, make, stages, end):
    made = make(amount=10_000)
    sheet = as_user("ada").htmx(f"/opportunities/{made.id}/move?stage={end}", headers=BOARD).text
    assert made.name in sheet
    assert made.customer.title in sheet
