"""The board, and the opportunities of an account or a contact as a panel on their pages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.customers.models import Account, Contact
from salesapp.opportunities.board import OWNERS, BoardFilter
from salesapp.opportunities.cards import Board, Column
from salesapp.opportunities.live import Mark, mark_of, pages_of
from salesapp.opportunities.models import Opportunity, OpportunityContact, SalesProcess, Stage, State
from salesapp.web.guards import can, requires, visible_or_404
from salesapp.web.render import is_partial, render

board = Blueprint("board", __name__, url_prefix="/board")
EDIT = Permission.OPPORTUNITY_EDIT
SEE = requires(Permission.OPPORTUNITY_VIEW)
SHOWN = 20


def processes_shown() -> list[SalesProcess]:
    """Every process in use with its stages and what they ask, in two statements."""
    stages = selectinload(SalesProcess.stages)
    asked = (stages.joinedload(Stage.key_fields), stages.joinedload(Stage.items))
    query = select(SalesProcess).where(SalesProcess.active).options(*asked)
    order = (SalesProcess.is_default.desc(), SalesProcess.position, SalesProcess.id)
    return list(db.session.scalars(query.order_by(*order)))


def process_shown(processes: list[SalesProcess] | None = None) -> SalesProcess:
    """The process that the address names, else the default one; 404 where there is none at all."""
    processes = processes_shown() if processes is None else processes
    wanted = request.args.get("process", type=int)
    found = next((each for each in processes if each.id == wanted), processes[0] if processes else None)
    if found is None:
        abort(404)
    return found


def board_args() -> dict[str, Any]:
    """What of the address says which board it is."""
    process = request.args.get("process", "")
    return BoardFilter.from_args(request.args).args | ({"process": process} if process.isdecimal() else {})


@board.get("")
@SEE
def index() -> Response:
    """All columns of a process: `?process=`, `?owner=me|team|all`, `?quarter=1`, `?stale=1`.

    An open board asks the same address by htmx for what changed: `?pages=STAGE.PAGES,…` says how far it is scrolled,
    and If-None-Match what it shows.
    """
    processes, chosen = processes_shown(), BoardFilter.from_args(request.args)
    if not processes:
        return render("opportunities/no_process.html")
    pages, selecting = pages_of(request.args.get("pages", "")), bool(request.args.get("select"))
    on = Board(process_shown(processes), chosen, current_user, pages, selecting=selecting and can(EDIT))
    columns = on.columns()
    mark = mark_of(on, columns)
    if is_partial():
        return _changed(on, columns, mark)
    context: dict[str, Any] = {
        "on": on,
        "columns": columns,
        "chips": _chips(processes, on),
        "args": chosen.args,
        "place": board_args(),
        "mark": mark.to_header(),
    }
    return render("opportunities/board.html", total=sum(each.count for each in columns), **context)


def _changed(on: Board, columns: list[Column], mark: Mark) -> Response:
    """The columns that are not as the asking board shows them; 304 when all are, a reload when it is another board."""
    known = Mark.from_header(request.headers.get("If-None-Match", ""))
    if known == mark:
        answer = Response(status=304)
    elif known is None or known.frame != mark.frame:
        answer = Response(headers={"HX-Refresh": "true"})
    else:
        same = {each.stage.id for each in columns if each.mark in known.columns}
        answer = render("opportunities/live.update.html", on=on, columns=columns, same=same)
    answer.headers["ETag"] = mark.to_header()
    return answer


@board.get("/column/<int:stage_id>")
@SEE
def column(stage_id: int) -> Response:
    """The next cards of one column: `?after=`; without htmx the board itself."""
    stage = db.session.scalar(select(Stage).where(Stage.id == stage_id).options(joinedload(Stage.process)))
    if stage is None:
        abort(404)
    selecting = bool(request.args.get("select"))
    on = Board(stage.process, BoardFilter.from_args(request.args), current_user, selecting=selecting)
    found = on.further(stage, request.args.get("after", ""), request.args.get("shown", 0, type=int))
    template = "opportunities/column.update.html" if is_partial() else "opportunities/column.html"
    return render(template, column=found, cards=found.cards, title=stage.name)


def _chips(processes: list[SalesProcess], on: Board) -> list[dict[str, Any]]:
    """The filter chips, each with the address that switches it."""
    chosen = on.chosen
    labels = {"all": _("All"), "team": _("Team"), "me": _("Mine")}
    several = processes if len(processes) > 1 else []
    found: list[dict[str, Any]] = [
        {"label": each.name, "selected": each is on.process, "url": _url(each, chosen), "icon": "route"}
        for each in several
    ]
    found += [_chip(labels[each], chosen.owner == each, on, chosen.but(owner=each)) for each in OWNERS]
    quarter = chosen.but(quarter=not chosen.quarter)
    found.append(_chip(_("Closing this quarter"), chosen.quarter, on, quarter, "calendar"))
    found.append(_chip(_("Stale"), chosen.stale, on, chosen.but(stale=not chosen.stale), "clock"))
    return found


def _chip(
    label: str, selected: bool, on: Board, chosen: BoardFilter, icon: str | None = None
) -> dict[str, Any]:
    return {"label": label, "selected": selected, "url": _url(on.process, chosen), "icon": icon}


def _url(process: SalesProcess, chosen: BoardFilter) -> str:
    arguments: dict[str, Any] = chosen.args | ({} if process.is_default else {"process": str(process.id)})
    return url_for("board.index", **arguments)


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
    return render("opportunities/_panel.html", rows=rows, name=name, new=new, title=_("Opportunities"))
