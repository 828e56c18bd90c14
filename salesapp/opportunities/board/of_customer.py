"""What an account's opportunities come to, at the head of its page."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from sqlalchemy import func, select

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.i18n import _, ngettext
from salesapp.core.registry import Figure
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity, State
from salesapp.web.filters import money_short


def open_and_won(account: Account) -> Iterator[Figure]:
    """What is open and what was won, in the company's currency, of what the viewer sees."""
    worth = func.coalesce(func.sum(Opportunity.present_worth), 0)
    query = select(Opportunity.state, func.count(Opportunity.id), worth)
    query = query.where(Opportunity.account_id == account.id, Opportunity.state.in_([State.OPEN, State.WON]))
    found = {row[0]: (row[1], int(row[2])) for row in db.session.execute(query.group_by(Opportunity.state))}
    for state, label in ((State.OPEN, _("Open")), (State.WON, _("Won"))):
        count, total = found.get(state, (0, 0))
        yield Figure(
            label,
            money_short(total, company().currency),
            ngettext("%(num)s opportunity", "%(num)s opportunities", count) if count else "",
            url_for("opportunities.index", account=account.id, state=state.value) if count else None,
        )
