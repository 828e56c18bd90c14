"""A report or dashboard on paper, as one hands it to the board: each question with its number, chart and table."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from salesapp.core import clock
from salesapp.core.company import company, today_for, zone_of
from salesapp.core.i18n import _
from salesapp.core.paper import print_sheet
from salesapp.core.paper.render import picture
from salesapp.core.paper.text import clean, each_text
from salesapp.core.paper.words import WORDS
from salesapp.quotes.paper import branding, seller
from salesapp.reports.drawing import Drawn
from salesapp.reports.subscriptions.subjects import Answer
from salesapp.web.filters import day, locale

TEMPLATE = "report.typ"
UPRIGHT = ("columns", "stacked", "line")
MOST_BARS = 20
"""Lying bars on paper; the table has the rest."""


def pdf_of(name: str, answers: list[Answer], *, by: Any) -> bytes:
    """The PDF, in the language that is set, on the company's paper."""
    return print_sheet(_sheet(name, answers, by=by), TEMPLATE)


def picture_of(answer: Answer) -> bytes | None:
    """The chart as a PNG for a screen; None where its report has none."""
    chart = chart_of(answer.drawn) if answer.result is not None else None
    if chart is None:
        return None
    words = {"language": _language(), "chart": chart, "question": answer.kept.question}
    return picture({name: each_text(value, clean) for name, value in words.items()}, "report-chart.typ")


def _language() -> Any:
    return "zh" if locale().language == "zh" else "en"


def _sheet(name: str, answers: list[Answer], *, by: Any) -> dict[str, Any]:
    language, today, own = _language(), today_for(by), company()
    style = branding(language)
    said = {
        "language": language,
        "accent": style["accent"],
        "size": style["size"],
        "heading": name,
        "name": name,
        "day": [today.year, today.month, today.day],
        "seller": {"name": own.name},
        "remark": remark(by),
        "sections": [_section(each) for each in answers if each.result is not None],
        "total": _("Total"),
        "nothing": _("There are no records that answer this question."),
        "footer": style["footer"] or seller().name,
        "page": WORDS[language]["page"],
    }
    return {key: each_text(value, clean) for key, value in said.items()} | {"logo": style["logo"] or None}


def remark(by: Any) -> str:
    """Whose numbers they are, and of when."""
    local = clock.now().astimezone(ZoneInfo(zone_of(by)))
    said = f"{day(local.date())} {local:%H:%M} ({zone_of(by)})"
    return _("What %(name)s can see, as of %(when)s", name=by.name, when=said)


def _section(answer: Answer) -> dict[str, Any]:
    drawn, result = answer.drawn, answer.drawn.result
    first = drawn.number(None, drawn.everything, 0)
    rows = [each for each in drawn.table if not each.is_total]
    total = next((each for each in drawn.table if each.is_total), None)
    return {
        "question": answer.kept.question,
        "said": " · ".join(each for each in (answer.said, drawn.scope) if each),
        "figure": [first.text, result.measured[0].label],
        "chart": chart_of(drawn),
        "heads": [*(each.label for each in result.groupings), *drawn.heads],
        "names": len(result.groupings),
        "rows": [[*each.names, *(number.text for number in each.numbers)] for each in rows],
        "sum": [number.text for number in total.numbers] if total and result.groupings else [],
    }


def chart_of(drawn: Drawn) -> Any:
    """What the template draws; None for a table or where there is nothing."""
    result, chart = drawn.result, drawn.result.report.chart
    if not result.rows or not result.groupings:
        return None
    plot = drawn.scatter if chart == "scatter" else None
    if chart in UPRIGHT or plot is not None:
        plot = plot or drawn.plot(as_lines=chart == "line")
        return {
            "kind": "plot",
            "bars": [[each.x, each.y, each.width, each.height, each.series] for each in plot.bars],
            "lines": [[each.x1, each.y1, each.x2, each.y2, each.series] for each in plot.lines],
            "dots": [[each.x, each.y, each.series] for each in plot.dots],
            "grid": [[each.at, each.label] for each in plot.grid],
            "names": [[each.at, each.label] for each in plot.names],
            "legend": [list(each) for each in drawn.legend],
        }
    if chart == "funnel":
        return {
            "kind": "bars",
            "rows": [[each.name, each.number.text, [[each.x, each.width, 0]]] for each in drawn.funnel],
            "legend": [],
        }
    if chart != "bars":
        return None
    rows = [
        [row.name, row.number.text, [[x, width, series] for x, width, series, _label in row.parts]]
        for row in drawn.bars[:MOST_BARS]
    ]
    return {"kind": "bars", "rows": rows, "legend": [list(each) for each in drawn.legend]}
