"""Guidance of a stage as it is shown: Markdown without HTML, so paragraphs, emphasis, lists and links."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:  # loaded with the first guidance that is shown
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

ADDRESS = re.compile(r"(?<![\w(<\[/])https?://[^\s<>\"'()]+[^\s<>\"'.,;:!?)\]]")
"""An address that stands in the text by itself."""
USED = ("emphasis", "list", "link", "autolink", "newline", "escape")


def linked(text: str | None) -> Markup:
    """The text as HTML. What it holds of HTML is shown, not obeyed; links lead to the web and nowhere else."""
    html = _markdown().render(ADDRESS.sub(lambda found: f"<{found[0]}>", text or ""))
    return Markup(html)  # noqa: S704  rendered without HTML and with the links checked


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    class Guidance(MarkdownIt):
        """Markdown whose links lead to the web only."""

        def validateLink(self, url: str) -> bool:  # noqa: N802  the library's own name
            """Whether a link may lead there."""
            return url.lower().startswith(("https://", "http://"))

    made = Guidance("zero", {"html": False, "breaks": True}).enable(list(USED))
    made.add_render_rule("link_open", _opened_elsewhere)
    return made


def _opened_elsewhere(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    tokens[index].attrSet("rel", "noopener noreferrer")
    tokens[index].attrSet("target", "_blank")
    return renderer.renderToken(tokens, index, options, env)
