"""The dashboards that somebody may look at: one for their role from the first day, and the arranged ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from salesapp.core.access import Role, Viewer, changeable
from salesapp.core.db import db
from salesapp.core.i18n import _, _l
from salesapp.core.parsing.texts import key_in, keys_in
from salesapp.records.views.offered import Audience
from salesapp.reports.dashboards.models import Dashboard

SHIPPED: dict[str, tuple[str, tuple[str, ...]]] = {
    "selling": (
        _l("My sales"),
        ("won-running", "pipeline-by-stage", "pipeline-by-month", "past-close-date", "no-next-step",
         "win-rate-by-quarter"),
    ),
    "team": (
        _l("Team"),
        ("won-to-date", "won-by-owner", "pipeline-by-owner", "pipeline-by-month", "past-close-date", "losses-by-reason",
         "win-rate-by-owner", "activities-by-person"),
    ),
    "marketing": (_l("Marketing"), ("leads-by-month", "leads-by-source", "leads-by-campaign", "time-to-convert")),
    "finance": (_l("Finance"), ("unpaid-by-age", "overdue-by-customer", "invoiced-by-month", "quotes-by-status")),
    "service": (_l("Customers"), ("activities-by-person", "follow-ups-missed", "idle-customers")),
}  # fmt: skip
"""Key → name and reports."""
BY_ROLE = {
    Role.REP: "selling",
    Role.FINANCE: "finance",
    Role.MARKETING: "marketing",
    Role.SERVICE: "service",
}
"""The one that a role begins with; everybody else with the team's."""


removed: list[Callable[[str, str], None]] = []
"""Told the key and the name of a dashboard that is deleted."""


@dataclass(frozen=True)
class Shown:
    """A dashboard to look at: its key in addresses, its name, its tiles, and whose it is (None: shipped)."""

    key: str
    name: str
    tiles: tuple[str, ...]
    saved: Dashboard | None = None


def shelf_of(viewer: Viewer) -> list[Shown]:
    """One's own by name, then those that others share, then the one of one's role."""
    saved = list(db.session.scalars(select(Dashboard).order_by(Dashboard.name, Dashboard.id)))
    saved.sort(key=lambda each: each.user_id != viewer.id)
    return [*map(_of, saved), _shipped(BY_ROLE.get(viewer.role, "team"))]


def found(key: str) -> Shown | None:
    """The one of that key or number; None where there is none for whoever asks."""
    if key in SHIPPED:
        return _shipped(key)
    number = key_in(key)
    saved = None if number is None else db.session.scalar(select(Dashboard).where(Dashboard.id == number))
    return None if saved is None else _of(saved)


def names_of(keys: Collection[str]) -> dict[str, str]:
    """What dashboards are called, for whoever has to know of all of them."""
    asking = {"unscoped": "an administrator ends links to dashboards that they do not see"}
    query = select(Dashboard.id, Dashboard.name).where(Dashboard.id.in_(keys_in(keys)))
    saved = {str(key): name for key, name in db.session.execute(query, execution_options=asking)}
    return {key: str(SHIPPED[key][0]) for key in keys if key in SHIPPED} | saved


def _of(saved: Dashboard) -> Shown:
    return Shown(str(saved.id), saved.name, tuple(map(str, saved.tiles)), saved)


def _shipped(key: str) -> Shown:
    name, tiles = SHIPPED[key]
    return Shown(key, str(name), tiles)


def make(
    name: str,
    audience: Audience,
    tiles: tuple[str, ...],
    *,
    by: Any,
    role: Role | None = None,
    people: Iterable[int] = (),
) -> Dashboard:
    """A dashboard of one's own, which begins with these tiles."""
    made = Dashboard(user_id=by.id, name=name or _("Dashboard"), tiles=list(tiles))
    made.offer_to(audience, by=by)
    made.offer_to_role(role, by=by)
    db.session.add(made)
    db.session.flush()
    made.share_with(people)
    return made


def report_is_gone(report: str, _name: str) -> None:
    """Without its tiles: its number may be given to another one."""
    _take_away_everywhere(report, f"funnel:{report}")


def view_is_gone(type_key: str, view: str) -> None:
    """The same for a list."""
    _take_away_everywhere(f"view:{type_key}.{view}")


def _take_away_everywhere(*tiles: str) -> None:
    asking = {"unscoped": "whoever deletes a report or view takes it away for everybody who had it"}
    for each in db.session.scalars(_as_it_stands(select(Dashboard)), execution_options=asking):
        for tile in tiles:
            each.take_away(tile)


def _as_it_stands(query: Select[Dashboard]) -> Select[Dashboard]:
    """Tiles are written as a whole: whoever changes them waits for others, and reads what they left."""
    query = query.order_by(Dashboard.id).with_for_update(of=Dashboard)
    return query.execution_options(populate_existing=True)


def remove(board: Dashboard) -> None:
    """Deletes it for everybody who had it; its reports stay."""
    for tell in removed:
        tell(str(board.id), board.name)
    board.unshare()
    db.session.delete(board)


def mine_to_change(key: int, viewer: Viewer, *, lock: bool = False) -> Dashboard | None:
    """The dashboard, if they may arrange and delete it; to `lock` it until the change is committed."""
    query = select(Dashboard).where(Dashboard.id == key, changeable(Dashboard, viewer))
    return db.session.scalar(_as_it_stands(query) if lock else query)
