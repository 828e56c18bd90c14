"""A company of a few dozen rows in which every kind of value occurs, blanks, foreign money and gone records too."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from salesapp.activities.models import Activity, ActivityKind
from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate
from salesapp.customers.kinds import AccountType, Industry
from salesapp.customers.models import Account, Contact
from salesapp.leads.models import Lead
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.outcome import OpportunityType, Outcome
from salesapp.opportunities.processes import defaults
from salesapp.people.models import User
from salesapp.records.recycle_bin.acts import delete

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
TODAY = NOW.date()
NAMES = ("Müller & Söhne", "MULLER", "上海贸易", "acme", "Acme 100%", "O’Neill_x", "Straße", "beta")
OWNERS = ("ada", "cora", "ben", "mia")
SIZE = 24


def fill(cast: dict[str, User], seed: int = 7) -> None:
    """Accounts with parents, contacts, leads, opportunities and activities; committed."""
    dice = random.Random(seed)  # noqa: S311
    defaults.begin()
    db.session.add(CurrencyRate(currency="USD", valid_from=date(2025, 1, 1), rate=Decimal("0.9")))
    accounts = _accounts(dice, cast)
    for number in range(SIZE):
        with clock.travel(NOW - timedelta(days=dice.choice((0, 1, 6, 40, 100, 400)))):
            account, owner = dice.choice(accounts), cast[dice.choice(OWNERS)]
            db.session.add(
                Contact(family_name=dice.choice(NAMES), account=account, email=_email(dice, number))
            )
            db.session.add(
                Lead(
                    name=dice.choice(NAMES),
                    company=dice.choice((None, "", *NAMES)),
                    owner_id=dice.choice((None, owner.id)),
                    estimated_amount=dice.choice((None, 0, 500_00, 1_000_00)),
                    currency=dice.choice(("EUR", "USD", "JPY")),
                )
            )
            _opportunity(dice, account, owner, number)
            _activity(dice, account, owner)
    db.session.flush()
    delete(accounts[-1], by=cast["root"])
    db.session.commit()


def _accounts(dice: random.Random, cast: dict[str, User]) -> list[Account]:
    made: list[Account] = []
    for _number in range(SIZE // 2):
        account = Account(
            name=dice.choice(NAMES),
            type=dice.choice(list(AccountType)),
            industry=dice.choice([None, *list(Industry)[:4]]),
            owner_id=dice.choice((None, *(cast[each].id for each in OWNERS))),
            billing_country=dice.choice((None, "DE", "CN", "US")),
            employees=dice.choice((None, 0, 10, 250)),
            annual_revenue=dice.choice((None, 0, 1_000_00, 99_999_99)),
            parent=dice.choice((None, *made)),
        )
        with clock.travel(NOW - timedelta(hours=dice.randrange(5_000))):
            db.session.add(account)
            db.session.flush()
        made.append(account)
    return made


def _opportunity(dice: random.Random, account: Account, owner: User, number: int) -> None:
    made = Opportunity.open_new(
        name=dice.choice(NAMES),
        account=account,
        owner=owner,
        by=owner,
        amount=dice.choice((None, 0, 999_99, 1_000_00, 1_000_01, 25_000_00)),
        currency=dice.choice(("EUR", "USD")),
        close_on=dice.choice((None, TODAY + timedelta(days=dice.randrange(-400, 200)))),
        next_step=dice.choice((None, "", "call", "Offer Ä")),
        type=dice.choice([None, *OpportunityType]),
    )
    db.session.flush()
    if number % 3 == 0:
        made.close_won(Outcome(clock.today("Europe/Berlin"), 1_234_00), by=owner)


def _activity(dice: random.Random, account: Account, owner: User) -> None:
    made = Activity(
        subject=dice.choice(NAMES),
        kind=dice.choice(list(ActivityKind)),
        owner_id=owner.id,
        due_on=TODAY + timedelta(days=dice.randrange(-120, 60)),
        subject_type="account",
        subject_id=account.id,
    )
    db.session.add(made)
    db.session.flush()
    if dice.random() < 0.6:
        made.complete(by=owner)


def _email(dice: random.Random, number: int) -> str | None:
    return dice.choice((None, f"Person.{number}@Example.com"))
