import pytest

from tests.quotes.stage import stage


@pytest.fixture
def house(app, cast):
    """The customer, the goods and the people of tests/quotes/stage.py."""
    return stage(cast)


@pytest.fixture
def finn(house):
    """The clerk of finance."""
    return house.people["finn"]
