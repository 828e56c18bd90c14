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

INWARD = frozenset(["h", "haben", "c", "cr", "credit", "crdt", "bij", "in", "eingang", "贷", "收入", "收"])
OUTWARD = frozenset(
    ["s", "soll", "d", "dr", "debit", "dbit", "af", "out", "ausgang", "debet", "借", "支出", "付"]
)
NEITHER = frozenset(("/", "不计收支", "其他"))
"""How banks say whether money came in, went out, or was only moved between pockets of the same account."""
STATES = frozenset(["status", "state", "info", "交易状态"])
ANNOUNCED = frozenset(
    ("vorgemerkt", "umsatz vorgemerkt", "pending", "declined", "failed", "reverted", "交易关闭", "等待付款")
)
"""What a column of states says of what is no booking, or none yet."""


class Doubtful(Unreadable):
    """The table can be read in two ways, and somebody has to say which is meant."""


@dataclass(frozen=True)
class Layout:
    """Which column (by its place) is what; `credit` and `debit` where the two sides have columns of their own.

    `direction` is the column that says whether an amount came in or went out, where no minus does.
    """

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
    direction: int | None = None
    order: str = ""
    mark: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Layout:
        return cls(**data)


def read_delimited_statement(table: Table, layout: Layout) -> ReadStatement:
    """The bookings of the table, without balances. Unreadable with the row where something is no date or amount.

    Doubtful where its dates or amounts can be read in two ways and the layout does not say which.
    """
    days, amounts = _order(table, layout), _mark(table, layout)
    entries = []
    for row in table.rows():
        if not _is_booking(row, table, layout):
            continue
        try:
            _must_be_in_its_currency(row, table, layout)
            entries.append(_entry(row, table, layout, days, amounts))
        except ValueError as wrong:
            sentence = _("Row %(number)s: %(problem)s", number=row.number, problem=str(wrong))
            raise Unreadable(sentence) from None
    return ReadStatement(layout.account, layout.currency, tuple(entries))


def folded_word(text: str) -> str:
    """A cell as one that says in or out is compared."""
    return " ".join(text.casefold().split())


def is_neither(word: str) -> bool:
    """Whether a cell says that money neither came in nor went out."""
    return word in NEITHER


def _is_booking(row: Row, table: Table, layout: Layout) -> bool:
    """Not a sum at the end, a remark of the bank, or what is only announced."""
    states = (place for place, name in enumerate(table.columns) if folded_word(name) in STATES)
    if not _cell(row, layout.date) or any(folded_word(_cell(row, each)) in ANNOUNCED for each in states):
        return False
    return layout.direction is None or not is_neither(folded_word(_cell(row, layout.direction)))


def _order(table: Table, layout: Layout) -> DateOrder | None:
    if layout.order:
        return DateOrder(layout.order)
    days = [_cell(row, layout.date) for row in table.rows() if _is_booking(row, table, layout)]
    found = detect_formats(days, "date")
    if not isinstance(found, Ambiguous):
        return found.order
    if all("." in each for each in days):  # whoever writes dots begins with the day
        return DateOrder.DMY
    raise Doubtful(
        _("“%(day)s” can be read as more than one date. Choose the order of dates.", day=found.example)
    )


def _mark(table: Table, layout: Layout) -> Mark:
    if layout.mark:
        return Mark(layout.mark)
    bookings = (row for row in table.rows() if _is_booking(row, table, layout))
    texts = (each for row in bookings for each in _amount_cells(row, layout))
    found = detect_formats(texts, "money", DECIMALS.get(layout.currency, 2))
    if isinstance(found, Format):
        return found.mark
    raise Doubtful(
        _("“%(amount)s” can be read as more than one amount. Choose the decimal mark.", amount=found.example)
    )


def _amount_cells(row: Row, layout: Layout) -> Iterator[str]:
    for place in (layout.amount, layout.credit, layout.debit):
        if place is not None and (text := _cell(row, place)):
            yield text


def _entry(row: Row, table: Table, layout: Layout, order: DateOrder | None, mark: Mark) -> Entry:
    return Entry(
        booked_on=read_date(_cell(row, layout.date), order),
        amount=_amount(row, table, layout, mark),
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


def _amount(row: Row, table: Table, layout: Layout, mark: Mark) -> int:
    if layout.amount is not None:
        amount = _minor(_cell(row, layout.amount), layout, mark)
        return -abs(amount) if _went_out(row, table, layout) else amount
    credit, debit = (_cell(row, place) for place in (layout.credit, layout.debit))
    return abs(_minor(credit or "0", layout, mark)) - abs(_minor(debit or "0", layout, mark))


def _went_out(row: Row, table: Table, layout: Layout) -> bool:
    if layout.direction is None:
        return False
    said = _cell(row, layout.direction)
    if folded_word(said) in INWARD | OUTWARD:
        return folded_word(said) in OUTWARD
    raise ValueError(
        _(
            "“%(column)s” says “%(value)s”, which means neither money in nor money out.",
            column=table.columns[layout.direction],
            value=said[:60],
        )
    )


def _minor(text: str, layout: Layout, mark: Mark) -> int:
    found = read_number(text, Mark.POINT if isinstance(text, Exact) else mark)
    money = Sum(found.value, found.currency, found.among)
    return minor_units(money, layout.currency, DECIMALS[layout.currency])


def _cell(row: Row, place: int | None) -> str:
    if place is None or place >= len(row.cells):
        return ""
    cell = row.cells[place]
    return cell if isinstance(cell, Exact) else tidy(cell)
