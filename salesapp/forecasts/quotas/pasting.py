"""A table of quotas as somebody pastes it: person, period, amount; a line each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.forecasts.quotas.spreading import months_of_year, spread
from salesapp.web.inputs.money import typed_minor

PERIOD = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|([0-9]{1,2})))?", re.ASCII | re.IGNORECASE)
MOST_LINES = 2000


@dataclass(frozen=True)
class Pasted:
    """What the lines ask for, and a sentence for each that cannot be read."""

    wanted: dict[tuple[int | None, date], int | None]
    problems: list[str]


def read_table(text: str, people: Mapping[str, int], *, fiscal: int, currency: str, language: str) -> Pasted:
    """Reads `name or e-mail, 2026 | 2026-Q1 | 2026-05, amount`, by tabs, semicolons or commas. `people` by lower case.

    Years and quarters are fiscal ones, named by the calendar year in which they end, and spread evenly.
    """
    found, lines = Pasted({}, []), text.rstrip().splitlines()
    if len(lines) > MOST_LINES:
        found.problems.append(_("Enter no more than %(most)s lines at a time.", most=MOST_LINES))
        return found
    for number, line in enumerate(lines, start=1):
        parts = _parts(line)
        if not any(parts) or (number == 1 and len(parts) > 2 and not PERIOD.fullmatch(parts[1])):
            continue  # a blank line, or the headings
        try:
            key, months, amount = _read(parts, people, fiscal, currency, language)
        except (RuleBroken, ValueError) as broken:
            found.problems.append(_("Line %(num)s: %(problem)s", num=number, problem=str(broken)))
            continue
        for month, part in zip(months, spread(amount, [1] * len(months)), strict=True):
            found.wanted[key, month] = part
    return found


def _parts(line: str) -> list[str]:
    by = next((each for each in ("\t", ";") if each in line), ",")
    return [each.strip().strip('"') for each in line.split(by, 2)]


def _read(
    parts: list[str], people: Mapping[str, int], fiscal: int, currency: str, language: str
) -> tuple[int, list[date], int]:
    if len(parts) < 3:
        raise ValueError(_("enter a person, a period and an amount."))
    key = people.get(parts[0].casefold())
    if key is None:
        raise ValueError(_("no one whose quota you set is called “%(name)s”.", name=parts[0]))
    months = list(_months(parts[1], fiscal))
    amount = typed_minor(parts[2], currency, language)
    if amount < 0:
        raise ValueError(_("An amount can’t be negative."))
    return key, months, amount


def _months(word: str, fiscal: int) -> Iterable[date]:
    said = PERIOD.fullmatch(word)
    if said is None or not 1900 <= int(said[1]) <= 2200 or not 1 <= int(said[3] or 1) <= 12:
        raise ValueError(_("“%(word)s” isn’t a period like 2026, 2026-Q1 or 2026-05.", word=word))
    if said[3]:
        return [date(int(said[1]), int(said[3]), 1)]
    months = months_of_year(date(int(said[1]) - (fiscal > 1), fiscal, 1))
    at = int(said[2] or 0)
    return months[3 * at - 3 : 3 * at] if at else months


def by_name(rows: Iterable[tuple[int, str, str]]) -> Iterator[tuple[str, int]]:
    """Each person by name and by e-mail address; a name that two have is nobody's."""
    names: dict[str, list[int]] = {}
    for key, name, email in rows:
        for word in {name.casefold(), email.casefold()}:
            names.setdefault(word, []).append(key)
    for word, keys in names.items():
        if len(keys) == 1:
            yield word, keys[0]
