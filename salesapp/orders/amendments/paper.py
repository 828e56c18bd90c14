"""An amendment on paper: the order confirmation as it is from now on, with what changed."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import force_locale

from salesapp.core.company import today_for
from salesapp.core.i18n import _
from salesapp.core.paper import Paper
from salesapp.orders.actions import paper_of_order
from salesapp.orders.amendments.models import OrderAmendment
from salesapp.quotes.paper import language_of


def paper_of_amendment(amendment: OrderAmendment) -> Paper:
    """What the customer gets once the amendment applies."""
    order = amendment.order
    whole = paper_of_order(order)
    with force_locale(language_of(order).locale):
        changes = [each.told(order.currency) for each in amendment.line_changes]
        changed = [
            _("Changed by this amendment:") if changes else _("Part of the order is cancelled."),
            *changes,
        ]
    return replace(
        whole,
        number=amendment.number,
        dates=(("issued", today_for()), *whole.dates[1:]),
        references=(("order", order.title), *whole.references),
        notes="\n".join([*changed, "", whole.notes] if whole.notes else changed),
    )
