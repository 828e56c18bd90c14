"""A name, an audience, and single people beside it."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from sqlalchemy import or_, select
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice

from salesapp.core.db import db
from salesapp.core.i18n import _l
from salesapp.core.parsing.texts import keys_in
from salesapp.people.models import User
from salesapp.records.views.forms import OfferForm
from salesapp.reports.sharing.models import Shareable


class SharingForm(OfferForm):
    """Colleagues with access can be chosen; those who were chosen before stay in the list."""

    people = SelectMultipleField(_l("Also share with"))

    def __init__(self, shared: Shareable | None = None, **given: Any) -> None:
        super().__init__(**given)
        owner, before = (current_user.id, []) if shared is None else (shared.user_id, shared.people)
        there = select(User.id, User.name).where(or_(User.active, User.id.in_(before)), User.id != owner)
        self.people.choices = [
            SelectChoice(str(key), name)
            for key, name in db.session.execute(there.order_by(User.name, User.id))
        ]

    @property
    def chosen(self) -> list[int]:
        """The ids of the people that were ticked."""
        return keys_in(self.people.data or ())
