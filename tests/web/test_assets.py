"""Static files: addresses that change with the content, kept for good, small over the wire."""

from __future__ import annotations

import gzip
import math
import re
from pathlib import Path

import pytest
from flask import url_for

from salesapp.config import ROOT
from salesapp.core.paper import Paper
from salesapp.web.assets import Assets, bundle, fingerprinted, stylesheet
from tests.clients import Client

STATIC = ROOT / "static"
SOURCES = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("salesapp/**/*.py")]
ON_PAPER = dict(re.findall(r'#let (\w+) = rgb\("(#\w+)"\)', (ROOT / "templates/paper/style.typ").read_text()))
"""The colours of printed documents, by name."""
ICON_NAMED = re.compile(r"""(?:\bui\.icon\(|\bicon=|["']icon["']:\s*)["']([a-z0-9-]+)["']""")


@pytest.fixture(scope="module")
def assets() -> Assets:
    return Assets(STATIC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small static folder."""
    for name in ("tokens", "reset", "base", "layout", "button", "avatar", "utilities", "print"):
        (tmp_path / "css").mkdir(exist_ok=True)
        (tmp_path / "css" / f"{name}.css").write_text(f".{name} {{}}\n")
    (tmp_path / "js" / "behaviors").mkdir(parents=True)
    (tmp_path / "js" / "csrf.js").write_text("const a = 1;\n")
    (tmp_path / "js" / "behaviors" / "money.js").write_text("export default () => {};\n")
    return tmp_path


def wire_size(*bodies: bytes) -> int:
    return sum(len(gzip.compress(body, 9)) for body in bodies)


def test_a_file_that_changes_gets_a_new_address() -> None:
    assert fingerprinted("app.css", b"a") != fingerprinted("app.css", b"b")
    assert re.fullmatch(r"icons\.[0-9a-f]{10}\.svg", fingerprinted("icons.svg", b""))


def test_a_folder_that_says_its_version_needs_no_fingerprint() -> None:
    assert fingerprinted("vendor/htmx@4.0.1/htmx.min.js", b"a") == "vendor/htmx@4.0.1/htmx.min.js"


def test_styles_come_in_the_order_of_their_layers(folder: Path) -> None:
    order = re.findall(rb"\.(\w+)", stylesheet(folder / "css"))
    assert order == [b"tokens", b"reset", b"base", b"layout", b"avatar", b"button", b"utilities", b"print"]


def test_scripts_of_a_bundle_keep_their_names_to_themselves() -> None:
    assert bundle([b"const a = 1;\n", b"const a = 2;\n"]) == b"{\nconst a = 1;\n}\n{\nconst a = 2;\n}\n"


def test_a_script_of_the_bundle_shares_nothing() -> None:
    """It stands in a block there: an `export` would stop every script of every page. What is shared is a behaviour."""
    sharing = re.compile(r"^(?:export|import)\b[^(]", re.MULTILINE)
    assert [path.name for path in (STATIC / "js").glob("*.js") if sharing.search(path.read_text())] == []


def test_one_changed_behaviour_moves_all_scripts_to_a_new_folder(folder: Path) -> None:
    before = Assets(folder)
    (folder / "js" / "behaviors" / "money.js").write_text("export default () => 1;\n")
    after = Assets(folder)
    assert before.named("js/app.js").served_as != after.named("js/app.js").served_as
    assert after.at(before.named("js/app.js").served_as) is None


def test_a_saved_file_is_read_again_in_development(folder: Path) -> None:
    assets = Assets(folder)
    old = assets.named("app.css").served_as
    (folder / "css" / "chip.css").write_text(".chip {}\n")
    assets.load_if_changed()
    assert assets.named("app.css").served_as != old


def test_an_asset_is_compressed_and_kept_for_good(client: Client) -> None:
    with client.application.test_request_context():
        address = url_for(
            "static", filename=client.application.extensions["assets"].named("app.css").served_as
        )
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert gzip.decompress(answer.data) == client.get(address).data


def test_the_sources_of_an_asset_are_not_served(client: Client) -> None:
    client.checks_pages = False
    assert client.get("/static/css/tokens.css").status_code == 404
    assert client.get("/static/vendor/VENDOR.md").status_code == 404


def test_styles_stay_within_their_budget_on_any_screen(assets: Assets) -> None:
    of_pages = [assets.named(path.name).body for path in (STATIC / "css" / "pages").glob("*.css")]
    heaviest = max(of_pages, key=wire_size)
    assert wire_size(assets.named("app.css").body, heaviest) <= 15_000


def test_the_columns_of_a_grid_fit_into_the_narrowest_box_that_has_them() -> None:
    """A row whose columns ask for more than there is puts its last buttons over the edge."""
    boxes = re.compile(r"@container \(width >= ([\d.]+)rem\) \{(.*?\n  \})", re.DOTALL)
    grids = re.compile(r"grid-template-columns: ([^;]*rem[^;]*);(?: gap: var\(--space-(\d)\))?")
    column = re.compile(r"minmax\(([\d.]+)(?:rem)?,[^)]*\)|([\d.]+)rem")
    faults = []
    for path in (STATIC / "css").rglob("*.css"):
        for box, inside in boxes.findall(path.read_text()):
            for columns, gap in grids.findall(inside):
                widths = [float(each or fixed) for each, fixed in column.findall(columns)]
                needed = sum(widths) + (len(widths) - 1) * int(gap or 0) / 4
                if needed > float(box):
                    faults.append(f"{path.name}: {columns} needs {needed}rem of {box}rem")
    assert faults == []


EDITORS_ONLY = {"autosave", "saved-first", "lines", "share", "signature"}
"""Behaviours of documents: no screen has them beside the board, which alone loads what drags cards."""

NOT_BESIDE_DRAGGING = {"swipe", "select-many", "tiles"}
"""Those of the review, which goes card by card, of a board whose cards are ticked instead of dragged, and of the page
on which the tiles of a dashboard are.

tests/opportunities/board/test_bulk.py sees that none of them comes to a board on which cards are dragged.
"""

OF_DOCUMENTS = {"documents", "quotes", "orders", "invoices", "invitations", "design", "ui"}
"""Folders of templates."""


@pytest.mark.parametrize("board", [True, False], ids=["board", "documents"])
def test_scripts_stay_within_their_budget_on_any_screen(assets: Assets, board: bool) -> None:
    names = {path.stem for path in (STATIC / "js" / "behaviors").glob("*.js")}
    names -= EDITORS_ONLY | NOT_BESIDE_DRAGGING if board else set()
    behaviours = [assets.named(f"js/behaviors/{name}.js").body for name in names]
    vendored = {path.name: path.read_bytes() for path in (STATIC / "vendor").rglob("*.js")}
    if not board:
        vendored.pop("Sortable.min.js")
    assert wire_size(assets.named("js/app.js").body, *behaviours, *vendored.values()) <= 45_000


def test_behaviours_of_documents_stand_on_no_other_screen() -> None:
    """A macro that has one is called like it."""
    named = re.compile(r'data-behavior(?:=|": )"([^"]*)"|\bui\.(\w+)\(')
    elsewhere = {
        name
        for path in ROOT.glob("templates/**/*.html")
        if path.relative_to(ROOT / "templates").parts[0] not in OF_DOCUMENTS
        for behaviours in named.findall(path.read_text())
        for name in " ".join(behaviours).split()
    }
    assert not elsewhere & EDITORS_ONLY


def test_a_behaviour_is_short() -> None:
    long = {path.name for path in (STATIC / "js").rglob("*.js") if len(path.read_text().splitlines()) > 60}
    assert not long, f"split {sorted(long)}: a behaviour has 60 lines at most"


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    named = {name for path in SOURCES for name in ICON_NAMED.findall(path.read_text())}
    assert named <= sprite, f"add {sorted(named - sprite)} to icons.txt and run sprite.py"


def test_styles_name_no_colour_outside_the_tokens() -> None:
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")
    found = {path.name for path in (STATIC / "css").rglob("*.css") if colour.search(path.read_text())}
    assert not found, f"{sorted(found)} name colours of their own; use the tokens"


def test_the_typeface_is_light_and_never_shifts_what_is_read(assets: Assets) -> None:
    sent = assets.named("vendor/inter@4.1.1/inter.woff2")
    assert (sent.type, sent.body[:4]) == ("font/woff2", b"wOF2")
    assert len(sent.body) <= 60_000
    face = re.search(
        rb'@font-face\{font-family:Inter;src:url\("([^"]+)"\)[^}]+\}', assets.named("app.css").body
    )
    assert face is not None
    assert face[1].decode() == sent.served_as
    assert b"font-display:optional" in face[0]


def test_nothing_is_bolder_than_the_typeface_goes() -> None:
    bold = re.compile(r"font-weight: *(?:bold|[7-9]00)")
    assert [path.name for path in (STATIC / "css").rglob("*.css") if bold.search(path.read_text())] == []


def srgb(lightness: float, chroma: float, hue: float) -> str:
    """An OKLCH colour as paper has it: https://bottosson.github.io/posts/oklab/."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
    )
    encoded = (12.92 * each if each <= 0.0031308 else 1.055 * each ** (1 / 2.4) - 0.055 for each in linear)
    return "#" + "".join(f"{round(255 * each):02x}" for each in encoded)


@pytest.mark.parametrize(
    ("token", "printed"), [("accent", Paper.accent), ("ink", ON_PAPER["ink"]), ("ink-2", ON_PAPER["quiet"])]
)
def test_paper_has_the_colours_of_the_screens(token: str, printed: str) -> None:
    tokens = (STATIC / "css" / "tokens.css").read_text()
    light = re.search(rf"--{token}: light-dark\(oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)", tokens)
    assert light is not None
    assert printed == srgb(*map(float, light.groups()))


def test_the_width_of_a_screen_is_asked_for_in_letters_not_in_pixels() -> None:
    """Whoever has set a large text in the browser has a narrower screen then, with its layout."""
    asked = {
        f"{path.name}: {query}"
        for path in (STATIC / "css").rglob("*.css")
        for query in re.findall(r"@(?:media|container)[^{]*width[^{]*", path.read_text())
        if "px" in query.replace("(height < 480px)", "").replace("(height >= 480px)", "")
    }
    assert not asked
