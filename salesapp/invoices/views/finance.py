"""The finance desk: each row one tap away from what it waits for, and back to the next row afterwards."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from salesapp.core.access import Permission
from salesapp.core.company import company, today_for
from salesapp.invoices import queries
from salesapp.invoices.bank.queries import bookings_to_match
from salesapp.invoices.fapiao.waiting import count_waiting
from salesapp.invoices.models.standing_filter import NOT_YET_DUE, asked_for
from salesapp.invoices.reminders.due import due_for_reminder
from salesapp.web.guards import requires
from salesapp.web.inputs.starts import asked_start
from salesapp.web.render import render

finance = Blueprint("finance", __name__)


@finance.get("/finance")
@requires(Permission.FINANCE_DESK)
def index() -> Response:
    own, today = company(), today_for()
    chosen = next((each for each in queries.BUCKETS if each.key == request.args.get("overdue")), None)
    starts = {name: asked_start(name) for name in (*queries.DESK, "late")}
    pages: dict[str, Any] = {name: start or None for name, start in starts.items()}
    pages["overdue"] = chosen and chosen.key

    def page_of(name: str, start: int, anchor: str) -> str:
        """The desk with that part from there on."""
        return url_for("finance.index", **(pages | {name: start or None}), _anchor=anchor)

    waiting: dict[str, Any] = {name: look(starts[name]) for name, look in queries.DESK.items()}
    return render(
        "finance/index.html",
        **waiting,
        buckets=queries.aged(today),
        not_due=queries.not_yet_due(),
        not_due_list=url_for("invoices.index", standing=asked_for(*NOT_YET_DUE)),
        chosen=chosen,
        overdue=queries.overdue(today, chosen, starts["late"]),
        to_remind=due_for_reminder(0)[1],
        to_match=bookings_to_match(),
        to_fapiao=count_waiting(),
        currency=own.currency,
        today=today,
        page_of=page_of,
        desk=url_for("finance.index", **pages),
    )
