"""Filters as addresses write them: `industry:one-of:tech,retail;any(amount:min:1000;none(activities))`.

Parts are separated by semicolons, values by commas; `!` stands before a sign that means itself. All signs are such
as an address keeps as they are. What is written is read back as the same tree.
"""

from __future__ import annotations

import re

from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.records.filters.conditions import Condition, Group, Has, Operator, Part

SIGNS = re.compile(r"[!(),:;]")
NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?", re.ASCII)
OPENING = re.compile(r"(any|all|has|none)\(", re.ASCII)
LONGEST, MOST_PARTS, DEEPEST = 4000, 50, 5


def written(group: Group) -> str:
    """The filter as text; empty for one that asks for nothing. Its parts all hold, or stand in one `any(…)`."""
    return _part(group) if group.any else ";".join(map(_part, group.parts))


def _part(part: Part) -> str:
    match part:
        case Condition():
            values = ",".join(SIGNS.sub(r"!\g<0>", each) for each in part.wanted)
            return f"{part.field}:{part.operator.value}" + (f":{values}" if part.wanted else "")
        case Group():
            return f"{'any' if part.any else 'all'}({';'.join(map(_part, part.parts))})"
    return f"{'has' if part.some else 'none'}({';'.join([part.related, *map(_part, part.parts)])})"


def read(text: str) -> Group:
    """The filter that `written` wrote. RuleBroken for anything else."""
    if len(text) > LONGEST:
        raise _unreadable()
    source = _Source(text)
    found = source.parts(end="")
    if len(found) == 1 and isinstance(found[0], Group) and found[0].any:
        return found[0]
    return Group(tuple(found))


def _unreadable() -> RuleBroken:
    return RuleBroken(_("This filter can’t be read. Remove it and build it again."), field="filter")


class _Source:
    """The text, and how far it is read."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.count, self.depth = text, 0, 0, 0

    def parts(self, end: str) -> list[Part]:
        """Everything up to the sign `end`, or to the end of the text."""
        found: list[Part] = []
        while not self._ends(end):
            if found:
                self._take(";")
            found.append(self._part())
        self._take(end)
        return found

    def _ends(self, end: str) -> bool:
        return self.at >= len(self.text) or (end != "" and self.text.startswith(end, self.at))

    def _part(self) -> Part:
        self.count += 1
        opening = OPENING.match(self.text, self.at)
        if self.count > MOST_PARTS or self.depth > DEEPEST:
            raise _unreadable()
        if opening is None:
            return self._condition()
        self.at, self.depth = opening.end(), self.depth + 1
        found = self._group(opening[1]) if opening[1] in {"any", "all"} else self._has(opening[1])
        self.depth -= 1
        return found

    def _group(self, word: str) -> Group:
        return Group(tuple(self.parts(")")), any=word == "any")

    def _has(self, word: str) -> Has:
        name = self._name()
        if self.text.startswith(";", self.at):
            self.at += 1
        return Has(name, word == "has", tuple(self.parts(")")))

    def _condition(self) -> Condition:
        name = self._name()
        self._take(":")
        operator = next((each for each in Operator if each.value == self._word()), None)
        if operator is None:
            raise _unreadable()
        self.at += len(operator.value)
        wanted: list[str] = []
        while self.text.startswith("," if wanted else ":", self.at):
            self.at += 1
            wanted.append(self._value())
        if bool(wanted) is not operator.asks_value or (len(wanted) > 1 and not operator.asks_several):
            raise _unreadable()
        return Condition(name, operator, tuple(wanted))

    def _word(self) -> str:
        found = re.compile(r"[a-z-]*", re.ASCII).match(self.text, self.at)
        return "" if found is None else found[0]

    def _name(self) -> str:
        found = NAME.match(self.text, self.at)
        if found is None:
            raise _unreadable()
        self.at = found.end()
        return found[0]

    def _value(self) -> str:
        letters: list[str] = []
        while self.at < len(self.text) and (sign := self.text[self.at]) not in "(),:;":
            if sign == "!":
                self.at += 1
                sign = self.text[self.at : self.at + 1]
            letters.append(sign)
            self.at += 1
        return "".join(letters)

    def _take(self, sign: str) -> None:
        if not self.text.startswith(sign, self.at):
            raise _unreadable()
        self.at += len(sign)
