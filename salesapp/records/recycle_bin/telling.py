"""Whoever meets a record that somebody deleted is told who and when, and offered it back."""

from __future__ import annotations

from flask import Response, url_for

from salesapp.core.db import Record
from salesapp.core.events import last_of
from salesapp.core.i18n import _
from salesapp.core.registry import RecordType, record_types
from salesapp.core.relations.merged import stands_now
from salesapp.records.editing import DELETED, RESTORED
from salesapp.web.errors import Mend, refusal
from salesapp.web.filters import instant
from salesapp.web.guards import InBin, can, visible_or_none
from salesapp.web.render import is_partial


def told_of_bin(error: InBin) -> Response:
    """The answer to a press on, or a page of, a record in the bin."""
    gone = error.record
    type_ = next((each for each in record_types() if each.key == gone.record_type_key), None)
    into = None if type_ is None or not type_.mergeable else _merged_into(gone)
    if into is not None:
        said = _("%(title)s was merged into %(into)s.", title=gone.title, into=into.title)
        return refusal(404, said, title=_("This was merged"))
    return refusal(404, said_of(gone), title=_("This was deleted"), mend=_way_back(type_, gone))


def said_of(gone: Record) -> str:
    """Who put the record into the bin, and when: as far as its history says that."""
    last, at = last_of(gone, (DELETED, RESTORED)), instant(gone.deleted_at)
    if last is None or last.kind != DELETED:
        return _("%(title)s has been in the recycle bin since %(at)s.", title=gone.title, at=at)
    words = {"title": gone.title, "by": last.by_name, "at": instant(last.at)}
    return _("%(by)s moved %(title)s to the recycle bin on %(at)s.", **words)


def _merged_into(gone: Record) -> Record | None:
    key = stands_now(gone.record_type_key, gone.id)
    return None if key is None else visible_or_none(type(gone), key)


def _way_back(type_: RecordType | None, gone: Record) -> Mend | None:
    """Restore, for whoever may. From a sheet they stay where they are, with what they typed."""
    if type_ is None or not type_.deletable or not can(type_.edit, gone):
        return None
    if stands_now(gone.record_type_key, gone.id) is not None:
        return None  # only Undo of the merge brings it back, by whoever sees the record that it went up in
    stay = "1" if is_partial() else None
    return Mend(_("Restore"), url_for(f"{type_.plural}.restore", key=gone.id, stay=stay))
