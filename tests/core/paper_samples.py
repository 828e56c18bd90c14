"""Documents to print in the tests: a bilingual one of any length, with any field replaced."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from salesapp.core.paper import Paper, PaperLine, Party, TaxShare

SELLER = Party(
    name="Northwind Instruments GmbH",
    address=("Speicherstraße 12", "20457 Hamburg", "Germany"),
    tax_number="DE 136 695 976",
    contact=("+49 40 123 456 78", "sales@northwind.example"),
    bank=("Hamburger Bank", "IBAN DE02 1203 0000 0000 2020 51", "BIC BYLADEM1001"),
)
BUYER = Party(
    name="上海东方精密机械有限公司",
    attention="王晓明",
    address=("浦东新区世纪大道 1568 号中建大厦 12 层", "上海 200122"),
    tax_number="91310115MA1K4ABC12",
)
GOODS = (
    ("SP-200", "Spectrometer SP-200", "光谱仪，含校准证书\nWith calibration certificate", "pcs"),
    ("SV-01", "安装与调试服务", "On-site installation, two engineers", "天"),
    ("CB-3M", "Fibre cable 3 m, SMA 905", "", "m"),
    ("TR-1", "Training for Łukasz Żółć, Zoë Ångström & 李娜", "半天，线上 Microsoft Teams", "h"),
)


def paper_line(position: int, **fields: Any) -> PaperLine:
    code, name, description, unit = GOODS[position % len(GOODS)]
    plain: dict[str, Any] = {
        "position": position,
        "code": code,
        "name": name,
        "description": description,
        "unit": unit,
        "quantity": Decimal(position),
        "unit_price": Decimal("129.5"),
        "net": position * 12950,
        "tax": Decimal(19),
    }
    return PaperLine(**plain | fields)


def quote(length: int = 4, **fields: Any) -> Paper:
    """A quote over that many lines at 19 % tax, in English and euros unless `fields` say otherwise."""
    plain: dict[str, Any] = {
        "lines": tuple(paper_line(position) for position in range(1, length + 1)),
        "number": "Q-2026-00042",
        "title": "Laboratory for plant 2 · 二厂实验室",
        "dates": (("issued", date(2026, 11, 21)), ("valid_until", date(2026, 12, 21))),
        "references": (("customer_reference", "PO-7781 / 王"), ("payment_terms", "30 days net")),
        "notes": "Delivery in six weeks from order.\n交货期：订单确认后六周。",
        "terms": "Our general terms of sale apply.",
    }
    return priced(**plain | fields)


def priced(*, lines: tuple[PaperLine, ...], **fields: Any) -> Paper:
    """A document whose sums follow from its lines, all at 19 %."""
    net = sum(line.net for line in lines)
    tax = (net * 19 + 50) // 100
    kind: dict[str, Any] = {"kind": "quote", "language": "en", "currency": "EUR"}
    sums = {"net": net, "tax": tax, "total": net + tax, "taxes": (TaxShare(Decimal(19), net, tax),)}
    return Paper(**{"seller": SELLER, "buyer": BUYER, "lines": lines} | kind | sums | fields)
