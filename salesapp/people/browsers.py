"""The browsers people sign in with: what they are called, and which have signed in to an account before."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

YEAR = 365 * 24 * 60 * 60
MOST_USERS = 20
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip
PROGRAMS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip


def called(device: str) -> str:
    """`Chrome · Android`: what somebody recognises in what the browser says of itself."""
    program = next((name for mark, name in PROGRAMS if mark in device), "")
    system = next((name for mark, name in SYSTEMS if mark in device), "")
    return " · ".join(filter(None, (program, system))) or device[:40]


def known_for(user_id: int | None) -> str | None:
    """The id of this browser, if somebody signed in to that account with it before."""
    kept = _kept()
    return str(kept["browser"]) if user_id is not None and user_id in kept["users"] else None


def remember(answer: Response, user_id: int) -> Response:
    """From now on this browser is known for the account."""
    kept = _kept()
    users = [user_id, *(each for each in kept["users"] if each != user_id)][:MOST_USERS]
    answer.set_cookie(
        _name(),
        _signer().dumps({"browser": kept["browser"], "users": users}),
        max_age=YEAR,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return answer


def _kept() -> dict[str, Any]:
    try:
        found: dict[str, Any] = _signer().loads(request.cookies.get(_name(), ""))
    except BadSignature:
        return {"browser": secrets.token_urlsafe(12), "users": []}
    return found


def _name() -> str:
    return "__Host-known" if current_app.config["SESSION_COOKIE_SECURE"] else "known"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="known browser")
