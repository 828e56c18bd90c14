"""The design page: every component in all its states and the look of the main screens. Only in development."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from flask import Blueprint, Flask, render_template, request
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)

from salesapp.core.errors import RuleBroken
from salesapp.web.forms import Form, LinkField
from salesapp.web.guards import public
from salesapp.web.inputs.money import MoneyField
from salesapp.web.inputs.signature import SignatureField
from salesapp.web.navigation import Bell

design = Blueprint("design", __name__, url_prefix="/design")


class Person(NamedTuple):
    """Stands in for the signed-in user."""

    id: int
    name: str
    role_label: str
    roomy_lists: bool = False


class Place(NamedTuple):
    """Stands in for a place of the menus, or for something the plus sign offers."""

    label: str
    icon: str
    url: str = "/design"
    active: bool = False
    bar: int | None = None
    group: str = "work"
    rail: str = "shown"

    @property
    def in_bar(self) -> bool:
        return self.bar is not None

    @property
    def lit(self) -> bool:
        return self.active


class SampleForm(Form):
    """One field of each kind."""

    name = StringField("Name", render_kw={"autocomplete": "off", "enterkeyhint": "next"})
    email = EmailField("E-mail", render_kw={"autocapitalize": "off"})
    phone = TelField("Phone", description="Any notation; we keep it as +49 …")
    amount = MoneyField("Amount", currency="EUR")
    close_date = DateField("Expected close", default=date(2026, 12, 18))
    stage = SelectField("Stage", choices=["Qualify", "Develop", "Propose"])
    account = LinkField("Account", target="user")
    rating = RadioField("Rating", choices=["Hot", "Warm", "Cold"], default="Warm")
    reason = RadioField("Why", choices=["Price", "Timing", "Did not fit"])
    mail = BooleanField("May be mailed", default=True)
    description = TextAreaField("Description")
    signature = SignatureField("Signature")


PLACES = [
    Place("Today", "sun", bar=1),
    Place("Pipeline", "kanban", active=True, bar=2),
    Place("Leads", "sparkles", bar=3),
    Place("Opportunities", "target", group="sell"),
    Place("Accounts", "building-2", group="sell"),
    Place("Contacts", "users", group="sell"),
    Place("Quotes", "file-text", group="sell"),
    Place("Invoices", "receipt-text", group="money"),
    Place("Reports", "chart-column", group="company"),
]
QUICK = [
    Place("Call", "phone"),
    Place("Task", "circle-check"),
    Place("Lead", "sparkles"),
    Place("Contact", "user-plus"),
    Place("Opportunity", "target"),
    Place("Quote", "file-text"),
]
TIMELINE = [
    {
        "icon": "arrow-right",
        "sentence": "Li Wei moved it from Develop to Propose",
        "at": datetime(2026, 11, 20, 9, 42, tzinfo=UTC),
        "about": "Li Wei",
        "changes": [("Probability", "40%", "60%"), ("Close date", "3 Dec 2026", "18 Dec 2026")],
    },
    {
        "icon": "phone-outgoing",
        "sentence": "Li Wei reached Grace Adler",
        "at": datetime(2026, 11, 18, 14, 5, tzinfo=UTC),
        "about": "Li Wei",
        "changes": [],
        "body": "Budget is approved. Wants the rollout in two steps; send the offer to her and to purchasing.",
    },
    {
        "icon": "plus",
        "sentence": "Ana Costa created it from a lead",
        "at": datetime(2026, 11, 2, 8, 0, tzinfo=UTC),
        "about": "Ana Costa",
        "changes": [],
    },
]


def init(app: Flask) -> None:
    """Adds the page; create_app calls it in development only."""
    app.register_blueprint(design)


def _stand_ins() -> dict[str, Any]:
    theme = request.args.get("theme", "auto")
    viewer = Person(7, "Li Wei", "Sales representative")
    return {
        "viewer": viewer,
        "navigation": lambda: PLACES,
        "quick_actions": lambda: QUICK,
        "theme": theme,
        "bell": lambda: Bell("/design", 3),
    }


def _refused() -> SampleForm:
    form = SampleForm()
    form.refuse(RuleBroken("A name is needed.", field="name"))
    form.refuse(RuleBroken("This isn’t an e-mail address.", field="email"))
    return form


@design.get("")
@public
def index() -> str:
    return render_template("design/index.html", sample=SampleForm(), entries=TIMELINE, **_stand_ins())


@design.get("/<any(today, board, opportunity, quote, convert, refused):screen>")
@public
def screen(screen: str) -> str:
    sample = _refused() if screen == "refused" else SampleForm()
    return render_template(
        "design/screen.html", screen=screen, sample=sample, form=sample, entries=TIMELINE, **_stand_ins()
    )


@design.get("/options")
@public
def options() -> str:
    return render_template("design/_options.html", typed=request.args.get("q", ""))
