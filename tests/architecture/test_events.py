"""Every kind of event that is recorded has its sentence, and every sentence is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flask import Flask

from salesapp.core.events import event_kinds
from tests.architecture.source import calls, name_of, python_files, refuse, text_of


def test_every_recorded_kind_has_a_sentence(app: Flask) -> None:
    known = event_kinds()
    refuse(
        "declare the kind with event_kind(key, sentence, icon=…):",
        (f"{where}: {kind}" for where, kind in recorded_keys() if kind not in known),
    )


def recorded_keys() -> Iterator[tuple[str, str]]:
    for path in python_files():
        for node, called in calls(path):
            if called == "record" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                yield f"{name_of(path)}:{node.lineno}", str(node.args[1].value)


def test_every_declared_kind_is_recorded(app: Flask) -> None:
    source = "\n".join(text_of(path) for path in python_files())
    refuse("remove the kind or record it:", (key for key in event_kinds() if not used(key, source)))


def used(key: str, source: str) -> bool:
    """Whether the kind's key, or the constant it was given to, stands anywhere beside its declaration."""
    constant = re.search(rf"(\w+) = event_kind\(\s*[\"']{re.escape(key)}[\"']", source)
    uses = re.findall(rf"[\"']{re.escape(key)}[\"']", source)
    return len(uses) > 1 or bool(constant and len(re.findall(rf"\b{constant[1]}\b", source)) > 1)
