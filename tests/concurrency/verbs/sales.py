"""What sellers, managers and administrators do to leads, opportunities, customers and goods."""

from __future__ import annotations

from tests.concurrency.verbs.verb import Verb, note, values

HANGING = "draft sent placed order invoice billed money note"
"""The documents of the account that is merged away."""
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
        fields=lambda s: {f"stage_{s['stage']}": str(s["first"])},
    ),
    Verb("delete the card", "ben", "/opportunities/{card}/delete", "card"),
    # customers
    Verb(
        "merge the accounts", "ada", touches=f"goes stays {HANGING}", fields=values(winner="{stays}"), **SAME
    ),
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
    Verb("delete the account", "ben", "/accounts/{goes}/delete", "goes draft placed invoice"),
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
)
