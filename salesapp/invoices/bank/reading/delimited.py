"""Statements as CSV or workbook: a layout says once, for each account, which column is what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from salesapp.core.i18n import _
from salesapp.core.money.decimals import DECIMALS
from salesapp.core.parsing.numbers import SYMBOLS, Mark, read_number
from salesapp.invoices.bank.reading.entries import Entry, ReadStatement, spaced
from salesapp.records.notation.dates import DateOrder, read_date
from salesapp.records.notation.formats import Ambiguous, Format, detect_formats
from salesapp.records.notation.values import Sum, minor_units, tidy
from salesapp.records.tables.table import Exact, Row, Table, Unreadable


@dataclass(frozen=True)
class Layout:
    """Which column (by its place) is what; `credit` and `debit` where the two sides have columns of their own."""

    account: str
    currency: str
    date: int
    amount: int | None = None
    credit: int | None = None
    debit: int | None = None
    name: int | None = None
    payer_account: int | None = None
    text: list[int] = field(default_factory=list)
    currency_column: int | None = None
    order: str = ""
    mark: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Layout:
        return cls(**data)


def read_delimited_statement(table: Table, layout: Layout) -> ReadStatement:
    """The bookings of the table, without balances. Unreadable with the row where something is no date or amount."""
    days, amounts = _order(table, layout), _mark(table, layout)
    entries = []
    for row in table.rows():
        if not _cell(row, layout.date):
            continue  # a sum at the end, a remark of the bank
        try:
            _must_be_in_its_currency(row, table, layout)
            entries.append(_entry(row, layout, days, amounts))
        except ValueError as wrong:
            sentence = _("Row %(number)s: %(problem)s", number=row.number, problem=str(wrong))
            raise Unreadable(sentence) from None
    return ReadStatement(layout.account, layout.currency, tuple(entries))


def _order(table: Table, layout: Layout) -> DateOrder | None:
    if layout.order:
        return DateOrder(layout.order)
    found = detect_formats((_cell(row, layout.date) for row in table.rows()), "date")
    return DateOrder.DMY if isinstance(found, Ambiguous) else found.order


def _mark(table: Table, layout: Layout) -> Mark:
    if layout.mark:
        return Mark(layout.mark)
    texts = (each for row in table.rows() for each in _amount_cells(row, layout))
    found = detect_formats(texts, "money", DECIMALS.get(layout.currency, 2))
    return found.mark if isinstance(found, Format) else Mark.POINT


def _amount_cells(row: Row, layout: Layout) -> Iterator[str]:
    for place in (layout.amount, layout.credit, layout.debit):
        if place is not None and (text := _cell(row, place)):
            yield text


def _entry(row: Row, layout: Layout, order: DateOrder | None, mark: Mark) -> Entry:
    return Entry(
        booked_on=read_date(_cell(row, layout.date), order),
        amount=_amount(row, layout, mark),
        currency=layout.currency,
        name=_cell(row, layout.name),
        account=_cell(row, layout.payer_account),
        text=spaced(_cell(row, place) for place in layout.text),
    )


def _must_be_in_its_currency(row: Row, table: Table, layout: Layout) -> None:
    """ValueError for a row whose column of currencies names another one than the account's."""
    said = _cell(row, layout.currency_column)
    if not said or layout.currency in ({said.upper()} | SYMBOLS.get(said.casefold(), frozenset())):
        return
    column = table.columns[layout.currency_column or 0]
    raise ValueError(
        _(
            "“%(column)s” says “%(value)s”, but the account is in %(currency)s.",
            column=column,
            value=said[:60],
            currency=layout.currency,
        )
    )


def _amount(row: Row, layout: Layout, mark: Mark) -> int:
    if layout.amount is not None:
        return _minor(_cell(row, layout.amount), layout, mark)
    credit, debit = (_cell(row, place) for place in (layout.credit, layout.debit))
    return abs(_minor(credit or "0", layout, mark)) - abs(_minor(debit or "0", layout, mark))


def _minor(text: str, layout: Layout, mark: Mark) -> int:
    found = read_number(text, Mark.POINT if isinstance(text, Exact) else mark)
    money = Sum(found.value, found.currency, found.among)
    return minor_units(money, layout.currency, DECIMALS[layout.currency])


def _cell(row: Row, place: int | None) -> str:
    if place is None or place >= len(row.cells):
        return ""
    cell = row.cells[place]
    return cell if isinstance(cell, Exact) else tidy(cell)
