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
from salesapp.opportunities.cards import Board
from salesapp.opportunities.models import Opportunity, OpportunityContact, SalesProcess, Stage, State
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import is_partial, render

board = Blueprint("board", __name__, url_prefix="/board")
SEE = requires(Permission.OPPORTUNITY_VIEW)
SHOWN = 20


def _processes() -> list[SalesProcess]:
    """Every process in use with its stages and what they ask, in two statements."""
    stages = selectinload(SalesProcess.stages)
    asked = (stages.joinedload(Stage.key_fields), stages.joinedload(Stage.items))
    query = select(SalesProcess).where(SalesProcess.active).options(*asked)
    order = (SalesProcess.is_default.desc(), SalesProcess.position, SalesProcess.id)
    return list(db.session.scalars(query.order_by(*order)))


def _chosen(processes: list[SalesProcess]) -> SalesProcess:
    wanted = request.args.get("process", type=int)
    found = next((each for each in processes if each.id == wanted), processes[0] if processes else None)
    if found is None:
        abort(404)
    return found


@board.get("")
@SEE
def index() -> Response:
    """All columns of a process: `?process=`, `?owner=me|team|all`, `?quarter=1`, `?stale=1`."""
    processes, chosen = _processes(), BoardFilter.from_args(request.args)
    if not processes:
        return render("opportunities/no_process.html")
    on = Board(_chosen(processes), chosen, current_user)
    columns = on.columns()
    context: dict[str, Any] = {
        "on": on,
        "columns": columns,
        "chips": _chips(processes, on),
        "args": chosen.args,
    }
    return render("opportunities/board.html", total=sum(each.count for each in columns), **context)


@board.get("/column/<int:stage_id>")
@SEE
def column(stage_id: int) -> Response:
    """The next cards of one column: `?after=`; without htmx the board itself."""
    stage = db.session.scalar(select(Stage).where(Stage.id == stage_id).options(joinedload(Stage.process)))
    if stage is None:
        abort(404)
    on = Board(stage.process, BoardFilter.from_args(request.args), current_user)
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
