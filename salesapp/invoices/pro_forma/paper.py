"""What a pro forma invoice says: the lines, sums and bank of the document it is made of, under its own title."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.paper import Paper
from salesapp.core.registry import record_type
from salesapp.invoices.models import Invoice
from salesapp.invoices.paper import paper_of_invoice
from salesapp.invoices.pro_forma.models import ProForma
from salesapp.invoices.pro_forma.standing import quantities_standing, still_asked_for
from salesapp.orders.models import Order, OrderStatus
from salesapp.quotes.models import Quote, QuoteStatus
from salesapp.quotes.option_sheet.paper import with_chosen
from salesapp.quotes.paper import paper_of

ENDED = {OrderStatus.CANCELLED, OrderStatus.CLOSED}


def has_pro_forma(document: Any) -> bool:
    """Whether one can be made of it: an accepted quote, a standing order or a draft of an invoice, with lines."""
    if document.deleted_at is not None or not (document.lines or getattr(document, "chosen_options", ())):
        return False
    if isinstance(document, Quote):
        return document.status is QuoteStatus.ACCEPTED
    if isinstance(document, Order):
        stands = any(quantities_standing(document))
        return stands and not document.is_internal and document.status not in ENDED
    return isinstance(document, Invoice) and document.is_draft


def must_have_pro_forma(document: Any) -> None:
    """RuleBroken for anything else."""
    if not has_pro_forma(document):
        sentence = _(
            "A pro forma invoice is made from an accepted quote, a confirmed order or a draft invoice with lines."
        )
        raise RuleBroken(sentence)


def paper_of_pro_forma(pro_forma: ProForma) -> Paper:
    """The sheet as of today; what falls due when is known only once an invoice is issued."""
    document = db.session.get_one(record_type(pro_forma.document_type).model, pro_forma.document_id)
    day = (("issued", today_for()),)
    if isinstance(document, Invoice):
        paper = paper_of_invoice(document)
        return replace(paper, kind="pro_forma", number=pro_forma.number, dates=day, payment="", code="")
    source = (document.record_type_key, document.title)
    paper = paper_of(document, "pro_forma", number=pro_forma.number, dates=day, references=[source])
    return still_asked_for(paper, document) if isinstance(document, Order) else with_chosen(paper, document)
