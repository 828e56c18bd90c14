"""A sales CRM: `create_app()` is the contents page."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, g, has_request_context, request
from flask_babel import Babel
from flask_login import current_user
from htmx_flask import Htmx

from salesapp import features
from salesapp.config import ROOT, Settings
from salesapp.core import i18n
from salesapp.core.db import db, engine_options, prepare_engine
from salesapp.core.i18n import LANGUAGES
from salesapp.people import sessions
from salesapp.people.views import limiter
from salesapp.web import assets, design, errors, markup, offline, once, security
from salesapp.web.printing import compiled
from salesapp.web.transport import compression, moved, retry

babel = Babel()
htmx = Htmx()


def create_app(settings: Settings | None = None) -> Flask:
    """The application for `settings` (default: the environment's)."""
    settings = settings or Settings.from_environment()
    app = retry.Application(
        __name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static")
    )
    app.config.update(
        SETTINGS=settings,
        TESTING=settings.testing,
        SQLALCHEMY_DATABASE_URI=settings.url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.url),
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "salesapp" / "translations"),
    )
    retry.init(app)
    moved.init(app)
    security.init(app, settings)
    htmx.init_app(app)
    db.init_app(app)
    babel.init_app(app, locale_selector=_language)
    i18n.init(app)
    limiter.init_app(app)
    sessions.init(app)
    once.init(app)
    assets.init(app)
    compiled.init(app)
    markup.init(app)
    errors.init(app)
    offline.init(app)
    compression.init(app)
    features.register(app)
    if settings.development:
        from flask_migrate import Migrate  # late, for `flask db`: with alembic it is 11 MB

        Migrate(app, db, directory=str(ROOT / "migrations"))
        design.init(app)
    with app.app_context():
        prepare_engine(db.engine)
    return app


def _language() -> str:
    if not has_request_context():
        return str(g.get("language", "en"))
    if current_user and current_user.is_authenticated:
        return str(current_user.locale)
    chosen = request.cookies.get("language", "")
    return chosen if chosen in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or "en"
