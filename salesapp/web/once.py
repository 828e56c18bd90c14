"""Takes the once-key of every form before the view runs, and gives a stored answer again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, abort, g, request
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from salesapp.core import once
from salesapp.core.access import set_viewer
from salesapp.core.db import db, reading
from salesapp.core.i18n import _
from salesapp.web.security import is_reading

UNHASHED = {"csrf_token", "once"}


def init(app: Flask) -> None:
    """Registers the check; after the one that finds the user."""
    app.before_request(replay)


def replay() -> Response | None:
    """None for a form that is new; the first answer for one that was carried out already."""
    key = request.form.get("once") if request.method == "POST" and not is_reading() else None
    return _take(key, _hash()) if key else None


@contextmanager
def reading_first() -> Iterator[None]:
    """Slow work before a change, such as reading a file: nobody waits for our lock meanwhile.

    What was begun is given up and the form's key taken again behind the block, where the same form sent twice gets the
    first one's answer; a file that was sent may be closed by then. Records that were loaded before are loaded anew when
    they are next looked at.
    """
    taken: once.Taken | None = g.pop("once", None)
    db.session.rollback()
    with reading():
        yield
        db.session.rollback()
    answer = None if taken is None else _take(taken.key, taken.request_hash)
    if answer is not None:
        abort(answer)


def leave_no_trace() -> None:
    """What this form says is not to be found by who sent it: its key and the hash of its values are not kept.

    The view itself must know a form that is sent twice.
    """
    taken: once.Taken | None = g.pop("once", None)
    if taken is not None:
        taken.forget()


def _take(key: str, request_hash: str) -> Response | None:
    user_id = int(current_user.id) if current_user.is_authenticated else 0
    key = key[:80]
    try:
        g.once = once.take(user_id, key, request_hash)
    except IntegrityError:
        db.session.rollback()
        return _again(user_id, key, request_hash)
    return None


def _hash() -> str:
    form = [f"{k}={v}" for k, values in sorted(request.form.lists()) if k not in UNHASHED for v in values]
    sent = sorted(request.files.items(multi=True), key=lambda pair: pair[0])
    files = [f"{k}={each.filename}={_content(each.stream)}" for k, each in sent]
    return once.digest(request.path.encode(), *(part.encode() for part in (*form, *files)))


def _content(stream: Any) -> str:
    """What a file holds, in 64 letters; it is read from its beginning again afterwards."""
    found = hashlib.file_digest(stream, "sha256").hexdigest()
    stream.seek(0)
    return found


def _again(user_id: int, key: str, request_hash: str) -> Response:
    if current_user.is_authenticated:
        set_viewer(current_user._get_current_object())
    found = once.find(user_id, key)
    if found is None:
        abort(409)
    if found.request_hash != request_hash:
        abort(422, _("This form was already sent with other values. Open it again to make another change."))
    return Response(found.body, found.status, found.headers)
