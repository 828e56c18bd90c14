"""The forecast by business unit: units take the places of people, and nothing is called: the figures are calculated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for

from salesapp.core.i18n import _
from salesapp.forecasts.figures import Line, Sums
from salesapp.forecasts.grid import Grid, left_out, owned_in
from salesapp.forecasts.opening import opened, opened_left_out
from salesapp.forecasts.page import ForecastPage
from salesapp.forecasts.periods import Period
from salesapp.forecasts.persons import sees_company
from salesapp.forecasts.tree import Person, Tree
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.models import ForecastCategory
from salesapp.people.units.dividing import WITHIN
from salesapp.people.units.models import below, units


def grid_by_unit(viewer: Any, period: Period, measure: str) -> Grid:
    """What the people whose numbers they see have in the period, by unit; what is in no unit stands on its own."""
    tree = Tree.of(
        Person(each.id, each.name, each.parent_id, each.active and each.deleted_at is None)
        for each in units()
    )
    owned = owned_in(period, measure, by=Opportunity.business_unit_id, owners=owners_of(viewer))
    return Grid(period, measure, Sums(tree, owned, {}, {}), None)


def owners_of(viewer: Any) -> frozenset[int] | None:
    """Whose opportunities count for them (None: everybody's, and nobody's)."""
    return None if sees_company(viewer) else viewer.reach


@dataclass(frozen=True)
class UnitPage(ForecastPage):
    """One unit and its parts, or all of them."""

    viewer: Any

    @property
    def title(self) -> str:
        """`Forecast` for all units, else which one."""
        return _("Forecast") if self.key is None else self.name(self.line)

    def name(self, line: Line) -> str:
        """What a line is called."""
        if line.person is None:
            return _("No business unit") if line.alone else _("All business units")
        return _("%(name)s itself", name=line.person.name) if line.alone else line.person.name

    def url(self, key: int | None = None, **others: Any) -> str:
        """The page of another unit, period or measure."""
        return url_for("forecasts.by_unit", **self._args(key) | others)

    def opened(self, line: Line, category: ForecastCategory) -> str:
        """The list behind a figure; empty where it counts nothing."""
        counts = line.figures.count(category)
        return opened(line, category, self.grid.period, self._whose(line)) if counts else ""

    def _whose(self, line: Line) -> dict[str, Any]:
        found: dict[str, Any] = {} if owners_of(self.viewer) is None else {"under": self.viewer.id}
        if line.person is None:
            return found | ({"filter": "business_unit:empty"} if line.alone else {})
        return found | {"business_unit" if line.alone else WITHIN: line.person.id}

    @cached_property
    def left(self) -> list[tuple[str, str]]:
        """Open money that stands in no period from here on, in words, with the list of it."""
        within = None if self.key is None else Opportunity.business_unit_id.in_(below(self.key))
        found = left_out(self.grid.period, owners_of(self.viewer), within)
        return self.left_in_words(
            found,
            lambda undated: opened_left_out(
                self.line, self.grid.period, undated=undated, whose=self._whose(self.line)
            ),
        )
