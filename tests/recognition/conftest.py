"""What people have to show: wins of today, and leads that were answered after so many minutes."""

from datetime import timedelta

import pytest

from salesapp.activities.models import Activity, ActivityKind
from salesapp.core import clock
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.leads.models import Lead
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.outcome import Outcome
from salesapp.opportunities.processes import defaults


@pytest.fixture
def won(cast):
    """`won("ada", 5000)`: she won that much today; of Acme, unless an account is named."""
    defaults.begin()
    accounts = {}

    def win(name, amount, account="Acme"):
        person = cast[name]
        if account not in accounts:
            accounts[account] = Account(name=account)
            db.session.add(accounts[account])
        made = Opportunity.open_new(
            name=f"{name} {amount}", account=accounts[account], owner=person, by=person, amount=amount
        )
        db.session.flush()
        made.close_won(Outcome(today_for(), amount), by=person)
        return made

    return win


@pytest.fixture
def answer():
    """`answer(lead, 25, by=ada)`: she did so 25 minutes from now."""

    def act(lead, minutes, *, by, kind=ActivityKind.CALL):
        made = Activity(subject="Hello", kind=kind, owner_id=by.id, subject_type="lead", subject_id=lead.id)
        db.session.add(made)
        db.session.flush()
        with clock.travel(to=clock.now() + timedelta(minutes=minutes)):
            made.complete(by=by)
        return made

    return act


@pytest.fixture
def lead(cast):
    """`lead("ada")`: a new one of hers."""

    def capture(name):
        made = Lead.capture(f"Lead of {name}", by=cast[name])
        db.session.flush()
        return made

    return capture
