"""Taking the records of a list out as a file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request
from flask_login import current_user
from sqlalchemy import Select

from salesapp.core.access import Permission
from salesapp.core.errors import RuleBroken
from salesapp.core.lines import LineType, line_types
from salesapp.core.registry import RecordType, record_types
from salesapp.records.exporting.files import everything, lines_of, refuse_export, workbook_pieces
from salesapp.records.exporting.pages import rows_apart
from salesapp.records.importing.planning.own_files import headings
from salesapp.records.views.shelf import criteria_of
from salesapp.web.attachments import attachment
from salesapp.web.guards import requires

exports = Blueprint("exports", __name__, url_prefix="/exports")


@exports.get("/<slug>.<any(csv, xlsx):file_type>")
@requires(Permission.DATA_EXPORT)
def download(slug: str, file_type: str) -> Response:
    """The records of a list as CSV or as a workbook, under the list's own filters."""
    type_ = next((each for each in (*record_types(), *line_types()) if each.slug == slug), None)
    if type_ is None:
        abort(404)
    refuse_export(current_user, type_)
    rows = rows_apart(type_, chosen(type_), by=current_user.id)
    if file_type == "csv":
        lines = lines_of(headings(type_), rows)
        return attachment((line.encode() for line in lines), f"{slug}.csv")
    return attachment(workbook_pieces(type_, rows), f"{slug}.xlsx")


def chosen(type_: RecordType) -> Select[Any]:
    """What the filters in the address leave; of lines, those of the records that they leave."""
    listed = type_.owner if isinstance(type_, LineType) and type_.owner else type_
    criteria = criteria_of(listed, request.args)
    if criteria.problem:
        raise RuleBroken(criteria.problem)
    records = criteria.statement()
    return records if listed is type_ else everything(type_, records)
