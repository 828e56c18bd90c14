"""Records that a row names and nobody knows, made by their name alone."""

from __future__ import annotations

from salesapp.core.access import Viewer, allows
from salesapp.core.db import Record, db
from salesapp.core.events import record
from salesapp.core.fields import Field
from salesapp.core.registry import record_type
from salesapp.records.editing import finish
from salesapp.records.importing.planning.plan import ImportPlan
from salesapp.records.importing.running.writing import IMPORTED


class Making:
    """Makes what the plan allows: called with the link, the name, and whoever imports."""

    def __init__(self, plan: ImportPlan, file_name: str) -> None:
        """`file_name` is what the histories say they came from."""
        self.wanted = frozenset(plan.creates)
        self.file_name = file_name

    def __call__(self, declared: Field, text: str, by: Viewer, reference: str = "") -> int | None:
        """The id of the new record, which files call `reference`; None where it is not wanted or not theirs to make."""
        type_ = record_type(declared.target)
        if declared.name not in self.wanted or not allows(by, type_.edit):
            return None
        name = " ".join(text.split())[: type_.field(type_.title).length]
        made: Record = type_.model(**{type_.title: name}, external_id=reference or None)
        if hasattr(made, "owner_id"):
            made.owner_id = by.id
        finish(type_, made, by=by)
        db.session.add(made)
        db.session.flush()
        record(made, IMPORTED, by=by, file=self.file_name)
        return int(made.id)
