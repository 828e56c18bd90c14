"""Accounts and contacts."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import get_locale
from sqlalchemy import Index, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import fields as f
from salesapp.core.access import Shared, Viewer
from salesapp.core.company import MOST_DAYS, company
from salesapp.core.db import Record, ShortText, db, list_index
from salesapp.core.errors import RuleBroken, all_of
from salesapp.core.i18n import _, _l
from salesapp.core.paper.document import DocumentLanguage, Place
from salesapp.core.parsing.tax_numbers import is_vat_number, vat_country
from salesapp.core.relations.trees import closes_circle, newly_set
from salesapp.customers.addresses import address_lines
from salesapp.customers.kinds import (
    AccountType,
    CustomerSource,
    EInvoiceForm,
    FapiaoKind,
    Industry,
    SalesRole,
)
from salesapp.customers.names import display_name
from salesapp.people.models import User
from salesapp.people.units.models import BusinessUnit, unit_link

"""Lists leave out what is in the bin; Postgres reads an index in order only if it holds nothing else."""


class Account(Shared, Record):
    """An organisation: prospect, customer, partner, supplier …; a whole company sees it, its owner looks after it."""

    __tablename__ = "accounts"
    record_type_key = "account"

    name: Mapped[str] = f.text(
        _l("Name"),
        required=True,
        listed=True,
        searchable=True,
        autocomplete="organization",
        synonyms=("account", "company", "organisation", "organization", "客户", "公司", "Firmenname"),
    )
    type: Mapped[AccountType] = f.choice(
        AccountType, _l("Type"), required=True, listed=True, default=AccountType.PROSPECT
    )
    industry: Mapped[Industry | None] = f.choice(
        Industry, _l("Industry"), listed=True, synonyms=("sector", "branch", "行业")
    )
    phone: Mapped[str | None] = f.phone(_l("Phone"), listed=True, searchable=True, country="billing_country")
    website: Mapped[str | None] = f.url(_l("Website"), searchable=True, synonyms=("url", "homepage"))
    owner_id: Mapped[int | None] = f.link("user", "users", _l("Owner"), listed=True)
    description: Mapped[str | None] = f.long_text(_l("Description"))

    billing_street: Mapped[str | None] = f.text(
        _l("Billing street"), section="billing", autocomplete="billing street-address", synonyms=("street",)
    )
    billing_city: Mapped[str | None] = f.text(
        _l("Billing city"),
        section="billing",
        autocomplete="billing address-level2",
        length=120,
        searchable=True,
        synonyms=("city",),
    )
    billing_state: Mapped[str | None] = f.text(
        _l("Billing state or province"),
        section="billing",
        autocomplete="billing address-level1",
        length=120,
        synonyms=("state", "province"),
    )
    billing_postal_code: Mapped[str | None] = f.text(
        _l("Billing postal code"),
        section="billing",
        autocomplete="billing postal-code",
        length=20,
        synonyms=("postal code", "zip"),
    )
    billing_country: Mapped[str | None] = f.country(
        _l("Billing country"),
        section="billing",
        listed=True,
        autocomplete="billing country",
        synonyms=("country", "office_location"),
    )
    shipping_street: Mapped[str | None] = f.text(
        _l("Shipping street"), section="shipping", autocomplete="shipping street-address"
    )
    shipping_city: Mapped[str | None] = f.text(
        _l("Shipping city"), section="shipping", autocomplete="shipping address-level2", length=120
    )
    shipping_state: Mapped[str | None] = f.text(
        _l("Shipping state or province"),
        section="shipping",
        autocomplete="shipping address-level1",
        length=120,
    )
    shipping_postal_code: Mapped[str | None] = f.text(
        _l("Shipping postal code"), section="shipping", autocomplete="shipping postal-code", length=20
    )
    shipping_country: Mapped[str | None] = f.country(
        _l("Shipping country"), section="shipping", autocomplete="shipping country"
    )

    parent_id: Mapped[int | None] = f.link(
        "account",
        "accounts",
        _l("Parent account"),
        section="company",
        synonyms=("subsidiary_of", "parent", "belongs to", "母公司"),
    )
    employees: Mapped[int | None] = f.integer(
        _l("Employees"), section="company", counts=True, synonyms=("headcount",)
    )
    annual_revenue: Mapped[int | None] = f.money(
        _l("Annual revenue"), section="company", currency="company_currency", synonyms=("revenue", "turnover")
    )
    founded: Mapped[int | None] = f.integer(
        _l("Founded in"), section="company", most=9999, year=True, synonyms=("year_established", "founded")
    )
    source: Mapped[CustomerSource | None] = f.choice(CustomerSource, _l("Source"), section="company")
    business_unit_id: Mapped[int | None] = unit_link(section="company")

    tax_number: Mapped[str | None] = f.text(_l("Tax number"), section="terms", length=40, synonyms=("vat",))
    invoice_email: Mapped[str | None] = f.email(
        _l("E-mail for invoices"), section="terms", hint=_l("Leave empty to use the contact’s e-mail")
    )
    e_invoice: Mapped[EInvoiceForm | None] = f.choice(
        EInvoiceForm, _l("E-invoice"), section="terms", hint=_l("Attached when an invoice is sent")
    )
    buyer_reference: Mapped[str | None] = f.text(
        _l("Buyer reference"), section="terms", length=120, hint=_l("Such as the Leitweg-ID of an authority")
    )
    fapiao_title: Mapped[str | None] = f.text(
        _l("Fapiao title"),
        section="terms",
        length=200,
        synonyms=("抬头", "发票抬头"),
        hint=_l("Leave empty to use the account’s name"),
    )
    fapiao_kind: Mapped[FapiaoKind | None] = f.choice(FapiaoKind, _l("Fapiao type"), section="terms")
    currency: Mapped[str | None] = f.currency_code(_l("Currency"), section="terms")
    price_book_id: Mapped[int | None] = f.link("price_book", "price_books", _l("Price book"), section="terms")
    payment_terms_id: Mapped[int | None] = f.link(
        "payment_terms", "payment_terms", _l("Payment terms"), section="terms"
    )
    payment_days: Mapped[int | None] = f.integer(
        _l("Days to pay"),
        section="terms",
        most=MOST_DAYS,
        hint=_l("Without payment terms; leave empty to use the company’s setting"),
    )
    language: Mapped[DocumentLanguage | None] = f.choice(
        DocumentLanguage,
        _l("Language of documents"),
        section="terms",
        hint=_l("Leave empty to use the company’s setting"),
    )

    owner: Mapped[User | None] = relationship(foreign_keys="Account.owner_id")
    parent: Mapped[Account | None] = relationship(remote_side="Account.id")
    business_unit: Mapped[BusinessUnit | None] = relationship()
    price_book: Mapped[Any] = relationship("PriceBook")
    payment_terms: Mapped[Any] = relationship("PaymentTerms")
    delivery_addresses: Mapped[list[Any]] = relationship(
        "DeliveryAddress", back_populates="account", order_by="DeliveryAddress.name_sort, DeliveryAddress.id"
    )

    __table_args__ = (
        list_index("ix_accounts_list_name", "name_sort"),
        list_index("ix_accounts_list_changed", "changed_at"),
        Index("ix_accounts_external", "external_id"),
    )

    @property
    def company_currency(self) -> str:
        """What the annual revenue is in: the account's own currency is only the one it is billed in."""
        return company().currency

    def address(self, kind: str = "billing", *, language: str = "en") -> list[str]:
        """The lines of the "billing" or "shipping" address below the name, as `language` writes them.

        Without a shipping address of its own goods go to the billing address.
        """
        return self.own_address(kind, language=language) or self.own_address("billing", language=language)

    def place(self, kind: str = "billing") -> Place:
        """The same address in its parts."""
        own = {each: getattr(self, f"{kind}_{each}") or "" for each in ADDRESS_PARTS}
        if kind != "billing" and not any(own.values()):
            return self.place()
        return _place(own)

    def goods_go_to(self, *, language: str) -> tuple[list[str], dict[str, str]]:
        """Name and lines of where goods are delivered by default, and the same in its parts."""
        usual = (each for each in self.delivery_addresses if each.is_default and not each.deleted_at)
        for each in usual:
            return each.lines(language), each.parts
        return self.own_place(language=language)

    def own_place(self, *, language: str) -> tuple[list[str], dict[str, str]]:
        """The same of its own shipping address."""
        place = self.place("shipping")
        parts = {"street": place.street, "city": place.city, "state": place.region, "country": place.country}
        lines = [self.title, *self.address("shipping", language=language)]
        return lines, {"name": self.title, "postal_code": place.postal_code} | parts

    def own_address(self, kind: str, *, language: str = "en") -> list[str]:
        """The same without standing in for one another; empty where nothing was typed."""
        parts = {each: getattr(self, f"{kind}_{each}") for each in ADDRESS_PARTS}
        return address_lines(**parts, language=language, home=company().country)

    def belong_to(self, parent: Account | None) -> None:
        """Puts the account below another; a circle is refused."""
        if parent is not None and (parent is self or closes_circle(self, "parent_id", parent.id)):
            sentence = _("%(name)s can’t be its own parent or belong to an account below it.", name=self.name)
            raise RuleBroken(sentence, field="parent")
        self.parent_id = None if parent is None else parent.id


ADDRESS_PARTS = ("street", "city", "state", "postal_code", "country")


def _place(parts: dict[str, str]) -> Place:
    return Place(region=parts.pop("state"), **parts)


def _written(context: Any) -> str:
    values = context.get_current_parameters()
    return display_name(values["family_name"], values.get("given_name") or "", "en")


class Contact(Shared, Record):
    """A person, usually at an account."""

    __tablename__ = "contacts"
    record_type_key = "contact"

    family_name: Mapped[str] = f.text(
        _l("Family name"),
        required=True,
        listed=True,
        searchable=True,
        length=120,
        autocomplete="family-name",
        synonyms=("last name", "surname", "姓"),
    )
    given_name: Mapped[str | None] = f.text(
        _l("Given name"),
        listed=True,
        searchable=True,
        length=120,
        autocomplete="given-name",
        synonyms=("first name", "名"),
    )
    account_id: Mapped[int | None] = f.link(
        "account", "accounts", _l("Account"), listed=True, synonyms=("company", "客户")
    )
    job_title: Mapped[str | None] = f.text(
        _l("Job title"), listed=True, autocomplete="organization-title", length=120
    )
    email: Mapped[str | None] = f.email(_l("E-mail"), listed=True, searchable=True)
    phone: Mapped[str | None] = f.phone(_l("Phone"), listed=True, searchable=True)
    mobile: Mapped[str | None] = f.phone(_l("Mobile"), searchable=True, synonyms=("cell",))
    owner_id: Mapped[int | None] = f.link("user", "users", _l("Owner"))
    description: Mapped[str | None] = f.long_text(_l("Description"))

    department: Mapped[str | None] = f.text(_l("Department"), section="role", length=120)
    sales_role: Mapped[SalesRole | None] = f.choice(SalesRole, _l("Role in the sale"), section="role")
    reports_to_id: Mapped[int | None] = f.link("contact", "contacts", _l("Reports to"), section="role")
    birthday: Mapped[date | None] = f.date_(_l("Birthday"), section="role")
    do_not_call: Mapped[bool] = f.boolean(_l("Do not call"), section="role")
    do_not_email: Mapped[bool] = f.boolean(_l("Do not e-mail"), section="role")

    street: Mapped[str | None] = f.text(_l("Street"), section="address", autocomplete="street-address")
    city: Mapped[str | None] = f.text(
        _l("City"), section="address", autocomplete="address-level2", length=120
    )
    state: Mapped[str | None] = f.text(
        _l("State or province"), section="address", autocomplete="address-level1", length=120
    )
    postal_code: Mapped[str | None] = f.text(
        _l("Postal code"), section="address", autocomplete="postal-code", length=20, synonyms=("zip",)
    )
    country: Mapped[str | None] = f.country(_l("Country"), section="address")

    name: Mapped[str] = mapped_column(ShortText(250), default=_written)
    """The whole name, by which others pick and find the person; follows family and given name with every flush."""

    account: Mapped[Account | None] = relationship()
    reports_to: Mapped[Contact | None] = relationship(remote_side="Contact.id")
    owner: Mapped[User | None] = relationship(foreign_keys="Contact.owner_id")

    __table_args__ = (
        list_index("ix_contacts_list_name", "family_name_sort"),
        list_index("ix_contacts_list_changed", "changed_at"),
        Index("ix_contacts_name", "name"),
        Index("ix_contacts_external", "external_id"),
    )

    @property
    def title(self) -> str:
        """The whole name in the order in which the reader's language writes it."""
        return display_name(self.family_name or "", self.given_name or "", str(get_locale() or "en"))

    def address(self, *, language: str = "en") -> list[str]:
        """The lines of the address below the name; of a person without one the account's billing address."""
        parts = {each: getattr(self, each) for each in ADDRESS_PARTS}
        if any(parts.values()):
            return address_lines(**parts, language=language, home=company().country)
        return [] if self.account is None else self.account.address("billing", language=language)

    def place(self) -> Place:
        """The same address in its parts."""
        own = {each: getattr(self, each) or "" for each in ADDRESS_PARTS}
        return _place(own) if any(own.values()) or self.account is None else self.account.place()

    def report_to(self, other: Contact | None) -> None:
        """Sets whom the person reports to; a circle is refused."""
        if other is not None and (other is self or closes_circle(self, "reports_to_id", other.id)):
            raise RuleBroken(
                _("%(name)s can’t report to someone who reports to them.", name=self.title),
                field="reports_to",
            )
        self.reports_to_id = None if other is None else other.id


@event.listens_for(Contact, "before_update")
def _write_name(_mapper: object, _connection: object, contact: Contact) -> None:
    contact.name = display_name(contact.family_name, contact.given_name or "", "en")


def settle_account(account: Account, *, by: Viewer) -> None:  # noqa: ARG001  the registry passes who saves
    """Before saving from a form or an import: no circle of parents, a VAT number that can be one."""
    all_of(lambda: _check_tax_number(account), lambda: _check_parent(account))


def _check_parent(account: Account) -> None:
    if account.parent_id is not None and newly_set(account, "parent_id"):
        account.belong_to(db.session.get(Account, account.parent_id))


def _check_tax_number(account: Account) -> None:
    if account.tax_number and newly_set(account, "tax_number"):
        _check_vat_number(account.tax_number)


def _check_vat_number(number: str) -> None:
    """What begins like a VAT number of the Union is one; other tax numbers are taken as they come."""
    if vat_country(number) is not None and not is_vat_number(number):
        sentence = _("“%(number)s” isn’t a valid VAT number. Check it for typing errors.", number=number)
        raise RuleBroken(sentence, field="tax_number")


def settle_contact(contact: Contact, *, by: Viewer) -> None:  # noqa: ARG001  the same
    """Before saving from a form or an import: no circle of superiors, addresses compared in lower case."""
    contact.email = contact.email.strip() if contact.email else None
    if contact.reports_to_id is not None and newly_set(contact, "reports_to_id"):
        contact.report_to(db.session.get(Contact, contact.reports_to_id))
