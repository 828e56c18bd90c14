"""The record type: how generic screens, the search and the import treat an opportunity."""

from __future__ import annotations

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.core.registry import RecordType, register
from salesapp.opportunities.importing import IMPORT_ONLY, Importer
from salesapp.opportunities.models.opportunity import Opportunity, prepare

OPPORTUNITY = register(
    RecordType(
        key="opportunity",
        model=Opportunity,
        plural="opportunities",
        label=_l("Opportunity"),
        label_plural=_l("Opportunities"),
        icon="target",
        view=Permission.OPPORTUNITY_VIEW,
        edit=Permission.OPPORTUNITY_EDIT,
        subtitle=("account", "stage"),
        sections=(("more", _l("More about the opportunity")),),
        search_weight=80,
        quick_fields=("name", "account", "amount"),
        before_save=prepare,
        importer=Importer(),
        import_only=IMPORT_ONLY,
    )
)
