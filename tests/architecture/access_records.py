"""Who sees and who changes the records of each type, for the standard screens that every type has."""

from __future__ import annotations

from salesapp.core.access import Permission

P = Permission

RECORDS: dict[str, tuple[P, P]] = {
    "accounts": (P.ACCOUNT_VIEW, P.ACCOUNT_EDIT),
    "activities": (P.ACTIVITY_VIEW, P.ACTIVITY_EDIT),
    "assignment_rules": (P.SETUP, P.SETUP),
    "badge_rules": (P.SETUP, P.SETUP),
    "bank_accounts": (P.PRODUCT_VIEW, P.SETUP),
    "business_units": (P.USER_VIEW, P.SETUP),
    "campaigns": (P.CAMPAIGN_VIEW, P.CAMPAIGN_EDIT),
    "competitors": (P.CAMPAIGN_VIEW, P.CAMPAIGN_EDIT),
    "contacts": (P.CONTACT_VIEW, P.CONTACT_EDIT),
    "credit_notes": (P.CREDIT_NOTE_VIEW, P.CREDIT_NOTE_EDIT),
    "delivery_addresses": (P.ACCOUNT_VIEW, P.ACCOUNT_EDIT),
    "dialogs": (P.SETUP, P.SETUP),
    "invoices": (P.INVOICE_VIEW, P.INVOICE_EDIT),
    "lead_queues": (P.LEAD_VIEW, P.SETUP),
    "lead_score_rules": (P.SETUP, P.SETUP),
    "lead_statuses": (P.SETUP, P.SETUP),
    "leads": (P.LEAD_VIEW, P.LEAD_EDIT),
    "loss_reasons": (P.OPPORTUNITY_VIEW, P.SETUP),
    "opportunities": (P.OPPORTUNITY_VIEW, P.OPPORTUNITY_EDIT),
    "orders": (P.ORDER_VIEW, P.ORDER_EDIT),
    "payment_terms": (P.PRODUCT_VIEW, P.SETUP),
    "payments": (P.PAYMENT_VIEW, P.PAYMENT_EDIT),
    "picklist_entries": (P.SETUP, P.SETUP),
    "price_books": (P.PRICE_BOOK_VIEW, P.PRICE_BOOK_EDIT),
    "products": (P.PRODUCT_VIEW, P.PRODUCT_EDIT),
    "quotes": (P.QUOTE_VIEW, P.QUOTE_EDIT),
    "sales_processes": (P.OPPORTUNITY_VIEW, P.SETUP),
    "stages": (P.OPPORTUNITY_VIEW, P.SETUP),
    "surveys": (P.SETUP, P.SETUP),
    "tax_rates": (P.PRODUCT_VIEW, P.SETUP),
    "users": (P.USER_VIEW, P.USER_EDIT),
    "web_forms": (P.SETUP, P.SETUP),
}
"""Plural → who sees and who changes, for the standard screens of `record_screens`."""

SEEING = (
    *("index", "count", "pick", "show", "history", "timeline", "seen"),
    *("filters", "filter_fields", "filter_condition", "set_filter"),
)
CHANGING = (
    *("new", "create", "edit", "update", "ask_delete", "delete", "restore"),
    *("compare", "merge", "ask_merge", "ask_unmerge", "unmerge"),
    *("ask_bulk", "bulk"),
)
