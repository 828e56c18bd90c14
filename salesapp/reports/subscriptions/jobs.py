"""Sending what is due, once: the mail and the next time are written in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import current_app
from flask.globals import app_ctx
from flask_babel import force_locale
from sqlalchemy import select

from salesapp.core import clock, mail
from salesapp.core.access import acting_as
from salesapp.core.company import company
from salesapp.core.db import db, reading
from salesapp.core.once import digest, find, new_key, take
from salesapp.core.outbox import Outbox, carrier, given_up, post
from salesapp.core.parsing.addresses import address_parts
from salesapp.people.models import User
from salesapp.reports.subscriptions.mailing import Letter, farewell, letter_of
from salesapp.reports.subscriptions.models import DUE, ReportSubscription
from salesapp.reports.subscriptions.subjects import shipped_name, subject_of

NOW = "report_now"
"""The kind of the worker's job of a report that somebody wants at once."""
ALL = {"unscoped": "the worker sends to each subscriber, and reads each report as they do"}


def send_now(subject: str, files: list[str], *, by: Any) -> None:
    """The mail is written by the worker: pictures and paper take their time."""
    post(NOW, {"subject": subject, "files": files, "user": by.id, "key": new_key()})


@carrier(NOW)
def carry_now(payload: dict[str, Any]) -> None:
    """Posts the mail that somebody asked for, unless they may not see the report any more."""
    letter = _written(payload["user"], payload["subject"], payload["files"])
    user, key = payload["user"], payload["key"]
    if letter is not None and find(user, key) is None:
        take(user, key, digest(payload["subject"].encode()))
        letter.post(db.session.get_one(User, user))
    db.session.commit()


@carrier(DUE)
def carry_due(payload: dict[str, Any]) -> None:
    """Posts the mail of one time and waits for the next. What was changed or carried out meanwhile is left."""
    with reading():  # a long report holds nobody up who writes
        found = _awaited(payload)
        given = None if found is None else (found.user_id, found.subject, found.files)
        db.session.rollback()
    if given is None:
        return
    letter = _written(*given)
    found = _awaited(payload, to_change=True)
    if found is not None:
        if letter is None:
            end(found)
        else:
            letter.post(found.user)
            found.sent_at = clock.now()
            found.wait()
    db.session.commit()


@given_up(DUE)
def leave_out(row: Outbox, _why: str) -> None:
    """One time is missed; the next is waited for."""
    found = _awaited(row.payload, to_change=True)
    if found is not None:
        found.wait()


def _awaited(payload: dict[str, Any], *, to_change: bool = False) -> ReportSubscription | None:
    """The subscription that waits for that very time; None where it was changed, carried out or removed."""
    query = select(ReportSubscription).where(ReportSubscription.id == payload["subscription"])
    query = query.with_for_update(of=ReportSubscription) if to_change else query
    found = db.session.scalar(query.execution_options(populate_existing=True), execution_options=ALL)
    return found if found is not None and found.next_at == datetime.fromisoformat(payload["at"]) else None


def _written(user_id: int, subject: str, files: list[str]) -> Letter | None:
    """The mail as its reader sees the report now; None where there is none for them."""
    with reading(), as_reader(user_id) as reader:
        found = None if reader is None else subject_of(subject)
        letter = None if found is None else letter_of(found, files, by=reader)
    db.session.rollback()
    return letter


@contextmanager
def as_reader(user_id: int) -> Iterator[User | None]:
    """Their rights, their language, and addresses that lead to the site; None where they were let go."""
    user = db.session.get(User, user_id)
    if user is None or not user.is_active:
        yield None
        return
    with _site_addresses(), force_locale(user.locale.value), acting_as(user):
        yield user


@contextmanager
def _site_addresses() -> Iterator[None]:
    """Outside of a request: `url_for` gives the whole addresses of the site."""
    context: Any = app_ctx._get_current_object()  # type: ignore[attr-defined]
    site = address_parts(mail.site())
    before = context.url_adapter
    context.url_adapter = current_app.url_map.bind(site.netloc, site.path or "/", url_scheme=site.scheme)
    try:
        yield
    finally:
        context.url_adapter = before


def end(subscription: ReportSubscription, name: str = "") -> None:
    """No more of it; whoever still works here is told, by the name that it has from the first day or was given."""
    user = subscription.user
    if user.is_active:
        with force_locale(user.locale.value):
            subject, text = farewell(name or shipped_name(subscription.subject))
            mail.post_mail(to=user.email, subject=subject, text=text, sender_name=company().name)
    db.session.delete(subscription)


def end_all_of(kind: str, key: str, name: str) -> None:
    """A report or dashboard is deleted: its number may be given to another one."""
    theirs = select(ReportSubscription).where(ReportSubscription.subject == f"{kind}:{key}")
    for each in db.session.scalars(theirs, execution_options=ALL):
        end(each, name)
