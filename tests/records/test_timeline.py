"""A timeline tells what happened in the order in which it happened, however it was written down."""

import re
from datetime import UTC, datetime, timedelta

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.events import record
from salesapp.customers.models import Account
from salesapp.leads.models import Lead
from salesapp.records.editing import CHANGED
from salesapp.records.recycle_bin import acts as recycle_bin

MORNING = datetime(2030, 5, 6, 8, tzinfo=UTC)
WRITTEN = [(index * 7) % 45 for index in range(45)]
"""On which day each of 45 events happened, in the order in which they are written down."""


def test_a_timeline_is_in_order_of_time_to_its_end(as_user, cast):
    account = Account(name="Acme")
    db.session.add(account)
    db.session.flush()
    for day in WRITTEN:
        with clock.travel(MORNING + timedelta(days=day // 2)):  # two at each instant
            record(account, CHANGED, by=cast["ben"])
    db.session.commit()
    address, told = f"/accounts/{account.id}/timeline", []
    while address:
        text = as_user("ada").get(address).text
        told += re.findall(r'<time datetime="([^"]+)"', text)
        further = re.search(r'hx-get="([^"]+before=\d+)"', text)
        address = further[1] if further else None
    assert len(told) == len(WRITTEN)
    assert told == sorted(told, reverse=True)
    assert (
        re.findall(r'<time datetime="([^"]+)"', as_user("ada").get(f"/accounts/{account.id}/history").text)
        == told
    )


def test_what_was_told_of_a_record_in_the_bin_is_told_to_whoever_saw_the_record(as_user, cast):
    lead = Lead.capture(by=cast["ada"], name="陈 Grün")
    recycle_bin.delete(lead, by=cast["ada"])
    db.session.commit()
    for name in ("ada", "ben"):
        told = as_user(name).get(f"/leads/{lead.id}/timeline")
        assert told.status_code == 200
        assert "moved this to the recycle bin" in told.text, name
    assert as_user("cora").get(f"/leads/{lead.id}/timeline").status_code == 404
