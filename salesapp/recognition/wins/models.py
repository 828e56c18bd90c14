"""Congratulations on a win: one of each colleague, taken back as easily as given; the winner is told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core.access import Viewer
from salesapp.core.db import Base, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, last_of, record, undoing
from salesapp.core.i18n import _, _l
from salesapp.opportunities.models import Opportunity, OpportunityClose, State

CONGRATULATED = event_kind(
    "win_congratulated", _l("%(by)s congratulated %(winner)s on this win"), icon="party-popper", touch=False
)
TAKEN_BACK = event_kind(
    "win_congratulation_taken_back", _l("%(by)s took the congratulation back"), icon="undo-2", touch=False
)
SHOWN = {"unscoped": "the feed of wins has shown it to them"}


class Congratulation(Base):
    """One person's on one win."""

    __tablename__ = "congratulations"

    close_id: Mapped[int] = mapped_column(ForeignKey("opportunity_closes.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (UniqueConstraint("close_id", "user_id"),)


def congratulate(close_id: int, winner: str, *, by: Viewer) -> None:
    """Says so once; who has already said so says nothing new."""
    close, found = _locked(close_id, by)
    if close.owner_id == by.id:
        raise RuleBroken(_("This is your own win."))
    if close.outcome is not State.WON or close.reopened_at is not None:
        raise RuleBroken(_("This opportunity isn’t won any more."))
    if found is None:
        db.session.add(Congratulation(close_id=close.id, user_id=by.id))
        record(_opportunity_of(close), CONGRATULATED, by=by, tells=[close.owner_id], winner=winner)


def take_back(close_id: int, *, by: Viewer) -> None:
    """As if it had not been said: the winner need not be told any more."""
    close, found = _locked(close_id, by)
    if found is None:
        return
    db.session.delete(found)
    opportunity = _opportunity_of(close)
    record(opportunity, TAKEN_BACK, by=by, **undoing([last_of(opportunity, [CONGRATULATED], by=by)]))


def _locked(close_id: int, by: Viewer) -> tuple[OpportunityClose, Congratulation | None]:
    """The win, which two taps at once wait for, and what this person has said of it."""
    query = (
        select(OpportunityClose).where(OpportunityClose.id == close_id).with_for_update(of=OpportunityClose)
    )
    close = db.session.scalars(query.execution_options(populate_existing=True)).one()
    theirs = select(Congratulation).where(
        Congratulation.close_id == close_id, Congratulation.user_id == by.id
    )
    return close, db.session.scalar(theirs)


def _opportunity_of(close: OpportunityClose) -> Opportunity:
    query = select(Opportunity).where(Opportunity.id == close.opportunity_id)
    return db.session.scalars(query, execution_options=SHOWN).one()
