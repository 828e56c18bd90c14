"""What a finance clerk sees first: how much waits on the desk, each figure with the rows that it counts."""

from __future__ import annotations

from flask import url_for

from salesapp.core.access import Permission, allows
from salesapp.core.company import company, today_for
from salesapp.core.i18n import _, ngettext
from salesapp.home.team import Figure, leads_a_team
from salesapp.invoices import queries
from salesapp.invoices.bank.queries import bookings_to_match
from salesapp.people.models import User
from salesapp.web.filters import money_short, number


def desk_figures(user: User) -> list[Figure]:
    """What is overdue, to invoice, to send and to match; empty for whoever has no desk, or a team to look after."""
    if not allows(user, Permission.FINANCE_DESK) or leads_a_team(user):
        return []
    return [
        _overdue(),
        _waiting(_("Orders to invoice"), queries.orders_to_invoice(shown=1).count, "orders-to-invoice"),
        _waiting(_("Issued but not sent"), queries.unsent(shown=1).count, "unsent"),
        Figure(_("Bookings to match"), number(bookings_to_match()), url_for("bank.index")),
    ]


def _overdue() -> Figure:
    today = today_for()
    count = queries.overdue(today, shown=1).count
    amount = sum(each.amount for each in queries.aged(today))
    hint = ngettext("%(num)s invoice", "%(num)s invoices", count)
    url = url_for("finance.index", _anchor="overdue")
    return Figure(_("Overdue"), money_short(amount, company().currency), url, hint, "bad" if count else None)


def _waiting(label: str, count: int, anchor: str) -> Figure:
    return Figure(
        label, number(count), url_for("finance.index", _anchor=anchor), tone="warn" if count else None
    )
