"""What somebody decided about the three records that a lead becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from salesapp.customers.models import Account, Contact
from salesapp.opportunities.models import Opportunity


@dataclass(frozen=True)
class New:
    """Make one. `values` (attribute → value) win over what the lead brings."""

    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FollowUp:
    """A task for the owner, planned with the conversion."""

    title: str
    due_on: date | None = None


@dataclass(frozen=True)
class Choices:
    """A record is reused, `New` makes one, None does without.

    The records are locked, and whoever converts may change them.
    """

    account: Account | New | None = None
    contact: Contact | New | None = None
    opportunity: Opportunity | New | None = None
    follow_up: FollowUp | None = None
