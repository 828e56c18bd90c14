"""No table is forgotten: what holds ids says of whom, can be moved, and is."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from salesapp.core.db import db
from salesapp.core.registry import record_type, record_types
from salesapp.records.merging.acts import merge
from salesapp.records.merging.references import references_to, unexplained
from tests.architecture.examples import Examples, model_of
from tests.architecture.source import refuse


def mergeable():
    return [type_ for type_ in record_types() if type_.mergeable]


def test_every_bare_id_says_what_it_is(app: Flask) -> None:
    refuse(
        "say by refers(column, to=…) or stays(column, why=…) what merging does with it:",
        unexplained(),
    )


def test_every_table_that_moves_has_an_id_and_no_unique_key_over_some_of_its_rows(app: Flask) -> None:
    faults = []
    for type_ in mergeable():
        for reference in references_to(type_):
            if "id" not in reference.table.c:
                faults.append(f"{reference.name}: an undo finds its rows by an id")
            for index in reference.table.indexes:
                partial = index.dialect_options["sqlite"].get("where") is not None
                if index.unique and partial and reference.column.name in index.columns:
                    faults.append(
                        f"{reference.name}: {index.name} counts only some rows; say how two become one"
                    )
    refuse("Merging moves these rows:", faults)


@pytest.mark.parametrize("key", ["account", "contact", "lead"])
def test_every_reference_comes_along(cast, key):
    """A row in every table that points at a record of the type: after the merge none points at the one that went."""
    type_ = record_type(key)
    examples = Examples(cast["root"])
    goes = examples.of(type_.model)
    if key == "lead":
        goes.queue_id = goes.converted_at = None
    for reference in references_to(type_):
        point_at(reference, goes, examples)
    db.session.commit()
    kept = Examples(cast["root"])
    kept.made |= {name: row for name, row in examples.made.items() if name != type_.model.__tablename__}
    stays = kept._new(type_.model)
    for link in [each for each in type_.fields if each.kind == "link" and each.target == key]:
        setattr(goes, link.attribute, None)
    db.session.commit()
    trace = merge(type_, stays, [goes], {}, by=cast["root"]).trace
    db.session.commit()
    left = [each.name for each in references_to(type_) if counted(each, goes.id)]
    refuse("These still point at the record that went:", left)
    others = {each.name for each in references_to(type_) if each.table is not type_.model.__table__}
    assert {name for name, _key, _ids in trace.moved} == {
        name for name in others if not name.startswith("payments.")
    }


def point_at(reference, record, examples):
    """Makes sure that a row of the table points at the record, in rows that merging may move."""
    if reference.table is type(record).__table__:
        return
    row = examples.of(model_of(reference.table))
    values = {reference.column.name: record.id}
    kind = reference.column.name.replace("_id", "_type")
    if kind in reference.table.c:
        values[kind] = record.record_type_key
    if reference.name == "import_rows.record_id":
        run = examples.of(model_of(sa.inspect(type(row)).local_table.metadata.tables["import_runs"]))
        run.record_type = record.record_type_key
    if reference.name == "merged_records.into_id":
        values["record_type"] = record.record_type_key
    for name, value in values.items():
        setattr(row, name, value)
    db.session.flush()


def counted(reference, key):
    query = (
        sa.select(sa.func.count())
        .select_from(reference.table)
        .where(reference.column == key, *reference.among)
    )
    return db.session.scalar(query, execution_options={"unscoped": "the test counts all rows"})
