"""Product lines, and the amount: what somebody typed, or the sum of the lines.

What was typed is kept while the sum stands in its place, and comes back when the sum goes.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import validates

from salesapp.core.company import today_for
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event, event_kind, last_of, record, record_undo
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money
from salesapp.opportunities.models.lines import OpportunityLine
from salesapp.products.lines import brought_back_line, is_as_kept, kept_line, moved

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

    from salesapp.customers.models import Account
    from salesapp.products.models import PriceBook, Product

LINE_ADDED = event_kind(
    "opportunity_line_added", _l("%(by)s added %(quantity)s × %(product)s"), icon="package-plus"
)
LINE_UNDONE = event_kind(
    "opportunity_line_undone", _l("%(by)s undid adding %(product)s"), icon="undo-2", touch=False
)
LINE_CHANGED = event_kind(
    "opportunity_line_changed", _l("%(by)s changed %(product)s: %(before)s → %(after)s"), icon="package"
)
LINE_REMOVED = event_kind("opportunity_line_removed", _l("%(by)s removed %(product)s"), icon="package-minus")
LINE_RESTORED = event_kind("opportunity_line_restored", _l("%(by)s restored %(product)s"), icon="undo-2")
LINE_MOVED = event_kind(
    "opportunity_line_moved",
    _l("%(by)s moved %(product)s to position %(place)s"),
    icon="arrow-down-up",
    touch=False,
)
AMOUNT_FOLLOWS = event_kind(
    "opportunity_amount_follows", _l("%(by)s set the amount to the sum of the products"), icon="sigma"
)
AMOUNT_KEPT = event_kind(
    "opportunity_amount_kept", _l("%(by)s restored the amount entered by hand"), icon="pencil"
)


class HasLines(Record):
    """The trait of having product lines."""

    __abstract__ = True

    if TYPE_CHECKING:
        account: Mapped[Account | None]
        amount: Mapped[int | None]
        currency: Mapped[str]
        amount_follows_lines: Mapped[bool]
        typed_amount: Mapped[int | None]
        price_book_id: Mapped[int | None]
        price_book: Mapped[PriceBook | None]
        lines: Mapped[list[OpportunityLine]]

        @property
        def is_open(self) -> bool: ...

    @property
    def lines_total(self) -> int:
        """The sum of the lines in minor units."""
        return sum(line.net for line in self.lines)

    @validates("amount")
    def _typed(self, _name: str, amount: int | None) -> int | None:
        """Whoever sets the amount has typed it, and it stays; who empties it lets it be the sum."""
        if amount != self.amount:
            self.typed_amount, self.amount_follows_lines = amount, amount is None
        return amount

    def set_back(self, name: str, before: Any) -> None:
        """An amount that is what the products come to was their sum, and follows them again."""
        super().set_back(name, before)
        if name == "amount" and self.lines and before == self.lines_total:
            self.typed_amount, self.amount_follows_lines = None, True

    def add_line(
        self,
        product: Product,
        *,
        by: Any,
        quantity: Decimal | int = 1,
        unit_price: Decimal | None = None,
        discount: Decimal | int = 0,
        take_sum: bool = False,
    ) -> OpportunityLine:
        """So many of a product; without `unit_price` at the price of the opportunity's book on this day.

        An amount that was typed stays, unless `take_sum` says that the sum of the products takes its place.
        """
        self._refuse_closed()
        if not product.active:
            raise RuleBroken(_("%(product)s is no longer on sale.", product=product.name), field="product")
        price = self._price(product, Decimal(quantity), unit_price)
        position = max((each.position for each in self.lines), default=0) + 1
        line = OpportunityLine(product=product, product_id=product.id, position=position)
        self._set_line(line, Decimal(quantity), price, Decimal(discount))
        self.lines.append(line)
        summed = self.amount_follows_lines
        self.amount_follows_lines = summed or take_sum
        self.sum_up()
        db.session.flush()
        record(
            self,
            LINE_ADDED,
            by=by,
            quantity=line.quantity,
            product=product.name,
            kept=kept_line(line),
            summed=summed,
        )
        return line

    def added(self, line: OpportunityLine) -> Event | None:
        """The event that tells of the last product's adding, if that is this line."""
        last = last_of(self, [LINE_ADDED])
        return last if last is not None and last.particulars.get("kept", {}).get("id") == line.id else None

    def undo_adding(self, added: Event, *, by: Any) -> None:
        """As if the product had not been added. RuleBroken where its line was changed or removed since."""
        self._refuse_closed()
        was = added.particulars["kept"]
        line = next((each for each in self.lines if each.id == was["id"]), None)
        if line is None or not is_as_kept(line, was):
            raise RuleBroken(_("This product has been changed or removed since. Remove it manually."))
        self.lines.remove(line)
        if self.amount_follows_lines and not added.particulars["summed"]:
            self.amount, self.amount_follows_lines = self.typed_amount, False
        self.sum_up()
        record_undo(self, LINE_UNDONE, [added], by=by, product=added.particulars["product"])

    def bring_line(
        self,
        product: Product,
        *,
        by: Any,
        position: int | None,
        quantity: Decimal,
        unit_price: Decimal | None,
        discount: Decimal,
    ) -> str:
        """A line as a file has it, of a closed one as well: "created", "updated" or "unchanged".

        Without a price it has that of the book. An amount that was there before the lines stays; that it is their sum
        is seen from the two being equal, since a file does not say what was typed.
        """
        unit_price = self._price(product, quantity, unit_price)
        line = self._line_at(product, position)
        if line is not None and (line.quantity, line.unit_price, line.discount) == (
            quantity,
            unit_price,
            discount,
        ):
            return "unchanged"
        if line is None:
            place = position or max((each.position for each in self.lines), default=0) + 1
            added = OpportunityLine(product=product, product_id=product.id, position=place)
            self._set_line(added, quantity, unit_price, discount)
            self.lines.append(added)
            record(self, LINE_ADDED, by=by, quantity=added.quantity, product=product.name)
        else:
            before = Money(line.net, self.currency)
            self._set_line(line, quantity, unit_price, discount)
            after = Money(line.net, self.currency)
            record(self, LINE_CHANGED, by=by, product=product.name, before=before, after=after)
        if self.is_open:
            self.sum_up()
        if self.amount == self.lines_total:
            self.typed_amount, self.amount_follows_lines = None, True
        return "created" if line is None else "updated"

    def _line_at(self, product: Product, position: int | None) -> OpportunityLine | None:
        """The line that a row of a file is about: at its position, else the only one of the product."""
        found = [each for each in self.lines if position is None or each.position == position]
        same = [each for each in found if each.product_id == product.id]
        if position is not None and len(found) > len(same):
            raise RuleBroken(_("This position has a different product."), field="position")
        if len(same) > 1:
            raise RuleBroken(_("Several lines have this product. Enter the position."), field="product")
        return same[0] if same else None

    def change_line(
        self,
        line: OpportunityLine,
        *,
        quantity: Decimal,
        unit_price: Decimal | None,
        discount: Decimal,
        by: Any,
    ) -> None:
        """Sets quantity, price (None: the book's) and discount of a line."""
        self._refuse_closed()
        before = Money(line.net, self.currency)
        self._set_line(line, quantity, self._price(line.product, quantity, unit_price), discount)
        self.sum_up()
        after = Money(line.net, self.currency)
        record(self, LINE_CHANGED, by=by, product=line.product.name, before=before, after=after)

    def remove_line(self, line: OpportunityLine, *, by: Any) -> Event:
        """Takes a line away, to be brought back by its event. After the last one the typed amount is back."""
        self._refuse_closed()
        was, product = kept_line(line), line.product.name
        summed = self.amount_follows_lines
        self.lines.remove(line)
        self.sum_up()
        return record(
            self, LINE_REMOVED, by=by, product=product, kept=was, currency=self.currency, summed=summed
        )

    def restore_line(self, removal: Event, *, by: Any) -> OpportunityLine:
        """Brings back, as it was, the line whose removal that was."""
        self._refuse_closed()
        was_last, amount = not self.lines, self.amount
        line: OpportunityLine = brought_back_line(self, removal, LINE_RESTORED)
        if was_last and removal.particulars.get("summed") and amount == self.typed_amount:
            self.amount_follows_lines = True
        self.sum_up()
        db.session.flush()
        record(self, LINE_RESTORED, by=by, product=line.product.name, removal=removal.id)
        return line

    def move_line(self, line: OpportunityLine, *, up: bool, by: Any) -> None:
        """Changes places with the line above or below it; the first and the last stay where they are."""
        self._refuse_closed()
        if moved(self.lines, line, up=up):
            place = self.lines.index(line) + 1
            record(self, LINE_MOVED, by=by, product=line.product.name, place=place)

    def follow_lines(self, *, by: Any) -> None:
        """From now on the amount is the sum of the lines; what was typed is kept for `keep_typed`."""
        self._refuse_closed()
        self.amount_follows_lines = True
        self.sum_up()
        record(self, AMOUNT_FOLLOWS, by=by)

    def keep_typed(self, *, by: Any) -> None:
        """The amount that was typed stands again, in place of the sum."""
        self._refuse_closed()
        if self.typed_amount is None:
            raise RuleBroken(_("No amount was entered for this opportunity."), field="amount")
        self.amount, self.amount_follows_lines = self.typed_amount, False
        record(self, AMOUNT_KEPT, by=by)

    def sum_up(self) -> None:
        """Brings an amount that is the sum of the lines in step with them; without lines it is the typed one."""
        if not self.amount_follows_lines:
            return
        typed = self.typed_amount
        self.amount = self.lines_total if self.lines else typed
        self.typed_amount, self.amount_follows_lines = typed, bool(self.lines) or typed is None

    def price_of(self, product: Product, quantity: Decimal) -> Decimal | None:
        """The price of the day in the opportunity's book; None for a product the book does not name."""
        from salesapp.products.queries import price_book_for, price_of

        today = today_for()
        book = self.price_book or price_book_for(self.account, self.currency, today)
        if book is None or book.currency != self.currency:
            return None
        return price_of(product, book, quantity, today)

    def _price(self, product: Product, quantity: Decimal, typed: Decimal | None) -> Decimal:
        price = self.price_of(product, quantity) if typed is None else typed
        if price is None:
            raise RuleBroken(
                _("The price book has no price for %(product)s. Enter one.", product=product.name),
                field="unit_price",
            )
        return price

    def _set_line(
        self, line: OpportunityLine, quantity: Decimal, unit_price: Decimal, discount: Decimal
    ) -> None:
        if quantity <= 0:
            raise RuleBroken(_("The quantity must be greater than zero."), field="quantity")
        if unit_price < 0:
            raise RuleBroken(_("A price can’t be negative."), field="unit_price")
        if not 0 <= discount <= 100:
            raise RuleBroken(_("A discount must be between 0 and 100 percent."), field="discount")
        line.quantity, line.unit_price, line.discount = quantity, unit_price, discount
        line.reprice(self.currency)

    def _refuse_closed(self) -> None:
        if not self.is_open:
            raise RuleBroken(_("This opportunity is closed. Reopen it first."))
