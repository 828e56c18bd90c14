"""What exports of Zoho, Dynamics, SuiteCRM, Odoo, Freshsales and of German programs call the fields that we have."""

from __future__ import annotations

from collections.abc import Mapping

PROGRAM_NAME_WORDS: Mapping[str, tuple[str, ...]] = {
    "account": (
        "potential customer", "客户名", "潜在客户", "unternehmensname", "zugehöriges unternehmen",
    ),
    "actual_amount": ("actual revenue", "实际收入", "实际金额"),
    "amount": ("est revenue", "estimated revenue", "expected revenue"),
    "billing_city": ("市/县",),
    "billing_postal_code": ("billing code", "billing zip"),
    "billing_state": ("省/市/自治区", "bundesland/region"),
    "billing_street": ("street 1", "街道 1"),
    "city": ("市/县",),
    "close_on": ("closing date", "est close date", "estimated close date", "结束日期", "预计结束日期"),
    "close_reason": ("reason for loss",),
    "closed_on": ("actual close date", "实际结束日期"),
    "company": ("unternehmensname",),
    "country": ("land/region",),
    "created_at": ("created time",),
    "do_not_call": ("do not allow phone calls",),
    "do_not_email": ("do not allow emails",),
    "external_id": ("记录编号",),
    "job_title": ("job position", "stellenbezeichnung"),
    "mobile": ("mobiltelefonnummer",),
    "owner": (
        "assigned user name", "sales owner", "zuständiger mitarbeiter", "für deal zuständiger mitarbeiter",
    ),
    "phone": ("office phone", "work", "主要电话"),
    "postal_code": ("mailing zip", "zipcode"),
    "reports_to": ("reporting to",),
    "shipping_postal_code": ("shipping code", "shipping zip"),
    "state": ("省/市/自治区", "bundesland/region"),
    "street": ("street 1", "街道 1"),
    "type": ("relationship type",),
}  # fmt: skip
"""By the name of a field, whatever record type has it."""
