"""What a report measures: how many, how much in sum, on average, at most; which share; how many of them went well."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select

from salesapp.core.company import company
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.core.money import round_half_up
from salesapp.core.money.currencies import worth, worth_in
from salesapp.core.registry import RecordType
from salesapp.core.relations.parts import PartType, parts_of
from salesapp.records.filters.checking import filter_from
from salesapp.records.filters.criteria import criterion
from salesapp.records.filters.fields import own_fields
from salesapp.records.filters.readers import Reader
from salesapp.records.filters.words import sentence
from salesapp.reports.measuring.beyond import Beyond
from salesapp.reports.measuring.days import Days
from salesapp.web.filters import money, number, percent

KINDS = {
    "count": _l("Number of records"),
    "sum": _l("Total"),
    "avg": _l("Average"),
    "median": _l("Median"),
    "min": _l("Smallest"),
    "max": _l("Largest"),
    "share": _l("Share of total"),
    "rate": _l("Share of records"),
    "running": _l("Running total"),
    "change": _l("Change to the period before"),
    "change-year": _l("Change to the year before"),
    "days": _l("Average days"),
    "days-median": _l("Median days"),
    "velocity": _l("Sales velocity"),
    "of": _l("Of what belongs to it"),
    "per": _l("Ratio"),
}
OF_FIELDS = ("sum", "avg", "median", "min", "max")
BEYOND = ("of", "per")
"""What counts what belongs to a record, `of:leads;count`, and what divides one measure by another."""
SERIES = ("running", "change", "change-year")
"""What compares the periods of a report with one another; of the number of records, or of a field."""
BETWEEN = ("days", "days-median")
"""What is measured between two moments of a record: `days:created_at~closed_on`."""
ONLY = ";"
"""Between a measure and the filter of the records that it counts: `avg:amount;state:equals:won`."""
LONGEST = 500
WON = "state:equals:won"
OF_WINS = frozenset({"state", "amount", "created_at", "closed_on"})
"""What a record has that is won for an amount."""
RATES = {
    WON: _l("Win rate"),
    "state:equals:lost": _l("Loss rate"),
    "converted_at:filled": _l("Conversion rate"),
    "led_to:listed:moved": _l("Moved forward within 14 days"),
    "led_to:listed:won": _l("Won within 14 days"),
}
"""Shares of records that have a name."""
DIVIDED = "//"
"""Between the two measures of a ratio: `per:sum:actual_cost//of:leads;count`."""
NAMED = {
    "days:reached.entered_at~left_at": _l("Average days in the stage"),
    "days-median:reached.entered_at~left_at": _l("Median days in the stage"),
    f"avg:amount;{WON}": _l("Average amount won"),
    f"days:created_at~closed_on;{WON}": _l("Average days to win"),
    "velocity": _l("Sales velocity, per day"),
    "of:leads;count": _l("Leads"),
    f"of:opportunities;count;{WON}": _l("Opportunities won"),
    f"of:opportunities;sum:amount;{WON}": _l("Won revenue"),
    f"per:of:opportunities;sum:amount;{WON}{DIVIDED}sum:actual_cost": _l("Won revenue per 1 of cost"),
    f"per:sum:actual_cost{DIVIDED}of:leads;count": _l("Cost per lead"),
    f"per:sum:actual_cost{DIVIDED}of:opportunities;count;{WON}": _l("Cost per win"),
}
"""Measures of parts, of what belongs to a record, and ratios, that have a name."""
OPEN = Field("money", _l("Unpaid"), name="open", currency="currency")
"""Of an invoice: what is payable less what is settled."""


@dataclass(frozen=True)
class Measure:
    """As an address says it: `count`, `sum:amount`, `rate:state:equals:won`."""

    kind: str
    of: str = ""

    @classmethod
    def read(cls, text: str) -> Measure:
        kind, _colon, of = text.partition(":")
        needs, may = kind in {*OF_FIELDS, *BETWEEN, "rate", *BEYOND}, kind in {*SERIES, "share"}
        if kind not in KINDS or (bool(of) is not needs and not may) or len(text) > LONGEST:
            raise RuleBroken(_("There is no measure “%(name)s”.", name=text), field="m")
        return cls(kind, of)

    def __str__(self) -> str:
        return f"{self.kind}:{self.of}" if self.of else self.kind

    @property
    def adds_up(self) -> bool:
        """Whether the parts of a total make it by addition."""
        return self.kind in {"count", "sum", "of"}

    @property
    def is_ratio(self) -> bool:
        """Whether its values are parts of a hundred, not amounts or days."""
        return self.kind in {"rate", "share"} or self.is_change

    @property
    def is_change(self) -> bool:
        """Whether it says by how much of a period another one differs."""
        return self.kind in {"change", "change-year"}

    @property
    def is_middle(self) -> bool:
        """Whether it asks for the middle one of all values."""
        return self.kind in {"median", "days-median"}

    @property
    def name(self) -> str:
        """What is measured, without the filter of what is counted."""
        return self.of.partition(ONLY)[0] if self.only else self.of

    @property
    def only(self) -> str:
        """The filter of the records that it counts; empty where it counts all of its row."""
        return self.of.partition(ONLY)[2] if self.kind in {*OF_FIELDS, *BETWEEN} else ""

    @property
    def related(self) -> set[str]:
        """The names of what belongs to the record and is asked for."""
        if self.kind == "per":
            return set().union(*(each.related for each in self.ratio))
        return {self.of.partition(";")[0]} if self.kind == "of" else set()

    @property
    def ratio(self) -> list[Measure]:
        """What is divided by what."""
        return [Measure.read(each) for each in self.of.split(DIVIDED)]


class Measured:
    """A measure of one record type for one reader: its column, and its values in words."""

    def __init__(self, type_: RecordType, measure: Measure, reader: Reader) -> None:
        self.type, self.measure = type_, measure
        self._hit = None
        self._days: Days | None = None
        self._wins: tuple[Any, Any] | None = None
        """Of each win what it brought and how many days it took."""
        self._ratio: list[Measured] = []
        self.only = filter_from(type_, measure.only) if measure.only else None
        """Of which records of its row it is; None for all of them."""
        self._counts = None if self.only is None else criterion(type_, self.only, reader)
        self.beyond: Beyond | None = None
        self.parts: PartType | None = None
        self.spread: Any = None
        """Of what its parts come to: where they are divided, the column that has it."""
        match measure.kind:
            case "rate":
                self._hit = criterion(type_, filter_from(type_, measure.of), reader)
            case "days" | "days-median":
                self._days = self._days_between(reader)
            case "velocity":
                self._wins = self._velocity(reader)
            case "of":
                self.beyond = Beyond(type_, measure.of, reader)
            case "per":
                self._ratio = [Measured(type_, each, reader) for each in measure.ratio]
                self._refuse_ratio()
        plain = measure.of and measure.kind not in {"count", "rate", *BETWEEN, *BEYOND}
        self.field = self.beyond.field if self.beyond else self._field() if plain else None

    def _days_between(self, reader: Reader) -> Days:
        """Between moments of the record, or of its parts: `stays.entered_at~left_at`."""
        name, _dot, inner = self.measure.name.partition(".")
        parts = parts_of(self.type).get(name) if inner else None
        if parts is None or tuple(inner.split("~")) not in parts.lasting:
            return Days.between(self.type, self.measure.name, reader)
        self.parts = parts
        return Days.between(parts, inner, reader, parts.rows())

    def _refuse_ratio(self) -> None:
        """RuleBroken for what are not two sums of which one can be divided by the other."""
        sums = [each.measure.kind == "count" or each.measure.adds_up for each in self._ratio]
        if sums != [True, True]:
            raise RuleBroken(_("There is no measure “%(name)s”.", name=str(self.measure)), field="m")

    def _velocity(self, reader: Reader) -> tuple[Any, Any]:
        """RuleBroken for records that are not won for an amount."""
        if not own_fields(self.type).keys() >= OF_WINS:
            raise RuleBroken(_("There is no measure “%(name)s”.", name=str(self.measure)), field="m")
        won = criterion(self.type, filter_from(self.type, WON), reader)
        amount = func.coalesce(worth(self.type.model, self.type.field("amount")), 0)
        days = Days.between(self.type, "created_at~closed_on", reader)
        return case((won, amount), else_=None), case((won, days.column), else_=None)

    def _field(self) -> Field:
        name, _dot, inner = self.measure.name.partition(".")
        if inner and (parts := parts_of(self.type).get(name)) and self.measure.kind == "sum":
            found = next((each for each in parts.amounts if each.name == inner), None)
            if found is not None:
                self.parts = parts
                return found
        declared = own_fields(self.type).get(self.measure.name)
        if self.measure.name == OPEN.name and self.type.key == "invoice":
            return OPEN
        if declared is None or not declared.numeric:
            raise RuleBroken(_("There is no number called “%(name)s”.", name=self.measure.name), field="m")
        return declared

    @property
    def label(self) -> str:
        """`Amount`, `Average amount`, `Win rate`."""
        if str(self.measure) in NAMED:
            return str(NAMED[str(self.measure)])
        if self.only is not None:
            return f"{self._plain_label} ({sentence(self.type, self.only)})"
        return self._plain_label

    @property
    def _plain_label(self) -> str:
        if self.measure.kind == "count":
            return str(self.type.label_plural)
        if self.measure.kind == "rate":
            known = RATES.get(self.measure.of)
            return str(known or sentence(self.type, filter_from(self.type, self.measure.of)))
        if self.beyond is not None:
            return self.beyond.label
        if self._ratio:
            return " ÷ ".join(each.label for each in self._ratio)
        if self._days is not None:
            return _("%(measure)s, %(moments)s", measure=KINDS[self.measure.kind], moments=self._days.label)
        if self.field is None:
            return str(KINDS[self.measure.kind])
        if self.measure.kind == "sum":
            return str(self.field.label)
        return _("%(measure)s (%(field)s)", measure=KINDS[self.measure.kind], field=self.field.label)

    @property
    def is_money(self) -> bool:
        """Whether its values are amounts in the company's currency."""
        if self._wins is not None:
            return True
        if self.measure.is_ratio:
            return False
        if self._ratio:
            return self._ratio[0].is_money and not self._ratio[1].is_money
        return self.field is not None and self.field.kind == "money"

    @property
    def whole(self) -> Decimal:
        """What a part is drawn against: all records, a hundred per cent; zero for amounts, numbers and days."""
        if self.measure.kind in {"rate", "share"}:
            return Decimal(1)
        is_percent = self.field is not None and self.field.kind == "percent"
        return Decimal(100 if is_percent and not self.measure.adds_up else 0)

    @property
    def column(self) -> ColumnElement[Any] | None:
        """What is measured of each record; nothing of those that it does not count."""
        found = self._of_each
        return found if self._counts is None or found is None else case((self._counts, found), else_=None)

    @property
    def _of_each(self) -> ColumnElement[Any] | None:
        if self._wins is not None:
            return self._wins[0]  # type: ignore[no-any-return]
        if self._hit is not None:
            return case((self._hit, 1), else_=0)
        if self._days is not None:
            return self._days.column if self.parts is None else self._of_parts(self.parts)
        if self.beyond is not None:
            return self.beyond.column  # type: ignore[no-any-return]
        if self._ratio:
            return self._ratio[0].summed
        return None if self.field is None else self._of_field(self.field)

    @property
    def has_column(self) -> bool:
        """Whether anything of a record is measured but that it is there."""
        return self.measure.kind not in {"count", "share", *SERIES} or self.field is not None

    @property
    def has_under(self) -> bool:
        """Whether it divides one column by another."""
        return bool(self._ratio) or self._wins is not None

    @property
    def under(self) -> ColumnElement[Any] | None:
        """Of a ratio: what the other is divided by; of the velocity the days that each win took."""
        if self._wins is not None:
            return self._wins[1]  # type: ignore[no-any-return]
        return self._ratio[1].summed if self._ratio else None

    @property
    def summed(self) -> ColumnElement[Any]:
        """What a record adds to its sum; each counts one where records are counted."""
        column = self.column
        return literal(1) if column is None else column

    def _of_field(self, declared: Field) -> Any:
        model = self.type.model
        if self.parts is not None:
            return self._of_parts(self.parts)
        if declared is OPEN:
            parts = [Field("money", "", name=each, currency="currency") for each in ("payable", "settled")]
            payable, settled = (worth(model, each) for each in parts)
            return payable - settled
        return worth(model, declared) if declared.kind == "money" else getattr(model, declared.attribute)

    def _of_parts(self, parts: PartType) -> Any:
        """What the parts in the row of the report come to, all parts where it does not divide them."""
        if self.spread is not None:
            return self.spread
        above = self.type.model
        rows = parts.rows() if self._days is None else self._days.rows
        if self.field is not None:
            each = worth_in(above.currency, getattr(rows, self.field.attribute))
        else:
            each = self._days and self._days.column
        total = select(func.sum(each))
        return total.where(getattr(rows, parts.of) == above.id).correlate(above).scalar_subquery()

    def said(self, value: Any) -> str:
        """A value in words; a dash for none."""
        if value is None:
            return "–"
        if self.measure.kind in {"rate", "share"}:
            return percent(round_half_up(Decimal(value) * 100, 1))
        if self.measure.is_change:
            return f"{'+' if value > 0 else ''}{percent(round_half_up(Decimal(value) * 100, 1))}"
        if self._days is not None:
            return number(round_half_up(Decimal(value), 1))
        if self.is_money:
            return money(int(round_half_up(Decimal(value), 0)), company().currency)
        if self.field is not None and self.field.kind == "percent":
            return percent(round_half_up(Decimal(value), 1))
        return number(round_half_up(Decimal(value), 2))
