"""A report is built by tapping, each choice showing its result, and saved, renamed, pinned and deleted."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user

from salesapp.core.access import allows
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.records.views.offered import Audience
from salesapp.reports.building.choices import dimensions, measures, with_chosen
from salesapp.reports.drawing import CHARTS
from salesapp.reports.report import Report
from salesapp.reports.running import Result, run
from salesapp.reports.saved import shelf
from salesapp.reports.saved.models import SavedReport
from salesapp.reports.saved.shelf import Kept
from salesapp.reports.sharing.forms import SharingForm
from salesapp.reports.views import FROM, SEE, reports, shown
from salesapp.web.render import committed, redirect_to, render


@reports.get("/build")
@SEE
def build() -> Response:
    """How the records are divided, measured and drawn; each choice shows its result."""
    if "type" not in request.args:
        return redirect_to(url_for("reports.index"))
    problem, result = "", None
    try:
        report = _asked()
        result = run(report)
    except RuleBroken as broken:
        problem, report = str(broken), Report.from_args(_bare())
        if not allows(current_user, report.type.view):
            abort(404)
    began = _began()
    return render(
        "reports/build.html",
        problem=problem,
        began=began,
        asked=report,
        chosen=_chosen(),
        filter_url=_filter_url(report, began),
        built=(report.args if result else {}) | ({FROM: began.key} if began else {}),
        **_offered(result, report),
        charts=CHARTS,
        **({} if result is None else shown(result)),
    )


def _offered(result: Result | None, report: Report) -> dict[str, Any]:
    """What may be chosen, and what is."""
    groups, measured = dimensions(report.type), measures(report.type)
    if result is not None:
        divided = [*result.groupings, *([result.across] if result.across else [])]
        labels = {str(each.dimension): each.label for each in divided}
        groups = with_chosen(groups, labels, labels.__getitem__)
        labels = {str(each.measure): each.label for each in result.measured}
        measured = with_chosen(measured, labels, labels.__getitem__)
    return {"dimensions": groups, "measures": measured}


def _asked() -> Report:
    """What the address asks. 404 for what the reader's role does not see."""
    report = Report.from_args(request.args)
    if not allows(current_user, report.type.view):
        abort(404)
    return report


def _bare() -> Any:
    """The address without what makes no sense together, so that it can be chosen anew."""
    kept = request.args.copy()
    for name in ("by", "across", "m", "filter"):
        kept.poplist(name)
    return kept


def _chosen() -> dict[str, list[str]]:
    """What stands in the inputs: as the address says it, sense or not."""
    by = [each for part in request.args.getlist("by") for each in part.split(",") if each]
    measured = [each for each in request.args.getlist("m") if each]
    return {
        "by": [*by, "", ""][:2],
        "across": [request.args.get("across", "")],
        "m": [*measured, "", "", "", ""][:4],
    }


def _filter_url(report: Report, began: Kept | None) -> str:
    """The builder of filters, which leads back here."""
    arguments = {name: value for name, value in report.args.items() if name != "filter"}
    then = url_for("reports.build", **arguments | ({FROM: began.key} if began else {}))
    place: dict[str, Any] = report.criteria.args | {"then": then}
    return url_for(f"{report.type.plural}.filters", **place)


def _began() -> Kept | None:
    """The report that the building began with."""
    key = request.args.get(FROM, "")
    return shelf.kept_as(key) if key else None


@reports.get("/save")
@SEE
def ask_save() -> Response:
    """Under which name, and for whom; where nothing was asked, what there is to ask comes first."""
    if not request.args:
        return redirect_to(url_for("reports.build"))
    _asked()
    began = _began()
    mine = began is not None and shelf.may_change(began.saved, current_user)
    form = _form()
    if began is not None and began.saved is not None and mine:
        form.name.data, form.audience.data = began.saved.name, began.saved.audience.value
        form.people.data = [str(each) for each in began.saved.people]
    return _save_sheet(form)


def _form() -> SharingForm:
    """Who can be chosen, also of whom the report that it began with is shared with already."""
    began = _began()
    mine = began is not None and shelf.may_change(began.saved, current_user)
    return SharingForm(shared=began.saved if began is not None and mine else None)


def _save_sheet(form: SharingForm, status: int = 200) -> Response:
    began = _began()
    mine = began is not None and shelf.may_change(began.saved, current_user)
    return render(
        "reports/_save.html",
        form=form,
        began=began,
        mine=mine,
        arguments=request.args.to_dict(flat=False),
        title=_("Save report"),
        status=status,
    )


@reports.post("/save")
@SEE
def save() -> Response:
    """Keeps the report: instead of the one it began with where that was asked, else as another one."""
    form, report, began = _form(), _asked(), _began()
    if form.validate_on_submit():
        instead = began.saved if began is not None and "replace" in request.form else None
        if instead is not None and not shelf.may_change(instead, current_user):
            abort(404)
        try:
            kept = shelf.save(
                form.name.data,
                report,
                Audience(form.audience.data),
                by=current_user,
                people=form.chosen,
                instead_of=instead,
            )
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            said = _("The report “%(name)s” is saved.", name=kept.name)
            return committed(redirect_to(url_for("reports.show", key=kept.id), toast=said))
    return _save_sheet(form, status=422)


@reports.post("/<key>/pin")
@SEE
def pin(key: str) -> Response:
    """First on one's page of reports, or not."""
    shelf.pin(_or_404(key), pinned="pinned" in request.form, by=current_user)
    return committed(redirect_to(url_for("reports.show", key=key)))


@reports.post("/<int:key>/remove")
@SEE
def remove(key: int) -> Response:
    """Deletes a report for everybody who had it."""
    saved = _saved_or_404(key)
    said = _("The report “%(name)s” is deleted.", name=saved.name)
    shelf.remove(saved)
    return committed(redirect_to(url_for("reports.index"), toast=said))


def _or_404(key: str) -> Kept:
    kept = shelf.kept_as(key)
    if kept is None:
        abort(404)
    return kept


def _saved_or_404(key: int) -> SavedReport:
    saved = _or_404(str(key)).saved
    if saved is None or not shelf.may_change(saved, current_user):
        abort(404)
    return saved
