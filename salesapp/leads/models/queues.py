"""Queues: named places where leads wait until one of their members takes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Column, ForeignKey, Select, Table, func, select
from sqlalchemy.orm import Mapped, relationship

from salesapp.core import fields as f
from salesapp.core.access import Permission, Shared, Viewer
from salesapp.core.db import Base, Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.registry import RecordType, register
from salesapp.people.models import User

MEMBERS_SET = event_kind(
    "queue_members_set", _l("%(by)s changed the members of this queue: %(names)s"), icon="users"
)

queue_members = Table(
    "lead_queue_members",
    Base.metadata,
    Column("queue_id", ForeignKey("lead_queues.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", ForeignKey("users.id"), primary_key=True, index=True),
)


Obstacle = Callable[[int], str | None]
"""Id of a queue → the sentence that says why it has to stay, or None."""


class LeadQueue(Shared, Record):
    """A named queue. Its leads are seen and claimed by its members, and seen by those above them."""

    __tablename__ = "lead_queues"
    record_type_key = "lead_queue"

    name: Mapped[str] = f.text(_l("Name"), required=True, listed=True, length=80)
    description: Mapped[str | None] = f.text(_l("Purpose"), listed=True)

    members: Mapped[list[User]] = relationship(secondary=queue_members, order_by=User.name)

    def set_members(self, members: Sequence[User], *, by: Any) -> None:
        """From now on these, and nobody else; nothing is written down when they are the same."""
        if {each.id for each in members} == {each.id for each in self.members}:
            return
        self.members = sorted(members, key=lambda each: each.name)
        record(self, MEMBERS_SET, by=by, names=[each.name for each in self.members] or None)

    def has_member(self, viewer: Viewer) -> bool:
        return any(each.id == viewer.id for each in self.members)

    def refuse_deletion(self) -> None:
        """Leads that wait in it would be seen by nobody, and rules would lead nowhere."""
        waiting = db.session.scalar(waiting_in(self.id)) or 0
        if waiting:
            raise RuleBroken(_("Leads are waiting in this queue (%(num)s). Assign them first.", num=waiting))
        for obstacle_of in _obstacles:
            obstacle = obstacle_of(self.id)
            if obstacle is not None:
                raise RuleBroken(obstacle)


_obstacles: list[Obstacle] = []


def keeps_queues(obstacle_of: Obstacle) -> Obstacle:
    """Registers what may lead into a queue and so keeps it from being deleted."""
    _obstacles.append(obstacle_of)
    return obstacle_of


def waiting_in(key: int) -> Select[Any]:
    """How many leads wait in the queue, whoever asks."""
    from salesapp.leads.models.lead import Lead  # a lead names its queue, so its module stands on this one

    query = select(func.count(Lead.id)).where(Lead.queue_id == key, Lead.deleted_at.is_(None))
    return query.execution_options(unscoped="a queue stays as long as anybody's lead waits in it")


def queues_of(viewer: Viewer) -> Select[Any]:
    """Ids of the queues of which the viewer, or somebody below them, is a member."""
    return select(queue_members.c.queue_id).where(queue_members.c.user_id.in_(viewer.reach))


def own_queues(viewer: Viewer) -> Sequence[LeadQueue]:
    """The queues that the viewer works off, by name."""
    member = select(queue_members.c.queue_id).where(queue_members.c.user_id == viewer.id)
    return db.session.scalars(
        select(LeadQueue).where(LeadQueue.id.in_(member)).order_by(LeadQueue.name)
    ).all()


def _settle(queue: LeadQueue, *, by: Viewer) -> None:  # noqa: ARG001  the registry passes who saves
    """Two queues of one name could not be told apart where a lead is given to one."""
    same = select(LeadQueue.id).where(func.lower(LeadQueue.name) == (queue.name or "").lower())
    if db.session.scalar(same.where(LeadQueue.id != (queue.id or 0))) is not None:
        raise RuleBroken(_("There is already a queue with this name."), field="name")


LEAD_QUEUE = register(
    RecordType(
        key="lead_queue",
        model=LeadQueue,
        plural="lead_queues",
        label=_l("Queue"),
        label_plural=_l("Queues"),
        icon="inbox",
        view=Permission.LEAD_VIEW,
        edit=Permission.SETUP,
        subtitle=("description",),
        default_sort="name",
        search_weight=10,
        few=True,
        known_by=("name",),
        before_save=_settle,
    )
)
