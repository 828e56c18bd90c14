"""What the amounts of a database are counted in: the decimals that each currency had when the database began.

Amounts are kept in minor units, so a program that gives a currency other decimals would read every one of them ten or a
hundred times too large without anything being wrong in the rows.
"""

from __future__ import annotations

from sqlalchemy import String, column, select, table
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core.db import Base, ShortText, db
from salesapp.core.i18n import _
from salesapp.core.money.decimals import DECIMALS


class CurrencyDecimals(Base):
    """The decimals that amounts in this currency are stored with."""

    __tablename__ = "currency_decimals"

    currency: Mapped[str] = mapped_column(ShortText(3), unique=True)
    decimals: Mapped[int]


def keep_decimals() -> None:
    """Writes down those of currencies that this database does not know yet, and of those it holds no amounts in."""
    kept = {each.currency: each for each in db.session.scalars(select(CurrencyDecimals))}
    changed = {code for code, each in kept.items() if DECIMALS.get(code, each.decimals) != each.decimals}
    for code in changed - used(changed):
        kept[code].decimals = DECIMALS[code]
    for code in DECIMALS.keys() - kept.keys():
        db.session.add(CurrencyDecimals(currency=code, decimals=DECIMALS[code]))
    db.session.flush()


def counted_otherwise() -> str | None:
    """Why this program must not touch the database: it would read its amounts as other sums. None where it may."""
    rows = db.session.execute(select(CurrencyDecimals.currency, CurrencyDecimals.decimals))
    kept = {row.currency: row.decimals for row in rows if DECIMALS.get(row.currency) != row.decimals}
    for code in sorted(used(set(kept))):
        return _(
            "Amounts in %(currency)s are stored with %(kept)s decimals, but this program uses %(now)s. "
            "Install the version that wrote them. Nothing was changed.",
            currency=code,
            kept=kept[code],
            now=DECIMALS.get(code, "–"),
        )
    return None


def used(codes: set[str]) -> set[str]:
    """Those of the currencies that rows of this database name."""
    found: set[str] = set()
    for each in Base.metadata.sorted_tables if codes else ():
        if "currency" in each.columns and each.name != CurrencyDecimals.__tablename__:
            code = column("currency", String())
            query = select(code).select_from(table(each.name)).where(code.in_(sorted(codes))).distinct()
            found |= set(db.session.connection().scalars(query))
    return found
