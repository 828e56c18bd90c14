"""The chain of issued documents: each carries the hash of the one before, so that nobody changes one unseen.

`seal` gives a document its number and its place, and fixes what its paper says. Nothing slow may follow it in its
transaction: whoever issues next waits until it ends.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core.company import company, today_for
from salesapp.core.db import Base, ShortText, db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.numbering import next_number
from salesapp.invoices.wording import day_words
from salesapp.quotes.issued.papers import fix_words

if TYPE_CHECKING:
    from salesapp.invoices.models.billed import BilledDocument

START = "0" * 64
"""What the first document is chained to."""

HEAD_ATTRIBUTES = (
    "record_type_key", "number", "kind", "issued_on", "due_on", "currency", "rate", "payment_days",
    "customer_reference", "language", "billing_address", "shipping_address", "discount", "net", "tax",
    "total", "taxes", "deductions", "deducted", "payable", "notes", "terms", "seller", "buyer",
    "order_id", "invoice_id", "reason",
)  # fmt: skip
LINE_ATTRIBUTES = (
    "position", "description", "quantity", "unit", "unit_price", "discount", "tax", "net", "net_after_discount",
    "order_line_id", "invoice_line_id",
)  # fmt: skip
NONE: Mapping[str, Any] = {"supply_from": None, "supply_to": None}
LATER_HEAD_ATTRIBUTES: Mapping[str, Any] = {
    **NONE,
    "buyer_reference": None,
    "adjustments": [],
    "rounding": 0,
    "payment_plan": None,
    "shipping_parts": None,
    "shares_said": [],
}
LATER_LINE_ATTRIBUTES: Mapping[str, Any] = {
    **NONE,
    "tax_category": None,
    "adjustments": [],
    "base_quantity": 1,
}
"""What documents say since the first ones were sealed, by what each is where it says nothing: then it is not named."""

on_seal: list[Callable[[Any], None]] = []
"""What rooms above keep of a document in the moment in which it is sealed."""


class LedgerHead(Base):
    """One row: how many documents were issued, and the hash of the last. Locking it makes issuing go one by one."""

    __tablename__ = "ledger_heads"

    last: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(ShortText(64), default=START)


_HEAD = update(LedgerHead).where(LedgerHead.id == 1).execution_options(synchronize_session=False)
_ONE_MORE = _HEAD.values(last=LedgerHead.last + 1).returning(LedgerHead.last, LedgerHead.hash)
_LAST = _HEAD.values(hash=bindparam("sealed"))


def seal(document: BilledDocument, *, on: date) -> None:
    """Issues the flushed draft on that day: number, canonical text, hash. RuleBroken for a day out of order."""
    position, previous = _next_place()
    must_follow(document, on)
    number = next_number(document.series, on=on)
    document.number, document.issued_on, document.issued_at = number, on, clock.now()
    document.position, document.previous_hash = position, previous
    document.canonical = canonical(document)
    document.hash = chained(previous, document.canonical)
    document.status = type(document.status)("issued")
    db.session.execute(_LAST, {"sealed": document.hash})
    db.session.flush()
    for keep in on_seal:
        keep(document)
    db.session.flush()  # the words are asked for what was kept, such as the e-invoice that goes into the PDF
    fix_words(document)


def canonical(document: Any) -> str:
    """What the document says as one line of JSON: the same for the same content on every database."""
    said = {name: _plain(getattr(document, name)) for name in HEAD_ATTRIBUTES if hasattr(document, name)}
    said |= _since(document, LATER_HEAD_ATTRIBUTES)
    said["lines"] = [
        {name: _plain(getattr(line, name)) for name in LINE_ATTRIBUTES if hasattr(line, name)}
        | _since(line, LATER_LINE_ATTRIBUTES)
        for line in sorted(document.lines, key=lambda each: (each.position, each.id))
    ]
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _since(said: Any, later: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: getattr(said, name) for name in later}
    return {name: _plain(value) for name, value in values.items() if value not in (None, later[name])}


def chained(previous: str, text: str) -> str:
    """The hash of a document that follows the one with the hash `previous`."""
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def first_open_day() -> date | None:
    """The day after those whose books are closed; None where none are."""
    closed = company().locked_until
    return closed + timedelta(days=1) if closed is not None else None


def first_open_year() -> int:
    """The first year of which not all days are closed; 0 where no books are."""
    opens = first_open_day()
    return 0 if opens is None else opens.year


def must_be_open(day: date, *, field: str = "on") -> None:
    """RuleBroken for a day whose books are closed, and for one that is still to come."""
    closed = company().locked_until
    if closed is not None and closed >= today_for():
        raise RuleBroken(
            _(
                "The books are closed up to %(day)s. Nothing can be dated before they open again.",
                day=day_words(closed),
            ),
            field=field,
        )
    if closed is not None and day <= closed:
        sentence = _("The books are closed up to %(day)s. Choose a later date.", day=day_words(closed))
        raise RuleBroken(sentence, field=field)
    if day > today_for():
        raise RuleBroken(_("The date can’t be in the future."), field=field)


def must_follow(document: BilledDocument, on: date) -> None:
    """RuleBroken for a day before that of the last number of the series and year."""
    model = type(document)
    year = (model.issued_on >= date(on.year, 1, 1)) & (model.issued_on <= date(on.year, 12, 31))
    last = db.session.scalar(
        select(func.max(model.issued_on))
        .where(year, model.position.is_not(None))  # what the previous system issued is in another order
        .execution_options(unscoped="all numbers are in one order")
    )
    if last is not None and on < last:
        sentence = _(
            "The last number was issued on %(day)s. Choose that date or a later one.", day=day_words(last)
        )
        raise RuleBroken(sentence, field="on")


def _next_place() -> tuple[int, str]:
    """Locks the end of the chain: the position of the next document and the hash before it."""
    taken = db.session.execute(_ONE_MORE).first()
    if taken is None:
        _begin()
        return _next_place()
    return taken[0], taken[1]


def _begin() -> None:
    """The first document may be issued by two at once; the second then finds the row of the first."""
    try:
        with db.session.begin_nested():
            db.session.execute(insert(LedgerHead).values(id=1, last=0, hash=START))
    except IntegrityError:
        return


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return f"{value.normalize():f}"
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case _:
            return value
