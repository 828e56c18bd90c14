"""Log-in, log-out, preferences, password; and the administrator's verbs on users."""

from __future__ import annotations

from functools import cache
from typing import cast

from flask import Blueprint, Response, abort, make_response, request, session, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user
from werkzeug.utils import redirect

from salesapp.core.access import Permission
from salesapp.core.clock import now
from salesapp.core.company import company
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import LANGUAGES, _
from salesapp.core.parsing.addresses import address_parts
from salesapp.people import passwords
from salesapp.people.forms import FirstPasswordForm, LoginForm, PasswordForm, PreferencesForm
from salesapp.people.models import DEMO_PASSWORD, User, end_sessions, find_user, sessions_of
from salesapp.people.second_factor.models import codes_left, is_asked_of
from salesapp.people.second_factor.views import ask_for_code
from salesapp.people.sessions import confirm_password, current_session, inside, signed_in, tries_at
from salesapp.web.guards import public, requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.returning import back_or

people = Blueprint("people", __name__)
limiter = Limiter(get_remote_address, storage_uri="memory://", default_limits=[])


@people.get("/login")
@public
def login() -> Response:
    if current_user.is_authenticated:
        return redirect_to(inside(request.args.get("next")))
    form = LoginForm(next=request.args.get("next", ""))
    return render("people/login.html", form=form, demo=company().demo)


@people.post("/login")
@public
def sign_in() -> Response:
    form = LoginForm()
    shown = request.form.get("demo") if company().demo else None
    if shown:
        form.email.data, form.password.data = shown, DEMO_PASSWORD
    elif not form.validate_on_submit():
        return render("people/login.html", form=form, demo=company().demo, status=422)
    user = find_user(form.email.data or "")
    tries = tries_at(form.email.data or "", user)
    if tries.are_too_many():
        abort(429)
    if not _is_authentic(user, form.password.data or ""):
        tries.note_failure()
        form.refuse(RuleBroken(_("The e-mail address or password is incorrect.")))
        return committed(render("people/login.html", form=form, demo=company().demo, status=422))
    user = cast("User", user)
    if is_asked_of(user):
        return committed(ask_for_code(user, form.next.data))
    tries.forget()
    return signed_in(user, redirect_to(inside(form.next.data)))


@cache
def nobodys_hash() -> str:
    """What a password is compared with where nobody has the address; made when it is first needed."""
    return passwords.hasher.hash("a password nobody has")


def _is_authentic(user: User | None, password: str) -> bool:
    """As slow for an unknown address as for a wrong password, so that addresses cannot be found out."""
    if user is None or not user.password_hash:
        try:
            passwords.hasher.verify(nobodys_hash(), password)
        except Exception:  # noqa: BLE001  any failure means the same: nobody
            return False
        return False
    return user.has_password(password) and user.is_active


@people.post("/logout")
@requires(Permission.SIGNED_IN)
def logout() -> Response:
    current_session().ended_at = now()
    session.clear()
    return committed(redirect_to(url_for("people.login")))


@people.post("/language/<language>")
@public
def language(language: str) -> Response:
    """The language of pages before signing in."""
    answer = make_response(
        redirect(inside(address_parts(request.referrer).path or url_for("people.login")), 303)
    )
    if language in LANGUAGES:
        answer.set_cookie("language", language, max_age=31536000, samesite="Lax", httponly=True)
    return answer


@people.get("/preferences")
@requires(Permission.SIGNED_IN)
def preferences() -> Response:
    return _preferences(PreferencesForm(obj=current_user, existing=current_user), PasswordForm())


def _preferences(form: PreferencesForm, password_form: PasswordForm, status: int = 200) -> Response:
    two_step = is_asked_of(current_user)
    return render(
        "people/preferences.html",
        form=form,
        password_form=password_form,
        two_step=two_step,
        codes_left=codes_left(current_user) if two_step else 0,
        sessions=sessions_of(current_user),
        here=current_session().id,
        status=status,
    )


@people.post("/preferences")
@requires(Permission.SIGNED_IN)
def save_preferences() -> Response:
    form = PreferencesForm(obj=current_user, existing=current_user)
    if not form.validate_on_submit():
        return _preferences(form, PasswordForm(), status=form.http_status)
    for name, value in form.values().items():
        setattr(current_user, name, value)
    return committed(redirect_to(url_for("people.preferences"), toast=_("Saved.")))


@people.post("/preferences/lists")
@requires(Permission.SIGNED_IN)
def save_lists() -> Response:
    """How much room lists have; back to the list on which it was pressed."""
    current_user.roomy_lists = request.form.get("roomy") == "1"
    return committed(redirect_to(back_or(url_for("people.preferences"))))


@people.post("/preferences/password")
@requires(Permission.SIGNED_IN)
def change_password() -> Response:
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            confirm_password(form.current.data or "", field="current")
            current_user.set_password(form.password.data, by=current_user)
            session.clear()
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            said = _("Your password is changed. Sign in with it.")
            return committed(redirect_to(url_for("people.login"), toast=said))
    shown = PreferencesForm(obj=current_user, formdata=None, existing=current_user)
    return committed(_preferences(shown, form, status=422))


@people.post("/preferences/sessions/<int:key>/end")
@requires(Permission.SIGNED_IN)
def end_session(key: int) -> Response:
    """Signs one other browser of one's own out."""
    found = next((each for each in sessions_of(current_user) if each.id == key), None)
    if found is None:
        abort(404)
    found.ended_at = now()
    said = _("%(browser)s is signed out.", browser=found.browser)
    return committed(redirect_to(url_for("people.preferences"), toast=said))


@people.post("/preferences/sessions/end")
@requires(Permission.SIGNED_IN)
def end_other_sessions() -> Response:
    """Signs every browser but this one out."""
    end_sessions(current_user, but=current_session())
    return committed(
        redirect_to(url_for("people.preferences"), toast=_("All other browsers are signed out."))
    )


@people.get("/users/<int:key>/password")
@requires(Permission.USER_EDIT)
def ask_password(key: int) -> Response:
    user = visible_or_404(User, key, to_change=True)
    return render("people/_password.html", user=user, form=FirstPasswordForm(), title=_("Set a password"))


@people.post("/users/<int:key>/password")
@requires(Permission.USER_EDIT)
def set_password(key: int) -> Response:
    user = visible_or_404(User, key, to_change=True)
    form = FirstPasswordForm()
    if form.validate_on_submit():
        try:
            user.set_password(form.password.data or "", by=current_user)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            said = _("%(name)s has a new password.", name=user.name)
            return committed(redirect_to(url_for("users.show", key=key), toast=said))
    return render("people/_password.html", user=user, form=form, title=_("Set a password"), status=422)


@people.post("/users/<int:key>/activate")
@requires(Permission.USER_EDIT)
def activate(key: int) -> Response:
    user = visible_or_404(User, key, to_change=True)
    user.activate(by=current_user)
    return committed(
        redirect_to(url_for("users.show", key=key), toast=_("%(name)s has access again.", name=user.name))
    )
