"""The table of options: priced like a line, and in no sum until the customer chooses them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core.db import Base, ShortText
from salesapp.products.documents import PricedLine


class QuoteOption(PricedLine, Base):
    """What a customer may order beyond the lines of a quote; of those in one `choice` they take exactly one."""

    __tablename__ = "quote_options"

    quote_id: Mapped[int] = mapped_column(ForeignKey("quotes.id"), index=True)
    choice: Mapped[str | None] = mapped_column(ShortText(80))
    """What alternatives have in common ("Color"); None for what is simply optional."""
    preselected: Mapped[bool] = mapped_column(default=False)
    """Whether it is proposed: ticked as long as the customer doesn't choose otherwise."""

    quote: Mapped[Any] = relationship("Quote", back_populates="options")

    @property
    def state_key(self) -> int:
        """Below zero: a line may have the same id."""
        return -self.id

    def copied_option(self) -> dict[str, Any]:
        """What the same option of the next revision begins with."""
        return {**self.copied(), "choice": self.choice, "preselected": self.preselected}
