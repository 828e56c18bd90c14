"""What settles an issued invoice, and what takes that back."""

from __future__ import annotations

from typing import Any

from tests.concurrency.verbs.verb import Verb, values

REASON = values(reason="Mistake")
DECIDE = "/invoices/{billed}/reductions/{asked}"
SERIES = "/recurring-invoices/{series}"
UNDO = "/payments/{paid}/unallocate/{billed}"
REFUND = "/payments/{money}/refunds/{back}/reverse"


def pay(invoice: str) -> dict[str, Any]:
    page = f"/payments/new?invoice={{{invoice}}}"
    return {"page": page, "action": page, "fields": values(amount="50")}


def allocate(source: str) -> dict[str, Any]:
    return {"page": f"{source}/allocate", "fields": values(invoice="{billed}", amount="40")}


VERBS = (
    # an invoice of which something is paid, and whose customer has further credit
    Verb("pay the invoice", "finn", touches="billed", **pay("billed")),
    Verb("credit the invoice", "finn", "/invoices/{billed}/credit", "billed", fields=REASON),
    Verb(
        "credit it with a fresh draft",
        "root",
        "/invoices/{billed}/credit",
        "billed",
        fields=values(reason="Wrong address", how="redraft"),
    ),
    Verb("write the rest off", "root", "/invoices/{billed}/write-off", "billed", fields=REASON),
    Verb("allocate the payment", "finn", touches="billed money", **allocate("/payments/{money}")),
    Verb("allocate the credit note", "root", touches="billed note", **allocate("/credit-notes/{note}")),
    Verb("undo the allocation", "finn", UNDO, "billed paid", UNDO, fields=REASON),
    Verb("take its payment back", "root", "/payments/{paid}/reverse", "billed paid", fields=REASON),
    Verb("take the free payment back", "root", "/payments/{money}/reverse", "money", fields=REASON),
    # what is free goes back to the customer
    Verb("refund the payment", "finn", "/payments/{money}/refund", "money", fields=values(amount="30")),
    Verb("refund the credit note", "finn", "/credit-notes/{note}/refund", "note"),
    Verb("reverse the refund", "root", REFUND, "money back", fields=REASON),
    # an invoice that was given up
    Verb(
        "reverse the write-off",
        "root",
        "/invoices/{given_up}/write-off/reverse",
        "given_up",
        fields=REASON,
    ),
    Verb("credit what was given up", "finn", "/invoices/{given_up}/credit", "given_up", fields=REASON),
    # a credit that waits for approval
    Verb("approve the credit", "root", DECIDE, "billed asked", fields=values(decision="approve")),
    Verb("withdraw the request", "finn", "/invoices/{billed}", "billed asked", f"{DECIDE}/withdraw"),
    # an invoice that recurs
    Verb("skip the next date", "finn", SERIES, "series", f"{SERIES}/skip"),
    Verb("bring the skipped date back", "root", SERIES, "series", f"{SERIES}/bring-back"),
    Verb("pause the series", "finn", SERIES, "series", f"{SERIES}/pause"),
    Verb("change the series", "root", f"{SERIES}/change", "series", fields=values(every="2")),
    Verb("end the series", "finn", f"{SERIES}/end", "series"),
)
