"""Likely duplicates of many records at once: a handful of statements for hundreds of them, and never all pairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.customers.duplicates.holders import CROWD, Holders, holders_of
from salesapp.customers.duplicates.match_keys import LIKELY, Key, Match, known_apart, likely, traits_of
from salesapp.customers.duplicates.pairs import told_apart
from salesapp.customers.duplicates.traits import EXACT, Traits, likeness

RAREST = 3
"""By so many pieces of its name a record is sought: those that the fewest share."""
AT_ONCE = 800
MOST = 5


def likely_duplicates(records: Sequence[Any]) -> list[list[Match]]:
    """For each of several records of one type, made or only typed: those that are likely the same, surest first.

    A record is compared with those before it, too, so that a file does not bring in one person twice.
    """
    if len(records) == 1:
        return [likely(records[0])]
    return list(_among(records)) if records else []


def _among(records: Sequence[Any]) -> Iterator[list[Match]]:
    model, region = type(records[0]), company().region
    described = {each: traits_of(each) for each in records}
    keys = [each.keys(region) for each in described.values()]
    holders = holders_of({model.record_type_key: {key for own in keys for key in own}})[model.record_type_key]
    in_file = Counter(key for each, own in zip(records, keys, strict=True) if each.id is None for key in own)
    telling = telling_keys(keys, holders, in_file)
    there = loaded(model, {each for some in telling for key in some for each in holders.get(key, ())})
    described |= {each: traits_of(each) for each in there.values() if each not in described}
    apart = told_apart(model.record_type_key, [each.id for each in records])
    before: dict[Key, list[Any]] = defaultdict(list)
    first: dict[Traits, Any] = {}
    for record, own, sought in zip(records, keys, telling, strict=True):
        shared: dict[Any, set[str]] = defaultdict(set)
        for key in sought:
            for other in (*(there.get(each) for each in holders.get(key, ())), *before[key]):
                if other is not None and other is not record and (record.id is None or other.id != record.id):
                    shared[other] |= {key[0]} & set(EXACT)
        if (twin := first.setdefault(described[record], record)) is not record:
            shared[twin] |= {kind for kind, _value in own} & set(EXACT)  # whatever crowd shares it all
        for key in own:
            before[key].append(record)
        yield _surest(record, described, shared, apart)


def _surest(
    record: Any, described: dict[Any, Traits], shared: dict[Any, set[str]], apart: set[tuple[int, int]]
) -> list[Match]:
    found, own = [], described[record]
    for other, kinds in shared.items():
        theirs = described[other]
        if not kinds and _only_namesakes(own, theirs):
            continue
        like = likeness(own, theirs, kinds)
        if like.score >= LIKELY and not known_apart(record, other, apart):
            found.append(Match(other, like.score, like.reasons, like.kinds))
    return sorted(found, key=lambda match: (-match.score, match.record.id or 0))[:MOST]


def _only_namesakes(one: Traits, other: Traits) -> bool:
    """People who share no more than pieces of a name, and are known to work nowhere together."""
    together = one.account is not None and one.account == other.account
    return bool(one.person and other.person) and not together and not (one.company and other.company)


def telling_keys(
    keys: Iterable[frozenset[Key]], holders: Holders, in_file: Mapping[Key, int] | None = None
) -> list[list[Key]]:
    """Of each record's keys those it is sought by: no crowds, there or in the file, and of names only the rarest.

    `in_file` says how many others have a key beside those that are there.
    """
    sizes = Counter(in_file or {})
    sizes.update({key: len(ids) for key, ids in holders.items()})
    found = []
    for own in keys:
        known = sorted((sizes[key], key) for key in own if sizes[key] <= CROWD)
        taken: Counter[str] = Counter()
        sought = []
        for _size, key in known:
            taken[key[0]] += 1
            if key[0] in EXACT or taken[key[0]] <= RAREST:
                sought.append(key)
        found.append(sought)
    return found


def loaded(model: Any, ids: set[int]) -> dict[int, Any]:
    """Those that the viewer sees and that are not in the bin."""
    found: dict[int, Any] = {}
    ordered = sorted(ids)
    for place in range(0, len(ordered), AT_ONCE):
        some = select(model).where(model.id.in_(ordered[place : place + AT_ONCE]))
        found |= {each.id: each for each in db.session.scalars(some)}
    return found
