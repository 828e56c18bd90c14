"""Our bank accounts as the company sets them up. What was issued keeps the account that it named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped
from stdnum import bic

from salesapp.core import fields as f
from salesapp.core.access import Shared, Viewer
from salesapp.core.company import company
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind
from salesapp.core.i18n import _, _l
from salesapp.core.paper import Account
from salesapp.core.parsing.ibans import is_iban, packed_number, wrong_iban
from salesapp.core.settings_cache import cached_table
from salesapp.records.only_default import OnlyDefault, settle_default

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_REPLACED = event_kind(
    "default_account_replaced",
    _l("%(by)s made %(other)s the default instead"),
    icon="refresh-cw",
    touch=False,
)


class BankAccount(Shared, OnlyDefault):
    """An account that customers pay to; without a currency it takes every one that has no account of its own."""

    __tablename__ = "bank_accounts"
    record_type_key = "bank_account"
    default_within = ("currency",)
    default_replaced = DEFAULT_REPLACED

    name: Mapped[str] = f.text(
        _l("Name"),
        required=True,
        listed=True,
        searchable=True,
        length=80,
        hint=_l("What you call the account, such as Main account"),
    )
    currency: Mapped[str | None] = f.currency_code(
        _l("Currency"),
        listed=True,
        unchosen=_l("Any currency"),
        hint=_l("Any: for currencies without an account of their own"),
    )
    account_number: Mapped[str] = f.text(
        _l("IBAN or account number"), required=True, listed=True, searchable=True, in_words=False, length=60
    )
    bic: Mapped[str | None] = f.text(_l("BIC (SWIFT)"), length=11)
    bank: Mapped[str | None] = f.text(
        _l("Bank"), hint=_l("With its branch, where the account is known by it")
    )
    bank_code: Mapped[str | None] = f.text(
        _l("Bank code"),
        length=40,
        hint=_l("Routing number (ABA), sort code or 联行号, where there is no IBAN"),
    )
    is_default: Mapped[bool] = f.boolean(
        _l("Used by default"), listed=True, hint=_l("On new invoices in its currency")
    )

    @property
    def has_iban(self) -> bool:
        return is_iban(self.account_number)

    def lines(self) -> tuple[str, ...]:
        """The bank and the account on paper, in the language of now: only what is an IBAN is called one."""
        number, iban = self.account_number, self.has_iban
        named = f"IBAN {number}" if iban else _("Account %(number)s", number=number)
        said = (
            self.bank,
            number and named,
            self.bank_code and _("Bank code %(code)s", code=self.bank_code),
            self.bic and f"{'BIC' if iban else 'SWIFT'} {self.bic}",
        )
        return tuple(each for each in said if each)

    def as_printed(self) -> tuple[Account, ...]:
        """What an e-invoice and a payment code say of it; nothing of one whose number is still to be typed."""
        if not self.account_number:
            return ()
        number = packed_number(self.account_number)
        return (Account(number=number, holder=company().name, bic=self.bic or ""),)


def settle_bank_account(account: BankAccount, *, by: Viewer) -> None:
    """Before saving: what every document would carry is checked, and each currency has one default at most."""
    if wrong_iban(account.account_number or ""):
        raise RuleBroken(_("This isn’t a valid IBAN. Check its digits."), field="account_number")
    if account.bic and not bic.is_valid(account.bic):
        raise RuleBroken(_("This isn’t a valid BIC. It has 8 or 11 letters and digits."), field="bic")
    settle_default(account, by=by)


_all = cached_table(BankAccount)


def bank_accounts() -> list[BankAccount]:
    """All that are in use, in the order in which they were set up."""
    return [each for each in _all() if not each.deleted_at]


def known_account(key: int | None) -> BankAccount | None:
    """The account of that id, unless it is in the bin."""
    return next((each for each in bank_accounts() if each.id == key), None)


def accounts_taking(currency: str) -> list[BankAccount]:
    """Those that a document in the currency may be paid to, the usual one first.

    Those of its currency, the default before others in the order in which they were set up, then those of any. Only
    where there is neither, those of the company's own currency, whose bank converts what comes.
    """
    wanted = (currency, None)
    usable = [each for each in bank_accounts() if each.currency in wanted]
    if not usable:
        usable = [each for each in bank_accounts() if each.currency == company().currency]
    return sorted(usable, key=lambda each: (each.currency is None, not each.is_default))


def account_for(currency: str) -> BankAccount | None:
    """What a document in the currency is paid to, unless another one is chosen."""
    return next(iter(accounts_taking(currency)), None)


def must_take(account: BankAccount, currency: str) -> None:
    """RuleBroken for an account that is not for documents in the currency."""
    if all(each.id != account.id for each in accounts_taking(currency)):
        refusal = _("“%(name)s” isn’t for invoices in %(currency)s.", name=account.name, currency=currency)
        raise RuleBroken(refusal)


def accounts_for(currencies: Sequence[str]) -> list[BankAccount]:
    """The accounts for documents in several currencies, each once."""
    found = (account_for(each) for each in currencies)
    return list({each.id: each for each in found if each is not None}.values())
