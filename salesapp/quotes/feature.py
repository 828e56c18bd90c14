"""How quotes join the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.files import storage
from salesapp.core.i18n import _l
from salesapp.core.registry import Panel, add_panel
from salesapp.opportunities.approvals.winning import sold
from salesapp.products.models import on_category
from salesapp.quotes import views
from salesapp.quotes.deals import accepted_net
from salesapp.quotes.issued.acceptance import Acceptance
from salesapp.quotes.issued.feature import prints
from salesapp.quotes.issued.housekeeping import digests_of_papers
from salesapp.quotes.issued.unprintable import unprintable
from salesapp.quotes.models import QUOTE, Quote
from salesapp.quotes.option_sheet.paper import paper_of_acceptance
from salesapp.quotes.options.choosing import by_choice, priced_with
from salesapp.quotes.panel import show_in_documents
from salesapp.quotes.paper import paper_of_quote
from salesapp.quotes.public import offers
from salesapp.quotes.tax_proposal.outdated import outdated
from salesapp.quotes.tax_proposal.proposed import tax_notices
from salesapp.quotes.tax_proposal.unsaid import say_in_drafts
from salesapp.web.guards import requires
from salesapp.web.navigation import add_place, add_quick_action


def register(app: Flask) -> None:
    """Registers pages, the customer's page, places and panels."""
    storage.named_by(digests_of_papers)
    prints("quote", paper_of_quote)
    prints(Acceptance.record_type_key, paper_of_acceptance, Quote, Acceptance)
    app.jinja_env.globals["unprintable"] = unprintable
    app.jinja_env.globals["tax_notices"] = tax_notices
    app.jinja_env.globals["by_choice"] = by_choice
    app.jinja_env.globals["priced_with"] = priced_with
    app.jinja_env.globals["outdated_taxes"] = outdated
    app.register_blueprint(views.quotes)
    app.register_blueprint(offers)
    edit = requires(Permission.QUOTE_EDIT)
    path = "/opportunities/<int:key>/quotes/new"
    app.add_url_rule(path, "quotes.new_for", edit(views.new_for))
    app.add_url_rule(path, "quotes.create_for", edit(views.create_for), methods=["POST"])
    add_place("quotes.index", _l("Quotes"), "file-text", Permission.QUOTE_VIEW, order=50, group="sell")
    add_quick_action("quotes.new", _l("Quote"), "file-text", Permission.QUOTE_EDIT, order=60)
    show_in_documents(QUOTE)
    on_category["quote"] = say_in_drafts(Quote)
    if accepted_net not in sold:
        sold.append(accepted_net)
    for kind in ("account", "contact", "opportunity"):
        panel = Panel(
            "documents", _l("Documents"), f"quotes.of_{kind}", Permission.QUOTE_VIEW, "key", order=30
        )
        add_panel(kind, panel)
