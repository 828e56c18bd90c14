"""What people made in a period, what lies past its date, and how many opportunities there are to an account.

Each is a report, so that its numbers are those of the lists they open, under the reader's rights.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from salesapp.core.access import Permission, Viewer, allows
from salesapp.core.registry import RecordType, record_type
from salesapp.people.models import User
from salesapp.records.lists.listing import Criteria
from salesapp.reports.report import Report
from salesapp.reports.running import run

COUNTED = ("lead", "account", "contact", "opportunity", "activity", "quote")


@dataclass(frozen=True)
class Number:
    """A number in words and the list behind it; none behind nothing."""

    said: str
    opens: str | None


@dataclass(frozen=True)
class Made:
    """What one person made, in the order of the types."""

    user: User
    numbers: list[Number]
    total: int


def types_for(viewer: Viewer) -> list[RecordType]:
    """What is counted, as far as the viewer's role sees it."""
    return [each for each in map(record_type, COUNTED) if allows(viewer, Permission(each.view))]


def made_by(people: Iterable[User], types: list[RecordType], period: str) -> list[Made]:
    """Each person with what they made, the most first; records that the reader sees."""
    results = [run(_report(each, f"created_at:within:{period}", by="created_by")) for each in types]
    found = []
    for each in people:
        row = (str(each.id),)
        counts = [result.at(row).count for result in results]
        numbers = [
            Number(str(count), _address(result.opened(row))) if count else Number("–", None)
            for count, result in zip(counts, results, strict=True)
        ]
        found.append(Made(each, numbers, sum(counts)))
    return sorted(found, key=lambda made: (-made.total, made.user.name.casefold()))


def past_their_date() -> Number:
    """Open opportunities whose expected close date is over."""
    return _whole(_report(record_type("opportunity"), "state:equals:open;close_on:within:past"))


def opportunities_per_account() -> Number:
    """How many opportunities there are to an account on average; opens the accounts."""
    return _whole(_report(record_type("account"), m="per:of:opportunities;count//count"))


def with_access() -> Number:
    """The users who take a licence."""
    return _whole(_report(record_type("user"), "active:equals:1"))


def _whole(report: Report) -> Number:
    result = run(report)
    said = result.measured[0].said(result.figure())
    return Number(said, _address(result.opened()) if result.total.count else None)


def _report(type_: RecordType, filter: str = "", by: str = "", m: str = "count") -> Report:  # noqa: A002  as reports call it
    asked = {"type": type_.key, "filter": filter, "by": by, "m": m}
    return Report.from_args(MultiDict({name: value for name, value in asked.items() if value}))


def _address(criteria: Criteria) -> str:
    arguments: dict[str, Any] = criteria.args
    return url_for(f"{criteria.type.plural}.index", **arguments)
