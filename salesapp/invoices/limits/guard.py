"""Whether somebody may credit or write off so much on their own, else whether a colleague approved just that."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from salesapp.core.access import ROLES, SYSTEM, Role
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.money import convert
from salesapp.invoices.limits.models import ReductionKind, ReductionRequest
from salesapp.invoices.models import Allocation, CreditNote, Invoice
from salesapp.invoices.wording import amount_words
from salesapp.records.approvals.requests import Verdict

EVERY = {"unscoped": "whatever reduced the invoice, seen or not"}


class BeyondLimit(RuleBroken):
    """A colleague must approve it: `amount` is more than somebody's `limit`, which is in the company's currency.

    `amount` and the `net` in it, which a write-off has not, are minor units of the invoice's currency.
    """

    def __init__(self, sentence: str, amount: int, net: int | None, limit: int) -> None:
        super().__init__(sentence)
        self.amount, self.net, self.limit = amount, net, limit


def limited_roles(kind: ReductionKind) -> list[Role]:
    """Who may do it at all, and so have a limit."""
    return [role for role, permissions in ROLES.items() if kind.permission in permissions]


def limit_of(user: Any, kind: ReductionKind) -> int | None:
    """In minor units of the company's currency; None where there is none."""
    if user is SYSTEM:
        return None
    found = company().approval_limits.get(kind, {}).get(user.role)
    return None if found is None else int(found)


def must_be_within(
    invoice: Invoice,
    kind: ReductionKind,
    amount: int,
    *,
    by: Any,
    net: int | None = None,
    approved: ReductionRequest | None = None,
) -> int | None:
    """The limit of `by`, to be kept with what is done. To be asked with the invoice locked.

    What they credited of the invoice before counts too, as far as nobody approved it: a limit is not evaded in parts.
    BeyondLimit, which tells the `net`, where a colleague must approve it; RuleBroken where they approved something
    else.
    """
    limit = limit_of(by, kind)
    if approved is not None:
        _must_be_approved(approved, invoice, kind, amount, by)
        return limit
    if limit is None:
        return None
    whole = amount + (unapproved_credits(invoice) if kind is ReductionKind.CREDIT else 0)
    own = company().currency
    if convert(whole, invoice.currency, own, invoice.rate) > limit:
        raise BeyondLimit(_sentence(kind, whole, invoice, limit, own), amount, net, limit)
    return limit


def unapproved_credits(invoice: Invoice) -> int:
    """What was credited of it within somebody's limit, in minor units of its currency."""
    approved = select(ReductionRequest.credit_note_id).where(ReductionRequest.credit_note_id.is_not(None))
    query = select(func.coalesce(func.sum(CreditNote.payable), 0)).where(
        CreditNote.invoice_id == invoice.id,
        CreditNote.author_limit.is_not(None),
        CreditNote.id.not_in(approved),
    )
    return int(db.session.scalar(query.execution_options(**EVERY)) or 0)


def standing_of(invoice: Invoice) -> str:
    """Differs once anything more settles or corrects the invoice; as it is in the database this moment."""
    settled = select(func.max(Allocation.id)).where(Allocation.invoice_id == invoice.id).scalar_subquery()
    credited = select(func.max(CreditNote.id)).where(CreditNote.invoice_id == invoice.id).scalar_subquery()
    last = db.session.execute(select(settled, credited).execution_options(**EVERY)).one()
    return f"{last[0] or 0} {last[1] or 0}"


def _must_be_approved(
    request: ReductionRequest, invoice: Invoice, kind: ReductionKind, amount: int, by: Any
) -> None:
    is_that = (request.invoice_id, request.kind, request.amount) == (invoice.id, kind, amount)
    is_theirs = request.asked_by_id == by.id and request.decided_by_id not in {None, by.id}
    if request.verdict is not Verdict.APPROVED or request.is_done or not is_that or not is_theirs:
        raise RuleBroken(_("This is not what was approved."))


def _sentence(kind: ReductionKind, whole: int, invoice: Invoice, limit: int, own: str) -> str:
    words = {"amount": amount_words(whole, invoice.currency), "limit": amount_words(limit, own)}
    if kind is ReductionKind.CREDIT:
        return _(
            "Crediting %(amount)s is beyond your limit of %(limit)s. A colleague must approve it.", **words
        )
    return _(
        "Writing off %(amount)s is beyond your limit of %(limit)s. A colleague must approve it.", **words
    )
