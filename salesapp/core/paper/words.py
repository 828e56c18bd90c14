"""The fixed words of a document in its own language, which is the customer's and not the reader's on screen.

In China only the tax platform issues a 发票, so no Chinese document here passes for one: an invoice is a 账单, a
credit note a 贷项通知单, a pro forma invoice by its common name a 形式发票, and each says what it is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from salesapp.core.paper.document import Kind, Language

Words = Mapping[str, str]

HEADINGS: Mapping[Language, Mapping[Kind, str]] = {
    "en": {
        "quote": "Quote",
        "acceptance": "Quote acceptance",
        "order": "Order confirmation",
        "delivery_note": "Delivery note",
        "pro_forma": "Pro forma invoice",
        "invoice": "Invoice",
        "credit_note": "Credit note",
    },
    "zh": {
        "quote": "报价单",
        "acceptance": "报价确认书",
        "order": "销售订单",
        "delivery_note": "送货单",
        "pro_forma": "形式发票",
        "invoice": "账单",
        "credit_note": "贷项通知单",
    },
}

BUYER_HEADINGS: Mapping[Language, Mapping[Kind, str]] = {
    "en": {
        "quote": "Prepared for",
        "acceptance": "Customer",
        "order": "Sold to",
        "delivery_note": "Deliver to",
        "pro_forma": "Bill to",
        "invoice": "Bill to",
        "credit_note": "Credit to",
    },
    "zh": {
        "quote": "客户",
        "acceptance": "客户",
        "order": "买方",
        "delivery_note": "收货方",
        "pro_forma": "付款方",
        "invoice": "付款方",
        "credit_note": "客户",
    },
}

PAYMENT_PART: Words = {
    "receipt": "Receipt",
    "payment": "Payment part",
    "account": "Account / Payable to",
    "reference": "Reference",
    "message": "Additional information",
    "payer": "Payable by",
    "blank": "Payable by (name/address)",
    "currency": "Currency",
    "amount": "Amount",
    "acceptance": "Acceptance point",
    "code": "Swiss QR code",
}
"""The headings of a Swiss payment part; its standard has them in English, German, French and Italian only."""

FACTS: Mapping[Language, Words] = {
    "en": {
        "number": "Number",
        "revision": "Revision",
        "issued": "Date",
        "due": "Due",
        "valid_until": "Valid until",
        "accepted_by": "Accepted by",
        "ordered": "Order date",
        "delivery": "Delivery",
        "delivered": "Delivered on",
        "supply": "Date of supply",
        "supply_period": "Period of supply",
        "customer_reference": "Your reference",
        "buyer_reference": "Buyer reference",
        "payment_terms": "Payment terms",
        "delivery_terms": "Delivery terms",
        "contact": "Your contact",
        "quote": "Quote",
        "order": "Order",
        "invoice": "Invoice",
        "reason": "Reason",
    },
    "zh": {
        "number": "编号",
        "revision": "版本",
        "issued": "日期",
        "due": "付款到期日",
        "valid_until": "有效期至",
        "accepted_by": "接受人",
        "ordered": "订单日期",
        "delivery": "交付日期",
        "delivered": "送货日期",
        "supply": "供货日期",
        "supply_period": "供货期间",
        "customer_reference": "客户参考号",
        "buyer_reference": "买方参考号",
        "payment_terms": "付款条件",
        "delivery_terms": "交付条件",
        "contact": "联系人",
        "quote": "报价单",
        "order": "订单",
        "invoice": "账单",
        "reason": "原因",
    },
}

WORDS: Mapping[Language, Words] = {
    "en": {
        "draft": "Draft",
        "from": "From",
        "attention": "Attn. %s",
        "tax_number": "Tax no. %s",
        "position": "No.",
        "item": "Description",
        "quantity": "Quantity",
        "price": "Unit price",
        "discount": "Discount",
        "tax_rate": "Tax",
        "amount": "Amount",
        "carried": "Carried forward",
        "brought": "Brought forward",
        "subtotal": "Subtotal",
        "document_discount": "Discount",
        "document_discount_percent": "Discount %s",
        "net": "Net",
        "tax": "Tax %(percent)s on %(base)s",
        "tax_of_one_rate": "Tax %s",
        "tax_named": "%(percent)s (%(name)s)",
        "untaxed": "Tax",
        "rounding": "Rounding",
        "total": "Total",
        "options": "Options",
        "options_note": "Not included in the total.",
        "options_note_offered": "Those marked “Suggested” are included in the total below.",
        "total_of_lines": "Total without options",
        "total_offered": "Total with suggested options",
        "optional": "Optional",
        "choose_one": "Choose one: %s",
        "preselected": "Suggested",
        "payable": "Payable",
        "credited": "Amount credited",
        "paid": "Paid",
        "open": "Amount due",
        "by": "by %s",
        "until": "valid until %s",
        "capitals": "%s in words",
        "notes": "Notes",
        "terms": "Terms",
        "payment": "Payment",
        "ship_to": "Deliver to",
        "bank": "Bank details",
        "scan": "Scan to pay",
        "signature": "Date, name, signature",
        "received": "Goods received: date, name, signature",
        "page": "Page {page} of {pages}",
        "not_a_tax_document": "This is a commercial document, not a Chinese tax invoice (fapiao).",
        "pro_forma": "This pro forma invoice is for information only. It is not a tax invoice.",
    },
    "zh": {
        "draft": "草稿",
        "from": "销售方",
        "attention": "%s 收",
        "tax_number": "纳税人识别号 %s",
        "position": "序号",
        "item": "项目",
        "quantity": "数量",
        "price": "单价",
        "discount": "折扣",
        "tax_rate": "税率",
        "amount": "金额",
        "carried": "过次页",
        "brought": "承前页",
        "subtotal": "小计",
        "document_discount": "整单折扣",
        "document_discount_percent": "整单折扣 %s",
        "net": "不含税金额",
        "tax": "税额（%(percent)s，计税金额 %(base)s）",
        "tax_of_one_rate": "税额（%s）",
        "tax_named": "%(percent)s（%(name)s）",
        "untaxed": "税务说明",
        "rounding": "尾数调整",
        "total": "价税合计",
        "options": "可选项",
        "options_note": "未计入总价。",
        "options_note_offered": "标有“推荐”的选项已计入下方合计。",
        "total_of_lines": "价税合计（不含选项）",
        "total_offered": "价税合计（含推荐选项）",
        "optional": "可选",
        "choose_one": "请选择一项：%s",
        "preselected": "推荐",
        "payable": "应付金额",
        "credited": "贷记金额",
        "paid": "已付金额",
        "open": "待付金额",
        "by": "%s前支付",
        "until": "%s前有效",
        "capitals": "%s（大写）",
        "notes": "备注",
        "terms": "条款",
        "payment": "付款方式",
        "ship_to": "收货方",
        "bank": "银行账户",
        "scan": "SEPA 扫码付款",
        "signature": "签字盖章、日期",
        "received": "收货签字、日期",
        "page": "第 {page} 页，共 {pages} 页",
        "not_a_tax_document": "本单据为业务往来凭证，不是税务发票，不能作为报税或抵扣凭证。",
        "pro_forma": "形式发票仅供参考，不是税务发票，不能作为报税或抵扣凭证。",
    },
}


# What has a figure in it, and is no name with another behind it.
WITH_FIGURES: Words = {
    "attention": "Attn. %s",
    "tax_number": "税号 Tax no. %s",
    "document_discount_percent": "整单折扣 Discount %s",
    "tax": "税额 Tax %(percent)s (%(base)s)",
    "tax_of_one_rate": "税额 Tax %s",
    "tax_named": "%(percent)s (%(name)s)",
    "by": "付款期限 by %s",
    "until": "有效期至 valid until %s",
    "capitals": "%s（大写）",
    "choose_one": "请选择一项 Choose one: %s",
    "page": "{page} / {pages}",
}


def side_by_side(chinese: str, english: str) -> str:
    """Both, or the one that is there."""
    return " ".join(each for each in (chinese, english) if each)


def _both(words: Mapping[Language, Mapping[Any, str]]) -> dict[Any, str]:
    return {key: side_by_side(words["zh"][key], english) for key, english in words["en"].items()}


HEADINGS = {**HEADINGS, "zh-en": _both(HEADINGS)}
BUYER_HEADINGS = {**BUYER_HEADINGS, "zh-en": _both(BUYER_HEADINGS)}
FACTS = {**FACTS, "zh-en": _both(FACTS)}
WORDS = {**WORDS, "zh-en": {**_both(WORDS), **WITH_FIGURES}}


def heading(kind: Kind, language: Language) -> str:
    return HEADINGS[language][kind]


def fact(key: str, language: Language) -> str:
    """The word for a date or reference; text that is no key stands for itself."""
    return FACTS[language].get(key, key)
