"""The conversion sheet: three panels with what is chosen, what could be, and what each choice would write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import request
from flask_login import current_user

from salesapp.core.access import Permission, allows
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import RecordType
from salesapp.customers.models import Account, Contact
from salesapp.customers.records import ACCOUNT, CONTACT
from salesapp.leads.conversion import actions, mapped_values, matches
from salesapp.leads.conversion.choices import Choices, FollowUp, New
from salesapp.leads.conversion.fill_blanks import Filling, is_blank
from salesapp.leads.forms import ConvertForm
from salesapp.leads.models import Lead
from salesapp.opportunities.models import OPPORTUNITY, Opportunity
from salesapp.opportunities.processes.models import processes
from salesapp.records.editing import tell_rules
from salesapp.web.filters import money, show
from salesapp.web.forms import Form, form_for
from salesapp.web.guards import visible_or_404

NEW, NONE, FIND = "new", "none", "find"
TYPED = {
    "account": ("name", "phone", "website"),
    "contact": ("family_name", "given_name", "job_title", "email", "phone"),
    "opportunity": ("name", "amount", "close_on", "description"),
}
"""What of a new record can be typed on the sheet; the rest of what the lead brings is listed."""
NAMES = ("name", "family_name", "given_name")
"""What the heading of an offer says; that it stays goes without saying."""


@dataclass(frozen=True)
class Line:
    """A field in words: what will be written, or what stays."""

    label: str
    text: str


@dataclass(frozen=True)
class Offer:
    """A record that can be reused, why it is offered, and what reusing it writes."""

    record: Any
    why: str
    likely: bool
    filling: Filling
    fills: list[Line]
    keeps: list[Line]

    @property
    def value(self) -> str:
        return str(self.record.id)


@dataclass
class Panel:
    """One of the three: the offers, the form of a new record, and the choice."""

    type: RecordType
    fresh: Form
    choice: str = NEW
    offers: list[Offer] = field(default_factory=list)
    carried: list[Line] = field(default_factory=list)
    found: Any = None
    errors: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.type.key

    @property
    def chosen(self) -> Offer | None:
        return next((each for each in self.offers if each.value == self.choice), None)

    @property
    def decision(self) -> Any:
        """The record to reuse, `New` with what was typed, or None."""
        if self.chosen is not None:
            return self.chosen.record
        return New(self.typed) if self.choice == NEW else None

    @property
    def typed(self) -> dict[str, Any]:
        return {self.type.field(name).attribute: value for name, value in self.fresh.values().items()}

    @property
    def all_errors(self) -> list[tuple[str | None, str]]:
        """(id of what to mend, sentence that begins with the panel's name)."""
        own: list[tuple[str | None, str]] = [(f"convert-{self.key}", each) for each in self.errors]
        typed = self.fresh.all_errors if self.choice == NEW else []
        return [(id_ or f"convert-{self.key}", f"{self.type.label} · {each}") for id_, each in (*own, *typed)]

    @property
    def seen(self) -> bool:
        """Whether what would be written is what the reader was shown."""
        return self.chosen is None or request.form.get(seen_name(self.chosen)) == self.chosen.filling.digest


def seen_name(offer: Offer) -> str:
    """The hidden field that says what a reader saw of an offer."""
    return f"seen-{offer.record.record_type_key}-{offer.record.id}"


class ConversionSheet:
    """Everything the sheet of one lead shows, from the request that asks for it or the choices it was sent with."""

    def __init__(self, lead: Lead) -> None:
        self.lead = lead
        self.form = ConvertForm()
        self.form.version.data = self.form.version.data or str(lead.version)
        self.sent = request.method == "POST"
        self.notices: list[str] = []
        self.picked = self._lock_picked() if self.sent else {}
        self.account = self._account_panel()
        self.contact = self._contact_panel()
        self.opportunity = self._opportunity_panel()

    @property
    def panels(self) -> list[Panel]:
        return [self.account, self.contact, self.opportunity]

    @property
    def choices(self) -> Choices:
        task = self.form.task.data
        follow_up = FollowUp(task, self.form.task_due.data) if task else None
        return Choices(self.account.decision, self.contact.decision, self._deal(), follow_up)

    def is_ready(self) -> bool:
        """Whether everything is valid and was shown as it will be written; says what is not."""
        fresh = [each for each in self.panels if each.choice == NEW]
        valid = [self.form.validate()] + [each.fresh.validate() for each in fresh]
        for panel in fresh if not all(valid) else ():
            tell_rules(panel.type, panel.fresh, by=current_user)
        for panel in (each for each in self.panels if each.choice == FIND):
            panel.errors.append(_("Choose one from the list."))
        unseen = [each for each in self.panels if not each.seen]
        for panel in unseen:
            name = panel.chosen.record.title if panel.chosen else ""
            self.notices.append(_("Review what will be filled in for %(name)s, then convert.", name=name))
        return all(valid) and not unseen and not any(panel.errors for panel in self.panels)

    def refuse(self, broken: RuleBroken) -> None:
        """Shows a broken rule in its panel, beside its field where it names one."""
        key, _dash, name = (broken.field or "").partition("-")
        panel = next((each for each in self.panels if each.key == key), None)
        if panel is None:
            self.form.refuse(broken)
        elif panel.choice == NEW and name in panel.fresh:
            panel.fresh.refuse(RuleBroken(broken.sentence, field=name))
        else:
            panel.errors.append(broken.sentence)

    @property
    def errors(self) -> bool:
        """Whether something needs mending: what a page asks before it points at errors."""
        return bool(self.all_errors)

    @property
    def all_errors(self) -> list[tuple[str | None, str]]:
        """(id of what to mend or None, sentence) of the form and of the three panels."""
        return [*self.form.all_errors, *(found for panel in self.panels for found in panel.all_errors)]

    @property
    def may_open(self) -> bool:
        """Whether the reader's role makes opportunities at all."""
        return allows(current_user, Permission.OPPORTUNITY_EDIT)

    @cached_property
    def processes(self) -> list[tuple[int, str]]:
        return [(each.id, each.name) for each in processes()]

    # --- the panels -------------------------------------------------------------------------------------------

    def _lock_picked(self) -> dict[str, Any]:
        """The records that were chosen, always locked in this order; each must be the reader's to change.

        Before anything is compared: what a colleague writes meanwhile waits, or is seen here.
        """
        models: dict[str, Any] = {"account": Account, "contact": Contact, "opportunity": Opportunity}
        keys = {name: self._sent_choice(name) for name in models}
        return {
            name: visible_or_404(models[name], key, to_change=True)
            for name, sent in keys.items()
            if (key := key_in(sent)) is not None
        }

    def _sent_choice(self, name: str) -> str:
        """What was sent; a record that was searched for counts as chosen."""
        sent = str(self.form[name].data or "")
        if sent != FIND:
            return sent
        found = self.form[f"found_{name}"].data
        return FIND if found is None else str(found)

    def complete(self) -> ConversionSheet:
        """With all offers, to be shown: a press that converts needs only what was chosen."""
        if self.sent:
            self.account.offers = self._account_offers()
            self.contact.offers = self._contact_offers()
            self.opportunity.offers = self._opportunity_offers()
            if key_in(self.opportunity.choice) is not None and self.opportunity.chosen is None:
                self.opportunity.choice = NEW
                self.opportunity.errors.append(
                    _("That opportunity belongs to another customer. Choose again.")
                )
        return self

    def _account_panel(self) -> Panel:
        panel = self._panel(ACCOUNT, mapped_values.for_account(self.lead), found=self.form.found_account)
        panel.offers = self._own_offers("account") if self.sent else self._account_offers()
        panel.choice = self._choice(panel, NEW if self.lead.company else NONE)
        return panel

    def _contact_panel(self) -> Panel:
        panel = self._panel(CONTACT, mapped_values.for_contact(self.lead), found=self.form.found_contact)
        brought = actions.brought_to_contact(self.lead, self.account.decision)
        panel.carried = self._lines(CONTACT, self._untyped(CONTACT, brought))
        panel.offers = self._own_offers("contact") if self.sent else self._contact_offers()
        panel.choice = self._choice(panel, NEW)
        return panel

    def _opportunity_panel(self) -> Panel:
        panel = self._panel(OPPORTUNITY, mapped_values.for_opportunity(self.lead))
        if not self.may_open:
            panel.choice = NONE
            return panel
        panel.offers = self._own_offers("opportunity") if self.sent else self._opportunity_offers()
        panel.choice = self._choice(panel, NEW)
        self.form.sales_process.choices = self.processes
        return panel

    @cached_property
    def _known_contacts(self) -> list[matches.Suggestion]:
        return matches.contacts(self.lead)

    def _account_offers(self) -> list[Offer]:
        found = matches.accounts(self.lead, self._known_contacts)
        offers = [self._account_offer(each.record, each.why, likely=each.likely) for each in found]
        return self._with_own("account", offers)

    def _contact_offers(self) -> list[Offer]:
        found = self._known_contacts
        offers = [self._contact_offer(each.record, each.why, likely=each.likely) for each in found]
        return self._with_own("contact", offers)

    def _opportunity_offers(self) -> list[Offer]:
        if not self.may_open:
            return []
        found = matches.opportunities(self.account.decision, self.contact.decision)
        return [self._opportunity_offer(each) for each in found]

    def _with_own(self, name: str, offers: list[Offer]) -> list[Offer]:
        """The record that was searched for stands first, where no other reason offers it."""
        known = {each.value for each in offers}
        return [*(each for each in self._own_offers(name) if each.value not in known), *offers]

    def _own_offers(self, name: str) -> list[Offer]:
        """What was chosen, as an offer."""
        own = self.picked.get(name)
        match own:
            case Account():
                return [self._account_offer(own, _("Your choice"), likely=False)]
            case Contact():
                return [self._contact_offer(own, _("Your choice"), likely=False)]
            case Opportunity():
                return [self._opportunity_offer(own)]
            case _:
                return []

    def _panel(self, type_: RecordType, brought: Mapping[str, Any], found: Any = None) -> Panel:
        values = {name: brought[name] for name in TYPED[type_.key] if name in brought}
        currency = brought.get("currency")
        fresh = form_for(type_, only=TYPED[type_.key], values=values, currency=currency, prefix=type_.key)
        return Panel(type_, fresh, found=found, carried=self._lines(type_, self._untyped(type_, brought)))

    def _choice(self, panel: Panel, otherwise: str) -> str:
        """What was sent; else the first likely offer; else `otherwise`."""
        sent = self._sent_choice(panel.key) if self.sent else ""
        if key_in(sent) is not None and panel.found is not None:
            panel.found.data, panel.found.typed = None, ""
        return sent or next((each.value for each in panel.offers if each.likely), otherwise)

    # --- what would be written --------------------------------------------------------------------------------

    def _account_offer(self, account: Account, why: str, *, likely: bool) -> Offer:
        return self._offer(ACCOUNT, account, why, actions.account_filling(self.lead, account), likely=likely)

    def _contact_offer(self, contact: Contact, why: str, *, likely: bool) -> Offer:
        gained = actions.contact_filling(self.lead, contact, self.account.decision)
        return self._offer(CONTACT, contact, why, gained, likely=likely)

    def _opportunity_offer(self, opportunity: Opportunity) -> Offer:
        parts = [opportunity.stage.name]
        if opportunity.amount is not None:
            parts.append(money(opportunity.amount, opportunity.currency))
        gained = actions.opportunity_filling(self.lead, opportunity)
        return self._offer(OPPORTUNITY, opportunity, " · ".join(parts), gained, likely=False)

    def _offer(self, type_: RecordType, record: Any, why: str, gained: Filling, *, likely: bool) -> Offer:
        keeps = {name: value for name, value in gained.keeps.items() if name not in NAMES}
        return Offer(record, why, likely, gained, self._lines(type_, gained.fills), self._lines(type_, keeps))

    def _untyped(self, type_: RecordType, brought: Mapping[str, Any]) -> dict[str, Any]:
        """What a new record gets beside the typed fields."""
        return {name: value for name, value in brought.items() if name not in TYPED[type_.key]}

    def _lines(self, type_: RecordType, values: Mapping[str, Any]) -> list[Line]:
        """Attributes with their values in words, in the order of the fields; a currency alone says nothing."""
        shown = [
            each
            for each in type_.fields
            if not is_blank(values.get(each.attribute)) and each.name != "currency"
        ]
        return [Line(each.label, self._text(each, values[each.attribute])) for each in shown]

    def _text(self, declared: Any, value: Any) -> str:
        if declared.name == "account":
            return self._account_title(value)
        if declared.name == "campaign":
            return "" if self.lead.campaign is None else self.lead.campaign.name
        if declared.kind == "money":
            return money(value, self.lead.currency or "")
        if declared.kind == "link":
            return matches.title_of(declared.target, value)
        return show(declared, value)

    def _account_title(self, key: int) -> str:
        """The name of the account that a contact joins; a new one has no id yet."""
        if key == actions.NOT_YET_MADE:
            return str(self.account.fresh["name"].data or "")
        chosen = self.account.decision
        if isinstance(chosen, Account) and chosen.id == key:
            return chosen.name
        return matches.account_name(key)

    def _deal(self) -> Any:
        decision = self.opportunity.decision
        if isinstance(decision, New) and self.form.sales_process.data:
            return New({**decision.values, "process_id": self.form.sales_process.data})
        return decision
