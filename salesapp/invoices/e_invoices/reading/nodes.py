"""Short ways to what is in an XML file of UBL or CII."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from xml.etree.ElementTree import Element

from salesapp.core.i18n import _
from salesapp.invoices.e_invoices.model import Identifier, Period, TaxCategory
from salesapp.records.tables.table import Unreadable

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
NUMBER = re.compile(r"[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})", re.ASCII)


class Node:
    """An element with short ways to what is in it; false where there is none, and then everything in it is nothing.

    A path may have alternatives, of which the first that leads somewhere counts. Unreadable for a number or a day that
    is none.
    """

    def __init__(self, element: Element | None) -> None:
        self.element = element

    def __bool__(self) -> bool:
        return self.element is not None

    def all(self, *paths: str) -> Iterator[Node]:
        if self.element is not None:
            for path in paths:
                yield from map(Node, self.element.iterfind(path, NAMES))

    def one(self, *paths: str) -> Node:
        return next(self.all(*paths), Node(None))

    def text(self, *paths: str) -> str:
        """What it says, on one line."""
        return " ".join((self.one(*paths).raw or "").split())

    @property
    def raw(self) -> str | None:
        return None if self.element is None else self.element.text

    def number(self, *paths: str) -> Decimal | None:
        text = self.text(*paths)
        if text and not NUMBER.fullmatch(text):
            raise Unreadable(_("“%(text)s” is not a number.", text=text[:40]))
        return Decimal(text) if text else None

    def amount(self, *paths: str) -> Decimal:
        """A number; zero where there is none."""
        return self.number(*paths) or Decimal(0)

    def day(self, *paths: str) -> date | None:
        text = self.text(*paths)
        if not text:
            return None
        try:
            return (
                datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  a day has no zone
                if len(text) == 8
                else date.fromisoformat(text[:10])
            )
        except ValueError as broken:
            raise Unreadable(_("“%(text)s” is not a date.", text=text[:40])) from broken

    def identifier(self, *paths: str) -> Identifier | None:
        found = self.one(*paths)
        value = (found.raw or "").strip()
        return Identifier(value, found.attribute("schemeID")) if value else None

    def attribute(self, name: str) -> str:
        return "" if self.element is None else self.element.get(name, "")


def period(node: Node, start: str, end: str) -> Period | None:
    found = Period(node.day(start), node.day(end))
    return None if found == Period() else found


def rated(code: str, percent: Decimal | None) -> TaxCategory:
    """What is outside VAT has no rate; elsewhere an absent one is zero."""
    return TaxCategory(code, None if code == "O" else percent or Decimal(0))


def issue_day(node: Node, path: str) -> date:
    """The one thing without which nothing can be checked."""
    day = node.day(path)
    if day is None:
        raise Unreadable(_("This e-invoice has no date of issue."))
    return day
