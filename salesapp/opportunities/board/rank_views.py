"""The place of a card in a column that is ordered by hand."""

from __future__ import annotations

from flask import Response, request, url_for
from sqlalchemy import select, tuple_
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.opportunities.board.column_sums import OPEN
from salesapp.opportunities.board.page import board_asking
from salesapp.opportunities.board.saved.selection import View
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.screens import EDIT, opportunities
from salesapp.web.forms import Form
from salesapp.web.guards import visible_or_404
from salesapp.web.inputs.rules import WholeField
from salesapp.web.inputs.select import SelectField
from salesapp.web.render import committed, redirect_to

STEPS = ("first", "up", "down")


class PlaceForm(Form):
    """Where to: by one step, or behind the card of that id."""

    to = SelectField(choices=[SelectChoice(each, each) for each in STEPS], validators=[Optional()])
    behind = WholeField(validators=[Optional()])


@opportunities.post("/<int:key>/place")
@EDIT
def place(key: int) -> Response:
    """A dropped card says behind which it lies (none: first), and stays; a button says one step, and leads back."""
    opportunity, form = visible_or_404(Opportunity, key, to_change=True), PlaceForm()
    if not form.validate_on_submit():
        raise RuleBroken(_("The card above it is no longer there. Reload the board."))
    if "to" not in request.form:
        put(opportunity, form.behind.data)
        return committed(Response(status=204))
    _step(opportunity, form.to.data)
    view = board_asking() or View.from_args({"sort": "hand"})
    back = url_for("board.index", _anchor=f"stage-{opportunity.stage_id}", **view.args)
    return committed(redirect_to(back, toast=_("%(title)s was moved", title=opportunity.name)))


def put(opportunity: Opportunity, behind: int | None) -> None:
    """Behind the card of that id, which the viewer sees; first for None."""
    if behind is None:
        opportunity.put_first()
        return
    above = db.session.scalar(select(Opportunity).where(Opportunity.id == behind))
    if above is None:
        raise RuleBroken(_("The card above it is no longer there. Reload the board."))
    opportunity.put_behind(above)


def _step(opportunity: Opportunity, step: str) -> None:
    """One card up or down among those that the viewer sees, or to the top."""
    if step == "down":
        following = _neighbours(opportunity, above=False)[:1]
        if following:
            opportunity.put_behind(following[0])
        return
    above = _neighbours(opportunity, above=True) if step == "up" else []
    if len(above) > 1:
        opportunity.put_behind(above[1])
    else:
        opportunity.put_first()


def _neighbours(opportunity: Opportunity, *, above: bool) -> list[Opportunity]:
    """Up to two open cards of its stage on that side, the nearest first."""
    place, own = tuple_(Opportunity.rank, Opportunity.id), tuple_(opportunity.rank, opportunity.id)
    query = select(Opportunity).where(*OPEN, Opportunity.stage_id == opportunity.stage_id)
    query = query.where(place < own if above else place > own)
    order = (Opportunity.rank.desc(), Opportunity.id.desc()) if above else (Opportunity.rank, Opportunity.id)
    return list(db.session.scalars(query.order_by(*order).limit(2)))
