"""The reports of the first day; each is called by the question that it answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from werkzeug.datastructures import MultiDict

from salesapp.core.i18n import _l
from salesapp.reports.report import Report

OPEN, WON, LOST = "state:equals:open", "state:equals:won", "state:equals:lost"
CLOSED = "state:one-of:won,lost"
TWO_YEARS = "any(closed_on:within:this-year;closed_on:within:last-year)"
UNPAID = "status:equals:issued;standing:listed:open!,partly_paid!,partly_credited!,overdue"


@dataclass(frozen=True)
class Shipped:
    """A report with a name in addresses, its question, and what belongs together on the page of all reports."""

    key: str
    question: str
    section: str
    icon: str
    args: tuple[tuple[str, str], ...]

    @cached_property
    def report(self) -> Report:
        """What it asks."""
        return Report.from_args(MultiDict(self.args))


def _report(key: str, question: str, section: str, icon: str, type_: str, **args: str) -> Shipped:
    measures = tuple(("m", each) for each in args.pop("m").split("|"))
    given = {name: value for name, value in args.items() if value}
    return Shipped(key, question, section, icon, (("type", type_), *given.items(), *measures))


PIPELINE, RESULTS, ACTIVITY, MONEY = (
    _l("Pipeline"),
    _l("Won and lost"),
    _l("Leads and activities"),
    _l("Invoices"),
)

SHIPPED = (
    _report(
        "pipeline-by-stage", _l("How much pipeline is in each stage?"), PIPELINE, "funnel", "opportunity",
        filter=OPEN, by="stage", m="sum:amount|count|sum:weighted", chart="bars",
    ),
    _report(
        "pipeline-by-owner", _l("How much open pipeline does each person own?"), PIPELINE, "users", "opportunity",
        filter=OPEN, by="owner", m="sum:amount|count|sum:weighted", chart="bars",
    ),
    _report(
        "pipeline-by-month", _l("When is the pipeline expected to close?"), PIPELINE, "calendar-days", "opportunity",
        filter=OPEN, by="close_on:month", m="sum:amount|count|sum:weighted", chart="columns",
    ),
    _report(
        "pipeline-by-industry", _l("Which industries does the pipeline come from?"), PIPELINE, "factory", "opportunity",
        filter=OPEN, by="account.industry", m="sum:amount|count|share:amount", chart="bars",
    ),
    _report(
        "won-by-month", _l("What did we win each month, compared with last year?"), RESULTS, "trophy", "opportunity",
        filter=f"{WON};{TWO_YEARS}", by="closed_on:month-of-year", across="closed_on:fiscal-year",
        m="sum:amount|count", chart="columns",
    ),
    _report(
        "won-by-quarter", _l("What did we win each quarter, compared with last year?"), RESULTS, "chart-column",
        "opportunity",
        filter=f"{WON};{TWO_YEARS}", by="closed_on:quarter-of-year", across="closed_on:fiscal-year",
        m="sum:amount|count", chart="columns",
    ),
    _report(
        "won-by-year", _l("What did we win each year?"), RESULTS, "chart-line", "opportunity",
        filter=WON, by="closed_on:fiscal-year", m="sum:amount|count|avg:amount|median:amount", chart="columns",
    ),
    _report(
        "win-rate-by-owner", _l("What is each person’s win rate?"), RESULTS, "percent", "opportunity",
        filter=CLOSED, by="owner", m=f"rate:{WON}|count|sum:amount", chart="bars",
    ),
    _report(
        "win-rate-by-quarter", _l("What is our win rate each quarter?"), RESULTS, "trending-up", "opportunity",
        filter=CLOSED, by="closed_on:fiscal-quarter", m=f"rate:{WON}|count", chart="line",
    ),
    _report(
        "losses-by-reason", _l("Why do we lose?"), RESULTS, "circle-x", "opportunity",
        filter=LOST, by="close_reason", m="count|sum:amount", chart="bars",
    ),
    _report(
        "losses-by-competitor", _l("Which competitors do we lose to?"), RESULTS, "swords", "opportunity",
        filter=LOST, by="competitor", m="count|sum:amount", chart="bars",
    ),
    _report(
        "top-customers", _l("Who are our largest customers?"), RESULTS, "building-2", "opportunity",
        filter=WON, by="account", m="sum:amount|count|share:amount", chart="bars", top="20",
    ),
    _report(
        "leads-by-source", _l("Which sources bring leads that convert?"), ACTIVITY, "user-plus", "lead",
        by="source", m="count|rate:converted_at:filled", chart="bars",
    ),
    _report(
        "activities-by-person", _l("Who did what this month?"), ACTIVITY, "square-check", "activity",
        filter="status:equals:done;done_at:within:this-month", by="owner", across="kind", m="count", chart="bars",
    ),
    _report(
        "invoiced-by-month", _l("How much do we invoice each month?"), MONEY, "receipt", "invoice",
        filter="status:equals:issued", by="issued_on:month", m="sum:payable|count|sum:open", chart="columns",
    ),
    _report(
        "unpaid-by-age", _l("How much is unpaid, and for how long?"), MONEY, "hourglass", "invoice",
        filter=UNPAID, by="due_on:age", m="sum:open|count", chart="bars",
    ),
)  # fmt: skip
BY_KEY = {each.key: each for each in SHIPPED}
