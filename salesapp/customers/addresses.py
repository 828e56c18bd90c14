"""An address as the country it lies in writes it, in the language of the document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from babel import Locale

from salesapp.core.paper.document import Place
from salesapp.records.notation.countries import country_code

CITY_FIRST = frozenset({"US", "CA", "AU", "IN", "NZ", "BR", "MX", "KR", "TW"})
"""City, state and postal code on one line, in this order."""

CODE_LAST = frozenset({"GB", "IE", "HK", "SG"})
"""The postal code stands on a line of its own."""


def address_lines(
    *,
    street: str | None,
    city: str | None,
    state: str | None,
    postal_code: str | None,
    country: str | None,
    language: str = "en",
    home: str | None = None,
) -> list[str]:
    """The lines below the name. A letter within the country `home` does not name it.

    Chinese writes from the large to the small, on one line, for addresses in China; others keep their country's order.
    """
    city, state = _city_and_state(city, state, country)
    name = "" if country is None or country == home else country_name(country, language)
    if language == "zh" and country in {"CN", "TW", "HK", "MO"}:
        return _lines(postal_code, f"{name}{state or ''}{city or ''}{street or ''}")
    return [*_lines(*(street or "").splitlines()), *_town(city, state, postal_code, country), *_lines(name)]


def country_name(code: str, language: str) -> str:
    """The country in words; an unknown code stays as it is."""
    return str(Locale.parse("zh_Hans" if language == "zh" else language).territories.get(code, code))


def _city_and_state(
    city: str | None, state: str | None, country: str | None
) -> tuple[str | None, str | None]:
    """A city that is a state of its own is written once: 北京市 in 北京, Berlin in Berlin."""
    if not city or not state or country == "US" or _bare(city) != _bare(state):
        return city, state
    return max(city, state, key=len), None


def _bare(place: str) -> str:
    return place.strip().casefold().removesuffix("市")


def _town(city: str | None, state: str | None, postal_code: str | None, country: str | None) -> list[str]:
    if country in CODE_LAST:
        return _lines(city, state, postal_code)
    if country in CITY_FIRST:
        region = " ".join(_lines(state, postal_code))
        return _lines(", ".join(_lines(city, region)))
    return _lines(" ".join(_lines(postal_code, city)), state)


def _lines(*parts: str | None) -> list[str]:
    return [part.strip() for part in parts if part and part.strip()]


TOWN = re.compile(
    r"(?:[A-Z]{1,2}[- ])?(?P<code>\d{2}-\d{3}|\d{3,6}(?:[ -]?[A-Z]{2}|[ -]\d{2,3})?) +(?P<city>\D.*)"
)
"""A postal code before its city, as most of Europe writes it."""
CITY_STATE_CODE = re.compile(
    r"(?P<city>.+), (?P<region>[\w .]+?) (?P<code>\d{4,6}(?:-\d{4})?|[A-Z]\d[A-Z] \d[A-Z]\d)"
)
CODE_ALONE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[\dW] [A-Z\d]{4}|\d{4,6}")


def read_place(lines: Sequence[str], *, home: str = "") -> Place:
    """The parts of an address that somebody typed in lines; what is not understood stays in the street.

    `home` is the country where the last line names none.
    """
    left = [line.strip() for line in lines if line.strip()]
    country = country_code(left[-1]) if left else None
    if country:
        left.pop()
    for position, line in reversed(
        [*enumerate(left)]
    ):  # “123 Main St” looks like a town, but stands above it
        if found := TOWN.fullmatch(line) or CITY_STATE_CODE.fullmatch(line):
            parts = found.groupdict()
            return Place(
                street="\n".join(left[:position] + left[position + 1 :]),
                city=parts["city"],
                postal_code=parts["code"],
                region=parts.get("region") or "",
                country=country or home,
            )
    if len(left) > 1 and CODE_ALONE.fullmatch(left[-1]):
        *street, city, code = left
        return Place(street="\n".join(street), city=city, postal_code=code, country=country or home)
    return Place(street="\n".join(left), country=country or home)
