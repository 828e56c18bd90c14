"""The trait of a document whose discount somebody with more authority may approve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salesapp.core import clock
from salesapp.core.access import allows
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, last_of, record, record_undo
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money
from salesapp.core.registry import record_type
from salesapp.quotes.approvals.limit import is_unlimited, why_beyond
from salesapp.quotes.approvals.requests import DiscountRequest, figures, kept_lines
from salesapp.quotes.document import SalesDocument
from salesapp.records.approvals.deciders import deciders, may_decide
from salesapp.records.approvals.requests import Verdict

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

    from salesapp.people.models import User

SUBMITTED = event_kind(
    "discount_submitted", _l("%(by)s submitted %(subject)s (%(amount)s) for approval"), icon="hourglass"
)
APPROVED = event_kind("discount_approved", _l("%(by)s approved %(subject)s (%(amount)s)"), icon="badge-check")
REJECTED = event_kind("discount_rejected", _l("%(by)s rejected %(subject)s: %(note)s"), icon="ban")
WITHDRAWN = event_kind("discount_withdrawn", _l("%(by)s withdrew %(subject)s from approval"), icon="undo-2")
DECISION_UNDONE = event_kind(
    "discount_decision_undone",
    _l("%(by)s undid the decision on %(subject)s, which is in approval again"),
    icon="undo-2",
    touch=False,
)
ENDED = event_kind(
    "discount_approval_ended",
    _l("%(by)s changed %(subject)s beyond what was approved, so the approval no longer applies"),
    icon="triangle-alert",
)
DECISIONS = (SUBMITTED, APPROVED, REJECTED, WITHDRAWN, DECISION_UNDONE, ENDED)
"""Whatever begins or ends the wait for a decision, or what was decided."""


class Approvable(SalesDocument):
    """Draft → in approval → draft again, with or without an approval. Add `approvals` and `approval_model`."""

    __abstract__ = True

    if TYPE_CHECKING:
        approvals: Mapped[list[Any]]
        approval_model: type[Any]
        owner: Mapped[User | None]

    @property
    def waiting_approval(self) -> DiscountRequest | None:
        """The request that nobody has decided on yet."""
        return next((each for each in self.approvals if each.decided_at is None), None)

    @property
    def standing_approval(self) -> DiscountRequest | None:
        """The approval with which it may leave the house as it is."""
        last = self.approvals[-1] if self.approvals else None
        return last if last is not None and last.stands else None

    @property
    def last_answer(self) -> DiscountRequest | None:
        """For a draft: the last request, if it was rejected or its approval ended."""
        last = self.approvals[-1] if self.approvals and self.is_draft else None
        return last if last and (last.verdict is Verdict.REJECTED or last.ended_at is not None) else None

    @property
    def proposed_lines(self) -> list[Any]:
        """What the customer orders who takes it as it is proposed."""
        return [*self.lines]

    @property
    def proposed_amounts(self) -> tuple[int, int]:
        """(net, total) of these."""
        return self.net, self.total

    def may_approve(self, user: Any) -> bool:
        """Whether the user's own limit covers any discount on such documents."""
        return is_unlimited(user) and allows(user, record_type(self.record_type_key).edit)

    def may_decide(self, user: Any) -> bool:
        """Whether the user decides on the request that waits."""
        return may_decide(user, self.waiting_approval, self.owner_id, self.may_approve)

    def deciders(self, *, asked_by_id: int) -> list[User]:
        """Who is asked to approve it."""
        return deciders(self.owner, asked_by_id, self.may_approve)

    def must_be_ready(self) -> None:
        """RuleBroken where more than an approval is missing before it can leave the house."""
        raise NotImplementedError

    def submit_for_approval(self, note: str | None, *, by: Any) -> DiscountRequest:
        """Asks for approval; until it is decided, the document stays as it is. RuleBroken where none is needed."""
        self.must_be_draft()
        self.must_be_ready()
        if self.standing_approval is not None:
            raise RuleBroken(_("This is already approved."))
        if why_beyond(self, by=by) is None:
            raise RuleBroken(_("This is within your limit and needs no approval."))
        self.reprice()
        request: DiscountRequest = self.approval_model(asked_by_id=by.id, note=note, **figures(self))
        self.approvals.append(request)
        self.status = type(self.status)("in_approval")
        record(self, SUBMITTED, by=by, about=self.story, amount=self.amount, body=note)
        return request

    def approve_discount(self, request_id: int, note: str | None, *, by: Any) -> DiscountRequest:
        """It may leave the house as it is."""
        request = self._to_decide(request_id, by)
        self._decide(request, Verdict.APPROVED, by=by, note=note)
        amount = Money(request.total_of(self), request.currency)
        tells = (self.owner_id, request.asked_by_id)
        record(self, APPROVED, by=by, about=self.story, tells=tells, amount=amount, body=note)
        return request

    def reject_discount(self, request_id: int, note: str | None, *, by: Any) -> DiscountRequest:
        """It is a draft again, to be changed; the note says why."""
        request = self._to_decide(request_id, by)
        if not note:
            raise RuleBroken(_("Give a reason so that the draft can be changed."), field="note")
        self._decide(request, Verdict.REJECTED, by=by, note=note)
        tells = (self.owner_id, request.asked_by_id)
        record(self, REJECTED, by=by, about=self.story, tells=tells, note=note[:300])
        return request

    def undo_decision(self, step: int, *, by: Any) -> None:
        """It waits for a decision again; `step` is the event. RuleBroken once anything of it has changed since."""
        decided, request = last_of(self, DECISIONS), self.approvals[-1] if self.approvals else None
        if (
            decided is None
            or (decided.id, decided.by_id) != (step, by.id)
            or request is None
            or not self.is_draft
            or request.lines != kept_lines(self)
        ):
            raise RuleBroken(_("This has been changed, sent or submitted again since."))
        request.wait_again()
        self.status = type(self.status)("in_approval")
        record_undo(self, DECISION_UNDONE, [decided], by=by)

    def withdraw(self, *, by: Any) -> None:
        """A draft again, without a decision; whoever may change the document may do that."""
        request = self.waiting_approval
        if request is None:
            raise RuleBroken(self._decided_sentence(self.approvals[-1] if self.approvals else None))
        self._decide(request, Verdict.WITHDRAWN, by=by)
        record(self, WITHDRAWN, by=by, about=self.story)

    def must_be_draft(self) -> None:
        """RuleBroken while it is decided on, as well."""
        if self.is_in_approval:
            raise RuleBroken(_("This is in approval. Withdraw it to change it."))
        super().must_be_draft()

    def refuse_deletion(self) -> None:
        """Somebody is about to decide on it."""
        if self.is_in_approval:
            raise RuleBroken(_("This is in approval. Withdraw it to delete it."))
        super().refuse_deletion()

    def changed_by(self, by: Any) -> None:
        """Prices it anew; an approval that does not cover it any more ends."""
        super().changed_by(by)
        approval = self.standing_approval
        if approval is not None and not approval.covers(self):
            approval.ended_at = clock.now()
            record(self, ENDED, by=by, about=self.story)

    def must_be_allowed(self, *, by: Any) -> None:
        """RuleBroken for a discount beyond what `by` may give, unless it was approved like this."""
        reason = why_not(self, by=by)
        if reason is not None:
            raise RuleBroken(reason)
        approval = self.standing_approval
        if approval is not None:
            approval.used_at = clock.now()

    def _decide(
        self, request: DiscountRequest, verdict: Verdict, *, by: Any, note: str | None = None
    ) -> None:
        request.decide(verdict, by=by, note=note)
        self.status = type(self.status)("draft")

    def _to_decide(self, request_id: int, by: Any) -> DiscountRequest:
        request = self.waiting_approval
        if request is None or request.id != request_id:
            raise RuleBroken(
                self._decided_sentence(next((each for each in self.approvals if each.id == request_id), None))
            )
        if not self.may_decide(by):
            raise RuleBroken(
                _("Only the owner’s manager can decide on this. No one can approve their own request.")
            )
        return request

    def _decided_sentence(self, request: DiscountRequest | None) -> str:
        """How the request ended that somebody still wanted to decide on."""
        if request is None or request.decided_by is None:
            return _("Nothing is waiting for approval here.")
        name = request.decided_by.name
        match request.verdict:
            case Verdict.APPROVED:
                return _("%(name)s has already approved this.", name=name)
            case Verdict.REJECTED:
                return _("%(name)s has already rejected this.", name=name)
            case _:
                return _("%(name)s has withdrawn this from approval.", name=name)


def why_not(document: SalesDocument, *, by: Any) -> str | None:
    """Why `by` may not offer or sell it like this, and who approves it; None when they may.

    What is neither offered nor sold, as an invoice, says what was agreed before.
    """
    if not isinstance(document, Approvable):
        return None
    approval = document.standing_approval
    reason = None if approval is not None and approval.covers(document) else why_beyond(document, by=by)
    if reason is None:
        return None
    asked = document.deciders(asked_by_id=by.id)
    name = asked[0].name if len(asked) == 1 else _("An administrator")
    return _("%(sentence)s %(manager)s can approve it.", sentence=reason, manager=name)
