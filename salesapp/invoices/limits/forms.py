"""The form of the limits: an amount for each role that may credit or write off."""

from __future__ import annotations

from typing import Any

from wtforms.validators import NumberRange, Optional

from salesapp.core.access import ROLE_LABELS, Role
from salesapp.core.company import company
from salesapp.core.i18n import _l
from salesapp.invoices.limits.guard import limited_roles
from salesapp.invoices.limits.models import ReductionKind
from salesapp.web.forms import Form
from salesapp.web.inputs.money import MoneyField


class LimitsForm(Form):
    """Made by `limits_form`; an empty amount is no limit."""

    def of(self, kind: ReductionKind) -> list[Any]:
        """Its fields, role by role."""
        return [self[name_of(kind, role)] for role in limited_roles(kind)]

    def limits(self) -> dict[str, dict[str, int]]:
        """What was typed, in minor units; without those left empty."""
        return {
            kind.value: {
                role.value: self[name_of(kind, role)].data
                for role in limited_roles(kind)
                if self[name_of(kind, role)].data is not None
            }
            for kind in ReductionKind
        }


def name_of(kind: ReductionKind, role: Role) -> str:
    """What the field of a role is called."""
    return f"{kind.value}_{role.value}"


def limits_form(known: dict[str, dict[str, int]]) -> LimitsForm:
    """The form with the limits as they are, until something is sent."""
    own = company().currency
    rules = [Optional(), NumberRange(0, message=_l("A limit can’t be negative."))]
    pairs = [(kind, role) for kind in ReductionKind for role in limited_roles(kind)]
    fields = {name_of(kind, role): MoneyField(ROLE_LABELS[role], rules, currency=own) for kind, role in pairs}
    data = {name_of(kind, role): known.get(kind, {}).get(role) for kind, role in pairs}
    made: LimitsForm = type("LimitsForm", (LimitsForm,), fields)(data=data, existing=known)
    return made
