"""The pages of the pipeline's past: how it changed in a period, how it stood on a day, and what makes each number."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from babel import dates
from flask import Response, abort, request, url_for
from sqlalchemy import select

from salesapp.core.access import Permission
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.core.relations.within import in_their_steps, titles_within
from salesapp.opportunities.processes.models import STAGE, SalesProcess, Stage
from salesapp.records.filters.periods import label
from salesapp.records.filters.words import initial_capital
from salesapp.reports import charts
from salesapp.reports.charts import Mark, Point
from salesapp.reports.drawing import Plot, short_money
from salesapp.reports.history.asking import PERIODS, Question, whose_words
from salesapp.reports.history.bridge import Bridge, Part
from salesapp.reports.history.pipeline import bridge, standing_at, sum_at, sums_by, told_until
from salesapp.reports.history.rows import Page, of_spans, of_steps
from salesapp.reports.report import WHOSE
from salesapp.reports.views import reports
from salesapp.web.filters import day as day_in_words
from salesapp.web.filters import locale, money
from salesapp.web.guards import requires
from salesapp.web.render import render

SEE = requires(Permission.OPPORTUNITY_VIEW)
WEEKS = 13
"""So many weeks are drawn before the day."""


@reports.get("/pipeline/changes")
@SEE
def changes() -> Response:
    """From what was open at the start of a period to what is at its end."""
    question = Question.from_args(request.args)
    found = bridge(question.scope, question.begin, question.end)
    return render(
        "reports/history/changes.html",
        bridge=found,
        plot=_waterfall(found),
        part_url=lambda part: _part_url(part, question.args),
        **_choices(question),
    )


def _part_url(part: Part, arguments: dict[str, Any]) -> str:
    return url_for("reports.changes_of", part=part.value, **arguments)


def _waterfall(found: Bridge) -> Plot:
    def point(name: str, amount: int) -> Point:
        return Point(amount, f"{name}: {money(amount, company().currency)}")

    first, last = _("At the start"), _("At the end")
    points = [
        (point(first, found.start), True),
        *((point(str(each.label), found.amount(each)), False) for each in found.parts),
        (point(last, found.end), True),
    ]
    scale, bars = charts.waterfall(points)
    names = charts.names([first, *(str(each.label) for each in found.parts), last])
    return Plot(bars, [], [], _grid(scale), names)


def _grid(scale: charts.Scale) -> list[Mark]:
    return [Mark(charts.percent(scale.y(each)), short_money(each)) for each in scale.grid]


def _choices(question: Question) -> dict[str, Any]:
    """What may be asked, what is, and until when the past has been told."""
    processes = db.session.scalars(
        select(SalesProcess).where(SalesProcess.active).order_by(SalesProcess.position)
    )
    return {
        "asked": question,
        "periods": {each: initial_capital(label(each)) for each in PERIODS},
        "whose": WHOSE,
        "whose_words": whose_words(question),
        "processes": list(processes),
        "currency": company().currency,
        "told_until": told_until(),
    }


@reports.get("/pipeline/changes/<part>")
@SEE
def changes_of(part: str) -> Response:
    """The opportunities of one part of the change; they add up to it."""
    if part not in set(Part):
        abort(404)
    question = Question.from_args(request.args)
    found = bridge(question.scope, question.begin, question.end).of(Part(part))
    page = Page.of(key_in(request.args.get("page")), len(found))
    return render(
        "reports/history/changes_of.html",
        part=Part(part),
        rows=of_steps(page.cut(found)),
        page=page,
        page_url=lambda number: _part_url(Part(part), question.args | {"page": number}),
        total=sum(each.amount for each in found),
        **_choices(question),
    )


@reports.get("/pipeline/history")
@SEE
def history() -> Response:
    """The pipeline as it stood on a day, beside today, stage by stage."""
    question = Question.from_args(request.args)
    then, now = question.end_of(question.day), question.end_of(question.reader.today)
    before, after = (sums_by(each, question.scope, "stage_id") for each in (then, now))
    stages = _stages({*before, *after})
    return render(
        "reports/history/history.html",
        plot=_line(question),
        then=sum_at(then, question.scope),
        now=sum_at(now, question.scope),
        rows=[(key, name, before.get(key), after.get(key)) for key, name in stages.items()],
        **_choices(question),
    )


def _stages(keys: set[int | None]) -> dict[int, str]:
    """Id → name, in the order of the processes."""
    wanted = [each for each in keys if each is not None]
    return titles_within(STAGE, db.session.scalars(in_their_steps(STAGE).where(Stage.id.in_(wanted))).all())


def _line(question: Question) -> Plot:
    """What was open at the end of the day and of the same weekday in the weeks before and after it, until today."""
    today = question.reader.today
    days = [today - timedelta(weeks=each) for each in range(WEEKS, -1, -1)]
    sums = [sum_at(question.end_of(each), question.scope).amount for each in days]
    points = [
        Point(amount, f"{day_in_words(each)}: {money(amount, company().currency)}")
        for each, amount in zip(days, sums, strict=True)
    ]
    scale, lines, dots = charts.lines([points])
    return Plot([], lines, dots, _grid(scale), charts.names([_short(each) for each in days], most=4))


def _short(day: date) -> str:
    return dates.format_skeleton("MMMd", day, locale=locale())


@reports.get("/pipeline/history/rows")
@SEE
def history_rows() -> Response:
    """The opportunities that were open on a day, of a stage or of all; they add up to the number."""
    question = Question.from_args(request.args)
    stage = key_in(request.args.get("stage"))
    narrowed = {} if stage is None else {"stage_id": stage}
    then = question.end_of(question.day)
    whole = sum_at(then, question.scope, **narrowed)
    page = Page.of(key_in(request.args.get("page")), whole.count)
    spans = standing_at(then, question.scope, **narrowed).offset(page.skipped).limit(page.most)
    again: dict[str, Any] = {**question.args, "day": question.day, "stage": stage}
    return render(
        "reports/history/history_rows.html",
        rows=of_spans(db.session.scalars(spans).all()),
        page=page,
        page_url=lambda number: url_for("reports.history_rows", page=number, **again),
        stage=_stages({stage}).get(stage) if stage else None,
        total=whole.amount,
        **_choices(question),
    )
