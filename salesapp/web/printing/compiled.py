"""Templates put into Python once for each version of the product, not once for each process.

A process puts into Python what it shows: 14 ms of a template's first page, and memory that it keeps. The result is kept
in `instance/templates`, beside the secret key and no more open to others than that. Where it cannot be written, each
process goes on by itself.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from salesapp.config import ROOT

FOLDER = ROOT / "instance" / "templates"


def init(app: Flask) -> None:
    """Has Jinja look there first. It tells by a template's text whether it is the same."""
    with suppress(OSError):
        app.jinja_env.bytecode_cache = Compiled(_folder())


class Compiled(FileSystemBytecodeCache):
    """Of one version; what cannot be written is not kept."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _folder() -> str:
    """Of this version. Those of older ones go."""
    ours = FOLDER / _version()
    if not ours.exists():
        others = list(FOLDER.glob("*"))
        ours.mkdir(mode=0o700, parents=True, exist_ok=True)
        for each in others:
            shutil.rmtree(each, ignore_errors=True)
    return str(ours)


@cache
def _version() -> str:
    """What a template becomes depends on our filters and tests as well, which any module may bring."""
    sources = sorted((ROOT / "salesapp").rglob("*.py"))
    told = [f"{each} {(found := each.stat()).st_mtime_ns} {found.st_size}" for each in sources]
    return sha256("\n".join([version("jinja2"), *told]).encode()).hexdigest()[:16]
