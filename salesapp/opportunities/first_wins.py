"""The win that made an account a customer: no other opportunity of it was won before."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, not_, or_

from salesapp.core.i18n import _
from salesapp.opportunities.models.opportunity import Opportunity
from salesapp.opportunities.outcome import State


def is_first_win(asked: str) -> ColumnElement[bool]:
    """The filter of lists: `first_win=1` wins that made a new customer, `first_win=0` the other opportunities.

    Whoever asks may not see the win that came before: it came before all the same, so the table is asked.
    """
    before = Opportunity.__table__.alias("won_before")
    earlier = or_(
        before.c.closed_on < Opportunity.closed_on,
        and_(before.c.closed_on == Opportunity.closed_on, before.c.id < Opportunity.id),
    )
    of_account = and_(
        before.c.account_id == Opportunity.account_id,
        before.c.state == State.WON,
        before.c.deleted_at.is_(None),
        earlier,
    )
    first = and_(
        Opportunity.state == State.WON,
        Opportunity.account_id.is_not(None),
        ~exists().where(of_account).correlate(Opportunity),
    )
    return first if asked == "1" else not_(first)


def first_win_words(asked: str) -> str:
    """What the chip of the filter says."""
    return _("New customer") if asked == "1" else _("No new customer")
