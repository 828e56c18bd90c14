"""What the board shows of whom, and the sums of its columns, under the viewer's rights.

Sums come from the kept totals while no further filter narrows the columns, else from the rows themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
)

from salesapp.activities.models import Activity, ActivityStatus
from salesapp.core import clock
from salesapp.core.access import Viewer
from salesapp.core.access.prepared import Prepared
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.opportunities.board.months import LATER, UNDATED, month_start, span_of
from salesapp.opportunities.models import OPPORTUNITY, Opportunity, OpportunityMember
from salesapp.opportunities.processes.models import Stage
from salesapp.opportunities.upkeep.totals import OpportunityTotal
from salesapp.web.filters import zone

PAGE = 25
OWNERS = ("all", "team", "me")
OWN = "the board states the viewer's criterion itself, so that an index can serve it"
OWN_CRITERION = {"unscoped": OWN}
OPEN = (Opportunity.state == literal_column("'open'"), Opportunity.deleted_at.is_(None))
"""Literals, so that SQLite recognises the partial indexes of open rows."""


@dataclass(frozen=True)
class BoardFilter:
    """What the chips narrow the board to."""

    owner: str = "all"
    quarter: bool = False
    stale: bool = False
    person: int | None = None
    """Id of the owner whose cards it shows; 0: those without one."""
    month: str = ""
    """The key of a span of close dates, see `months`."""

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> BoardFilter:
        """From an address; what it does not know it ignores."""
        owner = args.get("owner", "all")
        person, month = args.get("person", ""), args.get("month", "")
        return cls(
            owner if owner in OWNERS else "all",
            args.get("quarter") == "1",
            args.get("stale") == "1",
            int(person) if re.fullmatch(r"[0-9]{1,9}", person) else None,
            month if month == UNDATED or span_of(month, clock.today(zone())) else "",
        )

    @property
    def args(self) -> dict[str, str]:
        """The address arguments that give this filter again."""
        found = {} if self.owner == "all" else {"owner": self.owner}
        found |= {name: "1" for name in ("quarter", "stale") if getattr(self, name)}
        found |= {} if self.person is None else {"person": str(self.person)}
        return found | ({"month": self.month} if self.month else {})

    @property
    def is_plain(self) -> bool:
        """Whether the kept totals can answer for it."""
        return not (self.quarter or self.stale or self.month) and self.person is None

    @property
    def kind(self) -> BoardFilter:
        """The same for all filters that ask with other values in the same words."""
        person = None if self.person is None else min(self.person, 1)
        month = self.month if self.month in {"", UNDATED} else LATER
        return self.but(owner="all", person=person, month=month)

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

    def absorb(self, other: ColumnSum) -> None:
        """Adds what another one is made of."""
        for currency, part in other.parts.items():
            self.add(currency, part.count, part.amount, part.total, 0)
        self.weighted += other.weighted


def scope_of(viewer: Viewer, chosen: BoardFilter) -> Scope:
    """What of the viewer's opportunities the filter asks for."""
    if chosen.owner == "me":
        return Scope((viewer.id or 0,))
    if chosen.owner == "team":
        return Scope(tuple(sorted(viewer.reach)))
    if viewer.sees_all(OPPORTUNITY.key):
        return Scope(None)
    shared = (each.opportunity_id for each in _teams().rows({"user": viewer.id}))
    return Scope(tuple(sorted(viewer.reach)), tuple(sorted(shared)))


@cache
def _teams() -> Prepared:
    """The opportunities of whose teams somebody is."""
    theirs = select(OpportunityMember.opportunity_id).where(OpportunityMember.user_id == bindparam("user"))
    return Prepared(theirs, unscoped="in whose teams they are is what they may know of themselves")


def sums(stages: Sequence[Stage], scope: Scope, chosen: BoardFilter) -> dict[int, ColumnSum]:
    """Stage id → its sums."""
    found = {stage.id: ColumnSum() for stage in stages}
    rows: list[Sequence[Any]] = []
    to_count = scope.criteria
    if chosen.is_plain:
        values = {"stages": [stage.id for stage in stages], "owners": scope.owners or ()}
        rows, to_count = _kept(everybody=scope.owners is None).rows(values), to_count[1:]
    counts = rows_of(counted(stages, to_count, chosen)) if to_count else ()
    for stage_id, currency, *numbers in (*map(whole, rows), *counts):
        found[stage_id].add(currency, *numbers)
    return found


def rows_of(statements: Iterable[Select[Any]]) -> Iterator[list[Any]]:
    """Their rows: what they are grouped by, then count, amount, total and weighted as whole numbers."""
    for statement in statements:
        yield from map(whole, db.session.execute(statement, execution_options=OWN_CRITERION))


def whole(row: Sequence[Any]) -> list[Any]:
    """A row of sums, with whole numbers where the database says nothing or a decimal."""
    return [*row[:-4], *(int(number or 0) for number in row[-4:])]


@cache
def _kept(*, everybody: bool) -> Prepared:
    """The kept sums of `stages`; unless of everybody, of `owners`."""
    kept = OpportunityTotal
    sums_: list[Any] = [
        func.sum(each) for each in (kept.count, kept.amount, kept.amount_in_company, kept.weighted)
    ]
    of_stages = kept.stage_id.in_(bindparam("stages", expanding=True))
    query = select(*[kept.stage_id, kept.currency, *sums_]).where(of_stages)
    if not everybody:
        query = query.where(kept.owner_id.in_(bindparam("owners", expanding=True)))
    return Prepared(query.group_by(kept.stage_id, kept.currency), unscoped=OWN)


def counted(
    stages: Sequence[Stage], criteria: Sequence[ColumnElement[bool]], chosen: BoardFilter, *by: Any
) -> list[Select[Any]]:
    """A statement for each criterion: the sums by stage, by what `by` names, and by currency."""
    each = Opportunity
    sums_: list[Any] = [func.sum(column) for column in (each.amount, each.amount_in_company, each.weighted)]
    groups: list[Any] = [each.stage_id, *by, each.currency]
    query = select(*[*groups, func.count(), *sums_]).where(*OPEN, within(stages, chosen)).group_by(*groups)
    return [query.where(criterion) for criterion in criteria]


def within(stages: Sequence[Stage], chosen: BoardFilter) -> ColumnElement[bool]:
    """The rows in one of the stages, as the chips narrow them."""
    given = moments(stages, chosen)
    return or_(*(and_(Opportunity.stage_id == stage.id, *narrowed(stage, chosen, given)) for stage in stages))


def narrowed(stage: Stage, chosen: BoardFilter, given: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """What the chips ask of a row in this stage; `given` holds the values of `moments`, or parameters for them."""
    found: list[ColumnElement[bool]] = []
    if chosen.quarter:
        found.append(Opportunity.close_on.between(given["quarter_from"], given["quarter_to"]))
    if chosen.stale and staleable(stage):
        found.append(_untouched(given[f"since_{stage.id}"], given["today"], given["now"]))
    elif chosen.stale:
        found.append(Opportunity.id.is_(None))
    if chosen.person is not None:
        found.append(
            Opportunity.owner_id == given["person"] if chosen.person else Opportunity.owner_id.is_(None)
        )
    if chosen.month == UNDATED:
        found.append(Opportunity.close_on.is_(None))
    elif chosen.month:
        found.append(Opportunity.close_on.between(given["month_from"], given["month_to"]))
    return found


def moments(stages: Sequence[Stage], chosen: BoardFilter) -> dict[str, Any]:
    """The days and instants that the chips compare with."""
    found: dict[str, Any] = {}
    today = today_for()
    if chosen.quarter:
        found["quarter_from"], found["quarter_to"] = quarter(today, company().fiscal_year_start)
    if chosen.person:
        found["person"] = chosen.person
    span = span_of(chosen.month, today)
    if span is not None:
        found["month_from"], found["month_to"] = span.first, span.last
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


def stale_now() -> ColumnElement[bool]:
    """The rows of whichever stage that are warm or rotten now."""
    return or_(false(), *map(stale, db.session.scalars(select(Stage).where(Stage.active))))


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
    first = month_start(day, -months)
    return first, month_start(first, 3) - timedelta(days=1)
