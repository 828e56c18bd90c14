"""The people of the customer and the colleagues who take part."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from salesapp.core.access import Permission, allows
from salesapp.core.db import Record
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.customers.models import Contact
from salesapp.opportunities.models.participants import BuyingRole, OpportunityContact, OpportunityMember
from salesapp.people.models import User

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

CONTACT_ADDED = event_kind("opportunity_contact_added", _l("%(by)s added %(name)s"), icon="user-plus")
CONTACT_REMOVED = event_kind("opportunity_contact_removed", _l("%(by)s removed %(name)s"), icon="user-minus")
MEMBER_ADDED = event_kind("opportunity_member_added", _l("%(by)s added %(name)s to the team"), icon="users")
MEMBER_REMOVED = event_kind(
    "opportunity_member_removed", _l("%(by)s removed %(name)s from the team"), icon="users"
)


class HasTeam(Record):
    """The trait of having people."""

    __abstract__ = True

    if TYPE_CHECKING:
        contact_id: Mapped[int | None]
        contacts: Mapped[list[OpportunityContact]]
        members: Mapped[list[OpportunityMember]]

    @property
    def knows_who_decides(self) -> bool:
        """Whether somebody of the customer is known to decide."""
        return any(each.role is BuyingRole.DECIDER for each in self.contacts)

    def add_contact(
        self, contact: Contact, *, by: Any, role: BuyingRole | None = None, primary: bool = False
    ) -> OpportunityContact:
        """Adds somebody of the customer, or changes the role of who takes part already. One is primary at most."""
        person = next((each for each in self.contacts if each.contact_id == contact.id), None)
        if person is None:
            person = OpportunityContact(contact=contact, contact_id=contact.id)
            self.contacts.append(person)
        person.role = role
        if primary:
            for each in self.contacts:
                each.is_primary = each is person
            self.contact_id = contact.id
        record(self, CONTACT_ADDED, by=by, about=[contact], name=contact.title, role=role)
        return person

    def remove_contact(self, person: OpportunityContact, *, by: Any) -> None:
        """Takes somebody of the customer out."""
        name = person.contact.title
        self.contacts.remove(person)
        record(self, CONTACT_REMOVED, by=by, name=name)

    def add_member(
        self, user: User, *, by: Any, role: str | None = None, split: Decimal | None = None
    ) -> OpportunityMember:
        """Adds a colleague, who then sees and changes the opportunity. Shares are at most 100 % in all."""
        if not allows(user, Permission.OPPORTUNITY_VIEW):
            raise RuleBroken(
                _("The role of %(name)s doesn’t allow viewing opportunities.", name=user.name), field="user"
            )
        member = next((each for each in self.members if each.user_id == user.id), None)
        others = sum((each.split or Decimal(0) for each in self.members if each is not member), Decimal(0))
        if split is not None and (split < 0 or others + split > 100):
            raise RuleBroken(_("The team’s shares add up to more than 100 percent."), field="split")
        if member is None:
            member = OpportunityMember(user=user, user_id=user.id)
            self.members.append(member)
        member.role, member.split = role, split
        record(self, MEMBER_ADDED, by=by, name=user.name)
        return member

    def remove_member(self, member: OpportunityMember, *, by: Any) -> None:
        """Takes a colleague off the team."""
        name = member.user.name
        self.members.remove(member)
        record(self, MEMBER_REMOVED, by=by, name=name)
