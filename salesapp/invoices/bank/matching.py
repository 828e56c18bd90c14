"""What a booking most likely pays: by invoice numbers in its text, the payer's account, their name and the amount."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from salesapp.core.i18n import _l

Customer = tuple[str, int]
"""("account", id) or ("contact", id)."""
BETWEEN = r"[\s\-./_]*"


class Certainty(StrEnum):
    """Sure ones are confirmed together; the others one by one, after a look."""

    SURE = "sure"
    LIKELY = "likely"
    NONE = "none"


class Why(StrEnum):
    """What a proposal rests on."""

    NUMBER = "number"
    PAYER = "payer"
    NAME = "name"
    AMOUNT = "amount"
    DISCOUNT = "discount"

    @property
    def label(self) -> str:
        return WHY_LABELS[self]


WHY_LABELS = {
    Why.NUMBER: _l("invoice number"),
    Why.PAYER: _l("known payer"),
    Why.NAME: _l("name"),
    Why.AMOUNT: _l("amount"),
    Why.DISCOUNT: _l("early-payment discount"),
}


@dataclass(frozen=True)
class Due:
    """An open invoice as matching sees it; oldest first wherever several come."""

    id: int
    number: str
    open: int
    customer: Customer
    words: frozenset[str] = frozenset()
    """The words that tell the customer's name from others."""
    off: int = 0
    """What may be deducted by whoever paid on the booking's day."""
    references: tuple[str, ...] = ()
    """The references of its QR-bill, which say its number in another way."""


@dataclass(frozen=True)
class Booked:
    """A booking as matching sees it; `payer` is the customer whose payments came from this bank account before."""

    amount: int
    text: str
    words: frozenset[str] = frozenset()
    payer: Customer | None = None


@dataclass(frozen=True)
class Proposal:
    """What of the booking settles which invoice (id, minor units), whose money it is, and why."""

    certainty: Certainty = Certainty.NONE
    customer: Customer | None = None
    parts: tuple[tuple[int, int], ...] = ()
    why: tuple[Why, ...] = ()

    @property
    def discount(self) -> bool:
        """Whether what stays open of the invoices is their discount for paying early."""
        return Why.DISCOUNT in self.why


NOTHING = Proposal()


def propose(booked: Booked, due: Sequence[Due]) -> Proposal:
    """The best proposal; `due` are the open invoices of the booking's currency. Money that went out pays nothing."""
    if booked.amount <= 0:
        return NOTHING
    return next((found for way in WAYS if (found := way(booked, due)) is not None), NOTHING)


def named_in(text: str, due: Iterable[Due]) -> list[Due]:
    """The invoices whose number stands in the text, whatever spaces and dashes are in it or missing from it."""
    packed = _packed(text)
    return [each for each in due if _is_named(each, text, packed)]


def _is_named(due: Due, text: str, packed: str) -> bool:
    number = _packed(due.number) in packed and _pattern(due.number).search(text)
    return bool(number) or any(each in packed and _pattern(each).search(text) for each in due.references)


def _by_number(booked: Booked, due: Sequence[Due]) -> Proposal | None:
    """Sure where the amount is what is open of all that are named."""
    named = named_in(booked.text, due)
    customers = {each.customer for each in named}
    if len(customers) != 1:
        return None
    exact = _comes_to(named, booked.amount)
    why = (Why.NUMBER, exact) if exact is not None else (Why.NUMBER,)
    return _proposal(Certainty.LIKELY if exact is None else Certainty.SURE, booked, named, why)


def _by_payer(booked: Booked, due: Sequence[Due]) -> Proposal | None:
    """Sure where only one invoice of a known payer comes to the amount."""
    theirs = [each for each in due if each.customer == booked.payer]
    if booked.payer is None or not theirs:
        return None
    return _of_customer(booked, theirs, Why.PAYER, Certainty.SURE)


def _by_name(booked: Booked, due: Sequence[Due]) -> Proposal | None:
    """Never sure: names are alike."""
    if not booked.words:
        return None
    theirs = [each for each in due if each.words and each.words <= booked.words]
    if len({each.customer for each in theirs}) != 1:
        return None
    return _of_customer(booked, theirs, Why.NAME, Certainty.LIKELY)


def _by_amount(booked: Booked, due: Sequence[Due]) -> Proposal | None:
    """The only open invoice that comes to just this."""
    same = [each for each in due if each.open == booked.amount]
    if len(same) != 1:
        return None
    return _proposal(Certainty.LIKELY, booked, same, (Why.AMOUNT,))


def _comes_to(due: Sequence[Due], amount: int) -> Why | None:
    """Whether the amount is what is open of all of them, or what is left of that once each is discounted."""
    if sum(each.open for each in due) == amount:
        return Why.AMOUNT
    discounted = any(each.off for each in due) and sum(each.open - each.off for each in due) == amount
    return Why.DISCOUNT if discounted else None


WAYS: tuple[Callable[[Booked, Sequence[Due]], Proposal | None], ...] = (
    _by_number,
    _by_payer,
    _by_name,
    _by_amount,
)


def _of_customer(booked: Booked, theirs: Sequence[Due], why: Why, exact: Certainty) -> Proposal:
    for how in (Why.AMOUNT, Why.DISCOUNT):
        same = [each for each in theirs if _comes_to([each], booked.amount) is how]
        if len(same) == 1:
            return _proposal(exact, booked, same, (why, how))
    whole = _comes_to(theirs, booked.amount)
    if whole is not None:
        return _proposal(Certainty.LIKELY, booked, theirs, (why, whole))
    return _proposal(Certainty.LIKELY, booked, theirs, (why,))


def _proposal(certainty: Certainty, booked: Booked, due: Sequence[Due], why: tuple[Why, ...]) -> Proposal:
    less = Why.DISCOUNT in why
    amounts = [replace(each, open=each.open - each.off) if less else each for each in due]
    return Proposal(certainty, due[0].customer, tuple(_dealt(booked.amount, amounts)), why)


def _dealt(amount: int, due: Iterable[Due]) -> Iterator[tuple[int, int]]:
    """Each wholly before the next, as far as the amount goes."""
    for each in due:
        part = min(each.open, amount)
        if part > 0:
            yield each.id, part
        amount -= part


def _packed(text: str) -> str:
    return "".join(each for each in text.upper() if each.isalnum())


def _pattern(number: str) -> re.Pattern[str]:
    """The number with anything between its signs, and no further digit before or behind: 42 is not in 421."""
    signs = BETWEEN.join(re.escape(each) for each in _packed(number))
    return re.compile(rf"(?<!\d){signs}(?!\d)", re.IGNORECASE)
