"""Guessing passwords is slow: failures are counted per account, per network and per browser, for all processes.

An account that is guessed at from many addresses is closed for a while to browsers that never signed in to it; its
owner's own browser carries a signed cookie and is counted by itself, so that nobody locks anybody out.
Source: OWASP, Blocking Brute Force Attacks, "device cookies".
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Delete, Index, cast, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core.db import Base, ShortText, db
from salesapp.core.parsing.networks import network_of

SPAN = timedelta(minutes=10)
MOST_OF_ACCOUNT, MOST_OF_NETWORK = 10, 100


class FailedSignIn(Base):
    """One wrong password or code; `key` is the hash of whom or where it is counted for."""

    __tablename__ = "failed_sign_ins"

    key: Mapped[str] = mapped_column(ShortText(64))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (Index("ix_failed_sign_ins_key", "key", "at"),)


class Tries:
    """The tries at one account from one place; `browser` names one that has signed in to the account before."""

    def __init__(self, account: str, address: str, browser: str | None = None) -> None:
        whose = f"browser {browser} {account}" if browser else f"account {account}"
        self.account = _hashed(whose)
        self.network = _hashed(f"network {network_of(address)}")

    def are_too_many(self) -> bool:
        """Whether another try has to wait. On Postgres tries at one account come one after the other from here on."""
        if db.engine.dialect.name == "postgresql":
            number = int(self.account[:16], 16) - 2**63
            lock = select(func.pg_advisory_xact_lock(cast(number, BigInteger)))
            db.session.scalar(lock, execution_options={"unscoped": "a lock reads no rows"})
        return self._count(self.account) >= MOST_OF_ACCOUNT or self._count(self.network) >= MOST_OF_NETWORK

    def note_failure(self) -> None:
        """One more that was wrong."""
        db.session.add_all([FailedSignIn(key=self.account), FailedSignIn(key=self.network)])

    def forget(self) -> None:
        """The right one: what was wrong before was the owner's own typing."""
        own = delete(FailedSignIn).where(FailedSignIn.key == self.account)
        db.session.execute(own, execution_options={"synchronize_session": False})

    def _count(self, key: str) -> int:
        since = clock.now() - SPAN
        query = select(func.count(FailedSignIn.id)).where(FailedSignIn.key == key, FailedSignIn.at > since)
        return db.session.scalar(query) or 0


def outlived() -> Delete:
    """The statement that deletes what no longer counts, for the daily tidying."""
    return delete(FailedSignIn).where(FailedSignIn.at < clock.now() - SPAN)


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
