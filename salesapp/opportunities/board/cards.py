"""Board columns and cards as the template shows them: every text is made here, since a board has hundreds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import blake2b
from typing import Any

from flask import url_for
from flask_babel import get_locale
from markupsafe import Markup
from sqlalchemy import Row

from salesapp.core import clock
from salesapp.core.access import Viewer
from salesapp.core.company import company
from salesapp.core.i18n import _
from salesapp.core.money import exponent, mean_rate
from salesapp.customers.names import display_name, initials
from salesapp.opportunities.board import column_sums, queries
from salesapp.opportunities.board.card_template import Card, Printer
from salesapp.opportunities.board.column_sums import PAGE, BoardFilter, ColumnSum, Part, Scope
from salesapp.opportunities.board.saved.display import Look
from salesapp.opportunities.board.saved.selection import View
from salesapp.opportunities.models import OPPORTUNITY
from salesapp.opportunities.path.refusals import Refusals
from salesapp.opportunities.plans import planned_days
from salesapp.opportunities.processes.models import SalesProcess, Stage
from salesapp.opportunities.staleness import Freshness, Staleness, stale_words, staleness
from salesapp.web.filters import day, money_short, number, percent, zone

CLOSING = ("won", "lost")


@dataclass(frozen=True)
class Cell:
    """The part of a column that lies in one lane, ready to print."""

    id: str
    lane: str
    name: str
    count: int
    sum: str
    made: tuple[Card, ...] = ()
    more_url: str | None = None
    printer: Printer | None = None

    @cached_property
    def cards(self) -> Markup:
        """Its cards, printed."""
        return Markup("") if self.printer is None else self.printer.print(self.made)

    @property
    def text(self) -> tuple[object, ...]:
        """All that it shows."""
        return (self.id, self.name, self.count, self.sum, self.more_url, self.cards)


@dataclass(frozen=True)
class Column:
    """One stage on the board, ready to print."""

    stage: Stage
    count: int
    shown: int | None
    sum: str
    weighted: str
    parts: list[tuple[str, str]]
    """(currency and count, amount) where the sum is made of other currencies too."""
    total: int
    """The sum in minor units, for what it would become with another card."""
    made: tuple[Card, ...] = ()
    more_url: str | None = None
    printer: Printer | None = None
    cells: tuple[Cell, ...] = ()
    """Its parts, where the board has lanes; its cards are in them then."""

    @cached_property
    def cards(self) -> Markup:
        """Its cards, printed."""
        return Markup("") if self.printer is None else self.printer.print(self.made)

    @cached_property
    def mark(self) -> str:
        """Changes whenever anything changes that the column shows, and only then: it is made of just that."""
        shown = (
            self.stage.name,
            self.stage.shown_hue,
            self.count,
            self.shown,
            self.sum,
            self.weighted,
            self.parts,
        )
        return digest((*shown, self.total, self.more_url, self.cards, [each.text for each in self.cells]))


def digest(value: object) -> str:
    """A short mark of values whose `repr` says them whole."""
    return blake2b(repr(value).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True)
class Board:
    """A process under a filter for a viewer, as far as it is the same for every card."""

    process: SalesProcess
    chosen: BoardFilter
    viewer: Viewer
    look: Look = field(default_factory=Look)
    pages: Mapping[int, int] = field(default_factory=dict)
    """Stage id → how many pages of its cards are on the screen, where it is more than one."""
    selecting: bool = False
    """Whether cards are picked rather than opened and moved."""

    @property
    def stages(self) -> list[Stage]:
        return self.process.open_stages

    @property
    def scope(self) -> Scope:
        return column_sums.scope_of(self.viewer, self.chosen)

    @property
    def extra(self) -> list[str]:
        """The columns that some stage insists on, and what the cards show beside the essential."""
        known = OPPORTUNITY.fields_by_name
        musts = [each.field for stage in self.stages for each in stage.key_fields if each.must]
        musts += [each.field for stage in self.stages for each in stage.conditions]
        laned = {"close_on"} if self.look.lanes else set()
        return sorted({known[name].attribute for name in musts if name in known} | self.look.columns | laned)

    def columns(self) -> list[Column]:
        """All columns with their first cards."""
        scope = self.scope
        sums = column_sums.sums(self.stages, scope, self.chosen)
        count = sum(each.count for each in sums.values())
        rows = queries.cards(self.stages, scope, self.chosen, count=count, **self._how, pages=self.pages)
        maker = CardMaker(self, [row for key, found in rows.items() for row in found[: self.room(key)]])
        return [self.column(stage, sums[stage.id], rows[stage.id], maker) for stage in self.stages]

    @property
    def _how(self) -> dict[str, Any]:
        return {"extra": self.extra, "sorting": self.look.sorting}

    @property
    def money_form(self) -> str:
        """How the company's money is written, for scripts: text before, minor units in one, text after."""
        before, after = money_short(0, company().currency).split("0")
        return f"{before}|{10 ** exponent(company().currency)}|{after}"

    @property
    def args(self) -> dict[str, Any]:
        """The address arguments of its links, without the process."""
        return View(self.chosen, self.look).args

    def room(self, stage_id: int) -> int:
        """How many cards of a stage are shown at most."""
        return PAGE * self.pages.get(stage_id, 1)

    def heads(self, stages: Sequence[Stage]) -> list[Column]:
        """Columns without their cards, for an answer that only renews the heads."""
        sums = column_sums.sums(stages, self.scope, self.chosen)
        return [self.column(stage, sums[stage.id], [], None) for stage in stages]

    def further(self, stage: Stage, after: str, shown: int) -> Column:
        """The next cards of one column, of which `shown` are on the screen."""
        scope = self.scope
        sums = column_sums.sums([stage], scope, self.chosen)
        count = sums[stage.id].count
        rows = queries.cards([stage], scope, self.chosen, count=count, after=after, **self._how)[stage.id]
        return self.column(stage, sums[stage.id], rows, CardMaker(self, rows[:PAGE]), shown)

    def column(
        self, stage: Stage, sums: ColumnSum, rows: list[Row[Any]], maker: CardMaker | None, before: int = 0
    ) -> Column:
        """One column; without `maker` only what its head shows."""
        currency = company().currency
        parts = [_part(each, part, currency) for each, part in sorted(sums.parts.items())]
        room = self.room(stage.id)
        kept, more = rows[:room], maker is not None and len(rows) > room
        shown = before + len(kept)
        more_url = _more_url(stage, self.look.sorting.cursor(kept[-1]), shown, self) if more else None
        return Column(
            stage=stage,
            count=sums.count,
            shown=None if maker is None and sums.count > PAGE else (sums.count if maker is None else shown),
            sum=money_short(sums.total, currency),
            weighted=money_short(sums.weighted, currency),
            parts=parts if sums.parts.keys() - {currency} else [],
            total=sums.total,
            made=() if maker is None else tuple(map(maker.card, kept)),
            more_url=more_url,
            printer=None if maker is None else maker.printer,
        )


class CardMaker:
    """Rows to cards. What is the same for all of them is made once."""

    def __init__(self, on: Board, rows: Sequence[Row[Any]]) -> None:
        self.thresholds = {stage.id: (stage.warm_days, stage.rotten_days) for stage in on.stages}
        self.nothing = _("No next step")
        self.today, self.now = clock.today(zone()), clock.now()
        self.planned = planned_days([row.id for row in rows], self.today)
        self.base = url_for("opportunities.index")
        self.language = str(get_locale() or "en")
        self.days: dict[date, str] = {}
        self.people: dict[str, str] = {}
        self.money: dict[str, Any] = {}
        self.printer = Printer(selecting=on.selecting)
        self.soon = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
        self.with_owner = "owner" in on.look.fields and on.chosen.owner != "me"
        self.fields = [each for each in on.look.fields if each != "owner"]
        self.currency = company().currency
        self.refusals = Refusals(on.stages, [row.id for row in rows], frozenset(self.planned))

    def print(self, rows: Sequence[Row[Any]]) -> Markup:
        """The rows as cards."""
        return self.printer.print(map(self.card, rows))

    def card(self, row: Row[Any]) -> Card:
        """The card of one row."""
        step, on = self._next(row)
        verdict = self._verdict(row, on)
        overdue = on is not None and on < self.today
        mark = stale_words(verdict, has_step=bool(step or on), overdue=overdue) if verdict.is_stale else ""
        url, owner = f"{self.base}/{row.id}", (row.owner or "") if self.with_owner else ""
        return Card(
            id=row.id,
            version=row.version,
            name=row.name,
            url=url,
            move_url=f"{url}/move",
            refuses=self.refusals.of(row),
            customer=self._customer(row),
            amount=self._money(row.amount, row.currency),
            next=" · ".join(part for part in (self._day(on), step) if part) or self.nothing,
            due=self._due(on) if step or on else "none",
            mark=mark,
            mark_tone=verdict.freshness.tone if mark else "",
            mark_icon="flame" if verdict.freshness is Freshness.ROTTEN else "clock",
            owner=owner,
            initials=self._initials(owner),
            facts=" · ".join(filter(None, (self._fact(name, row) for name in self.fields))),
            worth=row.amount_in_company or 0,
        )

    def _fact(self, name: str, row: Row[Any]) -> str:
        """What the board's look adds to a card."""
        value = getattr(row, name)
        if value is None or value == "":
            return ""
        match name:
            case "close_on":
                return _("closes %(day)s", day=self._day(value))
            case "probability":
                return percent(value)
            case "weighted":
                return _("weighted %(sum)s", sum=self._money(value, self.currency))
            case "stage_entered_at":
                return _("%(num)s d in this stage", num=(self.now - value).days)
            case "type" | "source":
                return str(value.label)
            case _:
                return str(value)

    def _next(self, row: Row[Any]) -> tuple[str, date | None]:
        """What comes next, and when: the next step, or else the next planned activity."""
        if row.next_step or row.next_step_on:
            return row.next_step or "", row.next_step_on
        planned = self.planned.get(row.id)
        return ("", None) if planned is None else (planned[1], planned[0])

    def _due(self, on: date | None) -> str:
        """How urgent what comes next is: the colour and the shape of its dot."""
        return "later" if on is None or on > self.today else "today" if on == self.today else "overdue"

    def _verdict(self, row: Row[Any], on: date | None) -> Staleness:
        warm, rotten = self.thresholds.get(row.stage_id, (None, None))
        planned = self.planned.get(row.id)
        plans = [each for each in (on, planned[0] if planned else None) if each is not None]
        return staleness(
            entered_at=row.stage_entered_at,
            touched_at=row.touched_at,
            now=self.now,
            today=self.today,
            warm_days=warm,
            rotten_days=rotten,
            planned_on=max(plans, default=None),
        )

    def _day(self, on: date | None) -> str:
        if on is None:
            return ""
        near = self.soon.get((on - self.today).days)
        if near:
            return near
        if on not in self.days:
            self.days[on] = day(on)
        return self.days[on]

    def _money(self, amount: int | None, currency: str) -> str:
        """As `money_short` writes it, which is too slow for hundreds: words around the digits are found once."""
        if amount is None or amount < 0:
            return money_short(amount, currency)
        if currency not in self.money:
            self.money[currency] = (*money_short(0, currency).split("0"), 10 ** exponent(currency))
        before, after, unit = self.money[currency]
        return f"{before}{(amount + unit // 2) // unit:,}{after}"

    def _initials(self, name: str) -> str:
        if name not in self.people:
            self.people[name] = initials(name)
        return self.people[name]

    def _customer(self, row: Row[Any]) -> str:
        person = display_name(row.family_name, row.given_name or "", self.language) if row.family_name else ""
        return " · ".join(part for part in (row.account, person) if part)


def _part(code: str, part: Part, currency: str) -> tuple[str, str]:
    """A currency's share of a sum: how many cards, and what they come to at which rate."""
    own = money_short(part.amount, code)
    if code == currency or not part.amount:
        return f"{code} · {part.count}", own
    rate = mean_rate(part.amount, code, part.total, currency)
    worth, shown = money_short(part.total, currency), number(rate)
    return f"{code} · {part.count}", f"{own} × {shown} = {worth}"


def _more_url(stage: Stage, after: str, shown: int, on: Board) -> str:
    arguments: dict[str, Any] = {"after": after, "shown": shown, **on.args}
    if on.selecting:
        arguments["select"] = 1
    return url_for("board.column", stage_id=stage.id, **arguments)
