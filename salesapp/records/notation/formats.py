"""How a column writes its dates and numbers: found out where the values leave no doubt, otherwise a question to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import Generic, TypeVar

from salesapp.core.parsing.numbers import Mark, Number, number_readings
from salesapp.records.notation.dates import DateOrder, date_readings
from salesapp.records.tables.table import Exact

DATE_KINDS = frozenset({"date", "instant"})
NUMBER_KINDS = frozenset({"integer", "decimal", "quantity", "unit_price", "percent", "money", "rate"})

ENOUGH = 1000
"""So many values are looked at in any case; then only as long as there is a doubt."""

Way = TypeVar("Way", bound=str)


@dataclass(frozen=True, slots=True)
class Format:
    """The conventions of one column.

    `factor` multiplies every number (a column "in millions"); `fractions` says that 0.25 means 25 %.
    """

    order: DateOrder | None = None
    mark: Mark = Mark.POINT
    fractions: bool = False
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of reading a column: what it makes of an example, and how many values it can make nothing of."""

    format: Format
    example: str
    shown: str
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A column that can be read in several ways, the one first that reads most of it.

    `example` is a text that they read differently; empty where no way reads everything, and each has an example of its
    own.
    """

    example: str
    readings: tuple[Reading, ...]


def detect_formats(samples: Iterable[str], kind: str, places: int | None = None) -> Format | Ambiguous:
    """The format of a column of this kind, or the question to ask about it.

    `places` is how many decimals a value may have at most (2 for euros): readings with more are out of the question.
    The samples are read once and may be a whole file.
    """
    texts = (text for text in samples if text and not isinstance(text, Exact))
    if kind in DATE_KINDS:
        return detect_order(texts)
    if kind in NUMBER_KINDS:
        return detect_mark(texts, 0 if kind == "integer" else places, asks_fractions=kind == "percent")
    return Format()


def detect_order(texts: Iterable[str]) -> Format | Ambiguous:
    """Whether day, month or year comes first."""
    doubt: Doubt[DateOrder] = Doubt(date_readings)
    for count, text in enumerate(texts):
        doubt.see(text)
        if count >= ENOUGH and doubt.settled:
            break
    orders = doubt.ways()
    if len(orders) == 1:
        return Format(order=orders[0])
    if not doubt.conflict and not doubt.example(orders):
        return Format(order=orders[0] if orders else None)
    return doubt.question([(order, Format(order=order)) for order in orders], shown_day)


def detect_mark(texts: Iterable[str], places: int | None, *, asks_fractions: bool) -> Format | Ambiguous:
    """Which decimal mark, and for percentages whether they are fractions of one."""
    doubt: Doubt[Mark] = Doubt(lambda text: likely_readings(text, places))
    fractions = Fractions()
    for count, text in enumerate(texts):
        if asks_fractions or not (text.isascii() and text.isdigit()):
            doubt.see(text)
            fractions.see(text)
        if count >= ENOUGH and doubt.settled and not (asks_fractions and fractions.possible()):
            break
    marks = doubt.ways() or [Mark.POINT]
    if not doubt.conflict and not doubt.example(marks):
        marks = marks[:1]
    asks = asks_fractions and fractions.possible()
    formats = [
        (mark, Format(mark=mark, fractions=fraction))
        for mark in marks
        for fraction in ((False, True) if asks else (False,))
    ]
    if len(formats) == 1:
        return formats[0][1]
    return doubt.question(formats, shown_number, fractions.example)


def likely_readings(text: str, places: int | None) -> Mapping[Mark, Number]:
    """The readings with no more decimals than that, zeros at the end aside; all of them when none has so few.

    `12.500` euros may be twelve and a half, written with three places, or twelve thousand.
    """
    found = number_readings(text)
    short = {mark: number for mark, number in found.items() if Number(number.value.normalize()).fits(places)}
    return short or found


def shown_number(example: str, format_: Format) -> str:
    """What an example would become, for the question."""
    number = number_readings(example)[format_.mark]
    return f"{number.value * 100 if format_.fractions else number.value:f}"


def shown_day(example: str, format_: Format) -> str:
    """The day that an example would become."""
    return str(date_readings(example)[format_.order or DateOrder.YMD])


@dataclass
class Doubt(Generic[Way]):
    """The ways in which every text seen so far can be read; each text narrows them."""

    read: Callable[[str], Mapping[Way, object]]
    left: list[Way] | None = None
    conflict: bool = False
    count: int = 0
    readers: Counter[Way] = field(default_factory=Counter)
    differing: dict[frozenset[Way], str] = field(default_factory=dict)
    read_by: dict[frozenset[Way], str] = field(default_factory=dict)

    def see(self, text: str) -> None:
        """Take one more text into account; one that nobody can read says nothing."""
        readings = self.read(text)
        if not readings:
            return
        self.count += 1
        self.readers.update(readings.keys())
        self.read_by.setdefault(frozenset(readings), text)
        common = [way for way in self.left if way in readings] if self.left is not None else list(readings)
        if common:
            self.left = common
        else:
            self.conflict = True
        for one, other in combinations(readings, 2):
            if readings[one] != readings[other]:
                self.differing.setdefault(frozenset((one, other)), text)

    @property
    def settled(self) -> bool:
        """Whether only one way is left; where none is, every value is looked at, to say what each would cost."""
        return not self.conflict and self.left is not None and len(self.left) == 1

    def ways(self) -> list[Way]:
        """The ways that read everything; where none does, all that read something, the best first."""
        if self.conflict:
            return [way for way, _times in self.readers.most_common()]
        return self.left or []

    def example(self, ways: list[Way]) -> str:
        """A text over which these ways disagree, empty when they never do."""
        pairs = (self.differing.get(frozenset(pair)) for pair in combinations(ways, 2))
        return next((text for text in pairs if text), "")

    def question(
        self, formats: list[tuple[Way, Format]], shown: Callable[[str, Format], str], example: str = ""
    ) -> Ambiguous:
        """What to ask: by one example where all ways read everything, else by what each alone can read."""
        example = "" if self.conflict else self.example([way for way, _format in formats]) or example
        readings = []
        for way, format_ in formats:
            text = example or self._only_of(way)
            readings.append(Reading(format_, text, shown(text, format_), self.count - self.readers[way]))
        return Ambiguous(example, tuple(readings))

    def _only_of(self, way: Way) -> str:
        """A text that this way reads and as few others as may be."""
        return self.read_by[min((ways for ways in self.read_by if way in ways), key=len)]


@dataclass
class Fractions:
    """Whether a column of percentages could be written as fractions of one: all of it between −1 and 1, no sign."""

    example: str = ""
    ruled_out: bool = False

    def see(self, text: str) -> None:
        """Take one more text into account."""
        for number in number_readings(text).values():
            if number.percent or abs(number.value) > 1:
                self.ruled_out = True
            elif number.value % 1:
                self.example = self.example or text

    def possible(self) -> bool:
        """Whether it has to be asked."""
        return bool(self.example) and not self.ruled_out
