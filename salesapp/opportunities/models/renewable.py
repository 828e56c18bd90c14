"""Doing it once more: a copy of an opportunity, the renewal of a won one, and one that becomes two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Self, cast

from salesapp.core.db import Record
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.opportunities.models.lines import OpportunityLine
from salesapp.opportunities.models.participants import OpportunityContact, OpportunityMember
from salesapp.opportunities.outcome import OpportunityType
from salesapp.opportunities.processes.models import default_process

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

    from salesapp.opportunities.models.opportunity import Opportunity

COPIED = event_kind("opportunity_copied", _l("%(by)s cloned this from %(source)s"), icon="copy")
SPLIT = event_kind("opportunity_split", _l("%(by)s split off %(part)s"), icon="split")
RENEWED = event_kind("opportunity_renewed", _l("%(by)s started the renewal %(renewal)s"), icon="repeat")

LINKED = event_kind("opportunity_renewal_linked", _l("%(by)s linked the renewal %(renewal)s"), icon="link")
UNLINKED = event_kind(
    "opportunity_renewal_unlinked", _l("%(by)s unlinked the renewal %(renewal)s"), icon="unlink"
)

KEPT = (
    "account", "contact", "amount", "currency", "type", "source", "campaign_id", "price_book_id",
    "business_unit_id", "description",
)  # fmt: skip
"""What a copy takes over, beside lines, people, team and competitors; never what happened."""


class Renewable(Record):
    """The trait of being done once more."""

    __abstract__ = True

    if TYPE_CHECKING:
        renewal_of_id: Mapped[int | None]

        @property
        def is_won(self) -> bool: ...

    def clone(self, *, name: str, close_on: date | None, by: Any) -> Self:
        """An open one like it, of whoever copies it, at the beginning of its process."""
        made = self._again(name=name, close_on=close_on, owner=by, by=by)
        record(made, COPIED, by=by, source=self)
        return made

    def renew(self, *, name: str, close_on: date | None, by: Any) -> Self:
        """The next one with the same customer, of the same owner: open, existing business, linked to this one."""
        if not self.is_won:
            raise RuleBroken(_("Only a won opportunity can be renewed."))
        owner = cast("Opportunity", self).owner
        made = self._again(
            name=name, close_on=close_on, owner=owner if owner and owner.is_active else by, by=by
        )
        made.renewal_of_id = self.id
        cast("Opportunity", made).type = OpportunityType.EXISTING
        record(self, RENEWED, by=by, about=[made], renewal=made)
        return made

    def renewed_by(self, other: Opportunity, *, by: Any) -> None:
        """Says that an open opportunity which is there already is the renewal of this won one."""
        source = cast("Opportunity", self)
        if not source.is_won:
            raise RuleBroken(_("Only a won opportunity can be renewed."))
        same = (other.account_id, other.account_id or other.contact_id) == (
            source.account_id,
            source.account_id or source.contact_id,
        )
        if other.id == self.id or not other.is_open or not same:
            raise RuleBroken(
                _("Choose another open opportunity of the same customer as the renewal."), field="renewal"
            )
        if other.renewal_of_id is not None:
            raise RuleBroken(
                _("%(title)s is already a renewal of another opportunity.", title=other.name), field="renewal"
            )
        other.renewal_of_id = self.id
        record(self, LINKED, by=by, about=[other], renewal=other)

    def not_renewed_by(self, other: Opportunity, *, by: Any) -> None:
        """Takes the link away; both stay as they are."""
        if other.renewal_of_id != self.id:
            raise RuleBroken(_("%(title)s isn’t a renewal of this opportunity.", title=other.name))
        other.renewal_of_id = None
        record(self, UNLINKED, by=by, about=[other], renewal=other)

    def split(
        self,
        *,
        name: str,
        close_on: date | None,
        lines: Sequence[OpportunityLine],
        amount: int | None,
        by: Any,
    ) -> Self:
        """A second open one beside it, with some of its lines or a part of its amount; nothing is lost or gained.

        `amount` in minor units goes over where the amount does not follow the lines; it is not asked otherwise.
        """
        source = cast("Opportunity", self)
        if not source.is_open or source.waiting_win is not None:
            raise RuleBroken(_("Only an open opportunity without a pending approval can be split."))
        self._check_parts(lines, amount)
        made = type(source).open_new(
            name=name,
            close_on=close_on,
            owner=source.owner,
            stage=source.stage,
            by=by,
            **{each: getattr(source, each) for each in KEPT if each != "amount"},
        )
        made.lines = [_line(each) for each in lines]
        for each in lines:
            source.lines.remove(each)
        if source.lines and source.amount_follows_lines:
            made.sum_up()
            source.sum_up()
        elif amount is not None:
            made.amount, source.amount = amount, (source.amount or 0) - amount
        _copy_people(source, made)
        _copy_team(source, made)
        _copy_competitors(source, made)
        record(self, SPLIT, by=by, about=[made], part=made)
        return cast("Self", made)

    def _check_parts(self, lines: Sequence[OpportunityLine], amount: int | None) -> None:
        source = cast("Opportunity", self)
        if source.lines and not 0 < len(lines) < len(source.lines):
            raise RuleBroken(
                _("Choose some of the products, but not all: both opportunities need at least one."),
                field="lines",
            )
        if source.lines and source.amount_follows_lines:
            return
        if source.amount is None and amount is None:
            return
        if amount is None or not 0 < amount < (source.amount or 0):
            raise RuleBroken(
                _("The amount must be greater than zero and less than the total."), field="amount"
            )

    def _again(self, *, name: str, close_on: date | None, owner: Any, by: Any) -> Self:
        source = cast("Opportunity", self)
        process = source.process if source.process.active else default_process()
        kept: dict[str, Any] = {each: getattr(source, each) for each in KEPT}
        made = type(source).open_new(
            name=name, close_on=close_on, owner=owner, process=process, by=by, **kept
        )
        made.typed_amount, made.amount_follows_lines = source.typed_amount, source.amount_follows_lines
        made.lines = [_line(each) for each in source.lines]
        _copy_people(source, made)
        _copy_team(source, made)
        _copy_competitors(source, made)
        return cast("Self", made)


def _copy_people(source: Opportunity, made: Opportunity) -> None:
    """The first to talk to takes part in the copy from the beginning."""
    there = {each.contact_id: each for each in made.contacts}
    for each in source.contacts:
        person = there.get(each.contact_id) or OpportunityContact(
            contact=each.contact, contact_id=each.contact_id
        )
        person.role, person.is_primary = each.role, each.is_primary
        if each.contact_id not in there:
            made.contacts.append(person)


def _copy_team(source: Opportunity, made: Opportunity) -> None:
    made.members = [
        OpportunityMember(user=each.user, role=each.role, split=each.split) for each in source.members
    ]


def _copy_competitors(source: Opportunity, made: Opportunity) -> None:
    for each in source.competitors:
        made.meet(each.competitor).note = each.note


def _line(line: OpportunityLine) -> OpportunityLine:
    names = ("product", "description", "position", "quantity", "unit_price", "discount", "net")
    return OpportunityLine(**{name: getattr(line, name) for name in names})
