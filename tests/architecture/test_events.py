"""Every kind of event that is recorded has its sentence, and every sentence is used."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

import pytest
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


@pytest.mark.sqlite_only
def test_every_declared_kind_is_recorded(app: Flask) -> None:
    source = "\n".join(text_of(path) for path in python_files())
    written = Counter(re.findall(r"""["']([\w.-]+)["']""", source))
    words = Counter(re.findall(r"\w+", source))
    constants = {key: name for name, key in re.findall(r"""(\w+) = event_kind\(\s*["']([^"']+)""", source)}

    def is_used(key: str) -> bool:
        """Whether the kind's key, or the constant it was given to, stands anywhere beside its declaration."""
        return written[key] > 1 or words[constants.get(key, "")] > 1

    refuse("remove the kind or record it:", (key for key in event_kinds() if not is_used(key)))
