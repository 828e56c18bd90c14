"""What the code says and what stands beside it, of one payment.

Addresses have their parts (type S). What can't be said by the standard has no QR-bill: another currency or account,
a payee without a town, a QR-IBAN without a QR reference. A payer whose name or address needs other letters than the
permitted ones is left out, and the paper has an empty field for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from stdnum import iban

from salesapp.core.money import from_minor
from salesapp.core.paper.document import PaymentPart, Place
from salesapp.invoices.swiss.letters import is_whole, latin
from salesapp.invoices.swiss.references import in_groups, reference

MOST = Decimal("999999999.99")
NAME, STREET, BUILDING, POSTCODE, TOWN, MESSAGE = 70, 70, 16, 16, 35, 140
COUNTRIES, CURRENCIES = {"CH", "LI"}, {"CHF", "EUR"}
BYTES = 997
NOBODY = [""] * 7


@dataclass(frozen=True)
class Side:
    """Payee or payer as the code says them."""

    name: str
    street: str
    building: str
    postcode: str
    town: str
    country: str

    @classmethod
    def of(cls, name: str, place: Place) -> Side | None:
        """None where a part is missing that no address may lack."""
        street, building = _split(latin(place.street))
        found = cls(
            latin(name)[:NAME].strip(),
            street[:STREET].strip(),
            building,
            latin(place.postal_code),
            latin(place.city)[:TOWN].strip(),
            place.country.upper(),
        )
        needed = (found.name, found.postcode, found.town, found.country)
        return found if all(needed) and len(found.postcode) <= POSTCODE else None

    def fields(self) -> list[str]:
        return ["S", self.name, self.street, self.building, self.postcode, self.town, self.country]

    def lines(self) -> tuple[str, ...]:
        """As on an envelope; a country abroad stands before the postcode."""
        abroad = "" if self.country in COUNTRIES else f"{self.country}-"
        street = f"{self.street} {self.building}".strip()
        return tuple(each for each in (self.name, street, f"{abroad}{self.postcode} {self.town}") if each)


def payment_part(
    payee: str,
    at: Place | None,
    *,
    account: str,
    amount: int,
    currency: str,
    number: str,
    payer: Side | None,
) -> PaymentPart | None:
    """The payment part for an invoice of that number; None where there can be none."""
    number_of_account = iban.compact(account)
    if currency not in CURRENCIES or number_of_account[:2] not in COUNTRIES or not iban.is_valid(account):
        return None
    asked = from_minor(amount, currency)
    us = None if at is None else Side.of(payee, at)
    referred = reference(number, number_of_account)
    if not (0 < asked <= MOST) or us is None or referred is None:
        return None
    message = latin(number)[:MESSAGE]
    said = payload(
        us,
        account=number_of_account,
        amount=f"{asked:.2f}",
        currency=currency,
        payer=payer,
        referred=referred,
        message=message,
    )
    if len(said.encode()) > BYTES:
        return None
    return PaymentPart(
        payload=said,
        currency=currency,
        amount=f"{asked:,.2f}".replace(",", "\u00a0"),
        payee=(in_groups(number_of_account), *us.lines()),
        reference=in_groups(referred[1]) if referred[1] else "",
        message=message,
        payer=() if payer is None else payer.lines(),
    )


def payload(
    us: Side,
    *,
    account: str,
    amount: str,
    currency: str,
    payer: Side | None,
    referred: tuple[str, str],
    message: str,
) -> str:
    """The lines of the code, down to the trailer."""
    owing = NOBODY if payer is None else payer.fields()
    head = ["SPC", "0200", "1", account, *us.fields(), *NOBODY]
    return "\n".join([*head, amount, currency, *owing, *referred, message, "EPD"])


def payer_of(name: str, place: Place | None) -> Side | None:
    """Who pays, where every letter of theirs may be written; else they write themselves into the empty field."""
    if place is None or not all(map(is_whole, (name, place.street, place.postal_code, place.city))):
        return None
    return Side.of(name, place)


def _split(street: str) -> tuple[str, str]:
    """Street and building, whose number comes last."""
    before, _blank, last = street.rpartition(" ")
    return (before, last) if before and last[0].isdigit() and len(last) <= BUILDING else (street, "")
