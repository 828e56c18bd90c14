"""What the board shows of whom, and the sums of its columns, under the viewer's rights.

Sums come from the kept totals while no further filter narrows the columns, else from the rows themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from salesapp.activities.models import Activity, ActivityStatus
from salesapp.core import clock
from salesapp.core.access import Viewer
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.opportunities.models import (
    OPPORTUNITY,
    Opportunity,
    OpportunityMember,
    OpportunityTotal,
    Stage,
)

PAGE = 25
OWNERS = ("all", "team", "me")
OWN_CRITERION = {"unscoped": "the board states the viewer's criterion itself, so that an index can serve it"}
OPEN = (Opportunity.state == literal_column("'open'"), Opportunity.deleted_at.is_(None))
"""Literals, so that SQLite recognises the partial indexes of open rows."""


@dataclass(frozen=True)
class BoardFilter:
    """What the chips narrow the board to."""

    owner: str = "all"
    quarter: bool = False
    stale: bool = False

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> BoardFilter:
        """From an address; what it does not know it ignores."""
        owner = args.get("owner", "all")
        return cls(owner if owner in OWNERS else "all", args.get("quarter") == "1", args.get("stale") == "1")

    @property
    def args(self) -> dict[str, str]:
        """The address arguments that give this filter again."""
        found = {} if self.owner == "all" else {"owner": self.owner}
        return found | {name: "1" for name in ("quarter", "stale") if getattr(self, name)}

    @property
    def is_plain(self) -> bool:
        """Whether the kept totals can answer for it."""
        return not (self.quarter or self.stale)

    def but(self, **changes: Any) -> BoardFilter:
        """The same filter with some of it changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Scope:
    """Whose opportunities: ids of their owners (None: everybody's), and of those the viewer only shares in."""

    owners: tuple[int, ...] | None
    shared: tuple[int, ...] = ()

    @property
    def criteria(self) -> list[ColumnElement[bool]]:
        """One criterion per part; the parts do not overlap."""
        return parts_of(self.owners, self.shared)


def parts_of(owners: Any, shared: Any) -> list[ColumnElement[bool]]:
    """The same for values or parameters: what is owned, and apart from it what is shared."""
    if owners is None:
        return [Opportunity.id.is_not(None)]
    owned = Opportunity.owner_id.in_(owners)
    if shared is None or shared == ():
        return [owned]
    others = or_(Opportunity.owner_id.is_(None), Opportunity.owner_id.not_in(owners))
    return [owned, and_(Opportunity.id.in_(shared), others)]


@dataclass(frozen=True)
class Part:
    """A currency's share of a sum: `amount` in it, `total` in the company's currency at the rates of the rows."""

    count: int = 0
    amount: int = 0
    total: int = 0


@dataclass
class ColumnSum:
    """Sums of one column: `total` and `weighted` in the company's currency, `parts` by currency."""

    count: int = 0
    total: int = 0
    weighted: int = 0
    parts: dict[str, Part] = field(default_factory=dict)

    def add(self, currency: str, count: int, amount: int, total: int, weighted: int) -> None:
        """Adds one currency's share."""
        if not count:
            return
        self.count, self.total, self.weighted = (
            self.count + count,
            self.total + total,
            self.weighted + weighted,
        )
        before = self.parts.get(currency, Part())
        self.parts[currency] = Part(before.count + count, before.amount + amount, before.total + total)


def scope_of(viewer: Viewer, chosen: BoardFilter) -> Scope:
    """What of the viewer's opportunities the filter asks for."""
    if chosen.owner == "me":
        return Scope((viewer.id or 0,))
    if chosen.owner == "team":
        return Scope(tuple(sorted(viewer.reach)))
    if viewer.sees_all(OPPORTUNITY.key):
        return Scope(None)
    query = select(OpportunityMember.opportunity_id).where(OpportunityMember.user_id == viewer.id)
    return Scope(tuple(sorted(viewer.reach)), tuple(sorted(db.session.scalars(query))))


def sums(stages: Sequence[Stage], scope: Scope, chosen: BoardFilter) -> dict[int, ColumnSum]:
    """Stage id → its sums."""
    found = {stage.id: ColumnSum() for stage in stages}
    statements = [_kept(found, scope.owners)] if chosen.is_plain else []
    parts = scope.criteria[1:] if chosen.is_plain else scope.criteria
    statements += [_counted(stages, criterion, chosen) for criterion in parts]
    for statement in statements:
        for stage_id, currency, *numbers in db.session.execute(statement, execution_options=OWN_CRITERION):
            found[stage_id].add(currency, *(int(number or 0) for number in numbers))
    return found


def _kept(stage_ids: Iterable[int], owners: tuple[int, ...] | None) -> Select[Any]:
    kept = OpportunityTotal
    sums_: list[Any] = [
        func.sum(each) for each in (kept.count, kept.amount, kept.amount_in_company, kept.weighted)
    ]
    query = select(*[kept.stage_id, kept.currency, *sums_]).where(kept.stage_id.in_(list(stage_ids)))
    if owners is not None:
        query = query.where(kept.owner_id.in_(owners))
    return query.group_by(kept.stage_id, kept.currency)


def _counted(stages: Sequence[Stage], criterion: ColumnElement[bool], chosen: BoardFilter) -> Select[Any]:
    each = Opportunity
    sums_: list[Any] = [func.sum(column) for column in (each.amount, each.amount_in_company, each.weighted)]
    query = select(*[each.stage_id, each.currency, func.count(), *sums_]).where(*OPEN, criterion)
    given = moments(stages, chosen)
    per_stage = [and_(each.stage_id == stage.id, *narrowed(stage, chosen, given)) for stage in stages]
    return query.where(or_(*per_stage)).group_by(each.stage_id, each.currency)


def narrowed(stage: Stage, chosen: BoardFilter, given: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """What the chips ask of a row in this stage; `given` holds the values of `moments`, or parameters for them."""
    found: list[ColumnElement[bool]] = []
    if chosen.quarter:
        found.append(Opportunity.close_on.between(given["quarter_from"], given["quarter_to"]))
    if chosen.stale and staleable(stage):
        found.append(_untouched(given[f"since_{stage.id}"], given["today"], given["now"]))
    elif chosen.stale:
        found.append(Opportunity.id.is_(None))
    return found


def moments(stages: Sequence[Stage], chosen: BoardFilter) -> dict[str, Any]:
    """The days and instants that the chips compare with."""
    found: dict[str, Any] = {}
    today = clock.today(company().zone)
    if chosen.quarter:
        found["quarter_from"], found["quarter_to"] = quarter(today, company().fiscal_year_start)
    if chosen.stale:
        found |= {"today": today, "now": clock.now()}
        found |= {f"since_{stage.id}": stale_since(stage) for stage in stages if staleable(stage)}
    return found


def staleable(stage: Stage) -> bool:
    """Whether anything in this stage ever goes stale."""
    return stage.warm_days is not None or stage.rotten_days is not None


def stale_since(stage: Stage) -> datetime:
    """What was neither entered nor touched since is warm or rotten."""
    days = min(days for days in (stage.warm_days, stage.rotten_days) if days is not None)
    return clock.now() - timedelta(days=days)


def stale(stage: Stage) -> ColumnElement[bool]:
    """The rows in `stage` that are warm or rotten now."""
    chosen = BoardFilter(stale=True)
    return and_(Opportunity.stage_id == stage.id, *narrowed(stage, chosen, moments([stage], chosen)))


def _untouched(since: Any, today: Any, now: Any) -> ColumnElement[bool]:
    """The rows that nobody touched since and that no plan holds, by the rule of `staleness`."""
    ahead = exists().where(
        Activity.subject_type == OPPORTUNITY.key,
        Activity.subject_id == Opportunity.id,
        Activity.status == ActivityStatus.PLANNED,
        Activity.deleted_at.is_(None),
        or_(Activity.due_on >= today, Activity.starts_at >= now),
    )
    planned = or_(ahead, and_(Opportunity.next_step_on.is_not(None), Opportunity.next_step_on >= today))
    return and_(Opportunity.stage_entered_at <= since, Opportunity.touched_at <= since, ~planned)


def quarter(day: date, year_begins_in: int) -> tuple[date, date]:
    """First and last day of the fiscal quarter that `day` is in, the year beginning in that month (1 to 12)."""
    months = (day.month - year_begins_in) % 12 % 3
    first = _month(day.year, day.month - months)
    return first, _month(first.year, first.month + 3) - timedelta(days=1)


def _month(year: int, month: int) -> date:
    """The first of a month that may be counted beyond its year: month 0 is last December."""
    years, index = divmod(month - 1, 12)
    return date(year + years, index + 1, 1)
