"""Making files for the accountant, and telling what came since: what a final file holds is in no other one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from salesapp.accounting.chart.models import AccountingSettings, accounting_settings, chart_of_accounts
from salesapp.accounting.chart.roles import AccountRole, Chart, Scope
from salesapp.accounting.chart.setting_up import before_changing
from salesapp.accounting.chart.shipped import ShippedChart
from salesapp.accounting.datev.batch import Head, batch
from salesapp.accounting.datev.bookings import bookings_of
from salesapp.accounting.datev.models import DatevFile, DebtorNumber
from salesapp.accounting.journal.book import entries
from salesapp.accounting.journal.entries import Entry, Source
from salesapp.accounting.periods import Period
from salesapp.core import clock
from salesapp.core.company import company
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.money import exponent
from salesapp.core.relations.merged import MergedRecord
from salesapp.records.filters.periods import year_of

EXPORTED = event_kind("datev_exported", _l("%(by)s created the DATEV file %(name)s"), icon="file-spreadsheet")
Customer = tuple[str, int]
"""Account or contact, and its id."""
CHARTS = {ShippedChart.SKR03: "03", ShippedChart.SKR04: "04", ShippedChart.PLAIN: ""}


@dataclass(frozen=True)
class Standing:
    """What of a period is in its final files, and what is not."""

    files: Sequence[DatevFile]
    added: Sequence[Entry]
    differing: int
    """Entries that are not what a final file says, or are gone: the books were changed behind the application."""
    closed: bool

    @property
    def final(self) -> list[DatevFile]:
        return [each for each in self.files if each.final]


def standing_of(period: Period) -> Standing:
    """How the period stands with the accountant."""
    own = company()
    found = entries(db.session(), period.first, period.last, own.currency)
    files = db.session.scalars(
        select(DatevFile)
        .where(DatevFile.first <= period.last, DatevFile.last >= period.first)
        .order_by(DatevFile.id)
    ).all()
    told: dict[str, str] = {}
    for each in files:
        told |= each.entries if each.final else {}
    now = {key_of(each): digest_of(each) for each in found}
    inside = {key: digest for key, digest in told.items() if _day_in(digest, period)}
    differing = sum(now.get(key) != digest for key, digest in inside.items())
    added = [each for each in found if key_of(each) not in told]
    return Standing(files, added, differing, own.locked_until is not None and own.locked_until >= period.last)


def must_not_renumber(setting: str) -> None:
    """RuleBroken for the length of numbers and the first customer's once a customer has one: files name them by it."""
    if setting in ("digits", "first_debtor") and db.session.scalar(select(DebtorNumber.id).limit(1)):
        sentence = _("Customers already have account numbers in DATEV files. This can no longer be changed.")
        raise RuleBroken(sentence, field=setting)


before_changing.append(must_not_renumber)


def make_file(period: Period, *, by: Any) -> DatevFile:
    """A file of all entries of the period that no final one holds; of a closed period it is final.

    RuleBroken where nothing is to be told, the numbers of consultant and client are missing, the period lies in two
    fiscal years, or the company counts in a currency without cents.
    """
    one_at_a_time("datev files")  # what is in no final file yet, and the last debtor's number
    settings, own = accounting_settings(), company()
    _must_be_ready(settings, period)
    standing = standing_of(period)
    if not standing.added:
        raise RuleBroken(_("Everything of this period is in a file already."))
    _number_debtors(standing.added, settings)
    name = _name(period, len(standing.final) + 1)
    made = clock.now()
    head = Head(
        settings.consultant or 0,
        settings.client or 0,
        year_of(period.first, own.fiscal_year_start),
        settings.digits,
        period.first,
        period.last,
        f"Verkauf {period.word}",
        own.currency,
        CHARTS[settings.chart],
        made,
        standing.closed,
    )
    content = batch(head, _bookings(standing.added, chart_of_accounts(), settings.digits))
    for each in standing.files:  # what was preliminary is told anew
        if not each.final and (each.first, each.last) == (period.first, period.last):
            db.session.delete(each)
    file = DatevFile(
        first=period.first, last=period.last, name=name, final=standing.closed, at=made, by_id=by.id
    )
    file.content, file.hash = content, hashlib.sha256(content).hexdigest()
    file.entries = {key_of(each): digest_of(each) for each in standing.added}
    db.session.add(file)
    db.session.flush()
    record(getattr(by, "_get_current_object", lambda: by)(), EXPORTED, by=by, name=name)
    return file


def key_of(entry: Entry) -> str:
    """What an entry is known by."""
    return f"{entry.source.kind}:{entry.source.record_id}:{entry.source.part}"


def digest_of(entry: Entry) -> str:
    """Its day, and the hash of what it says on which accounts: another one where anything of that differs."""
    said = "\n".join(f"{each.scope.key} {each.amount}" for each in entry.lines)
    return f"{entry.source.on} {hashlib.sha256(said.encode()).hexdigest()[:16]}"


def _day_in(digest: str, period: Period) -> bool:
    return period.first <= date.fromisoformat(digest[:10]) <= period.last


def _must_be_ready(settings: AccountingSettings, period: Period) -> None:
    if not (settings.consultant and settings.client):
        raise RuleBroken(_("Enter the consultant and client number in set-up first."))
    start = company().fiscal_year_start
    if year_of(period.first, start) != year_of(period.last, start):
        raise RuleBroken(_("A DATEV file lies within one fiscal year. Choose a shorter period."))
    if exponent(company().currency) != 2:
        raise RuleBroken(_("DATEV takes amounts with two decimals only."))


def _name(period: Period, part: int) -> str:
    return f"EXTF_Buchungsstapel_{period.word}{f'_{part}' if part > 1 else ''}.csv"


def _number_debtors(found: Sequence[Entry], settings: AccountingSettings) -> None:
    """Each customer has a number of their own from now on, in the order in which they come up."""
    stayed = _stayed()
    known = _numbers(stayed)
    last = db.session.scalar(select(func.max(DebtorNumber.number))) or settings.first_debtor - 1
    for customer in dict.fromkeys(_customer(each.source, stayed) for each in found):
        if customer is not None and customer not in known:
            last += 1
            db.session.add(DebtorNumber(**{f"{customer[0]}_id": customer[1]}, number=last))
    db.session.flush()


def _numbers(stayed: Mapping[Customer, int]) -> dict[Customer, int]:
    """The number of each; who never had one goes on with the first of those that went up in them."""
    found: dict[Customer, int] = {}
    inherited: dict[Customer, int] = {}
    for each in db.session.scalars(select(DebtorNumber).order_by(DebtorNumber.number)):
        kind = "contact" if each.account_id is None else "account"
        customer = kind, each.contact_id or each.account_id or 0
        found[customer] = each.number
        if customer in stayed:
            inherited.setdefault((kind, stayed[customer]), each.number)
    return inherited | found


def _stayed() -> dict[Customer, int]:
    """The customers that went up in another one, and who stayed."""
    query = select(MergedRecord.record_type, MergedRecord.record_id, MergedRecord.into_id)
    rows = db.session.execute(query.where(MergedRecord.record_type.in_(("account", "contact"))))
    return {(kind, key): into for kind, key, into in rows}


def _customer(source: Source, stayed: Mapping[Customer, int]) -> Customer | None:
    """Who stands for the customer today."""
    kind, key = (
        ("account", source.account_id) if source.account_id is not None else ("contact", source.contact_id)
    )
    return None if key is None else (kind, stayed.get((kind, key), key))


def _bookings(found: Sequence[Entry], chart: Chart, digits: int) -> Any:
    stayed = _stayed()
    numbers = _numbers(stayed)
    everybody = chart.account(Scope(AccountRole.RECEIVABLES)).number.ljust(digits, "0")

    def debtor(source: Source) -> str:
        customer = _customer(source, stayed)
        return everybody if customer is None else str(numbers[customer])

    for entry in found:
        yield from bookings_of(entry, chart, debtor, digits)
