"""The open items of the previous system as a table: which column is what, and what each row says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, ngettext
from salesapp.core.money.currencies import active_currencies
from salesapp.core.money.decimals import DECIMALS
from salesapp.core.parsing.numbers import Mark, read_number
from salesapp.customers.models import Account, Contact
from salesapp.customers.names import display_name
from salesapp.invoices.opening.balances import Brought, refusals
from salesapp.records.notation.dates import read_date
from salesapp.records.notation.formats import Ambiguous, Format, detect_formats
from salesapp.records.notation.values import Sum, minor_units, tidy
from salesapp.records.tables.table import Exact, Row, Table, Unreadable

MOST_ROWS = 1000
"""They are entered at once, and SQLite keeps everybody else from writing meanwhile."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("number", "invoice number", "invoice", "document", "nummer", "rechnungsnummer", "beleg",
               "belegnummer", "编号", "单据号", "发票号", "发票号码", "单据编号"),
    "customer": ("customer", "account", "company", "name", "kunde", "kundenname", "debitor", "客户", "客户名称"),
    "issued_on": ("date", "invoice date", "datum", "rechnungsdatum", "belegdatum", "日期", "开票日期", "单据日期"),
    "due_on": ("due", "due date", "fällig", "fälligkeit", "fällig am", "到期日", "到期日期"),
    "amount": ("open amount", "amount", "open", "balance", "offener betrag", "offen", "betrag", "saldo", "未付金额",
               "金额", "余额"),
    "currency": ("currency", "währung", "币种", "货币"),
}  # fmt: skip
NEEDED = ("number", "customer", "issued_on", "amount")
HEADINGS = ("Number", "Customer", "Date", "Due date", "Open amount", "Currency")
"""Of the file that we offer to be filled in."""


@dataclass(frozen=True)
class ReadRow:
    """What a row says, as far as it can be read, and what is wrong with the rest by the name of its field.

    Where the amount cannot be read, the row is taken for an invoice.
    """

    number: int
    item: Brought
    problems: Mapping[str, str]


@dataclass
class Read:
    """What a file holds."""

    rows: list[ReadRow] = field(default_factory=list)

    @property
    def items(self) -> list[Brought]:
        return [each.item for each in self.rows]

    def problems(self, *, on: date) -> list[str]:
        """A sentence for each row that cannot be entered on that day, with all that is wrong with it."""
        refused, found = refusals(self.items, on=on), []
        for place, row in enumerate(self.rows):
            said = dict(row.problems)
            for why in refused.get(place, []):
                if not _unread(why, said):
                    said[why.field or ""] = str(why)
            if said:
                sentence = _(
                    "Row %(number)s: %(problem)s", number=row.number, problem=" ".join(said.values())
                )
                found.append(sentence)
        return found


def _unread(why: RuleBroken, said: Mapping[str, str]) -> bool:
    """Whether it is only refused because what it is about could not be read."""
    about = {"account": {"customer"}, "due_on": {"due_on", "issued_on", "amount"}}.get(
        why.field or "", {why.field}
    )
    return bool(about & said.keys())


def read_open_items(table: Table, own_currency: str) -> Read:
    """Every row of the table. Unreadable where columns are missing or can be read in two ways."""
    places = _places(table.columns)
    if table.count() > MOST_ROWS:
        raise Unreadable(_("A file may have at most %(most)s rows. Divide it into several.", most=MOST_ROWS))
    formats: dict[str, Format] = {
        name: _format(table, places[name], name)
        for name in ("issued_on", "due_on", "amount")
        if name in places
    }
    customers = _Customers.all()
    return Read([_row(row, places, formats, customers, own_currency) for row in table.rows()])


def _places(columns: Iterable[str]) -> dict[str, int]:
    """What → the place of its column."""
    said = [" ".join(each.casefold().split()) for each in columns]
    found = {
        name: next(said.index(word) for word in words if word in said)
        for name, words in COLUMNS.items()
        if any(word in said for word in words)
    }
    missing = [HEADINGS[list(COLUMNS).index(name)] for name in NEEDED if name not in found]
    if missing:
        named = "”, “".join(missing)
        raise Unreadable(
            ngettext(
                "The file has no column “%(column)s”.",
                "The file has no columns “%(column)s”.",
                len(missing),
                column=named,
            )
        )
    return found


def _format(table: Table, place: int, name: str) -> Format:
    """How the column writes its dates or amounts. Unreadable where that can be read in two ways."""
    kind = "money" if name == "amount" else "date"
    found = detect_formats((cell for row in table.rows() if (cell := _cell(row, place))), kind, 2)
    if isinstance(found, Ambiguous):
        sentence = _(
            "“%(example)s” can be read in several ways. Write days like 2026-11-30 and amounts like 1234.50.",
            example=found.example or found.readings[0].example,
        )
        raise Unreadable(sentence)
    return found


def _row(
    row: Row, places: Mapping[str, int], formats: Mapping[str, Format], customers: _Customers, own: str
) -> ReadRow:
    said = {name: _cell(row, place) for name, place in places.items()}
    problems: dict[str, str] = {}

    def tried(name: str, read: Callable[[], Any], otherwise: Any) -> Any:
        try:
            return read()
        except ValueError as wrong:
            problems[name] = str(wrong)
            return otherwise

    number = tried("number", lambda: said["number"] or _missing(_("The number is missing.")), "")
    customer = tried("customer", lambda: customers.called(said["customer"]), {})
    issued_on = tried("issued_on", lambda: _needed_day(said["issued_on"], formats["issued_on"]), date.min)
    due_on = tried("due_on", lambda: _day(said.get("due_on", ""), formats.get("due_on")), None)
    currency = tried("currency", lambda: _currency(said.get("currency") or own), own)
    amount = tried("amount", lambda: _amount(said["amount"], currency, formats["amount"].mark), 1)
    return ReadRow(row.number, Brought(number, amount, currency, issued_on, due_on, **customer), problems)


def _currency(code: str) -> str:
    if code.upper() not in active_currencies():
        raise ValueError(_("“%(code)s” isn’t a currency that you use.", code=code.upper()))
    return code.upper()


def _amount(text: str, currency: str, mark: Mark) -> int:
    found = read_number(text, Mark.POINT if isinstance(text, Exact) else mark)
    return minor_units(Sum(found.value, found.currency, found.among), currency, DECIMALS[currency])


def _day(text: str, written: Format | None) -> date | None:
    return read_date(text, written.order) if text and written else None


def _needed_day(text: str, written: Format) -> date:
    return _day(text, written) or _missing(_("The date is missing."))


def _missing(sentence: str) -> Any:
    raise ValueError(sentence)


def _cell(row: Row, place: int) -> str:
    if place >= len(row.cells):
        return ""
    cell = row.cells[place]
    return cell if isinstance(cell, Exact) else tidy(cell)


@dataclass(frozen=True)
class _Customers:
    """Who is called what, whatever the case; a name that several have is nobody's."""

    known: Mapping[str, list[tuple[str, int]]]

    @classmethod
    def all(cls) -> _Customers:
        known: dict[str, list[tuple[str, int]]] = {}
        for name, kind, key in _names():
            known.setdefault(_folded(name), []).append((kind, key))
        return cls(known)

    def called(self, name: str) -> dict[str, Any]:
        """The account of the name; only where there is none, the person. ValueError for nobody and for several."""
        found = self.known.get(_folded(name), [])
        chosen = [each for each in found if each[0] == "account"] or found
        if not chosen:
            raise ValueError(_("There is no customer “%(name)s”.", name=name))
        if len(chosen) > 1:
            raise ValueError(_("Several customers are called “%(name)s”.", name=name))
        kind, key = chosen[0]
        model: Any = Account if kind == "account" else Contact
        return {kind: db.session.get_one(model, key)}


def _names() -> Iterator[tuple[str, str, int]]:
    for key, name in db.session.execute(select(Account.id, Account.name)):
        yield name, "account", key
    people = select(Contact.id, Contact.family_name, Contact.given_name)
    for key, family, given in db.session.execute(people):
        yield display_name(family or "", given or "", "en"), "contact", key


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
