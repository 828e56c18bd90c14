"""A win that somebody above the owner must agree to: asked for, approved, rejected or taken back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core.access import Permission, Role, allows
from salesapp.core.concurrency.seen import Seen
from salesapp.core.db import Amount, Base, ShortText
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, last_of, record, record_undo
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money
from salesapp.opportunities.models.closable import STEPS, Closable
from salesapp.opportunities.outcome import Outcome
from salesapp.records.approvals.deciders import may_decide
from salesapp.records.approvals.requests import ApprovalRequest, Verdict, one_waiting

if TYPE_CHECKING:
    from salesapp.opportunities.models.opportunity import Opportunity
    from salesapp.opportunities.processes.models import SalesProcess

REQUESTED = event_kind(
    "opportunity_win_requested", _l("%(by)s requested approval of the win for %(amount)s"), icon="hourglass"
)
APPROVED = event_kind("opportunity_win_approved", _l("%(by)s approved the win"), icon="badge-check")
REJECTED = event_kind("opportunity_win_rejected", _l("%(by)s rejected the win: %(note)s"), icon="ban")
WITHDRAWN = event_kind(
    "opportunity_win_withdrawn", _l("%(by)s withdrew the request for approval of the win"), icon="undo-2"
)
REJECTION_UNDONE = event_kind(
    "opportunity_win_rejection_undone",
    _l("%(by)s undid the rejection of the win"),
    icon="undo-2",
    touch=False,
)
APPROVAL_UNDONE = event_kind(
    "opportunity_win_approval_undone",
    _l("%(by)s undid the approval of the win"),
    icon="undo-2",
    touch=False,
)
DECISIONS = (*STEPS, REQUESTED, APPROVED, REJECTED, WITHDRAWN, REJECTION_UNDONE, APPROVAL_UNDONE)
"""Whatever happens to a win that waits, or ends the wait for it."""


class WinRequest(Seen, ApprovalRequest, Base):
    """The outcome that somebody asks approval for. `actual_amount` is in minor units of `currency`."""

    __tablename__ = "win_requests"

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), index=True)
    closed_on: Mapped[date] = mapped_column(Date())
    actual_amount: Mapped[int] = mapped_column(Amount())
    currency: Mapped[str] = mapped_column(ShortText(3))
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("loss_reasons.id"))

    opportunity: Mapped[Opportunity] = relationship(back_populates="win_requests")

    __table_args__ = (one_waiting("win_requests", "opportunity_id"),)

    @property
    def as_seen(self) -> str:
        """Its id: what a request says stays, and who asks for something else makes a new one."""
        return str(self.id)

    @property
    def outcome(self) -> Outcome:
        """What approving closes it with."""
        return Outcome(self.closed_on, self.actual_amount, self.reason_id, note=self.note)


def may_approve(user: Any) -> bool:
    """Whether somebody above an owner agrees to wins."""
    return allows(user, Permission.OPPORTUNITY_EDIT)


class Approvable(Closable):
    """The trait of being won only when somebody agrees."""

    __abstract__ = True

    if TYPE_CHECKING:
        owner_id: Mapped[int | None]
        process: Mapped[SalesProcess]
        win_requests: Mapped[list[WinRequest]]

    @property
    def waiting_win(self) -> WinRequest | None:
        """The request that nobody has decided on yet."""
        return next((each for each in self.win_requests if each.decided_at is None), None)

    @property
    def rejected_win(self) -> WinRequest | None:
        """The last request, if it was rejected and the opportunity is open still."""
        last = self.win_requests[-1] if self.win_requests else None
        return last if last and self.is_open and last.verdict is Verdict.REJECTED else None

    def refuse_asking_twice(self) -> None:
        """RuleBroken while a win waits for somebody who must agree."""
        if self.waiting_win is not None and self.process.approval_required:
            raise RuleBroken(_("The win is already waiting for approval."))

    def needs_approval(self, by: Any) -> bool:
        """Whether a win that `by` closes waits for somebody else; administrators may win alone."""
        return bool(self.process.approval_required) and by.role is not Role.ADMINISTRATOR

    def may_decide(self, by: Any) -> bool:
        """Whether `by` decides on the win: somebody above the owner who did not ask, or an administrator."""
        return may_decide(by, self.waiting_win, self.owner_id, may_approve)

    def close_won(self, outcome: Outcome, *, by: Any) -> None:
        """The customer buys. Where the process wants approval, this asks for it and the opportunity stays open."""
        self.refuse_asking_twice()
        if not self.needs_approval(by):
            super().close_won(outcome, by=by)
            if self.waiting_win is not None:
                self.withdraw_win(by=by)
            return
        actual = self.check_winning(outcome)
        request = WinRequest(
            asked_by_id=by.id,
            closed_on=outcome.closed_on,
            actual_amount=actual,
            currency=self.currency,
            reason_id=outcome.reason_id,
            note=outcome.note,
        )
        self.win_requests.append(request)
        record(
            self,
            REQUESTED,
            by=by,
            about=[self.account],
            amount=Money(actual, self.currency),
            note=outcome.note,
        )

    def approve_win(self, *, by: Any, note: str | None = None) -> None:
        """Closes it as won, as was asked for."""
        request = self._to_decide(by)
        request.decide(Verdict.APPROVED, by=by, note=note)
        record(self, APPROVED, by=by, tells=(self.owner_id, request.asked_by_id), body=note)
        super().close_won(request.outcome, by=by)

    def reject_win(self, note: str | None, *, by: Any) -> None:
        """It stays open; the note says why."""
        request = self._to_decide(by)
        if not note:
            raise RuleBroken(_("Give a reason so that the owner can fix it."), field="note")
        request.decide(Verdict.REJECTED, by=by, note=note)
        record(self, REJECTED, by=by, tells=(self.owner_id, request.asked_by_id), note=note)

    def undo_rejection(self, step: int, *, by: Any) -> None:
        """It waits for approval again, as it did. RuleBroken once it was asked for anew, moved or closed."""
        rejected, request = last_of(self, DECISIONS), self.rejected_win
        if rejected is None or rejected.id != step or rejected.by_id != by.id or request is None:
            raise RuleBroken(_("This has been moved, closed or submitted again since."))
        request.wait_again()
        record_undo(self, REJECTION_UNDONE, [rejected], by=by)

    def undo_close(self, step: int, *, by: Any) -> None:
        """Open again, as it was before; a win that was approved waits for approval again, as it did."""
        super().undo_close(step, by=by)
        last = self.win_requests[-1] if self.win_requests else None
        if last is not None and last.verdict is Verdict.APPROVED:
            last.wait_again()
            record_undo(self, APPROVAL_UNDONE, filter(None, [last_of(self, [APPROVED])]), by=by)

    def withdraw_win(self, *, by: Any) -> None:
        """Asks no longer; whoever may change the opportunity may do that."""
        request = self.waiting_win
        if request is None:
            raise RuleBroken(_("No win is waiting for approval here."))
        request.decide(Verdict.WITHDRAWN, by=by)
        record(self, WITHDRAWN, by=by)

    def close_lost(self, outcome: Outcome, *, by: Any) -> None:
        """The customer does not buy; a request that waits is taken back."""
        super().close_lost(outcome, by=by)
        if self.waiting_win is not None:
            self.withdraw_win(by=by)

    def _to_decide(self, by: Any) -> WinRequest:
        request = self.waiting_win
        if request is None:
            raise RuleBroken(_("No win is waiting for approval here."))
        if not self.may_decide(by):
            raise RuleBroken(_("Only the owner’s manager can decide on this win."))
        return request
