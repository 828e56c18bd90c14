"""HTML as the tests read it: a parsed page or fragment, what a browser would mend in it, and a few questions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property, lru_cache
from xml.etree.ElementTree import Element

import turbohtml
from markupever import HtmlOptions, Parser

UNREAD = {"script", "style", "textarea"}
SPOKEN_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt", "aria-description")
CONTAINERS = {"tr": "tbody", "td": "tr", "th": "tr", "tbody": "table", "option": "select"}


class Page:
    """A parsed page or fragment with the few questions that the rules ask of it."""

    def __init__(self, html: str, *, whole: bool = True) -> None:
        container = None if whole else container_of(html)
        self.errors = faults_of_nesting(html, container)
        self.root = grown(
            turbohtml.parse_fragment(html, container) if container else turbohtml.parse(html).root
        )
        self.elements = list(self.root.iter())

    @cached_property
    def parents(self) -> dict[Element, Element]:
        return {child: parent for parent in self.elements for child in parent}

    @cached_property
    def by_tag(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element in self.elements:
            found.setdefault(element.tag, []).append(element)
        return found

    @cached_property
    def by_attribute(self) -> dict[str, list[tuple[Element, str]]]:
        """Name of an attribute → each element that has it, with its value."""
        found: dict[str, list[tuple[Element, str]]] = {}
        for element in self.elements:
            for name, value in element.attrib.items():
                found.setdefault(name, []).append((element, value))
        return found

    @cached_property
    def drawn(self) -> set[Element]:
        """The pictures and what is in them."""
        return {part for picture in self.by_tag.get("svg", ()) for part in picture.iter()}

    @cached_property
    def said(self) -> str:
        """All that is written, read or not, in one text: what isn't in it needn't be looked for run by run."""
        spoken = (value for name in SPOKEN_ATTRIBUTES for _element, value in self.by_attribute.get(name, ()))
        return squeezed(" | ".join([*self.root.itertext(), *spoken]))

    @cached_property
    def ids(self) -> Counter[str]:
        return Counter(name for _element, name in self.by_attribute.get("id", ()))

    @cached_property
    def labelled_ids(self) -> set[str]:
        return {element.get("for", "") for element in self.by_tag.get("label", ()) if text(element)}

    @property
    def roots(self) -> list[Element]:
        return list(self.root)

    def ancestors(self, element: Element) -> Iterator[Element]:
        while (parent := self.parents.get(element)) is not None:
            yield parent
            element = parent

    def within(self, element: Element, tag: str) -> bool:
        return any(ancestor.tag == tag for ancestor in self.ancestors(element))

    def visible_texts(self) -> Iterator[tuple[Element, str]]:
        """Each run of text a reader sees or hears, with the element it stands in."""
        for element in self.elements:
            if element.tag in UNREAD or element in self.drawn:
                continue
            runs = [element.text, *(child.tail for child in element)]
            if element.attrib:
                runs += [element.get(name) for name in SPOKEN_ATTRIBUTES]
            yield from ((element, squeezed(run)) for run in runs if run and not run.isspace())

    def tags(self, *names: str) -> Iterator[Element]:
        return (element for name in names for element in self.by_tag.get(name, ()))


@lru_cache(maxsize=1)
def parsed(html: str, *, whole: bool = True) -> Page:
    """The page, parsed once for its rules and for the form that is filled in on it."""
    return Page(html, whole=whole)


def faults_of_nesting(html: str, container: str | None) -> list[str]:
    """What a browser would have to mend: html5ever names each tag out of place, the fastest parser does not."""
    parser = Parser(HtmlOptions(exact_errors=True, fragment_context=container))
    parser.process(html)
    return parser.finish().errors()


def grown(node: turbohtml.Element) -> Element:
    """The element as the standard library's, for the questions of the tests."""
    made = Element(
        node.tag, {name: value if type(value) is str else said(value) for name, value in node.attrs.items()}
    )
    last: Element | None = None
    for child in children_of(node):
        if isinstance(child, turbohtml.Element):
            last = grown(child)
            made.append(last)
        elif isinstance(child, turbohtml.Text) and last is None:
            made.text = (made.text or "") + child.data
        elif isinstance(child, turbohtml.Text):
            last.tail = (last.tail or "") + child.data
    return made


def children_of(node: turbohtml.Element) -> Iterator[turbohtml.Node]:
    """The content of a template stands in it as any other."""
    for child in node.children:
        if isinstance(child, turbohtml.DocumentFragment):
            yield from child.children
        else:
            yield child


def said(value: str | list[str] | None) -> str:
    """An attribute as it is written; names of classes come one by one."""
    return " ".join(value) if isinstance(value, list) else value or ""


def container_of(fragment: str) -> str:
    """The element that a fragment is parsed in: a row outside a table would lose its tags."""
    first = re.search(r"<(\w+)", fragment)
    return CONTAINERS.get(first[1] if first else "", "div")


def squeezed(run: str) -> str:
    return " ".join(run.split())


def text(element: Element) -> str:
    return squeezed("".join(element.itertext()))


def shown(element: Element) -> str:
    """The element's opening tag, for a message."""
    attributes = "".join(f' {name}="{value}"' for name, value in list(element.attrib.items())[:5])
    return f"<{element.tag}{attributes}>"
