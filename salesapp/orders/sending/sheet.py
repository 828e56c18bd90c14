"""The sheet with the e-mail that brings a document: shown as it is proposed, changed, and sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response

from salesapp.core import mail
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.quotes.forms import LetterForm
from salesapp.quotes.mailing import Letter
from salesapp.web.render import committed, redirect_to, render


@dataclass(frozen=True, kw_only=True)
class LetterSheet:
    """Which document it sends: its name and its PDF, where the sheet posts to and where it leads back."""

    title: str
    document: str
    pdf: str
    action: str
    back: str

    def ask(self, proposed: Letter) -> Response:
        """The sheet as it is proposed."""
        return self._shown(LetterForm(formdata=None, obj=proposed))

    def carry_out(self, send: Callable[[Letter], object]) -> Response:
        """Sends what was typed; the sheet again, with what is wrong, where it cannot be."""
        form = LetterForm()
        if not form.validate_on_submit():
            return self._shown(form, 422)
        letter = Letter((form.to.data or "").strip(), (form.subject.data or "").strip(), form.text.data or "")
        try:
            send(letter)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
            return self._shown(form, 422)
        said = _("%(number)s is being sent to %(to)s.", number=self.document, to=letter.to)
        return committed(redirect_to(self.back, toast=said))

    def _shown(self, form: LetterForm, status: int = 200) -> Response:
        waits = not mail.is_configured()
        return render(
            "orders/sending/_send.html",
            sheet=self,
            form=form,
            title=self.title,
            mail_waits=waits,
            status=status,
        )
