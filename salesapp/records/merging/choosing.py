"""What differs between records that are to become one, and which value stands unless somebody says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from salesapp.core.company import company
from salesapp.core.db import Record, db
from salesapp.core.fields import Field
from salesapp.core.parsing.phones import e164
from salesapp.core.registry import RecordType
from salesapp.records.merging.references import links_to_itself

ADDRESS = ("street", "city", "state", "postal_code", "country")
DEEPEST = 50
BOTH = "both"
"""The choice of keeping two long texts, one below the other."""


@dataclass(frozen=True)
class Part:
    """Fields that are chosen together: an address is not put together of two."""

    fields: tuple[Field, ...]
    label: str

    @property
    def key(self) -> str:
        return self.fields[0].name

    @property
    def long(self) -> bool:
        return self.fields[0].kind == "long_text"

    def values(self, record: Record) -> dict[str, Any]:
        """Attribute → value."""
        return {each.attribute: getattr(record, each.attribute) for each in self.fields}


@dataclass(frozen=True)
class Question:
    """A part in which the records differ: who offers something of their own, and whose stands as proposed."""

    part: Part
    offered: tuple[Record, ...]
    proposed: str
    """The id of a record, or BOTH."""

    @property
    def settled(self) -> bool:
        """Whether only one of the records says anything."""
        return len(self.offered) == 1


def parts_of(type_: RecordType) -> list[Part]:
    """The fields people edit, in the order of the form, with those together that belong together."""
    found: dict[str, list[Field]] = {}
    for each in type_.editable:
        found.setdefault(_group(type_, each), []).append(each)
    sections = dict(type_.sections)
    return [
        Part(tuple(fields), str(sections.get(fields[0].section, "") if _is_address(fields) else _label(type_, fields)))
        for fields in found.values()
    ]  # fmt: skip


def questions(type_: RecordType, winner: Record, records: Sequence[Record]) -> list[Question]:
    """What the others offer beside or instead of what the winner has."""
    ordered = [winner, *(each for each in records if each is not winner)]
    asked = (_question(type_, part, ordered) for part in parts_of(type_))
    return [each for each in asked if each is not None]


def best(type_: RecordType, records: Sequence[Record]) -> Record:
    """The one that stays as long as nobody says otherwise: of which most is known, then the oldest."""
    return min(records, key=lambda each: (-_filled(type_, each), each.id))


def chosen_values(
    asked: Sequence[Question], answers: dict[str, str], records: Sequence[Record]
) -> dict[str, Any]:
    """Attribute → value of what stands in the end; what nobody answered is as proposed."""
    by_id = {str(each.id): each for each in records}
    found: dict[str, Any] = {}
    for each in asked:
        if not each.offered:
            found |= dict.fromkeys(each.part.values(records[0]))
        answer = answers.get(each.part.key) or each.proposed
        if answer == BOTH and each.part.long:
            attribute = each.part.fields[0].attribute
            texts = (str(getattr(record, attribute)) for record in each.offered)
            found[attribute] = "\n\n".join(dict.fromkeys(texts))
        elif answer in by_id and by_id[answer] in each.offered:
            found |= each.part.values(by_id[answer])
    return found


def _question(type_: RecordType, part: Part, ordered: list[Record]) -> Question | None:
    offered: list[Record] = []
    for each in ordered:
        if (
            not _blank(part, each)
            and _possible(type_, part, each, ordered)
            and not _said(part, each, offered)
        ):
            offered.append(each)
    winner = ordered[0]
    if not offered or (offered == [winner]):
        return None if offered or _blank(part, winner) else _cleared(part, winner)
    return Question(part, tuple(offered), _proposed(part, offered))


def _cleared(part: Part, winner: Record) -> Question | None:
    """The winner belongs to a record that goes up in it, and nobody offers another: the link is taken away."""
    return None if part.fields[0].kind != "link" else Question(part, (), str(winner.id))


def _proposed(part: Part, offered: list[Record]) -> str:
    if part.long and len(offered) > 1:
        return BOTH
    if part.fields[0].kind == "boolean":
        return str(next(each.id for each in offered if getattr(each, part.key)))
    first, rest = offered[0], offered[1:]
    fuller = next((each for each in rest if _says_more(part, each, first)), first)
    return str(fuller.id)


def _says_more(part: Part, one: Record, other: Record) -> bool:
    """Whether a whole address holds all that the other has of it."""
    if not _is_address(part.fields):
        return False
    own, theirs = part.values(one), part.values(other)
    return all(value in (None, "") or own[name] == value for name, value in theirs.items())


def _blank(part: Part, record: Record) -> bool:
    first = part.fields[0]
    if first.kind == "boolean":
        return not getattr(record, first.attribute)
    fields = part.fields if _is_address(part.fields) or first.kind == "text" else part.fields[:1]
    return all(getattr(record, each.attribute) in (None, "") for each in fields)


def _said(part: Part, record: Record, offered: list[Record]) -> bool:
    """Whether one before it says the same."""
    return any(
        all(_same(each, getattr(record, each.attribute), getattr(other, each.attribute)) for each in part.fields)
        for other in offered
    )  # fmt: skip


def _same(field: Field, one: Any, other: Any) -> bool:
    if one == other or (one in (None, "") and other in (None, "")):
        return True
    if one in (None, "") or other in (None, ""):
        return False
    if field.kind == "phone":
        region = company().region
        number = e164(str(one), region)
        return number is not None and number == e164(str(other), region)
    return field.kind == "email" and str(one).casefold() == str(other).casefold()


def _possible(type_: RecordType, part: Part, record: Record, records: list[Record]) -> bool:
    """Nothing belongs to itself: a parent is offered whose own parents are none of the records."""
    first = part.fields[0]
    if first.name not in links_to_itself(type_):
        return True
    ours, key = {each.id for each in records}, getattr(record, first.attribute)
    for _step in range(DEEPEST):
        if key is None or key in ours:
            return key is None
        above = db.session.get(
            type_.model, key, execution_options={"unscoped": "the way up, whoever owns it"}
        )
        key = None if above is None else getattr(above, first.attribute)
    return False


def _group(type_: RecordType, field: Field) -> str:
    if field.name in type_.titled_by:
        return "title"
    for part in ADDRESS:
        if field.name == part or field.name.endswith(f"_{part}"):
            return f"address {field.name.removesuffix(part)}"
    counted = next(
        (each for each in type_.editable if each.kind == "money" and each.currency == field.name), None
    )
    return field.name if counted is None else counted.name


def _is_address(fields: Sequence[Field]) -> bool:
    return len(fields) > 1 and fields[0].name.endswith(ADDRESS)


def _label(type_: RecordType, fields: list[Field]) -> object:
    return type_.label if fields[0].name in type_.titled_by else fields[0].label


def _filled(type_: RecordType, record: Record) -> int:
    return sum(getattr(record, each.attribute) not in (None, "", False) for each in type_.editable)
