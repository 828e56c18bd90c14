"""Log-in, log-out, preferences, password; and the administrator's verbs on users."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, request, session, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user
from werkzeug.utils import redirect

from salesapp.core.access import Permission
from salesapp.core.clock import now
from salesapp.core.company import company
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import LANGUAGES, _
from salesapp.people.forms import FirstPasswordForm, LoginForm, PasswordForm, PreferencesForm
from salesapp.people.models import DEMO_PASSWORD, User, begin_session, find_user, hasher
from salesapp.people.sessions import COOKIE, current_session
from salesapp.web.guards import public, requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

people = Blueprint("people", __name__)
limiter = Limiter(get_remote_address, storage_uri="memory://", default_limits=[])
NOBODY = hasher.hash("a password nobody has")


def _typed_address() -> str:
    return f"{get_remote_address()}|{request.form.get('email', '').strip().lower()}"


@people.get("/login")
@public
def login() -> Response:
    if current_user.is_authenticated:
        return redirect_to(_inside(request.args.get("next")))
    form = LoginForm(next=request.args.get("next", ""))
    return render("people/login.html", form=form, demo=company().demo)


@people.post("/login")
@limiter.limit("10 per minute", key_func=_typed_address)
@limiter.limit("60 per minute")
@public
def sign_in() -> Response:
    form = LoginForm()
    shown = request.form.get("demo") if company().demo else None
    if shown:
        form.email.data, form.password.data = shown, DEMO_PASSWORD
    elif not form.validate_on_submit():
        return render("people/login.html", form=form, demo=company().demo, status=422)
    user = _authenticated(form.email.data or "", form.password.data or "")
    if user is None:
        form.refuse(RuleBroken(_("Address or password is not right.")))
        return render("people/login.html", form=form, demo=company().demo, status=422)
    session.clear()
    device = request.headers.get("User-Agent", "")
    session[COOKIE] = begin_session(user, address=get_remote_address(), device=device)
    session.permanent = True
    return committed(redirect_to(_inside(form.next.data)))


def _authenticated(email: str, password: str) -> User | None:
    """The user; as slow for an unknown address as for a wrong password, so that addresses cannot be found out."""
    user = find_user(email)
    if user is None or not user.password_hash:
        try:
            hasher.verify(NOBODY, password)
        except Exception:  # noqa: BLE001  any failure means the same: nobody
            return None
        return None
    return user if user.has_password(password) and user.is_active else None


def _inside(target: str | None) -> str:
    """`target` if it is an address of this site, else Today."""
    if (
        target
        and target.startswith("/")
        and not target.startswith(("//", "/\\"))
        and not urlsplit(target).netloc
    ):
        return target
    return url_for("home.today")


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
        redirect(_inside(urlsplit(request.referrer or "").path or url_for("people.login")), 303)
    )
    if language in LANGUAGES:
        answer.set_cookie("language", language, max_age=31536000, samesite="Lax", httponly=True)
    return answer


@people.get("/preferences")
@requires(Permission.SIGNED_IN)
def preferences() -> Response:
    return render(
        "people/preferences.html",
        form=PreferencesForm(obj=current_user, existing=current_user),
        password_form=PasswordForm(),
    )


@people.post("/preferences")
@requires(Permission.SIGNED_IN)
def save_preferences() -> Response:
    form = PreferencesForm(obj=current_user, existing=current_user)
    if not form.validate_on_submit():
        return render(
            "people/preferences.html", form=form, password_form=PasswordForm(), status=form.http_status
        )
    current_user.locale, current_user.theme, current_user.zone, current_user.away_until = (
        form.locale.data,
        form.theme.data,
        form.zone.data,
        form.away_until.data,
    )
    return committed(redirect_to(url_for("people.preferences"), toast=_("Saved.")))


@people.post("/preferences/password")
@limiter.limit("10 per minute")
@requires(Permission.SIGNED_IN)
def change_password() -> Response:
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            _change_password(form)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            said = _("Your password is changed. Sign in with it.")
            return committed(redirect_to(url_for("people.login"), toast=said))
    return render(
        "people/preferences.html",
        form=PreferencesForm(obj=current_user, formdata=None, existing=current_user),
        password_form=form,
        status=422,
    )


def _change_password(form: PasswordForm) -> None:
    if not current_user.has_password(form.current.data):
        raise RuleBroken(_("This is not your current password."), field="current")
    current_user.set_password(form.password.data, by=current_user)
    session.clear()


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


@people.post("/users/<int:key>/deactivate")
@requires(Permission.USER_EDIT)
def deactivate(key: int) -> Response:
    user = visible_or_404(User, key, to_change=True)
    user.deactivate(by=current_user)
    undo = url_for("people.activate", key=key)
    return committed(
        redirect_to(
            url_for("users.show", key=key),
            toast=_("%(name)s has no access any more.", name=user.name),
            undo=undo,
        )
    )


@people.post("/users/<int:key>/activate")
@requires(Permission.USER_EDIT)
def activate(key: int) -> Response:
    user = visible_or_404(User, key, to_change=True)
    user.activate(by=current_user)
    return committed(
        redirect_to(url_for("users.show", key=key), toast=_("%(name)s has access again.", name=user.name))
    )
