"""How set-up joins the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.files import storage
from salesapp.core.i18n import _l
from salesapp.setup.branding.logo import digests_of_logos
from salesapp.setup.branding.views import branding, logos
from salesapp.setup.numbers.views import numbers
from salesapp.setup.reference_rates.views import reference_rates
from salesapp.setup.views import setup
from salesapp.web.navigation import add_place, add_setup_page

PAGES = (
    ("company", "setup.edit_company", _l("Company"), _l("Name, address, limits, language"), "building-2"),
    (
        "company",
        "setup.currencies",
        _l("Currencies and rates"),
        _l("Exchange rates of other currencies"),
        "coins",
    ),
    (
        "company",
        "branding.edit",
        _l("Document design"),
        _l("Logo, color, footer and paper size"),
        "file-text",
    ),
    (
        "company",
        "numbers.index",
        _l("Number formats"),
        _l("Prefix, year and first number of documents"),
        "hash",
    ),
    ("company", "tax_rates.index", _l("Tax rates"), _l("Taxes added to prices"), "percent"),
    (
        "company",
        "payment_terms.index",
        _l("Payment terms"),
        _l("Due dates, early-payment discounts and instalments"),
        "calendar-clock",
    ),
    (
        "company",
        "bank_accounts.index",
        _l("Bank accounts"),
        _l("Where customers pay, for each currency"),
        "landmark",
    ),
    ("people", "users.index", _l("Users"), _l("Users and their roles"), "users"),
    (
        "people",
        "business_units.index",
        _l("Business units"),
        _l("Profit centers that users, accounts and opportunities belong to"),
        "network",
    ),
    ("people", "setup.edit_reach", _l("Who sees what"), _l("Private, or shared with colleagues"), "eye"),
    (
        "people",
        "surveys.index",
        _l("Surveys"),
        _l("Questions to colleagues and their answers"),
        "clipboard-list",
    ),
    (
        "people",
        "badge_rules.index",
        _l("Badges"),
        _l("Awarded for results of a week, month, quarter or year"),
        "medal",
    ),
    ("people", "walls.index", _l("Wall links"), _l("Dashboards shown without signing in"), "monitor"),
    ("sales", "processes.index", _l("Sales processes"), _l("Stages and their requirements"), "workflow"),
    ("sales", "loss_reasons.index", _l("Close reasons"), _l("Why deals are won or lost"), "list-checks"),
    (
        "sales",
        "lead_statuses.index",
        _l("Lead statuses"),
        _l("Status names, and when leads go stale"),
        "circle-dot",
    ),
    (
        "sales",
        "picklist_entries.index",
        _l("Lists of choices"),
        _l("Lead sources, industries and other lists"),
        "list",
    ),
    ("sales", "lead_queues.index", _l("Queues"), _l("Where leads wait, and who claims them"), "inbox"),
    (
        "sales",
        "assignment_rules.index",
        _l("Assignment rules"),
        _l("How new leads are assigned"),
        "git-merge",
    ),
    ("sales", "lead_score_rules.index", _l("Lead scoring"), _l("What makes a lead hot"), "gauge"),
    (
        "sales",
        "lead_limits.edit_limits",
        _l("Rating"),
        _l("Score thresholds for hot and warm leads"),
        "thermometer",
    ),
    (
        "sales",
        "lead_mappings.edit_mapping",
        _l("Lead conversion"),
        _l("Which field goes where"),
        "arrow-right-left",
    ),
    (
        "sales",
        "web_forms.index",
        _l("Web forms"),
        _l("Turn submissions from your website into leads"),
        "globe",
    ),
    (
        "sales",
        "dialogs.index",
        _l("Guided dialogs"),
        _l("Step-by-step questions for a conversation"),
        "list-checks",
    ),
    (
        "sales",
        "price_books.index",
        _l("Price books"),
        _l("Prices by currency and validity period"),
        "book-open",
    ),
    ("data", "imports.index", _l("Imports"), _l("Imported files and their results"), "file-plus"),
    (
        "data",
        "setup.edit_duplicates",
        _l("Duplicates"),
        _l("How duplicates are handled"),
        "users",
    ),
    ("data", "bin.index", _l("Recycle bin"), _l("Deleted records"), "trash-2"),
)
"""Group, endpoint, label, hint and icon, in the order they are listed."""


def register(app: Flask) -> None:
    """Registers the pages of set-up, and lists those of the floors below that shape the product."""
    app.register_blueprint(setup)
    app.register_blueprint(branding)
    app.register_blueprint(numbers)
    app.register_blueprint(reference_rates)
    app.register_blueprint(logos)
    storage.named_by(digests_of_logos)
    add_place("setup.index", _l("Set-up"), "settings", Permission.SETUP, order=96, group="company")
    for order, (group, endpoint, label, hint, icon) in enumerate(PAGES):
        add_setup_page(endpoint, label, hint, icon, Permission.SETUP, order=order, group=group)
