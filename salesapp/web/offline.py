"""Without a network a page of our own says so, in the reader's language, and goes on by itself when it is back.

A service worker keeps that page and what it is drawn with, and nothing else: no page of a person is ever kept, so there
is nothing that another person on the same phone, or the same one after signing out, could see.
"""

from __future__ import annotations

import json
from hashlib import sha256

from flask import Blueprint, Flask, Response, abort, current_app, make_response, request, url_for
from flask_babel import force_locale

from salesapp.core.i18n import HTML_LANGUAGES, LANGUAGES, _
from salesapp.web.assets import asset, script
from salesapp.web.guards import public

offline = Blueprint("offline", __name__)
KEPT = ("app.css", "favicon.svg", "js/offline/returning.js")
"""Assets that the page is drawn with."""


@offline.get("/offline/<any(en, zh):language>")
@public
def page(language: str) -> Response:
    """The page that is kept: the same for everybody, and it asks nothing of the database."""
    if language not in LANGUAGES:
        abort(404)
    answer = make_response(_page(language))
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@offline.get("/service-worker.js")
@public
def service_worker() -> Response:
    """The worker, told what it keeps; it changes when any of that does, and browsers then fetch all of it anew."""
    language = request.args.get("lang", "en")
    if language not in LANGUAGES:
        abort(404)
    there = url_for("offline.page", language=language)
    kept = [there, *map(asset, KEPT)]
    mark = sha256(_page(language).encode()).hexdigest()[:10]
    told = f"const PAGE = {json.dumps(there)}, KEPT = {json.dumps(kept)}, CACHE = {json.dumps(f'offline-{mark}')};\n"
    body = told.encode() + script("offline/service-worker.js")
    answer = Response(body, content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _page(language: str) -> str:
    with force_locale(language):
        title = _("You’re offline")
        template = current_app.jinja_env.get_template("layout/offline.html")
        return template.render(title=title, html_lang=HTML_LANGUAGES[language])


def init(app: Flask) -> None:
    """Its addresses are those of the product itself, not of a feature."""
    app.register_blueprint(offline)
