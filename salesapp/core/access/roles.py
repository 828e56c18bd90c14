"""What each role may do, and for whom a statement is run."""

from __future__ import annotations

from collections.abc import Hashable
from enum import StrEnum
from typing import ClassVar, Protocol

from salesapp.core.i18n import _l


class Role(StrEnum):
    """What somebody is in the company."""

    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    REP = "rep"
    FINANCE = "finance"
    SERVICE = "service"
    MARKETING = "marketing"
    READ_ONLY = "read-only"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.MANAGER: _l("Manager"),
    Role.REP: _l("Sales rep"),
    Role.FINANCE: _l("Finance"),
    Role.SERVICE: _l("Service"),
    Role.MARKETING: _l("Marketing"),
    Role.READ_ONLY: _l("Read-only"),
}


class Permission(StrEnum):
    """`<record type>.<act>`. `view` opens lists and records, `edit` covers create, change, delete and plain verbs."""

    ACCOUNT_VIEW = "account.view"
    ACCOUNT_EDIT = "account.edit"
    ACTIVITY_VIEW = "activity.view"
    ACTIVITY_EDIT = "activity.edit"
    ADOPTION_VIEW = "adoption.view"
    BIN_VIEW = "bin.view"
    BUDGET_VIEW = "budget.view"
    BUDGET_EDIT = "budget.edit"
    CAMPAIGN_VIEW = "campaign.view"
    CAMPAIGN_EDIT = "campaign.edit"
    CONTACT_VIEW = "contact.view"
    CONTACT_EDIT = "contact.edit"
    CREDIT_NOTE_VIEW = "credit_note.view"
    CREDIT_NOTE_EDIT = "credit_note.edit"
    DATA_EXPORT = "data.export"
    DATA_IMPORT = "data.import"
    FINANCE_DESK = "finance.desk"
    BOOKS_EXPORT = "books.export"
    INVOICE_VIEW = "invoice.view"
    INVOICE_EDIT = "invoice.edit"
    INVOICE_ISSUE = "invoice.issue"
    LEAD_VIEW = "lead.view"
    LEAD_EDIT = "lead.edit"
    OPPORTUNITY_VIEW = "opportunity.view"
    OPPORTUNITY_EDIT = "opportunity.edit"
    ORDER_VIEW = "order.view"
    ORDER_EDIT = "order.edit"
    PAYMENT_VIEW = "payment.view"
    PAYMENT_EDIT = "payment.edit"
    PAYMENT_REFUND = "payment.refund"
    PRICE_BOOK_VIEW = "price_book.view"
    PRICE_BOOK_EDIT = "price_book.edit"
    PRODUCT_VIEW = "product.view"
    PRODUCT_EDIT = "product.edit"
    QUOTE_VIEW = "quote.view"
    QUOTE_EDIT = "quote.edit"
    RECORD_OWN = "record.own"
    SETUP = "setup.change"
    SIGNED_IN = "people.signed-in"
    TAX_CHANGE = "tax.change"
    USER_VIEW = "user.view"
    USER_EDIT = "user.edit"


P = Permission
EVERYBODY = frozenset(
    {
        P.SIGNED_IN,
        P.USER_VIEW,
        P.ACTIVITY_VIEW,
        P.ACCOUNT_VIEW,
        P.CONTACT_VIEW,
        P.PRODUCT_VIEW,
        P.PRICE_BOOK_VIEW,
    }
)
SEE_SALES = frozenset(
    {P.CAMPAIGN_VIEW, P.LEAD_VIEW, P.OPPORTUNITY_VIEW, P.QUOTE_VIEW, P.ORDER_VIEW, P.INVOICE_VIEW}
)
SEE_MONEY = frozenset(
    {P.QUOTE_VIEW, P.ORDER_VIEW, P.INVOICE_VIEW, P.CREDIT_NOTE_VIEW, P.PAYMENT_VIEW, P.FINANCE_DESK}
)
CUSTOMERS = frozenset({P.ACCOUNT_EDIT, P.CONTACT_EDIT, P.ACTIVITY_EDIT})
SELL = frozenset({P.RECORD_OWN, P.LEAD_EDIT, P.OPPORTUNITY_EDIT, P.QUOTE_EDIT, P.ORDER_EDIT, P.BIN_VIEW})
SETTLE = frozenset(
    {
        P.ORDER_EDIT,
        P.INVOICE_EDIT,
        P.INVOICE_ISSUE,
        P.CREDIT_NOTE_EDIT,
        P.PAYMENT_EDIT,
        P.PAYMENT_REFUND,
        P.BOOKS_EXPORT,
        P.BIN_VIEW,
    }
)

ROLES: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.MANAGER: EVERYBODY
    | SEE_SALES
    | CUSTOMERS
    | SELL
    | {P.ADOPTION_VIEW, P.CAMPAIGN_EDIT, P.DATA_IMPORT, P.DATA_EXPORT, P.PRODUCT_EDIT, P.PRICE_BOOK_EDIT}
    | {P.BUDGET_VIEW, P.TAX_CHANGE},
    Role.REP: EVERYBODY | SEE_SALES | CUSTOMERS | SELL | {P.DATA_IMPORT, P.DATA_EXPORT},
    Role.FINANCE: EVERYBODY
    | SEE_MONEY
    | CUSTOMERS
    | SETTLE
    | {P.BUDGET_VIEW, P.BUDGET_EDIT}
    | {P.DATA_EXPORT, P.PRODUCT_EDIT, P.PRICE_BOOK_EDIT, P.TAX_CHANGE},
    Role.SERVICE: EVERYBODY | CUSTOMERS,
    Role.MARKETING: EVERYBODY
    | CUSTOMERS
    | {P.CAMPAIGN_VIEW, P.CAMPAIGN_EDIT, P.RECORD_OWN, P.LEAD_VIEW, P.LEAD_EDIT}
    | {P.DATA_IMPORT, P.DATA_EXPORT},
    Role.READ_ONLY: EVERYBODY | SEE_SALES | SEE_MONEY | {P.BUDGET_VIEW},
}

SEES_ALL: dict[Role, frozenset[str]] = {
    Role.ADMINISTRATOR: frozenset({"*"}),
    Role.FINANCE: frozenset({"quote", "order", "invoice", "credit_note", "payment"}),
    Role.READ_ONLY: frozenset({"*"}),
    Role.SERVICE: frozenset({"case"}),
    Role.MARKETING: frozenset({"lead"}),
}
"""Record types that a role sees whoever owns them, beside what the company's reach settings open to everybody."""


class Viewer(Protocol):
    """Whoever a statement is run for: a signed-in user, an API token's user or the system itself."""

    @property
    def id(self) -> int | None: ...
    @property
    def role(self) -> Role: ...
    @property
    def reach(self) -> frozenset[int]:
        """Ids of the users whose records are this viewer's too: themselves and everybody below them."""
        ...

    @property
    def rights(self) -> Hashable:
        """All that decides which rows somebody sees, except who they are: the same for everybody of a role."""
        ...

    def sees_all(self, record_type: str) -> bool: ...
    def edits_all(self, record_type: str) -> bool: ...


class System:
    """The worker, the commands and the public pages, after they have checked their own secret."""

    id: ClassVar[int | None] = None
    role: ClassVar[Role] = Role.ADMINISTRATOR
    reach: ClassVar[frozenset[int]] = frozenset()
    rights: ClassVar[Hashable] = "system"
    name: ClassVar[str] = "salesapp"

    def sees_all(self, record_type: str) -> bool:
        return True

    def edits_all(self, record_type: str) -> bool:
        return True


SYSTEM = System()


def allows(viewer: Viewer, permission: Permission) -> bool:
    """Whether the viewer's role has the permission at all."""
    return permission in ROLES[viewer.role]
