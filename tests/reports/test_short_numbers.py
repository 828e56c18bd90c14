"""Numbers for tight places: the unit is the one that the rounded number has."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask_babel import force_locale

from salesapp.reports.drawing import short_money


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("language", "amount", "said"),
    [
        ("en", "999999", "€1M"),
        ("en", "999950", "€1M"),
        ("en", "999949", "€999.9K"),
        ("en", "-999999", "-€1M"),
        ("en", "1200000", "€1.2M"),
        ("en", "999", "€999"),
        ("en", "999.99", "€1K"),
        ("en", "0", "€0"),
        ("zh", "99999999", "€1亿"),
        ("zh", "9999.99", "€1万"),
        ("zh", "99999", "€10万"),
        ("zh", "1200000", "€120万"),
    ],
)
def test_an_amount_that_rounds_up_to_the_next_unit_is_said_in_it(cast, language, amount, said):
    with force_locale(language):
        assert short_money(int(Decimal(amount) * 100)) == said
