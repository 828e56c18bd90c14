"""Winning, losing and taking that back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from salesapp.core import clock
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event, before, event_kind, last_of, record, record_undo
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money
from salesapp.marketing.competitors import competitor_called
from salesapp.opportunities.models.history import OpportunityClose
from salesapp.opportunities.models.ranked import newest_rank
from salesapp.opportunities.models.staged import MOVED, PROCESS_CHANGED, Staged
from salesapp.opportunities.outcome import Outcome, State
from salesapp.opportunities.processes.models import LossReason, Stage, default_process
from salesapp.opportunities.processes.requirements import Gap, NotYet
from salesapp.records.undo import undoes

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

    from salesapp.customers.models import Account

WON = event_kind("opportunity_won", _l("%(by)s closed this as won for %(amount)s"), icon="trophy")
WON_AMOUNT_CORRECTED = event_kind(
    "won_amount_corrected",
    _l("%(because)s was amended: this is won for %(amount)s"),
    icon="trophy",
    touch=False,
)
LOST = event_kind("opportunity_lost", _l("%(by)s closed this as lost: %(reason)s"), icon="circle-x")
REOPENED = event_kind("opportunity_reopened", _l("%(by)s reopened this"), icon="rotate-ccw")
MOVE_UNDONE = event_kind("opportunity_move_undone", _l("%(by)s undid the move"), icon="undo-2", touch=False)
CLOSE_UNDONE = event_kind(
    "opportunity_close_undone", _l("%(by)s undid the close"), icon="undo-2", touch=False
)
SAID_BY_CLOSING = frozenset({"amount", "close_on"})
"""Estimates that the closing settles by its own amount and day: a won deal is not asked for them."""
STEPS = (MOVED, PROCESS_CHANGED, WON, LOST, REOPENED, MOVE_UNDONE, CLOSE_UNDONE)
"""Whatever changes where a deal stands; the last of them can be undone."""


class Closable(Staged):
    """The trait of being won or lost."""

    __abstract__ = True

    if TYPE_CHECKING:
        account: Mapped[Account | None]
        amount: Mapped[int | None]
        currency: Mapped[str]
        actual_amount: Mapped[int | None]
        closed_on: Mapped[date | None]
        close_reason_id: Mapped[int | None]
        close_note: Mapped[str | None]
        competitor: Mapped[str | None]
        owner_id: Mapped[int | None]
        owner: Mapped[Any]
        closes: Mapped[list[OpportunityClose]]

    @property
    def is_open(self) -> bool:
        return self.state is State.OPEN

    @property
    def is_won(self) -> bool:
        return self.state is State.WON

    def refuse_undo(self, since: int) -> None:
        """What was closed since is settled: neither its owner nor its day changes from behind."""
        super().refuse_undo(since)
        if not self.is_open and self.last_step is not None and self.last_step.id > since:
            raise RuleBroken(_("This opportunity is closed. Reopen it first."))

    def close_won(self, outcome: Outcome, *, by: Any) -> None:
        """The customer buys, for the actual amount (default: the estimated one). What the stage insists on holds."""
        actual = self.check_winning(outcome)
        reason = self._reason(outcome.reason_id, for_won=True)
        self.close_as(State.WON, outcome, actual, by=by)
        amount = Money(actual, self.currency)
        record(
            self,
            WON,
            by=by,
            about=[self.account],
            amount=amount,
            reason=None if reason is None else reason.name,
        )

    def check_winning(self, outcome: Outcome) -> int:
        """For how much it is won; RuleBroken when it can't be."""
        self._refuse_closing(outcome)
        self.refuse_winning()
        actual = self.amount if outcome.actual_amount is None else outcome.actual_amount
        if actual is None or actual < 0:
            raise RuleBroken(_("Enter the actual amount."), field="actual_amount")
        self._reason(outcome.reason_id, for_won=True)
        return actual

    def refuse_winning(self) -> None:
        """NotYet while a stage that winning leaves asks for something that is missing."""
        gaps = self.gaps_to_win()
        if gaps:
            raise NotYet(gaps)

    def gaps_to_win(self) -> list[Gap]:
        """What the stages that winning leaves still ask for, but for what the closing itself says."""
        return self.gaps(self.ahead, settled=SAID_BY_CLOSING)

    def close_lost(self, outcome: Outcome, *, by: Any) -> None:
        """The customer does not buy. A reason is needed; the competitor who won and a note may be said."""
        self._refuse_closing(outcome)
        reason = self._reason(outcome.reason_id, for_won=False)
        if reason is None:
            raise RuleBroken(_("Enter the reason it was lost."), field="reason")
        if outcome.competitor:
            competitor_called(outcome.competitor, by=by)
        self.close_as(State.LOST, outcome, None, by=by)
        record(
            self,
            LOST,
            by=by,
            about=[self.account],
            reason=reason.name,
            competitor=outcome.competitor,
            note=outcome.note,
        )

    def reopen(self, *, by: Any) -> None:
        """Back to the stage it was closed in, or what stands for it now. Each closing stays on record."""
        if self.is_open:
            raise RuleBroken(_("This opportunity is already open."))
        was = self.state
        self._clear_outcome(by)
        process = self.stage.process if self.stage.process.active else default_process()
        self.enter(self.stage.counterpart(process), by=by)
        record(self, REOPENED, by=by, about=[self.account], was=was)

    @property
    def last_step(self) -> Event | None:
        """What last changed where it stands."""
        return last_of(self, STEPS)

    def undo_move(self, step: int, *, by: Any) -> None:
        """Back to where that move took it from, as if it had stood there all the time. `step` is its event."""
        moved = self._step(step, MOVED)
        stays = sorted(self.stage_changes, key=lambda each: each.id)
        stage = db.session.get_one(Stage, stays[-2].stage_id)
        if not stage.in_use:
            raise RuleBroken(_("%(stage)s is no longer in use.", stage=stage.name))
        self.stage_changes.remove(stays[-1])
        db.session.delete(stays[-1])
        stays[-2].left_at = None
        self.stage, self.stage_id, self.stage_entered_at = stage, stage.id, stays[-2].entered_at
        self.rank = newest_rank(self.stage_entered_at)
        self._set_back(moved)
        record_undo(self, MOVE_UNDONE, [moved], by=by)

    def correct_won_amount(self, actual: int, *, because: str, by: Any) -> None:
        """What it was won for is another amount now, as a document of it says; the closing that stands follows."""
        if not self.is_won or actual == self.actual_amount:
            return
        self.actual_amount = actual
        for close in self.closes:
            if close.reopened_at is None:
                close.actual_amount = actual
        amount = Money(actual, self.currency)
        record(self, WON_AMOUNT_CORRECTED, by=by, about=[self.account], amount=amount, because=because)

    def undo_close(self, step: int, *, by: Any) -> None:
        """Open again, as it was before that closing, whose event is `step`. The closing stays on record."""
        closed = self._step(step, WON, LOST)
        if not (self.stage.in_use and self.stage.process.active):
            self.reopen(by=by)
            return
        self._clear_outcome(by)
        for stay in sorted(self.stage_changes, key=lambda each: each.id)[-1:]:
            stay.left_at = None
        self._set_back(closed)
        record_undo(self, CLOSE_UNDONE, [closed], by=by)

    def _step(self, key: int, *kinds: str) -> Event:
        """The event, while nobody has moved or closed it since."""
        last = self.last_step
        if last is None or last.id != key or last.kind not in kinds:
            raise RuleBroken(_("It has been moved, closed or reopened since. Move it manually."))
        return last

    def _set_back(self, step: Event) -> None:
        for name, value in before(step, "probability", "competitor").items():
            setattr(self, name, value)

    def _clear_outcome(self, by: Any) -> None:
        for close in self.closes:
            if close.reopened_at is None:
                close.reopened_at, close.reopened_by_id = clock.now(), by.id
        self.state = State.OPEN
        self.actual_amount = self.closed_on = self.close_reason_id = self.close_note = None

    def close_as(
        self, state: State, outcome: Outcome, actual: int | None, *, by: Any, at: datetime | None = None
    ) -> None:
        """Sets the outcome and keeps the closing. Checks nothing."""
        at = at or clock.now()
        self.leave(at)
        self.state = state
        self.probability = Decimal(100 if state is State.WON else 0)
        self.actual_amount, self.closed_on = actual, outcome.closed_on
        self.close_reason_id, self.close_note = outcome.reason_id, outcome.note
        self.competitor = outcome.competitor or self.competitor
        self.closes.append(
            OpportunityClose(
                outcome=state,
                closed_on=outcome.closed_on,
                actual_amount=actual,
                currency=self.currency,
                reason_id=outcome.reason_id,
                competitor=outcome.competitor,
                note=outcome.note,
                owner_id=self.owner_id or getattr(self.owner, "id", None),
                at=at,
                by_id=by.id,
            )
        )

    def _refuse_closing(self, outcome: Outcome) -> None:
        if not self.is_open:
            raise RuleBroken(_("This opportunity is already closed."))
        if outcome.closed_on > today_for():
            raise RuleBroken(_("The close date can’t be in the future."), field="closed_on")

    def _reason(self, key: int | None, *, for_won: bool) -> LossReason | None:
        found = None if key is None else db.session.get(LossReason, key)
        if found is not None and found.for_won != for_won:
            raise RuleBroken(
                _("“%(name)s” isn’t a reason for this outcome. Choose another.", name=found.name),
                field="reason",
            )
        return found


@undoes(MOVED)
def _undo_move(opportunity: Closable, move: Event, by: Any) -> None:
    opportunity.undo_move(move.id, by=by)
