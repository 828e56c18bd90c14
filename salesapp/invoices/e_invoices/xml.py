"""A small way to write XML: `tag("cbc:ID", "42")`, with what is empty left out.

Names keep their prefix; the root declares the namespaces. What XML 1.0 cannot hold is dropped from texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias
from xml.etree.ElementTree import Element, indent, tostring

Node: TypeAlias = "Element | None"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tag(name: str, content: str | Decimal | None, *, keep_end: bool = False, **attributes: str) -> Node:
    """An element with a text; None, which leaves it out, where there is none.

    `keep_end` keeps a line break at its end, which says something in some texts.
    """
    text = f"{content:f}" if isinstance(content, Decimal) else NOT_XML.sub("", content or "")
    text = text if keep_end else text.strip()
    if not text.strip():
        return None
    element = Element(name, {key: value for key, value in attributes.items() if value})
    element.text = text
    return element


def group(name: str, *children: Node | Iterable[Node]) -> Node:
    """An element with those of its children that are there; None where none is."""
    found = list(_flat(children))
    if not found:
        return None
    element = Element(name)
    element.extend(found)
    return element


def document(name: str, namespaces: Mapping[str, str], *children: Node | Iterable[Node]) -> bytes:
    """The whole file, indented, in UTF-8."""
    root = Element(
        name, {f"xmlns:{prefix}" if prefix else "xmlns": uri for prefix, uri in namespaces.items()}
    )
    root.extend(_flat(children))
    indent(root)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n").encode()


def _flat(children: Iterable[Node | Iterable[Node]]) -> Iterable[Element]:
    for child in children:
        if isinstance(child, Element):
            yield child
        elif child is not None:
            yield from (each for each in child if each is not None)
