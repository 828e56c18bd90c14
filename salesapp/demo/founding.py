"""The demo company before anything is sold: its settings, people, products and customers."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count

from sqlalchemy import select

from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.events import CREATED, record
from salesapp.core.money.currencies import CurrencyRate
from salesapp.customers.kinds import AccountType, EInvoiceForm
from salesapp.customers.models import Account, Contact
from salesapp.demo import cast
from salesapp.marketing.competitors import Competitor, settle_competitor
from salesapp.marketing.models import Campaign, settle_campaign
from salesapp.people import passwords
from salesapp.people.models import DEMO_PASSWORD, Language, User
from salesapp.people.units.models import BusinessUnit
from salesapp.products.bank_accounts.models import BankAccount
from salesapp.products.models import PriceBook, Product, TaxRate
from salesapp.products.payment_terms.models import PaymentTerms
from salesapp.products.payment_terms.plan import Due, EarlyDiscount, Part, Plan, kept
from salesapp.products.taxes.categories import TaxCategory


class Founding:
    """What is there at the start. `people`, `products`, `accounts` and `contacts` are by their names in the cast."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.units: dict[str, BusinessUnit] = {}
        self.people: dict[str, User] = {}
        self.products: dict[str, Product] = {}
        self.accounts: list[Account] = []
        self.contacts: dict[int, Contact] = {}
        self.campaigns: list[Campaign] = []
        self.hours = count(8)

    def ago(self, days: int) -> datetime:
        """Some time on a working day that long ago; every call is a little later."""
        return self.now - timedelta(days=days, minutes=0 if days == 0 else 300 - next(self.hours) % 240)

    def found(self) -> None:
        """The company's own settings, money and taxes."""
        own = company()
        own.name, own.street, own.postal_code, own.city, own.country = (
            "Meridian Instruments",
            "Speicherstraße 12",
            "20457",
            "Hamburg",
            "DE",
        )
        own.tax_number, own.email, own.phone = "DE299999993", "office@demo.example", "+49 40 5550 0100"
        own.website, own.register_number = "https://demo.example", "HRB 4711"
        own.legal_lines = "Amtsgericht Hamburg HRB 4711\nGeschäftsführung: Robin Keller"
        own.currency, own.region, own.zone, own.demo = "EUR", "DE", "Europe/Berlin", True
        self._open_accounts()
        day = today_for()
        for code, rate in (("CNY", "0.1281"), ("USD", "0.9215"), ("CHF", "1.0650"), ("JPY", "0.00612")):
            db.session.add(CurrencyRate(currency=code, valid_from=day, rate=Decimal(rate)))
        for name, percent, category, default in (
            ("Standard", "19", TaxCategory.STANDARD, True),
            ("Reduced", "7", TaxCategory.STANDARD, False),
            ("None", "0", TaxCategory.EXEMPT, False),
            ("Reverse charge", "0", TaxCategory.REVERSE_CHARGE, False),
            ("Intra-Community supply", "0", TaxCategory.INTRA_COMMUNITY, False),
            ("Export", "0", TaxCategory.EXPORT, False),
        ):
            db.session.add(
                TaxRate(name=name, percent=Decimal(percent), category=category, is_default=default)
            )

        self._agree_on_terms()

    def _open_accounts(self) -> None:
        for name, currency, number, bic, bank in (
            ("Hanse", None, "DE02 1203 0000 0000 2020 51", "BYLADEM1001", "Hanse Demo Bank"),
            ("Zürich", "CHF", "CH93 0076 2011 6238 5295 7", "UBSWCHZH80A", "Demo Bank Zürich"),
        ):
            account = BankAccount(name=name, currency=currency, account_number=number, bic=bic, bank=bank)
            account.is_default = True
            db.session.add(account)

    def _agree_on_terms(self) -> None:
        """The usual ways to pay, to be chosen on accounts and documents."""
        first, rest = Part(Decimal(30), Due()), Part(Decimal(70), Due(30))
        for name, plan in (
            ("30 days net", Plan(Due(30))),
            ("14 days 2%, 30 days net", Plan(Due(30), (EarlyDiscount(Decimal(2), 14),))),
            ("End of month, 15th", Plan(Due(0, end_of_month=True, then_days=15))),
            ("30% at once, 70% in 30 days", Plan(Due(30), parts=(first, rest))),
        ):
            due, said = plan.due, kept(plan)
            made = PaymentTerms(name=name, days=due.days, end_of_month=due.end_of_month)
            made.then_days, made.discounts, made.parts = (
                due.then_days or None,
                said["discounts"],
                said["parts"],
            )
            db.session.add(made)

    def hire(self) -> None:
        """The people of the log-in page, and the units they work in."""
        for code, name, parent in cast.UNITS:
            unit = BusinessUnit(code=code, name=name)
            unit.parent_id = self.units[parent].id if parent else None
            db.session.add(unit)
            db.session.flush()
            self.units[name] = unit
        password = passwords.hasher.hash(DEMO_PASSWORD)
        for key, name, role, manager, team in cast.PEOPLE:
            user = User(name=name, email=f"{key}@demo.example", role=role, team=team, password_hash=password)
            user.manager_id = self.people[manager].id if manager else None
            user.business_unit_id = (
                self.units[cast.UNIT_OF_TEAM[team]].id if team in cast.UNIT_OF_TEAM else None
            )
            db.session.add(user)
            db.session.flush()
            self.people[key] = user

    def stock(self) -> None:
        """Products and the two price books."""
        taxes = {tax.name.lower(): tax for tax in db.session.scalars(select(TaxRate))}
        euro = PriceBook(name="Standard EUR", currency="EUR", is_default=True)
        yuan = PriceBook(name="标准价目表 CNY", currency="CNY", is_default=True)
        db.session.add_all((euro, yuan))
        for code, name, family, unit, price, tax in cast.PRODUCTS:
            product = Product(
                code=code, name=name, family=family, unit=unit, tax_rate_id=taxes[tax].id, active=True
            )
            db.session.add(product)
            db.session.flush()
            self.products[code] = product
            by = self.people["admin"]
            euro.set_price(product, Decimal(price), by=by)
            yuan.set_price(product, Decimal(price) * 8, by=by)
            if family == "Scales":
                euro.set_price(product, Decimal(price) * Decimal("0.9"), Decimal(10), by=by)

    def announce(self) -> None:
        """What marketing does: a fair, a mailing, and the fair that comes next."""
        marketing, today = self.people["marketing"], self.now.date()
        for name, type_, status, days, budget, cost, response, description in cast.CAMPAIGNS:
            made = Campaign(name=name, type=type_, status=status, owner_id=marketing.id)
            made.begins_on, made.ends_on = (today + timedelta(days=each) for each in days)
            made.budget, made.actual_cost, made.description = budget, cost, description
            made.expected_response = None if response is None else Decimal(response)
            settle_campaign(made, by=marketing)
            db.session.add(made)
            record(made, CREATED, by=marketing)
            self.campaigns.append(made)

    def watch(self) -> None:
        """What is known of the competitors."""
        by = self.people["marketing"]
        for known in cast.COMPETITORS:
            made = Competitor(**known)
            settle_competitor(made, by=by)
            db.session.add(made)
            record(made, CREATED, by=by)

    def campaign_of(self, name: str) -> Campaign | None:
        """The campaign that brought a lead or an opportunity of that name."""
        place = cast.BROUGHT_BY.get(name)
        return None if place is None else self.campaigns[place]

    def meet(self) -> None:
        """Accounts with their people."""
        for name, industry, city, code, country, phone, currency, language in cast.ACCOUNTS:
            account = Account(
                name=name, industry=industry, phone=phone, currency=currency, language=Language(language)
            )
            account.billing_street, account.billing_city, account.billing_postal_code = (
                "Main Street 1",
                city,
                code,
            )
            account.business_unit_id = self.units[cast.UNIT_OF_COUNTRY.get(country, "Europe")].id
            account.e_invoice = EInvoiceForm.FACTUR_X if country == "DE" else None
            account.billing_country, account.type, account.owner_id = (
                country,
                AccountType.PROSPECT,
                self.people["rep"].id,
            )
            if language == "zh":
                account.billing_street, account.owner_id = "世纪大道 100 号", self.people["rep2"].id
            db.session.add(account)
            self.accounts.append(account)
        db.session.flush()
        for place, family, given, title, phone in cast.CONTACTS:
            contact = Contact(family_name=family, given_name=given, job_title=title, phone=phone)
            contact.account_id, contact.owner_id = self.accounts[place].id, self.accounts[place].owner_id
            contact.email = f"contact{len(self.contacts) + 1}@customer.example"
            if place == 0 and given == "Ingrid":
                contact.email = "ingrid.lindqvist@nordlicht-biotech.example"
            db.session.add(contact)
            self.contacts.setdefault(place, contact)
