"""A verb of the table: who presses what, on which page, and which records it touches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.concurrency.scene import Scene

Fields = Callable[[Scene], dict[str, Any]]


@dataclass(frozen=True)
class Verb:
    """`page` and `action` are addresses with names of the scene in braces; `fields` is what is filled in."""

    name: str
    by: str
    page: str
    touches: str
    """Names of the scene's records, separated by spaces: what a verb finds hanging on its record as well."""
    action: str = ""
    fields: Fields = field(default=lambda _scene: {})

    def prepare(self, browser: Any, scene: Scene) -> Callable[[], Any]:
        """Opens the page as the person sees it now; what it gives presses the button."""
        page = self.page.format_map(scene)
        action = self.action.format_map(scene) or page.partition("?")[0]
        form = browser.filled(page, action=action.partition("?")[0], **self.fields(scene))
        return lambda: browser.post(action, data=form)


def values(**given: str) -> Fields:
    """Texts with names of the scene in braces."""
    return lambda scene: {name: text.format_map(scene) for name, text in given.items()}


def note(on: str) -> str:
    return f"/activities/of/{on}/note"
