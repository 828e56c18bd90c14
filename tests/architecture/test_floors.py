"""Imports run one way, and every library that is imported is declared."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.architecture.source import ROOT, name_of, nodes, python_files, refuse

# Reached without an import statement: SQLAlchemy and WTForms load them by name.
LOADED_BY_NAME = {"psycopg", "email-validator", "pysqlite3"}


def test_imports_obey_the_floors() -> None:
    checked = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--cache-dir", ".cache/imports"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, f"{checked.stdout}\nMove the code down, or pass what it needs from above."


MOST_MODULES = 15


def test_no_folder_is_too_full_to_be_read_at_a_glance() -> None:
    folders = Counter(path.parent for path in python_files() if path.name != "__init__.py")
    refuse(
        f"A folder holds at most {MOST_MODULES} modules; divide it into rooms by what it can do:",
        [
            f"{folder.relative_to(ROOT)} holds {count}"
            for folder, count in folders.items()
            if count > MOST_MODULES
        ],
    )


def test_a_folder_of_templates_is_no_fuller() -> None:
    folders = Counter(path.parent for path in (ROOT / "templates").rglob("*") if path.is_file())
    refuse(
        f"A folder holds at most {MOST_MODULES} templates; they stand in rooms as the code does:",
        [
            f"{folder.relative_to(ROOT)} holds {count}"
            for folder, count in folders.items()
            if count > MOST_MODULES
        ],
    )


def test_the_map_names_every_room() -> None:
    drawn = (ROOT / "docs" / "places.md").read_text()
    rooms = {str(path.parent.relative_to(ROOT / "salesapp")) for path in python_files()} - {"."}
    refuse(
        "docs/places.md is the map of the house:",
        [f"{room}/ is not on it" for room in sorted(rooms) if f"`{room}/`" not in drawn],
    )


def test_every_library_is_declared_and_every_declared_one_is_used() -> None:
    declared = {distribution(line) for line in project()["dependencies"]}
    brings = packages_distributions()
    imported = {
        distribution(names[0])
        for module in imported_modules()
        if (names := brings.get(module)) and module != "salesapp"
    }
    # Flask's own foundation comes with it and cannot be missing.
    foundation = {
        "werkzeug",
        "jinja2",
        "markupsafe",
        "babel",
        "alembic",
        "click",
        "itsdangerous",
        "typing-extensions",
    }
    refuse(
        "pyproject.toml names every library that salesapp imports, and no other:",
        [f"{name} is imported but not declared" for name in sorted(imported - declared - foundation)]
        + [f"{name} is declared but not imported" for name in sorted(declared - imported - LOADED_BY_NAME)],
    )


def project() -> dict[str, list[str]]:
    described: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return described


def distribution(line: str) -> str:
    return re.split(r"[\[<>=;! ]", line, maxsplit=1)[0].lower().replace("_", "-")


def imported_modules() -> set[str]:
    found = set()
    for path in python_files():
        for node in nodes(path, ast.Import, ast.ImportFrom):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert not node.level, f"{name_of(path)}:{node.lineno}: import by the whole name"
                found.add((node.module or "").split(".")[0])
    return found
