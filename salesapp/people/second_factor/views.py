"""Turning two-step sign-in on and off, and the second step itself."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

from flask import Blueprint, Response, abort, session, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.clock import now
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.people.models import User
from salesapp.people.second_factor.forms import CodeForm, TurnOffForm
from salesapp.people.second_factor.models import (
    SecondFactor,
    accepts,
    confirm,
    propose,
    second_factor_of,
    turn_off,
)
from salesapp.people.sessions import confirm_password, inside, signed_in, tries_at
from salesapp.web.guards import public, requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

second_factor = Blueprint("second_factor", __name__)
PENDING = "second_step"
MINUTES = 10 * 60
"""Seconds between the password and the code."""


def ask_for_code(user: User, target: str | None) -> Response:
    """The password was right: on to the second step."""
    session[PENDING] = {"user": user.id, "at": int(now().timestamp()), "next": target or ""}
    return redirect_to(url_for("second_factor.ask_code"))


def _waiting() -> User:
    """Whose password was right a moment ago; 404 for nobody's."""
    pending = session.get(PENDING) or {"user": 0, "at": 0}
    fresh = now().timestamp() - pending["at"] < MINUTES
    found = db.session.get(User, pending["user"]) if fresh else None
    if found is None or not found.is_active:
        abort(404)
    return found


@second_factor.get("/login/code")
@public
def ask_code() -> Response:
    _waiting()
    return render("people/code.html", form=CodeForm())


@second_factor.post("/login/code")
@public
def check_code() -> Response:
    user, form = _waiting(), CodeForm()
    tries = tries_at(user.email, user)
    if tries.are_too_many():
        abort(429)
    if form.validate_on_submit():
        if accepts(user, form.code.data or ""):
            tries.forget()
            target = session[PENDING]["next"]
            return signed_in(user, redirect_to(inside(target)))
        tries.note_failure()
        form.refuse(RuleBroken(_("This code is incorrect."), field="code"))
    return committed(render("people/code.html", form=form, status=422))


@second_factor.get("/preferences/two-step")
@requires(Permission.SIGNED_IN)
def show() -> Response:
    """What is proposed, or that it is on."""
    found = second_factor_of(current_user)
    if found is None or found.confirmed_at is not None:
        return redirect_to(url_for("people.preferences"))
    return _to_confirm(found, CodeForm())


@second_factor.post("/preferences/two-step")
@requires(Permission.SIGNED_IN)
def begin() -> Response:
    propose(current_user)
    return committed(redirect_to(url_for("second_factor.show")))


@second_factor.post("/preferences/two-step/confirm")
@requires(Permission.SIGNED_IN)
def turn_on() -> Response:
    form, found = CodeForm(), second_factor_of(current_user)
    if found is None:
        return redirect_to(url_for("people.preferences"))
    if form.validate_on_submit():
        try:
            codes = confirm(current_user, form.code.data or "")
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return committed(render("people/recovery_codes.html", codes=codes))
    return _to_confirm(found, form, status=422)


@second_factor.get("/preferences/two-step/off")
@requires(Permission.SIGNED_IN)
def ask_turn_off() -> Response:
    return render("people/_turn_off.html", form=TurnOffForm(), title=_("Turn two-step sign-in off"))


@second_factor.post("/preferences/two-step/off")
@requires(Permission.SIGNED_IN)
def switch_off() -> Response:
    form = TurnOffForm()
    if form.validate_on_submit():
        try:
            confirm_password(form.password.data or "", field="password")
            turn_off(current_user, by=current_user)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            said = _("Two-step sign-in is off.")
            return committed(redirect_to(url_for("people.preferences"), toast=said))
    title = _("Turn two-step sign-in off")
    return committed(render("people/_turn_off.html", form=form, title=title, status=422))


@second_factor.post("/users/<int:key>/two-step/off")
@requires(Permission.USER_EDIT)
def reset(key: int) -> Response:
    """For whoever lost the phone and the codes."""
    user = visible_or_404(User, key, to_change=True)
    turn_off(user, by=current_user)
    said = _("%(name)s now signs in with the password only.", name=user.name)
    return committed(redirect_to(url_for("users.show", key=key), toast=said))


def _to_confirm(found: SecondFactor, form: CodeForm, status: int = 200) -> Response:
    import segno  # late: it is drawn once in the life of a telephone

    picture = BytesIO()
    segno.make(found.address(current_user), error="m").save(
        picture, kind="svg", scale=5, border=2, light="#fff"
    )
    address = f"data:image/svg+xml;base64,{b64encode(picture.getvalue()).decode()}"
    secret = " ".join(found.secret[start : start + 4] for start in range(0, len(found.secret), 4))
    return render("people/two_step.html", form=form, picture=address, secret=secret, status=status)
