"""A place among the cards of a column that is ordered by hand.

Places are whole numbers, the smallest first, with room between them. Whatever enters a stage stands first. A place is
no news about the opportunity: it makes no event and no new version, so it never clashes with what a colleague types.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import BigInteger, ColumnElement, Table, and_, func, literal_column, or_, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ROOM = 1 << 20
"""What is made between two places when there is no room left."""
EVERY_CARD = {"unscoped": "a place is between two cards, whoever sees them"}


def newest_rank(at: datetime | None = None) -> int:
    """The place of what came at this instant (now): the later, the further in front."""
    return (EPOCH - (at or clock.now())) // timedelta(microseconds=1)


class Ranked(Record):
    """The trait of having a place in its column."""

    __abstract__ = True

    rank: Mapped[int] = mapped_column(BigInteger, default=newest_rank, server_default=text("0"))

    if TYPE_CHECKING:
        stage_id: Mapped[int]

        @property
        def is_open(self) -> bool: ...

    def put_first(self) -> None:
        """Before all other cards of its stage."""
        first = self._first_of(self._others())
        self._stand(newest_rank() if first is None else min(newest_rank(), first - ROOM))

    def put_behind(self, card: Ranked) -> None:
        """Directly behind another card of its stage."""
        if card.stage_id != self.stage_id or not card.is_open:
            raise RuleBroken(_("The card above it is no longer there. Reload the board."))
        behind = [*self._others(), self._is_behind(card)]
        following = self._first_of(behind)
        if following is not None and following - card.rank < 2:
            self._place({"rank": self._columns.rank + ROOM}, behind)
            following += ROOM
        self._stand(card.rank + ROOM if following is None else (card.rank + following) // 2)

    @property
    def _columns(self) -> Any:
        return type(self).__table__.c

    def _others(self) -> list[ColumnElement[bool]]:
        """The other open cards of its stage; RuleBroken when it is none itself."""
        if not self.is_open:
            raise RuleBroken(_("This opportunity is closed. Reopen it first."))
        row = self._columns
        is_open = (row.state == literal_column("'open'"), row.deleted_at.is_(None))
        return [row.stage_id == self.stage_id, row.id != self.id, *is_open]

    def _is_behind(self, card: Ranked) -> ColumnElement[bool]:
        row = self._columns
        return or_(row.rank > card.rank, and_(row.rank == card.rank, row.id > card.id))

    def _first_of(self, among: list[ColumnElement[bool]]) -> int | None:
        query = select(func.min(self._columns.rank)).where(*among)
        return db.session.scalar(query, execution_options=EVERY_CARD)

    def _stand(self, rank: int) -> None:
        self._place({"rank": rank}, [self._columns.id == self.id])
        db.session.expire(self, ["rank"])

    def _place(self, values: dict[str, Any], among: list[ColumnElement[bool]]) -> None:
        statement = update(cast("Table", type(self).__table__)).where(*among).values(**values)
        db.session.execute(statement, execution_options=EVERY_CARD)
