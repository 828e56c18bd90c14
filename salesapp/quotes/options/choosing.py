"""What is chosen of the options of a quote, what the whole comes to with it, and what of that was accepted."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.once import digest
from salesapp.products import pricing


@dataclass(frozen=True)
class Choice:
    """The ids of the options that were ticked, and the total that stood there; None where nobody was shown one."""

    options: tuple[int, ...] = ()
    total: int | None = None


def by_choice(options: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """The alternatives of each choice, in the order in which the choices first come up; those without one come last."""
    found: dict[str, list[Any]] = {}
    for each in options:
        found.setdefault(each.choice or "", []).append(each)
    return sorted(found.items(), key=lambda group: not group[0])


def in_shown_order(options: Iterable[Any]) -> list[Any]:
    """Alternatives stand together."""
    return [each for _choice, group in by_choice(options) for each in group]


def reordered(options: Iterable[Any], option: Any, *, up: bool) -> list[Any]:
    """The order with the option one place further among its alternatives; at their edge all of them go on together.

    What belongs to no choice stays below all that does.
    """
    groups = [group for _choice, group in by_choice(options)]
    at = next(i for i, group in enumerate(groups) if option in group)
    own, step = groups[at], -1 if up else 1
    place, to = own.index(option) + step, at + step
    if 0 <= place < len(own):
        own.remove(option)
        own.insert(place, option)
    elif 0 <= to < len(groups) and own[0].choice and groups[to][0].choice:
        groups[at], groups[to] = groups[to], own
    return [each for group in groups for each in group]


def proposed(options: Iterable[Any]) -> list[Any]:
    """What is ticked before anybody has chosen."""
    return [each for each in options if each.preselected]


def completed(options: Sequence[Any], ids: Collection[int]) -> list[Any]:
    """Those of the ids; of a choice of which none or several are named, what is proposed."""
    found: set[int] = set()
    for choice, group in by_choice(options):
        named = [each.id for each in group if each.id in ids]
        if choice and len(named) != 1:
            named = [each.id for each in proposed(group)]
        found.update(named)
    return [each for each in options if each.id in found]


def chosen(options: Sequence[Any], ids: Collection[int]) -> list[Any]:
    """Exactly those of the ids. RuleBroken where one is no option, or a choice doesn't have exactly one."""
    found = [each for each in options if each.id in ids]
    if len(found) != len(set(ids)):
        raise RuleBroken(_("One of the options is no longer offered. Check your choice again."))
    for choice, group in by_choice(options):
        if choice and sum(each in found for each in group) != 1:
            raise RuleBroken(_("Choose one of “%(choice)s”.", choice=choice))
    return found


def priced_with(document: Any, options: Sequence[Any]) -> pricing.Totals:
    """The totals of the document with these of its options; as they are stored where there are none."""
    if not options:
        return document.priced()  # type: ignore[no-any-return]
    return pricing.price(
        [line.as_priced() for line in (*document.lines, *options)],
        document.currency,
        pricing.Percentage(document.discount),
        adjustments=[each.on_document() for each in document.agreed],
    )


def acceptance_hash(quote: Any) -> str:
    """Differs once anything does of what was accepted: the offer, the choice, the sums, by whom."""
    told = {
        "quote": [quote.number, quote.revision, quote.currency, _plain(quote.discount), _agreed(quote)],
        "terms": [quote.notes, quote.terms, quote.net, quote.tax, quote.total],
        "lines": [_line(each) for each in _in_order(quote.lines)],
        "options": [[each.choice, *_line(each)] for each in _in_order(quote.options)],
        "chosen": sorted(quote.accepted_options or []),
        "accepted": [quote.accepted_net, quote.accepted_tax, quote.accepted_total, quote.accepted_by_name],
    }
    return digest(json.dumps(told, sort_keys=True, ensure_ascii=False).encode())


def _in_order(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda each: each.id)


def _line(line: Any) -> list[Any]:
    numbers = (line.quantity, line.unit_price, line.base_quantity, line.discount, line.tax)
    return [line.id, line.description, line.unit, *map(_plain, numbers), line.net, _agreed(line)]


def _agreed(of: Any) -> list[Any]:
    return [
        [each.reason, _plain(each.value), each.is_percent, each.is_charge, each.amount] for each in of.agreed
    ]


def _plain(number: Decimal) -> str:
    """The same for 2 and 2.000."""
    return f"{number.normalize():f}"
