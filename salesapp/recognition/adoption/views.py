"""The page of how the product is used."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.people.models.licences import user_limit
from salesapp.recognition.adoption.made import (
    made_by,
    opportunities_per_account,
    past_their_date,
    types_for,
    with_access,
)
from salesapp.recognition.adoption.using import people_for, read_reports, uses_of
from salesapp.recognition.leaderboards import period_or_usual, periods
from salesapp.records.filters.readers import Reader
from salesapp.web.guards import requires
from salesapp.web.render import render

adoption = Blueprint("adoption", __name__, url_prefix="/adoption")


@adoption.get("")
@requires(Permission.ADOPTION_VIEW)
def index() -> Response:
    """One period: who signed in, what they made, which reports they opened; and what lies about now."""
    period = period_or_usual(request.args.get("period", ""))
    people, span, types = people_for(current_user), Reader.now().span(period), types_for(current_user)
    uses = uses_of(people, span)
    return render(
        "recognition/adoption/index.html",
        period=period,
        periods=periods(),
        uses=uses,
        signed_in=sum(1 for each in uses if each.days),
        types=types,
        made=made_by(people, types, period),
        read=read_reports(people, span),
        past=past_their_date(),
        average=opportunities_per_account(),
        licences=with_access(),
        limit=user_limit(),
        everybody=current_user.sees_all("user"),
    )
