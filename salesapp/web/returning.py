"""Where somebody goes back to after an act: the page that they came from, kept in the address as `back`."""

from __future__ import annotations

import re

from flask import request

from salesapp.core.parsing.addresses import address_parts

PRESSED = "pressed"
"""The hidden field of a form in which nothing is typed or chosen."""
TYPED = re.compile(r'<(?:select|textarea)\b|<input\b(?![^>]*\btype="(?:hidden|submit|button|image|reset)")')


def only_pressed(content: str) -> bool:
    """Whether a form of this content is one or several buttons: to refuse it loses nothing that was typed."""
    return not TYPED.search(content)


def ours(address: str) -> str | None:
    """An address that came with a request; None where there is none, or one that leads away from here."""
    parts = (
        address_parts(address)
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
