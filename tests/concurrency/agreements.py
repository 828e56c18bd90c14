"""What is agreed upon: a deal's lines and its end, a discount, a delivery, an invoice of two orders, prices, a task."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select

from salesapp.activities.models import Activity, ActivityKind
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.invoices.actions.joining import invoice_together
from salesapp.invoices.models import Invoice
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models import Lead
from salesapp.leads.models.statuses import NamedStatus
from salesapp.opportunities.approvals import winning
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.models.history import OpportunityClose
from salesapp.opportunities.outcome import Outcome
from salesapp.opportunities.specialists.models import SpecialistRequest
from salesapp.opportunities.specialists.requests import ask
from salesapp.orders.models import Order
from salesapp.products.models import PriceBook, PriceBookEntry
from salesapp.products.payment_terms.models import PaymentTerms
from salesapp.quotes.models import Quote
from tests.concurrency.scene import Scene, made, opportunity
from tests.invoices.stage import order_of
from tests.quotes import stage as quotes


@made
def lined(scene: Scene) -> Opportunity:
    """A deal for two pumps."""
    found = opportunity(scene, "Lined", "stays")
    found.add_line(scene.house.pump, quantity=2, by=scene.ada)
    return found


@made
def deal_line(scene: Scene) -> int:
    return db.session.get_one(Opportunity, scene["lined"]).lines[0].id


@made
def won(scene: Scene) -> Opportunity:
    found = opportunity(scene, "Won", "stays")
    found.close_won(Outcome(today_for(), 5000), by=scene.ada)
    return found


@made
def win(scene: Scene) -> int:
    query = select(OpportunityClose.id).where(OpportunityClose.opportunity_id == scene["won"])
    return db.session.scalars(query).one()


@made
def agreed_win(scene: Scene) -> Opportunity:
    """A deal of which the win waits for approval."""
    found = opportunity(scene, "Win to approve", "stays")
    found.process.approval_required = True
    winning.win(found, Outcome(today_for(), 5000), by=scene.ada)
    found.process.approval_required = False
    return found


@made
def helped(scene: Scene) -> SpecialistRequest:
    """Ben is asked to help with a deal of Ada's."""
    deal = opportunity(scene, "Helped", "stays")
    return ask(deal, {"user_id": scene.people["ben"].id}, "A clean room", by=scene.ada)


@made
def helped_deal(scene: Scene) -> int:
    return db.session.get_one(SpecialistRequest, scene["helped"]).opportunity_id


@made
def discounted(scene: Scene) -> Quote:
    """A quote that waits for the approval of its discount."""
    found = quotes.draft(scene.shop, discount=Decimal(30))
    found.submit_for_approval("They buy ten more", by=scene.ada)
    return found


@made
def discount(scene: Scene) -> int:
    return db.session.get_one(Quote, scene["discounted"]).approvals[-1].id


@made
def shipped(scene: Scene) -> Order:
    """An order of which one pump of three was delivered."""
    found = order_of(scene.shop)
    found.fulfil({found.lines[0].id: Decimal(1)}, by=scene.ada)
    return found


@made
def delivery(scene: Scene) -> int:
    return db.session.get_one(Order, scene["shipped"]).deliveries[0].id


@made
def together(scene: Scene) -> Invoice:
    """A draft of two orders."""
    orders = [order_of(scene.shop), order_of(scene.shop)]
    scene["one_of_it"] = orders[0].id
    return invoice_together(orders, by=scene.finn)


@made
def one_of_it(scene: Scene) -> int:
    scene["together"]
    return int(scene["one_of_it"])


@made
def credited(scene: Scene) -> Invoice:
    """An issued invoice of two orders."""
    found = invoice_together([order_of(scene.shop), order_of(scene.shop)], by=scene.finn)
    found.issue(by=scene.finn)
    return found


@made
def book(scene: Scene) -> PriceBook:
    found = PriceBook(name=scene.called("Book"), currency="EUR")
    found.entries.append(PriceBookEntry(product_id=scene["product"], price=Decimal(10)))
    return found


@made
def price(scene: Scene) -> int:
    return db.session.get_one(PriceBook, scene["book"]).entries[0].id


@made
def terms(_scene: Scene) -> PaymentTerms:
    """30 days, without instalments or discounts."""
    return PaymentTerms(name="30 days", days=30)


@made
def task(scene: Scene) -> Activity:
    return Activity(kind=ActivityKind.TASK, subject=scene.called("Call"), owner_id=scene.ada.id)


@made
def fresh(scene: Scene) -> Lead:
    return Lead(name=scene.called("Fresh"), owner_id=scene.ada.id, currency="EUR")


@made
def warm(scene: Scene) -> NamedStatus:
    return status(scene, "Warm")


@made
def cool(scene: Scene) -> NamedStatus:
    return status(scene, "Cool")


def status(scene: Scene, name: str) -> NamedStatus:
    """A further status of leads that are nurtured."""
    return NamedStatus(name=scene.called(name), state=LeadStatus.NURTURING, position=100 + scene["number"])
