"""Files on any record: attached on its page, given back to whoever sees the record."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, abort, request, send_file, url_for
from flask_login import current_user

from salesapp.activities.files import MOST_BYTES, File, attach
from salesapp.activities.forms import FilesForm
from salesapp.activities.models import about_record
from salesapp.activities.views import on_records, page_of, panel_of, subject_of_address
from salesapp.core.access import Permission, allows
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.files import storage
from salesapp.core.i18n import _, ngettext
from salesapp.core.registry import record_type
from salesapp.web.guards import may_change, requires, visible_or_404
from salesapp.web.render import committed, redirect_to

files = Blueprint("files", __name__, url_prefix="/files")
SANDBOX = "default-src 'none'; sandbox"
"""What a picture may do when it is opened by itself: nothing but be seen."""


@on_records.post("/files")
@requires(Permission.ACTIVITY_EDIT)
def attach_files(subject_type: str, subject_id: int) -> Response:
    subject, form = subject_of_address(subject_type, subject_id), FilesForm()
    if not form.validate_on_submit():
        return panel_of(subject, files_form=form, status=422)
    try:
        made = [attach(subject, each.filename, sent_bytes(each), by=current_user) for each in form.chosen]
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return panel_of(subject, files_form=form, status=422)
    said = ngettext("%(num)s file is attached.", "%(num)s files are attached.", len(made))
    return committed(redirect_to(_panel_address(subject), toast=said))


@files.get("/<int:key>")
@requires(Permission.ACTIVITY_VIEW)
def download(key: int) -> Response:
    file = seen_file(key)
    content = storage.read(file.digest)
    if content is None:
        abort(404)
    shown = file.media_type.startswith("image/") and "save" not in request.args
    return _guarded(
        send_file(
            BytesIO(content),
            file.media_type,
            as_attachment=not shown,
            download_name=file.name,
            etag=file.digest,
            max_age=0,
        )
    )


@files.get("/<int:key>/thumbnail")
@requires(Permission.ACTIVITY_VIEW)
def thumbnail(key: int) -> Response:
    file = seen_file(key)
    if file.thumbnail is None:
        abort(404)
    answer = send_file(BytesIO(file.thumbnail), "image/jpeg", etag=f"{file.digest}-small", max_age=0)
    return _guarded(answer)


@files.post("/<int:key>/remove")
@requires(Permission.ACTIVITY_EDIT)
def remove(key: int) -> Response:
    file = _own_file(key)
    file.remove(by=current_user)
    back, undo = _panel_address(about_record(file)), url_for("files.restore", key=key)
    return committed(redirect_to(back, toast=_("%(name)s was removed.", name=file.name), undo=undo))


@files.post("/<int:key>/restore")
@requires(Permission.ACTIVITY_EDIT)
def restore(key: int) -> Response:
    file = _own_file(key)
    file.restore(by=current_user)
    # The Undo of a toast stands on that page already: sent to a place within it, the browser would not load it anew.
    back = _panel_address(about_record(file)).partition("#")[0]
    return committed(redirect_to(back, toast=_("%(title)s is restored.", title=file.name)))


def sent_bytes(sent: Any) -> bytes:
    """What was uploaded, at most one byte more than a file may have."""
    with closing(sent):
        content: bytes = sent.read(MOST_BYTES + 1)
    return content


def seen_file(key: int, *, with_deleted: bool = False) -> File:
    """The file if its record is the user's to see, by role and by reach; else 404."""
    file = visible_or_404(File, key, with_deleted=with_deleted)
    if file.subject_type is not None and not allows(current_user, record_type(file.subject_type).view):
        abort(404)
    return file


def may_remove(file: File) -> bool:
    """Whoever attached it, and whoever may change its record."""
    subject = about_record(file)
    if subject is None:
        return False
    changes = allows(current_user, record_type(subject.record_type_key).edit) and may_change(subject)
    return changes or file.author_id == current_user.id


def _own_file(key: int) -> File:
    file = seen_file(key, with_deleted=True)
    if not may_remove(file):
        abort(404)
    return file


def _panel_address(subject: Record | None) -> str:
    return "/" if subject is None else f"{page_of(subject)}#panel-activities"


def _guarded(answer: Response) -> Response:
    """For this browser only, asked for anew each time, and never run."""
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
