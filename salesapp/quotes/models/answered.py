"""What comes back from the customer, and the next revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.quotes.document import headline
from salesapp.quotes.issued.acceptance import Acceptance
from salesapp.quotes.issued.papers import fix_words
from salesapp.quotes.models.offer import Offer
from salesapp.quotes.models.status import QuoteStatus
from salesapp.quotes.options.choosing import Choice, acceptance_hash, chosen, priced_with, proposed
from salesapp.quotes.options.models import QuoteOption

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

    from salesapp.quotes.models.quote import Quote, QuoteSignature

ACCEPTED = event_kind("quote_accepted", _l("%(name)s accepted %(subject)s (%(amount)s)"), icon="circle-check")
DECLINED = event_kind("quote_declined", _l("%(by)s declined %(subject)s: %(reason)s"), icon="circle-x")
CHANGE_REQUESTED = event_kind(
    "quote_change_requested", _l("%(by)s requested a change"), icon="message-square"
)
REVISED = event_kind("quote_revised", _l("%(by)s revised %(subject)s"), icon="file-pen")
REVISION_DROPPED = event_kind(
    "quote_revision_dropped",
    _l("%(by)s deleted the draft revision, so %(subject)s is valid again"),
    icon="undo-2",
)

EVERY = {"unscoped": "all revisions of one quote, whoever owns them"}
REVISABLE = {QuoteStatus.SENT, QuoteStatus.DECLINED, QuoteStatus.EXPIRED}


class Answered(Offer):
    """The trait of being accepted, declined or revised."""

    __abstract__ = True

    if TYPE_CHECKING:
        revised_from: Any
        signature: Mapped[QuoteSignature | None]

    def accept(
        self, name: str, *, by: Any, signature: bytes | None = None, choice: Choice | None = None
    ) -> None:
        """The customer, `name`, says yes and may have signed (a PNG); without a choice, to what is proposed.

        RuleBroken for a quote that is not open, and for a choice that can't be.
        """
        from salesapp.quotes.models.quote import QuoteSignature

        self._must_be_open()
        if not name.strip():
            raise RuleBroken(_("Enter the name of the person accepting."), field="name")
        self._take_choice(choice)
        self.status, self.accepted_at = QuoteStatus.ACCEPTED, clock.now()
        self.accepted_by_name = name.strip()[:120]
        self.accepted_hash = acceptance_hash(self)
        set_committed_value(
            self, "signature", None
        )  # nobody signs an open quote: the paper need not look for it
        if signature is not None:
            self.signature = QuoteSignature(picture=signature)
        fix_words(Acceptance(self))
        with_them = ", ".join(headline(each) for each in self.chosen_options) or None
        record(
            self,
            ACCEPTED,
            by=by,
            about=self.story,
            name=self.accepted_by_name,
            amount=self.amount,
            body=with_them,
        )

    def _take_choice(self, choice: Choice | None) -> None:
        """Keeps which options were chosen, and what the whole comes to. RuleBroken where somebody saw another total."""
        options = proposed(self.options) if choice is None else chosen(self.options, choice.options)
        totals = priced_with(self, options)
        if totals.total < 0:
            raise RuleBroken(_("The total can’t be less than zero."))
        if choice is not None and choice.total not in {None, totals.total}:
            raise RuleBroken(_("The total of your choice has changed. Check it again."))
        self.accepted_options = [each.id for each in options]
        self.accepted_net, self.accepted_tax, self.accepted_total = totals.net, totals.tax, totals.total

    def decline(self, reason: str, *, by: Any) -> None:
        """The customer says no. RuleBroken for a quote that is not open."""
        self._must_be_open()
        if not reason.strip():
            raise RuleBroken(_("Enter the reason it was declined."), field="reason")
        self.status, self.declined_at = QuoteStatus.DECLINED, clock.now()
        self.decline_reason = reason.strip()
        record(self, DECLINED, by=by, about=self.story, reason=self.decline_reason[:300])

    def ask_for_change(self, wish: str, *, by: Any) -> None:
        """The customer wants something else: written down where the seller looks. The quote stays as it is."""
        if self.status not in {QuoteStatus.SENT, QuoteStatus.EXPIRED}:
            self._must_be_open()
        if not wish.strip():
            raise RuleBroken(_("Tell us what should change."), field="wish")
        record(self, CHANGE_REQUESTED, by=by, about=self.story, body=wish.strip())

    def revise(self, *, by: Any) -> Quote:
        """Closes this one and gives a draft with the same number and the next revision."""
        from salesapp.quotes.models.quote import Quote, QuoteLine

        self.close_for_revision(by=by)
        again = Quote(
            **self.copied_terms(), number=self.number, revision=self.revision + 1, owner_id=self.owner_id
        )
        again.status, again.revised_from_id = QuoteStatus.DRAFT, self.id
        again.lines = [QuoteLine(**line.copied()) for line in self.lines]
        again.options = [QuoteOption(**option.copied_option()) for option in self.options]
        db.session.add(again)
        db.session.flush()
        again.begin()
        return again

    def went_into_bin(self, *, by: Any) -> None:
        """Without the draft of its revision, the quote that the customer has counts again."""
        before = self.revised_from
        if before is None or self.number is None:
            return
        self.number, self.revision = None, 0
        db.session.flush()  # the draft leaves its place as the only current one before the old one takes it
        before.status = QuoteStatus.SENT if before.declined_at is None else QuoteStatus.DECLINED
        record(before, REVISION_DROPPED, by=by, about=before.story)

    def came_out_of_bin(self, *, by: Any) -> None:
        """The draft revises the same quote once more, as long as that can be revised."""
        before = self.revised_from
        if before is None or self.number is not None:
            return
        before.close_for_revision(by=by)
        self.number, self.revision = before.number, before.revision + 1

    def close_for_revision(self, *, by: Any) -> None:
        """The customer can say yes to it no longer. RuleBroken where it was answered or revised already."""
        self._must_be_revisable()
        self.status = QuoteStatus.REVISED
        record(self, REVISED, by=by, about=self.story)
        db.session.flush()  # the old one closes before the new one takes its place as the only current one

    def _must_be_revisable(self) -> None:
        if self.status is QuoteStatus.DRAFT:
            raise RuleBroken(_("This is a draft. Edit it directly."))
        if self.is_in_approval:
            self.must_be_draft()
        if self.status is QuoteStatus.ACCEPTED:
            raise RuleBroken(_("An accepted quote can’t be revised. Create another quote."))
        if self.status not in REVISABLE:
            raise RuleBroken(_("This quote has already been revised. Only the newest can be revised."))

    def _must_be_open(self) -> None:
        """RuleBroken that says why the customer cannot answer this one any more."""
        if not self.is_open:
            raise RuleBroken(closed_because(self))


def closed_because(quote: Offer) -> str:
    """One sentence for somebody who wants to answer a quote that is not open."""
    match quote.standing:
        case QuoteStatus.DRAFT | QuoteStatus.IN_APPROVAL:
            return _("This quote hasn’t been sent yet.")
        case QuoteStatus.ACCEPTED:
            return _("This quote has already been accepted.")
        case QuoteStatus.DECLINED:
            return _("This quote has already been declined.")
        case QuoteStatus.EXPIRED:
            return _("This quote has expired.")
        case _:
            newest = newest_revision(quote)
            if newest is not None and newest.is_internal:
                return _("A new version of this quote is being prepared. You can’t accept this one any more.")
            return _("This quote was replaced by a newer one. Only the newest can be accepted.")


def newest_revision(quote: Offer) -> Quote | None:
    """The last revision of its number, whoever owns it; None for a quote without a number."""
    from salesapp.quotes.models.quote import Quote

    query = select(Quote).where(Quote.number == quote.number).order_by(Quote.revision.desc()).limit(1)
    found: Quote | None = None if quote.number is None else db.session.scalar(query, execution_options=EVERY)
    return found
