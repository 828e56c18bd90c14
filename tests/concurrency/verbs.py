"""Everything people do to records, in one table: who presses what, on which page, and which records it touches.

Two verbs that touch one record are raced (test_matrix.py); a verb added here meets all others by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

Scene = SimpleNamespace
Fields = Callable[[Scene], dict[str, Any]]


@dataclass(frozen=True)
class Verb:
    """`page` and `action` are addresses with names of the scene in braces; `fields` is what is filled in."""

    name: str
    by: str
    page: str
    touches: str
    """Names of the scene's records, separated by spaces."""
    action: str = ""
    fields: Fields = field(default=lambda _scene: {})

    def prepare(self, browser: Any, scene: Scene) -> Callable[[], Any]:
        """Opens the page as the person sees it now; what it gives presses the button."""
        page = self.page.format_map(vars(scene))
        action = self.action.format_map(vars(scene)) or page.partition("?")[0]
        form = browser.filled(page, action=action, **self.fields(scene))
        return lambda: browser.post(action, data=form)


def values(**given: str) -> Fields:
    """Texts with names of the scene in braces."""
    return lambda scene: {name: text.format_map(vars(scene)) for name, text in given.items()}


def note(on: str) -> str:
    return f"/activities/of/{on}/note"


TASK = values(subject="Call them")
NOTE = values(body="They will buy")
SAME = {"page": "/accounts/merge?id={goes}&id={stays}", "action": "/accounts/merge"}

VERBS = (
    # leads
    Verb("assign the lead", "root", "/leads/{lead}/assign", "lead seller", fields=values(owner="{seller}")),
    Verb(
        "put the lead into the queue",
        "ben",
        "/leads/{lead}/assign",
        "lead queue",
        fields=values(owner="queue-{queue}"),
    ),
    Verb("delete the queue", "root", "/lead-queues/{queue}/delete", "queue"),
    Verb("convert the lead", "ada", "/leads/{lead}/convert", "lead"),
    Verb("disqualify the lead", "ada", "/leads/{lead}/disqualify", "lead", fields=values(reason="no-budget")),
    Verb("note on the lead", "ada", "/activities/of/lead/{lead}", "lead", note("lead/{lead}"), NOTE),
    Verb("delete the lead", "ben", "/leads/{lead}/delete", "lead"),
    Verb("edit the lead", "ben", "/leads/{lead}/edit", "lead", fields=values(company="Other firm")),
    Verb(
        "deactivate the seller", "root", "/users/{seller}/deactivate", "seller", "/users/{seller}/deactivate"
    ),
    Verb("delete the seller", "root", "/users/{seller}/delete", "seller"),
    # what a lead became
    Verb("take the conversion back", "ada", "/leads/{gained}/unconvert", "deal"),
    Verb(
        "task on the deal",
        "ben",
        "/activities/of/opportunity/{deal}",
        "deal",
        "/activities/of/opportunity/{deal}/task",
        TASK,
    ),
    Verb(
        "note on the deal",
        "ben",
        "/activities/of/opportunity/{deal}",
        "deal",
        note("opportunity/{deal}"),
        NOTE,
    ),
    Verb("quote for the deal", "ben", "/opportunities/{deal}/quotes/new", "deal"),
    Verb("edit the deal", "ben", "/opportunities/{deal}/edit", "deal", fields=values(name="Bigger")),
    Verb("lose the deal", "ben", "/opportunities/{deal}/lose", "deal", fields=values(reason="{reason}")),
    Verb("delete the deal", "ben", "/opportunities/{deal}/delete", "deal"),
    # the board
    Verb("move the card", "ada", "/opportunities/{card}/move", "card stage", fields=values(stage="{stage}")),
    Verb(
        "archive the stage",
        "root",
        "/setup/processes/stages/{stage}/archive",
        "stage",
        fields=lambda s: {f"stage_{s.stage}": str(s.first)},
    ),
    Verb("delete the card", "ben", "/opportunities/{card}/delete", "card"),
    # customers
    Verb("merge the accounts", "ada", touches="goes stays", fields=values(winner="{stays}"), **SAME),
    Verb("merge them the other way", "ben", touches="goes stays", fields=values(winner="{goes}"), **SAME),
    Verb(
        "contact of the account",
        "ben",
        "/contacts/new?account={goes}",
        "goes",
        "/contacts/new",
        values(family_name="Late {number}", account="{goes}"),
    ),
    Verb(
        "deal with the account",
        "ben",
        "/opportunities/new?account={goes}",
        "goes",
        "/opportunities/new",
        values(name="Late {number}", account="{goes}"),
    ),
    Verb(
        "quote for the account",
        "ben",
        "/quotes/new?account={goes}",
        "goes",
        "/quotes/new",
        values(account="{goes}"),
    ),
    Verb("note on the account", "ben", "/activities/of/account/{goes}", "goes", note("account/{goes}"), NOTE),
    Verb("delete the account", "ben", "/accounts/{goes}/delete", "goes"),
    Verb(
        "put it below another", "ben", "/accounts/{goes}/edit", "goes above", fields=values(parent="{above}")
    ),
    Verb(
        "put the other below it",
        "ada",
        "/accounts/{above}/edit",
        "goes above",
        fields=values(parent="{goes}"),
    ),
    Verb(
        "let the contact report",
        "ben",
        "/contacts/{contact}/edit",
        "contact boss",
        fields=values(reports_to="{boss}"),
    ),
    Verb(
        "let the boss report",
        "ada",
        "/contacts/{boss}/edit",
        "contact boss",
        fields=values(reports_to="{contact}"),
    ),
    # goods
    Verb(
        "product at the rate",
        "root",
        "/products/new",
        "rate",
        fields=values(name="Late {number}", tax_rate="{rate}"),
    ),
    Verb(
        "product moves to the rate",
        "finn",
        "/products/{product}/edit",
        "rate product",
        fields=values(tax_rate="{rate}"),
    ),
    Verb("delete the rate", "root", "/tax-rates/{rate}/delete", "rate"),
    # documents
    Verb("revise the quote", "ada", "/quotes/{sent}", "sent", "/quotes/{sent}/revise"),
    Verb("decline the quote", "ben", "/quotes/{sent}/decline", "sent", fields=values(reason="Too dear")),
    Verb("accept the quote", "ben", "/quotes/{sent}/accept", "sent", fields=values(name="Eva Meyer")),
    Verb("delete the draft", "ada", "/quotes/{draft}/delete", "draft"),
    Verb("send the draft", "ben", "/quotes/{draft}/send", "draft"),
    Verb("cancel the order", "finn", "/orders/{order}/cancel", "order", fields=values(reason="Mistake")),
    Verb("invoice the order", "root", "/orders/{order}/invoice", "order"),
    Verb("issue the invoice", "finn", "/invoices/{invoice}/issue", "invoice"),
    Verb("delete the invoice", "root", "/invoices/{invoice}/delete", "invoice"),
)
