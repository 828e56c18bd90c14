"""Words that no line can hold, in every text of the newest record of every type, as customers really have them."""

from __future__ import annotations

from sqlalchemy import select

from salesapp.core.db import Record, db
from salesapp.core.fields import Field
from salesapp.core.registry import RecordType, record_types

WORD = "Donaudampfschifffahrtselektrizitätenhaupta"
LINK = (
    "https://intranet.example.org/einkauf/ausschreibungen/2026/laborausstattung-und-messtechnik?vorgang=4711"
)


def widen() -> None:
    """The newest record of each type that people write, with a word of 42 letters or an address in each text."""
    for type_ in record_types():
        if not type_.creatable or type_.key == "user":
            continue
        newest = db.session.scalars(select(type_.model).order_by(type_.model.id.desc()).limit(1)).first()
        if newest is not None:
            _widen(type_, newest)
    db.session.flush()


def _widen(type_: RecordType, record: Record) -> None:
    for declared in type_.editable:
        if declared.kind in {"text", "long_text", "url"} and getattr(record, declared.attribute):
            setattr(record, declared.attribute, _wide(declared))


def _wide(declared: Field) -> str:
    wide = LINK if declared.kind in {"url", "long_text"} or "interest" in declared.name else WORD
    return wide[: declared.length]
