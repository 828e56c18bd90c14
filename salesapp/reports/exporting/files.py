"""The table of a report as a file has it: texts for names, numbers for numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from salesapp.core.company import company
from salesapp.core.money import Money
from salesapp.reports.drawing import Drawn
from salesapp.reports.running import Result


def heads_of(result: Result) -> list[str]:
    """The headings: what divides the rows, then the numbers."""
    return [*(each.label for each in result.groupings), *Drawn(result).heads]


def rows_of(result: Result) -> Iterator[list[Any]]:
    """The rows with their numbers as numbers; amounts in major units of the company's currency."""
    for row in result.rows:
        places: list[tuple[Any, int]] = [(..., at) for at in range(len(result.measured))]
        if result.across is not None:
            places = [*((column, 0) for column in result.columns), (..., 0)]
        yield [*result.names(row), *(_plain(result, row, column, at) for column, at in places)]


def _plain(result: Result, row: Any, column: Any, at: int) -> Any:
    value, measured = result.figure(row, column, at), result.measured[at]
    if value is None or not measured.is_money:
        return value
    return Money(int(value), company().currency).amount
