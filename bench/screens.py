"""Every screen that is looked at: whose it is, where it is, and a company in which there is something to see on it."""

from __future__ import annotations

from datetime import timedelta

from PIL import Image
from sqlalchemy import select

from salesapp.activities.files import Purpose, attach
from salesapp.core import clock
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.files.pictures import as_jpeg
from salesapp.core.registry import record_types
from salesapp.demo.story import tell
from salesapp.dialogs.models import DialogQuestion, DialogRun
from salesapp.invoices.models import Invoice
from salesapp.leads.models import Lead
from salesapp.leads.trade_fairs.models import Fair
from salesapp.marketing.kinds import LeadSource
from salesapp.marketing.models import Campaign
from salesapp.opportunities.models import Opportunity, State
from salesapp.opportunities.processes.models import Stage
from salesapp.people.models import User
from salesapp.quotes.actions import quote_for
from salesapp.quotes.models import Quote, QuoteApproval, QuoteStatus
from salesapp.records.filters.conditions import Condition, Operator
from salesapp.records.looking import Look

PLAIN = {
    "today": "/",
    "more": "/more",
    "approvals": "/approvals",
    "search": "/search?q=no",
    "preferences": "/preferences",
    "bin": "/bin",
    "forecast": "/forecasts",
    "forecast-units": "/forecasts/units",
    "forecast-adjust": "/forecasts",
    "quotas": "/quotas",
    "quotas-import": "/quotas/import",
    "review": "/review",
    "reports": "/reports",
    "report": "/reports/pipeline-by-stage",
    "report-years": "/reports/won-by-month",
    "report-build": "/reports/build?type=opportunity&by=stage&m=sum:amount",
    "dashboard": "/dashboards",
    "pipeline-changes": "/reports/pipeline/changes?period=this-year",
    "pipeline-history": "/reports/pipeline/history",
    "filter": "/opportunities/filters?filter=any(amount:greater:10000;amount:empty);close_on:within:this-quarter",
    "filter-condition": "/opportunities/filters/condition?c-field=close_on",
    "view": "/opportunities?view=closing",
    "views": "/views/opportunities",
    "columns": "/views/opportunities/columns",
}
ROLES: dict[str, tuple[str, ...]] = {
    "rep": ("today", "board", "leads", "lead", "convert", "accounts", "account", "contacts", "contact", "opportunities",
            "opportunity", "opportunity-new", "quotes", "quote", "orders", "order", "products", "activities", "search",
            "more", "preferences", "lead-new", "bin", "import", "import-new", "lead-work", "dialog-review",
            "dialog-step", "dialog-told", "split", "specialist", "clone", "unconvert", "campaigns", "campaign", "fair",
            "fair-ended", "lead-card", "lead-files", "competitors", "competitor", "lose", "competitor-add", "disqualify",
            "lose-sheet", "competitor-sheet", "disqualify-sheet", "move-sheet", "board-look", "board-many",
            "leads-many", "approval", "approval-draft", "approval-submit"),
    "manager": ("today", "board", "opportunities", "leads", "price-book", "product", "campaign-edit", "competitor-edit", "fairs",
                "lanes-owner", "lanes-month", "competitor-delete", "news", "forecast", "forecast-units", "forecast-adjust", "quotas", "quotas-import", "review", "approvals", "approval", "approval-decide", "reports", "report",
                "report-years", "report-build",
                "dashboard", "pipeline-changes", "pipeline-history", "filter", "filter-condition", "view", "views", "columns"),
    "finance": ("today", "finance", "bank", "accounting", "accounting-journal", "opening", "opening-sheet", "invoices", "invoice", "orders", "order", "payments", "payment", "credit-note",
                "more"),
    "visitor": ("login", "public-quote", "public-accepted", "public-invoice"),
    "admin": ("setup", "users", "user", "user-new", "company", "document-design", "reminder-levels", "chart", "number-formats", "number-format-sheet", "currencies", "processes", "process",
              "price-books", "reach", "history", "stage-setup", "stage-archive", "lead-queues", "lead-queue", "lead-statuses",
              "lead-mappings", "mapping-sheet", "lead-status", "lead-status-edit", "lead-status-new",
              "assignment-rules", "assignment-rule-edit", "simulator", "web-forms", "web-form", "web-form-edit",
              "dialogs", "dialog", "dialog-question", "picklists", "picklist", "picklist-entry", "picklist-new"),
}  # fmt: skip
PLACES = {
    "board": "/board", "finance": "/finance", "bank": "/bank-statements", "accounting": "/accounting?period=2026", "opening": "/opening-balances", "opening-sheet": "/opening-balances", "number-formats": "/setup/numbers", "number-format-sheet": "/setup/numbers", "accounting-journal": "/accounting/entries?period=2026", "chart": "/setup/accounting", "reminder-levels": "/reminders/levels", "setup": "/setup", "company": "/setup/company", "document-design": "/setup/documents", "import": "/imports",
    "currencies": "/setup/currencies", "processes": "/setup/processes", "process": "/setup/processes/1",
    "reach": "/setup/reach", "import-new": "/imports/new", "stage-setup": "/setup/processes/stages/1",
    "stage-archive": "/setup/processes/stages/1/archive", "simulator": "/assignment-rules/simulate",
    "lead-mappings": "/lead-mappings", "lead-status-new": "/lead-statuses/new",
    "picklists": "/picklist-entries", "picklist": "/picklist-entries/of/lead_source",
    "picklist-entry": "/picklist-entries/1", "picklist-new": "/picklist-entries/of/lead_source/new",
    "mapping-sheet": "/lead-mappings", "lanes-owner": "/board?lanes=owner", "lanes-month": "/board?lanes=month",
    "board-look": "/board", "move-sheet": "/board?sort=hand", "board-many": "/board?select=1",
    "leads-many": "/leads?select=1", "disqualify-sheet": "/leads/1", "competitor-delete": "/competitors/1/delete",
}  # fmt: skip
MENU = "[popovertarget=record-menu]"
PRESSED = {
    "move-sheet": (".card a[href$='/move']",),
    "board-look": ("a[href*='/board/look']",),
    "approval-submit": ("a[href$='/approval']",),
    "lose-sheet": (MENU, "a[href$='/lose']"),
    "competitor-sheet": ("a[href$='/competitors/new']",),
    "disqualify-sheet": (MENU, "a[href$='/disqualify']"),
    "opening-sheet": ("a[href$='/opening-balances/new']",),
    "number-format-sheet": ("a[href$='/setup/numbers/INV']",),
    "mapping-sheet": ("a[href$='/lead-mappings/reset']",),
    "forecast-adjust": (".line-adjust",),
}
"""What is pressed on a screen, one after the other, for the sheet that opens over it."""


def addresses() -> dict[str, str]:
    """Screen → address: a list and a filled record of every type, and the screens made by hand."""
    found = dict(PLAIN) | PLACES
    for type_ in record_types():
        found[type_.slug] = f"/{type_.slug}"
        newest = select(type_.model).order_by(type_.model.id.desc()).limit(1)
        record = db.session.scalar(newest)
        if record is not None:
            name = type_.key.replace("_", "-")
            found[name] = f"/{type_.slug}/{record.id}"
            found[f"{name}-edit"] = f"/{type_.slug}/{record.id}/edit"
            found[f"{name}-new"] = f"/{type_.slug}/new"
    lead = "/leads/1"
    found |= {
        "lead": lead,
        "convert": f"{lead}/convert",
        "history": "/users/1/history",
        "account": "/accounts/1",
        "campaign": "/campaigns/1",
        "competitor": "/competitors/1",
    }
    return found | sheets() | fairs() | public_addresses()


def sheets() -> dict[str, str]:
    """Sheets and steps that belong to a record, as pages of their own."""
    deal = db.session.scalars(select(Opportunity).where(Opportunity.state == State.OPEN)).first()
    became = db.session.scalars(select(Lead).where(Lead.converted_at.is_not(None))).first()
    runs = db.session.scalars(select(DialogRun).order_by(DialogRun.id)).all()
    question = db.session.scalars(select(DialogQuestion)).first()
    asked = db.session.scalars(select(QuoteApproval)).one()
    of_deal = {"split": "split", "specialist": "specialists/new", "clone": "clone", "lose": "lose"}
    of_deal |= {"competitor-add": "competitors/new", "news": "", "lose-sheet": "", "competitor-sheet": ""}
    found = (
        {name: f"/opportunities/{deal.id}/{part}".rstrip("/") for name, part in of_deal.items()}
        if deal
        else {}
    )
    for run in runs:
        name = "told" if not run.is_open else "review" if run.course.is_through else "step"
        found[f"dialog-{name}"] = f"/dialogs/runs/{run.id}"
    found["approval"] = f"/quotes/{asked.document_id}"
    found["approval-decide"] = f"/quotes/{asked.document_id}/approvals/{asked.id}"
    found["approval-draft"] = found["approval-submit"] = f"/quotes/{_beyond_the_limit(asked).id}"
    if question is not None:
        found["dialog-question"] = f"/dialogs/{question.dialog_id}/questions/{question.id}"
        found["dialog"] = f"/dialogs/{question.dialog_id}"
    if became is not None:
        found["unconvert"] = f"/leads/{became.id}/unconvert"
    of_lead = {
        "disqualify": "/leads/1/disqualify",
        "lead-work": "/leads/next",
        "lead-card": "/leads/card",
        "lead-files": "/activities/of/lead/1",
    }
    return found | of_lead


def _beyond_the_limit(asked: QuoteApproval) -> Quote:
    """The draft of the same rep with as much off, which nobody has submitted yet."""
    quote = quote_for(asked.document.opportunity, by=asked.asked_by)
    quote.discount = asked.document.discount
    quote.reprice()
    db.session.flush()
    return quote


def tell_more() -> None:
    """The demo company, a lead with files of several kinds, a stage with exit checks, and news for the manager."""
    tell()
    _check_the_exit()
    _look_back()
    lead = db.session.get_one(Lead, 1)
    card = as_jpeg(Image.effect_mandelbrot((900, 550), (-2, -1.2, 1, 1.2), 60))
    attach(lead, "card.jpg", card, by=lead.owner, purpose=Purpose.CARD)
    for name, content in (("报价单 2026.pdf", b"%PDF-1.7" + b" " * 240_000), ("prices.csv", b"code;price\n")):
        attach(lead, name, content, by=lead.owner)


def _check_the_exit() -> None:
    """The first stage is left only by what is worth something and has a date."""
    stage = db.session.get_one(Stage, 1)
    checks = [Condition("amount", Operator.GREATER, ("1000",)), Condition("close_on", Operator.FILLED, ())]
    stage.exit_checks = [each.as_json() for each in checks]


def _look_back() -> None:
    """The manager last looked at every opportunity a day ago, before anything had happened there."""
    manager = db.session.scalars(select(User).where(User.email == "manager@demo.example")).one()
    yesterday = clock.now() - timedelta(days=1)
    for deal in db.session.scalars(select(Opportunity)):
        place = {"user_id": manager.id, "subject_type": deal.record_type_key, "subject_id": deal.id}
        db.session.add(Look(**place, known=0, known_at=yesterday, seen=0, seen_at=yesterday))


def fairs() -> dict[str, str]:
    """The rep at a trade fair with a lead just captured, another fair before it, and how one begins."""
    rep = db.session.scalars(select(User).where(User.email == "rep@demo.example")).one()
    campaign, found = db.session.get(Campaign, 1), {"fairs": "/fairs"}
    for name in ("fair-ended", "fair"):
        fair = Fair.begin(campaign, LeadSource.TRADE_FAIR, 3, by=rep)
        fair.started_at = clock.now() - timedelta(hours=3)
        for person in ("Anna Li", "Jonathan Featherstonehaugh-Smythe"):
            lead = fair.capture(f"{person} ({name})", today_for(), company="Orbit Diagnostics", by=rep)
        if name == "fair-ended":
            fair.end(by=rep)
        db.session.flush()
        found[name] = f"/fairs/{fair.id}?saved={lead.id}"
    return found


def public_addresses() -> dict[str, str]:
    """Where those go who have not signed in: the door, and customers by a new link each."""
    quotes, invoices = select(Quote).order_by(Quote.id.desc()), select(Invoice).order_by(Invoice.id.desc())
    newest = {
        "public-quote": quotes.where(Quote.status == QuoteStatus.SENT),
        "public-accepted": quotes.where(Quote.status == QuoteStatus.ACCEPTED),
        "public-invoice": invoices.where(Invoice.number.is_not(None)),
    }
    found = {"login": "/login"}
    for name, query in newest.items():
        document = db.session.scalars(query.limit(1)).first()
        if document is not None:
            found[name] = f"/{'i' if isinstance(document, Invoice) else 'q'}/{document.new_secret()}"
    return found
