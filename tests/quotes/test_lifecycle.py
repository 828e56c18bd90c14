"""A quote through any order of verbs: what is refused, what stays, and one current revision throughout."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.orders.actions import make_order
from salesapp.orders.models import Order
from salesapp.quotes.models import Quote, QuoteStatus
from tests.quotes.stage import draft

ALLOWED = {
    "add": {QuoteStatus.DRAFT},
    "optional": {QuoteStatus.DRAFT},
    "send": {QuoteStatus.DRAFT},
    "accept": {QuoteStatus.SENT},
    "decline": {QuoteStatus.SENT},
    "ask": {QuoteStatus.SENT},
    "revise": {QuoteStatus.SENT, QuoteStatus.DECLINED},
    "order": {QuoteStatus.ACCEPTED},
}
AFTER = {
    "send": QuoteStatus.SENT,
    "accept": QuoteStatus.ACCEPTED,
    "decline": QuoteStatus.DECLINED,
    "revise": QuoteStatus.REVISED,
}


def act(verb, quote, house):
    ada = house.people["ada"]
    {
        "add": lambda: quote.add_product(house.pump, by=ada),
        "optional": lambda: quote.make_optional(quote.add_product(house.pipe, by=ada), by=ada),
        "send": lambda: quote.send(by=ada),
        "accept": lambda: quote.accept("Eva", by=ada),
        "decline": lambda: quote.decline("Price", by=ada),
        "ask": lambda: quote.ask_for_change("Blue", by=ada),
        "revise": lambda: quote.revise(by=ada),
        "order": lambda: make_order(quote, by=ada),
    }[verb]()
    db.session.flush()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(ALLOWED)), st.integers(0, 3)), max_size=14))
def test_every_verb_is_refused_outside_its_states_and_one_revision_is_current(house, steps):
    first = draft(house)
    revisions = [first]
    said = {}
    for verb, which in steps:
        quote = revisions[min(which, len(revisions) - 1)]
        before = quote.status
        try:
            act(verb, quote, house)
        except RuleBroken:
            assert before not in ALLOWED[verb]
            assert quote.status is before
        else:
            assert before in ALLOWED[verb]
            assert quote.status is AFTER.get(verb, before)
        if verb == "revise" and quote.status is not before:
            revisions.append(db.session.scalars(select(Quote).order_by(Quote.id.desc())).first())
        check(revisions, said)
    db.session.commit()


def check(revisions, said):
    assert [each.revision for each in revisions] == list(range(len(revisions)))
    assert len({each.number for each in revisions}) == 1
    assert [each.status for each in revisions[:-1]] == [QuoteStatus.REVISED] * (len(revisions) - 1)
    assert revisions[-1].status is not QuoteStatus.REVISED
    for each in revisions:
        if not each.is_draft:
            words = (each.number, each.total, len(each.lines), each.valid_until)
            assert said.setdefault(each.id, words) == words, "what was sent stays as it was"
    ordered = db.session.scalars(
        select(Order).where(Order.quote_id.in_([each.id for each in revisions]))
    ).all()
    assert len(ordered) <= 1
