"""From which score a lead is hot or warm: one row of settings."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import fields as f
from salesapp.core.db import Base, Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, plain, record
from salesapp.core.fields import declared_fields
from salesapp.core.i18n import _, _l
from salesapp.core.settings_cache import cached_table
from salesapp.leads.kinds import Rating

THRESHOLDS_CHANGED = event_kind(
    "lead_thresholds_changed", _l("%(by)s changed the score thresholds for hot and warm leads"), icon="gauge"
)
DEFAULTS = {"hot_from": 50, "warm_from": 25}
"""What a company begins with."""


class LeadLimits(Base):
    """There is one row at most."""

    __tablename__ = "lead_limits"

    hot_from: Mapped[int] = f.integer(_l("Hot from a score of"), required=True)
    warm_from: Mapped[int] = f.integer(_l("Warm from a score of"), required=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    def rating_of(self, score: int) -> Rating:
        """The rating that follows from a score."""
        if score >= self.hot_from:
            return Rating.HOT
        return Rating.WARM if score >= self.warm_from else Rating.COLD

    def change(self, values: dict[str, Any], *, by: Any) -> bool:
        """Sets the limits; False when nothing differs."""
        if values["hot_from"] <= values["warm_from"]:
            raise RuleBroken(_("The score for hot must be higher than the score for warm."), field="hot_from")
        differing = {name: value for name, value in values.items() if getattr(self, name) != value}
        labels = {each.name: str(each.label) for each in declared_fields(LeadLimits)}
        changed = [
            {"field": labels[name], "before": plain(getattr(self, name)), "after": plain(value)}
            for name, value in differing.items()
        ]
        for name, value in differing.items():
            setattr(self, name, value)
        if changed:
            record(_person(by), THRESHOLDS_CHANGED, by=by, changes=changed)
        return bool(changed)


_kept = cached_table(LeadLimits)


def limits() -> LeadLimits:
    """The limits in force."""
    return next(iter(_kept()), None) or LeadLimits(**DEFAULTS)


def limits_to_change() -> LeadLimits:
    """The row itself, locked, made where there is none yet."""
    found = db.session.scalar(select(LeadLimits).limit(1).with_for_update())
    if found is None:
        found = LeadLimits(**DEFAULTS)
        db.session.add(found)
    return found


def _person(by: Any) -> Record:
    """Limits are no record: their changes stand in the history of whoever made them."""
    return cast("Record", getattr(by, "_get_current_object", lambda: by)())
