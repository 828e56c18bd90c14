"""The application's own files as the laws read them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "salesapp"
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"


def name_of(path: Path) -> str:
    """The file as a message names it."""
    return path.relative_to(ROOT).as_posix()


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Every Python file of the folders (default: the application's package)."""
    return tuple(
        path for folder in folders or ("salesapp",) for path in sorted((ROOT / folder).rglob("*.py"))
    )


@cache
def templates() -> tuple[Path, ...]:
    return tuple(sorted(TEMPLATES.rglob("*.html")))


@cache
def own_static_files(ending: str) -> tuple[Path, ...]:
    """Ours, not what is vendored."""
    return tuple(path for path in sorted(STATIC.rglob(f"*.{ending}")) if "vendor" not in path.parts)


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path), filename=str(path))


def nodes(path: Path, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, kinds))


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Each call with the name it calls: `commit` for `db.session.commit()`, `round` for `round()`."""
    for node in nodes(path, ast.Call):
        assert isinstance(node, ast.Call)
        if isinstance(node.func, ast.Attribute):
            yield node, f".{node.func.attr}"
        elif isinstance(node.func, ast.Name):
            yield node, node.func.id


def refuse(law: str, complaints: Iterable[str]) -> None:
    """Fails with every breach, so that one run shows them all."""
    found = list(complaints)
    assert not found, f"{law}\n- " + "\n- ".join(found)
