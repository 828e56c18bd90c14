#!/usr/bin/env bash
# The ORM sends one INSERT for each new row to SQLite where SQLite gives the ids, though one for all of them would do.
#
# One would expect: since 2.0 a flush of a hundred new objects is one INSERT with many rows and RETURNING on every database that has
#   it, SQLite among them.
# What happens: on SQLite a hundred statements are sent. The dialect does not say that ids which the table itself gives are in the
#   order of the rows, so objects and ids are matched by sending them one by one. Where the dialect is told so
#   (insertmanyvalues_implicit_sentinel) it is one statement, and each object has its own id.
# Seen with: sqlalchemy 2.1.9
# Source: SQLAlchemy Core documentation, "Insert Many Values" behaviour, sentinel columns
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sqlalchemy==2.1.9
"$folder/venv/bin/python" - <<'PYTHON'
from sqlalchemy import create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.sql.compiler import InsertmanyvaluesSentinelOpts


class Base(DeclarativeBase):
    pass


class Line(Base):
    __tablename__ = "lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]


def inserts(told: bool) -> int:
    engine = create_engine("sqlite://")
    if told:
        engine.dialect.insertmanyvalues_implicit_sentinel = InsertmanyvaluesSentinelOpts.AUTOINCREMENT
    Base.metadata.create_all(engine)
    said = []
    event.listen(engine, "before_cursor_execute", lambda *a: said.append(a[2]))
    with Session(engine) as session:
        lines = [Line(text=str(number)) for number in range(100)]
        session.add_all(lines)
        session.commit()
        assert all(session.get(Line, each.id).text == each.text for each in lines)
    return sum(each.startswith("INSERT") for each in said)


counted = inserts(told=False), inserts(told=True)
print("INSERT statements for 100 rows, as it comes and told of the order:", counted)
assert counted == (100, 1)
PYTHON
