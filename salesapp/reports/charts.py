"""Charts as shapes in percent of their picture, so that one picture fits a phone and a desk. Pure.

Every bar begins at the zero line. Series have numbers, which the stylesheet makes colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

PLOT = Decimal(88)
"""Percent of the height that is plotted in; below stand the names."""
HEADROOM = Decimal(8)
BESIDE = Decimal(12)
"""Percent of the width beside a plot that has values in both directions."""
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
WIDEST = Decimal(18)
"""Percent of the width that the bars of one name take at most: two names are no two walls."""
LETTERS = 120
"""So many stand beside one another below a plot at a desk."""
NAMED = 40
"""So many dots of a scatter plot may have their names beside them."""
PHONE, DESK = (Decimal(340), Decimal(224)), (Decimal(640), Decimal(272))
"""Width and height of a plot, in pixels; on a wider one names have more room."""
LETTER, LINE, OFF = Decimal("6.5"), Decimal(14), Decimal(10)
"""How wide a letter and how high a line of names is, and how far above its dot a name stands, in pixels."""
SERIES = 8
"""So many colours that everybody tells apart; further series begin again."""


@dataclass(frozen=True)
class Bar:
    """A rectangle; all in percent."""

    x: str
    y: str
    width: str
    height: str
    series: int
    label: str
    url: str


@dataclass(frozen=True)
class Line:
    """From a point to the next of a series."""

    x1: str
    y1: str
    x2: str
    y2: str
    series: int


@dataclass(frozen=True)
class Dot:
    """A point of a series; its `name` stands beside it where there is room for one."""

    x: str
    y: str
    series: int
    label: str
    url: str
    name: str = ""
    minor: bool = False
    """Whether there is room for its name at a desk only."""


@dataclass(frozen=True)
class Mark:
    """A grid line or a name beside the plot; a `minor` name is left out where there is little room."""

    at: str
    label: str
    minor: bool = False


@dataclass(frozen=True)
class Point:
    """A value of a series, what is said of it, and what opens it."""

    value: Any
    label: str = ""
    url: str = ""
    name: str = ""


def percent(value: Decimal) -> str:
    """`12.34%`."""
    return f"{value:.2f}%"


def nice_step(most: Decimal, least: Decimal, lines: int = 4) -> Decimal:
    """The distance of grid lines that people count by, for at most so many of them."""
    rough = (most - least) / lines
    if rough <= 0:
        return Decimal(1)
    power = Decimal(10) ** rough.adjusted()
    return next(each * power for each in STEPS if each * power >= rough)


@dataclass(frozen=True)
class Scale:
    """Values as heights: the zero line is always in the picture."""

    least: Decimal
    most: Decimal
    step: Decimal

    @classmethod
    def of(cls, values: Sequence[Any]) -> Scale:
        """A scale for these values."""
        numbers = [Decimal(each) for each in values if each is not None]
        least, most = min([Decimal(0), *numbers]), max([Decimal(0), *numbers])
        step = nice_step(most, least)
        return cls(_floor(least, step), max(_ceiling(most, step), step), step)

    def y(self, value: Any) -> Decimal:
        """How far below the top the value lies."""
        share = (Decimal(value) - self.least) / (self.most - self.least)
        return PLOT - share * (PLOT - HEADROOM)

    def x(self, value: Any) -> Decimal:
        """How far right of the beginning it lies, where the scale lies below the plot: beside it stand its values."""
        return BESIDE + (Decimal(value) - self.least) / (self.most - self.least) * (100 - 2 * BESIDE)

    @property
    def grid(self) -> list[Decimal]:
        """The values that have a line."""
        count = int((self.most - self.least) / self.step)
        return [self.least + self.step * number for number in range(count + 1)]


def _ceiling(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).to_integral_value(ROUND_CEILING) * step


def _floor(value: Decimal, step: Decimal) -> Decimal:
    return -_ceiling(-value, step)


def columns(series: Sequence[Sequence[Point]], *, stacked: bool) -> tuple[Scale, list[Bar]]:
    """Upright bars: of each name the series side by side, or on top of one another."""
    count = len(series[0]) if series else 0
    sums = [sum(each[at].value or 0 for each in series) for at in range(count)]
    scale = Scale.of(sums if stacked else [each.value for one in series for each in one])
    slot = Decimal(100) / max(count, 1)
    group = min(slot * Decimal("0.72"), WIDEST)
    width = group / (1 if stacked else max(len(series), 1))
    bars, tops = [], [Decimal(0)] * count
    for number, one in enumerate(series):
        for at, point in enumerate(one):
            if not point.value:
                continue
            below = tops[at] if stacked else Decimal(0)
            above = below + Decimal(point.value)
            tops[at] = above if stacked else tops[at]
            x = slot * at + (slot - group) / 2 + (0 if stacked else width * number)
            high, low = scale.y(max(above, below)), scale.y(min(above, below))
            size = max(low - high, Decimal("0.4"))
            shape = (percent(x), percent(low - size), percent(width), percent(size))
            bars.append(Bar(*shape, number % SERIES, point.label, point.url))
    return scale, bars


def lines(series: Sequence[Sequence[Point]]) -> tuple[Scale, list[Line], list[Dot]]:
    """A line for each series; where there is no value it breaks."""
    scale = Scale.of([each.value for one in series for each in one])
    found, dots = [], []
    for number, one in enumerate(series):
        slot, before = Decimal(100) / max(len(one), 1), None
        for at, point in enumerate(one):
            if point.value is None:
                before = None
                continue
            here = (percent(slot * at + slot / 2), percent(scale.y(point.value)))
            if before is not None:
                found.append(Line(*before, *here, number % SERIES))
            dots.append(Dot(*here, number % SERIES, point.label, point.url))
            before = here
    return scale, found, dots


def scatter(points: Sequence[tuple[Any, Point]]) -> tuple[Scale, Scale, list[Dot]]:
    """A dot for each pair of values; both scales begin at zero."""
    across_, up = Scale.of([x for x, _point in points]), Scale.of([point.value for _x, point in points])
    places = [
        (across_.x(x), up.y(point.value), point)
        for x, point in points
        if x is not None and point.value is not None
    ]
    names = [cut(point.name, 14) if len(points) <= NAMED else "" for _x, _y, point in places]
    named = [(x, y, name) for (x, y, _point), name in zip(places, names, strict=True)]
    phone, desk = _readable(named, PHONE), _readable(named, DESK)
    dots = [
        Dot(
            percent(x),
            percent(y),
            0,
            point.label,
            point.url,
            names[at] if at in desk else "",
            at not in phone,
        )
        for at, (x, y, point) in enumerate(places)
    ]
    return across_, up, dots


def _readable(named: Sequence[tuple[Decimal, Decimal, str]], size: tuple[Decimal, Decimal]) -> set[int]:
    """Which names neither cover one another nor a dot, in a plot of that size; the uppermost come first."""
    wide, high = (each / 100 for each in size)
    dots = [(x * wide - 5, y * high - 5, x * wide + 5, y * high + 5) for x, y, _name in named]
    kept: dict[int, Box] = {}
    for at in sorted(range(len(named)), key=lambda at: named[at][1]):
        x, y, name = named[at]
        half, bottom = LETTER * letters(name) / 2, y * high - OFF + 2
        box = (x * wide - half, bottom - LINE, x * wide + half, bottom)
        others = [*kept.values(), *(dot for number, dot in enumerate(dots) if number != at)]
        if name and not any(_overlap(box, other) for other in others):
            kept[at] = box
    return set(kept)


Box = tuple[Decimal, Decimal, Decimal, Decimal]
"""Left, top, right, bottom."""


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def letters(label: str) -> int:
    """How many letters wide it is; a Chinese one takes the room of two."""
    return sum(1 if letter.isascii() else 2 for letter in label)


def names(labels: Sequence[str], most: int = 6) -> list[Mark]:
    """The names below the plot, cut to their room; on a phone every so many of them."""
    slot, every = Decimal(100) / max(len(labels), 1), -(-len(labels) // most)
    room = max(LETTERS // max(len(labels), 1), 4)
    return [
        Mark(percent(slot * at + slot / 2), cut(label, room), minor=at % every != 0)
        for at, label in enumerate(labels)
    ]


def cut(label: str, room: int) -> str:
    """The label in so many letters; a Chinese one takes the room of two."""
    taken = 0
    for at, letter in enumerate(label):
        taken += 1 if letter.isascii() else 2
        if taken > room:
            return f"{label[: max(at - 1, 1)]}…"
    return label


def across(values: Sequence[Sequence[Any]], *, whole: Decimal = Decimal(0)) -> list[list[tuple[str, str]]]:
    """Lying bars: (x, width) of each row’s parts, all on one scale from zero to the longest row or `whole`."""
    longest = max([whole, *(sum(abs(Decimal(each or 0)) for each in row) for row in values)])
    found = []
    for row in values:
        x, parts = Decimal(0), []
        for value in row:
            width = abs(Decimal(value or 0)) / longest * 100 if longest else Decimal(0)
            parts.append((percent(x), percent(width)))
            x += width
        found.append(parts)
    return found


def funnel(values: Sequence[Any]) -> list[tuple[str, str]]:
    """Steps below one another: for each (x, width) of a bar in the middle, the largest as wide as the picture."""
    most = max((abs(Decimal(each or 0)) for each in values), default=Decimal(0))
    found = []
    for value in values:
        width = abs(Decimal(value or 0)) / most * 100 if most else Decimal(0)
        found.append((percent((100 - width) / 2), percent(width)))
    return found


RISING, FALLING = 4, 6
"""The colours of what comes in and of what goes out."""


def waterfall(points: Sequence[tuple[Point, bool]]) -> tuple[Scale, list[Bar]]:
    """Bars of which each begins where the one before ended; those that are sums stand on the zero line."""
    ends, level = [], Decimal(0)
    for point, is_sum in points:
        below = Decimal(0) if is_sum else level
        level = Decimal(point.value) + (0 if is_sum else level)
        ends.append((below, level))
    scale = Scale.of([end for pair in ends for end in pair])
    slot = Decimal(100) / max(len(points), 1)
    width, bars = slot * Decimal("0.72"), []
    for at, ((point, is_sum), pair) in enumerate(zip(points, ends, strict=True)):
        high, low = scale.y(max(pair)), scale.y(min(pair))
        size = max(low - high, Decimal("0.4"))
        shape = (percent(slot * at + (slot - width) / 2), percent(low - size), percent(width), percent(size))
        series = 0 if is_sum else RISING if point.value >= 0 else FALLING
        bars.append(Bar(*shape, series, point.label, point.url))
    return scale, bars
