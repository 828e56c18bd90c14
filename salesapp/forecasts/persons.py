"""The people whose numbers somebody sees: themselves and everybody below them, or the whole company."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, select, true

from salesapp.core.access import Scoped, Viewer
from salesapp.core.db import db
from salesapp.core.relations.owners import owning_roles
from salesapp.forecasts.tree import Person
from salesapp.opportunities.models import OPPORTUNITY
from salesapp.people.models import User

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

NUMBERS = "forecast"
EVERYBODY = {
    "unscoped": "names of colleagues, gone ones too: their money is still there",
    "with_deleted": True,
}


class OfPerson(Scoped):
    """A row about somebody's numbers: theirs to see, and whoever is above them."""

    if TYPE_CHECKING:
        user_id: Mapped[Any]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return true() if sees_company(viewer) else cls.user_id.in_(viewer.reach)


def sees_company(viewer: Viewer) -> bool:
    """Whether they see everybody's numbers, and not only their own and their people's."""
    return viewer.sees_all(NUMBERS)


def people_of(viewer: Viewer) -> Iterable[Person]:
    """The people whose numbers they see, themselves on top."""
    sells = owning_roles(OPPORTUNITY)
    columns = (User.id, User.name, User.manager_id, User.role, User.active, User.deleted_at)
    query = select(*columns)
    if not sees_company(viewer):
        query = query.where(User.id.in_(viewer.reach))
    for row in db.session.execute(query, execution_options=EVERYBODY):
        at_work = row.active and row.deleted_at is None and row.role in sells
        yield Person(row.id, row.name, row.manager_id, at_work)
