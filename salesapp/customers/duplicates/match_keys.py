"""The look-up table behind duplicate matching: kept in step with every flush, asked by equality only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Index, bindparam, delete, event, func, select, union_all
from sqlalchemy.orm import Mapped, Session, mapped_column

from salesapp.core.company import company
from salesapp.core.db import Base, Record, ShortText, db
from salesapp.core.flushing.many_rows import insert_plain
from salesapp.core.flushing.written import has_changed
from salesapp.core.outbox import carrier, carry_portions, post
from salesapp.customers.duplicates.pairs import ordered, told_apart
from salesapp.customers.duplicates.traits import EXACT, Likeness, Traits, likeness
from salesapp.records.merging.references import stays

CANDIDATES = 60
"""Records compared by name: those that share the most keys."""
MOST_SHARING = 240
"""Keys looked at that are equal to one of what is sought."""
LEAST = 60
PORTION = 300
LIKELY = 80
"""A hint that interrupts nobody for nothing begins here."""

stays("match_keys.record_id", why="the keys of the record itself, which is no duplicate of anything any more")


class MatchKey(Base):
    """A value by which a record is found again: an address, a number, a domain, a piece of its name."""

    __tablename__ = "match_keys"

    record_type: Mapped[str] = mapped_column(ShortText(40))
    record_id: Mapped[int] = mapped_column()
    kind: Mapped[str] = mapped_column(ShortText(20))
    value: Mapped[str] = mapped_column(ShortText(254))

    __table_args__ = (
        Index("ix_match_keys_value", "record_type", "kind", "value", "record_id"),
        Index("ix_match_keys_record", "record_type", "record_id"),
    )


@dataclass(frozen=True)
class Match:
    """A record that may be the one looked for: how sure (0 to 100), and why in words."""

    record: Any
    score: int
    reasons: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    """What they share, in the words of fields: email, phone, url, name."""

    @property
    def is_likely(self) -> bool:
        """Whether they are likely one and the same, rather than only share a number or an address."""
        return self.score >= LIKELY


Key = tuple[str, str]
"""Kind and value."""
Found = dict[int, set[str]]
"""Record id → the kinds of exact keys that it shares with what is sought; none where only its name may be alike."""
Describe = Callable[[Any], Traits]
Related = Callable[[Any, Any], bool]
_described: dict[type[Record], tuple[Describe, frozenset[str]]] = {}
_related: dict[type[Record], Related] = {}
_became: dict[type[Record], Callable[[Any], bool]] = {}


def match_by(
    model: type[Record],
    describe: Describe,
    attributes: Iterable[str],
    related: Related | None = None,
    became: Callable[[Any], bool] | None = None,
) -> None:
    """From now on records of `model` are found by their traits; a change of one of `attributes` renews their keys.

    Those of whom `related` says so are known to be others, however alike they look; one of which `became` says so has
    become a record of another type, which stands for it.
    """
    _described[model] = (describe, frozenset(attributes))
    if became is not None:
        _became[model] = became
    if related is not None:
        _related[model] = related


def likely(record: Any, *, limit: int = 5, known: Found | None = None) -> list[Match]:
    """Records of the same type that the viewer sees and that are likely the same; `record` may be only typed so far.

    `known` is what `candidates` said of its type already.
    """
    model, sought = type(record), traits_of(record)
    found = matches(model, sought, apart_from=record.id, limit=limit * 2, known=known)
    apart = told_apart(model.record_type_key, [record.id])
    others = [each for each in found if each.score >= LIKELY and not known_apart(record, each.record, apart)]
    return others[:limit]


def known_apart(one: Any, other: Any, apart: set[tuple[int, int]]) -> bool:
    """Whether somebody said so (`apart`), or it is plain from how they belong together."""
    related = _related.get(type(one))
    if related is not None and related(one, other):
        return True
    return bool(apart) and None not in (one.id, other.id) and ordered(one.id, other.id) in apart


def stands_for_another(record: Any) -> bool:
    """Whether a record of another type, made of it, says the same better."""
    became = _became.get(type(record))
    return became is not None and became(record)


def compared(one: Any, other: Any) -> Likeness | None:
    """How alike two records are now; None when no longer enough to speak of it."""
    region, describe = company().region, _described[type(one)][0]
    mine, theirs = describe(one), describe(other)
    shared = {kind for kind, _value in mine.keys(region) & theirs.keys(region)} & set(EXACT)
    like = likeness(mine, theirs, shared)
    return like if like.score >= LIKELY and not known_apart(one, other, set()) else None


def matched_models() -> tuple[type[Any], ...]:
    """All of whose records it is known how they are found again, the lower floors first."""
    return tuple(_described)


def traits_of(record: Any) -> Traits:
    """What tells the record from others."""
    return _described[type(record)][0](record)


@event.listens_for(Session, "after_flush")
def _keep_in_step(session: Session, _context: object) -> None:
    made = [row for row in session.new if type(row) in _described]
    changed = [row for row in session.dirty if type(row) in _described and _traits_changed(row)]
    gone = [row for row in session.deleted if type(row) in _described]
    if changed or gone:
        _forget(session, [*changed, *gone])
    if made or changed:
        region = company().region
        rows = [row for record in (*made, *changed) for row in _rows(record, region)]
        if rows:
            insert_plain(session.connection(), MatchKey, KEY_COLUMNS, rows)


def _traits_changed(row: Record) -> bool:
    return has_changed(row, *_described[type(row)][1])


def _forget(session: Session, rows: list[Any]) -> None:
    by_type: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_type[row.record_type_key].append(row.id)
    for key, ids in by_type.items():
        gone = delete(MatchKey).where(MatchKey.record_type == key, MatchKey.record_id.in_(ids))
        session.connection().execute(gone)


KEY_COLUMNS = ("record_type", "record_id", "kind", "value")


def _rows(record: Record, region: str) -> list[tuple[str, int, str, str]]:
    traits = _described[type(record)][0](record)
    return [
        (record.record_type_key, record.id, kind, value[:254]) for kind, value in sorted(traits.keys(region))
    ]


def renew_keys(model: type[Record], *, batch: int = 2000) -> None:
    """Writes the keys of all records of `model` anew: after rows were put in without the session."""
    db.session.execute(delete(MatchKey).where(MatchKey.record_type == model.record_type_key))
    region, last = company().region, 0
    while True:
        query = select(model).where(model.id > last).order_by(model.id).limit(batch)
        records = list(db.session.scalars(query.execution_options(with_deleted=True)))
        if not records:
            return
        rows = [row for record in records for row in _rows(record, region)]
        insert_plain(db.session.connection(), MatchKey, KEY_COLUMNS, rows)
        last = records[-1].id
        for record in records:
            db.session.expunge(record)


@carrier("match_keys")
def carry_keys(payload: dict[str, Any]) -> None:
    """Writes keys anew: of all records of a type, or (with nothing said) of every type.

    Numbers are read by the company's region, so a new one posts `match_keys`; so does a migration after a change of
    what the keys are.
    """
    if "type" not in payload:
        for model in _described:
            post("match_keys", {"type": model.record_type_key})
        return
    model = next(each for each in _described if each.record_type_key == payload["type"])
    carry_portions("match_keys", payload, lambda after: _renew_portion(model, after))


def _renew_portion(model: type[Record], after: int) -> int | None:
    query = select(model).where(model.id > after).order_by(model.id).limit(PORTION)
    asked = query.with_for_update().execution_options(with_deleted=True)
    records = list(db.session.scalars(asked))
    if not records:
        return None
    last = records[-1].id
    _forget(db.session(), records)
    _insert(records)
    db.session.expunge_all()
    return last


def _insert(records: list[Any]) -> None:
    region = company().region
    rows = [row for record in records for row in _rows(record, region)]
    if rows:
        insert_plain(db.session.connection(), MatchKey, KEY_COLUMNS, rows)


def matches(
    model: type[Any],
    sought: Traits,
    *,
    apart_from: int | None = None,
    limit: int = 5,
    known: Found | None = None,
) -> list[Match]:
    """Records of `model` the viewer sees that may be the one sought, surest first; few statements however many rows."""
    if known is None:
        known = candidates([model], sought.keys(company().region))[model.record_type_key]
    shared = {key: kinds for key, kinds in known.items() if key != apart_from}
    if not shared:
        return []
    describe = _described[model][0]
    found = []
    for record in db.session.scalars(select(model).where(model.id.in_(list(shared)))):
        like = likeness(sought, describe(record), shared[record.id])
        if like.score >= LEAST:
            found.append(Match(record, like.score, like.reasons, like.kinds))
    return sorted(found, key=lambda match: (-match.score, match.record.id))[:limit]


def candidates(models: Sequence[type[Any]], keys: frozenset[Key]) -> dict[str, Found]:
    """Record type → what of it shares exact keys with what is sought, or pieces of its name: two statements for all."""
    found = _sharing(models, {key for key in keys if key[0] in EXACT})
    alike = {key for key in keys if key[0] not in EXACT}
    if found and alike:
        types = {f"type_{place}": type_ for place, type_ in enumerate(found)}
        for type_, record_id in db.session.execute(_alike(len(types)), types | _asked(alike)):
            found[type_].setdefault(record_id, set())
    return found


def _sharing(models: Sequence[type[Any]], exact: set[Key]) -> dict[str, Found]:
    found: dict[str, Found] = {model.record_type_key: {} for model in models}
    if found and exact:
        asked = {"types": list(found), **_asked(exact)}
        for type_, record_id, kind, value in db.session.execute(_SHARING, asked):
            if (kind, value) in exact:
                found[type_].setdefault(record_id, set()).add(kind)
    return found


def _asked(keys: set[Key]) -> dict[str, list[str]]:
    return {
        "kinds": sorted({kind for kind, _value in keys}),
        "values": sorted({value for _kind, value in keys}),
    }


def _any(column: Any, name: str) -> Any:
    return column.in_(bindparam(name, expanding=True))


# Asked for whatever is typed, hence built once. A value of another kind is found as well: of exact ones it is left out
# afterwards, and whose name looks alike is compared as a whole anyway.
_SHARING = (
    select(MatchKey.record_type, MatchKey.record_id, MatchKey.kind, MatchKey.value)
    .where(_any(MatchKey.record_type, "types"), _any(MatchKey.kind, "kinds"), _any(MatchKey.value, "values"))
    .limit(MOST_SHARING)
)


@cache
def _alike(types: int) -> Any:
    """Of each type those that share the most pieces of a name."""
    return union_all(*(select(_alike_of(f"type_{place}").subquery()) for place in range(types)))


def _alike_of(type_: str) -> Any:
    return (
        select(MatchKey.record_type, MatchKey.record_id)
        .where(
            MatchKey.record_type == bindparam(type_),
            _any(MatchKey.kind, "kinds"),
            _any(MatchKey.value, "values"),
        )
        .group_by(MatchKey.record_type, MatchKey.record_id)
        .order_by(func.count().desc(), MatchKey.record_id)
        .limit(CANDIDATES)
    )
