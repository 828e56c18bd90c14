#!/usr/bin/env bash
# A loader criterion given for an abstract class is put into the statement once for each way that leads to it.
#
# One would expect: with_loader_criteria(Record, …), where Record is an abstract base, adds its criterion once to each entity that
#   inherits from it, however many abstract classes lie between.
# What happens: with include_aliases, a class that reaches the base over two abstract parents has the criterion twice, with three
#   parents three times, and so on. The rows are right; the statement grows with each mixin, and with it the time to build and read it.
# Seen with: sqlalchemy 2.1.9
# Source: SQLAlchemy ORM documentation, with_loader_criteria, "the criteria are applied to all subclasses"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sqlalchemy==2.1.9
"$folder/venv/bin/python" - <<'PYTHON'
from sqlalchemy import create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, with_loader_criteria

class Base(DeclarativeBase):
    pass

class Record(Base):
    __abstract__ = True
    gone: Mapped[int | None] = mapped_column()

class Owned(Record):
    __abstract__ = True

class Numbered(Record):
    __abstract__ = True

class Note(Owned):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)

class Invoice(Owned, Numbered):
    __tablename__ = "invoices"
    id: Mapped[int] = mapped_column(primary_key=True)

engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
said = []
event.listen(engine, "before_cursor_execute", lambda *a: said.append(a[2]))
with Session(engine) as session:
    for model in (Note, Invoice):
        there = with_loader_criteria(Record, lambda each: each.gone.is_(None), include_aliases=True)
        session.scalars(select(model).options(there)).all()
times = [statement.count("IS NULL") for statement in said]
print("criterion in the statement, over one parent and over two:", times)
assert times == [1, 2], said
PYTHON
