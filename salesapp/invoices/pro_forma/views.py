"""The pro forma invoice of a quote, an order or a draft as a PDF, and the sheet that sends it."""

from __future__ import annotations

from flask import Flask, Response, url_for
from flask_login import current_user

from salesapp.core.i18n import _
from salesapp.core.registry import RecordType
from salesapp.invoices.pro_forma.mailing import proposed_letter, send_pro_forma
from salesapp.invoices.pro_forma.models import next_of
from salesapp.invoices.pro_forma.paper import must_have_pro_forma
from salesapp.orders.sending.sheet import LetterSheet
from salesapp.quotes.editor import with_lines
from salesapp.quotes.issued.views import pdf_answer
from salesapp.web.guards import requires, visible_or_404


def serve_pro_forma(app: Flask, kind: RecordType) -> None:
    """Adds its pages at the address of documents of that kind: `/orders/7/pro-forma`."""
    place = kind.plural

    @requires(kind.view)
    def pro_forma(key: int) -> Response:
        """What would be sent now."""
        visible_or_404(kind.model, key)
        document = with_lines(kind, key)
        must_have_pro_forma(document)
        return pdf_answer(next_of(document))

    @requires(kind.edit)
    def ask_pro_forma(key: int) -> Response:
        document = visible_or_404(kind.model, key)
        must_have_pro_forma(document)
        proposed = proposed_letter(document, next_of(document), by=current_user)
        return _sheet(place, key, next_of(document).number).ask(proposed)

    @requires(kind.edit)
    def send_the_pro_forma(key: int) -> Response:
        document = visible_or_404(kind.model, key, to_change=True)
        sheet = _sheet(place, key, next_of(document).number)
        return sheet.carry_out(lambda letter: send_pro_forma(document, letter, by=current_user))

    address = f"/{place}/<int:key>/pro-forma"
    app.add_url_rule(f"{address}.pdf", f"{place}.pro_forma", pro_forma)
    app.add_url_rule(address, f"{place}.ask_pro_forma", ask_pro_forma)
    app.add_url_rule(address, f"{place}.send_the_pro_forma", send_the_pro_forma, methods=["POST"])


def _sheet(place: str, key: int, number: str) -> LetterSheet:
    return LetterSheet(
        title=_("Send a pro forma invoice"),
        document=number,
        pdf=url_for(f"{place}.pro_forma", key=key),
        action=url_for(f"{place}.send_the_pro_forma", key=key),
        back=url_for(f"{place}.show", key=key),
    )
