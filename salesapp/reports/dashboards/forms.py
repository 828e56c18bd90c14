"""A name for a dashboard, and who is offered it."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from salesapp.core.access import ROLE_LABELS, Role
from salesapp.core.i18n import _l
from salesapp.records.views.offered import SHARING
from salesapp.reports.dashboards.models import Dashboard
from salesapp.reports.sharing.forms import SharingForm
from salesapp.web.inputs.select import SelectField


class DashboardForm(SharingForm):
    """Whoever may share with everyone may also share with all of a role."""

    for_role = SelectField(
        _l("Also for everyone with the role"),
        choices=[SelectChoice("", "–"), *(SelectChoice(each.value, ROLE_LABELS[each]) for each in Role)],
        default="",
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        if current_user.role not in SHARING:
            del self.for_role

    @property
    def role(self) -> Role | None:
        """The role that was chosen."""
        chosen = self.for_role.data if "for_role" in self else ""
        return Role(chosen) if chosen else None


def sharing_form(board: Dashboard) -> DashboardForm:
    """How an existing one is called and shared."""
    role = board.for_role.value if board.for_role else ""
    values = {"name": board.name, "audience": board.audience.value, "for_role": role}
    people = [str(each) for each in board.people]
    return DashboardForm(shared=board, data=values | {"people": people}, existing=board)
