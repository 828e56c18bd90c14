"""The company's logo: any picture somebody has of it becomes a small PNG in the files' folder."""

from __future__ import annotations

from sqlalchemy import select

from salesapp.core.company import Company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.files import storage
from salesapp.core.files.pictures import NoPicture, as_png, upright
from salesapp.core.i18n import _

LONGEST = 600
"""Pixels: sharp at 12 mm height on paper, and light on every page."""
MOST_BYTES = 5_000_000


def stored_logo(content: bytes) -> str:
    """The SHA-256 under which the logo is kept. RuleBroken for what is no picture or too large."""
    if len(content) > MOST_BYTES:
        raise RuleBroken(_("This picture is too large. Use a smaller one."), field="file")
    try:
        return storage.keep(as_png(upright(content, LONGEST)))
    except NoPicture as none:
        raise RuleBroken(str(none), field="file") from none


def digests_of_logos(begin: str) -> set[str]:
    """What the settings name of the stored contents that begin so."""
    query = select(Company.logo).where(Company.logo.startswith(begin, autoescape=True))
    return {digest for digest in db.session.scalars(query) if digest}
