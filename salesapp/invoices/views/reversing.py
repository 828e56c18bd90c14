"""The sheet that asks why something is reversed: a payment, an allocation, a refund, a write-off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.invoices.forms import ReasonForm
from salesapp.web.render import committed, redirect_to, render


@dataclass(frozen=True)
class Reversal:
    """What the sheet says, where it is sent, and the page to which one comes back."""

    title: str
    sentence: str
    action: str
    back: str

    def ask(self, form: ReasonForm | None = None, status: int = 200) -> Response:
        """The sheet."""
        asked = ReasonForm(formdata=None) if form is None else form
        return render("payments/_reverse.html", form=asked, reversal=self, title=self.title, status=status)

    def carry_out(self, act: Callable[[str], object], said: str) -> Response:
        """Does it with the reason that was typed; the sheet again, with what is wrong, where it cannot be."""
        form = ReasonForm()
        if form.validate_on_submit():
            try:
                act(form.reason.data or "")
            except RuleBroken as broken:
                db.session.rollback()
                form.refuse(broken)
            else:
                return committed(redirect_to(self.back, toast=said))
        return self.ask(form, 422)
