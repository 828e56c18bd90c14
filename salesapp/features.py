"""Which packages make up the product: their blueprints, places and quick actions, in the order of the floors."""

from __future__ import annotations

from typing import cast

from flask import Flask
from markupsafe import Markup

from salesapp.accounting import feature as accounting
from salesapp.activities import feature as activities
from salesapp.core.access import Permission
from salesapp.core.db import Record
from salesapp.core.events import complete_events
from salesapp.core.i18n import _l
from salesapp.core.registry import record_type
from salesapp.customers import feature as customers
from salesapp.dialogs import feature as dialogs
from salesapp.forecasts import feature as forecasts
from salesapp.home import feature as home
from salesapp.invoices import feature as invoices
from salesapp.leads import feature as leads
from salesapp.marketing import feature as marketing
from salesapp.operating import health
from salesapp.opportunities import feature as opportunities
from salesapp.orders import feature as orders
from salesapp.people.invitations.mailing import invite
from salesapp.people.invitations.views import invitation_link, invitations, mail_goes_out, uninvited
from salesapp.people.models import USER, AccessState, User
from salesapp.people.second_factor.models import is_asked_of
from salesapp.people.second_factor.views import second_factor
from salesapp.people.units.dividing import divide_by_units, unit_context
from salesapp.people.units.models import BUSINESS_UNIT
from salesapp.people.views import people
from salesapp.products import feature as products
from salesapp.quotes import feature as quotes
from salesapp.recognition import feature as recognition
from salesapp.records import page
from salesapp.records.bulk import feature as bulk
from salesapp.records.editing import save_new
from salesapp.records.exporting import feature as exporting
from salesapp.records.importing import feature as importing
from salesapp.records.leaving.views import leaving
from salesapp.records.lists.cells import Cell, lists_show
from salesapp.records.lists.rows import macros
from salesapp.records.notices import feature as notices
from salesapp.records.picklists import feature as picklists
from salesapp.records.recycle_bin.views import bin_pages
from salesapp.records.screens import record_screens
from salesapp.records.views.screens import pinned_views, views
from salesapp.records.views.sums import is_summed
from salesapp.reports import feature as reports
from salesapp.search import feature as search
from salesapp.setup import feature as setup
from salesapp.surveys import feature as surveys
from salesapp.web.forms import Form
from salesapp.web.navigation import add_place


def _invited(form: Form, *, by: User) -> Record:
    """A user of the filled form, who is asked to choose a password."""
    made = save_new(USER, form, by=by)
    invite(cast("User", made), by=by)
    return made


def _role_and_access(shown: tuple[str, AccessState]) -> str | Markup:
    """The role, on a phone too, and beside it why somebody can’t sign in."""
    role, access = shown
    if access is AccessState.ACTIVE:
        return role
    return Markup("{} {}").format(role, macros().badge(access.label, access.tone))


FEATURES = (
    search,
    importing,
    bulk,
    exporting,
    picklists,
    notices,
    products,
    customers,
    activities,
    marketing,
    opportunities,
    leads,
    dialogs,
    quotes,
    orders,
    invoices,
    accounting,
    setup,
    home,
    reports,
    forecasts,
    recognition,
    surveys,
    health,
)
"""Each module has `register(app)`; in the order of the floors, lowest first."""


def register(app: Flask) -> None:
    """Registers every feature with the application."""
    page.init(app)
    for feature in FEATURES:
        feature.register(app)
    complete_events()
    app.register_blueprint(people)
    app.register_blueprint(leaving)
    app.register_blueprint(second_factor)
    app.register_blueprint(invitations)
    app.jinja_env.globals.update(
        signs_in_twice=is_asked_of,
        uninvited=uninvited,
        invitation_link=invitation_link,
        mail_goes_out=mail_goes_out,
    )
    app.register_blueprint(record_screens(USER, make=_invited))
    app.register_blueprint(record_screens(BUSINESS_UNIT, unit_context))
    for key in ("user", "account", "opportunity"):
        divide_by_units(record_type(key))
    lists_show("user", "role", Cell(lambda user: (user.role_label, user.access), _role_and_access))
    app.register_blueprint(bin_pages)
    app.register_blueprint(views)
    app.jinja_env.globals.update(pinned_views=pinned_views, is_summed=is_summed)
    add_place(
        "users.index", _l("Users"), "users", Permission.USER_EDIT, order=90, group="company", rail="folded"
    )
    add_place(
        "bin.index",
        _l("Recycle bin"),
        "trash-2",
        Permission.BIN_VIEW,
        order=95,
        group="company",
        rail="folded",
    )
