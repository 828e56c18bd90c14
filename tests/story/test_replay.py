"""Whatever is done to a company at random, with every verb of every record type: replaying gives what is there."""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from salesapp.core.access import acting_as
from salesapp.core.company import company, today_for
from salesapp.core.db import Base, Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import CHANGED, history, record
from salesapp.core.events.replay import faults
from salesapp.core.fields import Field
from salesapp.core.registry import RecordType, record_type, record_types, type_of
from salesapp.demo.story import tell
from salesapp.invoices.approvals.acts import approve, reduce_or_ask, reject
from salesapp.invoices.approvals.wanted import Wanted
from salesapp.invoices.limits.models import ReductionRequest
from salesapp.invoices.models import Invoice
from salesapp.invoices.recurring.actions import Plan, bring_back, end, pause, repeat, resume, skip_next
from salesapp.invoices.recurring.jobs import carry_due
from salesapp.invoices.recurring.models import RecurringInvoice, State
from salesapp.invoices.recurring.schedule import Unit
from salesapp.leads.assignment.routing import route
from salesapp.leads.assignment.transfer import change_owner
from salesapp.leads.conversion.actions import convert
from salesapp.leads.conversion.choices import Choices, FollowUp, New
from salesapp.leads.conversion.undo import unconvert
from salesapp.leads.models import Lead
from salesapp.opportunities.outcome import Outcome
from salesapp.people.models import User
from salesapp.products.lines import LineSaid
from salesapp.products.payment_terms.plan import EarlyDiscount
from salesapp.records.editing import finish
from salesapp.records.merging.acts import merge, undo_merge
from salesapp.records.merging.models import Merge
from salesapp.records.recycle_bin import acts as recycle_bin
from salesapp.surveys.kinds import QuestionKind
from tests.records.importing.intake import bring_in
from tests.story import rooms

STEPS, AT_ONCE = 100, 5
"""How much is done, and after how many acts all of history is replayed."""
MOST = 300
"""So many acts at the most, until each has come through once: which ones chance refuses is another matter."""
ADMIN = "Alex Brandt"
REFUSALS = (RuleBroken, ValueError, SQLAlchemyError)
"""What may come of a random act: a rule, a value that a column does not take, a document that is frozen."""
SEES_ALL = {"unscoped": "the test acts on everything", "with_deleted": True}


class Chance(random.Random):
    """What is drawn for fields and arguments."""

    def row(self, model: Any) -> Any:
        """Any row; of users anybody but who does all this."""
        query = select(model).order_by(model.id)
        query = query.where(User.name != ADMIN) if model is User else query
        rows = list(db.session.scalars(query, execution_options=SEES_ALL).unique())
        return self.choice(rows) if rows else None

    def words(self) -> str:
        return " ".join(self.choice(["Nordlicht", "河流", "Müller", "x"]) for _ in range(self.randint(1, 3)))

    def value(self, declared: Field) -> Any:  # noqa: C901  one line per kind of field
        """Something for the field; nothing now and then."""
        if not declared.required and self.random() < 0.2:
            return None if declared.kind != "boolean" else False
        if declared.name == "zone":
            return self.choice(["Europe/Berlin", "Asia/Shanghai"])
        match declared.kind:
            case "choice":
                return self.choice([*(declared.choices or ())])
            case "link":
                return getattr(self.row(record_type(declared.target).model), "id", None)
            case "boolean":
                return self.random() < 0.5
            case "integer" | "money":
                return self.randint(1, 3000)
            case "date":
                return today_for() + timedelta(days=self.randint(-9, 400))
            case "instant":
                return datetime(2027, 1, 1, 9, tzinfo=UTC) + timedelta(hours=self.randint(0, 999))
            case "currency_code":
                return self.choice(["EUR", "USD", "JPY"])
            case "country":
                return self.choice(["DE", "CN"])
            case "quantity" | "percent" | "unit_price" | "rate":
                return Decimal(self.randint(1, 99))
            case "email":
                return f"{self.randint(1, 99)}@example.test"
        return self.words()[: declared.length]

    def argument(self, wanted: inspect.Parameter, subject: Record) -> Any:
        """Something that a verb asks for, by the name of its type."""
        name = str(wanted.annotation).strip("'").removesuffix(" | None")
        if wanted.default is not wanted.empty and (name not in SIMPLE or self.random() < 0.3):
            return wanted.default
        if wanted.name in {"line", "entry"} or name == "Sequence[OpportunityLine]":
            there = list(getattr(subject, "entries" if wanted.name == "entry" else "lines"))
            return there[:1] if name.startswith("Sequence") else self.choice(there or [None])
        if wanted.name in {"removal", "added"}:
            return self.choice([each for each in history(subject) if "kept" in each.particulars] or [None])
        if name.startswith("Sequence[") and name not in SIMPLE:
            return [self.row(MODELS[name[9:-1]])]
        if name in MODELS:
            return self.row(MODELS[name])
        if name in CHOICES:
            return self.choice([*CHOICES[name]])
        return SIMPLE[name](self)


MODELS = {each.class_.__name__: each.class_ for each in Base.registry.mappers}
CHOICES: dict[str, type[Any]] = {
    each.choices.__name__: each.choices for type_ in record_types() for each in type_.fields if each.choices
}
SIMPLE: dict[str, Callable[[Chance], Any]] = {
    "str": Chance.words,
    "int": lambda chance: chance.randint(1, 5),
    "bool": lambda chance: chance.random() < 0.5,
    "Decimal": lambda chance: Decimal(chance.randint(1, 40)),
    "Decimal | int": lambda chance: chance.randint(1, 40),
    "date": lambda chance: today_for() + timedelta(days=chance.randint(0, 300)),
    "datetime": lambda _chance: datetime.now(UTC),
    "Mapping[int, Decimal]": lambda _chance: {},
    "Sequence[str]": lambda chance: [chance.words()],
    "Sequence[EarlyDiscount]": lambda chance: [EarlyDiscount(Decimal(chance.randint(1, 4)), 7)],
    "Sequence[Part]": lambda _chance: [],
    "dict[str, str]": lambda chance: {
        "name": chance.words(),
        "street": "Kai 7",
        "city": "Kiel",
        "country": "DE",
    },
    "dict[str, Any]": lambda chance: {
        "text": chance.words(),
        "kind": QuestionKind.TEXT,
        "required": False,
        "options": [],
    },
    "LeadStatus | NamedStatus": lambda chance: chance.row(MODELS["NamedStatus"]),
    "Outcome": lambda chance: Outcome(
        closed_on=today_for(),
        reason_id=chance.row(MODELS["LossReason"]).id,
        actual_amount=chance.choice([None, 5000]),
        note=chance.words(),
    ),
}


HOOKS = {"set_by_verb", "say_on"}
"""What tells who does it but is called by a verb: with one of the record's own fields, or what is typed on a line."""


def said_on_a_line(chance: Chance) -> LineSaid:
    """What verbs ask for that change a line."""
    quantity, price = Decimal(chance.randint(1, 9)), Decimal(chance.randint(1, 40))
    said = {"quantity": quantity, "unit_price": price, "discount": Decimal(0), "tax_rate": None}
    return LineSaid(**said, description=chance.words())


def said(wanted: inspect.Parameter) -> list[inspect.Parameter]:
    """The argument itself; of what is typed on a line each of its parts."""
    if wanted.kind is not wanted.VAR_KEYWORD:
        return [wanted]
    parts = LineSaid.__annotations__ if "LineSaid" in str(wanted.annotation) else {}
    return [
        inspect.Parameter(name, wanted.KEYWORD_ONLY, annotation=getattr(each, "__forward_arg__", each))
        for name, each in parts.items()
    ]


def verbs(model: Any) -> list[tuple[str, list[inspect.Parameter]]]:
    """The acts of a model: what is told who does it."""
    found = []
    for name, function in inspect.getmembers(model, inspect.isfunction):
        wanted = list(inspect.signature(function).parameters.values())[1:]
        if not name.startswith("_") and name not in HOOKS and any(each.name == "by" for each in wanted):
            told = [part for each in wanted if each.name != "by" for part in said(each)]
            found.append((name, told))
    return found


def do_verb(chance: Chance, by: User) -> str:
    """Any act of any record."""
    type_ = chance.choice([each for each in record_types() if verbs(each.model)])
    subject, (name, wanted) = chance.row(type_.model), chance.choice(verbs(type_.model))
    if subject is None:
        return "nothing there"
    arguments = [(each, chance.argument(each, subject)) for each in wanted]
    if any(value is None and str(each.annotation) in MODELS for each, value in arguments):
        return "nothing to do it with"
    if any(each.name in {"line", "entry", "removal", "added"} and value is None for each, value in arguments):
        return "no line"
    plain = [value for each, value in arguments if each.kind is each.POSITIONAL_OR_KEYWORD]
    named = {each.name: value for each, value in arguments if each.kind is each.KEYWORD_ONLY}
    act = getattr(subject, name)
    if "LineSaid" in str(inspect.signature(act)):
        named |= said_on_a_line(chance)
    act(*plain, **named, by=by)
    return f"{type_.key} {subject.id}: {name}"


def edit(chance: Chance, by: User) -> str:
    """Sets some fields, as forms and hooks do: told or not, flushed in the middle or not."""
    type_ = chance.choice(record_types())
    subject = chance.row(type_.model)
    if subject is None:
        return "nothing there"
    fields = chance.sample(type_.editable, min(len(type_.editable), chance.randint(1, 5)))
    for declared in fields:
        setattr(subject, declared.attribute, chance.value(declared))
        if chance.random() < 0.3:
            db.session.flush()
    finish(type_, subject, by=by)
    if chance.random() < 0.7:
        record(subject, CHANGED, by=by)
    return f"{type_.key} {subject.id}: {', '.join(each.name for each in fields)}"


def bin_or_restore(chance: Chance, by: User) -> str:
    subject = chance.row(chance.choice([each for each in record_types() if each.deletable]).model)
    (recycle_bin.restore if subject.deleted_at else recycle_bin.delete)(subject, by=by)
    return f"{subject.record_type_key} {subject.id}: bin"


def merge_two(chance: Chance, by: User) -> str:
    type_ = chance.choice([each for each in record_types() if each.mergeable])
    winner, loser = chance.row(type_.model), chance.row(type_.model)
    if winner is loser or winner.deleted_at or loser.deleted_at:
        return "not these"
    values = {each.attribute: getattr(loser, each.attribute) for each in chance.sample(type_.editable, 3)}
    merge(type_, winner, [loser], values, by=by)
    return f"{type_.key} {winner.id} takes {loser.id}"


def take_apart(chance: Chance, by: User) -> str:
    made = chance.row(Merge)
    if made is None:
        return "no merge"
    type_ = record_type(made.record_type)
    undo_merge(type_, made, db.session.get(type_.model, made.winner_id, execution_options=SEES_ALL), by=by)
    return f"merge {made.id} taken back"


def work_on_leads(chance: Chance, by: User) -> str:
    """One lead converted or back, or several handed over or routed."""
    lead, act = chance.row(Lead), chance.randint(0, 3)
    if act == 0:
        convert(lead, Choices(account=New(), contact=New(), follow_up=FollowUp("Call")), by=by)
    elif act == 1:
        unconvert(lead, by=by)
    elif act == 2:
        change_owner([lead, chance.row(Lead)], chance.row(User), with_activities=True, by=by)
    else:
        route([lead, chance.row(Lead)], by=by)
    return f"lead {lead.id}: {act}"


def bring(chance: Chance, by: User) -> str:
    """A file in which some records stand otherwise and one is new."""
    subject = chance.row(record_type(chance.choice(["account", "contact", "lead", "opportunity"])).model)
    type_: RecordType = type_of(subject)
    column = {"account": "Website", "contact": "Job title", "lead": "City", "opportunity": "Next step"}
    head = "Family name" if type_.key == "contact" else "Name"
    first = subject.family_name if type_.key == "contact" else subject.name
    more = ",Account" if type_.key == "opportunity" else ""
    rows = [f"{each},{chance.words()}{',Acme' if more else ''}" for each in (first, chance.words())]
    if more:
        bring_in("Name\nAcme\n", "account", by)
    match = ("family_name",) if type_.key == "contact" else ("name",)
    run = bring_in("\n".join([f"{head},{column[type_.key]}{more}", *rows]), type_.key, by, match=match)
    return f"import of {type_.key}: {run.created} new, {run.updated} changed"


def recur(chance: Chance, by: User) -> str:
    """An invoice is made to recur, or one that does is paused, resumed, skipped, brought back, made or ended."""
    series, source = chance.row(RecurringInvoice), chance.row(Invoice)
    if series is None or series.state is State.ENDED or chance.random() < 0.3:
        repeat(source, Plan(1, Unit.WEEK, today_for()), by=by)
        return f"invoice {source.id} recurs"
    day, last = series.next_on, series.dates[0].due_on if series.dates else None
    acts: dict[str, Callable[[], Any]] = {
        "pause": lambda: pause(series, by=by),
        "resume": lambda: resume(series, by=by, makes_up=True),
        "skip": lambda: skip_next(series, day, ends=True, by=by),
        "bring back": lambda: bring_back(series, last, by=by),
        "make": lambda: carry_due({"recurring": series.id, "due": day.isoformat()}),
        "end": lambda: end(series, by=by),
    }
    name = chance.choice([*acts])
    acts[name]()
    return f"recurring invoice {series.id}: {name}"


def reduce(chance: Chance, by: User) -> str:
    """A credit or a write-off beyond a limit is asked for, or a colleague approves or rejects what waits."""
    waiting = db.session.scalars(
        select(ReductionRequest).where(ReductionRequest.decided_at.is_(None))
    ).first()
    if waiting is not None:
        decide = chance.choice([approve, reject])
        with acting_as(other := chance.row(User)):
            decide(waiting.invoice, waiting.id, chance.words(), by=other)
        return f"request {waiting.id}: {decide.__name__}"
    company().approval_limits = {kind: {by.role: 0} for kind in ("credit", "write_off")}
    invoice, how = chance.row(Invoice), chance.choice(["all", "write_off"])
    reduce_or_ask(invoice, Wanted(how, chance.words()), by=by)
    company().approval_limits = {}
    return f"invoice {invoice.id}: {how}"


ACTS = (
    (do_verb,) * 5
    + (edit,) * 3
    + (bin_or_restore, merge_two, take_apart, work_on_leads, bring, recur, reduce)
    + rooms.ACTS
)


def drawn(chance: Chance, done: Collection[str]) -> Iterator[Callable[[Chance, User], str]]:
    """Any acts, then those that have not come through yet, in whole rounds of replaying."""
    yield from (chance.choice(ACTS) for _ in range(STEPS))
    for _round in range((MOST - STEPS) // AT_ONCE):
        if left := [act for act in ACTS if act.__name__ not in done]:
            yield from (chance.choice(left) for _ in range(AT_ONCE))


@pytest.mark.parametrize("seed", [9, 88])
def test_replaying_the_events_gives_the_present_after_anything(app, seed):
    print(f"seed {seed}")  # noqa: T201  shown where it fails
    tell()
    db.session.commit()
    chance = Chance(seed)
    done: dict[str, int] = {}
    since: list[str] = []
    for step, act in enumerate(drawn(chance, done), start=1):
        by = db.session.scalars(select(User).where(User.name == ADMIN)).one()
        with acting_as(by):
            try:
                what = act(chance, by)
                db.session.commit()
                done[act.__name__] = done.get(act.__name__, 0) + 1
            except REFUSALS as refused:
                db.session.rollback()
                what = f"{act.__name__} refused: {refused!s:.80}"
        since.append(what)
        if step % AT_ONCE == 0:
            found = list(islice(faults(db.session()), 3))
            assert not found, f"seed {seed}, until step {step}, one of {since}: {found}"
            since.clear()
    assert {act.__name__ for act in ACTS} == done.keys(), "each act succeeded at least once"
