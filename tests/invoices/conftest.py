from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from salesapp.people.models import User
from tests.quotes.stage import stage


@pytest.fixture
def house(app: Flask, cast: dict[str, User]) -> SimpleNamespace:
    """The customer, the goods and the people of tests/quotes/stage.py."""
    return stage(cast)


@pytest.fixture
def finn(house: SimpleNamespace) -> Any:
    """The clerk of finance."""
    return house.people["finn"]
