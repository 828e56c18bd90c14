"""Who leaves gives what is unfinished to a colleague, each record by its own verb."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.events import CHANGED, record
from salesapp.core.i18n import _l
from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import RecordType, Unfinished, record_type, record_types
from salesapp.core.relations.owners import may_own
from salesapp.people.models import User
from salesapp.records.bulk.edits import TRANSFERRED, bulk_edit
from salesapp.records.recycle_bin.hanging import OWNER
from salesapp.web.forms import NOTHING, Form
from salesapp.web.inputs.select import SelectField


class LeavingForm(Form):
    """Who gets what somebody leaves behind; nobody: it stays theirs."""

    to = SelectField(_l("New owner"), coerce=lambda text: key_in(str(text or "")))

    def __init__(self, leaving: User, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        users = db.session.scalars(select(User).where(User.active, User.id != leaving.id).order_by(User.name))
        left = _types_left(leaving)
        able = [each for each in users if all(may_own(each, type_) for type_ in left)]
        self.to.choices = [NOTHING, *((str(each.id), each.name) for each in able)]

    @property
    def taker(self) -> User | None:
        """The colleague that was chosen."""
        return None if self.to.data is None else db.session.get(User, self.to.data)


def transfer(leaving: User, to: User, *, by: Any) -> int:
    """Gives all that `leaving` owns and is unfinished to a colleague, as one bulk edit; how many records went."""
    along = {type_.key: type_.set_with(OWNER) for type_, _part in _moving()}
    with bulk_edit(record_type(TRANSFERRED), OWNER, value=leaving, along=along, by=by) as edit:
        edit.changed = sum(_transfer(type_, part, leaving, to, by) for type_, part in _moving())
    return edit.changed


def _moving() -> Iterator[tuple[RecordType, Unfinished]]:
    """What goes to a colleague while it is unfinished."""
    for type_ in record_types():
        if OWNER in type_.fields_by_name:
            yield from ((type_, part) for part in type_.unfinished if part.moves)


def _types_left(leaving: User) -> list[RecordType]:
    """The types of which `leaving` owns something that goes to a colleague."""
    rows = ((type_, type_.model.owner_id == leaving.id, part.criterion()) for type_, part in _moving())
    return [
        type_
        for type_, *criteria in rows
        if db.session.scalar(select(type_.model.id).where(*criteria).limit(1)) is not None
    ]


def _transfer(type_: RecordType, part: Unfinished, leaving: User, to: User, by: Any) -> int:
    model = type_.model
    query = select(model).where(model.owner_id == leaving.id, part.criterion()).order_by(model.id)
    rows = db.session.scalars(query.with_for_update(of=model)).all()
    for row in rows:
        if hasattr(row, "assign"):
            row.assign(to, by=by)
        else:
            row.owner_id = to.id
            record(row, CHANGED, by=by)
    return len(rows)
