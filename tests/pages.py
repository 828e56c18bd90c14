"""What every HTML answer of the application must keep; each complaint says how to mend it.

`check_page` takes a whole page, `check_fragment` one fragment, `check_answer` what htmx gets (one or more fragments).
The tests' client calls them on every answer, so no test has to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from tests.catalogue import english_in
from tests.markup import Page, parsed, shown, text

UNLABELLED_TYPES = {"hidden", "submit", "button", "image", "reset"}
REFERENCES = ("for", "form", "list", "popovertarget", "commandfor", "aria-activedescendant")
REFERENCE_LISTS = ("aria-controls", "aria-describedby", "aria-labelledby", "aria-owns", "aria-details")
HTMX_SUBSET = {
    "get",
    "post",
    "target",
    "swap",
    "swap-oob",
    "sync",
    "disable",
    "trigger",
    "push-url",
    "select",
}
HARMLESS_SCRIPTS = {"application/json", "application/ld+json"}
EDITS = re.compile(
    r"/edit$|/terms$|/discounts$|/instalments$|/(lines|options)/\d+$|/prices/\d+$|/fields/\w+$|/next-step$|/questions/\d+$|/audience$|/members$|/rating$|/reschedule$"
    r"|^/setup/(accounting|approval-limits|company|documents|reach|duplicates|processes/\d+|processes/stages/\d+)$"
    r"|^/recurring-invoices/\d+/change$|^/(preferences|lead-limits|lead-mappings|reminders/levels)$"
)
"""Where forms that change what exists are sent; tests/architecture/test_forms.py looks that none is left out."""
ERROR_PREFIXES = ("", "Error: ", "错误：")
LEAKS = re.compile(r"\bNone\b|\bUndefined\b|\{\{|\{%|%\(\w+\)[sd]|<\w+ object at|\bDecimal\(|datetime\.date")


# --- rules ------------------------------------------------------------------------------------------------------


def well_formed(page: Page) -> Iterator[str]:
    for fault in page.errors:
        yield f"{fault}: close and nest the tags as HTML wants them"


def one_heading_named_like_the_title(page: Page) -> Iterator[str]:
    headings = [text(element) for element in page.tags("h1")]
    titles = [text(element) for element in page.tags("title") if element not in page.drawn]
    if len(headings) != 1:
        yield f"{len(headings)} h1 {headings}: a page has exactly one; a panel starts with h2"
    elif len(titles) != 1 or not titles[0].startswith(
        tuple(prefix + headings[0] for prefix in ERROR_PREFIXES)
    ):
        yield f"title {titles} does not begin with the h1 {headings[0]!r} (or “Error: ” and it): give both one text"


def language_named(page: Page) -> Iterator[str]:
    if page.root.get("lang") not in {"en", "zh-Hans"}:
        yield f"<html lang={page.root.get('lang')!r}>: say en or zh-Hans"


def unique_ids(page: Page) -> Iterator[str]:
    for name, count in page.ids.items():
        if count > 1 or not name or " " in name:
            yield f'id="{name}" stands {count} times: make it unique, say with dom_id(record, "prefix")'


def inputs_labelled(page: Page) -> Iterator[str]:
    for element in page.tags("input", "select", "textarea"):
        if element.get("type") in UNLABELLED_TYPES:
            continue
        named = element.get("id") in page.labelled_ids or page.within(element, "label")
        if not (named or element.get("aria-label") or element.get("aria-labelledby")):
            yield f"{shown(element)} has no label: write <label for=…> or aria-label, or use ui.field"


def controls_named(page: Page) -> Iterator[str]:
    for element in page.tags("a", "button"):
        if text(element) or element.get("aria-label") or element.get("aria-labelledby"):
            continue
        alt = any(
            child.get("alt") or child.get("aria-label") for child in element.iter() if child is not element
        )
        if not (alt or element.get("title")):
            yield f"{shown(element)} says nothing: give it text or an aria-label"


def images_described(page: Page) -> Iterator[str]:
    for element in page.tags("img"):
        if "alt" not in element.attrib:
            yield f'{shown(element)} has no alt: describe it, or alt="" when it only decorates'


def forms_complete(page: Page) -> Iterator[str]:
    for form in page.tags("form"):
        method = form.get("method", "get").lower()
        if method == "dialog":
            continue
        if not form.get("action"):
            yield f"{shown(form)} has no action: it must work without JavaScript"
        fields = {element.get("name") for element in form.iter("input")}
        if method != "post":
            continue
        for needed in ("csrf_token", "once"):
            if needed not in fields:
                yield f"{shown(form)} carries no {needed}: render ui.hidden(form) or ui.form"
        if not typing(form) and "pressed" not in fields:
            yield f"{shown(form)} is a button alone and doesn’t say so: render ui.pressed() or ui.form"
        if EDITS.search(urlsplit(form.get("action", "")).path) and "opened" not in fields and typing(form):
            yield f"{shown(form)} changes what exists without saying what it was: make its form with existing=…"


def typing(form: Element) -> bool:
    """Whether somebody types or chooses in the form: what is one button, with all it sends, changes no old value."""
    return any(
        element.tag in {"select", "textarea"} or element.get("type", "text") not in UNLABELLED_TYPES
        for element in form.iter()
        if element.tag in {"input", "select", "textarea"}
    )


def references_exist(page: Page) -> Iterator[str]:
    swaps = any("htmx" in element.get("src", "") for element in page.tags("script"))
    for element, attribute, name in referred(page):
        if name not in page.ids and (swaps or attribute != "hx-target"):
            yield f'{shown(element)}: {attribute} names "{name}", which is not in the page'


def referred(page: Page) -> Iterator[tuple[Element, str, str]]:
    """(element, attribute, id) for each id that something on the page points at."""
    having = page.by_attribute
    for attribute in REFERENCES:
        yield from ((element, attribute, name) for element, name in having.get(attribute, ()))
    for attribute in REFERENCE_LISTS:
        for element, names in having.get(attribute, ()):
            yield from ((element, attribute, name) for name in names.split())
    for element, target in having.get("hx-target", ()):
        if target.startswith("#"):
            yield element, "hx-target", target[1:]
    for element, target in having.get("hx-swap-oob", ()):
        if ":#" in target:
            yield element, "hx-swap-oob", target.partition(":#")[2]
    for element, target in having.get("href", ()):
        if element.tag == "a" and len(target) > 1 and target.startswith("#"):
            yield element, "href", target[1:]


def labels_point_inside(page: Page) -> Iterator[str]:
    for element in page.tags("label"):
        if element.get("for") and element.get("for") not in page.ids:
            yield f'{shown(element)}: for names "{element.get("for")}", which is not in the fragment'


def nothing_leaks(page: Page) -> Iterator[str]:
    if LEAKS.search(page.said):
        for element, run in page.visible_texts():
            if leak := LEAKS.search(run):
                yield f"{shown(element)} shows {leak[0]!r} in {run[:80]!r}: format the value, or say what is missing"
    for element, value in page.by_attribute.get("value", ()):
        if value == "None":
            yield f'{shown(element)} has value="None": an empty field has an empty value'


def nothing_inline(page: Page) -> Iterator[str]:
    for name, having in page.by_attribute.items():
        code = name == "style" or name.startswith(("on", "hx-on"))
        for element, value in having:
            if code or value.lstrip().startswith(("js:", "javascript:")):
                yield f"{shown(element)}: {name} is inline code; the CSP stops it. Use a class or data-behavior"
    for element in page.tags("style", "script"):
        if element.tag == "style" or not allowed_script(element):
            yield f"{shown(element)} is inline; the CSP stops it. Move it to static/"


def allowed_script(element: Element) -> bool:
    return bool(element.get("src")) or element.get("type") in HARMLESS_SCRIPTS


def htmx_in_the_subset(page: Page) -> Iterator[str]:
    for name, having in page.by_attribute.items():
        if name.startswith("hx-") and not name.startswith("hx-on") and name[3:] not in HTMX_SUBSET:
            for element, _value in having:
                yield f"{shown(element)}: {name} is outside the house's htmx: {sorted(HTMX_SUBSET)}"


def chinese_on_chinese_pages(page: Page) -> Iterator[str]:
    if page.root.get("lang") != "zh-Hans":
        return
    for element, run in page.visible_texts():
        foreign = any(
            e.get("lang") == "en" or e.get("translate") == "no" for e in (element, *page.ancestors(element))
        )
        if not foreign and (sentence := english_in(run)):
            yield f"{shown(element)} shows {run!r} in English; the catalogue has {sentence!r}: translate it"


def each_root_has_an_id(page: Page) -> Iterator[str]:
    for root in page.roots:
        if not (root.get("id") or ":#" in root.get("hx-swap-oob", "")):
            yield f"{shown(root)} is a root without an id: give it one by dom_id, so that it can be replaced"


def one_root(page: Page) -> Iterator[str]:
    if len(page.roots) != 1:
        yield f"{len(page.roots)} roots {[shown(root) for root in page.roots]}: a fragment has one"


Rule = Callable[[Page], Iterator[str]]
EVERYWHERE: tuple[Rule, ...] = (
    well_formed,
    unique_ids,
    inputs_labelled,
    controls_named,
    images_described,
    forms_complete,
    nothing_leaks,
    nothing_inline,
    htmx_in_the_subset,
)
ON_PAGES: tuple[Rule, ...] = (
    one_heading_named_like_the_title,
    language_named,
    references_exist,
    chinese_on_chinese_pages,
)
IN_ANSWERS: tuple[Rule, ...] = (each_root_has_an_id, labels_point_inside)


def check_page(html: str, *, where: str = "the page") -> None:
    """Refuses a whole page that breaks a rule."""
    check_once(html, EVERYWHERE + ON_PAGES, where, whole=True)


def check_fragment(html: str, *, where: str = "the fragment") -> None:
    """Refuses a fragment that has not exactly one root with an id, or breaks a rule."""
    check_once(html, (*EVERYWHERE, *IN_ANSWERS, one_root), where, whole=False)


def check_answer(html: str, *, where: str = "the answer") -> None:
    """Refuses what htmx gets where a root has no id or a rule is broken; one root per place that changes."""
    check_once(html, EVERYWHERE + IN_ANSWERS, where, whole=False)


def check_once(html: str, rules: tuple[Rule, ...], where: str, *, whole: bool) -> None:
    """Parses and checks what is not, but for what was drawn by lot, the same as something that was found in order."""
    mark = hash((without_lots(html), rules))
    if mark not in IN_ORDER:
        report(where, parsed(html, whole=whole), rules)
        IN_ORDER.add(mark)


IN_ORDER: set[int] = set()
"""Marks of the texts that kept the rules: the page that refuses a role is met hundreds of times."""

LOTS = re.compile(
    r'(?<=")[\w-]{30,}\.[\w-]{5,8}\.[\w-]{20,}(?=")|(?<=toast-)[\w-]{8}(?=")|(?<=name="once" value=")[^"]+'
)
"""Tokens against forged requests, ids of toasts and once-keys: new on every page."""


def without_lots(html: str) -> str:
    """The text with each lot by its place in the order of first use, so that one used twice is told from two."""
    drawn: dict[str, str] = {}
    return LOTS.sub(lambda found: drawn.setdefault(found[0], str(len(drawn))), html)


def report(where: str, page: Page, rules: tuple[Rule, ...]) -> None:
    complaints = [complaint for rule in rules for complaint in rule(page)]
    assert not complaints, f"{where} breaks {len(complaints)} rules:\n- " + "\n- ".join(complaints)
