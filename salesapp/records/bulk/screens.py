"""The screens of changing many records at once: what is to be changed, and what that refuses."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user

from salesapp.core.i18n import _, ngettext
from salesapp.core.parsing.texts import keys_in
from salesapp.core.registry import RecordType
from salesapp.records.bulk import acts
from salesapp.records.bulk.edits import DELETED, BulkEdit
from salesapp.records.bulk.views import undo_url
from salesapp.web.forms import Form, form_for
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.returning import back_or

DELETE = "delete"


class BulkScreens:
    """The views of one record type."""

    def __init__(self, type_: RecordType) -> None:
        self.type = type_

    def ask(self) -> Response:
        """What to change, or (`?field=`) to what; nothing is changed yet."""
        keys = _keys()
        if not keys:
            return redirect_to(
                url_for(f"{self.type.plural}.index", select=1), toast=_("Select a record first.")
            )
        name = request.args.get("field", "")
        return self._sheet(keys, name, self._form(name) if name else Form())

    def change(self) -> Response:
        """The field of all of them, or with `delete` into the bin; what refuses is named, the others are done."""
        keys, name = _keys(), request.form.get("field", "")
        form = self._form(name)
        if not keys or not form.validate_on_submit():
            return self._sheet(keys, name, form, status=422)
        selected = acts.chosen(self.type, keys, by=current_user, deleting=name == DELETE, lock=True)
        if name == DELETE:
            edit = acts.delete(self.type, selected, by=current_user)
        else:
            declared = self.type.field(name)
            edit = acts.change(self.type, selected, declared, form.values()[name], by=current_user)
        return committed(self._answer(selected, edit))

    def _form(self, name: str) -> Form:
        if name == DELETE and self.type.deletable:
            return Form()
        if name not in {each.name for each in acts.fields_of(self.type)}:
            abort(404)
        needed = [name] if name == "owner" else []
        return form_for(self.type, only=[name], values={name: None}, require=needed)

    def _sheet(self, keys: list[int], name: str, form: Form, status: int = 200) -> Response:
        context: dict[str, Any] = {
            "type": self.type,
            "keys": keys,
            "name": name,
            "form": form,
            "fields": acts.fields_of(self.type),
            "chosen": acts.chosen(self.type, keys, by=current_user, deleting=name == DELETE),
            "list_url": self._list(),
            "title": _("Edit selected") if name != DELETE else _("Delete selected"),
        }
        return render("records/bulk/_sheet.html", **context, status=status)

    def _answer(self, selected: acts.Chosen, edit: BulkEdit) -> Response:
        if edit.field == DELETED:
            said = ngettext("%(num)s is in the recycle bin.", "%(num)s are in the recycle bin.", edit.changed)
        else:
            said = ngettext("%(num)s record changed.", "%(num)s records changed.", edit.changed)
        undo = undo_url(edit, back=self._list())
        if not selected.refused and not selected.gone:
            return redirect_to(self._list(), toast=said, undo=undo)
        context: dict[str, Any] = {"type": self.type, "chosen": selected, "said": said, "undo_url": undo}
        context["list_url"] = self._list()
        title = _("Some records couldn’t be changed")
        return render("records/bulk/_done.html", **context, count=edit.changed, title=title)

    def _list(self) -> str:
        """The list as it was filtered, sorted and paged when the records were ticked."""
        return back_or(url_for(f"{self.type.plural}.index"))


def _keys() -> list[int]:
    """The ids of the ticked records; lists call their boxes `id` or `key`."""
    return keys_in([*request.values.getlist("id"), *request.values.getlist("key")])[: acts.MOST]
