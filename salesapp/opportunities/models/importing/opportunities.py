"""Opportunities out of a file: a row says the stage or the outcome by name, a product, and when it was opened.

Nothing is asked per row that a row before it has answered.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from salesapp.core import clock
from salesapp.core.access import Viewer
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import CHANGED, changes, record
from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money, from_minor
from salesapp.core.registry import record_type
from salesapp.customers.models import Account
from salesapp.opportunities.models.closable import LOST, WON
from salesapp.opportunities.models.lines import OpportunityLine
from salesapp.opportunities.models.opportunity import Opportunity, prepare
from salesapp.opportunities.outcome import OUTCOMES, Outcome, State
from salesapp.opportunities.processes.models import SalesProcess, Stage, default_process
from salesapp.products.models import PriceBook, Product
from salesapp.products.queries import price_book_for, price_of
from salesapp.records.notation.choices import folded

NOON = time(12, tzinfo=UTC)

IMPORT_ONLY = (
    Field(
        "text",
        _l("Stage or outcome"),
        name="stage",
        target="stage",
        choices=State,
        synonyms=("stage", "deal stage", "outcome", "status", "阶段"),
    ),
    Field("link", _l("Product"), name="product", target="product", synonyms=("item", "产品")),
    Field("quantity", _l("Quantity"), name="quantity"),
    Field("date", _l("Opened on"), name="opened_on", synonyms=("engage date", "created", "open date")),
)
BY_VERBS = {each.name for each in IMPORT_ONLY} | {
    "state", "process", "closed_on", "actual_amount", "close_reason", "close_note", "stage_entered_at", "touched_at",
}  # fmt: skip
"""What a row says that is not simply set."""
RESULTS = ("closed_on", "actual_amount")
"""What only a closed one has."""


class Importer:
    """Makes and changes opportunities for the generic import. `fills` are needed fields it can find itself.

    `builds_only`: `create` writes nothing itself, so rows can be flushed together.
    """

    fills = ("name",)
    builds_only = True

    def create(self, values: dict[str, Any], *, by: Viewer) -> Opportunity:
        """A new one where the row says it stands; RuleBroken for a stage nobody knows or a row without customer."""
        own, extra = _split(values)
        account = _get(Account, own.get("account_id"))
        product = _get(Product, extra.get("product"))
        own["name"] = own.get("name") or _name(account, product)
        own["currency"] = own.get("currency") or company().currency
        made = Opportunity(**own, account=account)
        made.owner_id = made.owner_id or by.id
        stage, state = _place(extra)
        opened = _instant(extra.get("opened_on")) or own.get("created_at") or clock.now()
        with db.session.no_autoflush:
            made.begin(stage, by=by)
            made.probability = own.get("probability") or stage.probability
            made.created_at = opened
            made.touched_at = extra.get("touched_at") or opened
            entered = extra.get("stage_entered_at") or opened
            made.stage_entered_at = made.stage_changes[0].entered_at = entered
            if product is not None:
                _add_line(made, product, extra.get("quantity"))
            if state is State.OPEN:
                _refuse_results(extra)
            else:
                _close(made, state, extra, by=by)
        return made

    def update(self, found: Opportunity, values: dict[str, Any], *, by: Viewer) -> bool:
        """Brings an existing one in step with its row; whether anything changed."""
        own, extra = _split(values)
        for attribute, value in own.items():
            if getattr(found, attribute) != value:
                setattr(found, attribute, value)
        with db.session.no_autoflush:
            prepare(found, by=by)
            changed = changes(found)
        if changed:
            record(found, CHANGED, by=by)
        moved = bool(extra.get("stage") or extra.get("state")) and _follow(found, extra, by=by)
        return bool(changed) or moved or _amend(found, extra, by=by)


def _split(values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Attributes of the record, and what only the import knows."""
    known = record_type(Opportunity.record_type_key).fields_by_name
    own = {
        (known[name].attribute if name in known else name): value
        for name, value in values.items()
        if name not in BY_VERBS
    }
    return own, {name: value for name, value in values.items() if name in BY_VERBS}


def _get(model: Any, key: int | None) -> Any:
    return None if key is None else db.session.get(model, key)


def _name(account: Account | None, product: Product | None) -> str:
    found = " · ".join(each.name for each in (product, account) if each is not None)
    if not found:
        raise RuleBroken(_("An opportunity needs a name."), field="name")
    return found


def _instant(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, NOON)


def _place(extra: dict[str, Any]) -> tuple[Stage, State]:
    """Where the row says it stands: a stage while open, the process's last one for what was won, else the first."""
    stages = _stages(extra.get("process"))
    text = str(extra.get("stage") or "").strip()
    state = OUTCOMES.get(folded(text)) or extra.get("state") or State.OPEN
    if not text or folded(text) in OUTCOMES:
        return _get(Stage, stages[-1 if state is State.WON else 0][1]), state
    found = next((key for name, key in stages if name == folded(text)), None)
    if found is None:
        raise RuleBroken(_("There is no stage or outcome called “%(text)s”.", text=text), field="stage")
    return _get(Stage, found), state


def _stages(process_id: int | None) -> list[tuple[str, int]]:
    """(folded name, id) of the process's stages in order, remembered while the session lasts."""
    kept: dict[int | None, list[tuple[str, int]]] = db.session.info.setdefault("imported stages", {})
    if process_id not in kept:
        process = default_process() if process_id is None else db.session.get_one(SalesProcess, process_id)
        if not process.open_stages:
            raise RuleBroken(
                _("The sales process %(name)s has no stage in use.", name=process.name), field="stage"
            )
        kept[process_id] = [(folded(stage.name), stage.id) for stage in process.open_stages]
    return kept[process_id]


def _add_line(made: Opportunity, product: Product, quantity: Decimal | None) -> None:
    """The row's product: at the row's amount where it has one, else at the price of the book."""
    many = quantity or Decimal(1)
    if made.amount is not None:
        price = (from_minor(made.amount, made.currency) / many).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    else:
        price = _price(made, product, many)
    line = OpportunityLine(product=product, position=1, quantity=many, unit_price=price, discount=Decimal(0))
    line.reprice(made.currency)
    made.lines.append(line)
    if line.net:  # a product without a price says nothing of the amount
        made.sum_up()


def _price(made: Opportunity, product: Product, quantity: Decimal) -> Decimal:
    """The book's price, remembered while the session lasts."""
    kept: dict[Any, Decimal] = db.session.info.setdefault("imported prices", {})
    key = (made.currency, getattr(made.account, "price_book_id", None), product.id, quantity)
    if key not in kept:
        today = today_for()
        book = db.session.get(PriceBook, made.price_book_id) if made.price_book_id else None
        book = book or price_book_for(made.account, made.currency, today)
        kept[key] = price_of(product, book, quantity, today) or Decimal(0)
    return kept[key]


def _refuse_results(extra: dict[str, Any]) -> None:
    """An open one has neither a closing date nor an actual amount: a row that names one lacks its outcome."""
    for name in RESULTS:
        if extra.get(name):
            raise RuleBroken(
                _("The row says how the deal was closed, but not whether it was won or lost. Map a column to the "
                  "stage, or give one to all rows."),
                field=name,
            )  # fmt: skip


def _amend(found: Opportunity, extra: dict[str, Any], *, by: Viewer) -> bool:
    """Brings the results of a closed one in step with the row; whether anything changed."""
    if found.is_open:
        _refuse_results(extra)
        return False
    given = {name: extra[name] for name in RESULTS if extra.get(name) is not None}
    _check_results(given)
    if found.state is State.LOST:
        given.pop("actual_amount", None)
    if all(getattr(found, name) == value for name, value in given.items()):
        return False
    closing = found.closes[-1:]
    for each in (found, *closing):
        for name, value in given.items():
            setattr(each, name, value)
    record(found, CHANGED, by=by)
    return True


def _check_results(given: dict[str, Any]) -> None:
    """What cannot have happened."""
    if (given.get("actual_amount") or 0) < 0:
        raise RuleBroken(_("An amount can’t be negative."), field="actual_amount")
    if given.get("closed_on") is not None and given["closed_on"] > today_for():
        raise RuleBroken(_("A deal cannot have been closed on a day to come."), field="closed_on")


def _close(made: Opportunity, state: State, extra: dict[str, Any], *, by: Viewer) -> None:
    """Closed as the row says; facts of the past are not asked what a closing sheet asks."""
    _check_results(extra)
    closed_on = extra.get("closed_on") or made.close_on or today_for()
    actual = extra.get("actual_amount")
    outcome = Outcome(
        closed_on=closed_on,
        reason_id=extra.get("close_reason"),
        competitor=made.competitor if state is State.LOST else None,
        note=extra.get("close_note"),
    )
    at = max(_instant(closed_on) or clock.now(), made.stage_entered_at)
    if state is State.WON and actual is None:
        actual = made.amount or 0
    made.close_as(state, outcome, actual if state is State.WON else None, by=by, at=at)


def _follow(found: Opportunity, extra: dict[str, Any], *, by: Viewer) -> bool:
    """Moves, closes or reopens an existing one as the row says; moving forward asks what the stage insists on."""
    stage, state = _place(extra | {"process": extra.get("process") or found.process_id})
    if state is found.state and (state is not State.OPEN or stage.id == found.stage_id):
        return False
    if not found.is_open:
        found.reopen(by=by)
    if state is State.OPEN:
        if stage.id != found.stage_id:
            found.move(stage, by=by)
        return True
    if state is State.WON:
        found.refuse_winning()
        found.refuse_asking_twice()
        if found.needs_approval(by):
            raise RuleBroken(
                _("A win needs a manager’s approval. Close it from the opportunity’s page."), field="stage"
            )
    _close(found, state, extra, by=by)
    reason = "" if found.close_reason is None else found.close_reason.name
    if state is State.WON:
        record(
            found, WON, by=by, about=[found.account], amount=Money(found.actual_amount or 0, found.currency)
        )
    else:
        record(found, LOST, by=by, about=[found.account], reason=reason)
    return True
