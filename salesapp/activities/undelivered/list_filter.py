"""A filter of lists beside the fields: records whose e-mail address took no mail, and nobody has seen to it yet."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, not_, select

from salesapp.activities.undelivered.models import UndeliveredMail, open_ones
from salesapp.core.i18n import _
from salesapp.core.registry import RecordType


def offer_bounced(type_: RecordType) -> None:
    """Makes lists of a type with e-mail addresses understand `bounced=1`, and `bounced=0` for all others."""
    type_.criteria["bounced"] = lambda asked: _bounced(type_, asked)
    type_.criteria_words["bounced"] = _words


def _bounced(type_: RecordType, asked: str) -> ColumnElement[bool]:
    """As far as whoever asks may see the mail that did not arrive."""
    lost = select(func.lower(UndeliveredMail.address)).where(open_ones())
    found = and_(type_.model.email.is_not(None), func.lower(type_.model.email).in_(lost))
    return found if asked == "1" else not_(found)


def _words(asked: str) -> str:
    return _("E-mail didn’t arrive") if asked == "1" else _("No e-mail that didn’t arrive")
