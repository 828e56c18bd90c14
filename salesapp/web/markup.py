"""The template environment: strict, with the `ui` macros and everything templates may ask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask, current_app, get_flashed_messages, request
from flask_babel import get_locale
from flask_login import current_user
from jinja2 import StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from salesapp.core.access import current_viewer
from salesapp.core.company import company
from salesapp.core.i18n import HTML_LANGUAGES
from salesapp.core.once import new_key
from salesapp.core.registry import record_type, type_of
from salesapp.web import filters, navigation
from salesapp.web.editing.opened import pack_shown
from salesapp.web.guards import can
from salesapp.web.returning import only_pressed, way_back

KEPT = 1000
"""Parts of frames that are kept, of a few kilobytes each."""


def init(app: Flask) -> None:
    """Prepares Jinja. `ui` gathers every macro of `templates/ui/*.html`."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    filters.init(app)
    environment.globals.update(
        toasts=_toasts,
        can=can,
        new_key=new_key,
        pack_shown=pack_shown,
        record_type=record_type,
        type_of=type_of,
    )
    environment.globals["ui"] = _Macros(app)
    environment.globals["way_back"] = way_back
    environment.tests["only_pressed"] = only_pressed
    environment.globals.update(
        kept=kept,
        navigation=navigation.navigation,
        quick_actions=navigation.quick_actions,
        is_setup_page=navigation.is_setup_page,
    )
    app.extensions["kept"] = {}
    app.context_processor(_page_context)


class _Macros:
    """`ui.button(…)`: the macro of that name in whichever file of `templates/ui` defines it.

    Looked up at the first use, since macros need the finished environment.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._found: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if not self._found:
            self._found = self._load()
        try:
            return self._found[name]
        except KeyError:
            raise AttributeError(f"there is no ui macro called {name}") from None

    def _load(self) -> dict[str, Any]:
        folder = Path(self._app.root_path).parent / "templates" / "ui"
        found: dict[str, Any] = {}
        for path in sorted(folder.glob("*.html")):
            module = self._app.jinja_env.get_template(f"ui/{path.name}").module
            found.update({key: value for key, value in vars(module).items() if not key.startswith("_")})
        return found


@pass_context
def kept(context: Context, template: str) -> Markup:
    """A part of the frame around every page, made once per reader and place: it is half the work of a small page."""
    if current_app.config["SETTINGS"].development:
        return _made(context, template)
    known: dict[Any, Markup] = current_app.extensions["kept"]
    viewer = context["viewer"]
    reader = None if viewer is None else (viewer.name, viewer.role, navigation.switched_off())
    key = (
        template,
        context["html_lang"],
        reader,
        context["company_name"],
        request.endpoint,
        request.root_path,
    )
    found = known.get(key)
    if found is None:
        if len(known) >= KEPT:
            known.clear()
        found = known[key] = _made(context, template)
    return found


def _made(context: Context, template: str) -> Markup:
    made = context.environment.get_template(template).render(context.get_all())
    return Markup(made)  # noqa: S704  the template has escaped what it shows


def _toasts() -> list[Any]:
    """What the last answer wanted said on this page."""
    return get_flashed_messages(category_filter=["toast"])


def _silent() -> None:
    """The bell of a page that nobody signed in looks at, or that refuses before it was known who asks."""


def _page_context() -> dict[str, Any]:
    language = str(get_locale() or "en")[:2]
    user = current_user._get_current_object()  # the proxy costs at every attribute
    viewer = user if user and user.is_authenticated else None
    ours = company()
    return {
        "viewer": viewer,
        "language": language,
        "html_lang": HTML_LANGUAGES.get(language, "en"),
        "theme": viewer.theme.value if viewer else "auto",
        "bell": navigation.bell if viewer and current_viewer() is not None else _silent,
        "company": ours,
        "company_name": ours.name,
        "company_logo": ours.logo,
    }


def linked(href: str, text: str | Markup) -> Markup:
    """The text as a link, as a toast may say it."""
    return Markup('<a href="{}">{}</a>').format(href, text)
