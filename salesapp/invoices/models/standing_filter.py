"""Lists filtered by how an invoice stands: what `Invoice.standing` says of one, asked of the database."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select

from salesapp.core.company import today_for
from salesapp.core.i18n import in_a_list
from salesapp.invoices.models.allocation import Allocation
from salesapp.invoices.models.due_days.queries import is_late
from salesapp.invoices.models.invoice import Invoice
from salesapp.invoices.models.standing import BillStatus, Standing

UNPAID = (Standing.OPEN, Standing.PARTLY_PAID, Standing.PARTLY_CREDITED, Standing.OVERDUE)
NOT_YET_DUE = UNPAID[:-1]


def asked_for(*standings: Standing) -> str:
    """As addresses write it: `open,partly_paid`."""
    return ",".join(standings)


def stands(asked: str) -> ColumnElement[bool]:
    """Invoices that stand in one of these ways; nothing for words that are none of them."""
    known = set(Standing)
    return or_(false(), *(_criterion(Standing(each)) for each in asked.split(",") if each in known))


def stands_in_words(asked: str) -> str:
    """What a chip says of the filter."""
    known = set(Standing)
    return in_a_list(Standing(each).label for each in asked.split(",") if each in known)


def _criterion(standing: Standing) -> ColumnElement[bool]:
    issued = Invoice.status == BillStatus.ISSUED
    is_open = Invoice.payable > Invoice.settled
    overdue = is_late(today_for())
    if standing is Standing.DRAFT:
        return not_(issued)
    if standing is Standing.OVERDUE:
        return overdue
    if standing in NOT_YET_DUE:
        return and_(issued, is_open, not_(overdue), _reduced_by(standing))
    return and_(issued, not_(is_open), _settled_by(standing))


def _reduced_by(standing: Standing) -> ColumnElement[bool]:
    some = cast("ColumnElement[bool]", Invoice.settled != 0)
    paid = and_(some, _money() != 0)
    credited = and_(some, _money() == 0, _credits() != 0)
    if standing is Standing.OPEN:
        return not_(or_(paid, credited))
    return paid if standing is Standing.PARTLY_PAID else credited


def _settled_by(standing: Standing) -> ColumnElement[bool]:
    paid = or_(Invoice.payable == 0, _money() != 0)
    if standing is Standing.PAID:
        return paid
    return and_(not_(paid), _credits() != 0 if standing is Standing.CREDITED else _credits() == 0)


def _money() -> Any:
    """What payments settle of an invoice."""
    return _settled_through(Allocation.payment_id)


def _credits() -> Any:
    """What credit notes settle of it."""
    return _settled_through(Allocation.credit_note_id)


def _settled_through(source: Any) -> Any:
    total = select(func.coalesce(func.sum(Allocation.amount), 0))
    total = total.where(Allocation.invoice_id == Invoice.id, source.is_not(None))
    return total.correlate(Invoice).scalar_subquery()
