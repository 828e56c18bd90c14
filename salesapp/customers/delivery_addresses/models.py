"""The delivery addresses of an account. Documents keep a copy, so that changing one changes no document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, select
from sqlalchemy.orm import Mapped, relationship

from salesapp.core import fields as f
from salesapp.core.access import Shared, Viewer
from salesapp.core.company import company
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import Record, db
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _l
from salesapp.core.relations.trees import newly_set
from salesapp.customers.addresses import address_lines

if TYPE_CHECKING:
    from salesapp.customers.models import Account

DEFAULT_REPLACED = event_kind(
    "default_delivery_address_replaced",
    _l("%(by)s made %(other)s the default instead"),
    icon="refresh-cw",
    touch=False,
)
DEFAULTS = "default delivery addresses"
"""The lock of whoever makes one the default, or brings one back."""
PARTS = ("street", "city", "state", "postal_code", "country")


class DeliveryAddress(Shared, Record):
    """One place at which an account takes goods."""

    __tablename__ = "delivery_addresses"
    record_type_key = "delivery_address"

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

    def other_defaults(self) -> list[DeliveryAddress]:
        """Addresses of the same account that are used by default."""
        same = select(DeliveryAddress).where(DeliveryAddress.account_id == self.account_id)
        others = same.where(DeliveryAddress.is_default, DeliveryAddress.id != (self.id or 0))
        return list(db.session.scalars(others))

    def came_out_of_bin(self, *, by: Viewer) -> None:
        """The default that took its place stays it."""
        one_at_a_time(DEFAULTS)
        if self.is_default and self.other_defaults():
            self.is_default = False
        super().came_out_of_bin(by=by)

    def lines(self, language: str) -> list[str]:
        """The name and the lines below it, as `language` writes them."""
        return written(self.parts, language)


def written(parts: dict[str, str], language: str) -> list[str]:
    """An address in parts as a letter has it: the name, then its lines."""
    lines = {each: parts.get(each) or None for each in PARTS}
    return [parts["name"], *address_lines(**lines, language=language, home=company().country)]


def settle_delivery_address(address: DeliveryAddress, *, by: Viewer) -> None:
    """Before saving: an account has one default at most."""
    if not address.is_default or (
        inspect(address).persistent
        and not any(newly_set(address, each) for each in ("is_default", "account_id"))
    ):
        return
    one_at_a_time(DEFAULTS)
    for other in address.other_defaults():
        other.is_default = False
        record(other, DEFAULT_REPLACED, by=by, other=address.name)
