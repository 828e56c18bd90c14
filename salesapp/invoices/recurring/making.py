"""The draft of one due date: lines, prices and terms as in the source, the customer as they are now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.relations.merged import stands_now
from salesapp.customers.models import Contact
from salesapp.invoices.actions import write_invoice
from salesapp.invoices.models import Invoice, InvoiceLine
from salesapp.invoices.recurring.models import RecurringInvoice
from salesapp.products.documents import tax_rate
from salesapp.quotes.issued.unprintable import unprintable
from salesapp.quotes.paper import buyer
from salesapp.quotes.tax_proposal.outdated import outdated

ANYBODY = {"unscoped": "what the source names, whoever sees it", "with_deleted": True}


def next_draft(recurring: RecurringInvoice, *, by: Any) -> Invoice:
    """The draft of the next date. RuleBroken with the reason where there can be none."""
    source = recurring.source
    if source.deleted_at is not None:
        raise RuleBroken(_("The invoice that is repeated is in the recycle bin. Restore it first."))
    terms = source.copied_terms() | {"billing_address": None}  # they may have moved
    if not _was_chosen(source):  # it goes where the customer is now
        terms |= {"shipping_address": None, "shipping_parts": None}
    for kind in ("account", "contact"):
        terms[f"{kind}_id"] = _now(kind, terms[f"{kind}_id"])
    if terms["account_id"] is not None and _is_gone(Contact, terms["contact_id"]):
        terms["contact_id"] = None  # the account is the customer; who was addressed there is told
    draft = Invoice(**terms, owner_id=source.owner_id, buyer_reference=source.buyer_reference)
    draft.supply_from, draft.supply_to = recurring.schedule.period(recurring.position, recurring.covers)
    draft.lines = [InvoiceLine(**line.copied()) for line in source.lines]
    draft.hold_customer()
    return write_invoice(draft, by=by)


def _was_chosen(source: Invoice) -> bool:
    """Whether somebody typed where the goods go, or chose one of the account's delivery addresses."""
    if source.shipping_parts is None:
        return source.shipping_address not in {None, "", source.billing_address}
    account = source.account
    return account is not None and any(
        each.parts == source.shipping_parts for each in account.delivery_addresses
    )


def remarks(draft: Invoice, source: Invoice) -> list[str]:
    """What is to be looked at before the draft goes out, since something is no longer as it was in the source."""
    return list(dict.fromkeys(_remarks(draft, source)))


def _remarks(draft: Invoice, source: Invoice) -> Iterator[str]:
    if source.contact_id is not None and draft.contact_id is None:
        yield _("The contact was deleted. Choose another one.")
    if (source.buyer or {}).get("place") and _tax_follows(source.buyer) != _tax_follows(asdict(buyer(draft))):
        yield _("The customer’s country or VAT number has changed. Check the tax.")
    for line in draft.lines:
        if line.product is not None and (line.product.deleted_at is not None or not line.product.active):
            yield _("“%(product)s” is no longer sold.", product=line.product.name)
    yield from (each.sentence for each in outdated(draft))
    kept = [(line.tax_rate_id, line.tax_category) for line in draft.lines]
    kept += [(each.tax_rate_id, each.category) for each in draft.agreed]
    for key, category in kept:
        rate = tax_rate(key)
        if rate is not None and rate.deleted_at is not None:
            yield _("The tax rate “%(rate)s” was deleted.", rate=rate.name)
        elif rate is not None and rate.category != category:
            yield _(
                "The VAT category of “%(rate)s” has changed. This draft still has the old one.",
                rate=rate.name,
            )
    if missing := unprintable(draft):
        yield missing


def _tax_follows(party: dict[str, Any]) -> tuple[str | None, ...]:
    """What of a customer decides the tax: country, where the goods go, VAT number. Old invoices keep no parts."""
    place = party.get("place") or {}
    goods = party.get("delivered_to") or place
    return place.get("country"), goods.get("country"), party.get("tax_number") or None


def _now(kind: str, key: int | None) -> int | None:
    """The id of the customer that it is since two were merged."""
    return None if key is None else stands_now(kind, key) or key


def _is_gone(model: type[Record], key: int | None) -> bool:
    found = None if key is None else db.session.get(model, key, execution_options=ANYBODY)
    return found is not None and found.deleted_at is not None
