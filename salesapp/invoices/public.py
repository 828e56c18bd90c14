"""The customer's page of an invoice: no log-in, a link with a secret; read it, open the PDF, see what is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import Blueprint, Response, abort
from flask_babel import force_locale
from sqlalchemy import select

from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.invoices.models import Invoice, InvoiceLink
from salesapp.people.views import limiter
from salesapp.quotes.issued.views import pdf_answer
from salesapp.quotes.models.sent import hashed
from salesapp.quotes.paper import language_of
from salesapp.quotes.public import hidden
from salesapp.web.guards import public
from salesapp.web.render import render

ADDRESS = "/<string(length=43):secret>"

bills = Blueprint("bills", __name__, url_prefix="/i")

View = Callable[[Invoice, str], Response]


def of_invoice(view: View) -> Callable[[str], Response]:
    """Gives the view the invoice of the secret, as the system and in the customer's language; 404 for a wrong one."""

    @wraps(view)
    def opened(secret: str) -> Response:
        with acting_as(SYSTEM):
            query = select(Invoice).join(Invoice.links).where(InvoiceLink.secret_hash == hashed(secret))
            invoice = db.session.scalar(query)
            if invoice is None:
                abort(404)
            with force_locale(language_of(invoice).locale):
                return hidden(view(invoice, secret))

    return opened


@bills.get(ADDRESS)
@limiter.limit("120 per minute")
@public
@of_invoice
def show(invoice: Invoice, secret: str) -> Response:
    return render("invoices/public.html", invoice=invoice, secret=secret, today=today_for())


@bills.get(f"{ADDRESS}/invoice.pdf")
@limiter.limit("30 per minute")
@public
@of_invoice
def pdf(invoice: Invoice, _secret: str) -> Response:
    if invoice.is_opening:
        abort(404)
    return pdf_answer(invoice)
