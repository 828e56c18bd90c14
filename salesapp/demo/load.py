"""A synthetic company of a given size, for measuring: the same seed gives the same rows.

Rows go in by batches straight into the tables (the triggers keep the totals), since a million verbs would take an
hour. What measures reads is complete: owners in a manager tree, stages, amounts, search words and match keys.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection

from salesapp.core import clock
from salesapp.core.access import Role
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.registry import record_type
from salesapp.customers.duplicates.match_keys import renew_keys
from salesapp.customers.models import Account, Contact
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models import Lead
from salesapp.leads.models.statuses import default_of
from salesapp.opportunities.models import Opportunity, State
from salesapp.opportunities.processes.models import Stage
from salesapp.people import passwords
from salesapp.people.models import DEMO_PASSWORD, User
from salesapp.search.upkeep import write_words

BATCH = 5000
REPS_OF_A_MANAGER = 20
FIRST = [
    "Ada",
    "Ben",
    "Cora",
    "Dan",
    "Eva",
    "Finn",
    "Greta",
    "Hugo",
    "Ida",
    "Jan",
    "Kim",
    "Lea",
    "Max",
    "Nora",
    "Otto",
    "Pia",
    "Quinn",
    "Rosa",
    "Sam",
    "Tom",
    "Uma",
    "Vera",
    "Wim",
    "Yan",
    "Zoe",
]
LAST = [
    "Adler",
    "Berg",
    "Chen",
    "Dietz",
    "Evans",
    "Fischer",
    "Gruber",
    "Hahn",
    "Ito",
    "Jensen",
    "Keller",
    "Lang",
    "Moser",
    "Novak",
    "Olsen",
    "Peters",
    "Quist",
    "Rossi",
]
NOUNS = [
    "River",
    "Quartz",
    "Pine",
    "Echo",
    "West",
    "Harbor",
    "Summit",
    "Cedar",
    "Lumen",
    "Atlas",
    "Orbit",
    "Delta",
    "Cobalt",
    "Maple",
    "Granite",
    "Polar",
]
TRADES = [
    "Foods",
    "Motors",
    "Mining",
    "Travel",
    "Logistics",
    "Software",
    "Textiles",
    "Energy",
    "Health",
    "Media",
    "Tools",
    "Paper",
    "Glass",
    "Optics",
]
HAN = ["上海贸易", "北京科技", "深圳电子", "广州机械", "杭州网络", "成都食品", "南京材料", "苏州精密"]
DEALS = ["Rollout", "Pilot", "Renewal", "Training", "Upgrade", "Expansion", "Migration", "Audit"]


def load(opportunities: int, seed: int, *, share_open: int = 100) -> dict[str, int]:
    """Fills an empty database with `opportunities`, `share_open` per cent of them open; how many of each there are."""
    if db.session.scalar(select(User.id).limit(1)) is not None:
        raise RuleBroken(_("This database holds data. Load into an empty one; nothing was changed."))
    reps = _people(max(20, min(1000, opportunities // 1000)))
    db.session.commit()
    chance = random.Random(seed)
    stages = list(db.session.scalars(select(Stage).where(Stage.active).order_by(Stage.position)))
    customers = max(100, opportunities // 10)
    currency = company().currency
    connection = (
        db.session.connection()
    )  # the same transaction: a second writer would wait for this one for ever
    accounts = _fill(connection, Account, _accounts(chance, customers, currency))
    contacts = _fill(connection, Contact, _contacts(chance, customers, accounts))
    leads = _fill(connection, Lead, _leads(chance, customers, reps, marked()))
    deals = _deals(chance, opportunities, reps, stages, accounts, currency, share_open)
    made = _fill(connection, Opportunity, deals)
    for model in (Account, Contact):
        renew_keys(model)
    db.session.commit()
    return {
        "users": len(reps) + 1,
        "accounts": accounts,
        "contacts": contacts,
        "leads": leads,
        "opportunities": made,
    }


def _people(count: int) -> list[int]:
    """The administrator, managers, and reps under them; ids of the reps."""
    password = passwords.hasher.hash(DEMO_PASSWORD)
    root = User(name="Admin", email="admin@demo.example", role=Role.ADMINISTRATOR, password_hash=password)
    db.session.add(root)
    db.session.flush()
    reps: list[User] = []
    manager = root
    for number in range(count):
        if number % REPS_OF_A_MANAGER == 0:
            email = f"manager{number // REPS_OF_A_MANAGER or ''}@demo.example"
            manager = User(name=f"Manager {number // REPS_OF_A_MANAGER + 1}", email=email, role=Role.MANAGER)
            manager.password_hash, manager.manager_id = password, root.id
            db.session.add(manager)
            db.session.flush()
        rep = User(
            name=f"{FIRST[number % 25]} {LAST[number % 18]} {number}", email=f"rep{number or ''}@demo.example"
        )
        rep.role, rep.password_hash, rep.manager_id = Role.REP, password, manager.id
        reps.append(rep)
    db.session.add_all(reps)
    db.session.flush()
    return [rep.id for rep in reps]


Rows = Iterator[dict[str, Any]]


def midnight() -> datetime:
    """When today began: what is loaded twice on one day is the same to the minute."""
    return clock.now().replace(hour=0, minute=0, second=0, microsecond=0)


def _common(now: datetime) -> dict[str, Any]:
    return {"version": 1, "created_at": now, "changed_at": now, "custom": {}}


def _accounts(chance: random.Random, count: int, currency: str) -> Rows:
    now = midnight()
    for number in range(1, count + 1):
        if number % 8 == 0:
            name = f"{chance.choice(HAN)}{number}有限公司"
        else:
            name = f"{chance.choice(NOUNS)} {chance.choice(TRADES)} {number:06d}"
        phone = f"+49 30 {chance.randrange(10**6, 10**7)}"
        yield _common(now) | {"id": number, "name": name, "phone": phone, "currency": currency}


def _contacts(chance: random.Random, count: int, accounts: int) -> Rows:
    now = midnight()
    for number in range(1, count + 1):
        given, family = chance.choice(FIRST), chance.choice(LAST)
        person = {"id": number, "given_name": given, "family_name": family, "name": f"{given} {family}"}
        person |= {"account_id": chance.randrange(1, accounts + 1)}
        yield _common(now) | person | {"email": f"{given}.{family}.{number}@example.test".lower()}


def marked() -> dict[LeadStatus, int]:
    """State → id of what leads are called that come into it."""
    return {state: default_of(state).id for state in (LeadStatus.NEW, LeadStatus.WORKING)}


def _leads(chance: random.Random, count: int, reps: list[int], named: dict[LeadStatus, int]) -> Rows:
    now = midnight()
    for number in range(1, count + 1):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        state = chance.choice(list(named))
        lead = {"id": number, "name": name, "company": f"{chance.choice(NOUNS)} {chance.choice(TRADES)}"}
        lead |= {"email": f"lead{number}@example.test", "status": state, "status_id": named[state]}
        yield _common(now) | lead | {"owner_id": chance.choice(reps)}


def _deals(  # noqa: PLR0917  what a deal is drawn from
    chance: random.Random,
    count: int,
    reps: list[int],
    stages: list[Stage],
    accounts: int,
    currency: str,
    share: int,
) -> Rows:
    now, today = midnight(), clock.today("UTC")
    for number in range(1, count + 1):
        stage, amount = chance.choice(stages), chance.randrange(100_00, 100_000_00)
        entered = now - timedelta(minutes=chance.randrange(60 * 24 * 60))
        deal: dict[str, Any] = {
            "id": number,
            "name": f"{chance.choice(DEALS)} {number}",
            "owner_id": chance.choice(reps),
        }
        deal |= {
            "account_id": chance.randrange(1, accounts + 1),
            "process_id": stage.process_id,
            "stage_id": stage.id,
        }
        deal |= {
            "amount": amount,
            "amount_in_company": amount,
            "currency": currency,
            "probability": stage.probability,
        }
        deal |= {
            "weighted": int(amount * stage.probability // 100),
            "typed_amount": amount,
            "amount_follows_lines": False,
        }
        deal |= {"close_on": today + timedelta(days=chance.randrange(-10, 180)), "stage_entered_at": entered}
        yield _common(now) | deal | {"touched_at": entered} | _state(chance, share, today)


def _state(chance: random.Random, share: int, today: date) -> dict[str, Any]:
    if chance.randrange(10_000) < share * 100:
        return {"state": State.OPEN, "closed_on": None}
    closed_on = today - timedelta(days=chance.randrange(1, 700))
    return {"state": chance.choice([State.WON, State.LOST]), "closed_on": closed_on}


class _Plain:
    """A row read like its model, without the cost of making one a million times; what it lacks is None."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def __getattr__(self, name: str) -> Any:
        return self._values.get(name)


def _fill(connection: Connection, model: Any, rows: Rows) -> int:
    """Inserts the rows by batches, with their search words; how many there were."""
    count, type_ = 0, record_type(model.record_type_key)
    while batch := list(islice(rows, BATCH)):
        connection.execute(insert(model.__table__), batch)
        write_words(connection, [(type_, _Plain(row)) for row in batch])
        count += len(batch)
    if connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(model.__tablename__, "id")
        connection.execute(select(func.setval(sequence, count)))
    return count
