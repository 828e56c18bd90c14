"""Who leaves gives what is unfinished to a colleague, each record by its own verb."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from wtforms import SelectField

from salesapp.core.access import Permission, allows
from salesapp.core.db import db
from salesapp.core.events import CHANGED, record
from salesapp.core.i18n import _l
from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import RecordType, Unfinished, record_types
from salesapp.people.models import User
from salesapp.records.recycle_bin.hanging import OWNER
from salesapp.web.forms import NOTHING, Form


class LeavingForm(Form):
    """Who gets what somebody leaves behind; nobody: it stays theirs."""

    to = SelectField(_l("New owner"), coerce=lambda text: key_in(str(text or "")))

    def __init__(self, leaving: User, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        users = db.session.scalars(select(User).where(User.active, User.id != leaving.id).order_by(User.name))
        able = [each for each in users if allows(each, Permission.RECORD_OWN)]
        self.to.choices = [NOTHING, *((str(each.id), each.name) for each in able)]

    @property
    def taker(self) -> User | None:
        """The colleague that was chosen."""
        return None if self.to.data is None else db.session.get(User, self.to.data)


def transfer(leaving: User, to: User, *, by: Any) -> int:
    """Gives all that `leaving` owns and is unfinished to a colleague; how many records went."""
    count = 0
    for type_ in record_types():
        for part in type_.unfinished:
            if part.moves and OWNER in type_.fields_by_name:
                count += _transfer(type_, part, leaving, to, by)
    return count


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
