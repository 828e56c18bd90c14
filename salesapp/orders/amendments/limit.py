"""Whether an amendment gives more discount than who makes it may give: what the order gave before is agreed."""

from __future__ import annotations

from typing import Any

from salesapp.orders.models import Order
from salesapp.quotes.approvals.limit import Given, beyond_limit, is_unlimited, why_of
from salesapp.quotes.approvals.state import line_state


def why_beyond(before: Order, after: Order, *, by: Any) -> str | None:
    """What about the changed lines is more than `by` may give; None where nothing is."""
    new = [] if is_unlimited(by) else beyond(before, after)
    return why_of(new) if new else None


def beyond(before: Order, after: Order) -> list[Given]:
    """The lines of which the amendment gives more than the limit and than was agreed before."""
    agreed = {line.id: line_state(line, before.discount) for line in before.lines}
    return [
        each
        for each in beyond_limit(after)
        if each.line.id not in agreed
        or not agreed[each.line.id].covers(line_state(each.line, after.discount))
    ]
