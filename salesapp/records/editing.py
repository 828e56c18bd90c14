"""Saving a form over a record that a colleague may have changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from salesapp.core.access import Viewer
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken, all_of
from salesapp.core.events import CHANGED, CREATED, changes, event_kind, record
from salesapp.core.i18n import _l
from salesapp.core.money import same_figure
from salesapp.core.registry import RecordType
from salesapp.records.distinct import must_be_distinct
from salesapp.web.forms import Form, LinkField

DELETED = event_kind("deleted", _l("%(by)s moved this to the recycle bin"), icon="trash-2", touch=False)
RESTORED = event_kind(
    "restored", _l("%(by)s restored this from the recycle bin"), icon="rotate-ccw", touch=False
)


def save_new(type_: RecordType, form: Form, *, by: Viewer) -> Record:
    """Creates a record from the form and writes down that it was made."""
    return _make(type_, form.values() | make_linked(form, by=by), by=by)


def make_linked(form: Form, *, by: Viewer) -> dict[str, int]:
    """Makes what the links of the form name by its title alone, as somebody chose; ids by the fields' names."""
    links = [each for each in form if isinstance(each, LinkField) and each.makes]
    made = [
        (each.short_name, _make(each.target_type, {each.target_type.title: each.makes}, by=by))
        for each in links
    ]
    return {name: record_.id for name, record_ in made}


def _make(type_: RecordType, values: dict[str, Any], *, by: Viewer) -> Record:
    made: Record = type_.model()
    _set(type_, made, values)
    if hasattr(made, "owner_id") and made.owner_id is None:
        made.owner_id = by.id
    finish(type_, made, by=by)
    db.session.add(made)
    db.session.flush()
    record(made, CREATED, by=by)
    return made


def save_changes(type_: RecordType, record_: Record, form: Form, *, by: Viewer) -> bool:
    """Sets what the form says; False when nothing differs. What colleagues saved meanwhile the form has taken in."""
    _set(type_, record_, form.values() | make_linked(form, by=by))
    finish(type_, record_, by=by)
    changed = changes(record_)
    if changed:
        record(record_, CHANGED, by=by)
    return bool(changed)


def finish(type_: RecordType, record_: Record, *, by: Viewer) -> None:
    """What is asked of a record before it is saved: a name that only it has, and the feature's own rule."""
    own = type_.before_save or (lambda _record, *, by: None)  # noqa: ARG005
    with db.session.no_autoflush:
        all_of(lambda: must_be_distinct(type_, record_), lambda: own(record_, by=by))


def tell_rules(type_: RecordType, form: Form, record_: Record | None = None, *, by: Viewer) -> None:
    """Adds to a form that is not valid what the rules say of its other fields, so that all is mended at once.

    The rules are asked with those fields alone, of the record or of a new one. Nothing of that stays.
    """
    asked: Record = type_.model() if record_ is None else record_
    sound = {name: value for name, value in form.values().items() if not form[name].errors}

    def ask() -> None:
        _set(type_, asked, sound)
        finish(type_, asked, by=by)

    tell_also(form, ask)


def tell_also(form: Form, ask: Callable[[], object]) -> None:
    """The same, where `ask` asks the rules with what the form says."""
    if form.clashes:
        return
    try:
        with db.session.no_autoflush:
            ask()
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse_also(broken)
    else:
        db.session.rollback()


def _set(type_: RecordType, record_: Record, values: dict[str, Any]) -> None:
    keep_figures(type_, record_, values)
    for name, value in values.items():
        declared = type_.fields_by_name.get(name)
        if declared is not None and getattr(record_, declared.attribute) != value:
            setattr(record_, declared.attribute, value)


def keep_figures(type_: RecordType, record_: Record, values: dict[str, Any]) -> None:
    """Amounts whose currency alone is about to change stay what somebody typed: 2,500 EUR becomes 2,500 JPY."""
    for declared in type_.fields:
        was, becomes = getattr(record_, declared.currency or "version"), values.get(declared.currency)
        if declared.kind == "money" and declared.name not in values and was and becomes and was != becomes:
            figure = getattr(record_, declared.attribute)
            if figure is not None:
                setattr(record_, declared.attribute, same_figure(figure, was, becomes))
