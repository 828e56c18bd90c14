"""The board, and the opportunities of an account or a contact as a panel on their pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.customers.models import Account, Contact
from salesapp.opportunities.board.cards import Board, Column
from salesapp.opportunities.board.column_sums import OWNERS
from salesapp.opportunities.board.live import Mark, mark_of, pages_of
from salesapp.opportunities.board.saved.models import SavedBoard
from salesapp.opportunities.board.saved.selection import View, shelf_of, view_asked
from salesapp.opportunities.board.swimlanes import NOBODY, columns_of, month_name
from salesapp.opportunities.models import Opportunity, OpportunityContact, State
from salesapp.opportunities.processes.models import SalesProcess, Stage, processes
from salesapp.people.models import User
from salesapp.web.guards import can, requires, visible_or_404
from salesapp.web.render import is_partial, render

board = Blueprint("board", __name__, url_prefix="/board")
EDIT = Permission.OPPORTUNITY_EDIT
SEE = requires(Permission.OPPORTUNITY_VIEW)
SHOWN = 20


def process_shown(view: View) -> SalesProcess:
    """The process that the view names, else the default one; 404 where there is none at all."""
    in_use = processes()
    if not in_use:
        abort(404)
    return next((each for each in in_use if str(each.id) == view.process), in_use[0])


def view_shown() -> View:
    """What the address of this request asks the board to show. What stands there several times counts as a list."""
    return view_asked(arguments(), current_user)


def arguments() -> dict[str, str]:
    """The address's arguments."""
    return {name: ",".join(filter(None, values)) for name, values in request.args.lists()}


@board.get("")
@SEE
def index() -> Response:
    """All columns of a process: `?process=`, `?owner=me|team|all`, `?quarter=1`, `?stale=1`, `?sort=`, `?fields=`.

    `?board=` is a saved one; without any of these it is the viewer's default board, or the plain one.

    An open board asks the same address by htmx for what changed: `?pages=STAGE.PAGES,…` says how far it is scrolled,
    and If-None-Match what it shows.
    """
    in_use, shelf = processes(), shelf_of(current_user)
    if not in_use:
        return render("opportunities/board/no_process.html")
    view, selecting = shelf.view(arguments()), bool(request.args.get("select")) and can(EDIT)
    on = Board(
        process_shown(view),
        view.chosen,
        current_user,
        view.look,
        pages_of(request.args.get("pages", "")),
        selecting=selecting,
    )
    columns = columns_of(on)
    mark = mark_of(on, columns)
    if is_partial():
        return _changed(on, columns, mark)
    context: dict[str, Any] = {
        "on": on,
        "columns": columns,
        "chips": _chips(in_use, on, view, shelf.showing(view)),
        "filtered": bool(view.chosen.args),
        "place": view.args,
        "mark": mark.to_header(),
    }
    return render("opportunities/board/board.html", total=sum(each.count for each in columns), **context)


def _changed(on: Board, columns: list[Column], mark: Mark) -> Response:
    """The columns that are not as the asking board shows them; 304 when all are, a reload when it is another board."""
    known = Mark.from_header(request.headers.get("If-None-Match", ""))
    if known == mark:
        answer = Response(status=304)
    elif known is None or known.frame != mark.frame:
        answer = Response(headers={"HX-Refresh": "true"})
    else:
        same = {each.stage.id for each in columns if each.mark in known.columns}
        answer = render("opportunities/board/live.update.html", on=on, columns=columns, same=same)
    answer.headers["ETag"] = mark.to_header()
    return answer


@board.get("/column/<int:stage_id>")
@SEE
def column(stage_id: int) -> Response:
    """The next cards of one column: `?after=`; without htmx the board itself."""
    stage = visible_or_404(Stage, stage_id, loads=(joinedload(Stage.process),))
    selecting = bool(request.args.get("select"))
    view = view_shown()
    on = Board(stage.process, view.chosen, current_user, view.look, selecting=selecting)
    found = on.further(stage, request.args.get("after", ""), key_in(request.args.get("shown")) or 0)
    template = "opportunities/board/column.update.html" if is_partial() else "opportunities/board/column.html"
    return render(template, column=found, cards=found.cards, title=stage.name)


def _chips(
    in_use: list[SalesProcess], on: Board, view: View, saved: SavedBoard | None
) -> list[dict[str, Any]]:
    """What the board shows, each with the address that switches it: first what is on, so that it is always in sight."""
    chosen = view.chosen
    labels = {"all": _("All"), "team": _("Team"), "me": _("Mine")}
    several = in_use if len(in_use) > 1 else []
    quarter = but(view, quarter=not chosen.quarter)
    found = [
        *_narrowed(view),
        *(_chip(labels[each], chosen.owner == each, but(view, owner=each)) for each in OWNERS),
        _chip(_("Stale"), chosen.stale, but(view, stale=not chosen.stale), "clock"),
        _chip(_("Closing this quarter"), chosen.quarter, quarter, "calendar"),
        *(
            _chip(each.name, each is on.process, replace(view, process=str(each.id)), "route")
            for each in several
        ),
        _sheet_chip(on.look.sorting.label, "sliders-horizontal", url_for("board.look", **view.args)),
    ]
    boards = url_for("board.boards", **view.args)
    if saved:
        found.insert(0, _sheet_chip(saved.name, "bookmark", boards, selected=True))
    else:
        found.append(_sheet_chip(_("Boards"), "bookmark", boards))
    return sorted(found, key=lambda chip: not chip["selected"])


def _narrowed(view: View) -> list[dict[str, Any]]:
    """The lane that the board is narrowed to, to be left again."""
    chosen, found = view.chosen, []
    if chosen.person is not None:
        name = db.session.scalar(select(User.name).where(User.id == chosen.person)) or str(NOBODY)
        found.append(_chip(name, True, but(view, person=None), "x"))
    if chosen.month:
        found.append(_chip(month_name(chosen.month), True, but(view, month=""), "x"))
    return found


def but(view: View, **changes: Any) -> View:
    """The same view with another filter."""
    return replace(view, chosen=view.chosen.but(**changes))


def _chip(label: str, selected: bool, view: View, icon: str | None = None) -> dict[str, Any]:
    return {
        "label": label,
        "selected": selected,
        "url": url_for("board.index", **view.args),
        "icon": icon,
        "attrs": {},
    }


def _sheet_chip(label: str, icon: str, url: str, *, selected: bool = False) -> dict[str, Any]:
    """One that opens a sheet."""
    attrs = {"hx-get": url, "hx-target": "#sheet", "hx-sync": "this:drop"}
    return {"label": label, "selected": selected, "url": url, "icon": icon, "attrs": attrs}


def of_account(key: int) -> Response:
    """The panel on an account's page."""
    account = visible_or_404(Account, key)
    new = url_for("opportunities.quick", account=account.id)
    return _panel(Opportunity.account_id == account.id, f"opportunities-of-account-{key}", new)


def of_contact(key: int) -> Response:
    """The panel on a contact's page: those where the person takes part."""
    contact = visible_or_404(Contact, key)
    part = select(OpportunityContact.opportunity_id).where(OpportunityContact.contact_id == contact.id)
    new = url_for("opportunities.quick", contact=contact.id, account=contact.account_id or "")
    of_person = (Opportunity.contact_id == contact.id) | Opportunity.id.in_(part)
    return _panel(of_person, f"opportunities-of-contact-{key}", new)


def _panel(criterion: ColumnElement[bool], name: str, new: str) -> Response:
    """Open ones first, then what was closed last."""
    query = select(Opportunity).where(criterion).options(joinedload(Opportunity.stage))
    order = (
        (Opportunity.state == State.OPEN).desc(),
        Opportunity.close_on.desc().nulls_last(),
        Opportunity.id.desc(),
    )
    rows = list(db.session.scalars(query.order_by(*order).limit(SHOWN)))
    return render("opportunities/board/_panel.html", rows=rows, name=name, new=new, title=_("Opportunities"))
