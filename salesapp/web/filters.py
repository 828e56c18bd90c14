"""How values look to a reader: money, numbers, days, instants, field values and events."""

from __future__ import annotations

from base64 import b64encode
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from flask import Flask, has_request_context
from flask_babel import get_locale
from flask_login import current_user
from markupsafe import Markup, escape

from salesapp.core.access import SYSTEM, current_viewer
from salesapp.core.company import company, region_of, zone_of
from salesapp.core.db import Record
from salesapp.core.events import Event, kind_of
from salesapp.core.fields import Field
from salesapp.core.i18n import _, in_a_list, ngettext
from salesapp.core.money import exponent
from salesapp.core.paper.formats import apart, unit_price_text
from salesapp.core.parsing.phones import dialled
from salesapp.core.registry import choices_called

HUES = ("blue", "violet", "amber", "teal", "pink", "lime", "orange", "slate")
"""Of people, as `badge.css` has them."""

PICTURE = "data:image/png;base64,"


def init(app: Flask) -> None:
    """Registers the filters."""
    app.jinja_env.filters.update(
        hue=hue,
        money=money,
        money_short=money_short,
        unit_price=unit_price,
        price=price,
        number=number,
        percent=percent,
        date=day,
        instant=instant,
        near_day=near_day,
        digits=exponent,
        in_a_list=in_a_list,
        event_sentence=event_sentence,
        event_value=plain_value,
        tel=tel,
        picture_address=picture_address,
    )
    app.jinja_env.globals.update(
        dom_id=dom_id, field_value=field_value, listed_value=listed_value, raw_value=raw_value
    )


def picture_address(picture: bytes) -> str:
    """A PNG as an address that an `<img>` shows without a further request."""
    return PICTURE + b64encode(picture).decode()


def locale() -> Locale:
    """The reader's locale."""
    return get_locale() or Locale("en")


def zone() -> str:
    """The time zone of whom the session acts as, else the reader's, else the company's."""
    viewer = current_viewer()
    if (viewer is None or viewer is SYSTEM) and has_request_context():
        return zone_of(current_user)
    return zone_of(viewer)


@lru_cache(maxsize=256)
def _money_form(currency: str, language: str) -> tuple[str, str, int]:
    """Text before and after the digits, and the digits after the point: Babel's formatting is too slow per card."""
    sample = numbers.format_currency(
        1, currency, locale=language, currency_digits=False
    )  # the pattern's: 1.00
    return apart(sample[: sample.index("1")]), sample[sample.rindex("0") + 1 :], exponent(currency)


def money(minor: int | None, currency: str) -> str:
    """`€1,234.50`; an empty text for None. Both languages group by thousands with a comma."""
    if minor is None:
        return ""
    before, after, digits = _money_form(currency, str(locale()))
    whole, rest = divmod(abs(minor), 10**digits)
    text = f"{whole:,}" + (f".{rest:0{digits}d}" if digits else "")
    return f"{'−' if minor < 0 else ''}{before}{text}{after}"


def money_short(minor: int | None, currency: str) -> str:
    """Whole units for tight places (`€12,345`), rounded half up; exact amounts stay one tap away."""
    if minor is None:
        return ""
    before, after, digits = _money_form(currency, str(locale()))
    unit = 10**digits
    whole = (abs(minor) + unit // 2) // unit
    return f"{'−' if minor < 0 else ''}{before}{whole:,}{after}"


def unit_price(value: Decimal, currency: str) -> str:
    """`80.50`: with the currency's own decimals at least, as the paper has it; without the currency."""
    return unit_price_text(value, currency, "zh" if locale().language == "zh" else "en")


def price(value: Decimal, currency: str) -> str:
    """`€80.50`: the price of one unit with its currency."""
    before, after, _digits = _money_form(currency, str(locale()))
    return f"{before}{unit_price(value, currency)}{after}"


def number(value: Decimal | int | None) -> str:
    """Grouped by thousands with a comma, as both languages do; without trailing zeros."""
    if value is None:
        return ""
    return f"{_trimmed(Decimal(value)):,f}"


def percent(value: Decimal | int | None) -> str:
    """12.5 → `12.5%`."""
    return "" if value is None else f"{number(value)}%"


def _trimmed(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def day(value: date | None, style: str = "medium") -> str:
    """A calendar day in the reader's words: `3 May 2026` stays a day in every zone; of an instant the reader's day."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(zone())).date()
    pattern = "d MMM y" if locale().language == "en" and style == "medium" else style
    return str(dates.format_date(value, pattern, locale=locale()))


NEAR = 14
"""Within so many days a day is said by how far off it is."""


def near_day(value: date | None, today: date) -> str:
    """`today`, `yesterday`, `2 days ago`, `in 3 days`; what is further off, as a day."""
    if value is None:
        return ""
    off = (value - today).days
    if abs(off) > NEAR:
        return day(value)
    if abs(off) <= 1:
        return {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}[off]
    if off < 0:
        return ngettext("%(num)s day ago", "%(num)s days ago", -off)
    return ngettext("in %(num)s day", "in %(num)s days", off)


def instant(value: datetime | None) -> str:
    """An instant in the reader's zone."""
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(zone()))
    between = ", " if locale().language == "en" else " "
    return f"{day(local.date())}{between}{local:%H:%M}"


def tel(value: str | None, record: Any = None) -> str:
    """What a `tel:` link dials: the first number that stands there, as one dials it from where the record is."""
    return dialled(value, company().region if record is None else region_of(record)) if value else ""


def hue(name: str) -> str:
    """The colour that a name always has, for what stands for a person."""
    return HUES[sum(name.encode()) % len(HUES)]


def dom_id(record: Record, prefix: str = "") -> str:
    """A stable id for the record's element: `opportunity-7`, `card-opportunity-7`."""
    return "-".join(
        part for part in (prefix, record.record_type_key.replace("_", "-"), str(record.id)) if part
    )


def raw_value(record: Record, declared: Field) -> Any:
    """The attribute's value; of a link the linked record."""
    return getattr(record, declared.linked)


def listed_value(record: Record, declared: Field) -> Markup:
    """The value of a field as a list shows it."""
    return field_value(record, declared, declared.shown)


def field_value(record: Record, declared: Field, attribute: str = "") -> Markup:
    """The value of a field as it is shown on record pages; of another `attribute` where that stands for it."""
    return escape(field_text(record, declared, attribute))


def field_text(record: Record, declared: Field, attribute: str = "") -> str:
    """The same as plain text."""
    value = getattr(record, attribute or declared.attribute)
    if value is None or value == "":
        return ""
    if declared.kind == "money":
        return money(value, getattr(record, declared.currency))
    if declared.kind == "link":
        linked = getattr(record, declared.linked)
        return "" if linked is None else str(linked.title)
    return show(declared, value)


def show(declared: Field, value: Any) -> str:
    """A plain field's value in words."""
    match declared.kind:
        case "date":
            return day(value)
        case "instant":
            return instant(value)
        case "percent":
            return percent(value)
        case "boolean":
            return _("Yes") if value else _("No")
        case "choice":
            return str(value.label)
        case "country":
            return str(locale().territories.get(value, value))
        case "integer" if declared.year:
            return str(value)
        case "integer" | "quantity" | "unit_price" | "rate" | "decimal":
            return number(value)
        case _:
            return str(value)


def plain_value(value: Any) -> str:
    """A value that an event kept (`salesapp.core.events.plain`) in words."""
    match value:
        case None:
            return "–"
        case True:
            return _("Yes")
        case False:
            return _("No")
        case int():
            return number(value)
        case list():
            return in_a_list(plain_value(each) for each in value)
        case dict():
            return _tagged_value(value)
        case _:
            return str(value)


def _tagged_value(value: dict[str, Any]) -> str:
    match value:
        case {"money": [minor, currency]}:
            return money(minor, currency)
        case {"unit_price": [text, currency]}:
            return price(Decimal(text), currency)
        case {"choice": [name, chosen]}:
            return str(choices_called(name)(chosen).label)
        case {"date": text}:
            return day(date.fromisoformat(text))
        case {"instant": text}:
            return instant(datetime.fromisoformat(text))
        case {"decimal": text}:
            return number(Decimal(text))
        case {"record": [_kind, _key, title]}:
            return plain_value(title)
        case _:
            return str(value)


def event_sentence(event: Event) -> str:
    """What happened, in one sentence."""
    words = {key: plain_value(value) for key, value in event.particulars.items()}
    return str(kind_of(event.kind).sentence) % {"by": event.by_name, "subject": event.subject_title, **words}
