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
QUARTERS = "any(closed_on:within:this-quarter-to-date;closed_on:within:last-year-quarter-to-date)"
MONTHS = "any(closed_on:within:this-month-to-date;closed_on:within:last-year-month-to-date)"
WON_REVENUE = f"of:opportunities;sum:amount;{WON}"
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


PIPELINE, RESULTS, LEADS, ACTIVITY, MONEY, QUALITY = (
    _l("Pipeline"),
    _l("Won and lost"),
    _l("Leads"),
    _l("Activities and customers"),
    _l("Quotes and invoices"),
    _l("Data quality"),
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
        "pipeline-by-process", _l("How much pipeline does each sales process have?"), PIPELINE, "route", "opportunity",
        filter=OPEN, by="process", across="stage", m="sum:amount|count", chart="bars",
    ),
    _report(
        "pipeline-by-type", _l("Is the pipeline new or existing business?"), PIPELINE, "sparkles", "opportunity",
        filter=OPEN, by="type", m="sum:amount|count|share:amount", chart="bars",
    ),
    _report(
        "pipeline-by-source", _l("Which sources does the pipeline come from?"), PIPELINE, "user-plus", "opportunity",
        filter=OPEN, by="source", m="sum:amount|count|share:amount", chart="bars",
    ),
    _report(
        "pipeline-by-campaign", _l("Which campaigns does the pipeline come from?"), PIPELINE, "megaphone",
        "opportunity",
        filter=f"{OPEN};campaign:filled", by="campaign", m="sum:amount|count", chart="bars", top="20",
    ),
    _report(
        "time-in-stage", _l("How long have open opportunities been in their stage?"), PIPELINE, "timer", "opportunity",
        filter=OPEN, by="stage",
        m="days:stage_entered_at~today|days-median:stage_entered_at~today|count|sum:amount", chart="bars",
    ),
    _report(
        "stages-reached", _l("How far do opportunities get?"), RESULTS, "funnel", "opportunity",
        by="reached.stage", m=f"count|rate:{WON}|rate:{LOST}|sum:amount", chart="funnel",
    ),
    _report(
        "time-in-past-stages", _l("How long does each stage take?"), RESULTS, "timer", "opportunity",
        by="reached.stage",
        m="days:reached.entered_at~left_at|days-median:reached.entered_at~left_at|count", chart="bars",
    ),
    _report(
        "past-close-date", _l("Whose opportunities are past their close date?"), PIPELINE, "calendar-x", "opportunity",
        filter=f"{OPEN};close_on:within:past", by="owner", m="sum:amount|count", chart="bars",
    ),
    _report(
        "next-steps-overdue", _l("Whose next steps are overdue?"), PIPELINE, "alarm-clock", "opportunity",
        filter=f"{OPEN};next_step_on:within:past", by="owner", m="count|sum:amount", chart="bars",
    ),
    _report(
        "requirements-missing", _l("Whose opportunities lack what their stage requires?"), PIPELINE, "list-x",
        "opportunity",
        filter=f"{OPEN};blocked:listed:must", by="owner", m="sum:amount|count", chart="bars",
    ),
    _report(
        "wins-in-approval", _l("Whose wins are waiting for approval?"), PIPELINE, "hourglass", "opportunity",
        filter=f"{OPEN};blocked:listed:approval", by="owner",
        m="sum:asked.actual_amount|count|sum:amount", chart="bars",
    ),
    _report(
        "renewals-due", _l("Which renewals are due when?"), PIPELINE, "repeat", "opportunity",
        filter=f"{OPEN};renewal_of:filled", by="close_on:month", m="sum:amount|count", chart="columns",
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
        "largest-deals", _l("Which are the largest deals we won?"), RESULTS, "trophy", "opportunity",
        filter=WON, by="name", m="sum:amount|count|share:amount", chart="bars", top="20",
    ),
    _report(
        "win-rate-by-industry", _l("Which industries do we win in?"), RESULTS, "factory", "opportunity",
        filter=CLOSED, by="account.industry", m=f"rate:{WON}|count|sum:amount", chart="bars",
    ),
    _report(
        "win-rate-by-campaign", _l("Which campaigns’ opportunities do we win?"), RESULTS, "percent", "opportunity",
        filter=f"{CLOSED};campaign:filled", by="campaign", m=f"rate:{WON}|count|sum:amount", chart="bars", top="20",
    ),
    _report(
        "won-to-date", _l("Are we ahead of last year?"), RESULTS, "gauge", "opportunity",
        filter=f"{WON};any(closed_on:within:this-year-to-date;closed_on:within:last-year-to-date)",
        by="closed_on:fiscal-year",
        m="sum:amount|change:amount|count", chart="columns",
    ),
    _report(
        "won-quarter-to-date", _l("Is this quarter ahead of the same quarter last year?"), RESULTS, "gauge",
        "opportunity",
        filter=f"{WON};{QUARTERS}", by="closed_on:fiscal-year", m="sum:amount|change:amount|count", chart="columns",
    ),
    _report(
        "won-month-to-date", _l("Is this month ahead of the same month last year?"), RESULTS, "gauge", "opportunity",
        filter=f"{WON};{MONTHS}", by="closed_on:fiscal-year", m="sum:amount|change:amount|count", chart="columns",
    ),
    _report(
        "won-running", _l("How does this year add up?"), RESULTS, "chart-line", "opportunity",
        filter=f"{WON};closed_on:within:this-year", by="closed_on:month",
        m="running:amount|sum:amount|count", chart="line",
    ),
    _report(
        "win-rate-by-product", _l("Which products do we win with?"), RESULTS, "package", "opportunity",
        filter=CLOSED, by="lines.product", m=f"rate:{WON}|count|sum:lines.net", chart="bars", top="20",
    ),
    _report(
        "won-by-product-family", _l("Which product families bring revenue?"), RESULTS, "package", "opportunity",
        filter=WON, by="lines.product.family", m="sum:lines.net|count", chart="bars", top="20",
    ),
    _report(
        "won-by-owner", _l("Who wins how much?"), RESULTS, "medal", "opportunity",
        filter=f"{WON};closed_on:within:this-year", by="owner", m="sum:amount|count|share:amount", chart="bars",
    ),
    _report(
        "won-by-campaign", _l("Which campaigns bring revenue?"), RESULTS, "megaphone", "opportunity",
        filter=f"{WON};campaign:filled", by="campaign", m="sum:amount|count", chart="bars", top="20",
    ),
    _report(
        "campaign-return", _l("Which campaigns pay off?"), RESULTS, "megaphone", "campaign",
        by="name",
        m=f"{WON_REVENUE}|sum:actual_cost|per:{WON_REVENUE}//sum:actual_cost|of:opportunities;count;{WON}",
        chart="bars", top="20",
    ),
    _report(
        "campaign-cost", _l("What does a lead or a win cost, by campaign?"), LEADS, "coins", "campaign",
        filter="actual_cost:filled", by="name",
        m=f"per:sum:actual_cost//of:leads;count|of:leads;count|per:sum:actual_cost//of:opportunities;count;{WON}"
        f"|of:opportunities;count;{WON}",
        chart="bars", top="20",
    ),
    _report(
        "win-rate-by-source", _l("Which sources do we win from?"), RESULTS, "percent", "opportunity",
        filter=CLOSED, by="source", m=f"rate:{WON}|count|sum:amount", chart="bars",
    ),
    _report(
        "time-to-win", _l("How long does it take to win?"), RESULTS, "hourglass", "opportunity",
        filter=WON, by="closed_on:fiscal-quarter",
        m="days:created_at~closed_on|days-median:created_at~closed_on|count", chart="line",
    ),
    _report(
        "sales-velocity", _l("How fast do opportunities become revenue?"), RESULTS, "gauge", "opportunity",
        filter=CLOSED, by="closed_on:fiscal-quarter",
        m=f"velocity|count|rate:{WON}|avg:amount;{WON}|days:created_at~closed_on;{WON}", chart="columns",
    ),
    _report(
        "losses-by-stage", _l("In which stage do we lose?"), RESULTS, "route", "opportunity",
        filter=LOST, by="stage", m="count|sum:amount", chart="bars",
    ),
    _report(
        "renewal-rate", _l("How many customers renew?"), RESULTS, "repeat", "opportunity",
        filter=f"{CLOSED};renewal_of:filled", by="closed_on:fiscal-quarter",
        m=f"rate:{WON}|count|sum:amount", chart="line",
    ),
    _report(
        "leads-by-source", _l("Which sources bring leads that convert?"), LEADS, "user-plus", "lead",
        by="source", m="count|rate:converted_at:filled", chart="bars",
    ),
    _report(
        "leads-by-month", _l("How many leads come in each month?"), LEADS, "trending-up", "lead",
        filter="created_at:within:last-12-months", by="created_at:month",
        m="count|change|rate:converted_at:filled", chart="columns",
    ),
    _report(
        "leads-by-owner", _l("Who converts leads?"), LEADS, "users", "lead",
        by="owner", m="rate:converted_at:filled|count", chart="bars",
    ),
    _report(
        "leads-by-campaign", _l("Which campaigns bring leads?"), LEADS, "megaphone", "lead",
        filter="campaign:filled", by="campaign", m="count|rate:converted_at:filled", chart="bars", top="20",
    ),
    _report(
        "time-to-convert", _l("How long does it take to convert a lead?"), LEADS, "hourglass", "lead",
        filter="converted_at:filled", by="source",
        m="days:created_at~converted_at|days-median:created_at~converted_at|count", chart="bars",
    ),
    _report(
        "activities-by-person", _l("Who did what this month?"), ACTIVITY, "square-check", "activity",
        filter="status:equals:done;done_at:within:this-month", by="owner", across="kind", m="count", chart="bars",
    ),
    _report(
        "activities-led-on", _l("Which activities move opportunities on?"), ACTIVITY, "trending-up", "activity",
        filter="status:equals:done;led_to:listed:opportunity;done_at:within:last-12-months", by="kind",
        m="rate:led_to:listed:moved|rate:led_to:listed:won|count", chart="bars",
    ),
    _report(
        "call-outcomes", _l("How do our calls turn out?"), ACTIVITY, "phone-call", "activity",
        filter="kind:equals:call;status:equals:done", by="owner", across="outcome", m="count", chart="bars",
    ),
    _report(
        "follow-ups-missed", _l("Which follow-ups are overdue?"), ACTIVITY, "calendar-x", "activity",
        filter="status:equals:planned;due_on:within:past", by="owner", across="kind", m="count", chart="bars",
    ),
    _report(
        "idle-customers", _l("Which customers haven’t we contacted for 90 days?"), ACTIVITY, "building-2", "account",
        filter="none(activities;done_at:within:last-90-days)", by="owner", m="count|share", chart="bars",
    ),
    _report(
        "invoiced-by-month", _l("How much do we invoice each month?"), MONEY, "receipt", "invoice",
        filter="status:equals:issued;kind:none-of:opening", by="issued_on:month",
        m="sum:payable|count|sum:open", chart="columns",
    ),
    _report(
        "paid-by-month", _l("How much are we paid each month?"), MONEY, "banknote", "payment",
        by="paid_on:month", m="sum:amount|count", chart="columns",
    ),
    _report(
        "unpaid-by-age", _l("How much is unpaid, and since when?"), MONEY, "hourglass", "invoice",
        filter=UNPAID, by="dues.due_on:age", m="sum:dues.open|count", chart="bars",
    ),
    _report(
        "recurring-value", _l("What are recurring invoices worth a year?"), MONEY, "repeat", "invoice",
        filter="has(repeats)", by="account", m="sum:repeats.yearly|count", chart="bars", top="20",
    ),
    _report(
        "quotes-by-status", _l("Where do our quotes stand?"), MONEY, "file-text", "quote",
        filter="status:none-of:revised", by="status", m="sum:net|count|avg:discount", chart="bars",
    ),
    _report(
        "quotes-in-approval", _l("Whose quotes are waiting for approval?"), MONEY, "hourglass", "quote",
        filter="status:equals:in_approval", by="owner", m="sum:net|count|max:discount", chart="bars",
    ),
    _report(
        "orders-by-month", _l("How much is ordered each month?"), MONEY, "package", "order",
        filter="status:none-of:draft,in_approval,cancelled", by="ordered_on:month", m="sum:net|count", chart="columns",
    ),
    _report(
        "discounts-by-owner", _l("Who gives how much discount?"), MONEY, "badge-percent", "quote",
        filter="discount:greater:0", by="owner", m="avg:discount|max:discount|count|sum:net", chart="bars",
    ),
    _report(
        "overdue-by-customer", _l("Which customers owe us most?"), MONEY, "banknote", "invoice",
        filter="standing:listed:overdue", by="account", m="sum:open|count", chart="bars", top="20",
    ),
    _report(
        "no-next-step", _l("Whose opportunities have no next step?"), QUALITY, "list-x", "opportunity",
        filter=f"{OPEN};next_step:empty", by="owner", m="count|sum:amount", chart="bars",
    ),
    _report(
        "no-decision-maker", _l("Whose opportunities have no decision maker?"), QUALITY, "user-x", "opportunity",
        filter=f"{OPEN};none(people;role:equals:decider)", by="owner", m="count|sum:amount", chart="bars",
    ),
    _report(
        "no-amount", _l("Whose opportunities have no amount?"), QUALITY, "coins", "opportunity",
        filter=f"{OPEN};amount:empty", by="owner", m="count", chart="bars",
    ),
    _report(
        "contacts-without-email", _l("Which contacts have no e-mail address?"), QUALITY, "mail-x", "contact",
        filter="email:empty", by="owner", m="count|share", chart="bars",
    ),
    _report(
        "contacts-without-phone", _l("Which contacts have no phone number?"), QUALITY, "phone-off", "contact",
        filter="phone:empty;mobile:empty", by="owner", m="count|share", chart="bars",
    ),
    _report(
        "contacts-bounced", _l("Whose contacts’ e-mail doesn’t arrive?"), QUALITY, "mail-x", "contact",
        filter="bounced:listed:1", by="owner", m="count|share", chart="bars",
    ),
    _report(
        "leads-bounced", _l("Whose leads’ e-mail doesn’t arrive?"), QUALITY, "mail-x", "lead",
        filter="bounced:listed:1", by="owner", m="count|share", chart="bars",
    ),
    _report(
        "duplicate-accounts", _l("Which accounts may be duplicates?"), QUALITY, "git-merge", "account",
        filter="duplicate:listed:1", by="owner", m="count|share", chart="bars",
    ),
    _report(
        "duplicate-contacts", _l("Which contacts may be duplicates?"), QUALITY, "git-merge", "contact",
        filter="duplicate:listed:1", by="owner", m="count|share", chart="bars",
    ),
    _report(
        "duplicate-leads", _l("Which leads may be duplicates?"), QUALITY, "git-merge", "lead",
        filter="duplicate:listed:1", by="owner", m="count|share", chart="bars",
    ),
    _report(
        "leads-unreachable", _l("Which leads can’t be reached?"), QUALITY, "user-x", "lead",
        filter="email:empty;phone:empty;mobile:empty", by="source", m="count|share", chart="bars",
    ),
)  # fmt: skip
BY_KEY = {each.key: each for each in SHIPPED}
