"""Short ways to what is in an XML file of UBL or CII."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from lxml import etree

from salesapp.invoices.e_invoices.model import Identifier, Period, TaxCategory

UBL = "urn:oasis:names:specification:ubl:schema:xsd:Common"
CEFACT = "urn:un:unece:uncefact:data:standard"
NAMES = {
    "cac": f"{UBL}AggregateComponents-2",
    "cbc": f"{UBL}BasicComponents-2",
    "ram": f"{CEFACT}:ReusableAggregateBusinessInformationEntity:100",
    "udt": f"{CEFACT}:UnqualifiedDataType:100",
    "qdt": f"{CEFACT}:QualifiedDataType:100",
    "rsm": f"{CEFACT}:CrossIndustryInvoice:100",
}
YES = ("true", "1")


class Node:
    """An element with short ways to what is in it. A path that leads nowhere reads as nothing."""

    def __init__(self, element):
        self.element = element

    @property
    def name(self):
        return etree.QName(self.element).localname

    def all(self, path):
        return [Node(each) for each in self.element.xpath(path, namespaces=NAMES)]

    def one(self, path):
        return next(iter(self.all(path)), None)

    def text(self, path):
        found = self.one(path)
        return "" if found is None else " ".join((found.element.text or "").split())

    def number(self, path):
        text = self.text(path)
        return Decimal(text) if text else None

    def amount(self, path):
        return self.number(path) or Decimal(0)

    def day(self, path):
        text = self.text(path)
        if not text:
            return None
        return datetime.strptime(text, "%Y%m%d").date() if len(text) == 8 else date.fromisoformat(text[:10])  # noqa: DTZ007

    def identifier(self, path):
        found = self.one(path)
        if found is None or not found.element.text:
            return None
        return Identifier(found.element.text.strip(), found.element.get("schemeID", ""))

    def attribute(self, path, name):
        found = self.one(path)
        return "" if found is None else found.element.get(name, "")


def period(node, start, end):
    if node is None:
        return None
    found = Period(node.day(start), node.day(end))
    return None if found == Period() else found


def rated(category):
    """What is outside VAT has no rate; elsewhere an absent one is zero."""
    if category.code == "O":
        return TaxCategory("O", None)
    return TaxCategory(category.code, category.percent or Decimal(0))
