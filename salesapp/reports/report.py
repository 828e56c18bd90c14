"""A report as an address says it: what of which records, divided by what, measured how, drawn as what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from salesapp.core.access import Viewer, allows
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import RecordType, record_type
from salesapp.records.filters.fields import related
from salesapp.records.lists.listing import ANY, Criteria
from salesapp.reports.grouping import Dimension
from salesapp.reports.measures import Measure

CHARTS = ("bars", "columns", "stacked", "line", "funnel", "scatter", "gauge", "number", "table")
MOST_ROWS = 100
WHOSE = {
    "": _l("Everyone"),
    "me": _l("Me"),
    "my-team": _l("My team"),
    "my-people": _l("Me and the people I manage"),
}
"""Whose records a page of numbers counts; of records that nobody owns, all."""


@dataclass(frozen=True)
class Report:
    """`by` are up to two dimensions for rows, `across` one for columns; `top` leaves the rest of the rows together.

    `goal` is what a gauge measures against, in whole units: euros, percent.
    """

    type: RecordType
    filter: str = ""
    by: tuple[Dimension, ...] = ()
    across: Dimension | None = None
    measures: tuple[Measure, ...] = (Measure("count"),)
    chart: str = "bars"
    top: int = 0
    goal: int = 0

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Report:
        """What an address asks for. RuleBroken for what is no report."""
        by = [Dimension.read(each) for part in args.getlist("by") for each in part.split(",") if each]
        chart, across = args.get("chart", "bars"), args.get("across", "")
        if len(by) > 2 or chart not in CHARTS:
            raise RuleBroken(_("This report can’t be read."), field="by")
        return cls(
            record_type(args.get("type", "")),
            args.get("filter", "").strip(),
            tuple(by),
            Dimension.read(across) if across else None,
            tuple(Measure.read(each) for each in dict.fromkeys(args.getlist("m")) if each)
            or (Measure("count"),),
            chart,
            min(key_in(args.get("top", "0")) or 0, MOST_ROWS),
            key_in(args.get("goal", "0")) or 0,
        )

    @property
    def args(self) -> dict[str, Any]:
        """The address arguments that give it again."""
        found: dict[str, Any] = {"type": self.type.key, "m": [str(each) for each in self.measures]}
        found |= {"filter": self.filter} if self.filter else {}
        found |= {"by": ",".join(map(str, self.by))} if self.by else {}
        found |= {"across": str(self.across)} if self.across else {}
        found |= {"top": str(self.top)} if self.top else {}
        found |= {"goal": str(self.goal)} if self.goal else {}
        return found | {"chart": self.chart}

    @property
    def criteria(self) -> Criteria:
        """The list of all its records, whatever a list of the type begins with."""
        everything = dict.fromkeys(self.type.list_filters, ANY)
        return Criteria.from_args(self.type, everything | {"filter": self.filter})

    def is_open_to(self, viewer: Viewer) -> bool:
        """Whether their role sees all that it counts: the records, and what belongs to them."""
        names = set().union(*(each.related for each in self.measures))
        return allows(viewer, self.type.view) and names <= (related(self.type).keys() if names else names)

    def drawn_as(self, chart: str) -> Report:
        """The same as another chart."""
        return replace(self, chart=chart)
