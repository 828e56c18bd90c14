"""The choices of accounts and contacts: what the product begins with; the company adds its own."""

from __future__ import annotations

from enum import StrEnum

from salesapp.core.i18n import _l
from salesapp.records.picklists.picklist import Picklist, Shipped


class AccountType(Picklist, key="account_type", plural=_l("Account types")):
    """What an organisation is to us."""

    PROSPECT = Shipped("prospect", _l("Prospect"))
    CUSTOMER = Shipped("customer", _l("Customer"))
    PARTNER = Shipped("partner", _l("Partner"))
    SUPPLIER = Shipped("supplier", _l("Supplier"))
    COMPETITOR = Shipped("competitor", _l("Competitor"))
    OTHER = Shipped("other", _l("Other"))


class Industry(Picklist, key="industry", plural=_l("Industries")):
    """The line of business of an organisation."""

    TECHNOLOGY = Shipped("technology", _l("Technology"))
    SOFTWARE = Shipped("software", _l("Software"))
    TELECOMMUNICATIONS = Shipped("telecommunications", _l("Telecommunications"))
    MEDICAL = Shipped("medical", _l("Medical"))
    RETAIL = Shipped("retail", _l("Retail"))
    MANUFACTURING = Shipped("manufacturing", _l("Manufacturing"))
    CONSTRUCTION = Shipped("construction", _l("Construction"))
    ENERGY = Shipped("energy", _l("Energy"))
    TRANSPORT = Shipped("transport", _l("Transport"))
    FINANCE = Shipped("finance", _l("Banking and finance"))
    INSURANCE = Shipped("insurance", _l("Insurance"))
    SERVICES = Shipped("services", _l("Services"))
    EMPLOYMENT = Shipped("employment", _l("Employment"))
    MARKETING = Shipped("marketing", _l("Advertising and marketing"))
    ENTERTAINMENT = Shipped("entertainment", _l("Entertainment"))
    HOSPITALITY = Shipped("hospitality", _l("Hospitality"))
    EDUCATION = Shipped("education", _l("Education"))
    PUBLIC_SECTOR = Shipped("public-sector", _l("Public sector"))
    NON_PROFIT = Shipped("non-profit", _l("Non-profit"))
    AGRICULTURE = Shipped("agriculture", _l("Agriculture"))
    REAL_ESTATE = Shipped("real-estate", _l("Real estate"))
    OTHER = Shipped("other", _l("Other"))


class CustomerSource(Picklist, key="customer_source", plural=_l("Account sources")):
    """How a customer came to us."""

    WEBSITE = Shipped("website", _l("Our website"))
    REFERRAL = Shipped("referral", _l("Referral"))
    PARTNER = Shipped("partner", _l("Partner"))
    TRADE_FAIR = Shipped("trade-fair", _l("Trade fair"))
    CAMPAIGN = Shipped("campaign", _l("Campaign"))
    PHONE = Shipped("phone", _l("Phone"))
    EMAIL = Shipped("email", _l("E-mail"))
    SOCIAL_MEDIA = Shipped("social-media", _l("Social media"))
    OTHER = Shipped("other", _l("Other"))


class SalesRole(Picklist, key="sales_role", plural=_l("Roles in the sale")):
    """What a person is in a sale."""

    DECISION_MAKER = Shipped("decision-maker", _l("Decision maker"))
    BUYER = Shipped("buyer", _l("Buyer"))
    CHAMPION = Shipped("champion", _l("Champion"))
    INFLUENCER = Shipped("influencer", _l("Influencer"))
    USER = Shipped("user", _l("Uses our products"))
    GATEKEEPER = Shipped("gatekeeper", _l("Gatekeeper"))
    OPPONENT = Shipped("opponent", _l("Opponent"))
    OTHER = Shipped("other", _l("Other"))


class EInvoiceForm(StrEnum):
    """How a customer wants invoices beside the PDF."""

    FACTUR_X = "factur_x"
    XRECHNUNG = "xrechnung"

    @property
    def label(self) -> str:
        return E_INVOICE_FORMS[self]


E_INVOICE_FORMS = {
    EInvoiceForm.FACTUR_X: _l("Factur-X / ZUGFeRD (in the PDF)"),
    EInvoiceForm.XRECHNUNG: _l("XRechnung (UBL file)"),
}


class FapiaoKind(StrEnum):
    """The two kinds of fapiao: with a special one the buyer deducts the tax."""

    SPECIAL = "special"
    ORDINARY = "ordinary"

    @property
    def label(self) -> str:
        return FAPIAO_KINDS[self]


FAPIAO_KINDS = {
    FapiaoKind.SPECIAL: _l("Special VAT fapiao"),
    FapiaoKind.ORDINARY: _l("Ordinary fapiao"),
}
