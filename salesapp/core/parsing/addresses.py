"""Addresses of pages as they come in: headers, arguments and files may hold anything."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

NOWHERE = SplitResult("", "", "", "", "")


def address_parts(address: str | None) -> SplitResult:
    """The parts of an address; all of them empty where it is none, such as `http://[`."""
    try:
        return urlsplit(address or "")
    except ValueError:
        return NOWHERE
