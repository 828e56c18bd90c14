"""Rates that a draft keeps as they were when it was written, although they are others now."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from salesapp.core.i18n import _
from salesapp.products.documents import tax_rate
from salesapp.products.payment_terms.words import percent


@dataclass(frozen=True)
class Outdated:
    """A rate with the percentage that the draft keeps and the one it has now."""

    name: str
    kept: Decimal
    now: Decimal

    @property
    def sentence(self) -> str:
        return _(
            "“%(rate)s” is now %(now)s. This draft still has %(kept)s.",
            rate=self.name,
            now=percent(self.now),
            kept=percent(self.kept),
        )


def outdated(document: Any) -> list[Outdated]:
    """Those of its lines, discounts and charges, each once."""
    used = [(line.own_tax_rate(), line.tax) for line in document.offered]
    used += [(tax_rate(each.tax_rate_id), each.tax) for each in document.agreed]
    found = (
        Outdated(rate.name, kept, rate.percent)
        for rate, kept in used
        if rate is not None and rate.percent != kept
    )
    return list(dict.fromkeys(found))
