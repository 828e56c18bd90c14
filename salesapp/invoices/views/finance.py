"""The finance desk: each row one tap away from what it waits for."""

from __future__ import annotations

from flask import Blueprint, Response, request

from salesapp.core.access import Permission
from salesapp.core.company import company, today_for
from salesapp.invoices import queries
from salesapp.web.guards import requires
from salesapp.web.render import render

finance = Blueprint("finance", __name__)


@finance.get("/finance")
@requires(Permission.FINANCE_DESK)
def index() -> Response:
    own, today = company(), today_for()
    chosen = next((each for each in queries.BUCKETS if each.key == request.args.get("overdue")), None)
    return render(
        "finance/index.html",
        quotes=queries.quotes_to_order(),
        orders=queries.orders_to_invoice(),
        drafts=queries.drafts(),
        buckets=queries.aged(today),
        chosen=chosen,
        overdue=queries.overdue(today, chosen),
        payments=queries.payments_to_allocate(),
        credits=queries.credits_to_allocate(),
        currency=own.currency,
        today=today,
    )
