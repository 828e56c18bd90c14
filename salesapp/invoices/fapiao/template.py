"""The workbook that the tax platform takes for several fapiao at once: 蓝字发票开具 → 批量开具.

Two sheets, tied by a serial number of up to 20 characters that the seller chooses: ours is the invoice's number. The
columns are those of the platform's template; the classification code of each line (商品和服务税收编码) is chosen there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any
from unicodedata import category

from salesapp.core.money import exact, from_minor, to_minor
from salesapp.customers.kinds import FapiaoKind
from salesapp.invoices.models import Invoice, InvoiceLine

if TYPE_CHECKING:
    from openpyxl.cell import Cell

HEADS = (
    "发票流水号", "发票类型", "特定业务类型", "是否含税", "受票方自然人标识", "购买方名称", "证件类型",
    "购买方纳税人识别号", "购买方地址", "购买方电话", "购买方开户银行", "购买方银行账号", "备注", "购买方邮箱",
)  # fmt: skip
LINES = (
    "发票流水号", "项目名称", "商品和服务税收编码", "规格型号", "单位", "数量", "单价", "金额", "税率", "折扣金额",
    "是否使用优惠政策", "优惠政策类型", "即征即退类型",
)  # fmt: skip
UNPRINTABLE = frozenset({"Cc", "Cn", "Cs"})
"""Kinds of characters that no cell takes: controls, line breaks among them, and what is no character."""
TYPES = {FapiaoKind.SPECIAL: "增值税专用发票", FapiaoKind.ORDINARY: "普通发票"}


def workbook_of(invoices: Iterable[Invoice]) -> bytes:
    """The file: amounts are without tax, as our lines are."""
    from openpyxl import Workbook  # what few processes ever do is no part of what all of them hold

    book = Workbook(write_only=True)
    heads, lines = book.create_sheet("1-发票基本信息"), book.create_sheet("2-发票明细信息")
    heads.append(HEADS)
    lines.append(LINES)
    for invoice in invoices:
        heads.append(_cells(heads, _head(invoice)))
        for row in _lines(invoice):
            lines.append(_cells(lines, row))
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _cells(sheet: Any, values: Iterable[Any]) -> list[Any]:
    """A text stays what it says: one that begins with "=" is no formula."""
    return [_text_cell(sheet, each) if isinstance(each, str) else each for each in values]


def _text_cell(sheet: Any, text: str) -> Cell:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, "".join(each for each in text if category(each) not in UNPRINTABLE))
    cell.data_type = "s"
    return cell


def title_of(invoice: Invoice) -> str:
    """The buyer's title (抬头): as the account says, else what the buyer was called."""
    account = invoice.account
    return getattr(account, "fapiao_title", None) or (invoice.buyer or {}).get("name") or ""


def tax_number_of(invoice: Invoice) -> str:
    """The buyer's taxpayer number (税号), as it was on the day."""
    return (invoice.buyer or {}).get("tax_number") or ""


def _head(invoice: Invoice) -> list[Any]:
    account = invoice.account
    kind = getattr(account, "fapiao_kind", None) or FapiaoKind.ORDINARY
    address = " ".join((invoice.buyer or {}).get("address") or ())
    phone, email = getattr(account, "phone", None), getattr(account, "invoice_email", None)
    who = [title_of(invoice), None, tax_number_of(invoice), address or None, phone]
    return [invoice.number, TYPES[kind], None, "否", None, *who, None, None, invoice.number, email]


def _lines(invoice: Invoice) -> Iterator[list[Any]]:
    for line in invoice.lines:
        price, amount, off = _amounts(line, invoice.currency)
        yield [
            invoice.number,
            line.description.splitlines()[0] if line.description else "",
            None,
            None if line.product is None else line.product.code,
            line.unit,
            line.quantity,
            price,
            from_minor(amount, invoice.currency),
            line.tax / 100,
            from_minor(off, invoice.currency) if off else None,
            *(None, None, None),
        ]


def _amounts(line: InvoiceLine, currency: str) -> tuple[Decimal | None, int, int]:
    """The price of one unit, the amount, and what a discount takes off.

    A line with a price for several units or with charges of its own says only what it comes to.
    """
    with exact():
        full = to_minor(line.quantity * line.unit_price, currency)
    off = full - line.net_after_discount
    if line.base_quantity != 1 or line.agreed or off < 0:
        return None, line.net_after_discount, 0
    return line.unit_price, full, off
