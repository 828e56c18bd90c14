"""How the priced parts of a document are kept in its row: tax per category and rate, as short lists of JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.products.pricing import RateTotal, Totals
from salesapp.products.taxes.categories import TaxCategory, TaxKey

LARGEST = 10**15
"""In minor units: more than any database column or sum of columns should hold."""


class Reason(NamedTuple):
    """Why nothing is taxed: the sentence on paper, and its code in the list of VATEX codes."""

    text: str
    code: str


def joined(reasons: Sequence[Reason]) -> Reason:
    """One sentence for several; a code stands only where it is that of all."""
    texts, codes = dict.fromkeys(each.text for each in reasons if each.text), {each.code for each in reasons}
    return Reason("; ".join(texts), codes.pop() if len(codes) == 1 else "")


def rows_of(shares: Iterable[RateTotal], reasons: Mapping[TaxKey, Reason] | None = None) -> list[list[Any]]:
    """[percent, base, tax], with [category, reason, code] behind where nothing is taxed and it was said why."""
    return [
        [f"{each.rate.normalize():f}", each.base, each.tax, *_why(each, reasons or {})] for each in shares
    ]


def _why(share: RateTotal, reasons: Mapping[TaxKey, Reason]) -> list[str]:
    if share.rate or share.category is None:
        return []
    reason = reasons.get(share.key, Reason("", ""))
    return [share.category.value, reason.text, reason.code]


class BasesOf(FunctionElement[int]):
    """In a statement: the sum of the bases in the stored rows of a column."""

    type = BigInteger()
    name = "bases_of"
    inherit_cache = True


@compiles(BasesOf, "sqlite")
def _bases_on_sqlite(element: BasesOf, compiler: Any, **options: Any) -> str:
    rows = compiler.process(element.clauses, **options)
    return f"(SELECT coalesce(sum(json_extract(value, '$[1]')), 0) FROM json_each({rows}))"  # noqa: S608  a column


@compiles(BasesOf, "postgresql")
def _bases_on_postgres(element: BasesOf, compiler: Any, **options: Any) -> str:
    rows = compiler.process(element.clauses, **options)
    each = "CAST(share ->> 1 AS BIGINT)"
    return f"(SELECT CAST(coalesce(sum({each}), 0) AS BIGINT) FROM jsonb_array_elements({rows}) AS share)"  # noqa: S608  a column


def rate_totals(rows: Any) -> list[RateTotal]:
    """The stored rows read back."""
    return [
        RateTotal(Decimal(percent), base, tax, TaxCategory(why[0]) if why else None)
        for percent, base, tax, *why in rows or []
    ]


def reasons_in(rows: Any) -> dict[TaxKey, Reason]:
    """What stored rows say about why nothing is taxed."""
    return {
        TaxKey(Decimal(percent), TaxCategory(why[0])): Reason(*why[1:])
        for percent, _base, _tax, *why in rows or []
        if why
    }


def must_not_be_too_large(totals: Totals) -> None:
    """RuleBroken for more money than anybody has."""
    if max(map(abs, (totals.total, *(line.net_before for line in totals.lines)))) > LARGEST:
        raise RuleBroken(_("This amount is too large."), field="unit_price")
