"""Where somebody goes back to after an act: the page that they came from, kept in the address as `back`."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request


def way_back() -> str | None:
    """The kept address; None where there is none, or one that leads away from here."""
    kept = request.args.get("back", "")
    parts = urlsplit(kept) if kept.startswith("/") and kept.isprintable() and "\\" not in kept else None
    return kept if parts is not None and not parts.netloc and not kept.startswith("//") else None


def back_or(otherwise: str) -> str:
    """The kept address, else the one that is given."""
    return way_back() or otherwise
