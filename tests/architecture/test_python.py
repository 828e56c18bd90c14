"""What Python code of the application may and may not do; each failure names the line and the mend."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import (
    ROOT,
    calls,
    name_of,
    nodes,
    own_static_files,
    python_files,
    refuse,
    templates,
    text_of,
)

FUNCTION_LINES = 50
FILE_LINES = 400
BANNED_NAMES = {"utils", "helpers", "common", "services", "managers", "misc", "util", "helper"}
BANNED_WORDS = re.compile(r"\b(TODO|FIXME|HACK)\b|[Cc]oming soon|[Ll]orem ipsum")
SKIPS = re.compile(r"pytest\.mark\.(skip|xfail)|pytest\.xfail\(")

# Where a transaction ends: the one door for answers, the commands, the worker and the demo's story.
COMMITS = (
    "salesapp/web/render.py",
    "salesapp/cli",
    "salesapp/demo/",
    "salesapp/operating/",
    "salesapp/core/outbox.py",
)
COMMITS_NAMED = {"commands.py", "worker.py", "jobs.py"}
# The preview of the design is nobody's document.
# A statement of account is no document: it says how things stand, and is made anew each time. So is a report.
SETS_PDFS = (
    "salesapp/core/paper/",
    "salesapp/quotes/issued/papers.py",
    "salesapp/setup/branding/",
    "salesapp/invoices/statement/paper.py",
    "salesapp/reports/subscriptions/paper.py",
)
# Where HTTP is known: these, and every file with views in it. All the rest is below the views.
KNOWS_HTTP = ("salesapp/web/", "salesapp/api/", "salesapp/__init__.py", "salesapp/features.py")
GUARDS = {"requires", "public"}
KNOWS_HTTP_NAMED = {
    "views.py",
    "screens.py",
    "sessions.py",
    "forms.py",
    "mailing.py",
    "page.py",
    "places.py",
    "sheet.py",
}
# Where a number may lose its exactness: in the one rounding function, and where it measures likeness, not money.
ROUNDS = {"salesapp/core/money/amounts.py", "salesapp/customers/duplicates/matching.py"}


def breaches(paths: tuple[Path, ...], forbidden: set[str], mend: str) -> Iterator[str]:
    for path in paths:
        for node, called in calls(path):
            if called in forbidden:
                yield f"{name_of(path)}:{node.lineno}: {called.lstrip('.')}() – {mend}"


def below_views() -> tuple[Path, ...]:
    return tuple(
        path
        for path in python_files()
        if not name_of(path).startswith(KNOWS_HTTP)
        and path.name not in KNOWS_HTTP_NAMED
        and not {"views", "forms"} & set(path.parts)
        and not has_views(path)
    )


def has_views(path: Path) -> bool:
    return path.stem.endswith("views") or any(
        isinstance(node, ast.ImportFrom) and GUARDS & {alias.name for alias in node.names}
        for node in nodes(path, ast.ImportFrom)
    )


def test_only_the_edge_commits() -> None:
    inner = tuple(
        path
        for path in python_files()
        if not name_of(path).startswith(COMMITS) and path.name not in COMMITS_NAMED
    )
    mend = "end the view with `return committed(…)`; a verb never commits"
    refuse("Nothing below the edge commits:", breaches(inner, {".commit"}, mend))


def test_there_is_one_way_to_a_pdf() -> None:
    others = tuple(path for path in python_files() if not name_of(path).startswith(SETS_PDFS))
    mend = "ask `pdf_of` of quotes/issued: what left the house keeps its file (docs/adr/0014)"
    refuse("PDFs of documents are kept:", breaches(others, {"render_pdf", "print_sheet"}, mend))


def test_an_address_is_taken_apart_in_one_place_that_survives_any() -> None:
    refuse(
        "A header or a file may hold `http://[`, at which urlsplit raises:",
        (
            f"{name_of(path)}:{node.lineno}: {sorted(taken)} – take `address_parts` of core/parsing/addresses"
            for path in python_files()
            for node in nodes(path, ast.ImportFrom)
            if isinstance(node, ast.ImportFrom)
            and (taken := {alias.name for alias in node.names} & {"urlsplit", "urlparse"})
            and name_of(path) != "salesapp/core/parsing/addresses.py"
        ),
    )


def test_nobody_below_the_views_asks_who_is_signed_in() -> None:
    refuse(
        "What is below the views is told who acts, by `by=` or a viewer:",
        (
            f"{name_of(path)}:{node.lineno}: current_user – take it as an argument"
            for path in below_views()
            for node in nodes(path, ast.ImportFrom)
            if isinstance(node, ast.ImportFrom) and any(alias.name == "current_user" for alias in node.names)
        ),
    )


def test_nothing_below_the_views_knows_the_request() -> None:
    foreign = {"request", "session", "flash", "abort", "redirect", "render_template"}
    refuse(
        "Models, rules, queries and actions know no HTTP:",
        (
            f"{name_of(path)}:{node.lineno}: {sorted(taken)} from flask – do it in the view"
            for path in below_views()
            for node in nodes(path, ast.ImportFrom)
            if isinstance(node, ast.ImportFrom)
            and node.module == "flask"
            and (taken := {alias.name for alias in node.names} & foreign)
        ),
    )


def test_no_number_loses_its_exactness() -> None:
    exact = tuple(path for path in python_files() if name_of(path) not in ROUNDS)
    mend = "money, quantities and rates are exact: use Decimal and core.money.round_half_up"
    refuse("No float and no second way to round:", breaches(exact, {"float", "round"}, mend))


def test_functions_and_files_stay_small() -> None:
    refuse(
        f"A function has at most {FUNCTION_LINES} lines, a file {FILE_LINES}:",
        [*long_functions(), *long_files()],
    )


def long_functions() -> Iterator[str]:
    for path in python_files("salesapp", "tests", "bench"):
        for node in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef):
            assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{name_of(path)}:{node.lineno}: {node.name} has {length} lines: name its parts"


def long_files() -> Iterator[str]:
    ours = (
        *python_files("salesapp", "tests", "bench"),
        *templates(),
        *own_static_files("css"),
        *own_static_files("js"),
    )
    for path in ours:
        length = text_of(path).count("\n")
        if length > FILE_LINES:
            yield f"{name_of(path)} has {length} lines: find the room to split off"


def test_no_file_is_called_after_nothing() -> None:
    refuse(
        "A file is named for what it holds:",
        (
            f"{name_of(path)}: say what is in it"
            for path in python_files("salesapp", "tests", "bench")
            if {path.stem, *path.relative_to(ROOT).parent.parts} & BANNED_NAMES
        ),
    )


def test_nothing_is_left_for_later() -> None:
    ours = (
        *python_files("salesapp", "bench", "migrations"),
        *templates(),
        *own_static_files("css"),
        *own_static_files("js"),
    )
    here = Path(__file__).resolve()
    tests = tuple(path for path in python_files("tests") if path != here)
    refuse(
        "Finish it, or leave it out:",
        [*words(ours + tests, BANNED_WORDS), *words(tests, SKIPS)],
    )


def words(paths: tuple[Path, ...], pattern: re.Pattern[str]) -> Iterator[str]:
    for path in paths:
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if found := pattern.search(line):
                yield f"{name_of(path)}:{number}: {found[0]}"
