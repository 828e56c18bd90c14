"""The tests' browser without a browser: it checks every answer and fills in forms as a person would."""

from __future__ import annotations

import contextvars
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from flask import globals as flask_globals
from flask import has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from salesapp.core.db import db
from tests.markup import Page, parsed
from tests.pages import check_answer, check_page

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
UNSENT = {"submit", "button", "image", "reset", "file"}


class Client(FlaskClient):
    """Flask's test client, where every HTML answer is checked and requests share no session with the test."""

    checks_pages = True

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Commits what the test prepared, answers in a context of its own, and shows the test the new state."""
        if has_app_context():
            db.session.commit()
        answer: TestResponse = contextvars.copy_context().run(self._alone, *args, **kwargs)
        if self.checks_pages:
            check(answer)
        return answer

    def _alone(self, *args: Any, **kwargs: Any) -> TestResponse:
        # Flask gives a request the application context that is already there, and with it the test's session and
        # user. A real request has neither.
        flask_globals._cv_app.set(None)  # type: ignore[arg-type]
        return super().open(*args, **kwargs)

    def htmx(self, path: str, *, method: str = "GET", **kwargs: Any) -> TestResponse:
        """The same request as htmx makes it: the answer is a fragment or an update."""
        return self.open(path, method=method, headers=HTMX | kwargs.pop("headers", {}), **kwargs)

    def submit(
        self,
        page: str,
        values: dict[str, Any] | None = None,
        *,
        action: str | None = None,
        htmx: bool = False,
        **fields: Any,
    ) -> TestResponse:
        """Opens `page`, fills in its form that posts to `action` (when None, its only one in <main>) and sends it.

        Hidden fields (CSRF, version, once-key) and what the form proposes are sent as a browser would.
        """
        form = self._form(page, action)
        data = proposed(form) | (values or {}) | fields
        return self.post(form.get("action", page), data=data, headers=HTMX if htmx else {})

    def filled(self, page: str, *, action: str | None = None, **fields: Any) -> dict[str, Any]:
        """What the form on `page` would send, filled in: to send it later, or twice."""
        return proposed(self._form(page, action)) | fields

    def csrf(self) -> str:
        """A token for a form that the test makes up, as any page of this browser's session would carry it."""
        with self.session_transaction() as session:
            drawn = session.setdefault("csrf_token", token_hex())
        return str(URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(drawn))

    csrf_token = csrf

    def _form(self, page: str, action: str | None) -> Element:
        opened = self.get(page, follow_redirects=True)
        assert opened.status_code == 200, f"{page} answered {opened.status_code}"
        return posting_form(parsed(opened.text), action)


def check(answer: TestResponse) -> None:
    """Checks an HTML answer as a page or as what htmx swaps in."""
    moved = 300 <= answer.status_code < 400
    if answer.mimetype != "text/html" or moved or not answer.text.strip():
        return
    where = f"{answer.request.method} {answer.request.path} → {answer.status_code}"
    is_page = "<html" in answer.text[:500].lower()
    (check_page if is_page else check_answer)(answer.text, where=where)


def posting_form(page: Page, action: str | None) -> Element:
    """The form that posts to `action`; without one the only form in <main>."""
    forms = [e for e in page.elements if e.tag == "form" and e.get("method", "").lower() == "post"]
    inside = [form for form in forms if page.within(form, "main")] or forms
    fitting = [f for f in forms if urlsplit(f.get("action", "")).path == action] if action else inside
    assert fitting, f"no form posts to {action}; there are {[form.get('action') for form in forms]}"
    assert action or len(fitting) == 1, (
        f"several forms; name one of {[form.get('action') for form in fitting]}"
    )
    return fitting[0]


def proposed(form: Element) -> dict[str, Any]:
    """Name → value (a list where a name stands several times) of the form as it was rendered."""
    values: dict[str, list[str]] = {}
    for field in form.iter():
        name = field.get("name") if isinstance(field.tag, str) and "disabled" not in field.attrib else None
        if name:
            values.setdefault(name, []).extend(field_values(field))
    return {name: found[0] if len(found) == 1 else found for name, found in values.items() if found}


def field_values(field: Element) -> list[str]:
    if field.tag == "textarea":
        return [(field.text or "").removeprefix("\n")]
    if field.tag == "select":
        return selected_values(field)
    if field.tag != "input" or field.get("type") in UNSENT:
        return []
    if field.get("type") in {"checkbox", "radio"}:
        return [field.get("value", "on")] if "checked" in field.attrib else []
    return [field.get("value", "")]


def selected_values(field: Element) -> list[str]:
    options = [option for option in field.iter("option") if "disabled" not in option.attrib]
    chosen = [option for option in options if "selected" in option.attrib]
    if not chosen and "multiple" not in field.attrib:
        chosen = options[:1]
    return [option.get("value", option.text or "") for option in chosen]
