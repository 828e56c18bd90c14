"""Account numbers of the company: a slip in an IBAN would stand on every invoice."""

import pytest

from salesapp.core.parsing.ibans import wrong_iban


@pytest.mark.parametrize(
    "text",
    [
        "DE02 1203 0000 0000 2020 51",
        "gb82 west 1234 5698 7654 32",
        "NO93 8601 1117 947",
        "CH93-0076-2011-6238-5295-7",
    ],
)
def test_true_ones_pass_however_they_are_written(text: str) -> None:
    assert not wrong_iban(text)


@pytest.mark.parametrize(
    "text",
    ["DE02 1203 0000 0000 2020 15", "DE00 1234", "GB82 WEST 1234 5698 7654 3", "DE02 1203 0000 0000 2020 5O"],
)
def test_a_slip_is_seen(text: str) -> None:
    assert wrong_iban(text)


@pytest.mark.parametrize(
    "text", ["6222 0212 3456 7890 123", "12-345678-90", "0123456789 / 20050550", "SWIFT only"]
)
def test_account_numbers_of_other_kinds_are_left_alone(text: str) -> None:
    assert not wrong_iban(text)
