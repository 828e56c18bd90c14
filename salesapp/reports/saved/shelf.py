"""The reports that somebody may pick from, shipped and saved; one of them by its key, its number or its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from salesapp.core.access import Viewer, allows, changeable, current_viewer
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import record_type
from salesapp.records.views.offered import Audience
from salesapp.reports.report import Report
from salesapp.reports.saved.models import PinnedReport, SavedReport
from salesapp.reports.shipped import BY_KEY, SHIPPED, Shipped

removed: list[Callable[[str, str], None]] = []
"""Told the key and the name of a report that is deleted: its number may be given to another one."""


@dataclass(frozen=True)
class Kept:
    """A report under a name: its key in addresses, its question, where it stands and whose it is (None: shipped)."""

    key: str
    question: str
    section: str
    icon: str
    pinned: bool
    shipped: Shipped | None = None
    saved: SavedReport | None = None
    chart: str = ""
    """Where it is drawn otherwise than it is kept."""

    @property
    def report(self) -> Report:
        """What it asks."""
        kept = self.shipped or self.saved
        if kept is None:
            raise LookupError(self.key)
        return kept.report.drawn_as(self.chart) if self.chart else kept.report

    def drawn_as(self, chart: str) -> Kept:
        """The same as another chart."""
        return replace(self, chart=chart)


def shelf_of(viewer: Viewer) -> list[Kept]:
    """One's own by name, those that others share, then the shipped ones; of records that the viewer's role sees."""
    pins = set(db.session.scalars(select(PinnedReport.report).where(PinnedReport.user_id == viewer.id)))
    query = select(SavedReport).options(joinedload(SavedReport.user))
    saved = list(db.session.scalars(query.order_by(SavedReport.name, SavedReport.id)))
    saved.sort(key=lambda each: each.user_id != viewer.id)
    found = [
        _of_saved(each, viewer, pins) for each in saved if allows(viewer, record_type(each.type_key).view)
    ]
    return found + [_of_shipped(each, pins) for each in SHIPPED if each.report.is_open_to(viewer)]


def _of_saved(saved: SavedReport, viewer: Viewer, pins: set[str]) -> Kept:
    section = _("My reports") if saved.user_id == viewer.id else _("Shared with me")
    return Kept(str(saved.id), saved.name, section, "bookmark", str(saved.id) in pins, saved=saved)


def _of_shipped(shipped: Shipped, pins: set[str]) -> Kept:
    key = shipped.key
    return Kept(key, str(shipped.question), str(shipped.section), shipped.icon, key in pins, shipped=shipped)


def kept_as(key: str) -> Kept | None:
    """The report of that key or number; None where there is none, or whoever asks may not see it."""
    viewer: Any = current_viewer()
    number = key_in(key)
    saved = None if number is None else db.session.scalar(select(SavedReport).where(SavedReport.id == number))
    shipped = BY_KEY.get(key)
    pinned = select(PinnedReport.id).where(PinnedReport.user_id == viewer.id, PinnedReport.report == key)
    pins = {key} if db.session.scalar(pinned) else set()
    found = _of_saved(saved, viewer, pins) if saved else _of_shipped(shipped, pins) if shipped else None
    return found if found is not None and found.report.is_open_to(viewer) else None


def called(name: str) -> Kept:
    """The report by its key, number, name or question. RuleBroken where there is none for whoever asks."""
    found = kept_as(name)
    if found is None:
        named = select(SavedReport.id).where(SavedReport.name == name).order_by(SavedReport.id).limit(1)
        asked = next((each.key for each in SHIPPED if str(each.question) == name), None)
        key = asked or db.session.scalar(named)
        found = None if key is None else kept_as(str(key))
    if found is None:
        raise RuleBroken(_("There is no report “%(name)s”.", name=name))
    return found


def save(
    name: str,
    report: Report,
    audience: Audience,
    *,
    by: Any,
    people: Iterable[int] = (),
    instead_of: SavedReport | None = None,
) -> SavedReport:
    """Keeps the report under a name: instead of one that is there, or as another one, unless the name is taken."""
    same = select(SavedReport.id).where(SavedReport.user_id == by.id, SavedReport.name == name)
    kept = instead_of or SavedReport(user_id=by.id)
    with db.session.no_autoflush:
        taken = db.session.scalar(same)
    if taken is not None and taken != kept.id and kept.user_id in {None, by.id}:
        raise RuleBroken(_("You already have a report with this name. Choose another."), field="name")
    kept.offer_to(audience, by=by)
    kept.name, kept.report = name, report
    db.session.add(kept)
    db.session.flush()
    kept.share_with(people)
    return kept


def may_change(saved: SavedReport | None, viewer: Viewer) -> bool:
    """Whether they may rename, replace and delete it."""
    if saved is None:
        return False
    mine = select(SavedReport.id).where(SavedReport.id == saved.id, changeable(SavedReport, viewer))
    return db.session.scalar(mine) is not None


def remove(saved: SavedReport) -> None:
    """Takes a report away for everybody who had it, from the pinned ones too."""
    db.session.execute(delete(PinnedReport).where(PinnedReport.report == str(saved.id)))
    for tell in removed:
        tell(str(saved.id), saved.name)
    saved.unshare()
    db.session.delete(saved)


def pin(kept: Kept, *, pinned: bool, by: Viewer) -> None:
    """Puts a report first on this person's page, or takes it down."""
    pins = delete(PinnedReport).where(PinnedReport.user_id == by.id, PinnedReport.report == kept.key)
    db.session.execute(pins)
    if pinned:
        db.session.add(PinnedReport(user_id=by.id, report=kept.key))
