"""Changing a confirmed order: line by line into an amendment that is prepared, which then applies as a whole.

The caller holds the order locked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money
from salesapp.opportunities.models import Opportunity
from salesapp.orders.actions import ordered_net
from salesapp.orders.amendments.changes import (
    LineChange,
    apply,
    as_amended,
    line_saying,
    said_of,
    says,
)
from salesapp.orders.amendments.limit import why_beyond
from salesapp.orders.amendments.models import AmendmentStatus, OrderAmendment, applied, prepared
from salesapp.orders.models import Order, OrderLine, endings
from salesapp.products.models import Product, TaxRate
from salesapp.quotes.document import check_numbers, headline
from salesapp.quotes.issued.papers import fix_words
from salesapp.quotes.tax_proposal.proposed import must_be_proposed, proposed_rate
from salesapp.quotes.tax_proposal.unsaid import must_say_why_untaxed

AMENDED = event_kind(
    "order_amended",
    _l("%(by)s amended %(subject)s (amendment %(place)s, %(before)s → %(after)s): %(reason)s"),
    icon="file-pen",
)
FOLLOWS = {"unscoped": "what was won follows its orders", "populate_existing": True}
guards: list[Callable[[Order, Order], None]] = []
"""What higher floors have against an order becoming so (it was invoiced): each raises RuleBroken, or nothing."""


@dataclass(frozen=True)
class Wanted:
    """What a line should say after the amendment. Without a price, a product's is that of the order's price book."""

    description: str
    quantity: Decimal
    unit_price: Decimal | None
    discount: Decimal = Decimal(0)
    tax_rate: TaxRate | None = None
    requested_on: date | None = None


def change_line(order: Order, line: OrderLine, wanted: Wanted, *, by: Any) -> OrderAmendment:
    """The prepared amendment changes the line so; a line that says what it said is not changed."""
    said = said_of(line)
    rate = wanted.tax_rate
    if line.tax_rate_id != (None if rate is None else rate.id):
        must_be_proposed(order, line, rate, by=by)
    after = _saying(line_saying(said), wanted)
    change = LineChange(line.id, said, after)
    rest = _without(order, line.id)
    return _prepare(order, rest if after == said else [*rest, change], by=by)


def remove_line(order: Order, line: OrderLine, *, by: Any) -> OrderAmendment:
    """The prepared amendment takes the line away."""
    return _prepare(order, [*_without(order, line.id), LineChange(line.id, said_of(line), None)], by=by)


def add_line(order: Order, wanted: Wanted, *, by: Any, product: Product | None = None) -> OrderAmendment:
    """The prepared amendment adds a line: of a product, or of free text."""
    line = OrderLine(
        position=0, discount=Decimal(0), tax=Decimal(0), base_quantity=Decimal(1), adjustments=[]
    )
    line.quantity = wanted.quantity
    if product is not None:
        line.sell(product, order.price_for(product, wanted.quantity), None)
    price = line.unit_price if wanted.unit_price is None else wanted.unit_price
    named = wanted.description or line.description
    if not named:
        raise RuleBroken(_("Choose a product or enter a text."), field="description")
    if price is None:
        raise RuleBroken(_("Enter a price."), field="unit_price")
    rate = wanted.tax_rate or proposed_rate(order, product)
    after = _saying(line, replace(wanted, description=named, unit_price=price, tax_rate=rate))
    return _prepare(order, [*_changes(order), LineChange(None, None, after)], by=by)


def change_addition(order: Order, place: int, wanted: Wanted, *, by: Any) -> OrderAmendment:
    """The line that the prepared amendment adds at that place among its changes says this instead."""
    said = added_at(order, place)
    rate, price = wanted.tax_rate, said.unit_price if wanted.unit_price is None else wanted.unit_price
    if said.tax_rate_id != (None if rate is None else rate.id):
        must_be_proposed(order, said, rate, by=by)
    if not wanted.description:
        raise RuleBroken(_("Enter a description for the line."), field="description")
    changes = _changes(order)
    changes[place] = LineChange(None, None, _saying(said, replace(wanted, unit_price=price)))
    return _prepare(order, changes, by=by)


def added_at(order: Order, place: int) -> OrderLine:
    """What the prepared amendment adds at that place; RuleBroken where it adds nothing there."""
    changes = _changes(order)
    line = changes[place].is_now if 0 <= place < len(changes) and changes[place].is_added else None
    if line is None:
        raise RuleBroken(_("This has already been removed."))
    return line


def drop_change(order: Order, place: int, *, by: Any) -> None:
    """Takes one change back from what is prepared; without any left nothing is prepared."""
    changes = _changes(order)
    if not 0 <= place < len(changes):
        raise RuleBroken(_("This has already been removed."))
    _prepare(order, [each for i, each in enumerate(changes) if i != place], by=by)


def discard(order: Order) -> None:
    """Nothing is prepared any more; the order stays as it is."""
    amendment = must_be_prepared(order)
    _must_not_be_in_approval(amendment)
    order.amendments.remove(amendment)
    db.session.flush()


def amend(order: Order, reason: str, *, by: Any) -> OrderAmendment:
    """What is prepared applies, with the next number. RuleBroken without a reason and beyond what `by` may give."""
    amendment = must_be_prepared(order)
    _must_not_be_in_approval(amendment)
    after = must_be_possible(order, amendment)
    if (sentence := why_beyond(order, after, by=by)) is not None:
        raise RuleBroken(_("%(sentence)s Submit the amendment for approval.", sentence=sentence))
    return apply_prepared(order, amendment, reason, by=by)


def apply_prepared(order: Order, amendment: OrderAmendment, reason: str, *, by: Any) -> OrderAmendment:
    """The order is changed, whatever limit there is: its lines, its total and how far it is delivered.

    `by` is whose amendment it is, whoever approved it.
    """
    if not reason.strip():
        raise RuleBroken(_("Enter the reason for the amendment."), field="reason")
    won = _won_for_its_orders(order)
    amendment.total_before = order.total
    amendment.keep(apply(order, amendment.line_changes))
    must_say_why_untaxed(order)
    order.status = order.fulfilment()
    _number(order, amendment, reason, by=by)
    said: dict[str, Any] = {
        "place": amendment.place,
        "before": Money(amendment.total_before, order.currency),
        "after": order.amount,
        "reason": reason.strip()[:300],
        "body": "\n".join(each.told(order.currency) for each in amendment.line_changes)[:2000],
    }
    record(order, AMENDED, by=by, about=[*order.story, order.quote], **said)
    if won is not None:
        won.correct_won_amount(ordered_net(won) or 0, because=order.title, by=by)
    return amendment


def confirm_rest(order: Order, reason: str, *, by: Any) -> OrderAmendment:
    """Some of the order was cancelled: an amendment without changed lines, with the confirmation that says so."""
    amendment = OrderAmendment(asked_by_id=by.id, changes=[], total_before=order.total)
    _number(order, amendment, reason, by=by)
    return amendment


def _number(order: Order, amendment: OrderAmendment, reason: str, *, by: Any) -> None:
    """It applies from now on, and its confirmation is kept."""
    amendment.place = len(applied(order)) + 1
    amendment.status, amendment.note = AmendmentStatus.APPLIED, reason.strip()
    amendment.total_after = order.total
    amendment.applied_at, amendment.applied_by_id = clock.now(), by.id
    if amendment not in order.amendments:
        order.amendments.append(amendment)
    db.session.flush()
    fix_words(amendment)


def must_be_possible(order: Order, amendment: OrderAmendment) -> Order:
    """The order as it would be; RuleBroken where something was delivered or invoiced that would not be in it."""
    _must_be_amendable(order)
    _must_be_current(order, amendment)
    after = as_amended(order, amendment.line_changes)
    if not after.lines:
        raise RuleBroken(_("An order needs at least one line."))
    after.must_not_be_negative()
    _must_hold_deliveries(order, after)
    for guard in guards:
        guard(order, after)
    return after


def _prepare(order: Order, changes: Sequence[LineChange], *, by: Any) -> OrderAmendment:
    """Keeps the changes, or nothing where they are none; RuleBroken for what the order cannot become."""
    _must_be_amendable(order)
    amendment = prepared(order)
    if amendment is not None:
        _must_not_be_in_approval(amendment)
    else:
        amendment = OrderAmendment(asked_by_id=by.id, status=AmendmentStatus.DRAFT)
        order.amendments.append(amendment)
    amendment.verdict = amendment.decided_at = amendment.decided_by_id = amendment.decision_note = None
    amendment.keep(changes)
    if changes:
        must_be_possible(order, amendment)
    else:
        order.amendments.remove(amendment)
    db.session.flush()
    return amendment


def _saying(line: OrderLine, wanted: Wanted) -> dict[str, Any]:
    """What the line says once it says what is wanted. Its tax stays as it was unless another rate is chosen."""
    price = line.unit_price if wanted.unit_price is None else wanted.unit_price
    check_numbers(wanted.quantity, price)
    line.quantity, line.unit_price, line.discount = wanted.quantity, price, wanted.discount
    line.description, line.requested_on = wanted.description, wanted.requested_on
    if line.tax_rate_id != (None if wanted.tax_rate is None else wanted.tax_rate.id):
        line.tax_at(wanted.tax_rate)
    return said_of(line)


def _without(order: Order, line_id: int) -> list[LineChange]:
    return [each for each in _changes(order) if each.line_id != line_id]


def _changes(order: Order) -> list[LineChange]:
    amendment = prepared(order)
    return [] if amendment is None else amendment.line_changes


def must_be_prepared(order: Order) -> OrderAmendment:
    """What is prepared; RuleBroken where nothing is, or not any more."""
    amendment = prepared(order)
    if amendment is None:
        raise RuleBroken(_("No amendment is being prepared."))
    return amendment


def _must_not_be_in_approval(amendment: OrderAmendment) -> None:
    if amendment.is_in_approval:
        raise RuleBroken(_("The amendment is in approval. Withdraw it to change it."))


def _must_be_amendable(order: Order) -> None:
    if not order.can_be_amended:
        raise RuleBroken(_("Only a confirmed order can be amended."))


def _must_be_current(order: Order, amendment: OrderAmendment) -> None:
    """RuleBroken where a line is gone or says something else than when its change was prepared."""
    lines = {line.id: line for line in order.lines}
    for change in amendment.line_changes:
        if not change.is_added and not (
            change.line_id in lines and says(lines[change.line_id], change.before)
        ):
            raise RuleBroken(_("The order has changed since. Discard the amendment and begin again."))


def _must_hold_deliveries(order: Order, after: Order) -> None:
    """RuleBroken for a line below what was delivered, and for one that is gone though something was."""
    now = {line.id: line for line in after.lines}
    for line in order.lines:
        delivered, found = line.quantity_fulfilled or Decimal(0), now.get(line.id)
        if delivered and (found is None or found.quantity < delivered):
            sentence = _(
                "%(quantity)s of %(line)s are delivered. The quantity can’t be lower.",
                quantity=f"{delivered.normalize():f}",
                line=headline(line),
            )
            raise RuleBroken(sentence, field="quantity")


def _won_for_its_orders(order: Order) -> Opportunity | None:
    """The order's opportunity, if it was won for just what its orders come to; locked, seen or not."""
    query = select(Opportunity).where(Opportunity.id == order.opportunity_id)
    query = query.with_for_update(of=Opportunity)
    found = db.session.scalar(query, execution_options=FOLLOWS)
    follows = found is not None and found.is_won and found.actual_amount == ordered_net(found)
    return found if follows else None


def _end(order: Order) -> None:
    """What does not apply yet never will: nobody prepares it or decides on it any more."""
    amendment = prepared(order)
    if amendment is not None:
        order.amendments.remove(amendment)


endings.append(_end)
