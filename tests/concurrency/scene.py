"""One of everything that two people can want to change at the same moment, made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import count
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.core.paper.document import DocumentLanguage
from salesapp.core.registry import record_type
from salesapp.customers.models import Account, Contact
from salesapp.customers.records import ACCOUNT
from salesapp.invoices.actions import invoice_order
from salesapp.invoices.models import Invoice
from salesapp.leads.conversion.actions import convert
from salesapp.leads.conversion.choices import Choices, New
from salesapp.leads.kinds import Rating
from salesapp.leads.models import Lead
from salesapp.leads.models.queues import LeadQueue
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.models import LossReason, SalesProcess, Stage
from salesapp.orders.actions import write_order
from salesapp.orders.models import Order
from salesapp.people.models import User
from salesapp.products.models import Product, TaxRate
from salesapp.quotes.models import Quote
from salesapp.records.bulk.acts import change, chosen
from salesapp.records.bulk.edits import BulkEdit
from salesapp.records.merging import acts as merging
from salesapp.records.merging.models import Merge
from salesapp.records.recycle_bin import acts as recycle_bin
from tests.cast import PASSWORD_HASH
from tests.invoices.stage import order_of
from tests.quotes import stage as quotes

NUMBERS = count(1)
Maker = Callable[["Scene"], Any]
MAKERS: dict[str, Maker] = {}


class Scene(dict[str, Any]):
    """Name → id of a new record, committed; only what a race names is there."""

    def __init__(self, house: SimpleNamespace) -> None:
        super().__init__(number=next(NUMBERS))
        self.house, self.people = house, house.people
        self.ada, self.finn = house.people["ada"], house.people["finn"]

    def __missing__(self, name: str) -> Any:
        set_viewer(SYSTEM)
        made = MAKERS[name](self)
        if not isinstance(made, int):
            db.session.add(made)
            db.session.flush()
            made = made.id
        db.session.commit()
        self[name] = made
        return made

    def __getattr__(self, name: str) -> Any:
        if name in MAKERS:
            return self[name]
        raise AttributeError(name)

    def called(self, name: str) -> str:
        return f"{name} {self['number']}"

    @property
    def shop(self) -> SimpleNamespace:
        """The house with the account that goes as its customer."""
        account = db.session.get_one(Account, self["goes"])
        contact = db.session.get_one(Contact, self["contact"])
        return SimpleNamespace(**vars(self.house) | {"account": account, "contact": contact})


def set_scene(house: SimpleNamespace) -> Scene:
    """A scene of its own for one race."""
    set_viewer(SYSTEM)
    db.session.expire_all()
    return Scene(house)


def made(maker: Maker) -> Maker:
    """The maker of the record that is called as it is."""
    MAKERS[maker.__name__] = maker
    return maker


# people and sets


@made
def seller(scene: Scene) -> User:
    name = scene.called("Seller")
    found = User(name=name, email=f"s{scene['number']}@example.com", role=scene.ada.role)
    found.manager_id, found.password_hash = scene.ada.manager_id, PASSWORD_HASH
    return found


@made
def reason(_scene: Scene) -> int:
    return db.session.scalars(select(LossReason.id).where(~LossReason.for_won)).first() or 0


@made
def queue(scene: Scene) -> LeadQueue:
    return LeadQueue(name=scene.called("Queue"), members=[scene.ada])


@made
def process(scene: Scene) -> SalesProcess:
    names = ("Meet", "Offer", "Agree")
    stages = [Stage(name=each, position=place) for place, each in enumerate(names)]
    return SalesProcess(name=scene.called("Process"), active=True, stages=stages)


@made
def first(scene: Scene) -> int:
    return db.session.get_one(SalesProcess, scene["process"]).stages[0].id


@made
def stage(scene: Scene) -> int:
    return db.session.get_one(SalesProcess, scene["process"]).stages[1].id


# customers


def account(scene: Scene, name: str) -> Account:
    return Account(name=scene.called(name), owner_id=scene.ada.id)


@made
def stays(scene: Scene) -> Account:
    return account(scene, "Stays")


@made
def above(scene: Scene) -> Account:
    return account(scene, "Above")


@made
def goes(scene: Scene) -> int:
    """With a contact."""
    found = account(scene, "Goes")
    db.session.add(found)
    db.session.flush()
    db.session.add(Contact(family_name=scene.called("Goes"), account_id=found.id))
    return found.id


@made
def contact(scene: Scene) -> int:
    return db.session.scalars(select(Contact.id).where(Contact.account_id == scene["goes"])).one()


@made
def boss(scene: Scene) -> Contact:
    return Contact(family_name=scene.called("Boss"), account_id=scene["stays"])


@made
def binned(scene: Scene) -> int:
    return in_the_bin(account(scene, "Binned"), scene)


@made
def apart(scene: Scene) -> int:
    """A merge of two accounts."""
    pair = [account(scene, name) for name in ("Whole", "Part")]
    db.session.add_all(pair)
    db.session.flush()
    db.session.add(Contact(family_name=scene.called("Part"), account_id=pair[1].id))
    db.session.commit()
    return merging.merge(ACCOUNT, pair[0], pair[1:], {}, by=scene.ada).id


@made
def whole(scene: Scene) -> int:
    return db.session.get_one(Merge, scene["apart"]).winner_id


def in_the_bin(record: Any, scene: Scene) -> int:
    db.session.add(record)
    db.session.flush()
    recycle_bin.delete(record, by=scene.ada)
    return int(record.id)


# leads and opportunities


@made
def lead(scene: Scene) -> Lead:
    return Lead(
        name=scene.called("Lead"), company=scene.called("Firm"), owner_id=scene.ada.id, currency="EUR"
    )


@made
def other_lead(scene: Scene) -> Lead:
    return Lead(name=scene.called("Other lead"), owner_id=scene.ada.id, currency="EUR")


@made
def edit(scene: Scene) -> BulkEdit:
    """Both leads were rated at once."""
    type_, root = record_type("lead"), scene.people["root"]
    selected = chosen(type_, [scene["lead"], scene["other_lead"]], by=root, deleting=False)
    return change(type_, selected, type_.field("rating"), Rating.HOT, by=root)


@made
def gained(scene: Scene) -> Lead:
    found = Lead(
        name=scene.called("Gained"), company=scene.called("Gain"), owner_id=scene.ada.id, currency="EUR"
    )
    db.session.add(found)
    db.session.flush()
    convert(found, Choices(account=New(), contact=New(), opportunity=New()), by=scene.ada)
    return found


@made
def deal(scene: Scene) -> int:
    return db.session.get_one(Lead, scene["gained"]).opportunity_id or 0


def opportunity(scene: Scene, name: str, account: str, **values: Any) -> Opportunity:
    customer = db.session.get_one(Account, scene[account])
    return Opportunity.open_new(name=scene.called(name), account=customer, by=scene.ada, **values)


@made
def card(scene: Scene) -> Opportunity:
    return opportunity(scene, "Card", "stays", stage=db.session.get_one(Stage, scene["first"]))


@made
def second(scene: Scene) -> Opportunity:
    return opportunity(scene, "Second", "stays", stage=db.session.get_one(Stage, scene["first"]))


@made
def agreed(scene: Scene) -> Opportunity:
    return opportunity(scene, "Agreed", "goes")


@made
def binned_deal(scene: Scene) -> int:
    return in_the_bin(opportunity(scene, "Binned", "goes"), scene)


# goods


@made
def rate(scene: Scene) -> TaxRate:
    return TaxRate(name=scene.called("Rate"), percent=Decimal(5))


@made
def product(scene: Scene) -> Product:
    return Product(name=scene.called("Goods"), tax_rate_id=scene.house.low.id)


@made
def pump(scene: Scene) -> Product:
    return scene.house.pump


# documents, all of the account that goes


@made
def draft(scene: Scene) -> Quote:
    return quotes.draft(scene.shop)


@made
def line(scene: Scene) -> int:
    return db.session.get_one(Quote, scene["draft"]).lines[0].id


@made
def binned_quote(scene: Scene) -> int:
    return in_the_bin(quotes.draft(scene.shop), scene)


@made
def sent(scene: Scene) -> Quote:
    return quotes.sent(scene.shop)


@made
def accepted(scene: Scene) -> Quote:
    found = quotes.sent(scene.shop, opportunity_id=scene["agreed"])
    found.accept("Eva Meyer", by=scene.ada)
    return found


@made
def placed(scene: Scene) -> Order:
    """A draft of an order."""
    found = Order(account_id=scene["goes"], language=DocumentLanguage.EN, owner_id=scene.ada.id)
    write_order(found, by=scene.ada)
    found.add_product(scene.house.pump, by=scene.ada)
    return found


@made
def order(scene: Scene) -> Order:
    """A confirmed one, of which an earlier draft of an invoice is in the recycle bin."""
    found = order_of(scene.shop)
    scene["binned_invoice"] = in_the_bin(invoice_order(found, by=scene.finn), scene)
    return found


@made
def binned_invoice(scene: Scene) -> int:
    scene["order"]
    return int(scene["binned_invoice"])


@made
def begun(scene: Scene) -> Order:
    return order_of(scene.shop)


@made
def invoice(scene: Scene) -> Invoice:
    return invoice_order(db.session.get_one(Order, scene["begun"]), by=scene.finn)
