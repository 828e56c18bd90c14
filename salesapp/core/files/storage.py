"""The bytes of stored files: a folder (SALESAPP_FILES) in which each content has one name, the SHA-256 of it.

What a row names is on the disk before the row is committed; what no row names any more is swept away a day later.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from flask import current_app

from salesapp.config import ROOT
from salesapp.core import clock

GRACE = timedelta(days=1)
"""A content this young may belong to a row that is not committed yet."""

Owner = Callable[[str], set[str]]
"""Gives, of the contents whose SHA-256 begins so, those that its rows name."""
_owners: list[Owner] = []


def folder() -> Path:
    """Where the contents lie."""
    found = Path(current_app.config["SETTINGS"].files)
    return found if found.is_absolute() else ROOT / found


def path_of(digest: str) -> Path:
    """Where the content with this SHA-256 lies; folders of its first two digits keep each of them small."""
    return folder() / digest[:2] / digest


def read(digest: str) -> bytes | None:
    """The content with this SHA-256; None where it is lost."""
    path = path_of(digest)
    return path.read_bytes() if path.is_file() else None


def keep(content: bytes) -> str:
    """Puts the content on the disk, whole or not at all, and gives its SHA-256.

    One that is there already is written anew: it is young again, so that no sweeping takes it from under the new row.
    """
    digest = hashlib.sha256(content).hexdigest()
    target = path_of(digest)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as part:
        part.write(content)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).replace(target)
    _settle(target.parent)
    return digest


def named_by(owner: Owner) -> None:
    """Declares a table that names contents."""
    if owner not in _owners:
        _owners.append(owner)


def named(begin: str) -> set[str]:
    """The contents that begin so and that any row names."""
    return set().union(*(owner(begin) for owner in _owners))


def sweep(named: Owner) -> int:
    """Removes what is older than a day and not among `named(first two digits)`; how many."""
    gone = 0
    for part in _folders():
        old = [path for path in part.iterdir() if path.is_file() and _is_old(path)]
        wanted: set[str] = named(part.name) if old else set()
        gone += sum(_remove(path) for path in old if path.name not in wanted)
    return gone


def _folders() -> Iterator[Path]:
    whole = folder()
    return (path for path in sorted(whole.iterdir()) if path.is_dir()) if whole.is_dir() else iter(())


def _is_old(path: Path) -> bool:
    return path.stat().st_mtime < (clock.now() - GRACE).timestamp()


def _remove(path: Path) -> bool:
    """Takes it aside and looks again: whoever stored the same content in this very moment keeps it."""
    aside = path.with_name(f".{path.name}")
    path.replace(aside)
    if not _is_old(aside):
        aside.replace(path)
        return False
    aside.unlink()
    return True


def _settle(parent: Path) -> None:
    """The new name outlives a power cut as well."""
    handle = os.open(parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
