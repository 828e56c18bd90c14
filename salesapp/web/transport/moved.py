"""Addresses that pages once had: a bookmark from then leads to where the page is now."""

from __future__ import annotations

import re

from flask import Flask, Response, redirect, request

MOVED = {
    r"/(invoices|credit-notes)/(\d+)/e-invoice\.xml": r"/\1/\2.xml",
    r"/bank/statements/(\d+)": r"/bank-statements/\1",
    "/bank(/.*)?": r"/bank-statements\1",
    "/setup/doubles": "/setup/duplicates",
    "/leads/hand-over": "/leads/change-owner",
    r"/payments/(\d+)/take-back": r"/payments/\1/reverse",
}
"""The pattern of each old address, and the new one."""


def init(app: Flask) -> None:
    """Asked before anything else is: the page it leads to asks who is there."""
    app.before_request(_lead_on)


def _lead_on() -> Response | None:
    if request.routing_exception is None:
        return None
    for old, new in MOVED.items():
        if found := re.fullmatch(old, request.path):
            query = request.query_string.decode("latin-1")
            # 308: whatever was sent to the old address is sent to the new one
            return redirect(found.expand(new) + (f"?{query}" if query else ""), 308)  # type: ignore[return-value]
    return None
