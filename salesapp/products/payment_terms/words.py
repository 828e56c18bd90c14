"""Payment terms in one line of words, in the language that is set: `2% discount within 14 days, 30 days net`."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import get_locale

from salesapp.core.i18n import _, in_a_list
from salesapp.core.paper.formats import percent_text
from salesapp.products.payment_terms.plan import Due, EarlyDiscount, Part, Plan


def plan_words(plan: Plan) -> str:
    """All that was agreed."""
    said = [part_words(each) for each in plan.parts] or [due_words(plan.due)]
    return in_a_list([*(discount_words(each) for each in plan.discounts), *said])


def due_words(due: Due) -> str:
    """`30 days net`, `30 days, end of month`, `15 days after the end of the month`."""
    if not due.end_of_month:
        return _("%(num)s days net", num=due.days) if due.days else _("Payable immediately")
    if due.then_days and due.days:
        return _(
            "%(num)s days, then %(more)s days after the end of the month", num=due.days, more=due.then_days
        )
    if due.then_days:
        return _("%(num)s days after the end of the month", num=due.then_days)
    return _("%(num)s days, end of month", num=due.days) if due.days else _("End of month")


def discount_words(discount: EarlyDiscount) -> str:
    at = percent(discount.percent)
    return _("%(percent)s discount within %(num)s days", percent=at, num=discount.days)


def part_words(part: Part) -> str:
    return _("%(percent)s: %(due)s", percent=percent(part.percent), due=due_words(part.due))


def percent(value: Decimal) -> str:
    return percent_text(value, "zh" if str(get_locale()).startswith("zh") else "en")
