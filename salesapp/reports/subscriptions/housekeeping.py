"""The files that mails brought: which are still named, and which nobody asks for again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from salesapp.core.db import db
from salesapp.reports.subscriptions.models import ReportFile


def digests_of_report_files(begin: str) -> set[str]:
    """What mails name of the contents that begin so."""
    query = select(ReportFile.digest).where(ReportFile.digest.startswith(begin, autoescape=True))
    return set(db.session.scalars(query))


def outdated(before: datetime) -> Any:
    """Takes away the files of mails that were carried, or given up, long ago."""
    return delete(ReportFile).where(ReportFile.made_at < before)
