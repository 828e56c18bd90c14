"""One verb for many opportunities: each is checked by itself, what refuses is named with why, the others are done."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from salesapp.core.access import changeable
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event
from salesapp.core.i18n import _
from salesapp.opportunities.models import Opportunity

MOST = 100
"""As many cards at once at most: they stand in the address of the sheet."""


@dataclass(frozen=True)
class Pick:
    """A card as it was picked: its id, and the version that was on the screen."""

    id: int
    version: int

    def __str__(self) -> str:
        return f"{self.id}.{self.version}"


def picks_of(texts: Iterable[str]) -> list[Pick]:
    """What `str` of picks wrote, each card once; RuleBroken for none, or for more than MOST."""
    found = (re.fullmatch(r"(\d{1,9})\.(\d{1,9})", text) for text in texts)
    picks = {int(match[1]): Pick(int(match[1]), int(match[2])) for match in found if match}
    if not picks:
        raise RuleBroken(_("Select a card first."))
    if len(picks) > MOST:
        raise RuleBroken(_("You can select at most %(num)s cards at once.", num=MOST))
    return list(picks.values())


@dataclass
class Outcome:
    """What became of the picks: `done`, `refused` with why, and how many are no longer there for the viewer."""

    done: list[Opportunity] = field(default_factory=list)
    refused: list[tuple[Opportunity, str]] = field(default_factory=list)
    gone: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether everything was done."""
        return not self.refused and not self.gone


def each_of(
    picks: Sequence[Pick], act: Callable[[Opportunity], object], *, touching: Collection[str], by: Any
) -> Outcome:
    """Does `act` to each card that `by` may change. A RuleBroken refuses just that one.

    So does a change by somebody else, since the card was picked, of one of the fields that the act is `touching`.
    """
    mine = _locked(picks, by)
    found, rows = Outcome(), _rows(picks)
    changed = _changed_since([each for each in picks if _is_other(each, rows)], touching)
    for pick in picks:
        row = rows.get(pick.id)
        if row is None:
            found.gone += 1
        elif row.id not in mine:
            found.refused.append((row, _("You can view it, but not change it.")))
        elif pick.id in changed:
            found.refused.append((row, _("Someone else has changed it.")))
        else:
            _try(act, row, found)
    db.session.flush()
    return found


def _try(act: Callable[[Opportunity], object], row: Opportunity, found: Outcome) -> None:
    try:
        act(row)
    except RuleBroken as broken:  # verbs check before they change anything
        found.refused.append((row, broken.sentence))
    else:
        found.done.append(row)


def _is_other(pick: Pick, rows: Mapping[int, Opportunity]) -> bool:
    return pick.id in rows and rows[pick.id].version != pick.version


def _changed_since(picks: Sequence[Pick], fields: Collection[str]) -> set[int]:
    """Ids of the cards of which one of the fields was changed after the version that was picked."""
    versions = {pick.id: pick.version for pick in picks}
    if not versions:
        return set()
    query = select(Event.subject_id, Event.subject_version, Event.changes).where(
        Event.subject_type == Opportunity.record_type_key, Event.subject_id.in_(versions)
    )
    return {
        key
        for key, version, changes in db.session.execute(query)
        if version >= versions[key] and any(each["field"] in fields for each in changes)
    }


def _locked(picks: Sequence[Pick], by: Any) -> set[int]:
    """Ids of those that `by` may change, locked in one order whatever order they were picked in."""
    query = select(Opportunity.id).where(Opportunity.id.in_([pick.id for pick in picks]))
    query = query.where(changeable(Opportunity, by)).order_by(Opportunity.id)
    return set(db.session.scalars(query.with_for_update(of=Opportunity)))


def _rows(picks: Sequence[Pick]) -> dict[int, Opportunity]:
    """What the viewer sees of them, with all that moving one asks for."""
    asked = (Opportunity.lines, Opportunity.contacts, Opportunity.ticks, Opportunity.stage_changes)
    query = select(Opportunity).where(Opportunity.id.in_([pick.id for pick in picks]))
    query = query.options(joinedload(Opportunity.stage), *(selectinload(each) for each in asked))
    rows = db.session.scalars(query.execution_options(populate_existing=True))
    return {row.id: row for row in rows}
