"""How orders join the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.opportunities.approvals.winning import sold
from salesapp.orders import views
from salesapp.orders.actions import ordered_net, paper_of_order
from salesapp.orders.models import ORDER, Order
from salesapp.products.models import on_category
from salesapp.quotes.issued.feature import prints
from salesapp.quotes.panel import show_in_documents
from salesapp.quotes.tax_proposal.unsaid import say_in_drafts
from salesapp.web.navigation import add_place, add_quick_action


def register(app: Flask) -> None:
    """Registers pages, the verb on quotes, and the place."""
    prints("order", paper_of_order)
    app.register_blueprint(views.orders)
    app.add_url_rule("/quotes/<int:key>/order", "quotes.order", views.make, methods=["POST"])
    add_place("orders.index", _l("Orders"), "shopping-cart", Permission.ORDER_VIEW, order=51, group="sell")
    add_quick_action("orders.new", _l("Order"), "shopping-cart", Permission.ORDER_EDIT, order=65)
    show_in_documents(ORDER)
    on_category["order"] = say_in_drafts(Order)
    if ordered_net not in sold:
        sold.append(ordered_net)
