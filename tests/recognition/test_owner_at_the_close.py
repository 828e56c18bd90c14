"""Whose each past closing was: told by the events, for what was closed before that was kept."""

import importlib.util
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import update

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.events import CHANGED, record
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity, OpportunityClose
from salesapp.opportunities.outcome import Outcome
from salesapp.opportunities.processes import defaults

FILL = Path(__file__).parents[2] / "migrations/versions/0119_owner_at_the_close.py"


def test_the_migration_gives_each_closing_its_owner_of_then(cast):
    defaults.begin()
    account = Account(name="Acme")
    db.session.add(account)
    made = []
    for name in ("Kept", "Given on twice", "Given before"):
        each = Opportunity.open_new(name=name, account=account, owner=cast["ada"], by=cast["ada"], amount=100)
        db.session.flush()
        made.append(each)
    made[2].assign(cast["ben"], by=cast["root"])
    db.session.flush()
    for each in made:
        each.close_won(Outcome(today_for(), 100), by=cast["root"])
    db.session.flush()
    for owner in ("cora", "ben"):
        made[1].owner_id = cast[owner].id
        record(made[1], CHANGED, by=cast["root"])
        db.session.flush()
    db.session.execute(update(OpportunityClose).values(owner_id=None))
    spec = importlib.util.spec_from_file_location("owners", FILL)
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    with Operations.context(MigrationContext.configure(db.session.connection())):
        migration.fill()
    db.session.expire_all()
    assert [each.closes[0].owner_id for each in made] == [cast[name].id for name in ("ada", "ada", "ben")]
