"""A discount that somebody asks approval for, with the figures on which it is decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core.company import company
from salesapp.core.db import Amount, Json, Percent, ShortText
from salesapp.products import pricing
from salesapp.quotes.approvals.limit import beyond_limit, list_prices
from salesapp.quotes.approvals.state import kept_states, line_states
from salesapp.quotes.document import SalesDocument
from salesapp.records.approvals.requests import ApprovalRequest, Verdict


class DiscountRequest(ApprovalRequest):
    """Mix into a `Base` that adds `document_id` and `document`. Amounts are minor units of `currency`."""

    if TYPE_CHECKING:
        id: Mapped[int]
        document: Mapped[Any]

    currency: Mapped[str] = mapped_column(ShortText(3))
    total: Mapped[int] = mapped_column(Amount())
    """Of the lines; what is proposed beside them is in `net` and `list_net`."""
    net: Mapped[int] = mapped_column(Amount())
    list_net: Mapped[int] = mapped_column(Amount())
    """What the same would cost at list prices; a line without one counts as it is."""
    discount: Mapped[Decimal | None] = mapped_column(Percent())
    """The highest of a line; None where only lines without list price need approval."""
    discount_limit: Mapped[Decimal] = mapped_column(Percent())
    unlisted: Mapped[int] = mapped_column()
    """How many lines have no list price."""
    lines: Mapped[list[Any]] = mapped_column(Json, default=list)
    ended_at: Mapped[datetime | None] = mapped_column()
    """When a change went beyond what was approved."""
    used_at: Mapped[datetime | None] = mapped_column()
    """When the document left the house because of this approval."""

    @property
    def stands(self) -> bool:
        """Whether it is approved, and nothing changed beyond it since."""
        return self.verdict is Verdict.APPROVED and self.ended_at is None

    @property
    def below_list(self) -> int:
        """How much less than at list prices comes in."""
        return self.list_net - self.net

    def total_of(self, document: Any) -> int:
        """The total as it is proposed, while the document is what was asked for; else what its lines came to then."""
        if (document.total, document.currency) != (self.total, self.currency):
            return self.total
        return int(document.proposed_amounts[1])

    def covers(self, document: SalesDocument) -> bool:
        """Whether the document gives no more than was approved, for no lower total."""
        if document.currency != self.currency or document.total < self.total:
            return False
        now, approved = line_states(document), kept_states(self.lines)
        ids = [each.line.state_key for each in beyond_limit(document)]
        return all(key in approved and approved[key].covers(now[key]) for key in ids)


def figures(document: Any) -> dict[str, Any]:
    """The columns that say what is asked for."""
    lines = beyond_limit(document)
    return {
        "currency": document.currency,
        "total": document.total,
        "net": document.proposed_amounts[0],
        "list_net": _list_net(document),
        "discount": max((each.percent for each in lines if each.percent is not None), default=None),
        "discount_limit": company().discount_limit,
        "unlisted": sum(each.percent is None for each in lines),
        "lines": kept_lines(document),
    }


def kept_lines(document: SalesDocument) -> list[Any]:
    """What is decided on, line by line, as the request keeps it."""
    return [each.kept() for each in line_states(document).values()]


def _list_net(document: Any) -> int:
    known = list_prices(document)
    lists = {line: known[line] for line in document.proposed_lines if line in known}
    without = [line for line in document.proposed_lines if line not in lists]
    at_list = [pricing.Line(line.quantity, price, Decimal(0), Decimal(0)) for line, price in lists.items()]
    return _net(at_list, document.currency) + sum(int(line.net_after_discount) for line in without)


def _net(lines: Sequence[pricing.Line], currency: str) -> int:
    return pricing.price(lines, currency, pricing.Percentage(Decimal(0))).net if lines else 0
