"""How orders join the application."""

from __future__ import annotations

from flask import Flask

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.opportunities.approvals.winning import sold
from salesapp.orders import views
from salesapp.orders.actions import ordered_net, paper_of_order
from salesapp.orders.amendments import views as amendment_views  # noqa: F401  pages of the same blueprint
from salesapp.orders.amendments.approval import may_decide
from salesapp.orders.amendments.changes import as_amended
from salesapp.orders.amendments.models import OrderAmendment, applied, prepared
from salesapp.orders.amendments.paper import paper_of_amendment
from salesapp.orders.deliveries import views as delivery_views  # noqa: F401
from salesapp.orders.delivery_notes import views as delivery_note_views  # noqa: F401
from salesapp.orders.delivery_notes.paper import paper_of_delivery
from salesapp.orders.models import ORDER, Order
from salesapp.orders.models.delivery import OrderDelivery
from salesapp.orders.sending import views as sending_views  # noqa: F401
from salesapp.orders.sending.models import note_sent, sent_now
from salesapp.products.models import on_category
from salesapp.quotes.issued.feature import prints
from salesapp.quotes.panel import show_in_documents
from salesapp.quotes.tax_proposal.unsaid import say_in_drafts
from salesapp.web.navigation import add_place, add_quick_action


def register(app: Flask) -> None:
    """Registers pages, the verb on quotes, and the place."""
    prints("order", paper_of_order)
    prints(OrderAmendment.record_type_key, paper_of_amendment, OrderAmendment)
    prints(OrderDelivery.record_type_key, paper_of_delivery, OrderDelivery)
    app.jinja_env.globals |= {
        "prepared_amendment": prepared,
        "applied_amendments": applied,
        "as_amended": as_amended,
        "may_decide_amendment": may_decide,
        "sent_now": sent_now,
        "note_sent": note_sent,
    }
    app.register_blueprint(views.orders)
    app.add_url_rule("/quotes/<int:key>/order", "quotes.order", views.make, methods=["POST"])
    add_place("orders.index", _l("Orders"), "shopping-cart", Permission.ORDER_VIEW, order=51, group="sell")
    add_quick_action("orders.new", _l("Order"), "shopping-cart", Permission.ORDER_EDIT, order=65)
    show_in_documents(ORDER)
    on_category["order"] = say_in_drafts(Order)
    if ordered_net not in sold:
        sold.append(ordered_net)
