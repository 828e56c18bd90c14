"""What is done to a deal's lines and its end, a discount, a delivery, an invoice of two orders, prices and a task."""

from __future__ import annotations

from tests.concurrency.verbs.verb import Verb, values

REASON = values(reason="Mistake")
LINED = "/opportunities/{lined}"
LINE = LINED + "/lines/{deal_line}"
HELP, WITHDRAW_HELP = (
    "/opportunities/specialists/{helped}",
    "/opportunities/{helped_deal}/specialists/{helped}/withdraw",
)
DISCOUNT = "/quotes/{discounted}"
DECIDE = DISCOUNT + "/approvals/{discount}"
SHIPPED = "/orders/{shipped}"
TOGETHER = "/invoices/{together}"
BOOK = "/price-books/{book}"
PRICE = BOOK + "/prices/{price}"
APPROVE = "/opportunities/{agreed_win}/approval"
TERMS = "/payment-terms/{terms}"
HALVES = {"percent_1": "50", "days_1": "0", "percent_2": "50", "days_2": "30"}
WARM, COOL = "/lead-statuses/{warm}", "/lead-statuses/{cool}"
TASK = "/activities/{task}"
LEAD = "/leads/{fresh}"
QUOTA = "/quotas/{seller}/set?year=2027"
BUDGET = "/profit-plan/set?team=North&year=2027"

VERBS = (
    # the lines of a deal, of which its amount is the sum
    Verb("add a line to the deal", "ada", LINED + "/lines/new", "lined", fields=values(product="{pump}")),
    Verb("change the deal's line", "ben", LINE, "lined", fields=values(quantity="12")),
    Verb("remove the deal's line", "ada", LINE, "lined", LINE + "/remove"),
    Verb("win what has lines", "ben", LINED + "/win", "lined"),
    # a win
    Verb("reopen the win", "ben", "/opportunities/{won}/reopen", "won"),
    Verb("congratulate", "ben", "/wins/today", "won", "/wins/{win}/congratulate"),
    Verb("renew the win", "ada", "/opportunities/{won}/renew", "won"),
    # a win that waits for approval
    Verb("approve the win", "ben", APPROVE, "agreed_win", fields=values(decision="approve")),
    Verb("reject the win", "root", APPROVE, "agreed_win", fields=values(decision="reject", note="No")),
    Verb("win it no more", "ada", "/opportunities/{agreed_win}", "agreed_win", APPROVE + "/withdraw"),
    # help with a deal
    Verb("agree to help", "ben", HELP, "helped", fields=values(decision="accept")),
    Verb("ask for help no more", "ada", "/opportunities/{helped_deal}", "helped", WITHDRAW_HELP),
    # a discount that waits
    Verb("approve the discount", "root", DISCOUNT, "discounted", DECIDE, values(decision="approve")),
    Verb("reject the discount", "ben", DISCOUNT, "discounted", DECIDE, values(decision="reject", note="No")),
    Verb("withdraw it", "ada", DISCOUNT, "discounted", DISCOUNT + "/approval/withdraw"),
    # an order of which something was delivered
    Verb("correct the delivery", "ben", SHIPPED + "/deliveries/{delivery}", "shipped"),
    Verb("deliver the rest", "ada", SHIPPED + "/fulfil", "shipped"),
    Verb("cancel the rest", "finn", SHIPPED + "/rest", "shipped", fields=REASON),
    Verb("invoice what was delivered", "root", SHIPPED + "/invoice", "shipped"),
    # a draft of two orders
    Verb("leave the draft", "root", TOGETHER, "together", TOGETHER + "/orders/{one_of_it}/remove"),
    Verb("issue it for both", "finn", TOGETHER + "/issue", "together"),
    Verb("delete it for both", "root", TOGETHER + "/delete", "together"),
    # and of two orders an issued one
    Verb("credit the whole of it", "finn", "/invoices/{credited}/credit", "credited", fields=REASON),
    Verb("write all of it off", "root", "/invoices/{credited}/write-off", "credited", fields=REASON),
    # prices
    Verb(
        "set a price",
        "root",
        BOOK,
        "book",
        BOOK + "/prices",
        values(product="{product}", from_quantity="5", price="9"),
    ),
    Verb("change the price", "finn", BOOK, "book", PRICE, values(price="11")),
    Verb("remove the price", "root", BOOK, "book", PRICE + "/remove"),
    # terms of payment, with instalments or with a discount
    Verb("pay in instalments", "root", TERMS + "/instalments", "terms", fields=values(**HALVES)),
    Verb(
        "pay early for less", "root", TERMS + "/discounts", "terms", fields=values(percent_1="2", days_1="7")
    ),
    # a task
    Verb("complete the task", "ada", TASK, "task", TASK + "/complete"),
    Verb("cancel the task", "ben", TASK, "task", TASK + "/cancel"),
    Verb("put the task off", "ada", TASK + "/reschedule", "task"),
    # a lead of one's own
    Verb("rate the lead", "ada", LEAD + "/score", "fresh", LEAD + "/rating", values(rating="hot")),
    Verb("disqualify what is rated", "ben", LEAD + "/disqualify", "fresh", fields=values(reason="no-budget")),
    # what leads can be called, of which one is the default
    Verb("warm is the default", "root", WARM, "status", WARM + "/prefer"),
    Verb("cool is the default", "root", COOL, "status", COOL + "/prefer"),
    Verb("warm is archived", "root", WARM, "status", WARM + "/archive"),
    # a quota of a year, month by month
    Verb("set the quota", "ben", QUOTA, "quota", fields=values(amount="1200")),
    Verb("set it otherwise", "root", QUOTA, "quota", fields=values(amount="2400")),
    # a team's budget of a year
    Verb("set the budget", "finn", BUDGET, "budget", BUDGET, fields=values(amount="1200")),
    Verb("set that otherwise", "root", BUDGET, "budget", BUDGET, fields=values(amount="2400")),
)
