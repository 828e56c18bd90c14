"""Half a year of the demo company, told with the domain's verbs while the clock travels from then to now."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select

from salesapp.activities.actions import add_note, add_task, log_call
from salesapp.activities.models import ActivityKind, CallOutcome
from salesapp.core import clock
from salesapp.core.access import SYSTEM
from salesapp.core.company import Company, company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import record
from salesapp.core.i18n import _
from salesapp.core.outbox import give_up
from salesapp.demo import authors, bank, cast, numbers, polls
from salesapp.demo.founding import Founding
from salesapp.demo.scripts import talk, write_dialogs
from salesapp.invoices.actions import Received, credit, invoice_order, record_payment, write_invoice
from salesapp.invoices.mailing import send_invoice
from salesapp.invoices.models import Invoice
from salesapp.invoices.opening.balances import Brought, take_over
from salesapp.leads.assignment.rules import AssignmentRule, Receiver, Sharing, settle_rule
from salesapp.leads.conversion.actions import convert
from salesapp.leads.conversion.choices import Choices, FollowUp, New
from salesapp.leads.kinds import DisqualifyReason, LeadStatus
from salesapp.leads.models import Lead
from salesapp.leads.models.queues import LeadQueue
from salesapp.leads.web_forms.models import Destination, WebForm, settle_form
from salesapp.marketing.competitors import competitor_called
from salesapp.marketing.kinds import LeadSource
from salesapp.opportunities.approvals.winning import win
from salesapp.opportunities.models import BuyingRole, Opportunity, Outcome, State
from salesapp.opportunities.processes.models import (
    LossReason,
    SalesProcess,
    Stage,
    StageItem,
    default_process,
)
from salesapp.opportunities.specialists.models import SPECIALIST_ASKED, SpecialistRequest
from salesapp.orders.actions import make_order, write_order
from salesapp.orders.models import Order
from salesapp.people.models import User
from salesapp.quotes.actions import quote_for
from salesapp.quotes.approvals.mailing import submit
from salesapp.quotes.mailing import Letter
from salesapp.records.filters.conditions import Condition, Operator
from salesapp.reports.history.upkeep import tell_on


class Story(Founding):
    """The company as it comes about."""

    def tell(self) -> None:
        """All of it; RuleBroken for a database in which somebody lives already."""
        if db.session.scalar(select(User.id).limit(1)) is not None:
            raise RuleBroken(_("The demo company needs an empty database. Nothing was changed."))
        with force_locale("en"), authors.made_by_owners():
            for days, chapter in (
                (180, self.found),
                (170, self.hire),
                (160, self.stock),
                (150, self.meet),
                (140, self.shape),
                (60, self.announce),
                (60, self.watch),
                (30, self.take_over),
                (20, lambda: polls.tell(self.people)),
                (0, self.win),
                (0, self.lose),
                (0, self.sell),
                (0, self.correct),
                (0, lambda: bank.tell(self.people["finance"])),
                (0, self.ask_approval),
                (0, self.prepare),
                (0, self.misaddress),
                (0, self.hear),
                (0, self.share),
                (0, self.converse),
                (0, lambda: numbers.tell(self.people)),
            ):
                with clock.travel(self.ago(days)):
                    chapter()
                    db.session.flush()

    def shape(self) -> None:
        """A checklist on the way of selling that a new company begins with, and a second way, for care plans."""
        first = default_process().open_stages[0]
        first.items = [StageItem(text=text, position=place) for place, text in enumerate(cast.CHECKLIST)]
        care = SalesProcess(name="Care plans", active=True, position=2, approval_required=True)
        for position, (name, probability, category, items) in enumerate(cast.CARE_STAGES, start=1):
            stage = Stage(name=name, position=position, probability=Decimal(probability), active=True)
            stage.forecast_category, stage.warm_days, stage.rotten_days = category, 14, 30
            stage.items = [
                StageItem(text=text, must=True, position=place) for place, text in enumerate(items)
            ]
            stage.decider_required = stage.next_step_required = position > 1
            care.stages.append(stage)
        db.session.add(care)

    def take_over(self) -> None:
        """What was open in the system before: an invoice that is not due yet, and a credit."""
        issued, due = today_for() - timedelta(days=15), today_for() + timedelta(days=45)
        bill = Brought("RE-2418", 184_450, "EUR", issued, due, account=self.accounts[5])
        owed = Brought("GS-107", -26_000, "EUR", issued, account=self.accounts[8])
        take_over([bill, owed], on=today_for(), by=self.people["finance"])

    def deal(self, place: int, name: str, products: Any, owner: str, close_in: int) -> Opportunity:
        """A new opportunity with its lines."""
        account, by = self.accounts[place], self.people[owner]
        made = Opportunity.open_new(
            name=name,
            by=by,
            account=account,
            contact=self.contacts.get(place),
            close_on=today_for() + timedelta(days=close_in),
        )
        db.session.flush()
        for code, quantity in products:
            made.add_line(self.products[code], by=by, quantity=quantity)
        made.next_step, made.source = "Call about the offer", LeadSource.TRADE_FAIR
        made.campaign = self.campaign_of(name)
        for competitor, note in cast.MET_IN.get(name, ()):
            made.add_competitor(competitor_called(competitor, by=by), note=note, by=by)
        db.session.flush()
        return made

    def advance(self, deal: Opportunity, stages: int, owner: str) -> None:
        """Through the first so many stages, a few days each."""
        way = db.session.scalars(
            select(Stage).where(Stage.process_id == deal.process_id).order_by(Stage.position)
        )
        for stage in list(way)[1:stages]:
            clock.pass_time(timedelta(days=2, hours=3))
            deal.move(stage, by=self.people[owner])
            db.session.flush()

    def win(self) -> None:
        """Quoted and accepted; some ordered, invoiced and paid since."""
        for place, name, products, owner, days, reached in cast.WON:
            with clock.travel(self.ago(days + 24)):
                deal = self.deal(place, name, products, owner, 20)
                self.advance(deal, 4, owner)
                self.quote_to_cash(deal, owner, reached)

    def quote_to_cash(self, deal: Opportunity, owner: str, reached: str) -> None:
        """The documents of a won opportunity, up to the one it has reached."""
        by, finance = self.people[owner], self.people["finance"]
        quote = quote_for(deal, by=by)
        quote.send(by=by)
        clock.pass_time(timedelta(days=3))
        quote.accept(str(deal.contact.title) if deal.contact else "Purchasing", by=by)
        deal.close_won(Outcome(closed_on=today_for(), actual_amount=deal.amount), by=by)
        if reached == "accepted":
            return
        order = make_order(quote, by=by)
        if reached == "ordered":
            return
        clock.pass_time(timedelta(days=1))
        order.fulfil_rest(by=by)
        invoice = invoice_order(order, by=finance)
        invoice.issue(by=finance)
        if reached == "paid":
            clock.pass_time(timedelta(days=6))
            received = Received(invoice.payable, invoice.currency, today_for())
            record_payment(received, invoice=invoice, by=finance)

    def misaddress(self) -> None:
        """An invoice went to an address with a slip in it, and came back."""
        unpaid = select(Invoice).where(Invoice.number.is_not(None)).order_by(Invoice.id.desc()).limit(1)
        invoice, finance = db.session.scalars(unpaid).one(), self.people["finance"]
        text = "Please find our invoice attached."
        letter = Letter("accounts@nordlicht.exmaple", f"Invoice {invoice.number}", text)
        with clock.travel(self.ago(2)):
            posted = send_invoice(invoice, letter, by=finance)
            db.session.flush()
            give_up(posted, "550 5.1.2 The domain of this address does not exist")

    def lose(self) -> None:
        """What was lost, to whom and why."""
        for place, name, products, owner, days, reason, competitor in cast.LOST:
            with clock.travel(self.ago(days + 20)):
                deal = self.deal(place, name, products, owner, 25)
                self.advance(deal, 3, owner)
                found = db.session.scalar(
                    select(LossReason).where(LossReason.name == reason, ~LossReason.for_won)
                )
                found = found or db.session.scalar(select(LossReason).where(~LossReason.for_won))
                outcome = Outcome(
                    closed_on=today_for(), reason_id=found.id if found else None, competitor=competitor
                )
                deal.close_lost(outcome, by=self.people[owner])

    def sell(self) -> None:
        """What is open now, with what was done and what is planned."""
        for number, (place, name, products, stage, close_in, owner) in enumerate(cast.DEALS):
            by = self.people[owner]
            with clock.travel(self.ago(26 - number)):
                deal = self.deal(place, name, products, owner, close_in + 26 - number)
                self.advance(deal, stage, owner)
                log_call(
                    deal, CallOutcome.REACHED, "Wants an offer before the budget is closed.", None, by=by
                )
            if stage == 3:
                quote = quote_for(deal, by=by)
                quote.send(by=by)
            if number % 3 == 0:
                due = today_for() + timedelta(days=number % 4 - 1)
                add_task(deal, "Ask who else decides", due, by, by=by)
        self.renew()
        self.plan()

    def renew(self) -> None:
        """A care plan that goes the second way; its win waits for the manager. And the renewal of a first sale."""
        by = self.people["rep"]
        due, offered, agreed = db.session.scalars(
            select(Stage).join(SalesProcess).where(SalesProcess.name == "Care plans").order_by(Stage.position)
        )
        won = db.session.scalars(select(Opportunity).where(Opportunity.name == cast.WON[0][1])).one()
        with clock.travel(self.ago(5)):
            renewal = won.renew(name="Care plans for the centrifuges", close_on=today_for(), by=by)
            renewal.change_process(due, by=by)
            waiting = self.deal(1, "Care plan for the pilot line", (("SV-CARE", 3),), "rep", 12)
            waiting.change_process(due, by=by)
            waiting.contacts[0].role = BuyingRole.DECIDER
            for stage in (offered, agreed):
                for item in waiting.stage.items:
                    waiting.tick(item, by=by)
                waiting.move(stage, by=by)
            win(
                waiting,
                Outcome(closed_on=today_for(), actual_amount=110_000, note="Ten per cent off"),
                by=by,
            )
            db.session.flush()

    def ask_approval(self) -> None:
        """A quote with more off than the rep may give: the manager finds it on Today."""
        by = self.people["rep"]
        deal = db.session.scalars(
            select(Opportunity)
            .where(Opportunity.owner_id == by.id, Opportunity.state == State.OPEN, Opportunity.lines.any())
            .order_by(Opportunity.id.desc())
        ).first()
        if deal is None:
            return
        with clock.travel(self.ago(1)):
            quote = quote_for(deal, by=by)
            quote.discount = company().discount_limit + 5
            quote.reprice()
            submit(quote, "They order twice as much next year if we meet their price.", by=by)

    def plan(self) -> None:
        """Today's own things."""
        rep, today = self.people["rep"], today_for()
        add_task(
            self.accounts[0], "Call about the delivery dates", today, rep, by=rep, kind=ActivityKind.CALL
        )
        add_task(self.accounts[1], "Send the calibration report", today - timedelta(days=2), rep, by=rep)
        add_note(
            self.accounts[0],
            "Prefers mornings. The new wing opens in spring; Ingrid decides, Daniel signs.",
            by=rep,
        )
        log_call(
            self.accounts[5],
            CallOutcome.VOICEMAIL,
            None,
            today + timedelta(days=3),
            by=rep,
            next_step="Call again",
        )

    def correct(self) -> None:
        """What finance put right after a payment, and what a customer paid in advance."""
        finance = self.people["finance"]
        first = select(Opportunity.id).where(Opportunity.name == cast.WON[0][1])
        with clock.travel(self.ago(6)):
            paid = db.session.scalars(select(Invoice).where(Invoice.opportunity_id.in_(first))).one()
            not_held = {paid.lines[-1].id: Decimal(1)}
            credit(paid, "The training day was not needed", by=finance, quantities=not_held)
        with clock.travel(self.ago(3)):
            advance = Received(250_000, "EUR", today_for(), reference="Deposit for the south wing")
            record_payment(advance, account=self.accounts[0], by=finance)

    def prepare(self) -> None:
        """What lies on the desks half done: a quote, an order and an invoice in draft."""
        rep, finance = self.people["rep"], self.people["finance"]
        with clock.travel(self.ago(1)):
            wing = db.session.scalars(select(Opportunity).where(Opportunity.name == cast.DEALS[0][1])).one()
            quote_for(wing, by=rep)
            order = write_order(Order(account_id=self.accounts[9].id), by=rep)
            order.add_product(self.products["SV-CAL"], by=rep, quantity=Decimal(2))
            invoice = write_invoice(Invoice(account_id=self.accounts[7].id), by=finance)
            invoice.add_product(self.products["SV-TRAIN"], by=finance)

    def hear(self) -> None:
        """Leads: fresh ones, one that became a customer, one that did not."""
        rep, rep2 = self.people["rep"], self.people["rep2"]
        for number, (name, firm, about, email, phone, source, rating, amount) in enumerate(cast.LEADS):
            owner = rep2 if not name.isascii() else rep
            with clock.travel(self.ago(12 - number)):
                lead = Lead.capture(
                    name,
                    about,
                    by=owner,
                    company=firm,
                    email=email,
                    phone=phone,
                    source=source,
                    campaign=self.campaign_of(name),
                    rating=rating,
                )
                lead.estimated_amount, lead.currency = amount, "EUR" if amount else None
                db.session.flush()
                if number in {3, 8}:
                    lead.mark(LeadStatus.WORKING, by=owner)
        with clock.travel(self.ago(15)):
            gone = Lead.capture("Max Unreachable", "A brochure", by=rep, phone="+49 30 5550 0000")
            gone.disqualify("Never answers", reason=DisqualifyReason.UNREACHABLE, by=rep)
            won = Lead.capture(
                "Birgit Sander",
                "Scales for a farm shop",
                by=rep,
                company="Sander Farm",
                phone="+49 4101 555 010",
                campaign=self.campaign_of("Birgit Sander"),
            )
            db.session.flush()
            follow_up = FollowUp("Visit the farm shop", today_for() + timedelta(days=16))
            convert(won, Choices(New(), New(), New(), follow_up), by=rep)

    def share(self) -> None:
        """Leads that nobody owns yet."""
        rep, rep2, admin = (self.people[each] for each in ("rep", "rep2", "admin"))
        web = LeadQueue(name="Web enquiries", description="What comes by the website", members=[rep, rep2])
        db.session.add(web)
        for number, (name, firm, about, email) in enumerate(cast.WAITING):
            with clock.travel(self.ago(len(cast.WAITING) - number)):
                lead = Lead.capture(name, about, by=SYSTEM, company=firm, email=email, source=LeadSource.WEB)
                lead.put_into(web, by=admin)
        self.rule(
            "Large ones to the head of sales", Receiver.PEOPLE, people=[self.people["manager"]]
        ).conditions = [Condition("estimated_amount", Operator.GREATER, ("20000",))]
        self.rule("Asia", Receiver.TEAM, team="Asia").conditions = [
            Condition("country", Operator.ONE_OF, ("CN", "HK", "JP", "SG", "TW"))
        ]
        self.rule("Everything else", Receiver.QUEUE, queue=web)
        form = WebForm(name="Ask for an offer", thanks="Thank you. We call you within one working day.")
        form.ask(("company", "phone", "country", "product_interest", "description"), ("email",))
        form.destination = Destination.RULES
        settle_form(form, by=admin)
        db.session.add(form)

    def converse(self) -> None:
        """The dialogs of the house: one gone through with a lead, one begun, one before an offer."""
        rep = self.people["rep"]
        first, offer = write_dialogs()
        mine = select(Lead).where(Lead.owner_id == rep.id, Lead.status == LeadStatus.NEW).order_by(Lead.id)
        leads = list(db.session.scalars(mine.limit(2)))
        deal = db.session.scalars(select(Opportunity).where(Opportunity.name == cast.DEALS[0][1])).one()
        with clock.travel(self.ago(1)):
            talk(first, leads[0], (1, "Weighing samples in the clean room", 1, 1_200_000, 1), by=rep)
            talk(first, leads[1], (0,), by=rep)
            self.people["rep2"].skills = "Calibration, 中国市场"
            need = "Both balances must be calibrated again where they stand. Can somebody come along?"
            db.session.add(
                SpecialistRequest(opportunity=deal, skill="calibration", need=need, asked_by_id=rep.id)
            )
            record(deal, SPECIALIST_ASKED, by=rep, whom="calibration", body=need)
            said = ("Every fourth batch is weighed twice", "Northern Balance", 0)
            decided = (today_for() + timedelta(days=24)).isoformat()
            talk(offer, deal, (*said, decided), by=rep, finish=False)

    def rule(self, name: str, receiver: Receiver, **taker: Any) -> AssignmentRule:
        """An assignment rule after those there are."""
        made = AssignmentRule(
            name=name, receiver=receiver, active=True, asked=[], sharing=Sharing.TURNS, **taker
        )
        made.queue_id = made.queue.id if made.queue else None
        settle_rule(made, by=self.people["admin"])
        db.session.add(made)
        db.session.flush()
        return made


def tell() -> Company:
    """Fills an empty database with the demo company."""
    Story(clock.now()).tell()
    db.session.flush()
    while tell_on():  # what the worker does from then on
        pass
    return company()
