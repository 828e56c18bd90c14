"""A timeline tells what happened in the order in which it happened, however it was written down."""

import re
from datetime import UTC, datetime, timedelta

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.events import record
from salesapp.customers.models import Account
from salesapp.records.editing import CHANGED

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
