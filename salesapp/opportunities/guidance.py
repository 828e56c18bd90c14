"""Guidance of a stage as it is shown: paragraphs, and addresses that can be followed."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


def linked(text: str | None) -> Markup:
    """The text escaped, its web addresses as links."""
    typed, parts, end = text or "", [], 0
    for found in ADDRESS.finditer(typed):
        parts.append(escape(typed[end : found.start()]))
        link = Markup('<a href="{0}" rel="noopener noreferrer" target="_blank">{0}</a>')
        parts.append(link.format(found[0]))
        end = found.end()
    parts.append(escape(typed[end:]))
    return Markup('<p class="prewrap">{}</p>').format(Markup("").join(parts))
