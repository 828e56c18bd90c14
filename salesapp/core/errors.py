"""The two ways a request of a user can fail below the view: a broken rule and a clash with a colleague."""

from __future__ import annotations

from typing import Any

from salesapp.core.i18n import kept


class RuleBroken(Exception):
    """A rule of the domain refuses; `sentence` is shown to the user as it is. `field` names the input to mend."""

    def __init__(self, sentence: object, *, field: str | None = None) -> None:
        super().__init__(str(sentence))
        self.sentence = kept(str(sentence))
        self.field = field


class Clash(Exception):
    """Somebody else changed the record after this form was opened. `record` holds their version."""

    def __init__(self, record: Any) -> None:
        super().__init__("the record was changed meanwhile")
        self.record = record
