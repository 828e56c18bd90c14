"""The levels as they are set up; a company that has set up none begins with three."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from flask_babel import force_locale
from sqlalchemy import delete, select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.invoices.reminders.models import ReminderLevel

MOST = 4
LANGUAGES = ("en", "zh")
PLACES = ("{name}", "{number}", "{amount}", "{due}", "{days}", "{link}")
"""What the words may hold of an invoice; each is replaced when the e-mail is made."""

FIRST = (
    (
        3,
        _l("Payment reminder: invoice {number}"),
        _l(
            "Dear {name},\n\nperhaps you have overlooked our invoice {number}: {amount} was due on {due}.\n\n"
            "You can view it here:\n{link}\n\nIf you have already paid it, please disregard this message."
        ),
    ),
    (
        14,
        _l("Second reminder: invoice {number}"),
        _l(
            "Dear {name},\n\nour invoice {number} has been overdue for {days} days. Please pay {amount} within"
            " seven days.\n\nYou can view it here:\n{link}"
        ),
    ),
    (
        30,
        _l("Final reminder: invoice {number}"),
        _l(
            "Dear {name},\n\ndespite our reminders {amount} of invoice {number} is still open. Please pay it at"
            " once, or tell us why you don’t.\n\nYou can view it here:\n{link}"
        ),
    ),
)


@dataclass(frozen=True)
class Level:
    """From so many days overdue on; `words` are (subject, text) by language."""

    level: int
    days: int
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def levels() -> list[Level]:
    """The first level first."""
    rows = db.session.scalars(select(ReminderLevel).order_by(ReminderLevel.level)).all()
    return [_level(row) for row in rows] or proposed_levels()


def proposed_levels() -> list[Level]:
    """What a company begins with."""
    found = []
    for place, (days, subject, text) in enumerate(FIRST, start=1):
        words = {}
        for language in LANGUAGES:
            with force_locale(language):
                words[language] = (str(subject), str(text))
        found.append(Level(place, days, words))
    return found


def set_levels(wanted: Sequence[Level]) -> None:
    """From now on these. RuleBroken for none, and where a level comes no later than the one before."""
    if not wanted:
        raise RuleBroken(_("Set up at least one level."))
    for before, after in pairwise(wanted):
        if after.days <= before.days:
            sentence = _("Level %(level)s must come later than the level before.", level=after.level)
            raise RuleBroken(sentence, field=f"days_{after.level}")
    db.session.execute(delete(ReminderLevel))
    for each in wanted:
        words: dict[str, Any] = {
            language: {"subject": subject, "text": text} for language, (subject, text) in each.words.items()
        }
        db.session.add(ReminderLevel(level=each.level, days=each.days, words=words))
    db.session.flush()


def _level(row: ReminderLevel) -> Level:
    words = {language: (each["subject"], each["text"]) for language, each in row.words.items()}
    return Level(row.level, row.days, words)
