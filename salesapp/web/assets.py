"""Static files: one stylesheet out of many, addresses that carry a fingerprint, compressed once and kept for good.

What only some pages need of styles (`css/pages`) they name themselves, in the block `styles`.

`asset("app.css")` gives the address. A file that changes gets a new address, so browsers may keep the old one for a
year. The scripts share one fingerprint in their folder's name, so that they can import each other by relative names.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, abort, current_app, request

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}
COMPRESSED = {".css", ".js", ".svg", ".webmanifest"}
FIRST = ("tokens", "reset", "base", "layout")
LAST = ("utilities", "print")
REMARKS = re.compile(rb"/\*.*?\*/", re.DOTALL)
INDENTED = re.compile(rb"^\s+", re.MULTILINE)
BETWEEN = re.compile(rb"\s*([{};])\s*|([:,])\s+")
SAID = re.compile(rb"^\s*//.*\n", re.MULTILINE)
LAST_ONE = re.compile(rb";(?=})")
AGAIN = b"}@layer components{"
"""What is written for those who read the styles and scripts: browsers get them without."""
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One served file: its bytes, its type and its name with the fingerprint in it."""

    served_as: str
    body: bytes
    type: str

    @cached_property
    def gzipped(self) -> bytes | None:
        """The compressed bytes; None where compressing gains nothing."""
        return gzip.compress(self.body, 9, mtime=0) if Path(self.served_as).suffix in COMPRESSED else None


class Assets:
    """All static files of one folder, by the name templates use and by the name browsers ask for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stamp = 0.0
        self._by_name: dict[str, Asset] = {}
        self._by_address: dict[str, Asset] = {}
        self.load()

    def load(self) -> None:
        """Reads everything anew."""
        self._by_name = {}
        self._keep("app.css", stylesheet(self.folder / "css"))
        for path in (self.folder / "css" / "pages").glob("*.css"):
            self._keep(path.name, without_remarks(path.read_bytes()))
        self._keep_scripts()
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if path.suffix in TYPES and not name.startswith(("css/", "js/")):
                self._keep(name, path.read_bytes())
        self._by_address = {each.served_as: each for each in self._by_name.values()}
        self._stamp = self._newest()

    def load_if_changed(self) -> None:
        """For development: a saved file shows at the next request."""
        if self._newest() != self._stamp:
            self.load()

    def named(self, name: str) -> Asset:
        """The file templates call `name`; KeyError for an unknown one."""
        return self._by_name[name]

    def at(self, address: str) -> Asset | None:
        """What is served at `/static/<address>`."""
        return self._by_address.get(address)

    def _newest(self) -> float:
        return max(path.stat().st_mtime for path in self.folder.rglob("*"))

    def _keep(self, name: str, body: bytes) -> None:
        self._by_name[name] = Asset(fingerprinted(name, body), body, TYPES[Path(name).suffix])

    def _keep_scripts(self) -> None:
        folder = self.folder / "js"
        paths = sorted(folder.rglob("*.js"))
        scripts = {
            path.relative_to(folder).as_posix(): INDENTED.sub(b"", SAID.sub(b"", path.read_bytes()))
            for path in paths
        }
        core = {name: body for name, body in scripts.items() if "/" not in name}
        mark = digest(b"".join(scripts.values()))
        behaviors = {name: body for name, body in scripts.items() if name not in core}
        for name, body in {"app.js": bundle(list(core.values())), **behaviors}.items():
            self._by_name[f"js/{name}"] = Asset(f"js.{mark}/{name}", body, TYPES[".js"])


def digest(body: bytes) -> str:
    """Ten hexadecimal digits that change with the content."""
    return sha256(body).hexdigest()[:10]


def fingerprinted(name: str, body: bytes) -> str:
    """`app.css` → `app.3f2a9c01d4.css`; a folder with a version in its name (`htmx@4.0.1`) needs no other mark."""
    if "@" in name:
        return name
    stem, _dot, suffix = name.rpartition(".")
    return f"{stem}.{digest(body)}.{suffix}"


def stylesheet(folder: Path) -> bytes:
    """The styles of every page in the order of their layers; components in alphabetical order."""
    names = {path.stem for path in folder.glob("*.css")}
    components = sorted(names.difference(FIRST, LAST))
    styles = b"".join((folder / f"{name}.css").read_bytes() for name in (*FIRST, *components, *LAST))
    return without_remarks(styles).replace(AGAIN, b"")


def without_remarks(styles: bytes) -> bytes:
    """The same styles without what only people need."""
    plain = BETWEEN.sub(rb"\1\2", INDENTED.sub(b"", REMARKS.sub(b"", styles)))
    return LAST_ONE.sub(b"", plain)


def bundle(scripts: list[bytes]) -> bytes:
    """Scripts that need nothing from each other as one file, each in a block that keeps its names to itself."""
    return b"".join(b"{\n" + script + b"}\n" for script in scripts)


def init(app: Flask) -> None:
    """Serves `/static/…` from memory and gives templates `asset(name)`."""
    assets = Assets(Path(app.static_folder or "static"))
    app.extensions["assets"] = assets
    app.view_functions["static"] = serve
    app.jinja_env.globals["asset"] = asset
    if app.config["SETTINGS"].development:
        app.before_request(assets.load_if_changed)


def asset(name: str) -> str:
    """The address of a static file. Put together by hand: a page has fifty of them, and routing is slow."""
    return f"{request.root_path}{current_app.static_url_path}/{_assets().named(name).served_as}"


def script(name: str) -> bytes:
    """The text of a script, for an answer that tells it something first."""
    return _assets().named(f"js/{name}").body


def serve(filename: str) -> Response:
    """One static file, kept by browsers until its address changes."""
    found = _assets().at(filename)
    if found is None:
        abort(404)
    answer = Response(found.body, content_type=found.type)
    if found.gzipped is not None and request.accept_encodings.quality("gzip"):
        answer.set_data(found.gzipped)
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Cache-Control"] = FOREVER
    answer.headers["Vary"] = "Accept-Encoding"
    return answer


def _assets() -> Assets:
    assets: Assets = current_app.extensions["assets"]
    return assets
