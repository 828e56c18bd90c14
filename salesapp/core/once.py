"""An effect at most once: the key a form carries, the hash of what was sent and the answer it got.

All three are stored in the transaction of the effect, so that a second press, or a replay after a lost answer,
gives the first answer again and changes nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, UniqueConstraint, bindparam, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core.db import Base, Json, LongText, ShortText, db


class OnceKey(Base):
    """One form sent by one user (0 for the public), and what it was answered."""

    __tablename__ = "once_keys"

    user_id: Mapped[int] = mapped_column()
    key: Mapped[str] = mapped_column(ShortText(80))
    request_hash: Mapped[str] = mapped_column(ShortText(64))
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    status: Mapped[int] = mapped_column(default=0)
    headers: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    body: Mapped[str] = mapped_column(LongText(), default="")

    __table_args__ = (UniqueConstraint("user_id", "key"),)


_ROWS = cast("Table", OnceKey.__table__)
_TAKE = insert(_ROWS)
_ANSWER = update(_ROWS).where(_ROWS.c.id == bindparam("row"))
_FORGET = delete(_ROWS).where(_ROWS.c.id == bindparam("row"))


def new_key() -> str:
    """A key for one rendering of a form."""
    return secrets.token_urlsafe(18)


def digest(*parts: bytes) -> str:
    """SHA-256 over the parts, each with its length so that no two requests look alike."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


@dataclass(frozen=True)
class Taken:
    """A key that the present transaction has taken: its row, to which the answer goes."""

    id: int
    key: str
    request_hash: str

    def answered(self, status: int, headers: dict[str, str], body: str) -> None:
        """What a second press is answered."""
        values = {"row": self.id, "status": status, "headers": headers, "body": body}
        db.session.connection().execute(_ANSWER, values)

    def forget(self) -> None:
        """Leaves no trace of who sent what: the row goes before it was ever committed."""
        db.session.connection().execute(_FORGET, {"row": self.id})


def take(user_id: int, key: str, request_hash: str) -> Taken:
    """Takes the key before any work; IntegrityError where it was taken before.

    Every form that is sent does this, so the statement is written down once and no object is kept in step.
    """
    values = {"user_id": user_id, "key": key, "request_hash": request_hash}
    made: Any = db.session.connection().execute(_TAKE, values)
    return Taken(made.inserted_primary_key[0], key, request_hash)


def find(user_id: int, key: str) -> OnceKey | None:
    """What the key was used for, if it was."""
    return db.session.scalar(select(OnceKey).where(OnceKey.user_id == user_id, OnceKey.key == key))


def came_lately(what: str, *, within: timedelta) -> bool:
    """Whether the same was sent in that span by a form that carries no key of ours; from now on it was.

    `what` is the digest of all that was sent. Of two at once the second meets the first one's row: it waits for its
    commit and is then begun again (docs/adr/0010), so that it finds it.
    """
    now = clock.now()
    row = db.session.scalar(
        select(OnceKey)
        .where(OnceKey.user_id == 0, OnceKey.key == what)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        db.session.add(OnceKey(user_id=0, key=what, request_hash=what))
        db.session.flush()
        return False
    lately, row.at = row.at > now - within, now
    return lately
