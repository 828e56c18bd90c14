"""A PDF as an answer."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response

from salesapp.quotes.issued.papers import file_name, pdf_of
from salesapp.web.attachments import name_file


def pdf_answer(document: Any) -> Response:
    """The document's PDF, shown in the browser under its file name."""
    answer = make_response(pdf_of(document))
    answer.headers["Content-Type"] = "application/pdf"
    name_file(answer, "inline", file_name(document))
    answer.headers["Cache-Control"] = "no-store"
    return answer
