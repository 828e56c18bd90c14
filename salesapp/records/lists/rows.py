"""The rows of a list, printed in the form that their templates give them.

`records/lists/_row.html` is rendered once for each shape of a row, `ui.cell` twice for each column (with a value and
without one), and what several rows have in common, an owner or a status, is put into words once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from flask import current_app, url_for
from markupsafe import Markup, escape
from sqlalchemy import select

from salesapp.core.access import current_viewer
from salesapp.core.db import db
from salesapp.core.fields import Field
from salesapp.core.registry import RecordType
from salesapp.records.lists.bare import NotHere, print_whole
from salesapp.records.lists.cells import Cell, own_cell
from salesapp.records.lists.columns import (
    computed_columns,
    marked_column,
    reach_of,
    shown_columns,
    subtitle_of,
)
from salesapp.records.lists.kept import kept_rows
from salesapp.records.lists.listing import links_of
from salesapp.web.filters import dom_id, money, show, tel
from salesapp.web.printing.filling import Form, escaped, mark


class WholeCell(Markup):
    """HTML that is the cell itself, not what stands in it."""


def macros() -> Any:
    """The macros of `templates/ui`, for cells that are more than text."""
    return current_app.jinja_env.globals["ui"]


def person(user: Any) -> WholeCell:
    """A colleague as an avatar; a phone leaves out the reader's own."""
    viewer = current_viewer()
    return WholeCell(macros().cell_person(user.title, own=viewer is not None and viewer.id == user.id))


def printed_rows(
    type_: RecordType, rows: Sequence[Any], picks: str = "", chosen: Sequence[Field] = ()
) -> Markup:
    """The rows one after the other; with `picks` each has a tick box of that name, with `chosen` these columns."""
    try:
        return _printed(type_, rows, picks, chosen)
    except NotHere:
        print_whole(type_, chosen)
        return _printed(type_, _loaded(type_, rows, chosen), picks, chosen)


def _loaded(type_: RecordType, rows: Sequence[Any], chosen: Sequence[Field]) -> list[Any]:
    """The same rows as records, as far as they are still there."""
    keys = [each.id for each in rows]
    statement = select(type_.model).where(type_.model.id.in_(keys)).options(*links_of(type_, chosen))
    found = {each.id: each for each in db.session.scalars(statement)}
    return [found[key] for key in keys if key in found]


def _printed(type_: RecordType, rows: Sequence[Any], picks: str, chosen: Sequence[Field]) -> Markup:
    printer = cache(lambda: _Rows(type_, rows, picks, chosen))  # not made where all rows were printed before
    listed = (type_.key, picks, tuple(each.name for each in chosen))
    html = "".join(kept_rows(listed, rows, lambda record: printer().row(record)))
    return Markup(html)  # noqa: S704  the forms are HTML, what goes into them is escaped


class _Row(NamedTuple):
    """What the template prints of one row."""

    id: str
    key: int
    title: str
    url: str
    subtitle: Markup
    cells: Markup
    number: str
    address: str


class _Rows:
    """Prints rows for one request. What is the same for all of them is made once."""

    def __init__(self, type_: RecordType, rows: Sequence[Any], picks: str, chosen: Sequence[Field]) -> None:
        self._type, self._picks = type_, picks
        self._base = url_for(f"{type_.plural}.show", key=0).removesuffix("0")
        self._forms: dict[tuple[bool, ...], Form] = {}
        marked = marked_column(type_, chosen)
        self._columns = [
            _Column(
                str(each.label), cell_of(type_, each), each.numeric, each.kind == "money", each.name == marked
            )
            for each in shown_columns(type_, chosen)
        ]
        for each in computed_columns(type_, chosen):
            self._columns.append(_Column(str(each.label), _worked_out(each.texts(rows)), True, True, False))

    def row(self, record: Any) -> str:
        """One row."""
        title = record.title
        number, address = reach_of(record) if self._type.is_reached else (None, None)
        row = _Row(
            id=dom_id(record),
            key=record.id,
            title=title,
            url=f"{self._base}{record.id}",
            subtitle=subtitle_of(record),
            cells=Markup("".join([each.printed(record) for each in self._columns])),  # noqa: S704  escaped there
            number=tel(number, record),
            address=address or "",
        )
        shape = (bool(row.subtitle), bool(row.number), bool(row.address))
        form = self._forms.get(shape)
        if form is None:
            form = self._forms[shape] = self._form(row)
        return form.filled(escaped(row))

    def _form(self, row: _Row) -> Form:
        optional = ("subtitle", "number", "address")
        marks: dict[str, Any] = {name: mark(name) for name in _Row._fields}
        marks |= {name: "" for name in optional if not getattr(row, name)}
        html = current_app.jinja_env.get_template("records/lists/_row.html").render(
            row=_Row(**marks), type=self._type, picks=self._picks, reached=self._type.is_reached
        )
        return Form(html, _Row._fields)


class _Column:
    """The cells of one column."""

    def __init__(self, label: str, cell: Cell, numeric: bool, strong: bool, marked: bool) -> None:
        def made(value: str) -> str:
            return str(
                macros().cell(label, value, align="end" if numeric else None, strong=strong, mark=marked)
            )

        self._cell = cell
        self._before, self._after = made(mark("value")).split(mark("value"))
        blank = made("")
        self._known: dict[Any, str] = {None: blank, "": blank}

    def printed(self, record: Any) -> str:
        """The cell of one row."""
        value = self._cell.of(record)
        found = self._known.get(value)
        if found is None:
            text = self._cell.text(value)
            whole = isinstance(text, WholeCell)
            found = self._known[value] = str(text) if whole else f"{self._before}{escape(text)}{self._after}"
        return found


def cell_of(type_: RecordType, declared: Field) -> Cell:
    """How lists print the field: as its feature says, else by its kind."""
    own = own_cell(type_.key, declared.name)
    if own is not None:
        return own
    attribute = declared.shown or declared.attribute
    if declared.kind == "money":
        return Cell(lambda row: _amount(row, attribute, declared.currency), lambda amount: money(*amount))
    if declared.target == "user":
        return Cell(lambda row: getattr(row, declared.linked), person)
    if declared.kind == "link":
        return Cell(lambda row: getattr(row, declared.linked), lambda linked: linked.title)
    if declared.choices is not None and hasattr(declared.choices, "tone"):
        return Cell(lambda row: getattr(row, attribute), lambda each: macros().badge(each.label, each.tone))
    return Cell(lambda row: getattr(row, attribute), lambda value: show(declared, value))


def _worked_out(texts: dict[int, str]) -> Cell:
    return Cell(lambda row: texts.get(row.id), escape)


def _amount(row: Any, attribute: str, currency: str) -> tuple[int, str] | None:
    amount = getattr(row, attribute)
    return None if amount is None else (amount, getattr(row, currency))
