"""The fixed choices of accounts and contacts."""

from __future__ import annotations

from enum import StrEnum

from salesapp.core.i18n import _l


class AccountType(StrEnum):
    """What an organisation is to us."""

    PROSPECT = "prospect"
    CUSTOMER = "customer"
    PARTNER = "partner"
    SUPPLIER = "supplier"
    COMPETITOR = "competitor"
    OTHER = "other"

    @property
    def label(self) -> str:
        return ACCOUNT_TYPE_LABELS[self]


class Industry(StrEnum):
    """The line of business of an organisation."""

    TECHNOLOGY = "technology"
    SOFTWARE = "software"
    TELECOMMUNICATIONS = "telecommunications"
    MEDICAL = "medical"
    RETAIL = "retail"
    MANUFACTURING = "manufacturing"
    CONSTRUCTION = "construction"
    ENERGY = "energy"
    TRANSPORT = "transport"
    FINANCE = "finance"
    INSURANCE = "insurance"
    SERVICES = "services"
    EMPLOYMENT = "employment"
    MARKETING = "marketing"
    ENTERTAINMENT = "entertainment"
    HOSPITALITY = "hospitality"
    EDUCATION = "education"
    PUBLIC_SECTOR = "public-sector"
    NON_PROFIT = "non-profit"
    AGRICULTURE = "agriculture"
    REAL_ESTATE = "real-estate"
    OTHER = "other"

    @property
    def label(self) -> str:
        return INDUSTRY_LABELS[self]


class CustomerSource(StrEnum):
    """How a customer came to us."""

    WEBSITE = "website"
    REFERRAL = "referral"
    PARTNER = "partner"
    TRADE_FAIR = "trade-fair"
    CAMPAIGN = "campaign"
    PHONE = "phone"
    EMAIL = "email"
    SOCIAL_MEDIA = "social-media"
    OTHER = "other"

    @property
    def label(self) -> str:
        return SOURCE_LABELS[self]


class SalesRole(StrEnum):
    """What a person is in a sale."""

    DECISION_MAKER = "decision-maker"
    BUYER = "buyer"
    CHAMPION = "champion"
    INFLUENCER = "influencer"
    USER = "user"
    GATEKEEPER = "gatekeeper"
    OPPONENT = "opponent"
    OTHER = "other"

    @property
    def label(self) -> str:
        return SALES_ROLE_LABELS[self]


ACCOUNT_TYPE_LABELS = {
    AccountType.PROSPECT: _l("Prospect"),
    AccountType.CUSTOMER: _l("Customer"),
    AccountType.PARTNER: _l("Partner"),
    AccountType.SUPPLIER: _l("Supplier"),
    AccountType.COMPETITOR: _l("Competitor"),
    AccountType.OTHER: _l("Other"),
}

INDUSTRY_LABELS = {
    Industry.TECHNOLOGY: _l("Technology"),
    Industry.SOFTWARE: _l("Software"),
    Industry.TELECOMMUNICATIONS: _l("Telecommunications"),
    Industry.MEDICAL: _l("Medical"),
    Industry.RETAIL: _l("Retail"),
    Industry.MANUFACTURING: _l("Manufacturing"),
    Industry.CONSTRUCTION: _l("Construction"),
    Industry.ENERGY: _l("Energy"),
    Industry.TRANSPORT: _l("Transport"),
    Industry.FINANCE: _l("Banking and finance"),
    Industry.INSURANCE: _l("Insurance"),
    Industry.SERVICES: _l("Services"),
    Industry.EMPLOYMENT: _l("Employment"),
    Industry.MARKETING: _l("Advertising and marketing"),
    Industry.ENTERTAINMENT: _l("Entertainment"),
    Industry.HOSPITALITY: _l("Hospitality"),
    Industry.EDUCATION: _l("Education"),
    Industry.PUBLIC_SECTOR: _l("Public sector"),
    Industry.NON_PROFIT: _l("Non-profit"),
    Industry.AGRICULTURE: _l("Agriculture"),
    Industry.REAL_ESTATE: _l("Real estate"),
    Industry.OTHER: _l("Other"),
}

SOURCE_LABELS = {
    CustomerSource.WEBSITE: _l("Our website"),
    CustomerSource.REFERRAL: _l("Referral"),
    CustomerSource.PARTNER: _l("Partner"),
    CustomerSource.TRADE_FAIR: _l("Trade fair"),
    CustomerSource.CAMPAIGN: _l("Campaign"),
    CustomerSource.PHONE: _l("Phone"),
    CustomerSource.EMAIL: _l("E-mail"),
    CustomerSource.SOCIAL_MEDIA: _l("Social media"),
    CustomerSource.OTHER: _l("Other"),
}

SALES_ROLE_LABELS = {
    SalesRole.DECISION_MAKER: _l("Decision maker"),
    SalesRole.BUYER: _l("Buyer"),
    SalesRole.CHAMPION: _l("Champion"),
    SalesRole.INFLUENCER: _l("Influencer"),
    SalesRole.USER: _l("User of what we sell"),
    SalesRole.GATEKEEPER: _l("Gatekeeper"),
    SalesRole.OPPONENT: _l("Opponent"),
    SalesRole.OTHER: _l("Other"),
}
