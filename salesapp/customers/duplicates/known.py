"""Whom one has already in any form: who is typed as a lead may be a customer, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from salesapp.core.access import allows, current_viewer
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.registry import record_type
from salesapp.customers.duplicates.match_keys import (
    LIKELY,
    Found,
    Match,
    candidates,
    known_apart,
    likely,
    matched_models,
    stands_for_another,
    traits_of,
)
from salesapp.customers.duplicates.matching import company_similarity
from salesapp.customers.duplicates.pairs import told_apart
from salesapp.customers.duplicates.traits import SIMILAR, SURE, Traits, likeness

MOST = 5


def known_already(record: Any) -> list[Match]:
    """Records of any type that share a number or an address with `record`, or a name; and likely duplicates.

    Only those that the viewer sees; customers first, then the surest. Other than among likely duplicates a different
    name keeps nobody quiet: whoever calls a number that is there already should know so.
    """
    models = [model for model in matched_models() if _may_see(model)]
    known = candidates(models, traits_of(record).keys(company().region))
    matches = likely(record, known=known.get(record.record_type_key))
    found = {(each.record.record_type_key, each.record.id): each for each in matches}
    for model in models:
        for each in _sharing(record, model, known[model.record_type_key]):
            found.setdefault((each.record.record_type_key, each.record.id), each)
    own = record.record_type_key
    order = sorted(found.items(), key=lambda item: (item[0][0] == own, -item[1].score, item[0][1]))
    return [match for _key, match in order][:MOST]


def _may_see(model: Any) -> bool:
    viewer = current_viewer()
    return viewer is None or allows(viewer, record_type(model.record_type_key).view)


def _sharing(record: Any, model: Any, known: Found) -> Iterator[Match]:
    own, same = traits_of(record), model is type(record)
    # Those of the same type that are only called alike are found by `likely`.
    shared = {key: kinds for key, kinds in known.items() if not same or (kinds and key != record.id)}
    apart = told_apart(model.record_type_key, [record.id]) if same else set()
    rows = db.session.scalars(select(model).where(model.id.in_(list(shared)))) if shared else ()
    for each in rows:
        theirs = traits_of(each)
        if _together(own, theirs) or (known_apart(record, each, apart) if same else stands_for_another(each)):
            continue
        like = likeness(own, theirs, shared[each.id])
        called_alike = not same and "name" in like.kinds and like.score >= LIKELY
        if called_alike or _tells(shared[each.id], own, theirs):
            yield Match(each, min(like.score, SURE), like.reasons, like.kinds)


def _together(own: Traits, theirs: Traits) -> bool:
    """An account and its people, and colleagues, share numbers and a domain as a matter of course."""
    return own.account is not None and own.account == theirs.account


def _tells(shared: set[str], own: Traits, theirs: Traits) -> bool:
    """An address or a number does; a domain, which colleagues share, only between firms that are called alike."""
    if shared & {"email", "phone"}:
        return True
    named = bool(own.company and theirs.company)
    return named and company_similarity(own.company or "", theirs.company or "") >= SIMILAR
