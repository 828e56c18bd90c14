"""Dashboards that somebody arranged."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core.access import Role, Viewer
from salesapp.core.db import Base
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import enum_of
from salesapp.core.i18n import _
from salesapp.records.views.offered import SHARING, Audience
from salesapp.reports.sharing.models import Shareable

MOST = 24
"""Tiles on a page: more than anybody looks at."""


class Dashboard(Shareable, Base):
    """A page of tiles in their order, each as `tiles` reads it: `top-customers`, `7`, `view:lead.mine`, `text:…`."""

    __tablename__ = "dashboards"
    shared_as = "dashboard"

    tiles: Mapped[list[Any]] = mapped_column(default=list)
    for_role: Mapped[Role | None] = mapped_column(enum_of(Role))
    """Everybody of that role sees it as well."""

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As whatever is offered, and those for the viewer's role."""
        return or_(super().visible_to(viewer), cls.for_role == viewer.role)

    @classmethod
    def shown_to_others(cls) -> ColumnElement[bool]:
        return or_(super().shown_to_others(), cls.for_role.is_not(None))

    def offer_to_role(self, role: Role | None, *, by: Viewer) -> None:
        """Shows it to everybody of a role."""
        if role is not None and by.role not in SHARING:
            raise RuleBroken(
                _("Only a manager or an administrator can share this with a role."), field="for_role"
            )
        self.for_role = role

    def add(self, report: str) -> None:
        """One more tile, the last. RuleBroken for one that is there already, and where there is no room."""
        if report in self.tiles:
            raise RuleBroken(_("This is already on the dashboard."), field="report")
        if len(self.tiles) >= MOST:
            raise RuleBroken(_("A dashboard holds at most %(num)s tiles.", num=MOST), field="report")
        self.tiles = [*self.tiles, report]

    def offer_as(self, name: str, audience: Audience, role: Role | None, *, by: Viewer) -> None:
        """Under this name, to these people; what somebody may not share may stay as shared as it is."""
        if audience is not self.audience:
            self.offer_to(audience, by=by)
        if role is not self.for_role:
            self.offer_to_role(role, by=by)
        self.name = name

    def put_back(self, report: str, place: int) -> None:
        """The tile is there again, where it was."""
        self.add(report)
        self.move_to(report, place)

    def move_to(self, report: str, place: int) -> None:
        """The tile stands at that place, counted from 0; the others keep their order."""
        if report in self.tiles:
            tiles = [each for each in self.tiles if each != report]
            tiles.insert(max(0, place), report)
            self.tiles = tiles

    def move_up(self, report: str) -> None:
        """The tile changes places with the one before it."""
        tiles = list(self.tiles)
        at = tiles.index(report) if report in tiles else 0
        if at:
            tiles[at - 1], tiles[at] = tiles[at], tiles[at - 1]
        self.tiles = tiles

    def move_down(self, report: str) -> None:
        """The tile changes places with the one behind it."""
        at = self.tiles.index(report) + 1 if report in self.tiles else len(self.tiles)
        if at < len(self.tiles):
            self.move_up(self.tiles[at])

    def take_away(self, report: str) -> None:
        """Without that tile; the report stays."""
        if report in self.tiles:
            self.tiles = [each for each in self.tiles if each != report]
