"""With whom a report or a dashboard is shared by name, and who looks after what somebody shared who has left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import ColumnElement, ForeignKey, Select, UniqueConstraint, delete, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core.access import Viewer
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import Base, ShortText, db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.people.models import User
from salesapp.records.views.offered import Offered


class Share(Base):
    """Somebody is shown a report or a dashboard, whatever its audience."""

    __tablename__ = "report_shares"

    what: Mapped[str] = mapped_column(ShortText(20))
    """The kind of what is shared: `report`, `dashboard`."""
    key: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)

    __table_args__ = (UniqueConstraint("what", "key", "user_id"),)


class Shareable(Offered):
    """The trait of being offered to single people as well."""

    shared_as: ClassVar[str]

    if TYPE_CHECKING:
        id: Mapped[int]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As whatever is offered, and those shared by name."""
        named = cls._shares().where(Share.user_id == viewer.id)
        return or_(super().visible_to(viewer), cls.id.in_(named))

    @classmethod
    def shown_to_others(cls) -> ColumnElement[bool]:
        return or_(super().shown_to_others(), cls.id.in_(cls._shares()))

    @classmethod
    def _shares(cls) -> Select[int]:
        return select(Share.key).where(Share.what == cls.shared_as)

    @property
    def people(self) -> list[int]:
        """The ids of the people it is shared with by name."""
        mine = select(Share.user_id).where(Share.what == self.shared_as, Share.key == self.id)
        return sorted(db.session.scalars(mine))

    def share_with(self, people: Iterable[int]) -> None:
        """Shows it to these people and to nobody else by name. RuleBroken for whoever has no access."""
        one_at_a_time(f"shares of {self.shared_as} {self.id}")
        wanted, before = set(people) - {self.user_id}, set(self.people)
        active = select(User.id).where(User.id.in_(wanted - before), User.active)
        if wanted - before - set(db.session.scalars(active)):
            raise RuleBroken(_("Share this with people who have access."), field="people")
        gone = delete(Share).where(Share.what == self.shared_as, Share.key == self.id)
        db.session.execute(gone.where(Share.user_id.in_(before - wanted)))
        for each in sorted(wanted - before):
            db.session.add(Share(what=self.shared_as, key=self.id, user_id=each))
        db.session.flush()

    def unshare(self) -> None:
        """Before it is deleted: its number may be given to another one."""
        db.session.execute(delete(Share).where(Share.what == self.shared_as, Share.key == self.id))
