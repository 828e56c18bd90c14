"""Of many records at once, whom one has already in another form: a lead who is a customer, and the reverse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from salesapp.core.access import allows, current_viewer
from salesapp.core.company import company
from salesapp.core.registry import record_type
from salesapp.customers.duplicates.bulk import MOST, loaded, telling_keys
from salesapp.customers.duplicates.holders import Holders, holders_of
from salesapp.customers.duplicates.match_keys import (
    LIKELY,
    Key,
    Match,
    matched_models,
    stands_for_another,
    traits_of,
)
from salesapp.customers.duplicates.matching import company_similarity
from salesapp.customers.duplicates.traits import EXACT, SIMILAR, SURE, Traits, likeness


def known_elsewhere(records: Sequence[Any]) -> list[list[Match]]:
    """For each of several records of one type, made or only typed: those of other types, surest first.

    Only those that the viewer sees; a handful of statements for each type, however many records.
    """
    found: list[list[Match]] = [[] for _each in records]
    if not records:
        return found
    region = company().region
    keys = [traits_of(each).keys(region) for each in records]
    others = [each for each in matched_models() if each is not type(records[0]) and may_see(each)]
    sought = {key for own in keys for key in own}
    holders = holders_of({each.record_type_key: sought for each in others})
    for model in others:
        for place, matches in enumerate(_among(records, keys, model, holders[model.record_type_key])):
            found[place] += matches
    return [sorted(each, key=lambda match: -match.score)[:MOST] for each in found]


def _among(
    records: Sequence[Any], keys: list[frozenset[Key]], model: Any, holders: Holders
) -> Iterator[list[Match]]:
    known = [own if not own.isdisjoint(holders) else frozenset() for own in keys]
    telling = telling_keys(known, holders)
    there = loaded(model, {each for some in telling for key in some for each in holders.get(key, ())})
    for record, sought in zip(records, telling, strict=True):
        shared: dict[Any, set[str]] = defaultdict(set)
        for key in sought:
            for other in filter(None, map(there.get, holders.get(key, ()))):
                shared[other] |= {key[0]} & set(EXACT)
        matches = (across(record, other, kinds) for other, kinds in shared.items())
        yield [each for each in matches if each is not None]


def may_see(model: Any) -> bool:
    """Whether the viewer sees any records of the type."""
    viewer = current_viewer()
    return viewer is None or allows(viewer, record_type(model.record_type_key).view)


def across(record: Any, other: Any, shared: set[str]) -> Match | None:
    """What speaks for `other`, of another type, being the same as `record`; `shared` are kinds of exact keys."""
    own, theirs = traits_of(record), traits_of(other)
    if together(own, theirs) or stands_for_another(other):
        return None
    like = likeness(own, theirs, shared)
    if ("name" in like.kinds and like.score >= LIKELY) or tells(shared, own, theirs):
        return Match(other, min(like.score, SURE), like.reasons, like.kinds)
    return None


def together(own: Traits, theirs: Traits) -> bool:
    """An account and its people, and colleagues, share numbers and a domain as a matter of course."""
    return own.account is not None and own.account == theirs.account


def tells(shared: set[str], own: Traits, theirs: Traits) -> bool:
    """An address or a number does; a domain, which colleagues share, only between firms that are called alike."""
    if shared & {"email", "phone"}:
        return True
    named = bool(own.company and theirs.company)
    return named and company_similarity(own.company or "", theirs.company or "") >= SIMILAR
