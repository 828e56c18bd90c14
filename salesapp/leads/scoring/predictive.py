"""What the company's own conversions say about a lead: features of leads, the model of the day, and its training."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core.db import Base, Json, db, reading
from salesapp.core.i18n import _
from salesapp.core.outbox import carrier, post
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models import LEAD, Lead
from salesapp.leads.scoring.naive_bayes import Accuracy, Example, Model, learn
from salesapp.leads.scoring.scores import EVERYTHING, LEADS
from salesapp.records.filters.values import value_of
from salesapp.web.filters import number, show

LEARNING = "learn_from_leads"
LEAST_WON = 100
LEAST_LOST = 20
MOST = 5000
"""Closed leads that are learned from, the newest: what sold years ago says little about today."""
BANDS = (1000, 10_000, 100_000)
"""Of estimated amounts, in the company's currency."""
FILLED = ("phone", "email", "company", "product_interest")


class ConversionModel(Base):
    """What was learned last; one row at most. Without a model there was not enough to learn from."""

    __tablename__ = "conversion_models"

    learned_at: Mapped[datetime] = mapped_column(default=clock.now)
    won: Mapped[int] = mapped_column()
    lost: Mapped[int] = mapped_column()
    learned: Mapped[dict[str, Any] | None] = mapped_column(Json)
    measured: Mapped[dict[str, Any] | None] = mapped_column(Json)

    @property
    def model(self) -> Model | None:
        return None if self.learned is None else Model(**self.learned)

    @property
    def accuracy(self) -> Accuracy | None:
        return None if self.measured is None else Accuracy(**self.measured)


@dataclass(frozen=True)
class Foretold:
    """Of a hundred people like this so many become customers; what speaks for it and what against."""

    chance: int
    base: int
    """The same of all leads."""
    speaks_for: list[str]
    speaks_against: list[str]


def features_of(lead: Any) -> dict[str, str]:
    """The features of a lead, or of its row."""
    found = {"source": str(lead.source or ""), "country": lead.country or ""}
    found |= {name: "yes" if getattr(lead, name) else "" for name in FILLED}
    return found | {"amount": band(value_of(LEAD, lead)("estimated_amount"))}


def band(amount: Any) -> str:
    """`10000`: the highest bound that the amount reaches; `0` below all of them, empty without an amount."""
    if not isinstance(amount, Decimal):
        return ""
    return str(max((bound for bound in BANDS if amount >= bound), default=0))


def experience() -> ConversionModel | None:
    """What was learned last."""
    return db.session.scalar(select(ConversionModel).order_by(ConversionModel.id.desc()).limit(1))


def foretell(lead: Lead, learned: ConversionModel | None) -> Foretold | None:
    """What experience says about the lead; None where there is too little of it, or it knows no better than chance."""
    model = None if learned is None else learned.model
    accuracy = None if learned is None else learned.accuracy
    if model is None or accuracy is None or not accuracy.is_useful:
        return None
    features = features_of(lead)
    reasons = model.reasons(features)
    return Foretold(
        in_hundred(model.chance(features)),
        in_hundred(model.won / (model.won + model.lost)),
        [feature_words(name, value) for name, value, weight in reasons if weight > 0],
        [feature_words(name, value) for name, value, weight in reasons if weight < 0],
    )


def in_hundred(share: float) -> int:
    """Of a hundred, never quite none and never quite all."""
    return min(max(int(100 * share + 0.5), 1), 99)


def feature_words(name: str, value: str) -> str:
    """`Source: Trade fair`, `Phone: no`."""
    declared = LEAD.field("estimated_amount" if name == "amount" else name)
    return _("%(label)s: ", label=declared.label) + _value_words(name, value)


def _value_words(name: str, value: str) -> str:
    if name in FILLED:
        return _("yes") if value else _("no")
    if not value:
        return _("none")
    if name == "amount":
        return _band_words(int(value))
    declared = LEAD.field(name)
    return show(declared, value if declared.choices is None else declared.choices(value))


def _band_words(bound: int) -> str:
    if bound == 0:
        return _("below %(amount)s", amount=number(BANDS[0]))
    above = [each for each in BANDS if each > bound]
    if not above:
        return _("from %(amount)s", amount=number(bound))
    return _("%(low)s to %(high)s", low=number(bound), high=number(above[0]))


def closed_counts() -> tuple[int, int]:
    """How many leads were converted and how many disqualified, in the whole company."""
    query = select(Lead.status, func.count(Lead.id)).where(Lead.deleted_at.is_(None)).group_by(Lead.status)
    found = {row[0]: row[1] for row in db.session.execute(query, execution_options=EVERYTHING)}
    return found.get(LeadStatus.CONVERTED, 0), found.get(LeadStatus.DISQUALIFIED, 0)


def closed_leads() -> list[Example]:
    """The newest closed leads by when they came, the oldest of them first."""
    closed = LEADS.c.status.in_((LeadStatus.CONVERTED, LeadStatus.DISQUALIFIED))
    query = select(LEADS).where(closed, LEADS.c.deleted_at.is_(None))
    query = query.order_by(LEADS.c.created_at.desc(), LEADS.c.id.desc()).limit(MOST)
    rows = db.session.execute(query, execution_options=EVERYTHING).all()
    return [(features_of(row), row.status is LeadStatus.CONVERTED) for row in reversed(rows)]


def learn_anew() -> ConversionModel:
    """Puts what the closed leads of today teach in the place of what was learned before."""
    return keep(*lesson(closed_leads()))


Lesson = tuple[int, int, dict[str, Any] | None, dict[str, Any] | None]


def lesson(examples: list[Example]) -> Lesson:
    """How many became customers, how many did not, and where they suffice the model and its accuracy."""
    won = sum(each for _features, each in examples)
    lost = len(examples) - won
    if won < LEAST_WON or lost < LEAST_LOST:
        return won, lost, None, None
    model, accuracy = learn(examples)
    return won, lost, model.as_json(), asdict(accuracy)


def keep(
    won: int, lost: int, learned: dict[str, Any] | None, measured: dict[str, Any] | None
) -> ConversionModel:
    """The one row, with what was learned now."""
    kept = experience() or ConversionModel()
    kept.learned_at, kept.won, kept.lost = clock.now(), won, lost
    kept.learned, kept.measured = learned, measured
    db.session.add(kept)
    return kept


def learn_soon() -> None:
    """Has the worker do it."""
    post(LEARNING, {})


@carrier(LEARNING)
def _learn(_payload: dict[str, Any]) -> None:
    """Reads, learns, then writes: learning may take seconds, in which it keeps nobody from writing."""
    with reading():
        examples = closed_leads()
        db.session.rollback()
    keep(*lesson(examples))
