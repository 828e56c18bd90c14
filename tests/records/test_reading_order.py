"""Lists are sorted, and looked through, as people of the reader's language do it; the same on both databases."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from salesapp.core import clock
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate
from salesapp.core.ordering.collation import folded, sort_key
from salesapp.core.registry import record_type
from salesapp.customers.models import Account
from salesapp.leads.models import Lead
from salesapp.records.lists.listing import Criteria, page_of
from tests.architecture.examples import Examples

IN_ORDER = [
    "apfel", "Ärzte", "Banane", "éclair", "Łódź", "MÜLLER", "ÖL", "Straße", "Zebra", "安九", "重庆", "李四", "张三",
]  # fmt: skip


def names(key, **asked):
    return [row.name for row in page_of(Criteria.from_args(record_type(key), asked)).rows]


@pytest.fixture
def companies(cast):
    db.session.add_all(Account(name=each) for each in sorted(IN_ORDER))
    db.session.commit()


def test_names_are_sorted_by_people_s_order(companies):
    assert names("account", sort="name") == IN_ORDER
    assert names("account", sort="-name") == IN_ORDER[::-1]


def test_a_renamed_record_moves_to_its_new_place(companies):
    db.session.query(Account).filter_by(name="Zebra").one().name = "Ábaco"
    db.session.commit()
    assert names("account", sort="name")[0] == "Ábaco"


def test_choices_and_proposals_stand_in_the_same_order(companies, as_user):
    found = as_user("root").htmx("/accounts/pick").text
    assert [found.index(each) for each in IN_ORDER[:8]] == sorted(found.index(each) for each in IN_ORDER[:8])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("müller", "MÜLLER"), ("MULLER", "MÜLLER"), ("ÉCLAIR", "éclair"), ("ärzte", "Ärzte"), ("strasse", "Straße"),
        ("łódź", "Łódź"), ("李四", "李四"), ("apf%", None),
    ],
)  # fmt: skip
def test_filters_and_searches_do_not_mind_case_and_accents(companies, typed, found):
    wanted = [found] if found else []
    assert names("account", name=typed) == wanted
    assert names("account", q=typed) == wanted


def test_greek_is_found_in_capitals_and_without_accents(cast):
    db.session.add(Account(name="Σοφία Παπαδοπούλου"))
    db.session.commit()
    assert names("account", name="ΣΟΦΙΑ") == ["Σοφία Παπαδοπούλου"]


def test_the_databases_fold_letter_by_letter_like_the_program(app):
    from sqlalchemy import func, literal, select

    letters = [chr(code) for code in (*range(0xA0, 0x530), *range(0x1E00, 0x2000), *range(0xFF01, 0xFF5F))]
    text = "".join(each for each in letters if each.isprintable()) + "Muller E\u0301"
    assert db.session.connection().scalar(select(func.folded(literal(text)))) == folded(text)


def test_a_key_fits_an_index_however_long_the_text():
    assert len((sort_key("龘" * 255) or "").encode()) < 2000


@pytest.fixture
def worths(cast):
    """Five leads whose amounts are worth, in euros: 900, 855, 640, 558 and an unknown sum."""
    for code, rate in (("USD", "0.9"), ("CNY", "0.128"), ("JPY", "0.0062")):
        db.session.add(CurrencyRate(currency=code, valid_from=clock.today("UTC"), rate=Decimal(rate)))
    amounts = {"EUR": 900_00, "USD": 950_00, "CNY": 5_000_00, "JPY": 90_000, "KWD": 1_000}
    db.session.add_all(
        Lead(name=code, estimated_amount=minor, currency=code) for code, minor in amounts.items()
    )
    db.session.add(Lead(name="none"))
    db.session.commit()


def test_amounts_of_several_currencies_are_sorted_by_worth(worths):
    assert names("lead", sort="-estimated_amount")[:4] == ["EUR", "USD", "CNY", "JPY"]
    assert names("lead", sort="estimated_amount")[:4] == ["JPY", "CNY", "USD", "EUR"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"estimated_amount__min": "600"}, {"EUR", "USD", "CNY"}),
        ({"estimated_amount__max": "600"}, {"JPY"}),
        ({"estimated_amount__min": "1,000 USD"}, {"EUR"}),
        ({"estimated_amount__min": "¥110000 JPY"}, {"EUR", "USD"}),
        ({"estimated_amount": "5000 CNY"}, {"CNY"}),
        ({"estimated_amount": "$900"}, set()),
        ({"estimated_amount__min": "600 KWD"}, set()),
    ],
)
def test_amounts_are_filtered_by_worth_and_a_named_currency_is_heard(worths, asked, found):
    assert set(names("lead", sort="name", **asked)) == found


AROUND = {"before": (1, 23, 59), "early": (2, 0, 0), "late": (2, 23, 59), "after": (3, 0, 0)}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"touched_at": "2026-03-02"}, {"early", "late"}),
        ({"touched_at__min": "2026-03-02"}, {"early", "late", "after"}),
        ({"touched_at__max": "2026-03-02"}, {"before", "early", "late"}),
        ({"touched_at__max": "2026-03-02T12:00"}, {"before", "early"}),
        ({"touched_at": "0001-01-01"}, set()),
    ],
)
def test_a_day_is_all_of_its_hours_on_the_clocks_of_the_company(cast, asked, found):
    company().zone = "Asia/Shanghai"
    deal = Examples(cast["ada"]).of_every_type()["opportunity"]

    def is_found(day, hour, minute):
        deal.touched_at = datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))
        db.session.commit()
        return names("opportunity", **asked) == [deal.name]

    assert {name for name, moment in AROUND.items() if is_found(*moment)} == found
