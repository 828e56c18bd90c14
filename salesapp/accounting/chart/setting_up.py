"""Setting the books up: the chart, the numbers at the accountant's, and accounts of the company's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import select

from salesapp.accounting.chart.models import LedgerAccount, accounting_settings
from salesapp.accounting.chart.roles import Account, Scope
from salesapp.core.access import Viewer
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, plain, record
from salesapp.core.i18n import _, _l

BOOKS_SET_UP = event_kind("books_set_up", _l("%(by)s changed the accounting settings"), icon="book-open")
ACCOUNT_SET = event_kind(
    "ledger_account_set", _l("%(by)s set the account for %(what)s to %(number)s"), icon="book-open"
)
ACCOUNT_RESET = event_kind(
    "ledger_account_reset", _l("%(by)s removed the account %(number)s for %(what)s"), icon="book-open"
)
MOST_DIGITS = 8
before_changing: list[Callable[[str], None]] = []
"""What rooms above demand of a setting that is about to change: RuleBroken where files rest on it."""


def set_books_up(values: dict[str, Any], *, by: Viewer) -> bool:
    """Keeps the settings; False where nothing differs. RuleBroken for a customers' range of another length."""
    if len(str(values["first_debtor"])) != values["digits"] + 1:
        sentence = _("A customer’s account number has one digit more than the others.")
        raise RuleBroken(sentence, field="first_debtor")
    settings = accounting_settings()
    is_new = settings.id is None
    changes = [
        {"field": name, "before": plain(getattr(settings, name)), "after": plain(value)}
        for name, value in values.items()
        if getattr(settings, name) != value
    ]
    if not changes and not is_new:
        return False
    for each in changes:
        for refuse in before_changing:
            refuse(each["field"])
    for name, value in values.items():
        setattr(settings, name, value)
    db.session.add(settings)
    record(_person(by), BOOKS_SET_UP, by=by, changes=changes)
    return True


def set_account(account: Account, *, by: Viewer) -> LedgerAccount:
    """Another number for what the scope says, or a first one. RuleBroken for what is no account number."""
    digits = accounting_settings().digits
    if not (account.number.isascii() and account.number.isdigit() and len(account.number) <= digits):
        sentence = _("An account number has up to %(num)s digits.", num=digits)
        raise RuleBroken(sentence, field="number")
    found = own_account(account.scope) or LedgerAccount(
        scope_key=account.scope.key, **account.scope._asdict()
    )
    found.number, found.name, found.automatic = account.number, account.name, account.automatic
    db.session.add(found)
    db.session.flush()
    record(_person(by), ACCOUNT_SET, by=by, what=account.scope.said, number=account.number)
    return found


def reset_account(found: LedgerAccount, *, by: Viewer) -> None:
    """The account of the chart stands again; where the chart has none for this, the next closest."""
    record(_person(by), ACCOUNT_RESET, by=by, what=found.scope.said, number=found.number)
    db.session.delete(found)


def own_account(scope: Scope) -> LedgerAccount | None:
    """What set-up says of just this scope."""
    return db.session.scalar(select(LedgerAccount).where(LedgerAccount.scope_key == scope.key))


def _person(by: Viewer) -> Record:
    """Settings are no records: their changes stand in the history of whoever made them."""
    return cast("Record", getattr(by, "_get_current_object", lambda: by)())
