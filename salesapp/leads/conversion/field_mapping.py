"""Which field of a lead goes to which field of the account, contact and opportunity it becomes: set-up says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import UniqueConstraint, inspect, select
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core.company import Company
from salesapp.core.db import Base, Record, ShortText, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.core.registry import RecordType, record_type
from salesapp.core.settings_cache import cached
from salesapp.customers.records import ACCOUNT, CONTACT
from salesapp.leads.conversion.field_compatibility import fits
from salesapp.leads.models import LEAD
from salesapp.opportunities.models import OPPORTUNITY

MAPPING_CHANGED = event_kind(
    "lead_mapping_changed",
    _l("%(by)s changed the field mapping for lead conversion"),
    icon="arrow-right-left",
)
KEPT = "lead_mappings"
TARGETS = (ACCOUNT, CONTACT, OPPORTUNITY)
ADDRESS = ("street", "city", "state", "postal_code", "country")
FIXED = {("company", "account"), ("name", "contact"), ("product_interest", "opportunity")}
"""Fields of the lead that always give the record its name, which it cannot do without."""
RESERVED = {
    "account": {"name", "owner"},
    "contact": {"family_name", "given_name", "account", "owner"},
    "opportunity": {"name", "account", "contact", "currency", "owner"},
}
"""Fields that conversion fills itself: names, links among the three, whose they are, what the amount is in."""
UNMAPPED = {"owner", "currency"}
"""Fields of the lead that go along by themselves: its owner, and the currency with the amount."""
DEFAULTS: tuple[tuple[str, str, str], ...] = (
    ("phone", "account", "phone"),
    ("website", "account", "website"),
    *((part, "account", f"billing_{part}") for part in ADDRESS),
    ("source", "account", "source"),
    ("job_title", "contact", "job_title"),
    ("email", "contact", "email"),
    ("phone", "contact", "phone"),
    ("mobile", "contact", "mobile"),
    *((part, "contact", part) for part in ADDRESS),
    ("estimated_amount", "opportunity", "amount"),
    ("description", "opportunity", "description"),
    ("source", "opportunity", "source"),
    ("campaign", "opportunity", "campaign"),
)
"""What a company begins with: field of the lead, record type, field of it."""

Pair = tuple[str, str]
"""A field of the lead, and the key of a record type."""


class LeadMapping(Base):
    """One field of the lead goes to one field of a record type."""

    __tablename__ = "lead_mappings"

    lead_field: Mapped[str] = mapped_column(ShortText(60))
    target_type: Mapped[str] = mapped_column(ShortText(40))
    target_field: Mapped[str] = mapped_column(ShortText(60))

    __table_args__ = (
        UniqueConstraint("lead_field", "target_type"),
        UniqueConstraint("target_type", "target_field"),
    )


def kept_rows() -> list[LeadMapping]:
    """The pairs as they are kept: one statement per session."""
    kept = db.session.info.get(KEPT)
    if kept is None or any(each not in db.session or inspect(each).expired for each in kept):
        with db.session.no_autoflush:
            kept = list(db.session.scalars(select(LeadMapping).order_by(LeadMapping.id)))
        db.session.info[KEPT] = kept
    return cast("list[LeadMapping]", kept)


def mapping() -> dict[Pair, str]:
    """(field of the lead, record type) → field of it. Pairs of fields that are gone are left out."""
    return {pair: name for pair, name in _pairs().items() if possible(*pair, name)}


@cached(LeadMapping)
def _pairs() -> dict[Pair, str]:
    return _by_pair(kept_rows())


def _by_pair(rows: list[LeadMapping]) -> dict[Pair, str]:
    return {(each.lead_field, each.target_type): each.target_field for each in rows}


def pairs_into(type_: RecordType) -> list[tuple[Field, Field]]:
    """Field of the lead, field of the record type, in the order of the latter."""
    found = {
        name: LEAD.field(lead_field) for (lead_field, key), name in mapping().items() if key == type_.key
    }
    return [(found[each.name], each) for each in type_.fields if each.name in found]


def sources() -> list[Field]:
    """The fields of a lead that may go somewhere: everything that somebody types."""
    return [each for each in LEAD.editable if each.name not in UNMAPPED]


def destinations(source: Field, type_: RecordType) -> list[Field]:
    """Where the field may go in the record type."""
    return [each for each in type_.fields if possible(source.name, type_.key, each.name)]


def possible(lead_field: str, key: str, name: str) -> bool:
    """Whether there are such fields, and the one may go into the other."""
    source = LEAD.fields_by_name.get(lead_field)
    target = record_type(key).fields_by_name.get(name) if key in RESERVED else None
    if source is None or target is None or not source.editable or not target.editable:
        return False
    own = lead_field in UNMAPPED or (lead_field, key) in FIXED or name in RESERVED[key]
    return not own and fits(source, target)


def change(wanted: Mapping[Pair, str], *, by: Any) -> bool:
    """Puts these pairs in the place of those there are; False when nothing differs. RuleBroken names `field-type`."""
    _refuse_unfit(wanted)
    rows = kept_rows()  # as they are under the lock
    before = {pair: name for pair, name in _by_pair(rows).items() if possible(*pair, name)}
    if dict(wanted) == before and len(rows) == len(before):
        return False
    _keep(wanted)
    record(_person(by), MAPPING_CHANGED, by=by, changes=_differences(before, wanted))
    return True


def _keep(wanted: Mapping[Pair, str]) -> None:
    """First what goes away, so that its target is free."""
    for row in kept_rows():
        if wanted.get((row.lead_field, row.target_type)) != row.target_field:
            db.session.delete(row)
    db.session.flush()
    stayed = {(row.lead_field, row.target_type) for row in _anew()}
    for (lead_field, key), name in wanted.items():
        if (lead_field, key) not in stayed:
            db.session.add(LeadMapping(lead_field=lead_field, target_type=key, target_field=name))
    db.session.flush()
    _anew()


def _differences(before: Mapping[Pair, str], after: Mapping[Pair, str]) -> list[dict[str, Any]]:
    return [
        {
            "field": f"{_label(LEAD, pair[0])} → {record_type(pair[1]).label}",
            "before": _target_words(pair, before.get(pair)),
            "after": _target_words(pair, after.get(pair)),
        }
        for pair in sorted({*before, *after})
        if before.get(pair) != after.get(pair)
    ]


def defaults() -> dict[Pair, str]:
    """The pairs that a company begins with."""
    return {(lead_field, key): name for lead_field, key, name in DEFAULTS}


def lock() -> None:
    """Whoever changes the pairs waits for whoever does so already."""
    db.session.scalar(select(Company.id).with_for_update())
    _anew()


def _anew() -> list[LeadMapping]:
    db.session.info.pop(KEPT, None)
    return kept_rows()


def _refuse_unfit(wanted: Mapping[Pair, str]) -> None:
    taken: dict[tuple[str, str], str] = {}
    for (lead_field, key), name in wanted.items():
        words = {"field": _label(LEAD, lead_field), "target": _label(record_type(key), name)}
        if not possible(lead_field, key, name):
            sentence = _("%(field)s can’t be mapped to %(target)s.", **words)
            raise RuleBroken(sentence, field=f"{lead_field}-{key}")
        if (key, name) in taken:
            words["other"] = _label(LEAD, taken[key, name])
            sentence = _("%(target)s is already filled from %(other)s.", **words)
            raise RuleBroken(sentence, field=f"{lead_field}-{key}")
        taken[key, name] = lead_field


def _label(type_: RecordType, name: str) -> str:
    found = type_.fields_by_name.get(name)
    return name if found is None else str(found.label)


def _target_words(pair: Pair, name: str | None) -> str | None:
    return None if name is None else _label(record_type(pair[1]), name)


def _person(by: Any) -> Record:
    """Settings are no records: their changes stand in the history of whoever made them."""
    return cast("Record", getattr(by, "_get_current_object", lambda: by)())
