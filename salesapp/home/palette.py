"""Search and commands in one box: what was opened last, what is found as one types, what can be made, where to go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, request, url_for
from flask_login import current_user

from salesapp.core.access import Permission, allows
from salesapp.core.db import Record
from salesapp.core.i18n import _
from salesapp.core.registry import record_types, type_of
from salesapp.home.views import home
from salesapp.records.lists.columns import subtitle_of
from salesapp.records.looking import looked_at_last
from salesapp.search.queries import find
from salesapp.web import navigation
from salesapp.web.guards import requires
from salesapp.web.render import is_partial, redirect_to, render

RECENT = 5
OF_EACH_TYPE = 4
COMMANDS = 3
"""Of each kind, once something is typed: the records are what most people look for."""


@dataclass(frozen=True)
class Option:
    """A line of the box. `in_sheet`: it opens over the page instead of leading away from it."""

    label: str
    hint: str
    icon: str
    url: str
    in_sheet: bool = False


@dataclass(frozen=True)
class Group:
    """Options of one kind."""

    label: str
    options: list[Option]


@home.get("/palette")
@requires(Permission.SIGNED_IN)
def palette() -> Response:
    typed = request.args.get("q", "").strip()[:200]
    if not is_partial():  # without its box it is the page of the search
        return redirect_to(url_for("search.index", q=typed or None))
    groups = [*_commands(typed), *_found(typed)] if typed else [*_recent(), *_commands("")]
    shown = [group for group in groups if group.options]
    return render("home/_palette.html", typed=typed, groups=shown, title=_("Search or go to"))


def _recent() -> Iterator[Group]:
    types = [each.key for each in record_types() if allows(current_user, each.view)]
    yield Group(
        _("Recently viewed"), [_record(each) for each in looked_at_last(current_user, types, most=RECENT)]
    )


def _found(typed: str) -> Iterator[Group]:
    for group in find(typed, current_user, each=OF_EACH_TYPE):
        yield Group(str(group.type.label_plural), [_record(each) for each in group.records])


def _record(record: Record) -> Option:
    type_ = type_of(record)
    url = url_for(f"{type_.plural}.show", key=record.id)
    return Option(record.title, subtitle_of(record) or str(type_.label), type_.icon, url)


def _commands(typed: str) -> Iterator[Group]:
    """What the reader may make and where they may go, as far as it is called as typed."""
    words = typed.casefold().split()
    new, go = _("New"), _("Go to")
    makes = [
        Option(str(each.label), "", each.icon, each.url, in_sheet=True) for each in navigation.quick_actions()
    ]
    places = [Option(str(each.label), "", each.icon, each.url) for each in navigation.navigation()]
    for label, options in ((new, makes), (go, places)):
        called = [
            each for each in options if all(word in f"{label} {each.label}".casefold() for word in words)
        ]
        yield Group(label, called[:COMMANDS] if words else called)
