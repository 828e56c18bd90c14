"""The score rules and limits that a company begins with."""

from __future__ import annotations

from typing import Any

from flask_babel import force_locale
from sqlalchemy import select

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.leads.models.thresholds import DEFAULTS, LeadLimits
from salesapp.leads.scoring.models import LeadScoreRule
from salesapp.leads.scoring.points import ScoreKind, Signal
from salesapp.marketing.kinds import LeadSource
from salesapp.records.filters.conditions import Condition, Operator


def begin() -> None:
    """Makes them in the company's language, where nobody ever had limits; rules that were deleted stay so."""
    if db.session.scalar(select(LeadLimits.id).limit(1)) is not None:
        return
    db.session.add(LeadLimits(**DEFAULTS))
    with force_locale(company().language):
        db.session.add_all((*_fit(), *_interest(), *_recency()))
    db.session.flush()


def _fit() -> list[LeadScoreRule]:
    recommended = (LeadSource.REFERRAL.value, LeadSource.PARTNER.value)
    return [
        _of(_("Recommended to us"), 15, Condition("source", Operator.ONE_OF, recommended)),
        _of(_("A large amount"), 15, Condition("estimated_amount", Operator.GREATER, ("10000",))),
        _of(_("Has a company name"), 5, Condition("company", Operator.FILLED)),
        _of(_("Has a phone number"), 5, Condition("phone", Operator.FILLED)),
        _of(_("Has an e-mail address"), 5, Condition("email", Operator.FILLED)),
        _of(
            _("From a purchased list"),
            -10,
            Condition("source", Operator.EQUALS, (LeadSource.PURCHASED_LIST.value,)),
        ),
    ]


def _of(name: str, points: int, condition: Condition) -> LeadScoreRule:
    return LeadScoreRule(
        name=name, active=True, kind=ScoreKind.FIT, points=points, asked=[condition.as_json()]
    )


def _interest() -> list[LeadScoreRule]:
    return [
        _when(_("Had a meeting"), 20, Signal.MEETING, 90),
        _when(_("Reached by phone"), 15, Signal.REACHED, 30),
        _when(_("No answer"), -10, Signal.UNANSWERED, 30, least=3),
    ]


def _recency() -> list[LeadScoreRule]:
    return [
        _when(_("Activity this week"), 10, Signal.TOUCHED, 7, kind=ScoreKind.RECENCY),
        _when(_("No activity for a month"), -15, Signal.UNTOUCHED, 30, kind=ScoreKind.RECENCY),
    ]


def _when(name: str, points: int, signal: Signal, days: int, **others: Any) -> LeadScoreRule:
    values = {"kind": ScoreKind.INTEREST} | others
    return LeadScoreRule(name=name, active=True, points=points, signal=signal, days=days, asked=[], **values)
