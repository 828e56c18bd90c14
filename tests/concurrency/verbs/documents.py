"""What is done to quotes, their lines, orders and drafts of invoices."""

from __future__ import annotations

from tests.concurrency.verbs.verb import Verb, values

QUOTE = "/quotes/{draft}"
LINE = QUOTE + "/lines/{line}"
REASON = values(reason="Mistake")

VERBS = (
    # a draft and its lines
    Verb("delete the draft", "ada", QUOTE + "/delete", "draft"),
    Verb("send the draft", "ben", QUOTE + "/send", "draft"),
    Verb("edit the draft", "ben", QUOTE + "/edit", "draft", fields=values(shipping_address="Ring 2")),
    Verb("add a line", "ada", QUOTE, "draft", QUOTE + "/lines", values(product="{pump}")),
    Verb("change the line", "ben", QUOTE, "draft", LINE, values(quantity="12")),
    Verb("remove the line", "ada", QUOTE, "draft", QUOTE + "/lines/remove", values(line="{line}")),
    Verb("discount on the draft", "ben", QUOTE, "draft", QUOTE + "/terms", values(discount="5")),
    # a quote that was sent
    Verb("revise the quote", "ada", "/quotes/{sent}", "sent", "/quotes/{sent}/revise"),
    Verb("decline the quote", "ben", "/quotes/{sent}/decline", "sent", fields=values(reason="Too dear")),
    Verb("accept the quote", "ben", "/quotes/{sent}/accept", "sent", fields=values(name="Eva Meyer")),
    Verb("order what was accepted", "ben", "/quotes/{accepted}", "accepted", "/quotes/{accepted}/order"),
    Verb("order it too", "ada", "/quotes/{accepted}", "accepted", "/quotes/{accepted}/order"),
    Verb(
        "lose the accepted deal",
        "ben",
        "/opportunities/{agreed}/lose",
        "accepted",
        fields=values(reason="{reason}"),
    ),
    Verb(
        "win the accepted deal",
        "ada",
        "/opportunities/{agreed}/win",
        "accepted",
        fields=values(actual_amount="100"),
    ),
    # an order
    Verb("confirm the order", "ben", "/orders/{placed}", "placed", "/orders/{placed}/confirm"),
    Verb(
        "line for the order",
        "ada",
        "/orders/{placed}",
        "placed",
        "/orders/{placed}/lines",
        values(product="{pump}"),
    ),
    Verb("delete the order", "ada", "/orders/{placed}/delete", "placed"),
    Verb("cancel the draft order", "finn", "/orders/{placed}/cancel", "placed", fields=REASON),
    Verb("cancel the order", "finn", "/orders/{order}/cancel", "order", fields=REASON),
    Verb("deliver the order", "ben", "/orders/{order}/fulfil", "order"),
    Verb("invoice the order", "root", "/orders/{order}/invoice", "order"),
    Verb(
        "issue an invoice of the order",
        "finn",
        "/orders/{order}/invoice",
        "order",
        fields=values(then="issue"),
    ),
    Verb(
        "ask for a down payment",
        "root",
        "/orders/{order}/invoice",
        "order",
        fields=values(what="down_payment", percent="30"),
    ),
    Verb("close the order", "finn", "/orders/{order}/close", "order", fields=REASON),
    # a draft of an invoice, and its order
    Verb("issue the invoice", "finn", "/invoices/{invoice}/issue", "invoice"),
    Verb("delete the invoice", "root", "/invoices/{invoice}/delete", "invoice"),
    Verb(
        "terms of the invoice",
        "root",
        "/invoices/{invoice}",
        "invoice",
        "/invoices/{invoice}/terms",
        values(payment_days="7"),
    ),
    Verb("close its order", "finn", "/orders/{begun}/close", "invoice", fields=REASON),
    Verb("cancel its order", "root", "/orders/{begun}/cancel", "invoice", fields=REASON),
    Verb(
        "add the order to the invoice",
        "finn",
        "/orders/{order}/invoice",
        "order invoice",
        "/orders/{order}/invoice/{invoice}",
    ),
    Verb(
        "restore a draft of it",
        "finn",
        "/invoices/{binned_invoice}",
        "order",
        "/invoices/{binned_invoice}/restore",
    ),
)
