"""Users and the browsers they are signed in with."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Hashable
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache, cached_property
from typing import Any, cast
from zoneinfo import ZoneInfo

from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, Select, bindparam, false, func, select, true
from sqlalchemy.orm import Mapped, Session, lazyload, mapped_column, object_session, relationship
from sqlalchemy.orm.attributes import set_committed_value

from salesapp.core import clock, mail
from salesapp.core import fields as f
from salesapp.core.access import ROLE_LABELS, SEES_ALL, Permission, Role, Shared, Viewer
from salesapp.core.company import Company, company, know_company, today_for, zone_of
from salesapp.core.db import Base, Record, ShortText, db
from salesapp.core.errors import RuleBroken, all_of
from salesapp.core.events import event_kind, record
from salesapp.core.flushing.written import has_changed
from salesapp.core.i18n import _, _l
from salesapp.core.parsing.texts import parts, squeezed
from salesapp.core.registry import RecordType, register
from salesapp.core.relations.trees import closes_circle, newly_set
from salesapp.core.settings_cache import at_state, cached_row
from salesapp.people import passwords
from salesapp.people.browsers import called
from salesapp.people.models.administrators import administers, keep_an_administrator, stops_administering
from salesapp.people.models.days import used
from salesapp.people.models.importing import user_attributes
from salesapp.people.models.invitable import Invitable
from salesapp.people.models.licences import comes_in, keep_within_limit
from salesapp.people.units.models import BusinessUnit, unit_link

DEMO_PASSWORD = "demo demo demo"  # noqa: S105  said on the log-in page of a company that exists to be looked at
SESSION_LIFE = timedelta(days=30)
SESSION_IDLE = timedelta(days=7)
SEEN_AGAIN = timedelta(hours=1)

USER_CREATED = event_kind("user_created", _l("%(by)s added this user"), icon="user-plus")
USER_DEACTIVATED = event_kind("user_deactivated", _l("%(by)s ended this user’s access"), icon="user-x")
USER_ACTIVATED = event_kind("user_activated", _l("%(by)s restored this user’s access"), icon="user-check")
PASSWORD_CHANGED = event_kind("password_changed", _l("%(by)s changed the password"), icon="key-round")


class Theme(StrEnum):
    """Light, dark or as the device has it."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"

    @property
    def label(self) -> str:
        return {"auto": _l("Same as device"), "light": _l("Light"), "dark": _l("Dark")}[self.value]


class Language(StrEnum):
    """The languages of the interface."""

    EN = "en"
    ZH = "zh"

    @property
    def label(self) -> str:
        return {"en": "English", "zh": "简体中文"}[self.value]


class User(Invitable, UserMixin, Shared, Record):
    """Somebody who may sign in: role, manager, team, language and zone."""

    __tablename__ = "users"
    record_type_key = "user"

    name: Mapped[str] = f.text(
        _l("Name"), required=True, listed=True, searchable=True, length=120, autocomplete="name"
    )
    email: Mapped[str] = f.email(_l("E-mail"), required=True, listed=True, searchable=True, unique=True)
    role: Mapped[Role] = f.choice(Role, _l("Role"), required=True, listed=True, default=Role.REP)
    manager_id: Mapped[int | None] = f.link("user", "users", _l("Manager"), listed=True)
    team: Mapped[str | None] = f.text(_l("Team"), listed=True, length=80, synonyms=("office", "region"))
    business_unit_id: Mapped[int | None] = unit_link(apart="fk_users_business_unit_id_business_units")
    phone: Mapped[str | None] = f.phone(_l("Phone"))
    skills: Mapped[str | None] = f.text(
        _l("Skills"),
        hint=_l("Skills colleagues can ask for, separated by commas"),
        synonyms=("expertise", "专长"),
    )
    locale: Mapped[Language] = f.choice(Language, _l("Language"), required=True, default=Language.EN)
    zone: Mapped[str | None] = f.time_zone(
        _l("Time zone"), hint=_l("Leave empty to use the company’s setting")
    )
    theme: Mapped[Theme] = f.choice(
        Theme, _l("Appearance"), required=True, default=Theme.AUTO, editable=False
    )
    roomy_lists: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether lists at a desk have two lines for a row instead of one."""
    active: Mapped[bool] = f.boolean(_l("Active"), default=True, editable=False, listed=True)
    password_hash: Mapped[str | None] = mapped_column(ShortText(200))
    away_until: Mapped[date | None] = f.date_(
        _l("Out of office up to and including"), hint=_l("Until then, nothing is assigned automatically")
    )
    lead_capacity: Mapped[int | None] = f.integer(
        _l("Maximum open leads"),
        hint=_l("Leave empty for no limit. Above the limit, others get the next leads"),
    )

    on_leaderboard: Mapped[bool] = f.boolean(_l("Shown on the leaderboard"), default=True)

    manager: Mapped[User | None] = relationship(remote_side="User.id", foreign_keys=[manager_id])
    business_unit: Mapped[BusinessUnit | None] = relationship(foreign_keys=[business_unit_id])

    @property
    def is_active(self) -> bool:
        return self.active and self.deleted_at is None

    @property
    def is_away(self) -> bool:
        """Whether they are out of office today, by their own calendar."""
        return self.away_until is not None and today_for(self) <= self.away_until

    @property
    def skill_keys(self) -> frozenset[str]:
        """Each skill as it is compared: without regard to case and spaces."""
        return frozenset(map(squeezed, parts(self.skills or "")))

    @property
    def role_label(self) -> str:
        return ROLE_LABELS[self.role]

    @property
    def initials(self) -> str:
        words = self.name.split()
        if len(words) > 1:
            return (words[0][0] + words[-1][0]).upper()
        return self.name[-2:] if not self.name.isascii() else self.name[:2].upper()

    @cached_property
    def reach(self) -> frozenset[int]:
        """Themselves and everybody below them in the manager tree."""
        return reach_of(self.id)

    @property
    def rights(self) -> Hashable:
        """What decides how their statements are written."""
        return (self.role, *sorted(company().reach.items()))

    def sees_all(self, record_type: str) -> bool:
        """Whether role or company settings show this user every record of the type."""
        return self._by_role(record_type) or self._company_reach(record_type) in {"read", "edit"}

    def edits_all(self, record_type: str) -> bool:
        """The same for changing; a role without the edit permission is stopped before this is asked."""
        return self._by_role(record_type) or self._company_reach(record_type) == "edit"

    def _by_role(self, record_type: str) -> bool:
        return bool(SEES_ALL.get(self.role, frozenset()) & {"*", record_type})

    def _company_reach(self, record_type: str) -> str:
        return str(company().reach.get(record_type, "private"))

    def set_password(self, password: str, *, by: Viewer) -> None:
        """Sets it and ends every session and the invitation; one that is easily guessed is refused."""
        passwords.check_password(password, self.name, self.email, company().name)
        self.password_hash, self.invited_at = passwords.hasher.hash(password), None
        if self.id is not None:
            end_sessions(self)
            record(self, PASSWORD_CHANGED, by=by)

    def has_password(self, password: str) -> bool:
        """Whether it is theirs; a hash made with old costs is renewed."""
        try:
            passwords.hasher.verify(self.password_hash or "", password)
        except (VerifyMismatchError, InvalidHashError):
            return False
        if passwords.hasher.check_needs_rehash(self.password_hash or ""):
            self.password_hash = passwords.hasher.hash(password)
        return True

    def report_to(self, manager: User | None) -> None:
        """Moves the user in the tree; a circle is refused."""
        if manager is not None and closes_circle(self, "manager_id", manager.id):
            raise RuleBroken(
                _("%(name)s can’t report to someone who reports to them.", name=self.name), field="manager"
            )
        self.manager_id = None if manager is None else manager.id

    def deactivate(self, *, by: Viewer) -> None:
        """Ends access and the invitation at once; the name stays on all records."""
        if not self.active:
            raise RuleBroken(_("Access for %(name)s has already ended.", name=self.name))
        if by.id == self.id:
            raise RuleBroken(_("You can’t end your own access."))
        if administers(self):
            keep_an_administrator(leaving=self)
        self.active, self.invited_at = False, None
        end_sessions(self)
        record(self, USER_DEACTIVATED, by=by)

    def refuse_deletion(self) -> None:
        """Whoever is the last that can set the company up stays."""
        if administers(self):
            keep_an_administrator(leaving=self)

    def went_into_bin(self, *, by: Viewer) -> None:
        """Whoever takes the user out again lets in nobody who was signed in before."""
        end_sessions(self)

    def came_out_of_bin(self, *, by: Viewer) -> None:
        """Whoever has access again takes a licence."""
        if self.active:
            keep_within_limit([self])

    def activate(self, *, by: Viewer) -> None:
        """Gives access again."""
        if self.active:
            raise RuleBroken(_("%(name)s already has access.", name=self.name))
        self.active = True
        keep_within_limit([self])
        record(self, USER_ACTIVATED, by=by)


def reach_of(user_id: int) -> frozenset[int]:
    """The ids of the user and of everybody below in the manager tree."""
    below = select(User.id).where(User.id == user_id).cte("below", recursive=True)
    below = below.union_all(select(User.id).where(User.manager_id == below.c.id))
    return frozenset(db.session.scalars(select(below.c.id).execution_options(unscoped="the manager tree")))


class LoginSession(Base):
    """A signed-in browser, kept on the server so that it can be ended. The cookie's secret is stored as a hash only."""

    __tablename__ = "login_sessions"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    secret_hash: Mapped[str] = mapped_column(ShortText(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(ShortText(60), default="")
    device: Mapped[str] = mapped_column(ShortText(200), default="")

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (Index("ix_login_sessions_user", "user_id", "ended_at"),)

    def see(self) -> None:
        """It is in use. Noted once an hour and once a day, since only days without use end it."""
        if self.is_to_be_noted:
            self.seen_at = clock.now()
            used(cast("Session", object_session(self)), self.user_id, today_for(self.user))

    @property
    def is_to_be_noted(self) -> bool:
        """Whether its use is worth writing down again."""
        now, zone = clock.now(), ZoneInfo(zone_of(self.user))
        is_another_day = now.astimezone(zone).date() > self.seen_at.astimezone(zone).date()
        return is_another_day or now - self.seen_at > SEEN_AGAIN

    @property
    def browser(self) -> str:
        """What its owner recognises it by."""
        return called(self.device)

    @property
    def alive(self) -> bool:
        now = clock.now()
        fresh = now - self.created_at < SESSION_LIFE and now - self.seen_at < SESSION_IDLE
        return self.ended_at is None and fresh and self.user.is_active


@cache
def _signed_in() -> Select[*tuple[Any, ...]]:
    """The session of the browser that has `secret`, and what is set up: the statement that begins every request.

    Made when it is first asked for: while modules are still imported, not every table is known.
    """
    query = select(LoginSession, Company.id, Company.setup_state).options(lazyload(LoginSession.user))
    query = query.join(Company, true()).where(LoginSession.secret_hash == bindparam("secret"))
    return query.execution_options(unscoped="who asks is only found out by it")


_user, _company = cached_row(User), cached_row(Company)


def hashed(secret: str) -> str:
    """How a session's secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def begin_session(user: User, *, address: str, device: str) -> str:
    """Signs `user` in; gives the secret for the cookie."""
    secret = secrets.token_urlsafe(32)
    row = LoginSession(user_id=user.id, secret_hash=hashed(secret), address=address[:60], device=device[:200])
    db.session.add(row)
    used(db.session(), user.id, today_for(user))
    return secret


def session_of(secret: str) -> LoginSession | None:
    """The live session of a cookie, or None. The company, the user and their reach are known from then on."""
    row = db.session.execute(_signed_in(), {"secret": hashed(secret)}).one_or_none()
    if row is None:
        return None
    found, company_id, state = row
    know_company(_company(company_id, state))
    user = _user(found.user_id, state)
    set_committed_value(found, "user", user)
    user.reach = at_state(state, (User.reach, user.id), lambda: reach_of(user.id))
    return found if found.alive else None


def sessions_of(user: User) -> list[LoginSession]:
    """The browsers the user is signed in with, the last used first."""
    open_ones = select(LoginSession).where(LoginSession.user_id == user.id, LoginSession.ended_at.is_(None))
    found = db.session.scalars(open_ones.order_by(LoginSession.seen_at.desc(), LoginSession.id.desc()))
    return [each for each in found if each.alive]


def end_sessions(user: User, *, but: LoginSession | None = None) -> None:
    """Ends every session of the user, or all but one."""
    open_ones = select(LoginSession).where(LoginSession.user_id == user.id, LoginSession.ended_at.is_(None))
    for each in db.session.scalars(open_ones):
        if each is not but:
            each.ended_at = clock.now()


def find_user(email: str) -> User | None:
    """The user with this address, whatever its case."""
    return db.session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))


def _keep_the_tree(user: User, *, by: Viewer) -> None:  # noqa: ARG001  the registry passes who saves
    """Before a form or an import saves: no circles, addresses in lower case, an administrator stays."""
    all_of(
        lambda: _check_address(user),
        lambda: _keep_administered(user),
        lambda: _keep_manager(user),
        lambda: _keep_licences(user),
    )


def _check_address(user: User) -> None:
    user.email = (user.email or "").strip().lower()
    taken = select(User.id).where(User.email == user.email, User.id != (user.id or 0))
    if db.session.scalar(taken.execution_options(with_deleted=True)) is not None:
        raise RuleBroken(_("Another user already signs in with this e-mail address."), field="email")
    if mail.is_configured() and has_changed(user, "email"):  # an invitation must be able to go there
        mail.checked_address(user.email, field="email")


def _keep_administered(user: User) -> None:
    if stops_administering(user):
        keep_an_administrator()


def _keep_licences(user: User) -> None:
    if comes_in(user):
        keep_within_limit([user])


def _keep_manager(user: User) -> None:
    if user.manager_id is not None and newly_set(user, "manager_id"):
        user.report_to(db.session.get(User, user.manager_id))


USER = register(
    RecordType(
        key="user",
        model=User,
        plural="users",
        label=_l("User"),
        label_plural=_l("Users"),
        icon="users",
        view=Permission.USER_VIEW,
        edit=Permission.USER_EDIT,
        subtitle=("email",),
        default_sort="name",
        search_weight=20,
        few=True,
        quick_fields=("name", "email", "role"),
        before_save=_keep_the_tree,
        from_row=user_attributes,
    )
)
