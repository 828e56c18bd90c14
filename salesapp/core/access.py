"""Who may do what: the table of roles, the reach of a viewer, and the guard in the session that applies it.

Three questions, three places: *may this role do such things?* (`ROLES`), *is this record theirs?* (`visible_to` of
the model, put into every statement here), *does its state allow it?* (the verb).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, ClassVar, Protocol, cast

from sqlalchemy import ColumnElement, and_, event, false, or_, select, true
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    declared_attr,
    mapped_column,
    relationship,
    with_loader_criteria,
)
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import True_

from salesapp.core.db import Record, db
from salesapp.core.fields import link
from salesapp.core.fixed import fixed
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
    BIN_VIEW = "bin.view"
    CAMPAIGN_VIEW = "campaign.view"
    CAMPAIGN_EDIT = "campaign.edit"
    CONTACT_VIEW = "contact.view"
    CONTACT_EDIT = "contact.edit"
    CREDIT_NOTE_VIEW = "credit_note.view"
    CREDIT_NOTE_EDIT = "credit_note.edit"
    DATA_EXPORT = "data.export"
    DATA_IMPORT = "data.import"
    FINANCE_DESK = "finance.desk"
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
    PRICE_BOOK_VIEW = "price_book.view"
    PRICE_BOOK_EDIT = "price_book.edit"
    PRODUCT_VIEW = "product.view"
    PRODUCT_EDIT = "product.edit"
    QUOTE_VIEW = "quote.view"
    QUOTE_EDIT = "quote.edit"
    RECORD_OWN = "record.own"
    SETUP = "setup.change"
    SIGNED_IN = "people.signed-in"
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
    {P.ORDER_EDIT, P.INVOICE_EDIT, P.INVOICE_ISSUE, P.CREDIT_NOTE_EDIT, P.PAYMENT_EDIT, P.BIN_VIEW}
)

ROLES: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.MANAGER: EVERYBODY
    | SEE_SALES
    | CUSTOMERS
    | SELL
    | {P.CAMPAIGN_EDIT, P.DATA_IMPORT, P.DATA_EXPORT, P.PRODUCT_EDIT, P.PRICE_BOOK_EDIT},
    Role.REP: EVERYBODY | SEE_SALES | CUSTOMERS | SELL | {P.DATA_IMPORT, P.DATA_EXPORT},
    Role.FINANCE: EVERYBODY
    | SEE_MONEY
    | CUSTOMERS
    | SETTLE
    | {P.DATA_EXPORT, P.PRODUCT_EDIT, P.PRICE_BOOK_EDIT},
    Role.SERVICE: EVERYBODY | CUSTOMERS,
    Role.MARKETING: EVERYBODY
    | CUSTOMERS
    | {P.CAMPAIGN_VIEW, P.CAMPAIGN_EDIT, P.RECORD_OWN, P.LEAD_VIEW, P.LEAD_EDIT}
    | {P.DATA_IMPORT, P.DATA_EXPORT},
    Role.READ_ONLY: EVERYBODY | SEE_SALES | SEE_MONEY,
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

    def sees_all(self, record_type: str) -> bool: ...
    def edits_all(self, record_type: str) -> bool: ...


class System:
    """The worker, the commands and the public pages, after they have checked their own secret."""

    id: ClassVar[int | None] = None
    role: ClassVar[Role] = Role.ADMINISTRATOR
    reach: ClassVar[frozenset[int]] = frozenset()
    name: ClassVar[str] = "salesapp"

    def sees_all(self, record_type: str) -> bool:
        return True

    def edits_all(self, record_type: str) -> bool:
        return True


SYSTEM = System()


def allows(viewer: Viewer, permission: Permission) -> bool:
    """Whether the viewer's role has the permission at all."""
    return permission in ROLES[viewer.role]


class Scoped:
    """A table whose rows not everybody sees. `visible_to` is put into every statement of a session with a viewer."""

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        raise NotImplementedError(cls)

    @classmethod
    def changeable_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Narrower than `visible_to` where reading is wider than writing."""
        return cls.visible_to(viewer)


class Shared:
    """A record type that the whole company sees and whoever has the permission changes (accounts, products …)."""


class Owned(Scoped):
    """A record type that people own: seen by the owner, those above the owner, and whom `shared_with` adds."""

    record_type_key: ClassVar[str]

    owner_id: Mapped[int | None] = link("user", "users", _l("Owner"), listed=True)

    @declared_attr
    def owner(cls) -> Mapped[Any]:
        return relationship("User", foreign_keys=[cast("Any", cls.owner_id)])

    @classmethod
    def shared_with(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Rows that are the viewer's without being owned in their reach: a deal team, a queue."""
        return false()

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        if viewer.sees_all(cls.record_type_key):
            return true()
        return cls._in_reach(viewer)

    @classmethod
    def changeable_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        if viewer.edits_all(cls.record_type_key):
            return true()
        return cls._in_reach(viewer)

    @classmethod
    def _in_reach(cls, viewer: Viewer) -> ColumnElement[bool]:
        shared = cls.shared_with(viewer)
        theirs = cls.owner_id.in_(fixed(sorted(viewer.reach)))
        return theirs if shared is false() else or_(theirs, shared)


class AboutRecord(Scoped):
    """A row that belongs to a record of any type (a note, an activity, an event) and is seen with it."""

    subject_type: Mapped[str | None] = mapped_column()
    subject_id: Mapped[int | None] = mapped_column()

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return or_(*about_visible(viewer, cls.subject_type, cls.subject_id))


def about_visible(viewer: Viewer, kind: Any, key: Any, *, nested: bool = False) -> list[ColumnElement[bool]]:
    """One criterion per record type: rows about records of that type which the viewer sees.

    `nested` includes the types that are themselves about a record (events about an activity about a lead).
    """
    models = [model for model in record_models() if nested or not issubclass(model, AboutRecord)]
    return [_about(model, viewer, kind, key) for model in models]


def _about(model: type[Record], viewer: Viewer, kind: Any, key: Any) -> ColumnElement[bool]:
    criterion = visible(model, viewer)
    if isinstance(criterion, True_):
        return cast("ColumnElement[bool]", kind == fixed(model.record_type_key))
    table = model.__table__
    return and_(kind == fixed(model.record_type_key), key.in_(select(table.c.id).where(criterion)))


def visible(model: Any, viewer: Viewer) -> ColumnElement[bool]:
    """The rows of `model` this viewer sees, deleted ones included."""
    if viewer is SYSTEM:
        return true()
    return cast("ColumnElement[bool]", model.visible_to(viewer)) if hasattr(model, "visible_to") else true()


def record_models() -> list[type[Record]]:
    """Every mapped record type, in a fixed order."""
    return sorted(
        (m.class_ for m in Record.registry.mappers if issubclass(m.class_, Record)),
        key=lambda model: model.__tablename__,
    )


def scoped_models() -> list[type[Scoped]]:
    """Every mapped class that carries its own criterion."""
    return sorted(
        (m.class_ for m in Record.registry.mappers if issubclass(m.class_, Scoped)),
        key=lambda model: model.__name__,
    )


# --- the guard in the session -----------------------------------------------------------------------------------


@contextmanager
def acting_as(viewer: Viewer) -> Iterator[None]:
    """Statements in the block are the viewer's. The identity map is emptied so that nothing seen before leaks in."""
    before = db.session.info.get("viewer")
    set_viewer(viewer)
    try:
        yield
    finally:
        db.session.info.pop("criteria", None)
        db.session.info["viewer"] = before


def set_viewer(viewer: Viewer) -> None:
    """From now on this session's statements are the viewer's."""
    db.session.info["viewer"] = viewer
    db.session.info.pop("criteria", None)


def current_viewer() -> Viewer | None:
    """Whose statements the session runs now."""
    return cast("Viewer | None", db.session.info.get("viewer"))


class Unscoped(Exception):
    """A statement that could show rows to somebody who may not see them was stopped."""


@event.listens_for(Session, "do_orm_execute")
def _scope(state: ORMExecuteState) -> None:
    if state.is_column_load or state.execution_options.get("unscoped"):
        return
    if not state.is_orm_statement:
        raise Unscoped(
            "a Core statement names execution_options(unscoped='why') or is written with the models"
        )
    if state.is_insert:
        return
    if (state.is_update or state.is_delete) and isinstance(state.parameters, list):
        raise Unscoped("a bulk change by primary key bypasses the rights; change by criteria")
    criteria = _criteria(state)
    if criteria:
        state.statement = state.statement.options(*criteria)


def _criteria(state: ORMExecuteState) -> list[Any]:
    """The criterion of each scoped model that the statement reads; building only those keeps small statements fast."""
    models = _scoped_in(state)
    viewer: Any = state.session.info.get("viewer")
    if viewer is None and models:
        raise Unscoped("nobody is signed in, and the statement reads records that not everybody sees")
    known = state.session.info.setdefault("criteria", {})
    found = []
    for model in models:
        if model not in known:
            known[model] = _criterion(model, viewer)
        if known[model] is not None:
            found.append(known[model])
    if state.is_relationship_load or state.execution_options.get("with_deleted"):
        return found
    return [*found, _NOT_DELETED]


def _criterion(model: type[Scoped], viewer: Viewer) -> Any:
    criterion = visible(model, viewer)
    if isinstance(criterion, True_):
        return None
    return with_loader_criteria(model, criterion, include_aliases=True, propagate_to_loaders=False)


_scoped_tables: dict[str, type[Scoped]] = {}


def _scoped_in(state: ORMExecuteState) -> list[type[Scoped]]:
    """The scoped models whose tables the statement names, in sub-queries and joined loads too."""
    if not _scoped_tables:
        _scoped_tables.update({cast("Any", model).__tablename__: model for model in scoped_models()})
    elements = visitors.iterate(cast("Any", state.statement))
    names = {cast("Any", each).name for each in elements if each.__visit_name__ == "table"}
    names |= {table for option in state.statement._with_options for table in _loaded_by(option)}
    return [_scoped_tables[name] for name in sorted(names & _scoped_tables.keys())]


def _loaded_by(option: Any) -> Iterator[str]:
    """Tables that a loader option (`joinedload(Quote.account)`) brings in."""
    for element in getattr(option, "context", ()):
        for part in getattr(element, "path", ()):
            table = getattr(getattr(part, "mapper", None), "local_table", None)
            if table is not None:
                yield table.name


_NOT_DELETED = with_loader_criteria(
    Record, lambda cls: cls.deleted_at.is_(None), include_aliases=True, propagate_to_loaders=False
)


def changeable(model: Any, viewer: Viewer) -> ColumnElement[bool]:
    """The rows of `model` that the viewer may change."""
    found = model.changeable_by(viewer) if hasattr(model, "changeable_by") else true()
    return cast("ColumnElement[bool]", found)
