"""The pages of reports: which there are, one of them, and its file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user

from salesapp.core.access import Permission, allows
from salesapp.core.company import company
from salesapp.core.i18n import _
from salesapp.core.money import Money
from salesapp.records.exporting.files import lines_of, refuse_export
from salesapp.records.exporting.workbook import workbook
from salesapp.records.filters.words import sentence
from salesapp.reports.building import dimensions, measures
from salesapp.reports.drawing import CHARTS as CHART_NAMES
from salesapp.reports.drawing import Drawn
from salesapp.reports.report import CHARTS, Report
from salesapp.reports.running import Result, run
from salesapp.reports.shipped import BY_KEY, SHIPPED
from salesapp.web.attachments import attachment
from salesapp.web.guards import requires
from salesapp.web.render import redirect_to, render

reports = Blueprint("reports", __name__, url_prefix="/reports")
SEE = requires(Permission.SIGNED_IN)


@reports.get("")
@SEE
def index() -> Response:
    """The questions that the reader may ask, section by section."""
    allowed = [each for each in SHIPPED if allows(current_user, each.report.type.view)]
    sections: dict[str, list[Any]] = {}
    for each in allowed:
        sections.setdefault(str(each.section), []).append(each)
    return render("reports/index.html", sections=sections)


@reports.get("/<key>")
@SEE
def show(key: str) -> Response:
    """A shipped report, or as `run` what the address itself asks."""
    report, question = _asked(key)
    chart = request.args.get("chart", report.chart)
    result = run(report.drawn_as(chart if chart in CHARTS else report.chart))
    criteria = report.criteria
    return render(
        "reports/show.html",
        key=key,
        question=question or named(result),
        report=result.report,
        result=result,
        drawn=Drawn(result),
        said=sentence(report.type, criteria.asked),
        arguments=report.args if key == "run" else {},
        built=result.report.args,
    )


def named(result: Result) -> str:
    """What a report without a question is called: `Opportunities by owner and stage`."""
    groups = [*result.groupings, *([result.across] if result.across else [])]
    what = str(result.report.type.label_plural)
    return (
        _("%(what)s by %(groups)s", what=what, groups=_(", ").join(each.label for each in groups))
        if groups
        else what
    )


@reports.get("/build")
@SEE
def build() -> Response:
    """How the records are divided, measured and drawn; each choice shows its result."""
    if "type" not in request.args:
        return redirect_to(url_for("reports.index"))
    report = Report.from_args(request.args)
    if not allows(current_user, report.type.view):
        abort(404)
    return render(
        "reports/_build.html",
        report=report,
        dimensions=dimensions(report.type),
        measures=measures(report.type),
        charts=CHART_NAMES,
        title=_("Change the report"),
    )


def _asked(key: str) -> tuple[Report, str]:
    """The report and its question. 404 for one that there is not, or that is not for the reader's role."""
    if key == "run":
        return Report.from_args(request.args), ""
    shipped = BY_KEY.get(key)
    if shipped is None or not allows(current_user, shipped.report.type.view):
        abort(404)
    return shipped.report, str(shipped.question)


@reports.get("/<key>.<any(csv, xlsx):file_type>")
@requires(Permission.DATA_EXPORT)
def download(key: str, file_type: str) -> Response:
    """The table of a report as CSV or as a workbook, with real numbers."""
    report, _question = _asked(key)
    refuse_export(current_user, report.type)
    result = run(report)
    heads = [*(each.label for each in result.groupings), *Drawn(result).heads]
    rows = list(rows_of(result))
    if file_type == "csv":
        return attachment((line.encode() for line in lines_of(heads, rows)), f"{key}.csv")
    return attachment(workbook(str(report.type.label_plural), heads, rows), f"{key}.xlsx")


def rows_of(result: Result) -> Iterator[list[Any]]:
    """The rows with their numbers as numbers; amounts in major units of the company's currency."""
    for row in result.rows:
        places: list[tuple[Any, int]] = [(..., at) for at in range(len(result.measured))]
        if result.across is not None:
            places = [*((column, 0) for column in result.columns), (..., 0)]
        yield [*result.names(row), *(_plain(result, row, column, at) for column, at in places)]


def _plain(result: Result, row: Any, column: Any, at: int) -> Any:
    value, measured = result.value(result.at(row, column), at), result.measured[at]
    is_money = (
        measured.field is not None and measured.field.kind == "money" and measured.measure.kind != "share"
    )
    if value is None or not is_money:
        return value
    return Money(int(value), company().currency).amount
