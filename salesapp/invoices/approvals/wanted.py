"""What is done to an invoice: a credit or a write-off, as it is asked for and kept until somebody approves it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from salesapp.core.company import company
from salesapp.core.i18n import _, _l
from salesapp.invoices.actions import credit, credit_amounts, credit_and_redraft, write_off
from salesapp.invoices.limits.models import ReductionKind, ReductionRequest
from salesapp.invoices.models import CreditNote, Invoice
from salesapp.invoices.models.joint.credits import line_names
from salesapp.invoices.wording import amount_words
from salesapp.products.payment_terms.words import percent
from salesapp.products.taxes.categories import TaxCategory, TaxKey
from salesapp.web.filters import number

WRITE_OFF = "write_off"
HOW_LABELS = {
    "all": _l("Everything not yet credited"),
    "redraft": _l("Everything, with a new draft"),
    "chosen": _l("Chosen quantities"),
    "amount": _l("An amount"),
}


@dataclass(frozen=True)
class Wanted:
    """`how` is "all", "chosen" (`quantities` by line id), "amount" (`amounts`), "redraft" or "write_off"."""

    how: str
    reason: str
    quantities: dict[int, Decimal] = field(default_factory=dict)
    amounts: dict[TaxKey, int] = field(default_factory=dict)
    gross: bool = False
    again: bool = True
    """Whether what is credited of an order is invoiced again."""

    @property
    def kind(self) -> ReductionKind:
        return ReductionKind.WRITE_OFF if self.how == WRITE_OFF else ReductionKind.CREDIT

    def carry_out(
        self, invoice: Invoice, *, by: Any, approved: ReductionRequest | None = None
    ) -> CreditNote | Invoice:
        """Does it; what there is to look at then: the credit note, the new draft, or the invoice itself."""
        match self.how:
            case "write_off":
                write_off(invoice, self.reason, by=by, approved=approved)
                return invoice
            case "redraft":
                return credit_and_redraft(invoice, self.reason, by=by, approved=approved)
            case "amount":
                return credit_amounts(
                    invoice, self.reason, self.amounts, gross=self.gross, by=by, approved=approved
                )
            case _:
                quantities = self.quantities if self.how == "chosen" else None
                return credit(
                    invoice, self.reason, quantities=quantities, again=self.again, by=by, approved=approved
                )

    def kept(self) -> dict[str, Any]:
        """As a request keeps it."""
        return {
            "how": self.how,
            "reason": self.reason,
            "quantities": {str(key): f"{quantity:f}" for key, quantity in self.quantities.items()},
            "amounts": [[f"{key.percent:f}", key.category, amount] for key, amount in self.amounts.items()],
            "gross": self.gross,
            "again": self.again,
        }


def figures(request: ReductionRequest) -> list[tuple[str, str]]:
    """What is asked for, beyond which limit, and what was credited before: for whoever decides."""
    invoice, found = (
        request.invoice,
        [(request.kind.label, amount_words(request.amount, request.invoice.currency))],
    )
    if request.net is not None:
        found.append((_("Net"), amount_words(request.net, invoice.currency)))
    if request.author_limit is not None:
        limit = amount_words(request.author_limit, company().currency)
        found.append((_("Limit of %(name)s", name=request.asked_by.name), limit))
    for note in invoice.credit_notes:
        if note.id != request.credit_note_id:
            said = amount_words(note.payable, invoice.currency)
            found.append((_("Credited before"), f"{note.title} · {said}"))
    return found


def details(invoice: Invoice, wanted: Wanted) -> list[tuple[str, str]]:
    """What of the invoice is credited, for whoever decides: heading and value; nothing for a write-off."""
    if wanted.kind is ReductionKind.WRITE_OFF:
        return []
    found = [(_("What to credit"), str(HOW_LABELS[wanted.how]))]
    if wanted.how == "chosen":
        return found + [
            (name, number(wanted.quantities[key]))
            for key, name in line_names(invoice).items()
            if key in wanted.quantities
        ]
    if wanted.how == "amount":
        words = {
            key: amount_words(amount, invoice.currency) for key, amount in wanted.amounts.items() if amount
        }
        return found + [
            (_of_rate(percent(key.percent), gross=wanted.gross), said) for key, said in words.items()
        ]
    return found


def _of_rate(rate: str, *, gross: bool) -> str:
    return _("Gross at %(percent)s", percent=rate) if gross else _("Net at %(percent)s", percent=rate)


def kept_wanted(said: dict[str, Any]) -> Wanted:
    """What a request keeps."""
    rates = [
        (TaxKey(Decimal(percent), None if category is None else TaxCategory(category)), amount)
        for percent, category, amount in said["amounts"]
    ]
    quantities = {int(key): Decimal(quantity) for key, quantity in said["quantities"].items()}
    return Wanted(said["how"], said["reason"], quantities, dict(rates), said["gross"], said["again"])
