"""What stands in a tile: its template and what that asks, for whoever looks."""

from __future__ import annotations

from typing import Any

from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.records.lists.columns import subtitle_of
from salesapp.records.lists.listing import page_of
from salesapp.reports.dashboards.lens import Lens
from salesapp.reports.dashboards.tiles import VIEW, Tile, added, criteria_of, report_of
from salesapp.reports.running import run
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
        return REPORT, found | _report(tile.said, lens)
    except RuleBroken as broken:  # a field is gone: the other tiles stay
        return REPORT, found | {"problem": str(broken)}


def _report(said: str, lens: Lens) -> dict[str, Any]:
    kept = report_of(said)
    if kept is None:
        raise RuleBroken(_("This report isn’t shared with you any more."))
    return shown(run(lens.narrows(kept.report)), kept.question)


def _list(of: str, lens: Lens) -> dict[str, Any]:
    criteria = criteria_of(of, lens)
    page = page_of(criteria, size=ROWS)
    return {"criteria": criteria, "page": page, "rows": [(each, subtitle_of(each)) for each in page.rows]}
