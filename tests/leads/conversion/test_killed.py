"""A server killed between any two statements of a conversion leaves nothing half behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sqlalchemy import func, select

from salesapp.activities.models import Activity
from salesapp.core.db import db
from salesapp.core.events import Event
from salesapp.customers.models import Account, Contact
from salesapp.leads.kinds import LeadStatus
from salesapp.opportunities.models import Opportunity

MORTAL = Path(__file__).with_name("mortal.py")
TABLES = (Account, Contact, Opportunity, Activity, Event)


def rows() -> list[int]:
    found = [db.session.scalar(select(func.count()).select_from(model)) for model in TABLES]
    db.session.rollback()
    return found


def test_a_killed_conversion_leaves_nothing_half(app, database, mara):
    """One process is forked for every statement: its child is killed right before it, until one child gets through."""
    lead_id, before = mara.id, rows()
    command = [sys.executable, str(MORTAL), database.url, str(lead_id)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as mother:
        killed = 0
        while (said := mother.stdout.readline().strip()) == "killed":
            killed += 1
            assert rows() == before, f"killed before statement {killed}"
            mother.stdin.write("again\n")
            mother.stdin.flush()
        assert said == "converted"
    assert killed > 10
    db.session.expire_all()
    assert mara.status is LeadStatus.CONVERTED
    assert rows()[:4] == [1, 1, 1, 1]
