"""The acts that are done to many at once: what waits for each, what stands in a row's way, and the act itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select, union_all

from salesapp.core import mail
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import who_did
from salesapp.core.i18n import _, _l
from salesapp.invoices import queries
from salesapp.invoices.actions import invoice_order
from salesapp.invoices.actions.invoicing import DRAFTED
from salesapp.invoices.legal_check.law import findings
from salesapp.invoices.mailing import is_sent, proposed_letter, recipient_of, send_invoice
from salesapp.invoices.models import Invoice, InvoiceOrder
from salesapp.invoices.models.billing import billing_of
from salesapp.invoices.wording import amount_words
from salesapp.orders.models import Order
from salesapp.quotes.issued.unprintable import unprintable

MOST = 200
"""How many at once: as many as somebody looks through."""


@dataclass(frozen=True)
class Candidate:
    """A record that waits for the act, over `amount` in minor units.

    With an `obstacle` it cannot be done. What a `warning` says is not ticked beforehand, and done where it is ticked.
    """

    record: Any
    amount: int
    obstacle: str = ""
    warning: str = ""
    hint: str = ""

    @property
    def is_ready(self) -> bool:
        return not self.obstacle and not self.warning


@dataclass(frozen=True)
class BatchAct:
    """`waiting` gives (rows with their amounts, how many in all); `carry` does it to one, which may refuse."""

    key: str
    title: str
    verb: str
    model: type[Any]
    waiting: Callable[[], tuple[list[tuple[Any, int]], int]]
    amount: Callable[[Any], int]
    carry: Callable[[Any, Any], None]
    made: Callable[[Sequence[int]], Sequence[Any]]
    """The documents that it was done to, or that it made, by the ids of its records."""
    obstacle: Callable[[Any], str] = field(default=lambda _record: "")
    warning: Callable[[Any], str] = field(default=lambda _record: "")
    hint: Callable[[Any], str] = field(default=lambda _record: "")
    gone: Callable[[Any], str] = field(default=lambda _record: "")
    """Why there is nothing left to do to one, since a colleague was faster."""
    preview: str = ""
    """The screen that shows what would go to one."""

    def candidates(self) -> tuple[list[Candidate], int]:
        """Those that wait, as far as they are shown at once, and how many wait in all."""
        rows, count = self.waiting()
        return [self._candidate(record, amount) for record, amount in rows], count

    def _candidate(self, record: Any, amount: int) -> Candidate:
        obstacle = self.obstacle(record)
        return Candidate(
            record, amount, obstacle, "" if obstacle else self.warning(record), self.hint(record)
        )

    def do(self, record: Any, seen: int | None, *, by: Any) -> None:
        """Does it to one. RuleBroken where it cannot be, and where the amount is another than somebody saw."""
        now = self.amount(record)
        if not now and seen and (gone := self.gone(record)):
            raise RuleBroken(gone)
        if seen is not None and seen != now:
            sentence = _(
                "The amount is now %(now)s, not %(then)s.",
                now=amount_words(now, record.currency),
                then=amount_words(seen, record.currency),
            )
            raise RuleBroken(sentence)
        self.carry(record, by)


_acts: dict[str, BatchAct] = {}


def batch_act(act: BatchAct) -> BatchAct:
    """Declares an act."""
    _acts[act.key] = act
    return act


def is_act(key: str) -> bool:
    """Whether an act is called so."""
    return key in _acts


def act_called(key: str) -> BatchAct:
    """The act; KeyError for none."""
    return _acts[key]


def _why_not_mailed(document: Order | Invoice) -> str:
    """Why it will not be mailed, or what its PDF cannot show; empty where all is well."""
    return " ".join(_warnings(document))


def _warnings(document: Order | Invoice) -> Iterator[str]:
    if not recipient_of(document):
        yield _("No e-mail address: it will be issued, not sent.")
    if missing := unprintable(document):
        yield missing


def _unlawful(draft: Invoice) -> str:
    """What stands in the way of issuing; empty where nothing does."""
    if not draft.lines:
        return _("An invoice needs at least one line.")
    return " ".join(each.text for each in findings(draft) if each.blocks)


def without_address(invoice: Invoice) -> str:
    """Why it cannot be mailed; empty where it can."""
    to = recipient_of(invoice)
    if not to:
        return _("No e-mail address.")
    try:
        mail.checked_address(to)
    except RuleBroken as broken:
        return broken.sentence
    return ""


def _left_of(order: Order) -> int:
    return billing_of(order).rest().payable


def _bill(order: Order, by: Any) -> None:
    _issue(invoice_order(order, by=by), by)


def _issue(draft: Invoice, by: Any) -> None:
    draft.issue(by=by)
    if recipient_of(draft):
        _mail(draft, by)


def _mail(invoice: Invoice, by: Any) -> None:
    send_invoice(invoice, proposed_letter(invoice, by=by), by=by)


def _send(invoice: Invoice, by: Any) -> None:
    """RuleBroken for one that a colleague sent meanwhile."""
    if is_sent(invoice):
        raise RuleBroken(_("This invoice has already been sent."))
    _mail(invoice, by)


def _orders() -> tuple[list[tuple[Any, int]], int]:
    found = queries.orders_to_invoice(shown=MOST)
    return list(found.rows), found.count


def _drafts() -> tuple[list[tuple[Any, int]], int]:
    found = queries.drafts(shown=MOST)
    return [(each, each.payable) for each in found.rows], found.count


def _invoiced(orders: Sequence[int]) -> Sequence[Invoice]:
    """The newest invoice of each of the orders."""
    alone = select(Invoice.order_id, Invoice.id).where(Invoice.order_id.in_(orders))
    joint = select(InvoiceOrder.order_id, InvoiceOrder.invoice_id).where(InvoiceOrder.order_id.in_(orders))
    theirs = union_all(alone, joint).subquery()
    newest = select(func.max(theirs.c.id)).group_by(theirs.c.order_id)
    return db.session.scalars(select(Invoice).where(Invoice.id.in_(newest)).order_by(Invoice.id)).all()


def invoices_with(keys: Sequence[int]) -> Sequence[Invoice]:
    """The invoices with these ids."""
    return db.session.scalars(select(Invoice).where(Invoice.id.in_(keys)).order_by(Invoice.id)).all()


def _invoiced_by(order: Order) -> str:
    who = who_did(DRAFTED, order)
    return _("%(name)s has invoiced it.", name=who) if who else ""


def _unsent() -> tuple[list[tuple[Any, int]], int]:
    found = queries.unsent(shown=MOST)
    return [(each, each.payable) for each in found.rows], found.count


BILL = batch_act(
    BatchAct(
        "bill",
        _l("Invoice and send"),
        _l("Issue and send"),
        Order,
        _orders,
        _left_of,
        _bill,
        _invoiced,
        warning=_why_not_mailed,
        gone=_invoiced_by,
        hint=recipient_of,
    )
)
ISSUE = batch_act(
    BatchAct(
        "issue",
        _l("Issue and send drafts"),
        _l("Issue and send"),
        Invoice,
        _drafts,
        lambda draft: draft.payable,
        _issue,
        invoices_with,
        obstacle=_unlawful,
        warning=_why_not_mailed,
        hint=recipient_of,
    )
)
SEND = batch_act(
    BatchAct(
        "send",
        _l("Send invoices"),
        _l("Send"),
        Invoice,
        _unsent,
        lambda invoice: invoice.payable,
        _send,
        invoices_with,
        obstacle=without_address,
        hint=recipient_of,
    )
)
