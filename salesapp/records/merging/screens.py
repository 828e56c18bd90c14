"""The screens of merging, for every record type that can be merged: whom with, what differs, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from salesapp.core.access import changeable
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event
from salesapp.core.i18n import _, in_a_list
from salesapp.core.parsing.texts import key_in, keys_in
from salesapp.core.registry import RecordType
from salesapp.core.relations.merged import stands_now
from salesapp.records.merging import acts
from salesapp.records.merging.choosing import best, chosen_values, questions
from salesapp.records.merging.forms import answers, changed_meanwhile, merge_form, other_form, part_text
from salesapp.records.merging.models import Merge, standing_merge
from salesapp.web.forms import Form
from salesapp.web.guards import visible_or_404
from salesapp.web.render import committed, is_partial, redirect_to, render


class MergeScreens:
    """The views of one record type."""

    def __init__(self, type_: RecordType) -> None:
        self.type = type_

    def ask_merge(self, key: int) -> Response:
        """With which one: the likely duplicates first, then any other."""
        found = visible_or_404(self.type.model, key, to_change=True)
        form = other_form(self.type)
        form["other"].process(request.args)
        other = form["other"].data
        if other is not None and other != key:
            return redirect_to(self._address([key, other]))
        if typed := form["other"].typed:
            form["other"].errors = [
                _("There is no record called “%(name)s”. Choose one from the list.", name=typed)
            ]
        likely = self.type.likely_duplicates([found])[0] if self.type.likely_duplicates else []
        return render(
            "records/merging/_with.html",
            type=self.type,
            record=found,
            matches=[each for each in likely if self._mine([each.record.id])],
            form=form,
            title=_("Merge with…"),
        )

    def compare(self) -> Response:
        """What differs, and who stays."""
        keys = _keys([*request.args.getlist("id"), *request.args.getlist("key")])
        if len(keys) < 2:
            plural = self.type.plural
            return redirect_to(
                url_for(f"{plural}.ask_merge", key=keys[0]) if keys else url_for(f"{plural}.index")
            )
        return self._gone(keys) or self._page(self._load(keys), request.args.get("winner"))

    def merge(self) -> Response:
        """All of them become one."""
        keys = _keys(request.form.getlist("id"))
        if not keys:
            abort(404)
        try:
            records = self._load(keys)
        except NotFound:  # perhaps a colleague was quicker, while we waited for the rows
            if gone := self._gone(keys):
                return gone
            raise
        winner = self._winner(records, request.form.get("winner"))
        asked = questions(self.type, winner, records)
        form = merge_form(winner, records, asked)
        if changed := changed_meanwhile(form, records):
            names = in_a_list(each.title for each in changed)
            sentence = _("Someone else has changed %(names)s. Review it again.", names=names)
            return self._page(records, str(winner.id), sentence=sentence, status=409)
        losers = [each for each in records if each is not winner]
        values = chosen_values(asked, answers(form), records)
        try:
            made = acts.merge(self.type, winner, losers, values, by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            return self._page(self._load(keys), str(winner.id), sentence=broken.sentence, status=422)
        said = _("%(count)s records were merged: %(title)s", count=len(records), title=winner.title)
        undo = url_for(f"{self.type.plural}.unmerge", key=winner.id, merge=made.id)
        return committed(
            redirect_to(url_for(f"{self.type.plural}.show", key=winner.id), toast=said, undo=undo)
        )

    def ask_unmerge(self, key: int) -> Response:
        """What the way back does, or what stands in it."""
        found = visible_or_404(self.type.model, key, to_change=True)
        made = standing_merge(self.type.key, key)
        built = [] if made is None else acts.built_on(made)
        events = select(Event).where(Event.id.in_(built)).order_by(Event.id.desc())
        return render(
            "records/merging/_apart.html",
            type=self.type,
            record=found,
            form=Form(),
            made=made,
            others=[] if made is None else acts.absorbed_by(self.type, made.trace),
            built=bool(built),
            events=list(db.session.scalars(events)),
            title=_("Undo the merge"),
        )

    def unmerge(self, key: int) -> Response:
        """The records stand for themselves again."""
        winner = visible_or_404(self.type.model, key, to_change=True)
        made = standing_merge(self.type.key, key)
        if made is not None and key_in(request.args.get("merge", str(made.id))) != made.id:
            made = None  # the button was for a merge before it
        losers = acts.undo_merge(self.type, made, winner, by=current_user)
        said = _("Merge undone: %(names)s", names=in_a_list(each.title for each in [winner, *losers]))
        return committed(redirect_to(url_for(f"{self.type.plural}.show", key=key), toast=said))

    def _page(
        self, records: Sequence[Record], wanted: str | None, *, sentence: str | None = None, status: int = 200
    ) -> Response:
        winner = self._winner(records, wanted)
        refused = _refusal(records)
        asked = questions(self.type, winner, records)
        settled = [each for each in asked if each.settled and each.offered[0] is not winner]
        form = merge_form(winner, records, asked)
        if status != 200:  # the versions of now stand in what is looked at again
            for each in records:
                form[f"version_{each.id}"].data = str(each.version)
        return render(
            "records/merging/_compare.html" if is_partial() else "records/merging/compare.html",
            type=self.type,
            form=form,
            records=records,
            winner=winner,
            open=[form[f"part_{each.part.key}"] for each in asked if f"part_{each.part.key}" in form],
            filled=[(each.part.label, part_text(each.part, each.offered[0])) for each in settled],
            address=self._address([each.id for each in records]),
            refused=refused,
            sentence=sentence,
            title=_("Merge"),
            status=status,
        )

    def _winner(self, records: Sequence[Record], wanted: str | None) -> Record:
        return next((each for each in records if str(each.id) == wanted), best(self.type, records))

    def _load(self, keys: list[int]) -> list[Record]:
        """All of them, locked in one order, if the user may change each; else 404."""
        return [visible_or_404(self.type.model, key, to_change=True) for key in keys]

    def _mine(self, keys: list[int]) -> bool:
        model = self.type.model
        mine = select(model.id).where(model.id.in_(keys), changeable(model, current_user))
        return db.session.scalar(mine) is not None

    def _gone(self, keys: list[int]) -> Response | None:
        """Somebody was quicker: one of them went up in another already."""
        into = next((there for key in keys if (there := stands_now(self.type.key, key)) is not None), None)
        if into is None:
            return None
        stayed = visible_or_404(self.type.model, into)
        said = _("This has already been merged.")
        return redirect_to(url_for(f"{self.type.plural}.show", key=stayed.id), toast=said)

    def _address(self, keys: Sequence[int]) -> str:
        return url_for(f"{self.type.plural}.compare", id=sorted(keys))


def _keys(texts: list[str]) -> list[int]:
    """Ids, each once and in one order, so that nobody waits in a circle."""
    return sorted(set(keys_in(texts)))


def _refusal(records: Sequence[Record]) -> str | None:
    try:
        acts.check(records)
    except RuleBroken as broken:
        return broken.sentence
    return None


def merged_here(record: Record) -> Merge | None:
    """For templates: the merge that may be taken apart on the record's page."""
    return standing_merge(record.record_type_key, record.id)
