"""Pictures for tests, drawn when they are asked for."""

from __future__ import annotations

from io import BytesIO

import segno
import zxingcpp
from PIL import Image

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
TURNS = {1: 0, 3: 180, 6: 90, 8: 270}
"""EXIF's number for how the camera was held → by how many degrees the picture lies wrongly."""


def picture(width: int = 640, height: int = 400, colour: str = "tan") -> Image.Image:
    return Image.new("RGB", (width, height), colour)


def written(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    content = BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


def card_with_code(text: str, *, code: int = 420, size: tuple[int, int] = (1200, 800)) -> Image.Image:
    """A card on a table, a QR code on its right half."""
    table, card = Image.new("RGB", size, "dimgray"), Image.new("RGB", (size[0] - 80, size[1] - 80), "white")
    table.paste(card, (40, 40))
    drawn = memoryview(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=8))
    squares = Image.frombytes("L", drawn.shape[::-1], bytes(drawn)).convert("RGB")
    table.paste(squares.resize((code, code)), (size[0] - code - 80, 120))
    return table


def code_of(content: bytes) -> bytes:
    """A code of these bytes alone, which says nothing about their encoding, as a PNG."""
    held = BytesIO()
    segno.make(content, mode="byte", error="m").save(held, kind="png", scale=6)
    return held.getvalue()


def held(image: Image.Image, orientation: int) -> bytes:
    """A JPEG as a phone writes it that was held this way: the pixels lie, EXIF says how to turn them back."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = orientation, "A phone"
    exif.get_ifd(GPS)[1] = "N"
    return written(image.rotate(TURNS[orientation], expand=True), exif=exif)
