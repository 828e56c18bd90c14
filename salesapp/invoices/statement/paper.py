"""The statement of an account as a PDF in the customer's language, as it stands today."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import force_locale

from salesapp.core.company import company
from salesapp.core.i18n import _
from salesapp.core.paper import Party, print_sheet
from salesapp.core.paper.formats import amount_text, date_text, money_text
from salesapp.core.paper.sheet import filled, footer, party, sender
from salesapp.core.paper.text import clean, each_text
from salesapp.core.paper.words import WORDS
from salesapp.customers.models import Account
from salesapp.invoices.models import Payment
from salesapp.invoices.statement.queries import Statement, statements_of
from salesapp.products.bank_accounts.models import account_for
from salesapp.quotes.paper import branding, seller

Row = list[str]


def statement_pdf(account: Account, today: date) -> bytes:
    """What is open and what is the customer's credit on that day."""
    statements = statements_of(account, today)
    with force_locale(locale_of(account)):
        said = _sheet(account, statements, today)
    logo = branding(locale_of(account))["logo"] or None
    words = {key: each_text(value, clean) for key, value in said.items()}
    return print_sheet(words | {"logo": logo}, "statement.typ")


def locale_of(account: Account) -> Any:
    """The language of the account's documents, else the company's."""
    return "zh" if str(account.language or company().language).startswith("zh") else "en"


def _sheet(account: Account, statements: list[Statement], today: date) -> dict[str, Any]:
    language = locale_of(account)
    words, own = WORDS[language], seller()
    style = branding(language)
    name = f"{_('Statement of account')} · {account.title}"
    return {
        "language": language,
        "accent": style["accent"],
        "size": style["size"],
        "draft": "",
        "heading": _("Statement of account"),
        "name": name,
        "subject": "",
        "day": [today.year, today.month, today.day],
        "facts": [[_("Date"), date_text(today, language)]],
        "seller": sender(own, words),
        "buyer": party(_buyer(account, language), _("Account"), words),
        "currencies": [_currency(each, language) for each in statements],
        "nothing": _("No open items."),
        "payment": filled([(words["bank"], _bank_lines(statements))]),
        "footer": style["footer"] or footer(own, words),
        "page": words["page"],
    }


def _bank_lines(statements: list[Statement]) -> str:
    """The account of each currency in which something is open, with the currency where there are several."""
    found: dict[str, list[str]] = {}
    for each in statements:
        pay_to = account_for(each.currency)
        if pay_to is not None:
            found.setdefault("\n".join(pay_to.lines()), []).append(each.currency)
    if len(found) < 2:
        return "".join(found)
    return "\n\n".join(f"{', '.join(currencies)}:\n{lines}" for lines, currencies in found.items())


def _buyer(account: Account, language: str) -> Party:
    return Party(
        name=account.title,
        address=tuple(account.address("billing", language=language)),
        tax_number=account.tax_number or "",
    )


def _currency(each: Statement, language: Any) -> dict[str, Any]:
    totals = [[_("Not yet due"), amount_text(each.not_due, each.currency, language), "plain"]]
    totals += [
        [_("Overdue %(days)s", days=bucket.label), amount_text(amount, each.currency, language), "plain"]
        for bucket, amount in each.overdue
        if amount
    ]
    if each.credit:
        totals.append([_("Customer credit"), amount_text(-each.credit, each.currency, language), "plain"])
    totals.append([_("Balance"), money_text(each.balance, each.currency, language), "strong"])
    return {
        "name": _("Open items in %(currency)s", currency=each.currency),
        "columns": [_("Number"), _("Date"), _("Due"), _("Total"), _("Open amount")],
        "rows": [*_invoices(each, language), *_credits(each, language)],
        "totals": totals,
    }


def _invoices(each: Statement, language: Any) -> list[Row]:
    return [
        _row(
            item.invoice.title,
            (item.invoice.issued_on, item.due_on),
            (item.amount, item.left),
            each.currency,
            language,
        )
        for item in each.open_items
    ]


def _credits(each: Statement, language: Any) -> list[Row]:
    found = []
    for credit in each.credits:
        if isinstance(credit, Payment):
            name, on, whole = credit.reference or _("Payment"), credit.paid_on, credit.amount
        else:
            name, on, whole = credit.title, credit.issued_on, credit.payable  # type: ignore[assignment]
        found.append(_row(name, (on, None), (-whole, -credit.free), each.currency, language))
    return found


def _row(
    name: str, days: tuple[date | None, date | None], amounts: tuple[int, int], currency: str, language: Any
) -> Row:
    said = ["" if each is None else date_text(each, language) for each in days]
    return [name, *said, *(amount_text(each, currency, language) for each in amounts)]
