"""The tables of quote templates: what a quote says without its customer, offered like a saved view."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core.db import Base, LongText, Percent, ShortText
from salesapp.products.adjustments.adjusted import Adjusted
from salesapp.products.documents import PricedLine
from salesapp.records.views.offered import Offered

TEXTS = ("notes", "terms")
"""What a quote begins with as it stood, where nothing else is said."""


class QuoteTemplate(Offered, Adjusted, Base):
    """Lines, options, discounts and texts of a quote under a name. `currency` is that of the prices it keeps."""

    __tablename__ = "quote_templates"

    currency: Mapped[str] = mapped_column(ShortText(3))
    discount: Mapped[Decimal] = mapped_column(Percent(), default=Decimal(0))
    notes: Mapped[str | None] = mapped_column(LongText())
    terms: Mapped[str | None] = mapped_column(LongText())

    lines: Mapped[list[QuoteTemplateLine]] = relationship(
        back_populates="template",
        order_by="QuoteTemplateLine.optional, QuoteTemplateLine.position, QuoteTemplateLine.id",
        cascade="all, delete-orphan",
    )

    __table_args__ = (UniqueConstraint("user_id", "name"),)

    def keep(self, quote: Any) -> None:
        """Says from now on what the quote says, apart from whom it is for."""
        self.currency, self.discount = quote.currency, quote.discount
        self.notes, self.terms = quote.notes, quote.terms
        self.agree(quote.agreed)
        self.lines = [
            *(QuoteTemplateLine(**_kept(line)) for line in quote.lines),
            *(QuoteTemplateLine(**_kept(each), optional=True, **_chosen(each)) for each in quote.options),
        ]


class QuoteTemplateLine(PricedLine, Base):
    """One line or option of a template. Its price counts only where a price book has none."""

    __tablename__ = "quote_template_lines"

    template_id: Mapped[int] = mapped_column(ForeignKey("quote_templates.id"), index=True)
    optional: Mapped[bool] = mapped_column(default=False)
    choice: Mapped[str | None] = mapped_column(ShortText(80))
    preselected: Mapped[bool] = mapped_column(default=False)

    template: Mapped[QuoteTemplate] = relationship(back_populates="lines")


def _kept(line: Any) -> dict[str, Any]:
    """A text that is only the product's name follows the product."""
    copied: dict[str, Any] = line.copied()
    if line.product is not None and line.description == line.product.name:
        copied["description"] = ""
    return copied


def _chosen(option: Any) -> dict[str, Any]:
    return {"choice": option.choice, "preselected": option.preselected}
