"""A time zone that nobody knows locks its user out: those become the company's, the company's becomes UTC."""

from __future__ import annotations

from zoneinfo import available_timezones

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

USERS = sa.table("users", sa.column("zone", sa.String()))
COMPANIES = sa.table("companies", sa.column("zone", sa.String()))


def upgrade() -> None:
    for table, instead in ((USERS, None), (COMPANIES, "UTC")):
        there = set(op.get_bind().scalars(sa.select(table.c.zone).distinct())) - {None}
        for unknown in there - available_timezones():
            op.execute(table.update().where(table.c.zone == unknown).values(zone=instead))
