"""The forms of scoring: a rule, the limits, and the rating of one lead."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, FieldList, FormField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from salesapp.core.company import MOST_DAYS
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l, ngettext
from salesapp.leads.assignment.forms import condition_words
from salesapp.leads.kinds import Rating
from salesapp.leads.models import LEAD
from salesapp.leads.models.thresholds import LeadLimits
from salesapp.leads.scoring.models import LeadScoreRule
from salesapp.leads.scoring.points import OF_INTEREST, OF_RECENCY, ScoreKind, ScoreRule, Signal
from salesapp.records.filters.conditions import Condition
from salesapp.records.filters.forms import ConditionForm, choices_of, in_rows, typed_rows
from salesapp.web.forms import Form
from salesapp.web.inputs.rules import WholeField
from salesapp.web.inputs.select import SelectField

NEEDED = _l("This field is required.")
FOLLOWS = "rating"
"""The rating follows from the score, so no rule of the score asks for it."""


def _score_fields() -> list[SelectChoice]:
    return choices_of(LEAD, without=FOLLOWS)


def _signals(offered: tuple[Signal, ...]) -> list[SelectChoice]:
    return [SelectChoice(each.value, each.label) for each in offered]


class ScoreConditionForm(ConditionForm):
    """One condition on a lead's field."""

    field = SelectField(_l("Field"), choices=_score_fields, validate_choice=False)


class ScoreRuleForm(Form):
    """A rule as the administrator sees it."""

    name = StringField(_l("Name"), validators=[DataRequired(NEEDED), Length(max=80)])
    active = BooleanField(_l("Active"))
    points = WholeField(_l("Points"), validators=[InputRequired(NEEDED)])
    kind = RadioField(
        _l("Based on"),
        choices=[SelectChoice(each.value, each.label) for each in ScoreKind],
        coerce=ScoreKind,
    )
    happened = SelectField(_l("What happened"), choices=lambda: _signals(OF_INTEREST))
    least = WholeField(
        _l("Minimum number of times"),
        validators=[Optional(), NumberRange(1, 100, _l("From 1 to 100 times."))],
    )
    since = SelectField(_l("How long ago"), choices=lambda: _signals(OF_RECENCY))
    days = WholeField(
        _l("Days"), validators=[Optional(), NumberRange(1, MOST_DAYS, _l("From 1 to 3,650 days."))]
    )
    conditions = FieldList(FormField(ScoreConditionForm), label=_l("Conditions"))

    def fill(self, rule: LeadScoreRule) -> None:
        """Sets what the form says. RuleBroken for a condition that cannot be asked."""
        rule.name, rule.active = (self.name.data or "").strip(), bool(self.active.data)
        rule.points, rule.kind = self.points.data or 0, self.kind.data
        chosen = self.since.data if rule.kind is ScoreKind.RECENCY else self.happened.data
        rule.signal = Signal(chosen) if chosen in list(Signal) else None  # of what is none its field tells
        rule.least, rule.days = self.least.data or 1, self.days.data
        conditions = self._typed()
        if conditions != rule.conditions:
            rule.conditions = conditions

    def _typed(self) -> list[Condition]:
        found = typed_rows(LEAD, self.conditions)
        if any(each.field == FOLLOWS for each in found):
            raise RuleBroken(_("This condition can’t be used."), field="conditions")
        return found


def score_values(rule: LeadScoreRule | None) -> dict[str, Any]:
    """What the form of the rule shows."""
    if rule is None:
        return {"active": True, "kind": ScoreKind.FIT, "conditions": in_rows(LEAD, [])}
    signal = None if rule.signal is None else rule.signal.value
    return {
        "name": rule.name,
        "active": rule.active,
        "points": rule.points,
        "kind": rule.kind,
        "happened": signal if rule.kind is ScoreKind.INTEREST else None,
        "since": signal if rule.kind is ScoreKind.RECENCY else None,
        "least": rule.least if rule.kind is ScoreKind.INTEREST else None,
        "days": rule.days,
        "conditions": in_rows(LEAD, rule.conditions),
    }


def score_words(rule: ScoreRule) -> str:
    """`A call reached them · in the last 30 days`."""
    said = [] if rule.signal is None else [_signal_words(rule, rule.signal)]
    if rule.conditions or not said:
        said.append(condition_words(rule.conditions))
    return " · ".join(said)


def _signal_words(rule: ScoreRule, signal: Signal) -> str:
    if rule.kind is ScoreKind.RECENCY:
        return ngettext("%(what)s %(num)s day", "%(what)s %(num)s days", rule.days or 0, what=signal.label)
    said = [str(signal.label)]
    if rule.least > 1:
        said.append(_("at least %(num)s times", num=rule.least))
    if rule.days:
        said.append(ngettext("in the last %(num)s day", "in the last %(num)s days", rule.days))
    return " · ".join(said)


def points(number: int) -> str:
    """`+15`, `−10`: with the sign, since points add up."""
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"


class LimitsForm(Form):
    """From when a lead is hot or warm."""

    hot_from = WholeField(_l("Hot from a score of"), validators=[InputRequired(NEEDED)])
    warm_from = WholeField(_l("Warm from a score of"), validators=[InputRequired(NEEDED)])


def limits_values(kept: LeadLimits) -> dict[str, Any]:
    """What the form of the limits shows."""
    return {name: getattr(kept, name) for name in ("hot_from", "warm_from")}


class RatingForm(Form):
    """By hand, or as the score has it."""

    rating = RadioField(
        _l("Rating"),
        choices=lambda: [("", _("By the score")), *((each.value, each.label) for each in Rating)],
    )

    @property
    def chosen(self) -> Rating | None:
        """None: as the score has it."""
        return Rating(self.rating.data) if self.rating.data else None
