"""The pages of many at once: what is to be done and what stands in the way, how far it is, and the report."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.core import mail
from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import keys_in
from salesapp.invoices.batches.acts import MOST, BatchAct, act_called, is_act
from salesapp.invoices.batches.jobs import begin
from salesapp.invoices.batches.models import Batch, Outcome
from salesapp.web.forms import Form
from salesapp.web.guards import requires
from salesapp.web.inputs.money import MOST_DIGITS
from salesapp.web.render import committed, redirect_to, render

batches = Blueprint("batches", __name__, url_prefix="/finance/batches")


@batches.get("/new")
@requires(Permission.INVOICE_ISSUE)
def new() -> Response:
    """What waits for the act (`?act=bill`), ticked as far as nothing stands in the way."""
    if "act" not in request.args:
        return redirect_to(url_for("finance.index"))
    act = _act()
    rows, count = act.candidates()
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row.record.currency] += row.amount
    context: dict[str, Any] = {"act": act, "rows": rows, "count": count, "sums": sums, "form": Form()}
    return render("batches/new.html", **context, mail_waits=not mail.is_configured())


@batches.post("/new")
@requires(Permission.INVOICE_ISSUE)
def create() -> Response:
    """Hands what is ticked to the worker, with the amounts that were shown beside it."""
    act, keys = _act(), keys_in(request.form.getlist("id"))[:MOST]
    if not keys or not Form().validate_on_submit():
        return redirect_to(url_for("batches.new", act=act.key), toast=_("Select a record first."))
    batch = begin(act, {key: _seen(key) for key in keys}, by=current_user)
    return committed(redirect_to(url_for("batches.show", key=batch.id)))


@batches.get("/<int:key>")
@requires(Permission.INVOICE_ISSUE)
def show(key: int) -> Response:
    return render("batches/show.html", **_report(key))


@batches.get("/<int:key>/progress")
@requires(Permission.INVOICE_ISSUE)
def progress(key: int) -> Response:
    """The same for htmx, which asks every second until the batch has ended."""
    return render("batches/_progress.html", **_report(key))


def _act() -> BatchAct:
    key = request.args.get("act", "")
    return act_called(key) if is_act(key) else abort(404)


def _seen(key: int) -> int:
    """The amount that was shown; for nonsense one that nothing comes to."""
    text = request.form.get(f"seen_{key}", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else -1


def _report(key: int) -> dict[str, Any]:
    batch = db.session.scalar(select(Batch).where(Batch.id == key)) or abort(404)
    act = act_called(batch.act)
    counts = batch.counts()
    settled = counts[Outcome.DONE] + counts[Outcome.REFUSED]
    plural = act.model.record_type_key + "s"
    return {
        "batch": batch,
        "act": act,
        "title": act.title,
        "done": counts[Outcome.DONE],
        "settled": settled,
        "total": settled + counts[Outcome.WAITING],
        "refused": batch.refused(),
        "made": act.made(batch.done()) if batch.ended else (),
        "endpoint": f"{plural}.show",
    }
