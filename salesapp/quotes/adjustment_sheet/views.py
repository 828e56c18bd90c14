"""The sheet's addresses, alike for every kind of draft: `/quotes/7/adjustments`, with `?line=3` those of a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import RecordType
from salesapp.quotes.adjustment_sheet.forms import PERCENT, PricePerForm, adjustment_form, chosen_rate
from salesapp.quotes.editor import line_or_404
from salesapp.web.forms import Form
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render


class AdjustmentSheet:
    """The views of one type of document."""

    def __init__(self, type_: RecordType) -> None:
        self.type = type_

    def adjustments(self, key: int) -> Response:
        """What is agreed, and a form for more."""
        document = visible_or_404(self.type.model, key)
        document.must_have_free_lines()
        line = self._line(document)
        return self._sheet(document, line, adjustment_form(document, line))

    def adjust(self, key: int) -> Response:
        document = visible_or_404(self.type.model, key, to_change=True)
        line = self._line(document)
        form = adjustment_form(document, line)
        if not form.validate_on_submit():
            return self._sheet(document, line, form, form.http_status)

        def act() -> None:
            document.adjust(
                form.reason.data or "",
                form.value.data,
                by=current_user,
                is_percent=form.unit.data == PERCENT,
                is_charge=form.kind.data == "charge",
                line=line,
                tax_rate=chosen_rate(form),
            )

        return self._done(document, line, form, act, _("Added."))

    def drop_adjustment(self, key: int) -> Response:
        document = visible_or_404(self.type.model, key, to_change=True)
        line, place = self._line(document), key_in(request.form.get("place")) or 0
        document.drop_adjustment(place - 1, by=current_user, line=line)
        return committed(redirect_to(self._back(document, line), toast=_("Removed.")))

    def price_per(self, key: int) -> Response:
        """How many units a line's price is for."""
        document = visible_or_404(self.type.model, key, to_change=True)
        line = line_or_404(document, key_in(request.args.get("line")) or 0)
        form = PricePerForm(data={"base_quantity": line.base_quantity}, existing=line)
        if not form.validate_on_submit():
            return self._sheet(document, line, adjustment_form(document, line), form.http_status, form)

        def act() -> None:
            document.price_per(line, form.base_quantity.data, by=current_user)

        return self._done(document, line, form, act, _("Saved."))

    def _done(self, document: Any, line: Any, form: Form, act: Callable[[], None], said: str) -> Response:
        """Carries it out; the sheet again, with what is wrong, where it cannot be."""
        try:
            act()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
            if isinstance(form, PricePerForm):
                return self._sheet(document, line, adjustment_form(document, line), form.http_status, form)
            return self._sheet(document, line, form, form.http_status)
        return committed(redirect_to(self._back(document, line), toast=said))

    def _line(self, document: Any) -> Any:
        """The line that the address names; None for the document itself."""
        wanted = request.args.get("line")
        return None if wanted is None else line_or_404(document, key_in(wanted) or 0)

    def _back(self, document: Any, line: Any) -> str:
        more = {} if line is None else {"line": line.id}
        anchor = "totals" if line is None else f"line-{line.id}"
        return url_for(f"{self.type.plural}.show", key=document.id, **more, _anchor=anchor)

    def _sheet(
        self, document: Any, line: Any, form: Form, status: int = 200, per: PricePerForm | None = None
    ) -> Response:
        if per is None and line is not None:
            per = PricePerForm(formdata=None, data={"base_quantity": line.base_quantity}, existing=line)
        context: dict[str, Any] = {
            "type": self.type,
            "record": document,
            "line": line,
            "form": form,
            "per": per,
        }
        title = _("Discounts and charges")
        return render("documents/_adjustments.html", title=title, status=status, **context)


def adjustment_screens(blueprint: Blueprint, type_: RecordType) -> None:
    """Adds the sheet to the type's blueprint."""
    sheet, change = AdjustmentSheet(type_), requires(type_.edit)

    def rule(path: str, view: Callable[..., Response], method: str = "POST") -> None:
        def named(**kwargs: Any) -> Response:
            return view(**kwargs)

        named.__name__ = view.__name__
        blueprint.add_url_rule(f"/<int:key>/{path}", view.__name__, change(named), methods=[method])

    rule("adjustments", sheet.adjustments, "GET")
    rule("adjustments", sheet.adjust)
    rule("adjustments/remove", sheet.drop_adjustment)
    rule("price-per", sheet.price_per)
