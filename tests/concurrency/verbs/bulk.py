"""Many records at once, what comes out of the bin, and what a merge becomes when it is taken apart."""

from __future__ import annotations

from typing import Any

from tests.concurrency.verbs.verb import Fields, Verb, note, values

CARDS = "&card={card}.1&card={second}.1"
NOTE = values(body="They will buy")


def board(act: str, fields: Fields, touches: str = "") -> dict[str, Any]:
    """An act on both cards of the board."""
    page = f"/board/many?act={act}{CARDS}"
    return {
        "page": page,
        "action": f"/board/many/{act}",
        "touches": f"card second {touches}",
        "fields": fields,
    }


LEADS = "/leads/change-owner?key={lead}&key={other_lead}"

VERBS = (
    # the board
    Verb("move both cards", "ben", **board("move", values(stage="{stage}"), "stage")),
    Verb("give both cards away", "ben", **board("assign", values(owner="{seller}"), "seller")),
    Verb("push both cards", "ada", **board("push", values(close_on="2030-01-31"))),
    # leads
    Verb("hand both leads over", "root", LEADS, "lead other_lead seller", fields=values(owner="{seller}")),
    Verb(
        "put both leads into the queue",
        "ben",
        LEADS,
        "lead other_lead queue",
        fields=values(owner="queue-{queue}"),
    ),
    Verb(
        "undo the bulk edit", "root", "/bulk-edits/{edit}", "lead other_lead edit", "/bulk-edits/{edit}/undo"
    ),
    # the bin
    Verb(
        "restore the deal",
        "ben",
        "/opportunities/{binned_deal}",
        "binned_deal goes",
        "/opportunities/{binned_deal}/restore",
    ),
    Verb(
        "restore it once more",
        "ada",
        "/opportunities/{binned_deal}",
        "binned_deal",
        "/opportunities/{binned_deal}/restore",
    ),
    Verb(
        "restore the quote",
        "ada",
        "/quotes/{binned_quote}",
        "binned_quote goes",
        "/quotes/{binned_quote}/restore",
    ),
    Verb("restore the account", "ben", "/accounts/{binned}", "binned", "/accounts/{binned}/restore"),
    Verb("restore the account too", "ada", "/accounts/{binned}", "binned", "/accounts/{binned}/restore"),
    # a merge taken apart
    Verb(
        "take the merge apart",
        "ada",
        "/accounts/{whole}/unmerge",
        "whole",
        "/accounts/{whole}/unmerge?merge={apart}",
    ),
    Verb("edit the whole", "ben", "/accounts/{whole}/edit", "whole", fields=values(name="Renamed {number}")),
    Verb(
        "note on the whole", "ben", "/activities/of/account/{whole}", "whole", note("account/{whole}"), NOTE
    ),
    Verb(
        "quote for the whole",
        "ben",
        "/quotes/new?account={whole}",
        "whole",
        "/quotes/new",
        values(account="{whole}"),
    ),
    Verb(
        "merge the whole further",
        "ben",
        "/accounts/merge?id={whole}&id={stays}",
        "whole stays",
        "/accounts/merge",
        values(winner="{stays}"),
    ),
    Verb("delete the whole", "ben", "/accounts/{whole}/delete", "whole"),
)
