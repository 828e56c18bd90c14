"""Templates are put into Python once, and anew where their text has changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import DictLoader, Environment

from salesapp.web.printing.compiled import FOLDER, Compiled, init


def printed(folder: Path, text: str) -> str:
    """As a process prints it that has just begun."""
    environment = Environment(loader=DictLoader({"page.html": text}), autoescape=True)
    environment.bytecode_cache = Compiled(str(folder))
    return environment.get_template("page.html").render()


def test_a_template_is_kept_and_a_changed_one_is_put_into_python_anew(tmp_path):
    assert printed(tmp_path, "one") == "one"
    (kept,) = tmp_path.iterdir()
    written = kept.stat().st_mtime_ns
    assert printed(tmp_path, "one") == "one"
    assert kept.stat().st_mtime_ns == written
    assert printed(tmp_path, "two") == "two"


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path):
    assert printed(tmp_path / "is not there", "one") == "one"


def test_it_lies_in_the_folder_of_the_secret_key_for_nobody_else():
    started = Flask(__name__)
    init(started)
    folder = Path(started.jinja_env.bytecode_cache.directory)
    assert folder.parent == FOLDER
    assert folder.stat().st_mode & 0o077 == 0
    assert folder.stat().st_uid == os.getuid()


@pytest.mark.parametrize("damage", [b"", b"j2 and nonsense"])
def test_a_damaged_file_is_written_anew(tmp_path, damage):
    printed(tmp_path, "one")
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(damage)
    assert printed(tmp_path, "one") == "one"
