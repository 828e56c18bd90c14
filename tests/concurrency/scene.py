"""One of everything that two people can want to change at the same moment."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from types import SimpleNamespace

from sqlalchemy import select

from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.customers.models import Account, Contact
from salesapp.invoices.actions import invoice_order
from salesapp.leads.conversion.actions import convert
from salesapp.leads.conversion.choices import Choices, New
from salesapp.leads.models import Lead
from salesapp.leads.models.queues import LeadQueue
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.models import LossReason, SalesProcess, Stage
from salesapp.people.models import User
from salesapp.products.models import Product, TaxRate
from tests.cast import PASSWORD_HASH
from tests.invoices.stage import order_of
from tests.quotes.stage import draft, sent

NUMBERS = count(1)


def set_scene(house: SimpleNamespace) -> SimpleNamespace:
    """Ids of new records by what they are called in the table of verbs, committed."""
    set_viewer(SYSTEM)
    db.session.expire_all()
    number, people = next(NUMBERS), house.people
    ada = people["ada"]
    seller = User(
        name=f"Seller {number}", email=f"s{number}@example.com", role=ada.role, manager_id=ada.manager_id
    )
    seller.password_hash = PASSWORD_HASH
    rate = TaxRate(name=f"Rate {number}", percent=Decimal(5))
    queue = LeadQueue(name=f"Queue {number}", members=[ada])
    process = process_called(f"Process {number}")
    stays, goes, above = (
        Account(name=f"{name} {number}", owner_id=ada.id) for name in ("Stays", "Goes", "Above")
    )
    lead = Lead(name=f"Lead {number}", company=f"Firm {number}", owner_id=ada.id, currency="EUR")
    gained = Lead(name=f"Gained {number}", company=f"Gain {number}", owner_id=ada.id, currency="EUR")
    db.session.add_all([seller, rate, queue, process, stays, goes, above, lead, gained])
    db.session.flush()
    contact = Contact(family_name=f"Goes {number}", account_id=goes.id)
    boss = Contact(family_name=f"Boss {number}", account_id=stays.id)
    product = Product(name=f"Goods {number}", tax_rate_id=house.low.id)
    db.session.add_all([contact, boss, product])
    convert(gained, Choices(account=New(), contact=New(), opportunity=New()), by=ada)
    card = Opportunity.open_new(name=f"Card {number}", account=stays, by=ada, stage=process.stages[0])
    db.session.flush()
    return SimpleNamespace(
        number=number,
        reason=db.session.scalars(select(LossReason.id).where(~LossReason.for_won)).first(),
        seller=seller.id,
        rate=rate.id,
        queue=queue.id,
        first=process.stages[0].id,
        stage=process.stages[1].id,
        stays=stays.id,
        goes=goes.id,
        above=above.id,
        contact=contact.id,
        boss=boss.id,
        lead=lead.id,
        gained=gained.id,
        deal=gained.opportunity_id,
        card=card.id,
        product=product.id,
        draft=draft(house).id,
        sent=sent(house).id,
        order=order_of(house).id,
        invoice=invoice_order(order_of(house), by=people["finn"]).id,
    )


def process_called(name: str) -> SalesProcess:
    """A sales process of three stages."""
    stages = [Stage(name=each, position=place) for place, each in enumerate(("Meet", "Offer", "Agree"))]
    return SalesProcess(name=name, active=True, stages=stages)
