"""What somebody decides on or sends out is what they saw: the sheet carries `as_seen` in a hidden field."""

from __future__ import annotations

from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _


class Seen:
    """Mix into a model whose sheets are acted on as they were read."""

    @property
    def as_seen(self) -> str:
        """Differs once what the sheet shows does."""
        raise NotImplementedError

    def must_be_as(self, seen: str | None) -> None:
        """RuleBroken where it is not what somebody saw who now acts on it; None where nobody looked."""
        if seen is not None and seen != self.as_seen:
            raise RuleBroken(_("Someone else has changed this since you opened it. Check it again."))
