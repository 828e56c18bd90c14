"""The worker's part: a slice at a time, so that mail and other work get their turn in between."""

from __future__ import annotations

from time import monotonic
from typing import Any

from salesapp.core.db import db
from salesapp.core.i18n import sentences_noted
from salesapp.core.outbox import SLICE_SECONDS, carrier, post
from salesapp.people.models import User
from salesapp.records.importing.running.runs import ImportRun
from salesapp.records.importing.undoing.acts import Undoing


@carrier("import_undo")
def carry_undo(payload: dict[str, Any]) -> None:
    """Works on it for a while; what is left is posted again. May be done twice: what was dealt with is left alone."""
    run, by = db.session.get(ImportRun, payload["run"]), db.session.get(User, payload["by"])
    if run is None or by is None or run.undone_at is not None:
        return
    work, until = Undoing(run, by, payload.get("along", ("", 0))), monotonic() + SLICE_SECONDS
    with sentences_noted():
        for step in work.turns.giving_way(work.portions()):
            db.session.commit()
            if monotonic() > until and step.undone_at is None:
                post("import_undo", payload | {"along": list(work.along)})
                db.session.commit()
                return
