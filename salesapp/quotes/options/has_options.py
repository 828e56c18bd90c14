"""The trait of a quote that offers options and alternatives beside its lines."""

from __future__ import annotations

from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Unpack

from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event, event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.once import digest
from salesapp.products import pricing
from salesapp.products.lines import LineSaid, brought_back_line, kept_line
from salesapp.products.stored import must_not_be_too_large
from salesapp.quotes.approvals.approvable import Approvable
from salesapp.quotes.document import LINE_CHANGED, LINE_MOVED, headline, told
from salesapp.quotes.options.choosing import by_choice, in_shown_order, priced_with, proposed, reordered
from salesapp.quotes.options.models import QuoteOption

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

MADE_OPTIONAL = event_kind("line_made_optional", _l("%(by)s made %(line)s optional"), icon="list-checks")
INCLUDED = event_kind("option_included", _l("%(by)s included %(line)s in the total"), icon="package-plus")
OPTION_REMOVED = event_kind("option_removed", _l("%(by)s removed the option %(line)s"), icon="package-minus")
OPTION_RESTORED = event_kind("option_restored", _l("%(by)s restored the option %(line)s"), icon="undo-2")


class HasOptions(Approvable):
    """Lines become options and back; an option is changed, removed and restored like a line. Add `options`."""

    __abstract__ = True

    if TYPE_CHECKING:
        options: Mapped[list[QuoteOption]]
        offered_net: Mapped[int | None]
        offered_tax: Mapped[int | None]
        offered_total: Mapped[int | None]

    @property
    def offered(self) -> list[Any]:
        """Its lines, and what may be chosen beside them."""
        return [*self.lines, *self.options]

    @property
    def proposed_lines(self) -> list[Any]:
        """Its lines, and the options that are preselected."""
        return [*self.lines, *proposed(self.options)]

    @property
    def proposed_amounts(self) -> tuple[int, int]:
        if self.offered_net is None or self.offered_total is None:
            return super().proposed_amounts
        return self.offered_net, self.offered_total

    @property
    def standing_of_lines(self) -> str:
        return f"{super().standing_of_lines}.{len(self.options)}"

    @property
    def as_seen(self) -> str:
        choices = [(each.choice, each.preselected) for each in self.options]
        return digest(f"{super().as_seen}{choices}".encode())[:20] if choices else super().as_seen

    def taken_off_when_added(self, line: Any) -> Decimal:
        """A discount in per cent is of all that is taxed alike, so it grows with the options that are chosen."""
        if line not in self.options:
            return super().taken_off_when_added(line)
        percents = [each for each in self.agreed if each.is_percent and not each.is_charge]
        off = sum((each.value for each in percents if each.tax_key == line.tax_key), Decimal(0))
        return min(off, pricing.HUNDRED)

    def reprice(self) -> pricing.Totals:
        """Its lines alone make the totals; each option is priced by itself, and all together can be ordered."""
        totals = super().reprice()
        for option in self.options:
            option.tax_category = option.said_category
        must_not_be_too_large(priced_with(self, self.options))
        for option in self.options:
            option.take(self._priced_alone(option))
        self._take_offered()
        return totals

    def _take_offered(self) -> None:
        """Keeps what it comes to with what is preselected."""
        options = proposed(self.options)
        with_them = priced_with(self, options) if options else None
        self.offered_net = None if with_them is None else with_them.net
        self.offered_tax = None if with_them is None else with_them.tax
        self.offered_total = None if with_them is None else with_them.total

    def must_not_be_negative(self) -> None:
        """With the alternatives of which one is taken in any case, whatever stands beside them."""
        if self.lines or not self.options:
            super().must_not_be_negative()
        if self.offered_total is not None and self.offered_total < 0:
            raise RuleBroken(_("The total can’t be less than zero."))

    @property
    def has_something_to_order(self) -> bool:
        """Lines, or alternatives of which the customer takes one."""
        return bool(self.lines) or any(each.choice for each in self.options)

    def must_not_be_priced(self) -> None:
        """Options have prices as well."""
        super().must_not_be_priced()
        if self.options:
            raise RuleBroken(
                _("The options are priced in the previous currency. Remove them before you change it."),
                field="currency",
            )

    def make_optional(self, line: Any, *, by: Any) -> QuoteOption:
        """The line counts only once the customer chooses it. RuleBroken for goods taken back."""
        self.must_have_free_lines()
        _check_quantity(line.quantity)
        option = QuoteOption(**line.copied())
        option.position = max((each.position for each in self.options), default=0) + 1
        self.lines.remove(line)
        self.options.append(option)
        self.changed_by(by)
        record(self, MADE_OPTIONAL, by=by, line=headline(option))
        return option

    def include(self, option: QuoteOption, *, by: Any) -> Any:
        """An ordinary line again, below the others."""
        self.must_have_free_lines()
        line = self.line_model(**option.copied())
        line.position = max((each.position for each in self.lines), default=0) + 1
        self._without(option)
        self.lines.append(line)
        self.changed_by(by)
        record(self, INCLUDED, by=by, line=headline(line))
        return line

    def change_option(
        self,
        option: QuoteOption,
        *,
        by: Any,
        choice: str | None,
        preselected: bool,
        **said: Unpack[LineSaid],
    ) -> None:
        """Sets what an option says, and beside which others it stands."""
        self.must_have_free_lines()
        _check_quantity(said["quantity"])
        before = told_option(option)
        self.say_on(option, by=by, **said)
        option.choice, option.preselected = (choice or "").strip()[:80] or None, preselected
        self.propose_one(option)
        self.changed_by(by)
        after = told_option(option)
        if after != before:
            record(self, LINE_CHANGED, by=by, line=headline(option), before=before, after=after)

    def move_option(self, option: QuoteOption, *, up: bool, by: Any) -> None:
        """One place among its alternatives, or all of them together past those beside them."""
        self.must_have_free_lines()
        order = reordered(self.options, option, up=up)
        if order == in_shown_order(self.options):
            return
        for place, each in enumerate(order, start=1):
            each.position = place
        self.options.sort(key=attrgetter("position"))
        self.changed_by(by)
        record(self, LINE_MOVED, by=by, line=headline(option), place=order.index(option) + 1)

    def remove_option(self, option: QuoteOption, *, by: Any) -> Event:
        """Takes an option away; what it said is kept in the event, so that it can be brought back."""
        self.must_have_free_lines()
        was = kept_line(option)
        self._without(option)
        self.changed_by(by)
        return record(self, OPTION_REMOVED, by=by, line=headline(option), kept=was, currency=self.currency)

    def restore_option(self, removal: Event, *, by: Any) -> QuoteOption:
        """Brings back, as it was, the option whose removal that was."""
        self.must_have_free_lines()
        option: QuoteOption = brought_back_line(self, removal, OPTION_RESTORED, among="options")
        self.propose_one()
        self.changed_by(by)
        record(self, OPTION_RESTORED, by=by, line=headline(option), removal=removal.id)
        return option

    def must_have_alternatives(self) -> None:
        """RuleBroken for a choice between one thing."""
        for choice, group in by_choice(self.options):
            if choice and len(group) == 1:
                raise RuleBroken(
                    _(
                        "“%(choice)s” has only one alternative. Add another one, or remove the name.",
                        choice=choice,
                    )
                )

    def _without(self, option: QuoteOption) -> None:
        self.options.remove(option)
        self.propose_one()

    def propose_one(self, changed: QuoteOption | None = None) -> None:
        """Of the alternatives of a choice exactly one is proposed: the one that was just said to be, else the first."""
        for choice, group in by_choice(self.options):
            if not choice:
                continue
            said = [each for each in group if each.preselected]
            one = changed if changed in said else (said or group)[0]
            for each in group:
                each.preselected = each is one

    def _priced_alone(self, option: QuoteOption) -> pricing.PricedLine:
        try:
            discount = pricing.Percentage(self.discount or Decimal(0))
            return pricing.price([option.as_priced()], self.currency, discount).lines[0]
        except ValueError as wrong:
            raise RuleBroken(wrong) from None


def told_option(option: QuoteOption) -> str:
    """As a line is told, with the choice that it belongs to and whether it is proposed."""
    choice = f"{option.choice}: " if option.choice else ""
    return f"{choice}{told(option)}{' ✓' if option.preselected else ''}"


def _check_quantity(quantity: Decimal) -> None:
    if quantity < 0:
        raise RuleBroken(_("Returned goods can’t be optional."), field="quantity")
