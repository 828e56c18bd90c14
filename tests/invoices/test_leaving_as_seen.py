"""A document leaves the house only as it stands on the screen: nothing unsaved, refused or changed meanwhile."""

from salesapp.core.db import db
from salesapp.orders.actions import write_order
from salesapp.orders.models import Order
from tests.invoices.stage import anew, free_draft
from tests.quotes.stage import draft


def drafts(house):
    """A draft of each kind with the page, the form that lets it leave, and the word that stands on that."""
    invoice, quote = free_draft(house), draft(house)
    order = write_order(Order(account_id=house.account.id), by=house.people["root"])
    order.add_product(house.pump, by=house.people["root"])
    db.session.commit()
    return [
        (invoice, f"/invoices/{invoice.id}", "/issue", "Issue"),
        (quote, f"/quotes/{quote.id}", "/send", "Send"),
        (order, f"/orders/{order.id}", "/confirm", "Confirm"),
    ]


def sheet_of(page, leave):
    return page if leave == "/confirm" else page + leave


def test_a_refused_line_or_term_takes_the_place_of_what_would_let_the_document_leave(house, as_user):
    root = as_user("root")
    for document, page, _leave, word in drafts(house):
        line = document.lines[0].id
        change = f"{page}/lines/{line}"
        for htmx in (True, False):
            refused = root.submit(page, action=change, quantity="1,5 Stk", htmx=htmx)
            assert refused.status_code == 422
            assert f'href="#line-{line}"' in refused.text
            assert f"<span>{word}</span>" not in refused.text
        refused = root.submit(page, action=f"{page}/terms", payment_days="soon", htmx=True)
        if refused.status_code == 422:
            assert 'href="#terms-form"' in refused.text
        mended = root.submit(page, action=change, quantity="2", htmx=True)
        assert mended.status_code == 200
        assert f"<span>{word}</span>" in mended.text


def test_what_changed_since_the_sheet_was_opened_does_not_leave_unseen(house, as_user):
    root = as_user("root")
    for document, page, leave, _word in drafts(house):
        sheet = root.filled(sheet_of(page, leave), action=page + leave)
        change = f"{page}/lines/{document.lines[0].id}"
        assert root.submit(page, action=change, description="Pump, red", htmx=True).status_code == 200
        refused = root.post(page + leave, data=sheet)
        assert refused.status_code in (409, 422)
        assert "Check it again" in refused.text
        anew()
        assert db.session.get(type(document), document.id).is_draft
        assert root.submit(sheet_of(page, leave), action=page + leave).status_code == 303
