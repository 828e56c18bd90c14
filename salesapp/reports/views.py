"""The pages of reports: which there are, one of them, and its file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request
from flask_login import current_user

from salesapp.core.access import Permission, allows
from salesapp.core.i18n import _, in_a_list
from salesapp.core.registry import record_types
from salesapp.people.models import opened_today
from salesapp.records.exporting.files import lines_of, refuse_export
from salesapp.records.exporting.workbook import workbook
from salesapp.records.filters.words import sentence
from salesapp.reports.drawing import Drawn
from salesapp.reports.exporting.files import heads_of, rows_of
from salesapp.reports.report import CHARTS, Report
from salesapp.reports.running import Result, run
from salesapp.reports.saved.shelf import Kept, kept_as, may_change, shelf_of
from salesapp.web.attachments import attachment
from salesapp.web.guards import requires
from salesapp.web.render import render

reports = Blueprint("reports", __name__, url_prefix="/reports")
SEE = requires(Permission.SIGNED_IN)
FROM = "from"
"""In the address of a report that is built: the key of the one that it began with."""
OPENED, OWN = "report:", "own"
"""How it is kept that somebody opened a report: a shipped one by its key, whatever people built as their own."""


@reports.get("")
@SEE
def index() -> Response:
    """The questions that the reader may ask, section by section; pinned ones first."""
    kept = shelf_of(current_user)
    sections: dict[str, list[Kept]] = {}
    for each in (*(each for each in kept if each.pinned), *(each for each in kept if not each.pinned)):
        sections.setdefault(_("Pinned") if each.pinned else each.section, []).append(each)
    return render("reports/index.html", sections=sections)


@reports.get("/new")
@SEE
def new() -> Response:
    """What the report is about."""
    types = [each for each in record_types() if each.few is False and allows(current_user, each.view)]
    return render("reports/_new.html", types=types, title=_("New report"))


@reports.get("/<key>")
@SEE
def show(key: str) -> Response:
    """A shipped or saved report, or as `run` what the address itself asks."""
    report, kept = asked_of(key)
    chart = request.args.get("chart", report.chart)
    result = run(report.drawn_as(chart if chart in CHARTS else report.chart))
    opened_today(current_user, OPENED + (key if kept and kept.shipped else OWN))
    return render(
        "reports/show.html",
        key=key,
        entry=kept,
        changeable=kept is not None and may_change(kept.saved, current_user),
        arguments=report.args if key == "run" else {},
        built=result.report.args | ({} if kept is None else {FROM: key}),
        **shown(result, kept.question if kept else ""),
    )


def shown(result: Result, question: str = "") -> dict[str, Any]:
    """What the templates of a result ask."""
    return {
        "question": question or named(result),
        "report": result.report,
        "result": result,
        "drawn": Drawn(result),
        "said": sentence(result.report.type, result.report.criteria.asked),
    }


def named(result: Result) -> str:
    """What a report without a question is called: `Opportunities by owner and stage`."""
    groups = [*result.groupings, *([result.across] if result.across else [])]
    what = str(result.report.type.label_plural)
    return (
        _("%(what)s by %(groups)s", what=what, groups=in_a_list(each.label for each in groups))
        if groups
        else what
    )


def asked_of(key: str) -> tuple[Report, Kept | None]:
    """The report and its name. 404 for one that there is not, or that is not for the reader's role."""
    if key == "run":
        return Report.from_args(request.args), None
    kept = kept_as(key)
    if kept is None:
        abort(404)
    return kept.report, kept


@reports.get("/<key>.<any(csv, xlsx):file_type>")
@requires(Permission.DATA_EXPORT)
def download(key: str, file_type: str) -> Response:
    """The table of a report as CSV or as a workbook, with real numbers."""
    report, _kept = asked_of(key)
    refuse_export(current_user, report.type)
    result = run(report)
    heads, rows = heads_of(result), list(rows_of(result))
    if file_type == "csv":
        return attachment((line.encode() for line in lines_of(heads, rows)), f"{key}.csv")
    return attachment(workbook(str(report.type.label_plural), heads, rows), f"{key}.xlsx")
