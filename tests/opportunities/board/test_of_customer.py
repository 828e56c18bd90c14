"""The figures at the head of an account's page: what it comes to, of what the reader sees."""

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.opportunities.outcome import Outcome
from tests.markup import Page


def figures(browser, account):
    """Label → value of the strip."""
    page = Page(browser.get(f"/accounts/{account.id}").text)
    found = {}
    for each in page.elements:
        if (each.get("class") or "").split()[:1] == ["figure"]:
            words = {part.get("class"): "".join(part.itertext()) for part in each}
            found[words["figure-label"]] = words["figure-value"]
    return found


def test_an_account_says_what_is_open_and_won_of_what_the_reader_sees(as_user, make, account, cast):
    make(amount=100_000)
    make("Of another team", "cora", amount=7_000_000)
    won = make("Won", amount=50_000)
    won.close_won(Outcome(today_for(), actual_amount=60_000), by=cast["ada"])
    db.session.commit()
    mine = figures(as_user("ada"), account)
    assert (mine["Open"], mine["Won"]) == ("€1,000", "€600")
    assert figures(as_user("root"), account)["Open"] == "€71,000"
