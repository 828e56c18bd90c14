"""The colours of stages: a stage has the one that was chosen in set-up, or else the one of its place in the process."""

from __future__ import annotations

from enum import StrEnum

from salesapp.core.i18n import _l


class Hue(StrEnum):
    """A colour that tells stages apart, in light and dark. Green and red are left to what was won and lost."""

    BLUE = "blue"
    VIOLET = "violet"
    AMBER = "amber"
    TEAL = "teal"
    PINK = "pink"
    LIME = "lime"
    ORANGE = "orange"
    SLATE = "slate"

    @property
    def label(self) -> str:
        return {
            "blue": _l("Blue"),
            "violet": _l("Violet"),
            "amber": _l("Amber"),
            "teal": _l("Teal"),
            "pink": _l("Pink"),
            "lime": _l("Lime"),
            "orange": _l("Orange"),
            "slate": _l("Slate"),
        }[self.value]


IN_ORDER = (Hue.BLUE, Hue.VIOLET, Hue.AMBER, Hue.TEAL, Hue.PINK, Hue.LIME)
"""Neighbours differ most."""


def hue_at(position: int) -> Hue:
    """The colour of the stage at that place, counted from 1."""
    return IN_ORDER[(position - 1) % len(IN_ORDER)]
