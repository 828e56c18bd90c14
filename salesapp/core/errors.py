"""The two ways a request of a user can fail below the view: a broken rule and a clash with a colleague."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from salesapp.core.i18n import kept


class RuleBroken(Exception):
    """A rule of the domain refuses; `sentence` is shown to the user as it is. `field` names the input to mend.

    `others` are further rules that the same values break: who mends one is told of all.
    """

    def __init__(self, sentence: object, *, field: str | None = None) -> None:
        super().__init__(str(sentence))
        self.sentence = kept(str(sentence))
        self.field = field
        self.others: tuple[RuleBroken, ...] = ()

    @property
    def all(self) -> tuple[RuleBroken, ...]:
        return (self, *self.others)


def refuse_all(broken: Iterable[RuleBroken]) -> None:
    """Raises the first of the rules that are broken, with the others; nothing where none is."""
    found = tuple(each for one in broken for each in one.all)
    if found:
        found[0].others = found[1:]
        raise found[0]


def all_of(*rules: Callable[[], object]) -> None:
    """Asks every rule, also behind one that is broken, and raises what they raised together."""
    refuse_all(_broken(rules))


def _broken(rules: Iterable[Callable[[], object]]) -> Iterable[RuleBroken]:
    for rule in rules:
        try:
            rule()
        except RuleBroken as broken:
            yield broken


class Clash(Exception):
    """Somebody else changed the record after this form was opened. `record` holds their version."""

    def __init__(self, record: Any) -> None:
        super().__init__("the record was changed meanwhile")
        self.record = record
