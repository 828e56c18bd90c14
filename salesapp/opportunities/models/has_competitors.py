"""The competitors whom one meets in an opportunity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salesapp.core.db import Record
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.marketing.competitors import Competitor, folded
from salesapp.opportunities.models.participants import OpportunityCompetitor

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

    from salesapp.opportunities.models.history import OpportunityClose

COMPETITOR_ADDED = event_kind(
    "opportunity_competitor_added", _l("%(by)s added %(name)s as a competitor"), icon="swords"
)
COMPETITOR_REMOVED = event_kind(
    "opportunity_competitor_removed", _l("%(by)s removed %(name)s from the competitors"), icon="x"
)


class HasCompetitors(Record):
    """The trait of having competitors. `competitor` is the name of the one who matters most."""

    __abstract__ = True

    if TYPE_CHECKING:
        competitor: Mapped[str | None]
        competitors: Mapped[list[OpportunityCompetitor]]
        closes: Mapped[list[OpportunityClose]]

    @property
    def lost_to_id(self) -> int | None:
        """The competitor it is lost to, as long as it is lost."""
        return next((each.competitor_id for each in self.closes if each.reopened_at is None), None)

    def met(self, competitor: Competitor) -> OpportunityCompetitor | None:
        """What is known of the competitor here; None when nobody met it."""
        return next((each for each in self.competitors if each.competitor is competitor), None)

    def meet(self, competitor: Competitor) -> OpportunityCompetitor:
        """The competitor is among those one meets here. Tells nobody."""
        found = self.met(competitor)
        if found is None:
            found = OpportunityCompetitor(competitor=competitor, competitor_id=competitor.id)
            self.competitors.append(found)
        return found

    def add_competitor(
        self, competitor: Competitor, *, by: Any, note: str | None = None
    ) -> OpportunityCompetitor:
        """Adds a competitor, or changes the note on one that is there already."""
        found = self.meet(competitor)
        found.note = note
        self.competitor = self.competitor or competitor.name
        record(self, COMPETITOR_ADDED, by=by, name=competitor.name, note=note)
        return found

    def remove_competitor(self, found: OpportunityCompetitor, *, by: Any) -> None:
        """Takes a competitor out; not the one that it was lost to."""
        name = found.competitor.name
        if found.competitor_id == self.lost_to_id:
            raise RuleBroken(_("It was lost to %(name)s. Reopen it before removing them.", name=name))
        self.competitors.remove(found)
        if folded(self.competitor or "") == folded(name):
            self.competitor = None
        record(self, COMPETITOR_REMOVED, by=by, name=name)
