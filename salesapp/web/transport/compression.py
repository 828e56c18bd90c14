"""HTML goes over the wire compressed: on a slow phone a board arrives in a tenth of the time.

A page holds no secret that an attacker could guess by its length: cookies are SameSite, and a request that another
site causes comes without them.
"""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

WORTH_IT = 1000
"""Bytes below which compressing costs more than it saves."""
LEVEL = 5


def init(app: Flask) -> None:
    """Compresses what templates give. Static files are compressed once, when they are read."""
    app.after_request(compress)


def compress(answer: Response) -> Response:
    """The answer, smaller for browsers that take gzip."""
    plain = (
        answer.mimetype == "text/html" and "Content-Encoding" not in answer.headers and not answer.is_streamed
    )
    if not plain or (answer.content_length or 0) < WORTH_IT:
        return answer
    answer.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip"):
        answer.set_data(gzip.compress(answer.get_data(), LEVEL, mtime=0))
        answer.headers["Content-Encoding"] = "gzip"
    return answer
