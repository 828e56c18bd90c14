"""Keeps competitors in step with their names: whoever writes a name on an opportunity or a closing, it is met.

Forms, the board, dialogs, imports and the verbs all write the name; what is counted are the records. This is the one
place where the second follows from the first.
"""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from salesapp.marketing.competitors import Competitor, competitors_called, folded
from salesapp.opportunities.models.history import OpportunityClose
from salesapp.opportunities.models.opportunity import Opportunity


@event.listens_for(Session, "before_flush")
def _follow_names(session: Session, _context: object, _instances: object) -> None:
    rows = [row for row in (*session.new, *session.dirty) if _named(row)]
    if not rows:
        return
    with session.no_autoflush:
        known = competitors_called(row.competitor for row in rows)
        for row in rows:
            name = folded(row.competitor)
            if name not in known:
                known[name] = _new(session, row.competitor)
            found = known[name]
            if isinstance(row, Opportunity):
                row.meet(found)
            else:
                row.lost_to = found


def _named(row: object) -> bool:
    """Whether a name was written; asked in this order, so that nothing is loaded for rows where it was not."""
    if not isinstance(row, Opportunity | OpportunityClose):
        return False
    written = cast("Any", inspect(row)).attrs.competitor.history.has_changes()
    return bool(written and folded(row.competitor or ""))


def _new(session: Session, name: str) -> Competitor:
    """Made while something else is written, so without an event of its own: the other one says who wrote the name."""
    author = getattr(session.info.get("viewer"), "id", None)
    made = Competitor(name=name.strip(), created_by_id=author, changed_by_id=author)
    session.add(made)
    return made
