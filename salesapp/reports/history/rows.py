"""The opportunities that make a number of the pipeline's past, a page of them at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.opportunities.models import Opportunity
from salesapp.people.models import User
from salesapp.reports.history.bridge import Step
from salesapp.reports.history.models import PipelineSpan

AT_ONCE = 100
Found = TypeVar("Found")


@dataclass(frozen=True)
class Page:
    """Which of so many are shown: from page 1 on, `most` on each."""

    number: int
    total: int
    most: int

    @classmethod
    def of(cls, asked: int | None, total: int) -> Page:
        """The page that was asked for; the last one where there are fewer."""
        return cls(max(1, min(asked or 1, -(-total // AT_ONCE))), total, AT_ONCE)

    @property
    def skipped(self) -> int:
        return (self.number - 1) * self.most

    @property
    def shown(self) -> str:
        """`101–200`."""
        return f"{self.skipped + 1}–{min(self.skipped + self.most, self.total)}"

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.skipped + self.most < self.total else None

    def cut(self, found: Sequence[Found]) -> Sequence[Found]:
        """Its part of all of them."""
        return found[self.skipped : self.skipped + self.most]


@dataclass(frozen=True)
class Row:
    """An opportunity of a number: by how much, its close date before and after, and whose it was."""

    opportunity: Any
    amount: int
    before: date | None
    after: date | None
    owner: str | None


def of_steps(steps: Sequence[Step]) -> list[Row]:
    """What each step changed."""
    known, owners = _known(each.opportunity_id for each in steps), _owners(each.after for each in steps)
    return [
        Row(
            known.get(each.opportunity_id),
            each.amount,
            None if each.before is None else each.before.close_on,
            each.after.close_on,
            owners.get(each.after.owner_id),
        )
        for each in steps
    ]


def of_spans(spans: Sequence[PipelineSpan]) -> list[Row]:
    """How each stood."""
    known, owners = _known(each.opportunity_id for each in spans), _owners(spans)
    return [
        Row(known.get(each.opportunity_id), each.worth, None, each.close_on, owners.get(each.owner_id))
        for each in spans
    ]


def _known(keys: Iterable[int]) -> dict[int, Any]:
    """The opportunities by id, those in the bin too."""
    query = select(Opportunity.id, Opportunity.name, Opportunity.deleted_at)
    rows = db.session.execute(
        query.where(Opportunity.id.in_(set(keys))), execution_options={"with_deleted": True}
    )
    return {row.id: row for row in rows}


def _owners(spans: Iterable[Any]) -> dict[int | None, str]:
    """Their names by id."""
    keys = {each.owner_id for each in spans} - {None}
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(keys)))
    return {row.id: row.name for row in rows}
