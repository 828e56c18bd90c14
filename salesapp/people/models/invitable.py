"""An invitation: somebody who has no password yet is asked to choose one."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Mapped

from salesapp.core import clock
from salesapp.core import fields as f
from salesapp.core.access import Viewer
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l

INVITATION_LIFE = timedelta(days=7)
USER_INVITED = event_kind("user_invited", _l("%(by)s invited this user"), icon="mail")


class AccessState(StrEnum):
    """Whether somebody can sign in, and if not, why."""

    ACTIVE = "active"
    INVITED = "invited"
    NO_PASSWORD = "no-password"  # noqa: S105  a state, no password
    ENDED = "ended"

    @property
    def label(self) -> str:
        return {
            "active": _l("Active"),
            "invited": _l("Invited"),
            "no-password": _l("Not invited yet"),
            "ended": _l("Access ended"),
        }[self.value]

    @property
    def tone(self) -> str:
        return {"active": "good", "invited": "accent", "no-password": "warn", "ended": "neutral"}[self.value]


class Invitable:
    """Of a user: invited, invited again, and able to sign in from then on that a password is set."""

    name: Mapped[str]
    active: Mapped[bool]
    password_hash: Mapped[str | None]
    invited_at: Mapped[datetime | None] = f.instant(_l("Invited on"), editable=False, importable=False)

    @property
    def access(self) -> AccessState:
        if not self.active:
            return AccessState.ENDED
        if self.password_hash is not None:
            return AccessState.ACTIVE
        return AccessState.INVITED if self.invited_at is not None else AccessState.NO_PASSWORD

    @property
    def invitation_ends_at(self) -> datetime | None:
        """Until when the link of the last invitation works; None for who has none."""
        return None if self.invited_at is None else self.invited_at + INVITATION_LIFE

    @property
    def has_open_invitation(self) -> bool:
        """Whether a link is out that still works."""
        ends = self.invitation_ends_at
        return self.access is AccessState.INVITED and ends is not None and clock.now() < ends

    def invite(self, *, by: Viewer) -> None:
        """From now on a link lets them choose a password; links of earlier invitations no longer work."""
        if not self.active:
            raise RuleBroken(_("Access for %(name)s has ended. Restore it first.", name=self.name))
        if self.password_hash is not None:
            raise RuleBroken(_("%(name)s already has a password.", name=self.name))
        self.invited_at = clock.now()
        record(self, USER_INVITED, by=by)  # type: ignore[arg-type]
