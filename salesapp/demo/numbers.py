"""What the demo company should sell, what its people say of this quarter, what it invoices again, and where to."""

from __future__ import annotations

from salesapp.core.company import company, today_for
from salesapp.demo import authors, praise, recurring, warehouses
from salesapp.forecasts.budgets.setting import set_budget
from salesapp.forecasts.calls import call
from salesapp.forecasts.periods import Period
from salesapp.forecasts.quotas.setting import set_year, split
from salesapp.forecasts.quotas.spreading import months_of_year, spread
from salesapp.opportunities.processes.models import ForecastCategory
from salesapp.people.models import User
from salesapp.records.filters.periods import year_of

TEAM = 240_000_00
"""The year's quota of the sales team."""
BUDGETS = {"North": 180_000_00, "Asia": 60_000_00}
"""What each team should bring in over the year, net."""


def tell(people: dict[str, User]) -> None:
    """The team's quota is set and split; a rep calls, the manager judges; finance repeats an invoice."""
    warehouses.tell()
    fiscal, today = company().fiscal_year_start, today_for()
    months = months_of_year(year_of(today, fiscal))
    manager, rep = people["manager"], people["rep"]
    set_year(manager.id, months, TEAM, [1] * 12, by=people["admin"])
    for name, year in BUDGETS.items():
        set_budget(name, dict(zip(months, spread(year, [1] * 12), strict=True)), by=people["finance"])
    recurring.tell(people["finance"])
    team = dict.fromkeys(months, TEAM // 12 * 9 // 10)
    split(team, [rep.id, people["rep2"].id], [3, 2], by=manager)
    quarter = Period.holding("quarter", today, fiscal)
    call(rep, quarter, ForecastCategory.COMMIT, 34_000_00, by=rep)
    call(
        rep,
        quarter,
        ForecastCategory.COMMIT,
        30_000_00,
        by=manager,
        note="The clinic decides only next month.",
    )
    praise.tell(people)
    authors.look()
