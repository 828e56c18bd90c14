"""Whom one has already in any form: who is typed as a lead may be a customer, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.customers.duplicates.elsewhere import across, may_see, tells, together
from salesapp.customers.duplicates.match_keys import (
    Found,
    Match,
    candidates,
    known_apart,
    likely,
    matched_models,
    traits_of,
)
from salesapp.customers.duplicates.pairs import told_apart
from salesapp.customers.duplicates.traits import SURE, likeness

MOST = 5


def known_already(record: Any) -> list[Match]:
    """Records of any type that share a number or an address with `record`, or a name; and likely duplicates.

    Only those that the viewer sees; customers first, then the surest. Other than among likely duplicates a different
    name keeps nobody quiet: whoever calls a number that is there already should know so.
    """
    models = [model for model in matched_models() if may_see(model)]
    known = candidates(models, traits_of(record).keys(company().region))
    matches = likely(record, known=known.get(record.record_type_key))
    found = {(each.record.record_type_key, each.record.id): each for each in matches}
    for model in models:
        for each in _sharing(record, model, known[model.record_type_key]):
            found.setdefault((each.record.record_type_key, each.record.id), each)
    own = record.record_type_key
    order = sorted(found.items(), key=lambda item: (item[0][0] == own, -item[1].score, item[0][1]))
    return [match for _key, match in order][:MOST]


def _sharing(record: Any, model: Any, known: Found) -> Iterator[Match]:
    same = model is type(record)
    # Those of the same type that are only called alike are found by `likely`.
    shared = {key: kinds for key, kinds in known.items() if not same or (kinds and key != record.id)}
    apart = told_apart(model.record_type_key, [record.id]) if same else set()
    rows = db.session.scalars(select(model).where(model.id.in_(list(shared)))) if shared else ()
    for each in rows:
        match = (
            _of_its_type(record, each, shared[each.id], apart)
            if same
            else across(record, each, shared[each.id])
        )
        if match is not None:
            yield match


def _of_its_type(record: Any, other: Any, shared: set[str], apart: set[tuple[int, int]]) -> Match | None:
    own, theirs = traits_of(record), traits_of(other)
    if together(own, theirs) or known_apart(record, other, apart) or not tells(shared, own, theirs):
        return None
    like = likeness(own, theirs, shared)
    return Match(other, min(like.score, SURE), like.reasons, like.kinds)
