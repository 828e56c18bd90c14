"""Pictures of every screen as each role and as a visitor, phone and desktop, light and dark, English and Chinese.

`make look` writes them to `look/ROLE/`, with one contact sheet per role (`look/ROLE.html`). `S=board` takes one screen.
"""

from __future__ import annotations

import argparse
import itertools
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from bench.company import company, served
from salesapp.activities.files import Purpose, attach
from salesapp.core import clock
from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.core.pictures import as_jpeg
from salesapp.core.registry import record_types
from salesapp.demo.story import tell
from salesapp.dialogs.models import DialogQuestion, DialogRun
from salesapp.invoices.models import Invoice
from salesapp.leads.kinds import LeadSource
from salesapp.leads.models import Fair, Lead
from salesapp.marketing.models import Campaign
from salesapp.opportunities.models import Opportunity, State
from salesapp.people.models import DEMO_PASSWORD, User
from salesapp.quotes.models import Quote, QuoteStatus
from tests.browsers import ARGUMENTS, chromium

SIZES = {"phone": (390, 844), "desktop": (1280, 800)}
PLAIN = {
    "today": "/",
    "more": "/more",
    "search": "/search?q=no",
    "preferences": "/preferences",
    "bin": "/bin",
}
ROLES: dict[str, tuple[str, ...]] = {
    "rep": ("today", "board", "leads", "lead", "convert", "accounts", "account", "contacts", "contact", "opportunities",
            "opportunity", "opportunity-new", "quotes", "quote", "orders", "order", "products", "activities", "search",
            "more", "preferences", "lead-new", "bin", "import", "import-new", "lead-work", "dialog-review",
            "dialog-step", "dialog-told", "split", "specialist", "clone", "unconvert", "campaigns", "campaign", "fair",
            "fair-ended", "lead-card", "lead-files", "competitors", "competitor", "lose", "competitor-add"),
    "manager": ("today", "board", "opportunities", "leads", "price-book", "product", "campaign-edit", "competitor-edit", "fairs"),
    "finance": ("today", "finance", "invoices", "invoice", "orders", "order", "payments", "payment", "credit-note",
                "more"),
    "visitor": ("login", "public-quote", "public-accepted", "public-invoice"),
    "admin": ("setup", "users", "user", "user-new", "company", "currencies", "processes", "process",
              "price-books", "reach", "history", "stage-setup", "stage-archive", "lead-queues", "lead-queue", "lead-statuses", "lead-mappings", "lead-status", "lead-status-edit", "lead-status-new",
              "assignment-rules", "assignment-rule-edit", "simulator", "web-forms", "web-form", "web-form-edit",
              "dialogs", "dialog", "dialog-question"),
}  # fmt: skip
PLACES = {
    "board": "/board", "finance": "/finance", "setup": "/setup", "company": "/setup/company", "import": "/imports",
    "currencies": "/setup/currencies", "processes": "/setup/processes", "process": "/setup/processes/1",
    "reach": "/setup/reach", "import-new": "/imports/new", "stage-setup": "/setup/processes/stages/1",
    "stage-archive": "/setup/processes/stages/1/archive", "simulator": "/assignment-rules/simulate",
    "lead-mappings": "/lead-mappings", "lead-status-new": "/lead-statuses/new",
}  # fmt: skip


@dataclass(frozen=True)
class Variant:
    """One way of looking at a screen."""

    size: str
    theme: str
    language: str

    @property
    def name(self) -> str:
        return f"{self.size}-{self.theme}-{self.language}"


VARIANTS = [Variant(*each) for each in itertools.product(SIZES, ("light", "dark"), ("en", "zh"))]


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
    of_deal = {"split": "split", "specialist": "specialists/new", "clone": "clone", "lose": "lose"}
    of_deal["competitor-add"] = "competitors/new"
    found = {name: f"/opportunities/{deal.id}/{part}" for name, part in of_deal.items()} if deal else {}
    for run in runs:
        name = "told" if not run.is_open else "review" if run.course.is_through else "step"
        found[f"dialog-{name}"] = f"/dialogs/runs/{run.id}"
    if question is not None:
        found["dialog-question"] = f"/dialogs/{question.dialog_id}/questions/{question.id}"
        found["dialog"] = f"/dialogs/{question.dialog_id}"
    if became is not None:
        found["unconvert"] = f"/leads/{became.id}/unconvert"
    of_lead = {"lead-work": "/leads/next", "lead-card": "/leads/card", "lead-files": "/activities/of/lead/1"}
    return found | of_lead


def tell_with_files() -> None:
    """The demo company, and a lead with files of several kinds."""
    tell()
    lead = db.session.get_one(Lead, 1)
    card = as_jpeg(Image.effect_mandelbrot((900, 550), (-2, -1.2, 1, 1.2), 60))
    attach(lead, "card.jpg", card, by=lead.owner, purpose=Purpose.CARD)
    for name, content in (("报价单 2026.pdf", b"%PDF-1.7" + b" " * 240_000), ("prices.csv", b"code;price\n")):
        attach(lead, name, content, by=lead.owner)


def fairs() -> dict[str, str]:
    """The rep at a trade fair with a lead just captured, another fair before it, and how one begins."""
    rep = db.session.scalars(select(User).where(User.email == "rep@demo.example")).one()
    campaign, found = db.session.get(Campaign, 1), {"fairs": "/fairs"}
    for name in ("fair-ended", "fair"):
        fair = Fair.begin(campaign, LeadSource.TRADE_FAIR, 3, by=rep)
        fair.started_at = clock.now() - timedelta(hours=3)
        for person in ("Anna Li", "Jonathan Featherstonehaugh-Smythe"):
            lead = fair.capture(f"{person} ({name})", clock.today(), company="Orbit Diagnostics", by=rep)
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


def pictures(browser: Browser, site: str, role: str, screens: dict[str, str], out: Path) -> Iterator[Path]:
    """Takes each screen in each variant; the path of each picture."""
    for variant in VARIANTS:
        width, height = SIZES[variant.size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=variant.theme,  # type: ignore[arg-type]
            locale="zh-CN" if variant.language == "zh" else "en-GB",
            has_touch=variant.size == "phone",
            reduced_motion="reduce",
        )
        page = context.new_page()
        if role != "visitor":
            sign_in(page, site, role, variant)
        for name, address in screens.items():
            path = out / role / f"{name}-{variant.name}.png"
            page.goto(site + address)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=path)
            yield path
        context.close()


def sign_in(page: Page, site: str, role: str, variant: Variant) -> None:
    """As a person does, then the language in the preferences."""
    page.goto(f"{site}/login")
    page.fill("input[name=email]", f"{role}@demo.example")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{site}/")
    page.goto(f"{site}/preferences")
    page.check(f"input[name=locale][value={variant.language}]", force=True)
    page.click("#preferences-form button[type=submit]")
    page.wait_for_load_state("networkidle")


def contact_sheet(out: Path, role: str, taken: list[Path]) -> None:
    """All pictures of a role on one page."""
    figures = "\n".join(
        f'<figure><img src="{path.relative_to(out)}" loading="lazy"><figcaption>{path.stem}</figcaption></figure>'
        for path in taken
    )
    style = "body{display:flex;flex-wrap:wrap;gap:16px;font:12px sans-serif}img{height:420px;border:1px solid #ccc}"
    (out / f"{role}.html").write_text(f"<!doctype html><title>{role}</title><style>{style}</style>{figures}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", default="look", type=Path)
    parser.add_argument("--screen", default="")
    parser.add_argument("--role", default="")
    wanted = parser.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with company(tell_with_files) as app, served(app) as site, sync_playwright() as playwright:
        with app.app_context():
            set_viewer(SYSTEM)
            known = addresses()
            db.session.commit()
        path = chromium(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, "--no-sandbox"])
        for role, names in ROLES.items():
            if wanted.role not in {"", role}:
                continue
            chosen = {name: known[name] for name in names if wanted.screen in {"", name} and name in known}
            (wanted.out / role).mkdir(parents=True, exist_ok=True)
            contact_sheet(wanted.out, role, list(pictures(browser, site, role, chosen, wanted.out)))
        browser.close()


if __name__ == "__main__":
    main()
