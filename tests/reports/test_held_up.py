"""The list of what is held up names the opportunities that their path would not let go forward."""

from __future__ import annotations

from salesapp.core.access import set_viewer
from salesapp.core.db import db
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.path.list_filters import lacks
from salesapp.records.filters.conditions import Condition
from salesapp.records.filters.operators import Operator

CHECKS = (
    Condition("amount", Operator.AT_LEAST, ("1000",)),
    Condition("next_step", Operator.CONTAINS, ("offer",)),
    Condition("close_on", Operator.WITHIN, ("future",)),
    Condition("contact", Operator.FILLED),
)


def test_an_exit_check_about_what_is_not_there_holds_the_deal_up(open_deal, cast):
    deals = [open_deal("Blank", "ada", None), open_deal("Worth it", "ada", 1000_00)]
    for check in CHECKS:
        deals[0].stage.exit_checks = [check.as_json()]
        db.session.commit()
        set_viewer(cast["ada"])
        held = {each.id for each in db.session.query(Opportunity).where(lacks())}
        assert held == {each.id for each in deals if each.unmet(each.stage)}, check
