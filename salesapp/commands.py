"""Every command of the product, by the package that brings it."""

from __future__ import annotations

from salesapp.operating.commands import COMMANDS as OPERATING
from salesapp.people.commands import COMMANDS as PEOPLE

COMMANDS = (*OPERATING, *PEOPLE)
