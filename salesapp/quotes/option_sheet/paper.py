"""An accepted quote on paper, with what the customer chose among its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from salesapp.core.paper import Paper, TaxShare
from salesapp.products.adjustments.agreed import parts_of
from salesapp.products.pricing import Totals
from salesapp.quotes.models import Quote
from salesapp.quotes.options.choosing import priced_with
from salesapp.quotes.paper import adjusted_words, paper_line


def with_chosen(paper: Paper, quote: Quote) -> Paper:
    """The paper of the quote over what was accepted: its lines and the options that were chosen."""
    options = quote.chosen_options
    if not options:
        return paper
    lines: list[Any] = [*quote.lines, *options]
    totals = priced_with(quote, options)
    agreed = parts_of(quote.agreed, [each.amount for each in totals.adjustments], quote.currency)
    return replace(
        paper,
        lines=tuple(paper_line(i, line, paper.language) for i, line in enumerate(lines, start=1)),
        net=totals.net,
        tax=totals.tax,
        total=totals.total,
        document_discount=totals.discount,
        adjustments=adjusted_words(agreed, paper.language),
        taxes=tuple(_shares(lines, totals)),
    )


def _shares(lines: Sequence[Any], totals: Totals) -> Iterator[TaxShare]:
    """The tax per rate; what is taxed at nothing apart by why that is so."""
    for share in totals.taxes:
        bases = {"": share.base}
        if not share.rate:
            for line, priced in zip(lines, totals.lines, strict=True):
                if priced.key == share.key and line.own_tax_rate() is not None:
                    name = line.own_tax_rate().said
                    bases[name] = bases.get(name, 0) + priced.net
                    bases[""] -= priced.net
        yield from (
            TaxShare(share.rate, base, share.tax, name) for name, base in bases.items() if base or share.rate
        )
