"""`salesapp check` tells how records hang together, and finds each way in which they do not."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import update

from salesapp.activities.actions import add_note
from salesapp.core import clock
from salesapp.core.access import SYSTEM, Role, set_viewer
from salesapp.core.db import db
from salesapp.core.registry import record_type
from salesapp.customers.models import Account, Contact
from salesapp.invoices.audit import audit
from salesapp.leads.models import Lead
from salesapp.leads.models.queues import LeadQueue
from salesapp.operating import structure
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes import defaults
from salesapp.opportunities.processes.models import Stage
from salesapp.people.models import User
from salesapp.products.models import TaxRate
from salesapp.records.merging.acts import merge
from tests.concurrency.scene import set_scene
from tests.orders.test_orders import ordered
from tests.quotes.stage import stage

pytestmark = pytest.mark.corrupts

UNTOLD = {"unscoped": "a corruption", "told": "nowhere, as a corruption is"}


@pytest.fixture
def scene(cast: dict[str, Any]) -> SimpleNamespace:
    defaults.begin()
    house = stage(cast)
    found = set_scene(house)
    found.house = house
    found.root, found.low = cast["root"].id, house.low.id
    for name in ("card", "contact", "deal", "first", "lead", "queue", "rate", "stays"):
        assert found[name], "it is there before anything is corrupted"
    db.session.commit()
    return found


def write(model: Any, key: int, **values: Any) -> None:
    """Changes a row behind the product's back."""
    statement = update(model.__table__).where(model.__table__.c.id == key).values(**values)
    db.session.execute(statement, execution_options=UNTOLD)


def leave_a_contact_behind(scene: SimpleNamespace) -> None:
    root = db.session.get_one(User, scene.root)
    winner, loser = db.session.get_one(Account, scene.stays), db.session.get_one(Account, scene.goes)
    merge(record_type("account"), winner, [loser], {}, by=root)
    db.session.flush()
    write(Contact, scene.contact, account_id=scene.goes)


def archive_a_stage_in_use(scene: SimpleNamespace) -> None:
    write(Stage, scene.first, active=False)


def wait_in_a_deleted_queue(scene: SimpleNamespace) -> None:
    write(LeadQueue, scene.queue, deleted_at=clock.now())
    write(Lead, scene.lead, queue_id=scene.queue, owner_id=None)


def delete_a_rate_in_use(scene: SimpleNamespace) -> None:
    write(TaxRate, scene.low, deleted_at=clock.now())


def end_every_administrator(scene: SimpleNamespace) -> None:
    table = User.__table__
    db.session.execute(
        update(table).where(table.c.role == Role.ADMINISTRATOR).values(active=False), execution_options=UNTOLD
    )


def make_a_circle(scene: SimpleNamespace) -> None:
    write(Account, scene.stays, parent_id=scene.goes)
    write(Account, scene.goes, parent_id=scene.stays)


def prefer_two_rates(scene: SimpleNamespace) -> None:
    write(TaxRate, scene.rate, is_default=True)
    write(TaxRate, scene.low, is_default=True)


def take_a_conversion_back_halfway(scene: SimpleNamespace) -> None:
    deal = db.session.get_one(Opportunity, scene.deal)
    add_note(deal, "They will buy", by=db.session.get_one(User, scene.root))
    db.session.flush()
    write(Opportunity, scene.deal, deleted_at=clock.now())
    write(Lead, scene.gained, converted_at=None)


def delete_who_waits_for_a_delivery(scene: SimpleNamespace) -> None:
    write(Account, ordered(scene.house).account_id, deleted_at=clock.now())


CORRUPTIONS: dict[str, Callable[[SimpleNamespace], None]] = {
    "merges": leave_a_contact_behind,
    "stages": archive_a_stage_in_use,
    "queues": wait_in_a_deleted_queue,
    "tax rates": delete_a_rate_in_use,
    "administrators": end_every_administrator,
    "trees": make_a_circle,
    "defaults": prefer_two_rates,
    "customers": delete_who_waits_for_a_delivery,
    "conversions": take_a_conversion_back_halfway,
}


def found() -> set[str]:
    db.session.commit()
    set_viewer(SYSTEM)
    return {each.name for each in audit(structure.CHECKS) if not each.good}


def test_every_check_has_a_corruption_of_its_own():
    assert {name for name, _promise, _look in structure.CHECKS} == set(CORRUPTIONS)


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_what_hangs_together_wrongly_is_found_and_nothing_else(scene, name):
    assert found() == set()
    CORRUPTIONS[name](scene)
    assert found() == {name}
