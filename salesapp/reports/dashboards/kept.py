"""Tiles of reports as this process drew them last, for as long as nothing has happened that they could show.

Who sees what, in which language and zone, and what is asked, is the key; what has happened is told by the last event,
the state of set-up and the day. Not all that changes is an event: nothing is kept longer than a few minutes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.company import company, today_for, zone_of
from salesapp.core.db import db
from salesapp.core.events import Event
from salesapp.core.events.replay import EVERYTHING
from salesapp.reports.dashboards.lens import Lens
from salesapp.reports.dashboards.tiles import Tile, report_of
from salesapp.web.filters import locale

MOST = 500
LASTS = timedelta(minutes=5)
RECENT = 100
"""Events: more are hardly written down while one act goes on."""
NEW = timedelta(minutes=1)
"""So long nobody asks when it was drawn."""
SLOW = 0.5
"""Seconds. What takes longer is shown as it was, while it is drawn anew."""


@dataclass(frozen=True)
class Drawn:
    """A tile to show; with the time where it is not of this minute."""

    html: Markup
    at: datetime | None = None
    is_stale: bool = False


@dataclass(frozen=True)
class State:
    """Differs once something has happened: the last event and when it was, the state of set-up, the day.

    Of what goes on at the same time, what began first may be committed last: so of some more events the ids.
    """

    last: tuple[int, datetime] | None
    recent: tuple[int, ...]
    setup: str
    today: date

    @classmethod
    def now(cls, viewer: Any) -> State:
        newest = select(Event.id, Event.at).order_by(Event.id.desc()).limit(RECENT)
        rows = db.session.execute(newest, execution_options=EVERYTHING).all()
        last = (rows[0].id, rows[0].at) if rows else None
        return cls(last, tuple(each.id for each in rows), company().setup_state, today_for(viewer))

    @property
    def was_here(self) -> bool:
        """Whether it is of this database, and not of one that was there before a backup came back."""
        if self.last is None:
            return False
        key, at = self.last
        found = db.session.scalar(select(Event.at).where(Event.id == key), execution_options=EVERYTHING)
        return found == at


@dataclass(frozen=True)
class Kept:
    """How a tile was drawn: under which state, when, and in how many seconds."""

    state: State
    at: datetime
    took: float
    html: Markup

    def shown(self, state: State, *, fresh: bool) -> Drawn | None:
        """As it may be shown now; None where it is to be drawn anew."""
        age = clock.now() - self.at
        if not timedelta() <= age <= LASTS:
            return None
        if self.state == state:
            return Drawn(self.html, self.at if age > NEW else None)
        is_quick, other_rights = self.took <= SLOW, self.state.setup != state.setup
        if fresh or is_quick or other_rights or not self.state.was_here:
            return None
        return Drawn(self.html, self.at, is_stale=True)


_kept: dict[tuple[Any, ...], Kept] = {}


def drawn_of(
    tile: Tile, lens: Lens, draw: Callable[[], Markup], *, viewer: Any, fresh: bool = False
) -> Drawn:
    """The tile as `draw` made it last while that is true still; `fresh` waits for one that is not."""
    report = report_of(tile.said)
    if report is None:
        return Drawn(draw())
    key = (db.engine.url, viewer.id, str(locale()), zone_of(viewer), tile, lens, repr(report.report.args))
    state, kept = State.now(viewer), _kept.get(key)
    shown = None if kept is None else kept.shown(state, fresh=fresh)
    if shown is not None:
        return shown
    begun, html = monotonic(), draw()
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[key] = Kept(state, clock.now(), monotonic() - begun, html)
    return Drawn(html)
