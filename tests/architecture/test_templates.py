"""Templates: fragments that can be swapped, nothing unused, no text outside the catalogue, no code inside."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.skeleton import MARK, UNKNOWN, html_of
from tests.architecture.source import (
    TEMPLATES,
    calls,
    name_of,
    nodes,
    own_static_files,
    python_files,
    refuse,
    templates,
    text_of,
)
from tests.markup import SPOKEN_ATTRIBUTES, Page, shown, squeezed

BANNED = {
    r"\|\s*safe\b": "nothing a user typed may be markup; build it in a macro",
    r"\sstyle=": "the CSP stops inline styles; use a class",
    r"\son\w+=|\shx-on": "the CSP stops inline code; use data-behavior",
    r"<script(?![^>]*\ssrc=)(?![^>]*application/(ld\+)?json)": "the CSP stops inline scripts; move it to static/js",
    r"<style\b": "the CSP stops inline styles; move it to static/css",
    r"\{%-?\s*autoescape\s+false": "escaping stays on",
    r"join\([\"'], [\"']\)": "each language divides a list in its own way; use in_a_list",
}
# `ui` is gathered as a global, its macros have a law of their own; `design` is the gallery that shows them.
GATHERED = ("ui/", "design/")
GALLERY = TEMPLATES / "design"
WORD = re.compile(r"[A-Za-z]{2,}")
# Names and notations that read the same in every language.
SAME_EVERYWHERE = {"salesapp", "English", "CSV", "XLSX", "PDF", "API", "URL", "px", "Ctrl", "Esc", "Enter"}


@cache
def fragments() -> tuple[Path, ...]:
    """Templates that a view or an update answers with; what pages merely include is never swapped by itself."""
    updates = (path for path in templates() if path.name.endswith(".update.html"))
    answers = "\n".join(text_of(path) for path in (*python_files(), *updates))
    return tuple(
        path
        for path in templates()
        if path.name.startswith("_")
        and path.parent != GALLERY
        and (path.relative_to(TEMPLATES).as_posix() in answers or f'"{path.name}"' in answers)
    )


def test_what_queues_its_changes_follows_their_places() -> None:
    """htmx drops an answer whose target another answer has replaced, and a queue makes that likely."""
    queues = re.compile(r'<[^<>]*hx-sync="[^"]*queue(?:[^<>]|\{%.*?%\})*>')
    refuse(
        "A change that may wait for another is sent by the behaviour “autosave”:",
        (
            f"{path.relative_to(TEMPLATES)}: {tag[:80]}"
            for path in templates()
            for tag in queues.findall(text_of(path))
            if "autosave" not in tag
        ),
    )


def test_each_fragment_has_one_root_with_an_id() -> None:
    refuse(
        "A fragment can be swapped as one piece:", (c for path in fragments() for c in fragment_faults(path))
    )


def fragment_faults(path: Path) -> Iterator[str]:
    page = Page(html_of(text_of(path)), whole=False)
    tags = [shown(root) for root in page.roots]
    if len(tags) != 1:
        yield f"{name_of(path)}: {len(tags)} roots {tags}; wrap them in one element"
    elif page.roots[0].tag != UNKNOWN and not page.roots[0].get("id"):
        yield f"{name_of(path)}: {tags[0]} has no id; give it one by dom_id(record) or a fixed one"


def test_templates_hold_no_code_that_the_csp_stops() -> None:
    refuse(
        "Templates are plain:",
        (
            f"{name_of(path)}:{text_of(path)[: found.start()].count(chr(10)) + 1}: {found[0].strip()} – {mend}"
            for path in templates()
            for pattern, mend in BANNED.items()
            for found in re.finditer(pattern, text_of(path))
        ),
    )


def test_every_text_in_a_template_is_translatable() -> None:
    refuse(
        "Write {{ _('…') }}:", (c for path in templates() if path.parent != GALLERY for c in bare_texts(path))
    )


def bare_texts(path: Path) -> Iterator[str]:
    html = html_of(text_of(path), everything=True)
    page = Page(html, whole="<html" in html)
    for element, run in page.visible_texts():
        kept = any(each.get("translate") == "no" for each in (element, *page.ancestors(element)))
        words = set(WORD.findall(run.replace(MARK, " "))) - SAME_EVERYWHERE
        if words and not kept and element.tag not in {"code", "kbd", "samp"}:
            yield f"{name_of(path)}: {squeezed(run)[:80]!r} in {shown(element)}"


def test_every_spoken_attribute_is_checked() -> None:
    assert "aria-label" in SPOKEN_ATTRIBUTES


# --- nothing unused ---------------------------------------------------------------------------------------------


def test_a_field_is_called_in_one_way() -> None:
    """The summary of what is wrong names a field by its form's label; a template that renames it says two things."""
    renamed = re.compile(r"ui\.field\(\s*form\.\w+,\s*label=")
    found = [str(path) for path in TEMPLATES.rglob("*.html") if renamed.search(path.read_text("utf-8"))]
    refuse("Give the field of the form this label:", found)


def test_no_template_is_unused() -> None:
    names, patterns = mentioned_templates()
    refuse(
        "Remove the template, or render it:",
        (
            name_of(path)
            for path in templates()
            if (name := path.relative_to(TEMPLATES).as_posix()) not in names
            and not name.startswith(GATHERED)
            and not any(pattern.fullmatch(name) for pattern in patterns)
        ),
    )


@cache
def mentioned_templates() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Names of templates as Python and templates write them, and patterns where a part is computed."""
    quoted = re.compile(r"[\"']([\w./-]+\.html)[\"']")
    names = {name for path in (*templates(), *python_files()) for name in quoted.findall(text_of(path))}
    patterns = {template_pattern(node) for path in python_files() for node in nodes(path, ast.JoinedStr)}
    by_screens = {rf"[\w-]+/{name}" for path in python_files() for name in screen_templates(path)}
    return frozenset(names), tuple(re.compile(each) for each in (patterns | by_screens) if each)


def template_pattern(node: ast.AST) -> str:
    """`f"{plural}/show.html"` → any folder's show.html."""
    assert isinstance(node, ast.JoinedStr)
    parts = [re.escape(str(v.value)) if isinstance(v, ast.Constant) else r"[\w-]+" for v in node.values]
    return "".join(parts) if parts and parts[-1].endswith(r"\.html") else ""


def screen_templates(path: Path) -> Iterator[str]:
    """What the generic screens look for in a feature's own folder first."""
    for node, called in calls(path):
        if called in {"._render", ".template"} and path.name == "screens.py":
            yield from (
                each.value
                for each in ast.walk(node)
                if isinstance(each, ast.Constant) and is_template(each.value)
            )


def is_template(value: object) -> bool:
    return isinstance(value, str) and value.endswith(".html") and "/" not in value


def test_no_macro_is_unused() -> None:
    words = Counter(
        word for path in (*templates(), *python_files()) for word in re.findall(r"\w+", text_of(path))
    )
    refuse(
        "Remove the macro, or call it:",
        (
            f"{name_of(path)}: {name}"
            for path in templates()
            for name in re.findall(r"\{%-?\s*macro\s+(\w+)", text_of(path))
            if words[name] < 2
        ),
    )


def test_no_css_class_is_unused() -> None:
    words, beginnings = spoken_classes()
    refuse(
        "Remove the rule, or use the class:",
        sorted(
            f"{name_of(path)}: .{name}"
            for path in own_static_files("css")
            for name in set(css_classes(text_of(path)))
            if name not in words and not name.startswith((*beginnings, "htmx-"))
        ),
    )


def css_classes(source: str) -> Iterator[str]:
    """Classes in the selectors of a style sheet."""
    bare = re.sub(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", "", source, flags=re.DOTALL)
    for selector in re.findall(r"[^{};]+(?=\{)", bare):
        if not selector.lstrip().startswith("@"):
            yield from re.findall(r"\.(-?[A-Za-z_][\w-]*)", selector)


@cache
def spoken_classes() -> tuple[frozenset[str], tuple[str, ...]]:
    """Every word that templates, scripts and Python write, and beginnings that are completed by an expression."""
    texts = [text_of(path) for path in (*templates(), *own_static_files("js"), *python_files())]
    words = {word for text in texts for word in re.findall(r"[\w-]+", text)}
    open_ended = r"([A-Za-z][\w-]*-)(?:\{\{|\$\{|\{)|[\"']([A-Za-z][\w-]*-)[\"']\s*[~+]"
    beginnings = {a or b for text in texts for a, b in re.findall(open_ended, text)}
    return frozenset(words), tuple(sorted(beginnings))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% if a %}<p>{% else %}<b>{% endif %}", "<p>"),
        ('<a id="{{ dom_id(x) }}">{{ x }}</a>', f'<a id="{MARK}">{MARK}</a>'),
        ("{{ ui.card(x) }}", f"<{UNKNOWN}></{UNKNOWN}>"),
        ("{% call ui.sheet() %}<p>{% endcall %}", f"<{UNKNOWN}><p></{UNKNOWN}>"),
        ("{% set a = 1 %}{% macro m() %}<p>{% endmacro %}{% for x in y %}<i>{% endfor %}", "<i>"),
    ],
)
def test_the_skeleton_of_a_template(source: str, expected: str) -> None:
    assert html_of(source) == expected
