"""What a reused record gains from a lead: its blank fields are filled, what it holds stays."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Filling:
    """What is to be written, and where the lead says something else than the record, which stays."""

    fills: Mapping[str, Any]
    keeps: Mapping[str, Any]
    """Attribute → what the record holds."""

    @property
    def digest(self) -> str:
        """Short and equal exactly when the same would be written."""
        written = json.dumps(
            {name: str(value) for name, value in sorted(self.fills.items())}, ensure_ascii=False
        )
        return hashlib.sha256(written.encode()).hexdigest()[:16]


def is_blank(value: object) -> bool:
    """Nothing, or only white space. 0 and False are answers."""
    return value is None or (isinstance(value, str) and not value.strip())


def filling(held: Mapping[str, Any], offered: Mapping[str, Any]) -> Filling:
    """What `offered` adds to `held`, both attribute → value. An attribute that `held` does not name is no field."""
    known = {name: value for name, value in offered.items() if name in held and not is_blank(value)}
    fills = {name: value for name, value in known.items() if is_blank(held[name])}
    keeps = {
        name: held[name]
        for name, value in known.items()
        if name not in fills and not _alike(held[name], value)
    }
    return Filling(fills, keeps)


def _alike(one: object, other: object) -> bool:
    """Whether a reader takes the two for the same: case, spaces and the notation of a phone number aside."""
    if one == other:
        return True
    dialled = _dialled(one), _dialled(other)
    if all(dialled):
        return dialled[0].endswith(dialled[1]) or dialled[1].endswith(dialled[0])
    return _folded(one) == _folded(other)


def _folded(value: object) -> str:
    return "".join(str(value).casefold().split()).rstrip("/")


def _dialled(value: object) -> str:
    """The digits of a phone number without the zeros before; empty for anything else."""
    text = str(value)
    digits = "".join(each for each in text if each.isdigit()).lstrip("0")
    is_number = isinstance(value, str) and len(digits) > 5 and not any(each.isalpha() for each in text)
    return digits if is_number else ""
