"""The worker's part: portions, each with its own commit, so that it goes on after any stop."""

from __future__ import annotations

from typing import Any

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.i18n import sentences_noted
from salesapp.core.outbox import carrier, carry_portions
from salesapp.people.models import User
from salesapp.records.importing.running.runs import ImportRun
from salesapp.records.importing.undoing.acts import Undoing


@carrier("import_undo")
def carry_undo(payload: dict[str, Any]) -> None:
    """Takes the run back. May be done twice: a row that was dealt with is not looked at again."""
    run, by = db.session.get(ImportRun, payload["run"]), db.session.get(User, payload["by"])
    if run is None or by is None or run.undone_at is not None:
        return
    undoing = Undoing(run, by)

    def portion(before: int) -> int | None:
        with sentences_noted():
            first = undoing.portion(before)
            if first is None:
                run.undone_at = clock.now()
            db.session.flush()
        return first

    carry_portions("import_undo", payload, portion)
