"""The events of an opportunity as spans: from when until when it stood how. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from salesapp.core.events.replay import settled
from salesapp.records.editing import DELETED, RESTORED

OPEN = "open"
FIELDS = ("state", "process", "stage", "owner", "close_on", "amount", "currency", "forecast_category")
"""What of an opportunity makes the pipeline."""
IN_BIN = "bin"
"""Beside these: whether it is in the recycle bin."""


@dataclass(frozen=True)
class Standing:
    """How an opportunity stood. `amount` in minor units of `currency`; `category` its own, if it has one."""

    state: str
    in_bin: bool
    process: int | None
    stage: int | None
    owner: int | None
    close_on: date | None
    amount: int | None
    currency: str
    category: str | None

    @property
    def is_open(self) -> bool:
        """Whether it was in the pipeline."""
        return self.state == OPEN and not self.in_bin

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Standing:
        """By the values of its fields, as events keep them."""
        day = values.get("close_on")
        return cls(
            values.get("state") or OPEN,
            bool(values.get(IN_BIN)),
            values.get("process"),
            values.get("stage"),
            values.get("owner"),
            None if day is None else date.fromisoformat(day),
            values.get("amount"),
            values.get("currency") or "",
            values.get("forecast_category"),
        )


@dataclass(frozen=True)
class Stay:
    """How it stood from an instant until another one, which may be the same; without an end it still does."""

    begins_at: datetime
    ends_at: datetime | None
    standing: Standing


def stays(happened: Iterable[Any], begun: Mapping[str, Any], since: datetime) -> list[Stay]:
    """What these events (the oldest first: `at`, `kind`, `made_with`, `changes`) tell of one record.

    Older ones may not say what it was made with: it began, at `since`, as `begun` says.
    """
    found: list[tuple[datetime, Standing]] = []
    for at, standing in _standings(happened, begun, since):
        if not found or found[-1][1] != standing:
            found.append((max(at, found[-1][0]) if found else at, standing))
    ends = [at for at, _standing in found[1:]]
    pairs = zip(found, [*ends, None], strict=True)
    return [Stay(at, end, standing) for (at, standing), end in pairs]


def _standings(
    happened: Iterable[Any], begun: Mapping[str, Any], since: datetime
) -> Iterator[tuple[datetime, Standing]]:
    values, told = dict(begun), False
    for each in happened:
        if each.made_with is not None:
            values = {name: settled(value) for name, value in each.made_with.items()}
        elif not told:
            yield since, Standing.of(values)
        told = True
        values |= {change["field"]: settled(change["after"]) for change in each.changes}
        if each.kind in {DELETED, RESTORED}:
            values[IN_BIN] = each.kind == DELETED
        yield each.at, Standing.of(values)
    if not told:
        yield since, Standing.of(values)


def begun_as(happened: Iterable[Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """How the record was before the first event that changed each field; what never changed is as it is now."""
    found: dict[str, Any] = {}
    for each in happened:
        for change in each.changes:
            found.setdefault(change["field"], settled(change["before"]))
    return {**now, **found}


def newest_life(happened: list[Any]) -> list[Any]:
    """SQLite gives the id of a row that is gone for good to another one: the events of the last one that had it."""
    born = [at for at, each in enumerate(happened) if each.made_with is not None]
    return happened[born[-1] :] if born else happened
