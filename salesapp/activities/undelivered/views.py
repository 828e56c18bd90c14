"""The sheet of an e-mail that did not arrive: to whom, why, and what now."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for
from flask_login import current_user
from sqlalchemy import select
from wtforms import EmailField
from wtforms.validators import DataRequired, Email

from salesapp.activities.models import about_record
from salesapp.activities.undelivered.actions import send_again
from salesapp.activities.undelivered.models import UndeliveredMail
from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.core.registry import record_type
from salesapp.web.forms import Form
from salesapp.web.guards import may_change, requires
from salesapp.web.render import committed, redirect_to, render

undelivered = Blueprint("undelivered", __name__, url_prefix="/undelivered")


class AddressForm(Form):
    """Where it goes this time."""

    address = EmailField(
        _l("E-mail"),
        [DataRequired(_l("This field is required.")), Email(_l("This isn’t an e-mail address."))],
    )


def mine_or_404(key: int) -> UndeliveredMail:
    """The e-mail if this person sent it or may change what it is about."""
    query = select(UndeliveredMail).where(UndeliveredMail.id == key).with_for_update()
    lost = db.session.scalar(query)
    if lost is None:
        abort(404)
    about = about_record(lost)
    if lost.sender_id != current_user.id and (about is None or not may_change(about)):
        abort(404)
    return lost


def back_to(lost: UndeliveredMail) -> str:
    """The page of what it is about, else Today."""
    if lost.subject_type is None:
        return url_for("home.today")
    return url_for(f"{record_type(lost.subject_type).plural}.show", key=lost.subject_id)


@undelivered.get("/<int:key>")
@requires(Permission.SIGNED_IN)
def ask(key: int) -> Response:
    lost = mine_or_404(key)
    return render(
        "activities/_undelivered_sheet.html",
        lost=lost,
        form=AddressForm(address=lost.address),
        title=_("Not delivered"),
    )


@undelivered.post("/<int:key>")
@requires(Permission.SIGNED_IN)
def send(key: int) -> Response:
    lost, form = mine_or_404(key), AddressForm()
    if form.validate_on_submit():
        try:
            send_again(lost, form.address.data or "", by=current_user)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            said = _("Sent again to %(address)s.", address=form.address.data)
            return committed(redirect_to(back_to(lost), toast=said))
    return render(
        "activities/_undelivered_sheet.html", lost=lost, form=form, title=_("Not delivered"), status=422
    )


@undelivered.post("/<int:key>/dismiss")
@requires(Permission.SIGNED_IN)
def dismiss(key: int) -> Response:
    """It need not be sent: the customer was told otherwise."""
    lost = mine_or_404(key)
    lost.settle()
    return committed(redirect_to(back_to(lost), toast=_("You won’t be reminded of it again.")))
