"""What everybody should close in each month: what was set for them, else what their reports should together. Pure."""

from __future__ import annotations

from datetime import date

from salesapp.forecasts.quotas.queries import Months
from salesapp.forecasts.tree import Tree


def monthly(tree: Tree, quotas: Months) -> Months:
    """Person → month → amount, from what was set; None stands for the company. A month of nobody is left out."""
    found: Months = {}

    def add(key: int | None) -> dict[date, int]:
        below = [add(each.id) for each in tree.reports(key)]
        months = {month for each in below for month in each}
        found[key] = {month: sum(each.get(month, 0) for each in below) for month in months} | quotas.get(
            key, {}
        )
        return found[key]

    add(None)
    return found
