"""The record type: how generic screens, the search and the import treat an opportunity."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.i18n import _, _l, ngettext
from salesapp.core.lines import register_lines
from salesapp.core.registry import RecordType, Unfinished, register
from salesapp.marketing.competitors import Competitor
from salesapp.opportunities.models.importing.lines import COLUMNS, WORKED_OUT, LineImporter
from salesapp.opportunities.models.importing.opportunities import IMPORT_ONLY, Importer
from salesapp.opportunities.models.lines import OpportunityLine
from salesapp.opportunities.models.opportunity import Opportunity, prepare
from salesapp.opportunities.models.participants import OpportunityCompetitor
from salesapp.opportunities.outcome import State


def _met(asked: str) -> ColumnElement[bool]:
    """The filter of lists: opportunities in which one meets the competitor with this id."""
    return Opportunity.competitors.any(OpportunityCompetitor.competitor_id == _key(asked))


def _met_words(asked: str) -> str:
    name = db.session.scalar(select(Competitor.name).where(Competitor.id == _key(asked)))
    return _("%(label)s: ", label=_("Competitor")) + (name or asked)


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
        synonyms=("deal", "opportunity", "商机", "销售机会"),
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
        criteria={"met": _met},
        criteria_words={"met": _met_words},
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
