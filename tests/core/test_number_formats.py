"""Numbers are written and read back by their format."""

from __future__ import annotations

import pytest

from salesapp.core.numbering import NumberFormat


@pytest.mark.parametrize(
    ("written", "number", "place"),
    [
        (NumberFormat("INV"), "INV-2026-00042", (2026, 42)),
        (NumberFormat("RE", "/", 2, 4), "RE/26/0042", (2026, 42)),
        (NumberFormat("", "-", 4, 3), "2026-042", (2026, 42)),
        (NumberFormat("F", "", 0, 6), "F000042", (0, 42)),
        (NumberFormat("R", "", 2, 3), "R261234", (2026, 1234)),
    ],
)
def test_a_number_is_read_as_it_was_written(written, number, place):
    assert (written.written(*place), written.read(number)) == (number, place)


@pytest.mark.parametrize(
    "number", ["INV-2026-42", "INV-2026-00000", "INV-26-00042", "RE-2026-00042", "INV-2026-000042"]
)
def test_what_a_format_does_not_write_is_none_of_its_numbers(number):
    assert NumberFormat("INV").read(number) is None
