"""Which column of a bank's table is what: remembered for an account, else guessed by the names that banks use."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.invoices.bank.columns import HEAD, places_in
from salesapp.invoices.bank.models import BankLayout, BankUpload
from salesapp.invoices.bank.reading.delimited import Layout
from salesapp.invoices.bank.reading.entries import packed
from salesapp.products.bank_accounts.models import BankAccount, account_for, bank_accounts
from salesapp.records.tables.table import Table

CURRENCY_WORDS = (
    "währung",
    "waehrung",
    "currency",
    "ccy",
    "currency code",
    "payment currency",
    "buchungswährung",
    "kontowährung",
    "币种",
    "货币",
    "币别",
    "交易币种",
    "账户币种",
)


def own_account(table: Table) -> BankAccount | None:
    """The account of ours that a column names on every row; the payer's may be one of ours as well."""
    payer, rows = (
        places_in(table, [each.account_number for each in bank_accounts()]).payer_account,
        table.head(HEAD),
    )
    columns = [
        {packed(cell) for cell in each} - {""} for each in zip(*(row.cells for row in rows), strict=True)
    ]
    named = {column.pop() for place, column in enumerate(columns) if len(column) == 1 and place != payer}
    found = [each for each in bank_accounts() if packed(each.account_number) in named]
    return found[0] if len(found) == 1 else None


def layout_for(table: Table) -> Layout | None:
    """What somebody said of a table with these columns; None where nobody has, or of two accounts.

    Of several accounts with such tables, or where the table names another one of ours, its own tells.
    """
    columns, ours = table.columns, own_account(table)
    rows = [each for each in db.session.scalars(select(BankLayout)) if each.columns == list(columns)]
    if ours is not None:
        rows = [each for each in rows if each.account == packed(ours.account_number)]
    if len(rows) != 1:
        return None
    said = rows[0].layout
    if "currency_column" not in said:  # explained before anybody was asked for it
        said = said | {"currency_column": _currency_place(columns)}
    return Layout.from_json(said)


def remember(layout: Layout, columns: Sequence[str]) -> None:
    """The next file of the account with these columns comes in without a question."""
    account = packed(layout.account)[:60]
    row = db.session.scalar(select(BankLayout).where(BankLayout.account == account))
    if row is None:
        row = BankLayout(account=account)
        db.session.add(row)
    row.columns, row.layout = list(columns), layout.as_json()
    db.session.flush()


def guessed(table: Table) -> Layout:
    """A first guess: for the account of ours that the table names, else for the one in the company's currency."""
    ours = own_account(table) or account_for(company().currency)
    found = places_in(table, [each.account_number for each in bank_accounts()])
    return Layout(
        account="" if ours is None else ours.account_number,
        currency=(ours and ours.currency) or company().currency,
        date=found.date or 0,
        amount=found.amount,
        credit=found.credit,
        debit=found.debit,
        direction=found.direction,
        name=found.name,
        payer_account=found.payer_account,
        currency_column=_currency_place(table.columns),
        text=list(found.text),
    )


def keep_upload(content: bytes, file_name: str, *, by_id: int) -> BankUpload:
    """Keeps the file until its columns are explained; the person's last one is forgotten."""
    forget_uploads(by_id)
    upload = BankUpload(by_id=by_id, file_name=file_name[:255] or "-", content=content)
    db.session.add(upload)
    db.session.flush()
    return upload


def forget_uploads(by_id: int) -> None:
    """Nothing of what the person uploaded and did not explain stays."""
    db.session.execute(delete(BankUpload).where(BankUpload.by_id == by_id))


def _currency_place(columns: Sequence[str]) -> int | None:
    """Only a heading that says nothing else: an amount in foreign currency is no column of currencies."""
    names = [" ".join(each.casefold().split()) for each in columns]
    return next((names.index(word) for word in CURRENCY_WORDS if word in names), None)
