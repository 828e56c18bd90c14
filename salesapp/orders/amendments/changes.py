"""What an amendment changes of an order's lines, as JSON keeps it, and the order as it would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_symbol
from flask_babel import get_locale
from sqlalchemy import inspect

from salesapp.core.db import db
from salesapp.core.events.kept import brought_back, kept
from salesapp.core.i18n import _
from salesapp.core.paper.document import Language
from salesapp.core.paper.formats import (
    LOCALES,
    apart,
    date_text,
    money_text,
    percent_text,
    quantity_text,
    unit_price_text,
)
from salesapp.orders.models import Order, OrderLine
from salesapp.quotes.document import headline

SAID = (
    "product_id", "description", "unit", "quantity", "unit_price", "discount", "tax_rate_id", "tax", "tax_category",
    "base_quantity", "adjustments", "requested_on",
)  # fmt: skip
"""What a line says; what it comes to is worked out."""
STAYS = ("id", "position", "quantity_fulfilled", "quantity_closed")
Said = dict[str, Any]


@dataclass(frozen=True)
class LineChange:
    """One line before and after: without `before` it is added, without `after` removed.

    `line_id` is the order's line; of an added one it is said once the amendment applies.
    """

    line_id: int | None
    before: Said | None
    after: Said | None

    @property
    def is_added(self) -> bool:
        return self.before is None

    @property
    def is_removed(self) -> bool:
        return self.after is None

    @property
    def was(self) -> OrderLine | None:
        """The line before, of no order."""
        return None if self.before is None else line_saying(self.before)

    @property
    def is_now(self) -> OrderLine | None:
        """The line after."""
        return None if self.after is None else line_saying(self.after)

    @property
    def name(self) -> str:
        """What the line is called so far."""
        return headline(self.was or self.is_now)

    @property
    def new_text(self) -> str:
        """The text that the line gets in place of another; without the first line where that stays its name."""
        was, is_now = self.was, self.is_now
        if was is None or is_now is None or was.description == is_now.description:
            return ""
        first, _newline, rest = is_now.description.partition("\n")
        return rest if first == was.description.partition("\n")[0] else is_now.description

    def told(self, currency: str) -> str:
        """What changes, in one short text in the language of the moment."""
        was, is_now = self.was, self.is_now
        if was is None and is_now is not None:
            return _("Added: %(line)s", line=f"{headline(is_now)} · {_figures(is_now, currency)}")
        if was is not None and is_now is None:
            return _("Removed: %(line)s", line=f"{headline(was)} · {_figures(was, currency)}")
        if was is None or is_now is None:
            return ""
        said = [_step(headline(was), headline(is_now))]
        if _figures(was, currency) != _figures(is_now, currency) or was.requested_on == is_now.requested_on:
            said.append(_step(_figures(was, currency), _figures(is_now, currency)))
        if was.requested_on != is_now.requested_on:
            said.append(_("requested for %(day)s", day=_day(is_now.requested_on)))
        return " · ".join(said)

    def kept(self) -> dict[str, Any]:
        return asdict(self)


def _figures(line: OrderLine, currency: str) -> str:
    """`3 pcs × €100.00 −10% · tax 19%`."""
    language = _language()
    sign = apart(get_currency_symbol(currency, locale=LOCALES[language]))
    amount = f"{quantity_text(line.quantity, language)} {line.unit or ''}".strip()
    price = f"{sign}{unit_price_text(line.unit_price, currency, language)}"
    per = f" / {quantity_text(line.per, language)}" if line.per else ""
    discount = f" −{percent_text(line.discount, language)}" if line.discount else ""
    agreed = "".join(
        f" · {each.reason} "
        + (
            percent_text(each.value, language)
            if each.is_percent
            else money_text(each.amount, currency, language)
        )
        for each in line.agreed
    )
    tax = _("tax %(percent)s", percent=percent_text(line.tax, language))
    return f"{amount} × {price}{per}{discount}{agreed} · {tax}"


def _step(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"


def _language() -> Language:
    return "zh" if str(get_locale()).startswith("zh") else "en"


def _day(day: date | None) -> str:
    return "–" if day is None else date_text(day, _language())


def changes_in(stored: Sequence[dict[str, Any]]) -> list[LineChange]:
    """The changes as they were kept."""
    return [LineChange(**each) for each in stored]


def said_of(line: OrderLine) -> Said:
    """What the line says, as JSON keeps it."""
    return {name: _kept(getattr(line, name)) for name in SAID}


def _kept(value: Any) -> Any:
    """As JSON keeps it; a number is written in one way, however many zeros it was typed or stored with."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else kept(value)


def says(line: OrderLine, said: Said | None) -> bool:
    """Whether the line says so; why it is not taxed may have been said since."""
    return said is not None and said_of(line) | {"tax_category": said["tax_category"]} == said


def line_saying(said: Said) -> OrderLine:
    """A line that says so, of no order."""
    line = OrderLine(position=0)
    say(line, said)
    return line


def say(line: OrderLine, said: Said) -> None:
    """Lets the line say so."""
    columns = inspect(OrderLine).columns
    for name in SAID:
        setattr(line, name, brought_back(columns[name], said.get(name)))


def as_amended(order: Order, changes: Sequence[LineChange]) -> Order:
    """The order as it would be, priced; nothing of the order itself changes, and nothing is kept."""
    found = Order(**order.copied_terms(), owner_id=order.owner_id, status=order.status, number=order.number)
    found.find_links()
    by_id = {each.line_id: each for each in changes if each.line_id is not None}
    for line in order.lines:
        change = by_id.get(line.id)
        if change is None or change.after is not None:
            found.lines.append(_copied(line, change))
    for change in changes:
        if change.is_added and change.after is not None and change.line_id is None:
            added = line_saying(change.after)
            added.position = _next_position(found)
            added.quantity_fulfilled = added.quantity_closed = Decimal(0)
            found.lines.append(added)
    found.reprice()
    return found


def apply(order: Order, changes: Sequence[LineChange]) -> list[LineChange]:
    """The order's own lines become so, and it is priced; gives the changes with the ids of added lines.

    Added lines are flushed.
    """
    lines, done = {line.id: line for line in order.lines}, list(changes)
    for place, change in enumerate(changes):
        if change.after is None:
            order.lines.remove(lines[change.line_id or 0])
        elif change.is_added:
            line = OrderLine(position=_next_position(order))
            say(line, change.after)
            order.lines.append(line)
            db.session.flush()
            done[place] = replace(change, line_id=line.id)
        else:
            say(lines[change.line_id or 0], change.after)
    order.reprice()
    said = {line.id: said_of(line) for line in order.lines}
    return [each if each.is_removed else replace(each, after=said[each.line_id or 0]) for each in done]


def _copied(line: OrderLine, change: LineChange | None) -> OrderLine:
    copy = line_saying(said_of(line) if change is None else change.after or {})
    for name in STAYS:
        setattr(copy, name, getattr(line, name))
    return copy


def _next_position(order: Order) -> int:
    return max((line.position for line in order.lines), default=0) + 1
