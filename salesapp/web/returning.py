"""Where somebody goes back to after an act: the page that they came from, kept in the address as `back`."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request


def ours(address: str) -> str | None:
    """An address that came with a request; None where there is none, or one that leads away from here."""
    parts = (
        urlsplit(address)
        if address.startswith("/") and address.isprintable() and "\\" not in address
        else None
    )
    return address if parts is not None and not parts.netloc and not address.startswith("//") else None


def way_back() -> str | None:
    """The kept address, where there is one."""
    return ours(request.args.get("back", ""))


def back_or(otherwise: str) -> str:
    """The kept address, else the one that is given."""
    return way_back() or otherwise
