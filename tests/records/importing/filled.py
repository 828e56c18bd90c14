"""Records with a value in every field that a file can bring, for what has to survive a journey through a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import select

from salesapp.activities.models import ActivityStatus, CallOutcome
from salesapp.core.access import SYSTEM
from salesapp.core.db import Record, db
from salesapp.core.events import CREATED, record
from salesapp.core.fields import Field
from salesapp.core.registry import RecordType, record_type
from salesapp.leads.kinds import LeadStatus
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.models import default_process
from salesapp.people.models import Theme
from salesapp.products.taxes.categories import TaxCategory
from salesapp.records.editing import finish
from salesapp.records.importing.planning.plan import EXTERNAL_ID, RECORD_ID, import_fields

MADE = datetime(2025, 3, 14, 9, 26, 53, tzinfo=UTC)
PLAIN: dict[str, Any] = {
    "long_text": 'First line, "quoted";\nsecond line\twith a tab',
    "phone": "+49 30 901820-12",
    "url": "https://example.com/a?b=c",
    "integer": 1987,
    "decimal": Decimal("1.25"),
    "quantity": Decimal("2.125"),
    "unit_price": Decimal("3.1250"),
    "percent": Decimal("12.5"),
    "money": 1234567,
    "date": date(2025, 3, 4),
    "instant": datetime(2025, 3, 4, 15, 5, 7, tzinfo=UTC),
    "boolean": True,
    "country": "HK",
    "currency_code": "USD",
    "time_zone": "Asia/Shanghai",
}
numbers = count(1)


class Filled:
    """Makes records of any type, and what they link to, in an installation that has none."""

    def __init__(self) -> None:
        self.made: dict[str, Record] = {}

    def of(self, type_: RecordType) -> Record:
        """The record of the type that the others link to."""
        if type_.key not in self.made:
            found = None if type_.importable else db.session.scalar(select(type_.model).limit(1))
            self.made[type_.key] = found or self.new(type_)
        return self.made[type_.key]

    def of_every_kind(self, type_: RecordType) -> None:
        """Two of the type, and one of each kind that is made otherwise."""
        self.of(type_)
        self.new(type_)
        for others in KINDS.get(type_.key, lambda _filled: [])(self):
            self.new(type_, **others)

    def new(self, type_: RecordType, **others: Any) -> Record:
        """One more, all its fields filled."""
        values = {
            each.attribute: self.value(type_, each)
            for name, each in import_fields(type_).items()
            if each.editable and name in type_.fields_by_name
        }
        own = OWN.get(type_.key, {})
        made: Record = type_.model(**values | {"created_at": MADE} | own | others)
        if isinstance(made, Opportunity):
            made.begin(default_process().open_stages[1], by=SYSTEM)
        finish(type_, made, by=SYSTEM)
        db.session.add(made)
        db.session.flush()
        record(made, CREATED, by=SYSTEM)
        return made

    def value(self, type_: RecordType, declared: Field) -> Any:
        """Some value of the field, not the same twice where that makes a difference."""
        if declared.kind == "link":
            own = declared.target == type_.key
            linked = self.made.get(type_.key) if own else self.of(record_type(declared.target))
            return None if linked is None else linked.id
        if declared.choices is not None:
            return list(declared.choices)[-1]
        if declared.kind == "email":
            return f"person{next(numbers)}@example.com"
        if declared.kind == "text":
            return f"=Größe “{next(numbers)}”, 王; x"[: declared.length]
        return PLAIN[declared.kind]


def linked_types(type_: RecordType) -> list[RecordType]:
    """The types that have to be there before this one, and last the type itself."""
    found: dict[str, RecordType] = {}

    def visit(each: RecordType, above: tuple[str, ...]) -> None:
        for declared in import_fields(each).values():
            if declared.kind == "link" and declared.target not in (*above, each.key, *found):
                visit(record_type(declared.target), (*above, each.key))
        found.setdefault(each.key, each)

    visit(type_, ())
    return list(found.values())


def activities(filled: Filled) -> list[dict[str, Any]]:
    """What became of them, and what they are about."""
    about = [
        filled.of(record_type(each)) for each in ("account", "contact", "lead", "opportunity", "campaign")
    ]
    done = {"status": ActivityStatus.DONE, "done_at": MADE, "outcome": CallOutcome.VOICEMAIL}
    cancelled = {"status": ActivityStatus.CANCELLED, "starts_at": None, "ends_at": None}
    return [done, cancelled] + [
        done | {"subject_type": each.record_type_key, "subject_id": each.id} for each in about
    ]


def leads(filled: Filled) -> list[dict[str, Any]]:
    """Given up, waiting, converted."""
    became = {f"{key}_id": filled.of(record_type(key)).id for key in ("account", "contact", "opportunity")}
    return [
        {"status": LeadStatus.DISQUALIFIED, "disqualify_reason": "No money"},
        {"owner_id": None, "queue_id": filled.of(record_type("lead_queue")).id},
        {"status": LeadStatus.CONVERTED, "converted_at": MADE, **became},
    ]


KINDS: dict[str, Callable[[Filled], list[dict[str, Any]]]] = {
    "activity": activities,
    "lead": leads,
    "tax_rate": lambda _filled: [
        {"percent": Decimal(0), "category": TaxCategory.EXEMPT, "is_default": False}
    ],
    "user": lambda _filled: [{"active": False, "theme": Theme.DARK}],
    "opportunity": lambda filled: [
        {"amount": None, "currency": "EUR", "contact_id": None},
        {"renewal_of_id": filled.of(record_type("opportunity")).id},
    ],
}
"""What records of a type are that the form does not ask for."""

OWN: dict[str, dict[str, Any]] = {
    "bank_account": {"bic": "COBADEFFXXX"},
    "picklist_entry": {"picklist": "lead_source", "archived": True},
    "tax_rate": {"category": TaxCategory.STANDARD},
}
"""What every record of a type needs and the form does not ask for."""

NUMBERS_OF_OURS = {str(RECORD_ID.label), str(EXTERNAL_ID.label)}
"""Another installation numbers its records itself, and remembers the old numbers."""
