"""Rows of lists that were printed already: of an equal row, for the same reader, the same text.

A list is looked at again and again while few of its rows change. What a bare record prints follows from its own values
and those of the records it links to (`NotHere` tells whatever else is asked), from what the company has set up, and
from who reads in which language and zone. All that is the key; nothing is kept from one reader for another.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

from flask_babel import get_locale

from salesapp.core.access import current_viewer
from salesapp.core.company import company, today_for, zone_of
from salesapp.records.lists.bare import values_of

MOST = 2_000
"""So many rows are kept, of 1 to 2 kB each: what a few dozen open lists show."""
_kept: dict[Hashable, str] = {}


def kept_rows(listed: Hashable, rows: Sequence[Any], print_one: Callable[[Any], str]) -> Iterator[str]:
    """Each row of the list `listed` as it was printed before, else as it is printed now."""
    viewer = current_viewer()
    who = (
        getattr(viewer, "id", None),
        zone_of(viewer),
        today_for(viewer),
        str(get_locale()),
        company().setup_state,
    )
    for row in rows:
        values = values_of(row)
        if values is None or viewer is None:
            yield print_one(row)
            continue
        key = (listed, who, values)
        found = _kept.get(key)
        if found is None:
            found = print_one(row)
            if len(_kept) >= MOST:
                _kept.clear()
            _kept[key] = found
        yield found
