"""Which column of a bank's table is what: guessed by the headings that banks use and by what stands below them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from salesapp.core.parsing.numbers import number_readings
from salesapp.invoices.bank.reading.delimited import INWARD, OUTWARD, folded_word, is_neither
from salesapp.invoices.bank.reading.entries import packed
from salesapp.records.notation.dates import date_readings
from salesapp.records.tables.delimited import DELIMITERS
from salesapp.records.tables.reading import read_table
from salesapp.records.tables.table import Row, Table, Unreadable, distinct, numbered

HEAD = 20
"""So many rows are looked at."""
DEEPEST = 30
"""Above the headings some banks say whose account it is, from when to when, and what is on it."""
DATES = """buchungstag|buchungsdatum|buchung|booking date|posting date|posted|date completed|transaction date
    |date opération|date d’opération|data contabile|data operacji|fecha operación|fecha de operación|reskontradatum
    |bokföringsda|bokfört|记账日期|入账日期|交易日期|交易日|交易时间|付款时间|交易创建时间|日期|date|datum|data|fecha"""
AMOUNTS = (
    "betrag|bedrag|montant|importe|importo|kwota|belopp|beløb|umsatz|记账金额|交易金额|发生额|金额|amount"
)
CREDITS = """记账金额(收入|haben|gutschrift|accredit|entrate|ingresos|abono|crédit|wpływ|uznania|paid in|money in
    |deposit|贷方|收入|credit"""
DEBITS = """记账金额(支出|soll|lastschrift|addebit|uscite|cargo|débit|obciąż|wydatk|paid out|money out|withdrawal
    |借方|支出|debit"""
NAMES = """zahlungspflichtig|zahlungsbeteiligter|beguenstigter|begünstigter|auftraggeber|payer name|partner name
    |counterparty name|naam|对方户名|对方名称|交易对方|收(付)方名称|对方单位|payer|payee
    |nadawca|nazwa|nombre|nome|nom|name"""
ACCOUNTS = """iban zahlungsbeteiligter|kontonummer/iban|counterparty account|tegenrekening|partner iban|payer account
    |对方账号|对方账户|对方帐号|收(付)方账号|iban|account number|kontonummer"""
PURPOSES = """verwendungszweck|payment reference|reference|mededelingen|remittance|communication|摘要|附言|用途|备注
    |商品名称|交易详情"""
TEXTS = """description|omschrijving|libellé|concepto|causale|descrizione estesa|descrizione|descripción|opis|tytuł
    |details|text|buchungstext"""
OTHER_SUMS = """ursprung|original|orig|auslagen|saldo|balance|solde|余额|fee|charge|gebühr|服务费|退款|fremd|tax|rate
    |foreign"""
NO_NAMES = "bank|bic|iban|konto|number|行|账号|account name|card"
NO_PAYERS = "auftragskonto|account name|kontoinhaber|own account|bic"
"""Headings in the order in which one is preferred; the last three are what is never meant."""

Test = Callable[[Sequence[str]], bool]


@dataclass(frozen=True)
class Places:
    """The places of the columns, None for what was not found."""

    date: int | None = None
    amount: int | None = None
    credit: int | None = None
    debit: int | None = None
    direction: int | None = None
    name: int | None = None
    payer_account: int | None = None
    text: tuple[int, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it says when and how much."""
        return self.date is not None and (self.amount is not None or self.credit is not None)


def places_in(table: Table, ours: Sequence[str] = ()) -> Places:
    """What the columns are; `ours` are the numbers of accounts that are no payer's."""
    seen = _Seen(table, frozenset(map(packed, ours)))
    date = seen.first(DATES, are_dates)
    rows = [row for row in seen.rows if date is None or row.cells[date].strip()]
    seen = _Seen(table, seen.ours, rows)
    credit, debit = (seen.first(words, some_numbers, besides=OTHER_SUMS) for words in (CREDITS, DEBITS))
    if credit is None or debit is None or credit == debit:
        credit = debit = None
    amount = seen.first(AMOUNTS, are_numbers, besides=OTHER_SUMS) if credit is None else None
    name = seen.first(NAMES, any, besides=NO_NAMES)
    texts = seen.every(PURPOSES)
    if not texts and (told := seen.first(TEXTS, any)) is not None:
        texts = [told]
    return Places(
        date=date,
        amount=amount,
        credit=credit,
        debit=debit,
        direction=seen.direction(amount),
        name=name,
        payer_account=seen.first(ACCOUNTS, seen.are_of_others, besides=NO_PAYERS),
        text=tuple(each for each in texts if each != name),
    )


def read_bank_table(content: bytes) -> Table:
    """The table in a bank's file, from its headings on. Raises Unreadable for what is no table at all.

    Where the first row says neither when nor how much, the headings are looked for below what stands above them.
    """
    first = read_table(content)
    return next(filter(None, map(_from_its_headings, _in_each_dialect(content, first))), first)


def _in_each_dialect(content: bytes, first: Table) -> Iterator[Table]:
    """The table as it was understood, then with other delimiters: those of what stands above it may differ."""
    yield first
    for delimiter in DELIMITERS if first.delimiter else ():
        if delimiter != first.delimiter:
            with suppress(Unreadable):
                yield read_table(content, encoding=first.encoding, delimiter=delimiter)


def _from_its_headings(table: Table) -> Table | None:
    """The table from the first row on that can be its headings; its beginning is read once."""
    beginning = list(islice(table.records(), DEEPEST + HEAD))
    for number, _line, cells in numbered(beginning[:DEEPEST]):
        shown = replace(table, columns=distinct(cells), header=number, records=lambda: beginning)
        if places_in(shown).is_whole:
            return replace(shown, records=table.records)
    return None


class _Seen:
    """The headings and first rows of a table, asked for columns."""

    def __init__(self, table: Table, ours: frozenset[str], rows: Sequence[Row] | None = None) -> None:
        self.names = [plain(each) for each in table.columns]
        self.rows = table.head(HEAD) if rows is None else rows
        self.ours = ours

    def cells(self, place: int) -> list[str]:
        return [row.cells[place].strip() for row in self.rows]

    def first(self, words: str, fits: Test, *, besides: str = "") -> int | None:
        """The column whose heading has the earliest of the words and whose cells fit; of several the first."""
        for word in spelt(words):
            for place, name in enumerate(self.names):
                if word in name and not _has(name, besides) and fits(self.cells(place)):
                    return place
        return None

    def every(self, words: str) -> list[int]:
        """All columns whose heading has one of the words."""
        return [place for place, name in enumerate(self.names) if _has(name, words)]

    def direction(self, amount: int | None) -> int | None:
        """The column that says for each amount whether it came in or went out, where no minus does."""
        if amount is None or any("-" in each or "−" in each for each in self.cells(amount)):
            return None
        for place in range(len(self.names)):
            said = {folded_word(each) for each in self.cells(place)}
            told = {each for each in said if not is_neither(each)}
            if told and told <= INWARD | OUTWARD:
                return place
        return None

    def are_of_others(self, cells: Sequence[str]) -> bool:
        return any(cells) and not any(packed(each) in self.ours for each in cells)


def plain(heading: str) -> str:
    """A heading without marks, case and what else banks write otherwise."""
    text = unicodedata.normalize("NFKD", heading).casefold().replace("*", "")
    return " ".join("".join(each for each in text if not unicodedata.combining(each)).split())


@cache
def spelt(words: str) -> tuple[str, ...]:
    """Words with bars between, as headings are compared with them."""
    return tuple(filter(None, map(plain, words.split("|"))))


def _has(name: str, words: str) -> bool:
    return any(word in name for word in spelt(words))


def are_dates(cells: Sequence[str]) -> bool:
    said = list(filter(None, cells))
    return bool(said) and all(map(date_readings, said))


def are_numbers(cells: Sequence[str]) -> bool:
    return bool(cells) and all(map(number_readings, cells))


def some_numbers(cells: Sequence[str]) -> bool:
    return all(map(number_readings, filter(None, cells)))
