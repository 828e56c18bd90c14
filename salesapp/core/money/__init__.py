"""Exact money: amounts in whole minor units, currencies with their decimals and rates."""

from salesapp.core.money.amounts import (
    Money,
    PricePerUnit,
    apportion,
    chinese_capitals,
    convert,
    exact,
    exponent,
    from_minor,
    mean_rate,
    round_half_up,
    same_figure,
    spread,
    to_minor,
)

__all__ = [
    "Money",
    "PricePerUnit",
    "apportion",
    "chinese_capitals",
    "convert",
    "exact",
    "exponent",
    "from_minor",
    "mean_rate",
    "round_half_up",
    "same_figure",
    "spread",
    "to_minor",
]
