"""Pictures that people send: opened with care, turned upright, made smaller, and without what a camera wrote beside."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING

from salesapp.core.i18n import _

if TYPE_CHECKING:  # Pillow is loaded with the first picture: a process that sees none does without its 8 MB
    from PIL import Image

TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
"""The formats that are opened; every further decoder would be a further door."""
MOST_PIXELS = 25_000_000
"""Pixels that are unpacked at most (75 MB). A JPEG of any camera stays below: it is unpacked smaller than it is."""
THUMBNAIL = 240
BROKEN = (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError, TypeError, struct.error)
"""What Pillow's decoders raise for pictures that are cut off or made up."""


class NoPicture(ValueError):
    """It is no picture that can be shown; the sentence says why."""


def upright(content: bytes, longest: int) -> Image.Image:
    """The picture as it was held, in plain colours, its longer side at most `longest` pixels.

    Raises NoPicture for what is no picture, is damaged or would unpack to too much.
    """
    from PIL import Image

    try:
        found = _unpacked(content, longest)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        found = None
    except BROKEN as broken:
        raise NoPicture(_("This picture can’t be read. Upload a JPEG or PNG.")) from broken
    if found is None:
        raise NoPicture(_("This picture is too large. Use a smaller one."))
    return found


def _unpacked(content: bytes, longest: int) -> Image.Image | None:
    """None for one that would take too much memory; nothing of it has been unpacked then."""
    from PIL import Image, ImageOps

    with Image.open(BytesIO(content), formats=list(TYPES)) as opened:
        long = max(opened.size)
        opened.draft("RGB", (opened.width * longest // long, opened.height * longest // long))
        if opened.width * opened.height > MOST_PIXELS:
            return None
        turned = ImageOps.exif_transpose(opened)
        turned.thumbnail((longest, longest))
        return _on_white(turned)


def as_jpeg(picture: Image.Image, quality: int = 85) -> bytes:
    """The pixels alone: no place, no camera, no date."""
    from PIL import Image

    written = BytesIO()
    plain = Image.new("RGB", picture.size)
    plain.paste(picture)
    plain.save(written, "JPEG", quality=quality, optimize=True)
    return written.getvalue()


def as_png(picture: Image.Image) -> bytes:
    """The pixels alone, none of them changed."""
    from PIL import Image

    written = BytesIO()
    plain = Image.new("RGB", picture.size)
    plain.paste(picture)
    plain.save(written, "PNG", optimize=True)
    return written.getvalue()


def thumbnail(content: bytes) -> bytes | None:
    """A small JPEG of the picture; None for what is none."""
    try:
        return as_jpeg(upright(content, THUMBNAIL), quality=75)
    except NoPicture:
        return None


def _on_white(picture: Image.Image) -> Image.Image:
    from PIL import Image

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")
