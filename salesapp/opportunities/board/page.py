"""The board that a request comes from: its answer redraws what lies on it."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import Response, request, url_for
from flask_login import current_user

from salesapp.core.parsing.addresses import address_parts
from salesapp.opportunities.board import queries
from salesapp.opportunities.board.cards import Board, CardMaker
from salesapp.opportunities.board.saved.selection import View, view_asked
from salesapp.opportunities.models import Opportunity
from salesapp.web.render import is_partial


def board_asking() -> View | None:
    """What the board shows that this request comes from; None when it comes from elsewhere."""
    current = address_parts(request.headers.get("HX-Current-URL", ""))
    if not is_partial() or current.path != url_for("board.index"):
        return None
    return view_asked(dict(parse_qsl(current.query, keep_blank_values=True)), current_user)


def board_of(opportunity: Opportunity, asking: View) -> Board:
    """The board that this request comes from, with the opportunity's process."""
    return Board(opportunity.process, asking.chosen, current_user, asking.look)


def card_on(on: Board, opportunity: Opportunity) -> str:
    """Its card as that board shows it; empty where it shows none."""
    row = queries.card(opportunity.id, on.extra)
    return "" if row is None else CardMaker(on, [row]).print([row])


def without_its_card(answer: Response, opportunity: Opportunity) -> Response:
    """Takes the card from where it lies, and closes the sheet."""
    answer.headers["HX-Retarget"] = f"#opportunity-{opportunity.id}"
    answer.headers["HX-Reswap"] = "delete"
    answer.headers["HX-Trigger"] = "sheet:close"
    return answer
