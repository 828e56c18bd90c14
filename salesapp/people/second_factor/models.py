"""The shared secret of a user's authenticator app (RFC 6238) and the codes that replace it once each."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from datetime import datetime
from typing import Any

import pyotp
from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core.company import company
from salesapp.core.db import Base, ShortText, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.people.models import User, end_sessions

TURNED_ON = event_kind("second_factor_on", _l("%(by)s turned two-step sign-in on"), icon="shield-check")
TURNED_OFF = event_kind("second_factor_off", _l("%(by)s turned two-step sign-in off"), icon="shield-alert")
RECOVERED = event_kind("recovery_code_used", _l("%(by)s signed in with a recovery code"), icon="key-round")
CODES = 10
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without what is read as something else."""
STEP = 30
"""Seconds that one code stands; RFC 6238 recommends to take the one before and after as well."""


class SecondFactor(Base):
    """A user has one at most; it counts from the moment a first code was right."""

    __tablename__ = "second_factors"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    secret: Mapped[str] = mapped_column(ShortText(64))
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)
    """The newest time step a code was taken for: no code is taken twice."""

    def takes(self, code: str) -> bool:
        """Whether the code is right now and was not used; it is used by that."""
        typed = "".join(unicodedata.normalize("NFKC", code).split())  # a Chinese keyboard’s digits are wide
        now = int(clock.now().timestamp()) // STEP
        for step in (now - 1, now, now + 1):
            right = pyotp.TOTP(self.secret).generate_otp(step)
            if step > self.last_step and secrets.compare_digest(typed.encode(), right.encode()):
                self.last_step = step
                return True
        return False

    def address(self, user: User) -> str:
        """What the QR code says to the app."""
        return pyotp.TOTP(self.secret).provisioning_uri(name=user.email, issuer_name=company().name)


class RecoveryCode(Base):
    """One code that stands for the phone, once; kept as a hash."""

    __tablename__ = "recovery_codes"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    code_hash: Mapped[str] = mapped_column(ShortText(64))
    used_at: Mapped[datetime | None]


def second_factor_of(user: Any) -> SecondFactor | None:
    """The user's, confirmed or not; locked, since a code counts once."""
    return db.session.scalar(select(SecondFactor).where(SecondFactor.user_id == user.id).with_for_update())


def is_asked_of(user: Any) -> bool:
    """Whether this user signs in with two steps."""
    query = select(SecondFactor.id).where(
        SecondFactor.user_id == user.id, SecondFactor.confirmed_at.is_not(None)
    )
    return db.session.scalar(query) is not None


def propose(user: Any) -> SecondFactor:
    """A new secret for the app; the one that was proposed before is replaced. RuleBroken where one is in force."""
    found = second_factor_of(user)
    if found is not None and found.confirmed_at is not None:
        raise RuleBroken(_("Two-step sign-in is already on."))
    if found is None:
        found = SecondFactor(user_id=user.id)
        db.session.add(found)
    found.secret = pyotp.random_base32()
    return found


def confirm(user: Any, code: str) -> list[str]:
    """Turns it on with a first right code; gives the recovery codes, which nobody can read again."""
    found = second_factor_of(user)
    if found is None or found.confirmed_at is not None:
        raise RuleBroken(_("There is no code to check. Start again."))
    if not found.takes(code):
        raise RuleBroken(_("This code is incorrect. Check the clock on your phone."), field="code")
    found.confirmed_at = clock.now()
    record(user, TURNED_ON, by=user)
    return _new_codes(user)


def turn_off(user: Any, *, by: Any) -> None:
    """Only the password from now on; an administrator does it for whoever lost phone and codes."""
    if not is_asked_of(user):
        raise RuleBroken(_("Two-step sign-in is already off."))
    for model in (SecondFactor, RecoveryCode):
        db.session.execute(delete(model).where(model.user_id == user.id))
    if by.id != user.id:
        end_sessions(user)
    record(user, TURNED_OFF, by=by)


def accepts(user: User, code: str) -> bool:
    """Whether the six digits are right, or a recovery code that was not used yet."""
    found = second_factor_of(user)
    return found is not None and (found.takes(code) or _recovers(user, code))


def codes_left(user: Any) -> int:
    """How many recovery codes were not used."""
    unused = select(RecoveryCode.id).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    return len(db.session.scalars(unused).all())


def _recovers(user: User, code: str) -> bool:
    asked = select(RecoveryCode).where(
        RecoveryCode.user_id == user.id,
        RecoveryCode.used_at.is_(None),
        RecoveryCode.code_hash == _hashed(code),
    )
    found = db.session.scalar(asked)
    if found is None:
        return False
    found.used_at = clock.now()
    record(user, RECOVERED, by=user)
    return True


def _new_codes(user: Any) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = ["".join(secrets.choice(ALPHABET) for _letter in range(10)) for _code in range(CODES)]
    db.session.add_all([RecoveryCode(user_id=user.id, code_hash=_hashed(each)) for each in codes])
    return [f"{each[:5]}-{each[5:]}" for each in codes]


def _hashed(code: str) -> str:
    """Random enough (49 bits) that a plain hash keeps it."""
    plain = "".join(each for each in unicodedata.normalize("NFKC", code).lower() if each in ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()
