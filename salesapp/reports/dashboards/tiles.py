"""What stands on a dashboard: a report, one as a funnel, a list, a text, and what features of higher floors add."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for

from salesapp.core.access import Permission, Viewer, allows, current_viewer
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.registry import record_type, record_types
from salesapp.records.lists.listing import Criteria
from salesapp.records.views import shelf as views
from salesapp.records.views.shelf import View
from salesapp.reports.dashboards.lens import Lens
from salesapp.reports.report import Report
from salesapp.reports.saved import shelf as reports
from salesapp.reports.saved.shelf import Kept

FUNNEL, VIEW, TEXT = "funnel", "view", "text"
LONGEST = 500
"""Characters of a text."""


@dataclass(frozen=True)
class Added:
    """A tile of a higher floor: what it is called, what its template asks and which page has more of it."""

    label: str
    icon: str
    template: str
    context: Callable[[Any, Lens], dict[str, Any]]
    page: str
    permission: Permission


added: dict[str, Added] = {}
"""`forecast:quarter` → the tile."""


@dataclass(frozen=True)
class Tile:
    """One of them as its reader sees it; `said` is how the dashboard keeps it (`top-customers`, `view:lead.mine`)."""

    said: str
    title: str
    icon: str
    url: str = ""
    """Where its content comes from; a text has its own."""
    page: str = ""
    text: str = ""
    is_data: bool = False

    @property
    def id(self) -> str:
        """As an element is called after it."""
        return self.said.replace(":", "-").replace(".", "-")


def tile_of(said: str, lens: Lens) -> Tile | None:
    """The tile; None for one that whoever asks may not see."""
    kind, _colon, of = said.partition(":")
    if kind == TEXT:
        return Tile(said, _("Text"), "file-text", text=of)
    if said in added:
        return _added(said, added[said], lens)
    if kind == VIEW:
        return _listed(said, of, lens)
    kept = report_of(said)
    if kept is None:
        return None
    page = url_for("reports.show", key=kept.key, chart=kept.chart or None)
    with suppress(RuleBroken):  # what cannot be asked any more says so on its own page
        page = url_for("reports.show", key="run", **lens.narrows(kept.report).args) if lens.args else page
    return Tile(said, kept.question, kept.icon, _own(said, lens), page, is_data=kept.saved is not None)


def report_of(said: str) -> Kept | None:
    """The report that a tile shows, drawn as it draws it; None for another tile, and for one that is not shared."""
    kind, _colon, of = said.partition(":")
    if kind != FUNNEL:
        return reports.kept_as(said)
    kept = reports.kept_as(of)
    return None if kept is None else kept.drawn_as(FUNNEL)


def _own(said: str, lens: Lens) -> str:
    return url_for("dashboards.tile", said=said, **lens.args)


def _added(said: str, one: Added, lens: Lens) -> Tile | None:
    viewer = current_viewer()
    if viewer is None or not allows(viewer, one.permission):
        return None
    return Tile(said, str(one.label), one.icon, _own(said, lens), url_for(one.page))


def _listed(said: str, of: str, lens: Lens) -> Tile | None:
    type_, view = view_of(of)
    if view is None:
        return None
    page = url_for(f"{type_.plural}.index", view=view.key)
    with suppress(RuleBroken):
        narrowed: dict[str, Any] = criteria_of(of, lens).args
        page = url_for(f"{type_.plural}.index", **narrowed) if lens.args else page
    title = f"{type_.label_plural}: {view.label}"
    return Tile(said, title, type_.icon, _own(said, lens), page, is_data=view.saved is not None)


def view_of(text: str) -> tuple[Any, View | None]:
    """`opportunity.12` → its type and the view; None where whoever asks has no such one."""
    name, _dot, key = text.partition(".")
    viewer = current_viewer()
    type_ = next((each for each in record_types() if each.key == name), None)
    if type_ is None or viewer is None or not allows(viewer, type_.view):
        return type_, None
    return type_, next((each for each in views.shelf_of(type_, viewer) if each.key == key), None)


def offered(viewer: Viewer, there: list[str]) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """(heading, [(as it is kept, title, icon)]) of what can be added."""
    kept = reports.shelf_of(viewer)
    more = [(said, str(one.label), one.icon) for said, one in added.items() if allows(viewer, one.permission)]
    funnels = [
        (f"{FUNNEL}:{each.key}", each.question, "funnel")
        for each in kept
        if each.report.by and not each.report.across
    ]
    lists = [
        (f"{VIEW}:{type_.key}.{view.key}", f"{type_.label_plural}: {view.label}", type_.icon)
        for type_ in record_types()
        if allows(viewer, type_.view) and type_.few is False
        for view in views.shelf_of(type_, viewer)
    ]
    sections: dict[str, list[tuple[str, str, str]]] = {}
    for each in kept:
        sections.setdefault(each.section, []).append((each.key, each.question, each.icon))
    groups = [(_("Numbers"), more), *sections.items(), (_("Lists"), lists), (_("Funnels"), funnels)]
    for heading, found in groups:
        left = [each for each in found if each[0] not in there]
        if left:
            yield heading, left


def checked(said: str) -> str:
    """The tile as it is kept. RuleBroken for a text without words, or with too many."""
    kind, _colon, of = said.partition(":")
    if kind == TEXT and not 0 < len(of.strip()) <= LONGEST:
        raise RuleBroken(_("Write a text of at most %(num)s characters.", num=LONGEST), field="text")
    return f"{TEXT}:{of.strip()}" if kind == TEXT else said


def criteria_of(of: str, lens: Lens) -> Criteria:
    """What a list shows through the lens. RuleBroken where there is no such view for whoever asks."""
    type_, view = view_of(of)
    if view is None:
        raise RuleBroken(_("This view isn’t shared with you, or it no longer exists."))
    criteria = views.criteria_of(record_type(type_.key), view.args)
    narrowed = lens.narrows(Report(criteria.type, criteria.filter), also=criteria.asked)
    return replace(criteria, filter=narrowed.filter)
