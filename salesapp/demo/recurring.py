"""A training that is invoiced anew every quarter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.invoices.models import Invoice
from salesapp.invoices.recurring.actions import Plan, repeat
from salesapp.invoices.recurring.schedule import Unit


def tell(finance: Any) -> None:
    """The draft that waits on the desk is the first one; the next follow by themselves."""
    draft = db.session.scalars(
        select(Invoice).where(Invoice.status == "draft", Invoice.order_id.is_(None))
    ).first()
    if draft is not None:
        repeat(draft, Plan(1, Unit.QUARTER, today_for() + timedelta(days=20)), by=finance)
