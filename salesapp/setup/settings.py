"""Changing the company's settings, exchange rates and how far people see: each change is in somebody's history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import select

from salesapp.core.access import Owned, Viewer
from salesapp.core.company import Company, today_for
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken, all_of, refuse_all
from salesapp.core.events import event_kind, plain, record
from salesapp.core.i18n import _, _l
from salesapp.core.money.currencies import CurrencyRate
from salesapp.core.outbox import post
from salesapp.core.registry import RecordType, record_types
from salesapp.customers.duplicates.jobs import start_over
from salesapp.people.models import refuse_limit
from salesapp.records.capturing import REFUSE, WARN

COMPANY_CHANGED = event_kind("company_changed", _l("%(by)s changed the company’s settings"), icon="settings")
RATE_SET = event_kind(
    "rate_set", _l("%(by)s set the %(currency)s exchange rate to %(rate)s as of %(day)s"), icon="coins"
)
RATE_REMOVED = event_kind(
    "rate_removed", _l("%(by)s removed the %(currency)s exchange rate of %(day)s"), icon="coins"
)
REACH_CHANGED = event_kind("reach_changed", _l("%(by)s changed who can see which records"), icon="eye")

DUPLICATES_CHANGED = event_kind(
    "duplicates_changed", _l("%(by)s changed how duplicates are handled"), icon="git-merge"
)

RATES = "exchange rates"
"""What whoever writes rates waits for: the same day comes in once."""
REACHES = ("private", "read", "edit")


def change_company(company: Company, values: dict[str, Any], *, by: Viewer) -> bool:
    """Sets the given settings; False when nothing differs. The currency stays once amounts are counted in it."""
    differing = check_company(company, values)
    if not differing:
        return False
    changes = [
        {"field": f"company.{name}", "before": plain(getattr(company, name)), "after": plain(value)}
        for name, value in differing.items()
    ]
    for name, value in differing.items():
        setattr(company, name, value)
    record(acting_person(by), COMPANY_CHANGED, by=by, changes=changes)
    if "region" in differing:
        post("match_keys", {})
        post("search_words", {})
        start_over()
    return True


def check_company(company: Company, values: dict[str, Any]) -> dict[str, Any]:
    """Those of the settings that differ; RuleBroken for what can't be."""
    differing = {name: value for name, value in values.items() if getattr(company, name) != value}
    rules: list[Callable[[], None]] = [lambda: refuse_all(_slips(differing))]
    if "currency" in differing:
        rules.append(lambda: _refuse_new_currency(company))
    if "user_limit" in differing:
        rules.append(lambda: refuse_limit(differing["user_limit"]))
    all_of(*rules)
    return differing


def _slips(differing: dict[str, Any]) -> Iterator[RuleBroken]:
    """What would stand on every document, or stop all of them, is most likely mistyped."""
    closed = differing.get("locked_until")
    if closed is not None and closed > today_for():
        yield RuleBroken(_("Books can’t be closed for future dates."), field="locked_until")


def _refuse_new_currency(company: Company) -> None:
    """Amounts in the company's currency would silently mean another one."""
    if db.session.scalar(select(CurrencyRate.id).limit(1)) is not None:
        raise RuleBroken(
            _("There are exchange rates to %(currency)s. Remove them first.", currency=company.currency),
            field="currency",
        )
    for type_ in record_types():
        if _counts_money(type_):
            sentence = _(
                "The company’s currency stays %(currency)s because there are already amounts in it.",
                currency=company.currency,
            )
            raise RuleBroken(sentence, field="currency")


def _counts_money(type_: RecordType) -> bool:
    for declared in type_.fields:
        if declared.kind == "money":
            counted = (
                select(type_.model.id).where(getattr(type_.model, declared.attribute).is_not(None)).limit(1)
            )
            if db.session.scalar(counted.execution_options(with_deleted=True)) is not None:
                return True
    return False


def set_rate(currency: str, rate: Decimal, valid_from: date, *, own: str, by: Viewer) -> CurrencyRate:
    """One unit of `currency` is worth `rate` of the company's own currency from that day on."""
    if currency == own:
        raise RuleBroken(
            _("%(currency)s is the company’s currency. Choose another one.", currency=own), field="currency"
        )
    if not rate.is_finite() or rate <= 0:
        raise RuleBroken(_("A rate must be greater than zero."), field="rate")
    one_at_a_time(RATES)
    query = select(CurrencyRate).where(
        CurrencyRate.currency == currency, CurrencyRate.valid_from == valid_from
    )
    found = db.session.scalar(query)
    if found is None:
        found = CurrencyRate(currency=currency, valid_from=valid_from)
        db.session.add(found)
    found.rate = rate
    record(acting_person(by), RATE_SET, by=by, currency=currency, rate=rate, day=valid_from)
    return found


def remove_rate(rate: CurrencyRate, *, by: Viewer) -> None:
    """Takes a rate back; documents keep the one they were made with."""
    record(acting_person(by), RATE_REMOVED, by=by, currency=rate.currency, day=rate.valid_from)
    db.session.delete(rate)


def owned_types() -> list[RecordType]:
    """The record types that people own: for them the reach can be chosen."""
    return [each for each in record_types() if issubclass(each.model, Owned)]


def change_reach(company: Company, chosen: dict[str, str], *, by: Viewer) -> bool:
    """How far the company sees records of others, per record type; False when nothing differs."""
    known = {each.key: each for each in owned_types()}
    before = {key: company.reach.get(key, "private") for key in known}
    after = before | {key: value for key, value in chosen.items() if key in known and value in REACHES}
    changes = [
        {"field": str(known[key].label_plural), "before": before[key], "after": after[key]}
        for key in known
        if before[key] != after[key]
    ]
    if changes:
        company.reach = dict(company.reach) | after
        record(acting_person(by), REACH_CHANGED, by=by, changes=changes)
    return bool(changes)


def types_with_duplicates() -> list[RecordType]:
    """The record types of which it is known how to find likely duplicates."""
    return [each for each in record_types() if each.likely_duplicates is not None]


def change_duplicates(company: Company, chosen: dict[str, str], *, by: Viewer) -> bool:
    """Whether likely duplicates are only told of or kept out, per record type; False when nothing differs."""
    known = {each.key: each for each in types_with_duplicates()}
    before = {key: company.duplicate_handling.get(key, WARN) for key in known}
    after = before | {key: value for key, value in chosen.items() if key in known and value in {WARN, REFUSE}}
    changes = [
        {"field": str(known[key].label_plural), "before": before[key], "after": after[key]}
        for key in known
        if before[key] != after[key]
    ]
    if changes:
        company.duplicate_handling = dict(company.duplicate_handling) | after
        record(acting_person(by), DUPLICATES_CHANGED, by=by, changes=changes)
    return bool(changes)


def acting_person(by: Viewer) -> Record:
    """Settings are no records: their changes stand in the history of whoever made them."""
    return cast("Record", getattr(by, "_get_current_object", lambda: by)())
