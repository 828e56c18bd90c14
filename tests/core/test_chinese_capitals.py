from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesapp.core.money import chinese_capitals, to_minor


@pytest.mark.parametrize(
    ("amount", "capitals"),
    [
        # The examples of the central bank's rules for filling in vouchers.
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        # Zeros, ends and sizes.
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("0.53", "伍角叁分"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("10.05", "壹拾元零伍分"),
        ("15", "壹拾伍元整"),
        ("100", "壹佰元整"),
        ("101", "壹佰零壹元整"),
        ("1001", "壹仟零壹元整"),
        ("1010", "壹仟零壹拾元整"),
        ("10001", "壹万零壹元整"),
        ("100500", "壹拾万零伍佰元整"),
        ("1010000", "壹佰零壹万元整"),
        ("12345678.90", "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角整"),
        ("100000000", "壹亿元整"),
        ("100010000", "壹亿零壹万元整"),
        ("100000001", "壹亿零壹元整"),
        ("1000000000000", "壹万亿元整"),
        ("1000000000005", "壹万亿零伍元整"),
        ("-88.88", "负捌拾捌元捌角捌分"),
        ("-0.01", "负壹分"),
    ],
)
def test_yuan_are_written_in_capitals(amount, capitals):
    assert chinese_capitals(to_minor(Decimal(amount), "CNY"), "CNY") == capitals


@pytest.mark.parametrize(
    ("minor", "currency", "capitals"),
    [
        (123450, "USD", "美元壹仟贰佰叁拾肆元伍角整"),
        (-5000, "JPY", "日元负伍仟元整"),
        (1005, "KWD", "科威特第纳尔壹元零伍厘"),
        (1250, "KWD", "科威特第纳尔壹元贰角伍分整"),
    ],
)
def test_other_currencies_are_named(minor, currency, capitals):
    assert chinese_capitals(minor, currency) == capitals


def value_of(capitals: str) -> int:
    """Reads capitals back, in 分."""
    sign = -1 if capitals.startswith("负") else 1
    whole, _, parts = capitals.lstrip("负").rpartition("元")
    value, digit = number_of(whole) * 100, 0
    for character in parts.rstrip("整"):
        if character in "角分":
            value += digit * (10 if character == "角" else 1)
        else:
            digit = "零壹贰叁肆伍陆柒捌玖".index(character)
    return sign * value


def number_of(numeral: str) -> int:
    for size, name in ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾")):
        head, found, rest = numeral.rpartition(name)
        if found:
            return number_of(head) * size + number_of(rest)
    return "零壹贰叁肆伍陆柒捌玖".index(numeral.lstrip("零") or "零")


@given(st.integers(-(10**15), 10**15))
def test_every_amount_can_be_read_back(minor):
    capitals = chinese_capitals(minor, "CNY")
    assert value_of(capitals) == minor
    assert "零零" not in capitals
    assert capitals.endswith(("整", "分"))
