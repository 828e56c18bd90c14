"""Reports that somebody saved, and which ones stand first on whose page."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict

from salesapp.core.db import Base, ShortText
from salesapp.reports.report import Report
from salesapp.reports.sharing.models import Shareable


class SavedReport(Shareable, Base):
    """A report with a name. `args` are the address arguments that give it again, several of one name as a list."""

    __tablename__ = "saved_reports"
    shared_as = "report"

    type_key: Mapped[str] = mapped_column(ShortText(40))
    args: Mapped[dict[str, Any]] = mapped_column(default=dict)

    __table_args__ = (UniqueConstraint("user_id", "name"),)

    @property
    def report(self) -> Report:
        """What it asks. RuleBroken where a field that it names is gone."""
        return Report.from_args(MultiDict(self.args))

    @report.setter
    def report(self, asked: Report) -> None:
        self.type_key, self.args = asked.type.key, asked.args


class PinnedReport(Base):
    """A report that somebody wants first on their page of reports."""

    __tablename__ = "pinned_reports"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    report: Mapped[str] = mapped_column(ShortText(40))
    """The key of a shipped one, or the id of a saved one."""

    __table_args__ = (UniqueConstraint("user_id", "report"),)
