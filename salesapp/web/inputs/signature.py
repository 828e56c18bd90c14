"""A signature drawn on the page."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence

from wtforms import Field

from salesapp.core.i18n import _
from salesapp.web.filters import PICTURE, picture_address

PNG_BEGINS = b"\x89PNG\r\n\x1a\n"


class SignatureField(Field):
    """A signature drawn on the page: a PNG as bytes in `data`, None where nobody drew one."""

    MOST = 200_000

    data: bytes | None

    def _value(self) -> str:
        """What was drawn, so that a form that comes back still shows it."""
        return "" if self.data is None else picture_address(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        sent = valuelist[0] if valuelist else ""
        self.data = self._read(sent) if sent else None

    def _read(self, sent: str) -> bytes:
        try:
            picture = b64decode(sent.removeprefix(PICTURE), validate=True)
        except ValueError:
            picture = b""
        if not picture.startswith(PNG_BEGINS) or len(picture) > self.MOST:
            raise ValueError(_("This signature can’t be read. Clear it and sign again."))
        return picture
