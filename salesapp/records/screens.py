"""The screens every record type has: list, new, page, edit, delete, restore, history, timeline and the picker.

A feature takes the blueprint, adds its verbs, and puts a template of its own beside (`leads/show.html`) where the
generic one is not good enough.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, current_app, request, url_for
from flask_login import current_user
from sqlalchemy import Select, select
from sqlalchemy.sql.base import ExecutableOption

from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history, in_order_of_time, timeline
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.ordering.collation import contains
from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import RecordType, record_type
from salesapp.core.relations.merged import stands_now
from salesapp.records.bulk.acts import is_offered
from salesapp.records.bulk.screens import BulkScreens
from salesapp.records.capturing import Caution, by_attribute, caution
from salesapp.records.editing import save_changes, save_new, tell_rules
from salesapp.records.leaving.views import ask_to_delete, delete
from salesapp.records.lists.listing import counted, page_of
from salesapp.records.lists.order import title_order
from salesapp.records.lists.screens import FilterScreens
from salesapp.records.looking import looked_at
from salesapp.records.merging.screens import MergeScreens
from salesapp.records.recycle_bin import acts as recycle_bin
from salesapp.records.views.shelf import criteria_of
from salesapp.web.forms import Form, form_for, in_use, lasting_numbers, take_new
from salesapp.web.guards import can, requires, visible_or_404, visible_or_none
from salesapp.web.render import committed, is_partial, moved_to, redirect_to, render
from salesapp.web.returning import back_or
from salesapp.web.security import only_reads

Context = Callable[[Any], dict[str, Any]]
Loads = tuple[ExecutableOption, ...]
Make = Callable[..., Record]

MOST_OFFERED = 8
"""So many candidates stand under a link field as one types."""


class Screens:
    """The views of one record type; `context(record)` adds what the feature's own page needs, loaded by `loads`.

    `make(form, by=…)` is the feature's own way of making a record of the filled form.
    """

    def __init__(
        self,
        type_: RecordType,
        context: Context | None = None,
        loads: Loads = (),
        make: Make | None = None,
        *,
        own_rows: bool = False,
    ) -> None:
        self.type = type_
        self.own_rows = own_rows
        self.make: Make = make or partial(save_new, type_)
        self.context = context
        self.loads = loads

    def template(self, name: str) -> str:
        """The feature's own template if it wrote one, else the generic one."""
        own = f"{self.type.plural}/{name}"
        return own if own in _templates() else f"records/{name}"

    def _render(self, name: str, **context: Any) -> Response:
        return render(self.template(name), type=self.type, **context)

    def index(self) -> Response:
        criteria = criteria_of(self.type, request.args)
        page = page_of(criteria, request.args.get("after"), bare=not self.own_rows)
        more = is_partial() and bool(request.args.get("after"))
        context = {
            "criteria": criteria,
            "page": page,
            "selecting": is_offered(self.type) and "select" in request.args and can(self.type.edit),
            "title": self.type.label_plural,
        }
        return self._render("_rows.html" if more else "index.html", **context)

    def count(self) -> Response:
        criteria = criteria_of(self.type, request.args)
        total, _capped = counted(criteria, exact=True)
        return render("records/lists/_count.html", type=self.type, total=total, title=self.type.label_plural)

    def new(self) -> Response:
        given = {key: value for key, value in request.args.items() if key in self.type.fields_by_name}
        form = take_new(form_for(self.type, values=_typed_defaults(self.type, given)))
        return self._render("new.html", form=form, sections=sections(self.type, form), record=None)

    def create(self) -> Response:
        form, found = take_new(form_for(self.type)), None
        if form.validate_on_submit() and (found := seen_before(self.type, form)) is None:
            try:
                made = self.make(form, by=current_user)
            except RuleBroken as broken:
                db.session.rollback()
                form.refuse(broken)
            else:
                return committed(self._saved(made))
        elif found is None:
            tell_rules(self.type, form, by=current_user)
        context = {"form": form, "sections": sections(self.type, form), "record": None, "caution": found}
        return self._render("new.html", **context, status=422)

    def show(self, key: int) -> Response:
        found = visible_or_none(self.type.model, key, with_deleted=True, loads=self.loads)
        if found is None or found.deleted_at is not None:
            into = stands_now(self.type.key, key) if self.type.mergeable else None
            if into is not None:
                there = visible_or_404(self.type.model, into)
                return moved_to(url_for(f"{self.type.plural}.show", key=there.id))
        if found is None:
            abort(404)
        extra = self.context(found) if self.context else {}
        return self._render("show.html", record=found, **extra)

    def edit(self, key: int) -> Response:
        found = visible_or_404(self.type.model, key, to_change=True)
        form = take_new(form_for(self.type, found, require=lasting_numbers(self.type)))
        return self._render("edit.html", form=form, sections=sections(self.type, form), record=found)

    def update(self, key: int) -> Response:
        found = visible_or_404(self.type.model, key, to_change=True, with_deleted=True)
        form = take_new(form_for(self.type, found, require=lasting_numbers(self.type)))
        if found.deleted_at is not None and not self._may_come_back(found):
            return self._gone(found, form)
        if form.validate_on_submit():
            try:
                if found.deleted_at is not None:
                    recycle_bin.restore(found, by=current_user)
                save_changes(self.type, found, form, by=current_user)
            except RuleBroken as broken:
                db.session.rollback()
                form.refuse(broken)
            else:
                return committed(self._saved(found))
        else:
            tell_rules(self.type, form, found, by=current_user)
        context = {"form": form, "sections": sections(self.type, form), "record": found}
        return self._render("edit.html", **context, status=form.http_status)

    def _may_come_back(self, found: Any) -> bool:
        """Whether the form asks for a record that somebody deleted meanwhile."""
        return "restore" in request.form and self.type.deletable

    def _gone(self, found: Any, form: Form) -> Response:
        """What was typed, beside what became of the record: it was deleted, or is part of another one now."""
        into = stands_now(self.type.key, found.id) if self.type.mergeable else None
        there = None if into is None else visible_or_404(self.type.model, into)
        context = {"form": form, "sections": sections(self.type, form), "record": found}
        return self._render("edit.html", **context, gone={"into": there}, status=409)

    def _saved(self, record: Record) -> Response:
        """To where it was asked for, else to its page; to the list where whoever saved it gave it away by that."""
        db.session.flush()
        if seen_still(record):
            said = _("%(title)s was saved.", title=record.title)
            there = back_or(url_for(f"{self.type.plural}.show", key=record.id))
            return redirect_to(there, toast=said)
        return redirect_to(url_for(f"{self.type.plural}.index"), toast=given_away(record))

    def ask_delete(self, key: int) -> Response:
        return ask_to_delete(visible_or_404(self.type.model, key, to_change=True))

    def delete(self, key: int) -> Response:
        return delete(visible_or_404(self.type.model, key, to_change=True))

    def restore(self, key: int) -> Response:
        found = visible_or_404(self.type.model, key, to_change=True, with_deleted=True)
        recycle_bin.restore(found, by=current_user)
        said = _("%(title)s is restored.", title=found.title)
        if (
            "stay" in request.args and is_partial()
        ):  # offered where a press was refused, beside what was typed
            return committed(render("records/recycle_bin/restore.update.html", toast=said))
        return committed(redirect_to(url_for(f"{self.type.plural}.show", key=key), toast=said))

    def history(self, key: int) -> Response:
        found = visible_or_404(self.type.model, key, with_deleted=True)
        return render(
            "records/history.html", type=self.type, record=found, events=in_order_of_time(history(found))
        )

    def timeline(self, key: int) -> Response:
        found = visible_or_404(self.type.model, key, with_deleted=True)
        before = request.args.get("before", type=key_in)
        events = timeline(found, before=before, limit=20)
        context = {"record": found, "events": events, "title": _("Timeline"), "before": before}
        return render("records/_timeline.html", type=self.type, **context)

    def seen(self, key: int) -> Response:
        """The page says that somebody has it before them, or they that they have seen what is new."""
        here = (stands_now(self.type.key, key) or key) if self.type.mergeable else key
        done = "done" in request.form
        looked_at(visible_or_404(self.type.model, here, with_deleted=True), current_user, done=done)
        if not done:
            return Response(status=204)
        return Response("") if is_partial() else redirect_to(url_for(f"{self.type.plural}.show", key=here))

    def pick(self) -> Response:
        """Candidates for a link field as one types: `?q=`, first those that are linked to `?account=` and the like."""
        typed = request.args.get("q", "").strip()
        query = select(self.type.model).where(in_use(self.type)).order_by(*title_order(self.type))
        if typed:
            query = query.where(contains(getattr(self.type.model, self.type.title), typed))
        rows = _linked_first(self.type, query, MOST_OFFERED)
        there = typed.casefold() in {str(each.title).casefold() for each in rows}
        makes = "new" in request.args and bool(typed) and not there
        return render("records/_pick.html", rows=rows, typed=typed, makes=makes, title=self.type.label_plural)


def _linked_first(type_: RecordType, query: Select[tuple[Any]], most: int) -> list[Any]:
    """The first rows, before all others those linked to what the address names: two looks, each along an index."""
    linked = [
        getattr(type_.model, each.attribute) == key
        for each in type_.fields
        if each.target and (key := request.args.get(each.name, type=key_in)) is not None
    ]
    rows = list(db.session.scalars(query.where(*linked).limit(most)))
    if not linked or len(rows) == most:
        return rows
    known = [each.id for each in rows]
    return rows + list(db.session.scalars(query.where(type_.model.id.not_in(known)).limit(most - len(rows))))


def seen_still(record: Record) -> bool:
    """Whether the signed-in user sees the record as it is now: a new owner may be out of their reach."""
    model = type(record)
    return db.session.scalar(select(model.id).where(model.id == record.id)) is not None


def given_away(record: Record) -> str:
    """What is said of a record that was saved and is somebody else's now."""
    db.session.refresh(record, ["owner_id"])
    owner = db.session.get(record_type("user").model, getattr(record, "owner_id", None) or 0)
    if owner is None:
        return _("%(title)s was saved.", title=record.title)
    return _("%(title)s was saved and is now owned by %(owner)s.", title=record.title, owner=owner.title)


def seen_before(type_: RecordType, form: Form) -> Caution | None:
    """Likely duplicates of what was typed into a form for a new record, unless the person said to save it anyway."""
    return caution(type_, by_attribute(type_, form.values()), anyway="anyway" in request.form)


def record_screens(
    type_: RecordType,
    context: Context | None = None,
    loads: Loads = (),
    make: Make | None = None,
    *,
    own_rows: bool = False,
) -> Blueprint:
    """The blueprint of a type's standard screens, made as `Screens` says, for the feature to add its verbs to."""
    blueprint = Blueprint(type_.plural, f"salesapp.{type_.plural}", url_prefix=f"/{type_.slug}")
    screens = Screens(type_, context, loads, make, own_rows=own_rows)
    see, change = requires(type_.view), requires(type_.edit)

    def rule(path: str, name: str, view: Callable[..., Response], guard: Any, method: str = "GET") -> None:
        blueprint.add_url_rule(path, name, guard(_named(view, name)), methods=[method])

    rule("", "index", screens.index, see)
    rule("/count", "count", screens.count, see)
    filtering = FilterScreens(type_)
    rule("/filters", "filters", filtering.builder, see)
    rule("/filters/fields", "filter_fields", filtering.fields, see)
    rule("/filters/condition", "filter_condition", filtering.condition, see)
    rule("/filters/set", "set_filter", filtering.apply, see)
    rule("/pick", "pick", screens.pick, see)
    rule("/<int:key>", "show", screens.show, see)
    rule("/<int:key>/history", "history", screens.history, see)
    rule("/<int:key>/timeline", "timeline", screens.timeline, see)
    rule("/<int:key>/seen", "seen", screens.seen, lambda view: only_reads(see(view)), "POST")
    if type_.creatable:
        rule("/new", "new", screens.new, change)
        rule("/new", "create", screens.create, change, "POST")
        rule("/<int:key>/edit", "edit", screens.edit, change)
        rule("/<int:key>/edit", "update", screens.update, change, "POST")
    if type_.deletable:
        rule("/<int:key>/delete", "ask_delete", screens.ask_delete, change)
        rule("/<int:key>/delete", "delete", screens.delete, change, "POST")
        rule("/<int:key>/restore", "restore", screens.restore, change, "POST")
    if type_.mergeable:
        merging = MergeScreens(type_)
        rule("/merge", "compare", merging.compare, change)
        rule("/merge", "merge", merging.merge, change, "POST")
        rule("/<int:key>/merge", "ask_merge", merging.ask_merge, change)
        rule("/<int:key>/unmerge", "ask_unmerge", merging.ask_unmerge, change)
        rule("/<int:key>/unmerge", "unmerge", merging.unmerge, change, "POST")
    if is_offered(type_):
        bulk = BulkScreens(type_)
        rule("/bulk", "ask_bulk", bulk.ask, change)
        rule("/bulk", "bulk", bulk.change, change, "POST")
    return blueprint


def _named(view: Callable[..., Response], name: str) -> Callable[..., Response]:
    """Each type's view as a function of its own, since guards mark functions."""

    def named(**kwargs: Any) -> Response:
        return view(**kwargs)

    named.__name__ = name
    return named


def sections(type_: RecordType, form: Form) -> list[tuple[str, list[Any], bool]]:
    """The form's fields as (heading, fields, folded): folded sections open where an error or a value is inside."""
    found: list[tuple[str, list[Any], bool]] = []
    for key, label in (("main", ""), *type_.sections):
        fields = [form[each.name] for each in type_.editable if each.section == key and each.name in form]
        if fields:
            folded = key != "main" and not any(field.errors for field in fields)
            found.append((label, fields, folded))
    return found


def shown_sections(type_: RecordType, record: Record) -> list[tuple[str, list[Field]]]:
    """The record's filled fields by section, for its page."""
    found = []
    for key, label in (("main", ""), *type_.sections):
        fields = [
            each
            for each in type_.fields
            if each.section == key and getattr(record, each.attribute) not in (None, "")
        ]
        if fields:
            found.append((label, fields))
    return found


def _typed_defaults(type_: RecordType, given: dict[str, str]) -> dict[str, Any]:
    """Values for a new record from the address (`/contacts/new?account=7`); what cannot be read is left out."""
    found: dict[str, Any] = {"owner": current_user.id} if "owner" in type_.fields_by_name else {}
    for name, text in given.items():
        try:
            value = _typed(type_.field(name), text)
        except ValueError:
            continue
        if value is not None:
            found[name] = value
    return found


def _typed(declared: Field, text: str) -> Any:
    """What a text of the address says of the field: None for a kind that no address carries, or ValueError."""
    match declared.kind:
        case "link":
            return key_in(text)
        case "text" | "email" | "phone" | "url" | "long_text":
            return text
        case "choice" if declared.choices is not None:
            return declared.choices(text)
        case "date":
            return date.fromisoformat(text)
        case "boolean":
            return text in {"1", "true"}
    return None


def _templates() -> set[str]:
    cache: set[str] | None = current_app.extensions.get("salesapp_templates")
    if cache is None:
        cache = current_app.extensions["salesapp_templates"] = set(current_app.jinja_env.list_templates())
    return cache
