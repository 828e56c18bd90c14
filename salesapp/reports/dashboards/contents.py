"""What stands in a tile: its template and what that asks, for whoever looks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.records.lists.columns import subtitle_of
from salesapp.records.lists.listing import page_of
from salesapp.reports.dashboards.lens import Lens
from salesapp.reports.dashboards.tiles import FUNNEL, VIEW, Tile, added, criteria_of
from salesapp.reports.report import Report
from salesapp.reports.running import run
from salesapp.reports.saved import shelf as reports
from salesapp.reports.views import shown

ROWS = 6
"""So many of a list stand in a tile."""
REPORT = "dashboards/_tile.html"


def content_of(tile: Tile, lens: Lens, *, viewer: Any) -> tuple[str, dict[str, Any]]:
    """(template, what it asks); of what cannot be asked any more the sentence that says so."""
    kind, _colon, of = tile.said.partition(":")
    found = {"tile": tile, "title": tile.title, "problem": ""}
    try:
        if tile.said in added:
            one = added[tile.said]
            return one.template, found | one.context(viewer, lens)
        if kind == VIEW:
            return "dashboards/_list.html", found | _list(of, lens)
        return REPORT, found | _report(of if kind == FUNNEL else tile.said, lens, kind)
    except RuleBroken as broken:  # a field is gone: the other tiles stay
        return REPORT, found | {"problem": str(broken)}


def _report(key: str, lens: Lens, kind: str) -> dict[str, Any]:
    kept = reports.kept_as(key)
    if kept is None:
        raise RuleBroken(_("This report isn’t shared with you any more."))
    report = kept.report.drawn_as("funnel") if kind == FUNNEL else kept.report
    return shown(run(lens.narrows(report)), kept.question)


def _list(of: str, lens: Lens) -> dict[str, Any]:
    criteria = criteria_of(of)
    if lens.args:
        criteria = replace(criteria, filter=lens.narrows(Report(criteria.type, criteria.filter)).filter)
    page = page_of(criteria, size=ROWS)
    return {"criteria": criteria, "page": page, "rows": [(each, subtitle_of(each)) for each in page.rows]}
