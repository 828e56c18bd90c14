"""The record type: how generic screens, the search and the import treat an opportunity."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select
from sqlalchemy.orm import aliased

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l, ngettext
from salesapp.core.lines import register_lines
from salesapp.core.registry import RecordType, ShippedView, Unfinished, register
from salesapp.core.relations.parts import falls_apart_into
from salesapp.marketing.competitors import Competitor
from salesapp.opportunities.models.approvable import WinRequest
from salesapp.opportunities.models.history import OpportunityClose, StageChange, has_lasted
from salesapp.opportunities.models.importing.lines import COLUMNS, WORKED_OUT, LineImporter
from salesapp.opportunities.models.importing.opportunities import IMPORT_ONLY, Importer
from salesapp.opportunities.models.lines import OpportunityLine
from salesapp.opportunities.models.opportunity import Opportunity, prepare
from salesapp.opportunities.models.participants import BuyingRole, OpportunityCompetitor, OpportunityContact
from salesapp.opportunities.outcome import State
from salesapp.opportunities.processes.models import Stage
from salesapp.people.models import User


def _met(asked: str) -> ColumnElement[bool]:
    """The filter of lists: opportunities in which one meets the competitor with this id."""
    return Opportunity.competitors.any(OpportunityCompetitor.competitor_id == _key(asked))


def _met_words(asked: str) -> str:
    name = db.session.scalar(select(Competitor.name).where(Competitor.id == _key(asked)))
    return _("%(label)s: ", label=_("Competitor")) + (name or asked)


def _sold_by(asked: str) -> ColumnElement[bool]:
    """The filter of lists: opportunities that were this user's when they were closed."""
    stands = OpportunityClose.reopened_at.is_(None)
    return Opportunity.closes.any(and_(stands, OpportunityClose.owner_id == _key(asked)))


def _sold_by_words(asked: str) -> str:
    name = db.session.scalar(select(User.name).where(User.id == _key(asked)))
    return _("%(label)s: ", label=_("Owner when closed")) + (name or asked)


def _first_win(asked: str) -> ColumnElement[bool]:
    """The filter of lists: `first_win=1` wins that made a new customer, `first_win=0` the other opportunities.

    Whoever asks may not see the win that came before: it came before all the same, so the table is asked.
    """
    before = Opportunity.__table__.alias("won_before")
    earlier = or_(
        before.c.closed_on < Opportunity.closed_on,
        and_(before.c.closed_on == Opportunity.closed_on, before.c.id < Opportunity.id),
    )
    of_account = and_(
        before.c.account_id == Opportunity.account_id,
        before.c.state == State.WON,
        before.c.deleted_at.is_(None),
        earlier,
    )
    first = and_(
        Opportunity.state == State.WON,
        Opportunity.account_id.is_not(None),
        ~exists().where(of_account).correlate(Opportunity),
    )
    return first if asked == "1" else not_(first)


def _first_win_words(asked: str) -> str:
    """What the chip of the filter says."""
    return _("New customer") if asked == "1" else _("No new customer")


def _key(asked: str) -> int:
    return int(asked) if asked.isdecimal() and len(asked) < 10 else 0


OPPORTUNITY = register(
    RecordType(
        key="opportunity",
        model=Opportunity,
        plural="opportunities",
        label=_l("Opportunity"),
        label_plural=_l("Opportunities"),
        icon="target",
        view=Permission.OPPORTUNITY_VIEW,
        synonyms=("deal", "opportunity", "商机", "销售机会", "Verkaufschance", "opportunité", "oportunidad"),
        edit=Permission.OPPORTUNITY_EDIT,
        subtitle=("account", "stage"),
        sections=(("more", _l("More about the opportunity")),),
        search_weight=80,
        quick_fields=("name", "account", "amount"),
        before_save=prepare,
        unfinished=(
            Unfinished(
                lambda: Opportunity.state == State.OPEN,
                lambda n: ngettext("%(num)s open opportunity", "%(num)s open opportunities", n),
                {"state": State.OPEN.value},
            ),
        ),
        importer=Importer(),
        import_only=IMPORT_ONLY,
        views=(
            ShippedView("mine", _l("My open opportunities"), {"filter": "state:equals:open;owner:one-of:me"}),
            ShippedView(
                "closing",
                _l("Closing this quarter"),
                {"filter": "state:equals:open;close_on:within:this-quarter", "sort": "close_on,-amount"},
            ),
            ShippedView(
                "late",
                _l("Past their close date"),
                {"filter": "state:equals:open;close_on:within:past", "sort": "close_on"},
            ),
            ShippedView(
                "no-step",
                _l("Mine without a next step"),
                {"filter": "state:equals:open;owner:one-of:me;next_step:empty;next_step_on:empty"},
            ),
            ShippedView(
                "quiet",
                _l("No activity for 90 days"),
                {"filter": "state:equals:open;touched_at:within:over-90-days-ago", "sort": "-amount"},
            ),
            ShippedView(
                "new",
                _l("Created this week"),
                {"filter": "created_at:within:this-week", "sort": "-created_at"},
            ),
            ShippedView(
                "won",
                _l("Won this quarter"),
                {"filter": "state:equals:won;closed_on:within:this-quarter", "sort": "-closed_on"},
                pinned=False,
            ),
            ShippedView(
                "lost",
                _l("Lost this quarter"),
                {
                    "filter": "state:equals:lost;closed_on:within:this-quarter",
                    "sort": "-amount",
                    "columns": "amount,owner,close_reason,competitor,closed_on",
                },
                pinned=False,
            ),
        ),
        criteria={"met": _met, "sold_by": _sold_by, "first_win": _first_win},
        criteria_words={"met": _met_words, "sold_by": _sold_by_words, "first_win": _first_win_words},
    )
)

register_lines(
    OPPORTUNITY,
    OpportunityLine,
    (_l("Opportunity line"), _l("Opportunity lines")),
    COLUMNS,
    worked_out=WORKED_OUT,
    importer=LineImporter(),
)

falls_apart_into(
    OPPORTUNITY,
    "people",
    _l("Contact roles"),
    partial(aliased, OpportunityContact),
    of="opportunity_id",
    asked=(
        Field("choice", _l("Role"), name="role", choices=BuyingRole),
        Field("link", _l("Contact"), name="contact", target="contact"),
    ),
)
falls_apart_into(
    OPPORTUNITY,
    "stays",
    _l("Stages so far"),
    partial(aliased, StageChange),
    of="opportunity_id",
    asked=(
        Field("link", _l("Stage so far"), name="stage", target="stage"),
        Field("instant", _l("Entered"), name="entered_at"),
        Field("instant", _l("Left"), name="left_at"),
    ),
    lasting=(("entered_at", "left_at"),),
)


def _reached() -> Any:
    """The stays that say how far it got: in stages of its own process, unless it was only led through them."""
    deals, stages, stays = Opportunity.__table__, Stage.__table__, StageChange.__table__
    found = select(stays.c.opportunity_id, stays.c.stage_id, stays.c.entered_at, stays.c.left_at)
    found = found.join(deals, deals.c.id == stays.c.opportunity_id).join(
        stages, stages.c.id == stays.c.stage_id
    )
    stands = stays.c.stage_id == deals.c.stage_id
    return found.where(stages.c.process_id == deals.c.process_id, or_(stands, has_lasted())).subquery().c


def _asked() -> Any:
    """What somebody must agree to: a win may be for another amount than its opportunity."""
    found = select(WinRequest.opportunity_id, WinRequest.closed_on, WinRequest.actual_amount)
    return found.where(WinRequest.decided_at.is_(None)).subquery().c


falls_apart_into(
    OPPORTUNITY,
    "reached",
    _l("Stages reached"),
    _reached,
    of="opportunity_id",
    asked=(
        Field("link", _l("Stage reached"), name="stage", target="stage"),
        Field("instant", _l("Entered"), name="entered_at"),
        Field("instant", _l("Left"), name="left_at"),
    ),
    lasting=(("entered_at", "left_at"),),
)
falls_apart_into(
    OPPORTUNITY,
    "asked",
    _l("Wins waiting for approval"),
    _asked,
    of="opportunity_id",
    asked=(Field("date", _l("Closed on"), name="closed_on"),),
    amounts=(Field("money", _l("Amount to approve"), name="actual_amount", currency="currency"),),
)
falls_apart_into(
    OPPORTUNITY,
    "lines",
    _l("Products"),
    partial(aliased, OpportunityLine),
    of="opportunity_id",
    asked=(Field("link", _l("Product"), name="product", target="product"),),
    amounts=(Field("money", _l("Amount of the product"), name="net", currency="currency"),),
)
