"""What quotes and orders are alike in: who sees them, whose timelines tell of them, and how a draft is written."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Unpack

from sqlalchemy import ColumnElement, inspect
from sqlalchemy.orm import Mapped
from sqlalchemy.orm.attributes import set_committed_value

from salesapp.core import fields as f
from salesapp.core.access import Owned, Viewer
from salesapp.core.company import today_for
from salesapp.core.concurrency.locks import held_row
from salesapp.core.concurrency.seen import Seen
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken, all_of
from salesapp.core.events import CHANGED, Event, event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money
from salesapp.core.once import digest
from salesapp.core.registry import record_type
from salesapp.customers.models import Account, Contact
from salesapp.leads.models import Lead
from salesapp.people.models import User
from salesapp.products.documents import tax_rate as rate_with
from salesapp.products.lines import LineSaid, brought_back_line, kept_line, moved
from salesapp.products.models import PriceBook, Product
from salesapp.products.queries import price_book_for, prices_at
from salesapp.quotes.adjustments.adjustable import Adjustable
from salesapp.quotes.reach import with_the_opportunity
from salesapp.quotes.tax_proposal.proposed import must_be_proposed, proposed_rate

LINE_ADDED = event_kind("line_added", _l("%(by)s added %(line)s"), icon="package-plus")
LINE_CHANGED = event_kind(
    "line_changed", _l("%(by)s changed %(line)s: %(before)s → %(after)s"), icon="package"
)
LINE_REMOVED = event_kind("line_removed", _l("%(by)s removed %(line)s"), icon="package-minus")
LINE_RESTORED = event_kind("line_restored", _l("%(by)s restored %(line)s"), icon="undo-2")
LINE_MOVED = event_kind(
    "line_moved", _l("%(by)s moved %(line)s to position %(place)s"), icon="arrow-down-up", touch=False
)


def document_number(*, unique: bool) -> Any:
    """The number a document takes when it leaves the house; `unique` where no other one ever has the same."""
    return f.text(
        _l("Number"),
        length=40,
        listed=True,
        in_words=False,
        searchable=True,
        editable=False,
        importable=False,
        unique=unique,
    )


class SalesDocument(Seen, Adjustable, Owned, Record):
    """A priced document that somebody owns and writes as a draft. Add `number`, `status`, `lines` and `line_model`."""

    __abstract__ = True

    if TYPE_CHECKING:
        number: Mapped[str | None]
        status: Mapped[Any]
        lines: Mapped[list[Any]]
        line_model: type[Any]

    frozen_because = _l("This document is no longer a draft and can’t be changed.")
    """The sentence for somebody who wants to change it too late."""

    @classmethod
    def shared_with(cls, viewer: Viewer) -> ColumnElement[bool]:
        """What hangs on an opportunity is seen with it: by its owner, those above, and its team."""
        return with_the_opportunity(cls.opportunity_id, viewer)

    @property
    def title(self) -> str:
        """Its number; a draft without one is called after its customer."""
        return self.number or f"{_('Draft')} · {self.customer_name}"

    @property
    def kept_title(self) -> str:
        """The customer's name for a draft: the word for a draft would stay in the language of whoever wrote it."""
        return self.title if self.number else self.customer_name

    @property
    def customer_name(self) -> str:
        customer = self.account or self.contact
        return "–" if customer is None else str(customer.title)

    def hold_customer(self) -> None:
        """Keeps the customer from going into the bin until this is committed. RuleBroken where they are in it."""
        for name, model in (("account", Account), ("contact", Contact)):
            if (key := getattr(self, f"{name}_id")) is not None:
                set_committed_value(self, name, held := held_row(model, key))
                if held.deleted_at is not None:
                    raise RuleBroken(_("The customer is in the recycle bin. Restore it first."))

    @property
    def second_line(self) -> str:
        """What stands below its title: the customer, or what else is known where the title is the customer."""
        if self.number is not None:
            return self.customer_name
        further = self.opportunity or (self.contact if self.account is not None else None)
        return "" if further is None else str(further.title)

    @property
    def amount(self) -> Money:
        return Money(self.total, self.currency)

    @property
    def is_draft(self) -> bool:
        return str(self.status) == "draft"

    @property
    def plural(self) -> str:
        """The place of such documents: `quotes`."""
        return record_type(self.record_type_key).plural

    @property
    def is_in_approval(self) -> bool:
        return str(self.status) == "in_approval"

    @property
    def is_internal(self) -> bool:
        """Whether it has not left the house yet: nobody outside has seen it."""
        return self.is_draft or self.is_in_approval

    @property
    def standing(self) -> StrEnum:
        """Its status as a reader should see it."""
        found: StrEnum = self.status
        return found

    @property
    def story(self) -> list[Record | None]:
        """The further records whose timelines tell what happens to this one."""
        return [self.account, self.contact, self.opportunity, lead_of(self.opportunity)]

    def assign(self, owner: User, *, by: Any) -> None:
        """Whoever looks after it changes whatever its status is: what it says to the customer stays."""
        self.owner_id = owner.id
        record(self, CHANGED, by=by)

    def must_be_draft(self) -> None:
        """RuleBroken once it has left the house."""
        if not self.is_draft:
            raise RuleBroken(self.frozen_because)

    def deliver_to(self, lines: Sequence[str], parts: dict[str, str], *, by: Any) -> None:
        """Sends the goods of a draft to that address, which it keeps as it is now."""
        self.must_be_draft()
        before, after = self.shipping_address, "\n".join(lines)
        self.shipping_parts = parts
        if before != after:
            self.shipping_address = after
            change = {"field": "shipping_address", "before": before, "after": after}
            record(self, CHANGED, by=by, changes=[change])

    def must_have_free_lines(self) -> None:
        """RuleBroken where its lines are not written here."""
        self.must_be_draft()

    def refuse_deletion(self) -> None:
        """What a customer has seen is kept."""
        if not self.is_draft:
            raise RuleBroken(_("Only a draft can be deleted."))

    def begin(self) -> None:
        """Fills what customer and company decide where nothing is said: terms, addresses and price book."""
        today = today_for()
        self.must_have_customer()
        self.take_terms(on=today)
        if self.price_book is None:
            self.price_book = price_book_for(self.account, self.currency, today)
        self.reprice()

    def find_links(self) -> None:
        """Loads what the ids of a new document name: before the first flush nothing does that by itself."""
        for name in ("account", "contact", "opportunity", "price_book"):
            key = getattr(self, f"{name}_id")
            if key is not None and getattr(self, name) is None:
                model = inspect(type(self)).relationships[name].mapper.class_
                setattr(self, name, db.session.get(model, key))

    def must_not_be_priced(self) -> None:
        """RuleBroken where lines have prices, which mean another sum in another currency."""
        if self.lines:
            sentence = _(
                "The lines are priced in the previous currency. Remove them before you change the currency."
            )
            raise RuleBroken(sentence, field="currency")

    def must_have_customer(self) -> None:
        if (
            self.account is None
            and self.contact is None
            and self.account_id is None
            and self.contact_id is None
        ):
            raise RuleBroken(_("Choose the customer: an account or a contact."), field="account")

    @property
    def standing_of_lines(self) -> str:
        """Differs once a line has come or gone or the sums are others: whether an editor shows what there is."""
        return f"{self.version}.{len(self.lines)}"

    @property
    def as_seen(self) -> str:
        """Differs once what goes to the customer does: a sheet carries it, and what leaves is compared with it."""
        named = (self.customer_name, self.currency, self.customer_reference, self.plan)
        terms = (*named, self.discount, self.notes, self.terms, self.total, self.adjustments, self.round_to)
        lines = [(told(line), line.description) for line in self.offered]
        return digest(repr((*map(str, terms), lines)).encode())[:20]

    def add_product(self, product: Product, *, by: Any, quantity: Decimal = Decimal(1)) -> Any:
        """A line of `product` at the price of the document's book; at nothing where the book does not name it."""
        self.must_have_free_lines()
        if not product.active:
            raise RuleBroken(_("%(product)s is no longer on sale.", product=product.name))
        line = self._new_line(quantity=quantity)
        line.sell(product, self.price_for(product, quantity), None)
        line.tax_at(proposed_rate(self, product))
        return self._added(line, by=by)

    def add_text(self, description: str, *, by: Any) -> Any:
        """A line of free text, to be priced by hand."""
        self.must_have_free_lines()
        line = self._new_line(description=description)
        line.tax_at(proposed_rate(self, None))
        return self._added(line, by=by)

    def change_line(self, line: Any, *, by: Any, **said: Unpack[LineSaid]) -> None:
        """Sets what a line says."""
        self.must_have_free_lines()
        before = told(line)
        self.say_on(line, by=by, **said)
        self.changed_by(by)
        if told(line) != before:
            record(self, LINE_CHANGED, by=by, line=headline(line), before=before, after=told(line))

    def say_on(self, line: Any, *, by: Any, **said: Unpack[LineSaid]) -> None:
        """Of a line or an option. A price that is the book's follows the quantity into the book's next step."""
        quantity, unit_price, tax_rate = said["quantity"], said["unit_price"], said["tax_rate"]
        check_numbers(quantity, unit_price)
        if unit_price == line.unit_price and quantity != line.quantity:
            unit_price = self._price_at(line, quantity)
        line.quantity, line.unit_price, line.discount = quantity, unit_price, said["discount"]
        line.description = said["description"]
        if line.tax_rate_id != (None if tax_rate is None else tax_rate.id):
            must_be_proposed(self, line, tax_rate, by=by)
            line.tax_at(tax_rate)

    def update_tax_rates(self, *, by: Any) -> None:
        """Its lines, discounts and charges are taxed at what their rates are now."""
        self.must_have_free_lines()
        for line in self.offered:
            before = told(line)
            if (rate := line.own_tax_rate()) is not None:
                line.tax_at(rate)
            if told(line) != before:
                record(self, LINE_CHANGED, by=by, line=headline(line), before=before, after=told(line))
        self.agree([each.at_its_rate(rate_with(each.tax_rate_id)) for each in self.agreed])
        self.changed_by(by)

    def remove_line(self, line: Any, *, by: Any) -> Event:
        """Takes a line away; what it said is kept in the event, so that it can be brought back."""
        self.must_have_free_lines()
        was = kept_line(line)
        self.lines.remove(line)
        self.changed_by(by)
        return record(self, LINE_REMOVED, by=by, line=headline(line), kept=was, currency=self.currency)

    def restore_line(self, removal: Event, *, by: Any) -> Any:
        """Brings back, as it was, the line whose removal that was."""
        self.must_have_free_lines()
        line = brought_back_line(self, removal, LINE_RESTORED)
        self.changed_by(by)
        record(self, LINE_RESTORED, by=by, line=headline(line), removal=removal.id)
        return line

    def move_line(self, line: Any, *, up: bool, by: Any) -> None:
        """Changes places with the line above or below it; the first and the last stay where they are."""
        self.must_have_free_lines()
        if moved(self.lines, line, up=up):
            self.changed_by(by)
            record(self, LINE_MOVED, by=by, line=headline(line), place=self.lines.index(line) + 1)

    def changed_by(self, by: Any) -> None:
        """Prices it anew after a change."""
        self.reprice()

    def price_for(self, product: Product, quantity: Decimal) -> Decimal | None:
        """The price of one unit in the document's book today; None where it names none."""
        return self._prices_for(product, quantity)[0]

    def _prices_for(self, product: Product, *quantities: Decimal) -> list[Decimal | None]:
        fits = self.price_book is not None and self.price_book.currency == self.currency
        return prices_at(product, self.price_book if fits else None, today_for(), *quantities)

    def _price_at(self, line: Any, quantity: Decimal) -> Decimal:
        """The book's price for so many, if the line has the book's price now; else the price it has."""
        product, kept = line.product, Decimal(line.unit_price)
        now, then = self._prices_for(product, line.quantity, quantity) if product else (None, None)
        return then or kept if now == kept else kept

    def _new_line(self, *, quantity: Decimal = Decimal(1), description: str = "") -> Any:
        position = max((each.position for each in self.lines), default=0) + 1
        return self.line_model(
            position=position,
            quantity=quantity,
            description=description,
            unit_price=Decimal(0),
            discount=Decimal(0),
            tax=Decimal(0),
            base_quantity=Decimal(1),
            adjustments=[],
        )

    def _added(self, line: Any, *, by: Any) -> Any:
        self.lines.append(line)
        self.changed_by(by)
        record(self, LINE_ADDED, by=by, line=headline(line))
        return line


def prepare(document: Any, *, by: Any) -> None:
    """The rule before a form of the generic screens saves a draft."""
    document.must_be_draft()
    if inspect(document).attrs.currency.history.has_changes():
        document.must_not_be_priced()
        document.take_rate(on=today_for())
    _settle_price_book(document)
    document.discount = document.discount or Decimal(0)
    if inspect(document).attrs.shipping_address.history.has_changes():
        document.shipping_parts = None
    document.say_payment_terms()
    all_of(
        document.must_have_customer, lambda: _check_coin(document.round_to), lambda: document.changed_by(by)
    )


def _settle_price_book(document: Any) -> None:
    """A book in another currency than the document's would price nothing: its usual one takes its place."""
    key, chosen = document.price_book_id, inspect(document).attrs.price_book_id.history.has_changes()
    book = None if key is None else db.session.get(PriceBook, key)
    if book is None or book.currency == document.currency:
        return
    if chosen:
        raise RuleBroken(_("This price book is in %(currency)s.", currency=book.currency), field="price_book")
    account = None if document.account_id is None else db.session.get(Account, document.account_id)
    document.price_book = price_book_for(account, document.currency, today_for())


def _check_coin(coin: int | None) -> None:
    if coin is not None and coin < 0:
        raise RuleBroken(_("An amount can’t be negative."), field="round_to")


def check_numbers(quantity: Decimal, unit_price: Decimal) -> None:
    """RuleBroken for a quantity or price no line of ours has; goods that come back have a negative quantity."""
    if not quantity:
        raise RuleBroken(_("The quantity can’t be zero."), field="quantity")
    if unit_price < 0:
        raise RuleBroken(_("A price can’t be negative."), field="unit_price")


def headline(line: Any) -> str:
    """What a line is called: the first line of its text."""
    first: str = line.description.split("\n", 1)[0]
    return first[:120] or _("Line %(position)s", position=line.position)


def told(line: Any) -> str:
    """A line in one short text, so that history can say what it was: `2 × 100 −5% +19% · Cable`."""
    discount = f" −{line.discount.normalize():f}%" if line.discount else ""
    per = f" / {line.per.normalize():f}" if line.per else ""
    numbers = f"{line.quantity.normalize():f} × {line.unit_price.normalize():f}{discount} +{line.tax.normalize():f}%"
    extra = "".join(
        f" {'+' if each.is_charge else '−'}{each.value.normalize():f}{'%' if each.is_percent else ''}"
        for each in line.agreed
    )
    return f"{numbers}{per}{extra} · {line.description}"[:500]


def lead_of(opportunity: Any) -> Record | None:
    """The lead that became the opportunity, whoever owned it."""
    if opportunity is None or opportunity.lead_id is None:
        return None
    return db.session.get(Lead, opportunity.lead_id, execution_options={"unscoped": "its timeline goes on"})
