"""What the board asks the database: column sums and the newest cards of each column, under the viewer's rights.

A whole board takes as many statements as a board with one card. Sums come from the kept totals while no further filter
narrows the columns, else from the rows themselves; cards come by one indexed LIMIT per stage, joined by UNION ALL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from salesapp.activities.models import Activity, ActivityStatus
from salesapp.core import clock
from salesapp.core.access import Viewer
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.customers.models import Account, Contact
from salesapp.opportunities.models import (
    OPPORTUNITY,
    Opportunity,
    OpportunityLine,
    OpportunityMember,
    OpportunityTotal,
    Stage,
)
from salesapp.people.models import User

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
        if self.owners is None:
            return [Opportunity.id.is_not(None)]
        owned = Opportunity.owner_id.in_(self.owners)
        if not self.shared:
            return [owned]
        others = or_(Opportunity.owner_id.is_(None), Opportunity.owner_id.not_in(self.owners))
        return [owned, and_(Opportunity.id.in_(self.shared), others)]


@dataclass
class ColumnSum:
    """Sums of one column: `total` and `weighted` in the company's currency, `parts` by currency (count, amount)."""

    count: int = 0
    total: int = 0
    weighted: int = 0
    parts: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, currency: str, count: int, amount: int, total: int, weighted: int) -> None:
        """Adds one currency's share."""
        if not count:
            return
        self.count, self.total, self.weighted = (
            self.count + count,
            self.total + total,
            self.weighted + weighted,
        )
        before = self.parts.get(currency, (0, 0))
        self.parts[currency] = (before[0] + count, before[1] + amount)


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
    per_stage = [and_(each.stage_id == stage.id, *_narrowed(stage, chosen)) for stage in stages]
    return query.where(or_(*per_stage)).group_by(each.stage_id, each.currency)


def cards(
    stages: Sequence[Stage], scope: Scope, chosen: BoardFilter, *, after: str = "", extra: Sequence[str] = ()
) -> dict[int, list[Row[Any]]]:
    """Stage id → up to PAGE + 1 rows, last moved first; the one too many says that there are more.

    `after` (of `cursor`) begins behind a card; `extra` names further columns.
    """
    found: dict[int, list[Row[Any]]] = {stage.id: [] for stage in stages}
    columns = _card_columns(stages, extra)
    parts = [
        _top(columns, stage, criterion, chosen, after).subquery()
        for stage in stages
        for criterion in (scope.criteria if scope.owners != () else [])
    ]
    if not parts:
        return found
    newest = union_all(*(select(part) for part in parts)).subquery("newest")
    for row in db.session.execute(_named(newest), execution_options=OWN_CRITERION):
        found[row.stage_id].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row.stage_entered_at, row.id), reverse=True)
        del rows[PAGE + 1 :]
    return found


def card(key: int, extra: Sequence[str] = ()) -> Row[Any] | None:
    """One opportunity's row as `cards` gives it; the caller has checked that the viewer sees it."""
    columns = _card_columns([], extra)
    one = select(*columns).where(Opportunity.id == key).subquery("newest")
    return db.session.execute(_named(one), execution_options=OWN_CRITERION).one_or_none()


def _card_columns(stages: Sequence[Stage], extra: Sequence[str]) -> list[Any]:
    one = Opportunity
    found: list[Any] = [
        one.id, one.version, one.stage_id, one.name, one.amount, one.currency, one.next_step, one.next_step_on,
        one.stage_entered_at, one.touched_at, one.owner_id, one.account_id, one.contact_id,
    ]  # fmt: skip
    known = {column.key for column in found}
    found += [getattr(one, name) for name in sorted(set(extra) - known)]
    if any(stage.product_required for stage in stages) or not stages:
        found.append(exists().where(OpportunityLine.opportunity_id == one.id).label("has_lines"))
    return found


def _top(
    columns: list[Any], stage: Stage, criterion: ColumnElement[bool], chosen: BoardFilter, after: str
) -> Select[Any]:
    one = Opportunity
    query = select(*columns).where(one.stage_id == stage.id, *OPEN, criterion, *_narrowed(stage, chosen))
    place = decoded(after)
    if place is not None:
        query = query.where(tuple_(one.stage_entered_at, one.id) < tuple_(*place))
    return query.order_by(one.stage_entered_at.desc(), one.id.desc()).limit(PAGE + 1)


def _named(newest: Any) -> Select[Any]:
    """The rows with the names of customer and owner."""
    names = (Account.name.label("account"), Contact.family_name, Contact.given_name, User.name.label("owner"))
    joined = newest.outerjoin(Account, Account.id == newest.c.account_id)
    joined = joined.outerjoin(Contact, Contact.id == newest.c.contact_id).outerjoin(
        User, User.id == newest.c.owner_id
    )
    return select(newest, *names).select_from(joined)


def _narrowed(stage: Stage, chosen: BoardFilter) -> list[ColumnElement[bool]]:
    """What the chips ask of a row in this stage."""
    found: list[ColumnElement[bool]] = []
    if chosen.quarter:
        first, last = quarter(clock.today(company().zone), company().fiscal_year_start)
        found.append(Opportunity.close_on.between(first, last))
    if chosen.stale:
        found.append(stale(stage))
    return found


def stale(stage: Stage) -> ColumnElement[bool]:
    """The rows in `stage` that are warm or rotten, by the rule of `staleness`."""
    thresholds = [days for days in (stage.warm_days, stage.rotten_days) if days is not None]
    if not thresholds:
        return Opportunity.id.is_(None)
    since, today = clock.now() - timedelta(days=min(thresholds)), clock.today(company().zone)
    ahead = exists().where(
        Activity.subject_type == OPPORTUNITY.key,
        Activity.subject_id == Opportunity.id,
        Activity.status == ActivityStatus.PLANNED,
        Activity.deleted_at.is_(None),
        or_(Activity.due_on >= today, Activity.starts_at >= clock.now()),
    )
    planned = or_(ahead, func.coalesce(Opportunity.next_step_on, date.min) >= today)
    return and_(Opportunity.stage_entered_at <= since, Opportunity.touched_at <= since, ~planned)


def planned_days(keys: Sequence[int], today: date) -> dict[int, tuple[date, str]]:
    """Opportunity id → (day, subject) of its next planned activity, for ids the viewer sees."""
    if not keys:
        return {}
    day = (Activity.subject_id, Activity.due_on, Activity.starts_at, Activity.subject)
    query = select(*day).where(
        Activity.subject_type == OPPORTUNITY.key,
        Activity.subject_id.in_(keys),
        Activity.status == ActivityStatus.PLANNED,
        Activity.deleted_at.is_(None),
    )
    found: dict[int, tuple[date, str]] = {}
    for key, due_on, starts_at, subject in db.session.execute(query, execution_options=OWN_CRITERION):
        when = due_on or (starts_at.date() if starts_at else None)
        if key is not None and when is not None and (key not in found or _sooner(when, found[key][0], today)):
            found[key] = (when, subject)
    return found


def _sooner(one: date, other: date, today: date) -> bool:
    """A plan that lies ahead holds, so it goes before one that is overdue."""
    return (one < today, one) < (other < today, other)


def quarter(day: date, year_begins_in: int) -> tuple[date, date]:
    """First and last day of the fiscal quarter that `day` is in, the year beginning in that month (1 to 12)."""
    months = (day.month - year_begins_in) % 12 % 3
    first = _month(day.year, day.month - months)
    return first, _month(first.year, first.month + 3) - timedelta(days=1)


def _month(year: int, month: int) -> date:
    """The first of a month that may be counted beyond its year: month 0 is last December."""
    years, index = divmod(month - 1, 12)
    return date(year + years, index + 1, 1)


def cursor(row: Row[Any]) -> str:
    """The place of a card in its column, for `after`."""
    return f"{int(row.stage_entered_at.timestamp() * 1_000_000)}-{row.id}"


def decoded(after: str) -> tuple[datetime, int] | None:
    """What `cursor` wrote; None for anything else."""
    micros, _sep, key = after.partition("-")
    if not (micros.isdigit() and key.isdigit() and len(micros) < 18):
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(micros)), int(key)
