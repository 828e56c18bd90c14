"""To which business unit an opportunity belongs: said by whoever opens it, else taken from its customer or owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from salesapp.core.db import Record, db
from salesapp.customers.models import Account
from salesapp.people.models import User
from salesapp.people.units.models import current, has_units

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

    from salesapp.opportunities.models.opportunity import Opportunity


class HasUnit(Record):
    """The trait of belonging to a business unit."""

    __abstract__ = True

    if TYPE_CHECKING:
        business_unit_id: Mapped[int | None]

    def join_unit(self) -> None:
        """A new one is its account's, else its owner's; it stays that when these move to another unit."""
        if self.business_unit_id is not None or not has_units():
            return
        new = cast("Opportunity", self)
        account = new.account or _row(Account, new.account_id)
        owner = new.owner or _row(User, new.owner_id)
        self.business_unit_id = next((unit for each in (account, owner) if (unit := _unit_of(each))), None)


def _row(model: Any, key: int | None) -> Any:
    return None if key is None else db.session.get(model, key)


def _unit_of(row: Any) -> int | None:
    return None if row is None else current(row.business_unit_id)
