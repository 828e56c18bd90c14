"""Phone numbers as they really stand in fields: with remarks, extensions, several at once, from everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesapp.core.parsing.phones import PhoneNumber, dialled, e164, numbers, sought_digits


@pytest.mark.parametrize(
    ("typed", "region", "dials"),
    [
        # remarks
        ("0171 1234567 mobil", "DE", "+491711234567"),
        ("030 123456 privat", "DE", "+4930123456"),
        ("030 123456 Anna", "DE", "+4930123456"),
        ("0171-1234567 (nur vormittags)", "DE", "+491711234567"),
        ("13800138000(微信同号)", "CN", "+8613800138000"),
        ("13800138000（微信同号）", "DE", "+8613800138000"),
        ("138 0013 8000（张）", "CN", "+8613800138000"),
        ("Tel: 030 1234567", "DE", "+49301234567"),
        ("电话13800138000", "CN", "+8613800138000"),
        ("\u202a+49 30 123456\u202c", "US", "+4930123456"),
        ("13812345678.0", "CN", "+8613812345678"),
        # several numbers
        ("030 123456 / 0171 1234567", "DE", "+4930123456"),
        ("030/1234567/0171 1234567", "DE", "+49301234567"),
        ("030 1234567; 0171 1234567", "DE", "+49301234567"),
        ("13800138000 13900139000", "CN", "+8613800138000"),
        ("030 123456 (privat: 0171 1234567)", "DE", "+4930123456"),
        # extensions in the words of each country
        ("010-62345678转801", "CN", "+861062345678,801"),
        ("010-62345678转801", "DE", "+861062345678,801"),
        ("010-62345678 分机 801", "CN", "+861062345678,801"),
        ("02-2345-6789 分機 12", "TW", "+886223456789,12"),
        ("010-62345678-801", "CN", "+861062345678,801"),
        ("(010)62345678-801", "CN", "+861062345678,801"),
        ("+86 10 62345678-801", "DE", "+861062345678,801"),
        ("0755-83456789-8", "CN", "+8675583456789,8"),
        ("030 123456 App. 78", "DE", "+4930123456,78"),
        ("030 1234567 DW 12", "DE", "+49301234567,12"),
        ("030 1234567 Durchwahl: 12", "DE", "+49301234567,12"),
        ("01 5123456 Klappe 7", "AT", "+4315123456,7"),
        ("+33 1 23 45 67 89 poste 12", "DE", "+33123456789,12"),
        ("+55 11 3333-4444 ramal 12", "DE", "+551133334444,12"),
        ("+7 495 123-45-67 доб. 12", "DE", "+74951234567,12"),
        ("+48 22 123 45 67 wew. 5", "DE", "+48221234567,5"),
        ("+39 06 1234567 int. 3", "DE", "+39061234567,3"),
        ("+81 3-1234-5678 内線12", "DE", "+81312345678,12"),
        ("02-312-3456 내선 12", "KR", "+8223123456,12"),
        ("(415) 555-2671 ext. 12", "US", "+14155552671,12"),
        ("+31-20-5550100;ext=102", "DE", "+31205550100,102"),
        ("+86 10 62345678,801", "DE", "+861062345678,801"),
        # trunk and international prefixes
        ("030 1234567", "DE", "+49301234567"),
        ("+49 (0)30 / 1234-567", "US", "+49301234567"),
        ("0049 30 1234567", "DE", "+49301234567"),
        ("0049 30 1234567", "US", "+49301234567"),
        ("0044 (0)20 7946 0958", "DE", "+442079460958"),
        ("＋８６ １３８００１３８０００", "DE", "+8613800138000"),
        ("021-6888 8888", "CN", "+862168888888"),
        ("+49 30 123456-78", "DE", "+493012345678"),
        # letters that are digits
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("1-800-FLOWERS", "DE", "+18003569377"),
        # what no one dials from anywhere stays as it is
        ("110", "DE", "110"),
        ("555-2671", "US", "5552671"),
        ("030 1234567", "ZZ", "0301234567"),
        ("call me", "DE", ""),
        ("", "DE", ""),
    ],
)
def test_a_link_dials_the_first_number_and_its_extension(typed, region, dials):
    assert dialled(typed, region) == dials
    known = dials.startswith("+")
    assert e164(typed, region) == (dials.partition(",")[0] if known else None)
    if known:
        assert dialled(dials, region) == dials, "what a link dials is read as the same number"


def test_all_numbers_of_a_field_are_known():
    assert numbers("030 123456 App. 7 / 0171 1234567 privat", "DE") == (
        PhoneNumber("+4930123456", "7"),
        PhoneNumber("+491711234567"),
    )
    assert [each.e164 for each in numbers("13800138000 13900139000", "CN")] == [
        "+8613800138000",
        "+8613900139000",
    ]
    assert [each.e164 for each in numbers("Büro 030 123456 mobil 0171 1234567", "DE")] == [
        "+4930123456",
        "+491711234567",
    ]


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("030 5557042", "305557042"),
        ("+49 30 5557042", "305557042"),
        ("0049 (0)30 5557042", "305557042"),
        ("030 5557042 privat", "305557042"),
        ("5557042", "5557042"),
        ("030 55", "3055"),
        ("110", "110"),
        ("12", None),
        ("mobil", None),
    ],
)
def test_what_is_sought_is_in_every_notation_of_a_number(typed, digits):
    assert sought_digits(typed, "DE") == digits


@given(st.text(max_size=40) | st.text(alphabet="0123456789+()-/ .,;#xt转分机доб内線Anna\0", max_size=40))
def test_no_text_is_too_strange_to_be_read(typed):
    for region in ("CN", "DE"):
        assert all(each.e164[0] == "+" and each.e164[1:].isdigit() for each in numbers(typed, region))
        assert set(dialled(typed, region)) <= set("+0123456789,")
        sought_digits(typed, region)
