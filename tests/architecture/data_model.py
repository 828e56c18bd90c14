"""The list of tables in docs/data-model.md, written from the models: `python -m tests.architecture.data_model`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from salesapp import create_app
from salesapp.core.db import Base
from tests.architecture.source import ROOT

PAGE = ROOT / "docs" / "data-model.md"
BEGIN, END = "<!-- tables -->", "<!-- end of tables -->"


def rows() -> Iterator[tuple[str, str, str]]:
    """Room, table and the first sentence of its model, in the order of the rooms."""
    found = {
        (_room(mapper.class_), str(mapper.local_table), (mapper.class_.__doc__ or "").partition("\n")[0])
        for mapper in Base.registry.mappers
    }
    yield from sorted(found)


def listed() -> str:
    """The list as the page has it."""
    lines = [f"| `{room}` | `{table}` | {says} |" for room, table, says in rows()]
    return "\n".join(["| room | table | one row is |", "|---|---|---|", *lines])


def written(page: Path = PAGE) -> str:
    """The list that stands on the page now."""
    return page.read_text().partition(BEGIN)[2].partition(END)[0].strip()


def _room(model: type) -> str:
    parts = model.__module__.split(".")[1:]
    return "/".join(part for part in parts if part not in {"models", parts[-1]}) or parts[0]


if __name__ == "__main__":
    create_app()
    before, _, rest = PAGE.read_text().partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{listed()}\n{END}{rest.partition(END)[2]}")
