"""The first cards of each column, the newest or in another order: one indexed LIMIT per stage, joined by UNION ALL.

A whole board is one statement, whatever the number of cards. Building such a statement takes longer than running it, so
each shape of it is built once and runs with parameters.

Which index serves it is decided here, since a database that guesses wrong walks a million rows: a few owners are asked
one by one (owner, stage and order in one index); many with few cards by their owners; many with many cards by walking
the stage from its newest card, of which enough are theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, exists, func, select, tuple_, union_all

from salesapp.core.access.prepared import Prepared, Row
from salesapp.core.db import UtcTime
from salesapp.customers.models import Account, Contact
from salesapp.opportunities.board.column_sums import (
    OPEN,
    OWN,
    PAGE,
    BoardFilter,
    Scope,
    moments,
    narrowed,
    parts_of,
    staleable,
)
from salesapp.opportunities.board.saved.display import NEWEST, SORTINGS, Sorting
from salesapp.opportunities.models import (
    BuyingRole,
    Opportunity,
    OpportunityContact,
    OpportunityLine,
    WinRequest,
)
from salesapp.opportunities.processes.models import Stage
from salesapp.people.models import User

ALWAYS = (
    "id", "version", "stage_id", "name", "amount", "amount_in_company", "currency", "next_step", "next_step_on",
    "stage_entered_at", "touched_at", "owner_id", "account_id", "contact_id",
)  # fmt: skip
FEW_OWNERS = 8
FEW_CARDS = 2000
INSTANTS = ("now", "since", "at")


@dataclass(frozen=True)
class Shape:
    """All that decides how a statement is written; `stages` are (id, whether anything there goes stale)."""

    stages: tuple[tuple[int, bool], ...]
    everybody: bool
    owners: int
    """How many owners are asked one by one; 0 when they are asked together."""
    by_owner: bool
    """Whether the stage's own index is kept out of use."""
    shared: bool
    chosen: BoardFilter
    after: bool
    sort: str
    extra: tuple[str, ...]
    asks: tuple[str, ...]
    """What of other tables some stage asks for, by the names of ELSEWHERE."""


def cards(
    stages: Sequence[Stage],
    scope: Scope,
    chosen: BoardFilter,
    *,
    count: int,
    after: str = "",
    extra: Sequence[str] = (),
    pages: Mapping[int, int] | None = None,
    sorting: Sorting = NEWEST,
) -> dict[int, list[Row]]:
    """Stage id → up to PAGE + 1 rows in their order; the one too many says that there are more.

    `count` is how many cards there are in all; `after` (of `sorting.cursor`) begins behind a card; `extra` names
    further columns; `pages` says for a stage id how many pages are wanted where it is more than one.
    """
    found: dict[int, list[Row]] = {stage.id: [] for stage in stages}
    place = sorting.decoded(after)
    values = moments(stages, chosen)
    owners = scope.owners or ()
    one_by_one = len(owners) if len(owners) <= FEW_OWNERS else 0
    limits = {stage.id: PAGE * (pages or {}).get(stage.id, 1) + 1 for stage in stages}
    values |= {f"limit_{key}": limit for key, limit in limits.items()}
    values |= {"owners": owners, "shared": scope.shared}
    values |= {f"owner_{place}": owner for place, owner in enumerate(owners[:one_by_one])}
    values |= {} if place is None else {"at": place[0], "key": place[1]}
    shape = Shape(
        stages=tuple((stage.id, staleable(stage)) for stage in stages),
        everybody=scope.owners is None,
        owners=one_by_one,
        by_owner=not one_by_one and scope.owners is not None and count <= FEW_CARDS,
        shared=bool(scope.shared),
        chosen=chosen.kind,
        after=place is not None,
        sort=sorting.key,
        extra=tuple(sorted({*extra, *sorting.columns})),
        asks=asks_of(stages),
    )
    for row in _statement(shape).rows(values):
        found[row.stage_id].append(row)
    for key, rows in found.items():
        rows.sort(key=lambda row: (sorting.of(row), row.id), reverse=sorting.descending)
        del rows[limits[key] :]
    return found


def card(key: int, extra: Sequence[str] = ()) -> Row | None:
    """One opportunity's row as `cards` gives it; the caller has checked that the viewer sees it."""
    return next(iter(_card_statement(tuple(extra)).rows({"key": key})), None)


@lru_cache(maxsize=128)
def _card_statement(extra: tuple[str, ...]) -> Prepared:
    one = select(*columns_of(extra)).where(Opportunity.id == bindparam("key"))
    return Prepared(named(one.subquery("newest"), tuple(ELSEWHERE)), unscoped=OWN)


@lru_cache(maxsize=128)
def _statement(shape: Shape) -> Prepared:
    """The statement of one shape."""
    owners: Any = None if shape.everybody else bindparam("owners", expanding=True)
    owned, *shared = parts_of(owners, bindparam("shared", expanding=True) if shape.shared else None)
    each = [Opportunity.owner_id == bindparam(f"owner_{place}") for place in range(shape.owners)]
    sorting = SORTINGS[shape.sort]
    place = (bindparam("at", type_=sorting.type), bindparam("key", type_=Integer())) if shape.after else None
    columns = columns_of(shape.extra)
    # In an order that no index has, the stage's own index gains nothing, and owner with stage is the narrower one.
    order: Any = func.coalesce(sorting.by, sorting.by) if shape.by_owner else sorting.by
    tops = [
        _top(
            select(*columns).where(
                *OPEN, Opportunity.stage_id == key, part, *_asked(key, shape.chosen, goes_stale)
            ),
            sorting,
            place,
            order,
        )
        .limit(bindparam(f"limit_{key}", type_=Integer()))
        .subquery()
        for key, goes_stale in shape.stages
        for part in [*(each or [owned]), *shared]
    ]
    newest = union_all(*(select(top) for top in tops)).subquery("newest")
    return Prepared(named(newest, shape.asks), unscoped=OWN)


def asks_of(stages: Sequence[Stage]) -> tuple[str, ...]:
    """What the stages ask for in other tables, by the names of ELSEWHERE."""
    asked = {
        "has_lines": any(stage.product_required for stage in stages),
        "has_decider": any(stage.decider_required for stage in stages),
        "waits": any(stage.process.approval_required for stage in stages),
    }
    return tuple(name for name, wanted in asked.items() if wanted)


def _has_lines(newest: Any) -> ColumnElement[bool]:
    return exists().where(OpportunityLine.opportunity_id == newest.c.id)


def _has_decider(newest: Any) -> ColumnElement[bool]:
    decides = OpportunityContact.role == BuyingRole.DECIDER
    return exists().where(OpportunityContact.opportunity_id == newest.c.id, decides)


def _waits(newest: Any) -> ColumnElement[bool]:
    return exists().where(WinRequest.opportunity_id == newest.c.id, WinRequest.decided_at.is_(None))


ELSEWHERE = {
    "has_lines": _has_lines,
    "has_decider": _has_decider,
    "waits": _waits,
}
"""What a stage may ask for that stands in other tables: asked of the cards that are shown only."""


def _asked(key: int, chosen: BoardFilter, goes_stale: bool) -> list[ColumnElement[bool]]:
    names = (
        *("quarter_from", "quarter_to", "month_from", "month_to", "person"),
        *("today", "now", f"since_{key}"),
    )
    given = {name: bindparam(name, type_=UtcTime() if name.startswith(INSTANTS) else None) for name in names}
    return narrowed(Stage(id=key, warm_days=1 if goes_stale else None), chosen, given)


def columns_of(extra: Iterable[str]) -> list[Any]:
    """What a card is made of, and further columns."""
    return [getattr(Opportunity, name) for name in (*ALWAYS, *sorted(set(extra) - set(ALWAYS)))]


def _top(query: Select[Any], sorting: Sorting, place: tuple[Any, Any] | None, order: Any) -> Select[Any]:
    """The rows in their order, behind `place` if there is one."""
    if place is not None:
        here, there = tuple_(sorting.by, Opportunity.id), tuple_(*place)
        query = query.where(here < there if sorting.descending else here > there)
    if sorting.descending:
        return query.order_by(order.desc(), Opportunity.id.desc())
    return query.order_by(order, Opportunity.id)


def named(newest: Any, asks: Sequence[str]) -> Select[Any]:
    """The rows with the names of customer and owner, and what is asked for elsewhere."""
    names: tuple[Any, ...] = (
        Account.name.label("account"),
        Contact.family_name,
        Contact.given_name,
        User.name.label("owner"),
    )
    joined = newest.outerjoin(Account, Account.id == newest.c.account_id)
    joined = joined.outerjoin(Contact, Contact.id == newest.c.contact_id).outerjoin(
        User, User.id == newest.c.owner_id
    )
    elsewhere = [ELSEWHERE[name](newest).label(name) for name in asks]
    return select(newest, *names, *elsewhere).select_from(joined)
