"""What is taxed at nothing although nobody has said why: the law of the European Union wants a reason on invoices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.tax_numbers import EU
from salesapp.products.documents import UNSAID, tax_rate
from salesapp.products.models import TaxRate

EVERY = {"unscoped": "what a rate says is said by every draft"}


def unsaid(document: Any) -> list[str]:
    """A sentence for each line, allowance and charge untaxed without a reason, where the law asks for one."""
    if company().country not in EU:
        return []
    lines = [
        (line.description.split("\n")[0][:60], line.own_tax_rate())
        for line in document.offered
        if line.tax_key == UNSAID
    ]
    agreed = [(each.reason, tax_rate(each.tax_rate_id)) for each in document.agreed if each.tax_key == UNSAID]
    return list(dict.fromkeys(_sentence(*each) for each in (*lines, *agreed)))


def must_say_why_untaxed(document: Any) -> None:
    """RuleBroken for what could never be invoiced as it is."""
    sentences = unsaid(document)
    if sentences:
        raise RuleBroken(" ".join(sentences))


def say_in_drafts(model: Any) -> Callable[[TaxRate], None]:
    """What makes the drafts of that kind say why nothing is taxed at a rate, once the rate does."""

    def say(rate: TaxRate) -> None:
        line = model.line_model
        unsaid_lines = model.lines.any((line.tax_rate_id == rate.id) & line.tax_category.is_(None))
        drafts = select(model).where(model.status == "draft", unsaid_lines).order_by(model.id)
        for document in db.session.scalars(drafts.with_for_update(of=model), execution_options=EVERY):
            document.say_why_untaxed()

    return say


def _sentence(what: str, rate: TaxRate | None) -> str:
    if rate is None:
        return _("“%(line)s” has no tax rate. Choose one that says why there is no VAT.", line=what)
    return _(
        "“%(line)s”: the tax rate “%(rate)s” doesn’t say why there is no VAT. Choose its category in set-up.",
        line=what,
        rate=rate.name,
    )
