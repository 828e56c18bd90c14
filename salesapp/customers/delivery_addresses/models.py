"""The delivery addresses of an account. Documents keep a copy, so that changing one changes no document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, relationship

from salesapp.core import fields as f
from salesapp.core.access import Shared
from salesapp.core.company import company
from salesapp.core.events import event_kind
from salesapp.core.i18n import _l
from salesapp.customers.addresses import address_lines
from salesapp.records.only_default import OnlyDefault

if TYPE_CHECKING:
    from salesapp.customers.models import Account

DEFAULT_REPLACED = event_kind(
    "default_delivery_address_replaced",
    _l("%(by)s made %(other)s the default instead"),
    icon="refresh-cw",
    touch=False,
)
PARTS = ("street", "city", "state", "postal_code", "country")


class DeliveryAddress(Shared, OnlyDefault):
    """One place at which an account takes goods."""

    __tablename__ = "delivery_addresses"
    record_type_key = "delivery_address"
    default_within = ("account_id",)
    default_replaced = DEFAULT_REPLACED

    name: Mapped[str] = f.text(
        _l("Label"),
        required=True,
        listed=True,
        searchable=True,
        length=80,
        hint=_l("Such as Warehouse north"),
    )
    account_id: Mapped[int] = f.link("account", "accounts", _l("Account"), required=True, listed=True)
    recipient: Mapped[str | None] = f.text(
        _l("Recipient"), searchable=True, hint=_l("Leave empty to use the account’s name")
    )
    street: Mapped[str | None] = f.text(_l("Street"), autocomplete="shipping street-address")
    city: Mapped[str | None] = f.text(
        _l("City"), listed=True, searchable=True, length=120, autocomplete="shipping address-level2"
    )
    state: Mapped[str | None] = f.text(
        _l("State or province"), length=120, autocomplete="shipping address-level1"
    )
    postal_code: Mapped[str | None] = f.text(
        _l("Postal code"), length=20, autocomplete="shipping postal-code"
    )
    country: Mapped[str] = f.country(
        _l("Country"), required=True, listed=True, autocomplete="shipping country"
    )
    is_default: Mapped[bool] = f.boolean(_l("Used by default"), hint=_l("For new documents of the account"))

    account: Mapped[Account] = relationship(back_populates="delivery_addresses")

    @property
    def parts(self) -> dict[str, str]:
        """What a document keeps of it."""
        own = {each: getattr(self, each) or "" for each in PARTS}
        return {"name": self.recipient or self.account.title} | own

    def lines(self, language: str) -> list[str]:
        """The name and the lines below it, as `language` writes them."""
        return written(self.parts, language)


def written(parts: dict[str, str], language: str) -> list[str]:
    """An address in parts as a letter has it: the name, then its lines."""
    lines = {each: parts.get(each) or None for each in PARTS}
    return [parts["name"], *address_lines(**lines, language=language, home=company().country)]
