"""Rules for badges in set-up, and the badges on a person's page."""

from __future__ import annotations

from flask import Response
from flask_login import current_user

from salesapp.core.i18n import _
from salesapp.people.models import User
from salesapp.recognition.badges.models import BADGE_RULE
from salesapp.recognition.badges.queries import badges_of, said
from salesapp.records.screens import record_screens
from salesapp.web.guards import visible_or_404
from salesapp.web.render import render

badge_rules = record_screens(BADGE_RULE)


def of_user(key: int) -> Response:
    """The panel on the page of a user."""
    found = badges_of(visible_or_404(User, key), current_user)
    return render("recognition/badges/_of_user.html", badges=found, said=said, title=_("Badges"))
