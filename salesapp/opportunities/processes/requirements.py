"""What stages ask for before they are left forward: each thing that is missing, with its sentence and its input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from salesapp.core.errors import RuleBroken


@dataclass(frozen=True)
class Gap:
    """One thing that is missing. `input` names the control that fills it: a field, "product", "decider", "item_7"."""

    input: str
    sentence: str
    stage: str
    """The name of the stage that asks for it."""


class NotYet(RuleBroken):
    """It can't go there yet; a sheet shows the gaps with what fills them."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        super().__init__(" ".join(each.sentence for each in gaps))
        self.gaps = list(gaps)
