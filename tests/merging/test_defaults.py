"""Of what is the only one used by default there is one, whoever saves, restores or merges, and at the same moment."""

from __future__ import annotations

from typing import Any

import pytest

from salesapp.core.access import SYSTEM
from salesapp.core.db import db
from salesapp.customers.delivery_addresses.models import DeliveryAddress
from salesapp.customers.models import Account
from salesapp.customers.records import ACCOUNT
from salesapp.operating import structure
from salesapp.products.bank_accounts.models import BankAccount
from salesapp.products.models import PriceBook, TaxRate
from salesapp.products.payment_terms.models import PaymentTerms
from salesapp.records.merging.acts import merge, undo_merge
from salesapp.records.only_default import settle_default
from tests.invoices.test_races import at_once


def account(name: str, *, usual: bool | None) -> tuple[Account, DeliveryAddress | None]:
    made = Account(name=name)
    db.session.add(made)
    db.session.flush()
    if usual is None:
        return made, None
    place = DeliveryAddress(name=f"Gate of {name}", country="DE", account_id=made.id, is_default=usual)
    db.session.add(place)
    db.session.commit()
    return made, place


def defaults(owner: Account) -> list[str]:
    db.session.expire_all()
    return [each.name for each in owner.delivery_addresses if each.is_default and not each.deleted_at]


def faults() -> list[str]:
    return list(structure.default_faults(db.session()))


def test_what_came_along_gives_way_and_is_the_default_again_once_the_merge_is_undone(app, cast):
    root = cast["root"]
    stays, own = account("Stays", usual=True)
    goes, theirs = account("Goes", usual=True)
    made = merge(ACCOUNT, stays, [goes], {}, by=root)
    db.session.commit()
    assert (defaults(stays), faults()) == (["Gate of Stays"], [])
    undo_merge(ACCOUNT, made, stays, by=root)
    db.session.commit()
    assert (defaults(stays), defaults(goes)) == (["Gate of Stays"], ["Gate of Goes"])
    assert own is not None
    assert theirs is not None


def test_of_several_that_came_along_one_stays_where_the_winner_has_none(app, cast):
    stays, _none = account("Stays", usual=None)
    others = [account(name, usual=True)[0] for name in ("One", "Two")]
    merge(ACCOUNT, stays, others, {}, by=cast["root"])
    db.session.commit()
    assert (len(defaults(stays)), len(stays.delivery_addresses), faults()) == (1, 2, [])


def test_another_default_chosen_since_stays_when_the_merge_is_undone(app, cast):
    root = cast["root"]
    stays, _own = account("Stays", usual=True)
    goes, theirs = account("Goes", usual=True)
    made = merge(ACCOUNT, stays, [goes], {}, by=root)
    assert theirs is not None
    theirs.is_default = True
    settle_default(theirs, by=root)
    db.session.commit()
    assert defaults(stays) == ["Gate of Goes"]
    undo_merge(ACCOUNT, made, stays, by=root)
    db.session.commit()
    assert (defaults(stays), defaults(goes)) == ([], ["Gate of Goes"])


KINDS: dict[Any, dict[str, Any]] = {
    BankAccount: {"account_number": "0532013000", "currency": None},
    DeliveryAddress: {"country": "DE"},
    PriceBook: {"currency": "JPY"},
    PaymentTerms: {"days": 14},
    TaxRate: {"percent": 7, "category": "S"},
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_two_who_make_theirs_the_default_at_once_leave_one(app, cast, kind):
    values = dict(KINDS[kind])
    if kind is DeliveryAddress:
        values["account_id"] = account("Both", usual=None)[0].id
    rows = [kind(name=f"Number {place}", **values) for place in range(4)]
    db.session.add_all(rows)
    db.session.commit()
    keys = [each.id for each in rows]

    def prefer(key: int) -> Any:
        def act() -> None:
            found = db.session.get_one(kind, key)
            found.is_default = True
            settle_default(found, by=SYSTEM)
            db.session.commit()

        return act

    at_once(app, [prefer(key) for key in keys])
    db.session.expire_all()
    assert sum(db.session.get_one(kind, key).is_default for key in keys) == 1
    assert faults() == []
