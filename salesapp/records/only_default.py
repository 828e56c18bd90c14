"""Records of which at most one is used by default, or at most one for each currency, each account and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from sqlalchemy import inspect, select

from salesapp.core.access import Viewer
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import Record, db
from salesapp.core.events import record
from salesapp.core.flushing.written import has_changed

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

EVERY = {"unscoped": "there is one default, whoever sees it"}


class OnlyDefault(Record):
    """The trait; `settle_default` is asked before one is saved, the bin and merges ask it by themselves."""

    __abstract__ = True

    default_within: ClassVar[tuple[str, ...]] = ()
    """Columns by whose values there is one each."""
    default_until: ClassVar[tuple[str, ...]] = ()
    """Further columns that decide which others are `beside` it."""
    default_replaced: ClassVar[Any]
    """The event of one that gives way to another."""

    if TYPE_CHECKING:
        is_default: Mapped[bool]
        name: Mapped[Any]

    def is_beside(self, other: Self) -> bool:
        """Whether both can't be the default at once, if they are of the same account and the like."""
        return True

    def other_defaults(self) -> list[Self]:
        """Those that are the default in its place, as they are in the database this moment. To be asked in turn."""
        one_at_a_time(f"default {self.__tablename__}")
        model: Any = type(self)
        same = [
            getattr(model, name).is_not_distinct_from(getattr(self, name)) for name in self.default_within
        ]
        query = select(model).where(model.is_default, model.id != (self.id or 0), *same)
        found = db.session.scalars(query.execution_options(populate_existing=True, **EVERY))
        return [each for each in found if self.is_beside(each)]

    def came_out_of_bin(self, *, by: Viewer) -> None:
        """The default that took its place stays it."""
        if self.is_default and self.other_defaults():
            self.is_default = False
        super().came_out_of_bin(by=by)


def settle_default(new: OnlyDefault, *, by: Viewer) -> None:
    """Before saving: the default it becomes is the only one."""
    decisive = ("is_default", *new.default_within, *new.default_until)
    if not new.is_default or (inspect(new).persistent and not has_changed(new, *decisive)):
        return
    for other in new.other_defaults():
        give_way(other, new, by=by)


def give_way(old: OnlyDefault, new: OnlyDefault, *, by: Viewer) -> None:
    """The old one is the default no longer."""
    old.is_default = False
    record(old, old.default_replaced, by=by, other=new.name)
