"""An accepted quote on paper, with what the customer chose among its lines and how they signed."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import force_locale

from salesapp.core.company import company
from salesapp.core.files.pictures import NoPicture, as_png, upright
from salesapp.core.paper import Paper, TaxShare
from salesapp.products.adjustments.agreed import parts_of
from salesapp.products.documents import named_shares
from salesapp.quotes.issued.acceptance import Acceptance
from salesapp.quotes.models import Quote
from salesapp.quotes.options.choosing import priced_with
from salesapp.quotes.paper import adjusted_words, language_of, paper_line, paper_of

WIDEST = 900
"""Pixels of a signature: as many as its pad has."""


def paper_of_acceptance(acceptance: Acceptance) -> Paper:
    """What the customer said yes to, when, and who it was: the confirmation of an accepted quote."""
    quote = acceptance.quote
    accepted_on = quote.accepted_at.astimezone(ZoneInfo(company().zone)).date()
    by = [("accepted_by", quote.accepted_by_name or "")]
    dates = [("issued", accepted_on)]
    paper = paper_of(quote, "acceptance", number=quote.title, dates=dates, references=by)
    paper = replace(paper, signed=_drawn(quote), signed_by=quote.accepted_by_name or "")
    return with_chosen(paper, quote)


def _drawn(quote: Quote) -> str:
    """The signature as a plain picture that can be printed; nothing where what was sent is none."""
    if quote.signature is None:
        return ""
    try:
        return b64encode(as_png(upright(quote.signature.picture, WIDEST))).decode()
    except NoPicture:
        return ""


def with_chosen(paper: Paper, quote: Quote) -> Paper:
    """The paper of the quote over what was accepted: its lines and the options that were chosen."""
    options = quote.chosen_options
    if not options:
        return paper
    lines: list[Any] = [*quote.lines, *options]
    totals = priced_with(quote, options)
    nets = [(line, priced.net) for line, priced in zip(lines, totals.lines, strict=True)]
    reasons = dict.fromkeys(each.text for each in quote.reasons_of(lines).values() if each.text)
    agreed = parts_of(quote.agreed, [each.amount for each in totals.adjustments], quote.currency)
    with force_locale(language_of(quote).locale):
        taxes = tuple(TaxShare(*share) for share in named_shares(totals.taxes, nets, agreed))
    return replace(
        paper,
        lines=tuple(paper_line(i, line, paper.language) for i, line in enumerate(lines, start=1)),
        net=totals.net,
        tax=totals.tax,
        total=totals.total,
        document_discount=totals.discount,
        adjustments=adjusted_words(agreed, paper.language),
        taxes=taxes,
        tax_reasons=tuple(reasons),
    )
