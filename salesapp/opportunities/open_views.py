"""Opening an opportunity from ＋ or the board, and changing the sales process it goes by."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.customers.models import Account, Contact
from salesapp.opportunities.board.page import board_asking
from salesapp.opportunities.forms import MoveForm, QuickForm, quick_form
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.path.filling_in import fill, filling_form, refuse
from salesapp.opportunities.processes.models import SalesProcess, Stage
from salesapp.opportunities.screens import EDIT, opportunities, refuse_other_version, stage_of
from salesapp.records.editing import make_linked
from salesapp.web.guards import visible_or_404
from salesapp.web.render import committed, redirect_to, render


@opportunities.get("/quick")
@EDIT
def quick() -> Response:
    """The sheet of ＋; `?process=`, `?account=` and `?contact=` fill it."""
    values = {name: key_in(request.args.get(name)) for name in ("account", "contact")}
    asking = board_asking()
    process = request.args.get("process") or (asking.process if asking else None)
    return _quick(quick_form(sales_process=key_in(process), **values))


@opportunities.post("/quick")
@EDIT
def open_quick() -> Response:
    form = quick_form()
    if not form.validate_on_submit():
        return _quick(form, 422)
    values = form.values() | make_linked(form, by=current_user)
    try:
        made = Opportunity.open_new(
            process=_one(SalesProcess, values.pop("sales_process")),
            account=_one(Account, values.pop("account")),
            contact=_one(Contact, values.pop("contact")),
            by=current_user,
            **values,
        )
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return _quick(form, 422)
    said = _("%(title)s was saved.", title=made.name)
    return committed(redirect_to(url_for("opportunities.show", key=made.id), toast=said))


@opportunities.get("/<int:key>/process")
@EDIT
def ask_process(key: int) -> Response:
    """The stages of the other processes; the one that stands for the present stage is proposed."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    return _process_sheet(opportunity, filling_form(MoveForm, opportunity))


@opportunities.post("/<int:key>/process")
@EDIT
def change_process(key: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    stage = stage_of(request.form.get("stage", type=key_in))
    form = filling_form(MoveForm, opportunity, stage)
    refuse_other_version(opportunity, form)
    if not form.validate_on_submit():
        return _process_sheet(opportunity, form, stage, status=422)
    try:
        fill(opportunity, form, stage, by=current_user)
        opportunity.change_process(stage, by=current_user)
    except RuleBroken as broken:
        refuse(form, broken)
        return _process_sheet(opportunity, form, stage, status=422)
    said = _(
        "%(title)s now uses the sales process %(process)s", title=opportunity.name, process=stage.process.name
    )
    return committed(redirect_to(url_for("opportunities.show", key=key), toast=said))


def _process_sheet(
    opportunity: Opportunity, form: MoveForm, to: Stage | None = None, status: int = 200
) -> Response:
    query = select(SalesProcess).where(SalesProcess.active, SalesProcess.id != opportunity.process_id)
    query = query.options(selectinload(SalesProcess.stages))
    order = (SalesProcess.is_default.desc(), SalesProcess.position, SalesProcess.id)
    left = [opportunity.stage] if to is None else opportunity.left_for(to)
    others = [each for each in db.session.scalars(query.order_by(*order)) if each.open_stages]
    context: dict[str, Any] = {
        "offers": [(each, opportunity.stage.counterpart(each)) for each in others],
        "gaps": opportunity.gaps(left) if opportunity.is_open else [],
        "title": _("Change the sales process"),
    }
    return render("opportunities/path/_process.html", record=opportunity, form=form, status=status, **context)


def _quick(form: QuickForm, status: int = 200) -> Response:
    return render("opportunities/_quick.html", form=form, title=_("New opportunity"), status=status)


def _one(model: type[Record], key: Any) -> Any:
    """The record a field of the form names; None for an empty one."""
    return None if key is None else db.session.scalar(select(model).where(model.id == key))
