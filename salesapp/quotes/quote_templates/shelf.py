"""The templates that somebody may pick from, and keeping a quote as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from salesapp.core.access import Viewer, changeable
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.quotes.quote_templates.models import QuoteTemplate
from salesapp.records.views.offered import Audience


def shelf_of(viewer: Viewer) -> Sequence[QuoteTemplate]:
    """One's own by name, then those that others share."""
    query = select(QuoteTemplate).options(joinedload(QuoteTemplate.user))
    found = db.session.scalars(query.order_by(QuoteTemplate.name, QuoteTemplate.id)).all()
    return sorted(found, key=lambda each: each.user_id != viewer.id)


def has_templates() -> bool:
    """Whether whoever asks can begin a quote with one."""
    return bool(db.session.scalar(select(exists(select(QuoteTemplate.id)))))


def found(key: int) -> QuoteTemplate | None:
    """The template with its lines as they stand together; None where whoever asks isn't offered it."""
    query = select(QuoteTemplate).where(QuoteTemplate.id == key).options(joinedload(QuoteTemplate.lines))
    return db.session.scalars(query.execution_options(populate_existing=True)).unique().one_or_none()


def mine_to_change(key: int, viewer: Viewer) -> QuoteTemplate | None:
    """The template, locked until the change is committed; None where they may not rename and delete it."""
    query = select(QuoteTemplate).where(QuoteTemplate.id == key, changeable(QuoteTemplate, viewer))
    return db.session.scalar(
        query.with_for_update(of=QuoteTemplate), execution_options={"populate_existing": True}
    )


def changeable_ids(viewer: Viewer) -> set[int]:
    """Those that they may rename and delete."""
    return set(db.session.scalars(select(QuoteTemplate.id).where(changeable(QuoteTemplate, viewer))))


def save(quote: Any, name: str, audience: Audience, *, by: Any, replace: bool = False) -> QuoteTemplate:
    """Keeps the quote as a template. RuleBroken where it has no lines, or the name is taken and not to be replaced.

    What they may not share, but is shared, may stay so.
    """
    if not quote.offered:
        raise RuleBroken(_("There is nothing to keep yet. Add a line first."))
    kept = _called(name, by)
    if kept is not None and not replace:
        raise RuleBroken(_("You already have a template with this name."), field="name")
    kept = kept or QuoteTemplate(user_id=by.id, name=name)
    if audience is not kept.audience:
        kept.offer_to(audience, by=by)
    kept.keep(quote)
    db.session.add(kept)
    db.session.flush()
    return kept


def rename(template: QuoteTemplate, name: str, audience: Audience, *, by: Any) -> None:
    """Another name, and who is offered it; what somebody may not share may stay as shared as it is."""
    other = None if name == template.name else _called(name, template.user)
    if other is not None:
        raise RuleBroken(_("There is already a template with this name. Choose another."), field="name")
    if audience is not template.audience:
        template.offer_to(audience, by=by)
    template.name = name


def shared_so_far(name: str, owner: Viewer) -> Audience | None:
    """Who is offered the owner's template of that name; None where there is none."""
    query = select(QuoteTemplate.audience).where(QuoteTemplate.user_id == owner.id)
    return db.session.scalar(query.where(QuoteTemplate.name == name))


def _called(name: str, owner: Any) -> QuoteTemplate | None:
    """The owner's template of that name, whoever asks; locked, since it is about to be replaced."""
    query = select(QuoteTemplate).where(QuoteTemplate.user_id == owner.id, QuoteTemplate.name == name)
    asking = {"unscoped": "a name is free or taken among the owner's own", "populate_existing": True}
    return db.session.scalar(query.with_for_update(of=QuoteTemplate), execution_options=asking)
