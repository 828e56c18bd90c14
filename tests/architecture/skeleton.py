"""A template's HTML without its logic: every expression becomes a mark, of alternatives the first is taken."""

from __future__ import annotations

from jinja2 import Environment, nodes

MARK = "\N{WHITE SQUARE}"
"""Stands for what an expression shows."""
UNKNOWN = "x-made"
"""The element that stands for what a macro or an included template makes."""

environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)


def html_of(source: str, *, everything: bool = False) -> str:
    """The HTML that the template is made of; with `everything` all alternatives and the macros' bodies as well."""
    written = Writer(everything=everything)
    written.walk(environment.parse(source).body)
    return "".join(written.parts)


class Writer:
    """Collects the template's own text; knows whether it stands inside a tag."""

    def __init__(self, *, everything: bool) -> None:
        self.everything = everything
        self.parts: list[str] = []

    @property
    def inside_tag(self) -> bool:
        so_far = "".join(self.parts)
        return so_far.rfind("<") > so_far.rfind(">")

    @property
    def mark(self) -> str:
        """For an expression; where it names the element itself, an element's name."""
        names_element = bool(self.parts) and self.parts[-1].endswith(("<", "</"))
        return UNKNOWN if names_element else MARK

    def walk(self, body: list[nodes.Node]) -> None:
        for node in body:
            self.write(node)

    def write(self, node: nodes.Node) -> None:
        match node:
            case nodes.Output():
                self.walk(node.nodes)
            case nodes.TemplateData():
                self.parts.append(node.data)
            case nodes.Block() if node.name.endswith("_class"):
                self.parts.append(MARK)
            case nodes.If() | nodes.For() if self.everything:
                self.walk([*node.body, *getattr(node, "elif_", []), *node.else_])
            case nodes.Macro() if self.everything:
                self.walk(node.body)
            case nodes.If() | nodes.For() | nodes.With() | nodes.Block() | nodes.Scope():
                self.walk(node.body)
            case nodes.CallBlock() | nodes.FilterBlock():
                self.made(node.body)
            case nodes.Include() | nodes.Call() if makes_elements(node):
                self.made([])
            case nodes.Expr():
                self.parts.append(self.mark)

    def made(self, body: list[nodes.Node]) -> None:
        if self.inside_tag:
            self.parts.append(MARK)
            return
        self.parts.append(f"<{UNKNOWN}>")
        self.walk(body)
        self.parts.append(f"</{UNKNOWN}>")


def makes_elements(node: nodes.Include | nodes.Call) -> bool:
    """An included template, `ui.card(…)`, `printed_rows(…)` or `caller()`; `_("…")` makes text."""
    if isinstance(node, nodes.Include):
        return True
    called = node.node
    if isinstance(called, nodes.Getattr):
        return isinstance(called.node, nodes.Name) and called.node.name == "ui"
    return isinstance(called, nodes.Name) and called.name in {"caller", "printed_rows"}
