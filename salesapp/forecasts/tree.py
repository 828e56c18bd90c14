"""Who reports to whom, as forecasts add it up: everybody stands in exactly one place. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Person:
    """Somebody who sells or leads people who sell."""

    id: int
    name: str
    manager_id: int | None = None
    sells: bool = True
    """Whether they are at work and may own opportunities."""


@dataclass
class Tree:
    """People below their managers. Whoever has none among these people stands on top."""

    people: dict[int, Person] = field(default_factory=dict)
    below: dict[int | None, list[Person]] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[Person]) -> Tree:
        """Each exactly once: of people in a circle, the first by id stands on top."""
        tree = cls({each.id: each for each in people})
        for each in sorted(tree.people.values(), key=lambda person: (person.name.casefold(), person.id)):
            tree.below.setdefault(tree._above(each), []).append(each)
        return tree

    def _above(self, person: Person) -> int | None:
        above = self.people.get(person.manager_id or 0)
        if above is None:
            return None
        return None if person.id == min(self._circle(person), default=None) else above.id

    def _circle(self, person: Person) -> set[int]:
        """The people who are above and below this one at once."""
        seen: list[int] = []
        at: Person | None = person
        while at is not None and at.id not in seen:
            seen.append(at.id)
            at = self.people.get(at.manager_id or 0)
        return set(seen) if at is person else set()

    def reports(self, key: int | None) -> list[Person]:
        """Those directly below, by name; of None those on top."""
        return self.below.get(key, [])

    def under(self, key: int | None) -> Iterator[int]:
        """The ids of a person and of everybody below them; of None, of everybody."""
        if key is not None:
            yield key
        for each in self.reports(key):
            yield from self.under(each.id)

    def way_to(self, key: int) -> list[Person]:
        """The people above, the uppermost first."""
        found: list[Person] = []
        parents = {each.id: above for above, below in self.below.items() for each in below}
        while (above := parents.get(key)) is not None:
            found.insert(0, self.people[above])
            key = above
        return found

    @property
    def alone(self) -> list[Person]:
        """Those on top who lead nobody while others lead people: they stand in nobody's team."""
        tops = self.reports(None)
        if not any(self.reports(each.id) for each in tops):
            return []
        return [each for each in tops if not self.reports(each.id)]
