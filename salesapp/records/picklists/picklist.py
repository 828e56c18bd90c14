"""A picklist in code: like an enum, but with the names, the order and the additions of the company."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Self, TypeVar, cast

from salesapp.records.picklists.kept import Kept, entries_of
from salesapp.records.picklists.models import SHIPPED
from salesapp.records.picklists.names import called

P = TypeVar("P", bound="Picklist")


class Shipped:
    """A member that the product begins with: a code that stays, and a name that is translated."""

    def __init__(self, code: str, label: str) -> None:
        self.code = code
        self.label = label

    def __get__(self, _instance: object, owner: type[P]) -> P:
        return owner.of_code(self.code)


class _Extensible(type):
    """What an enum's class can do: be iterated, and find a member by its value."""

    def __iter__(cls: type[P]) -> Iterator[P]:  # type: ignore[misc]
        """All there are in the company's order, the archived ones too."""
        codes = dict.fromkeys([*entries_of(cls.key), *SHIPPED[cls.key]])
        return (cls.of_code(code) for code in codes)

    def __call__(cls, code: Any) -> Any:
        picklist = cast("type[Picklist]", cls)
        if code not in SHIPPED[picklist.key] and code not in entries_of(picklist.key):
            raise ValueError(f"{code!r} is not in the list {picklist.key}")
        return picklist.of_code(code)


class Picklist(str, metaclass=_Extensible):
    """One of the choices of a list; it is its code.

    A list is a subclass: `class Industry(Picklist, key="industry", plural=_l("Industries"))`, with a `Shipped` for each
    member that the product begins with.
    """

    __slots__ = ()

    key: ClassVar[str]
    plural: ClassVar[str]

    def __init_subclass__(cls, *, key: str, plural: str, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.key, cls.plural = key, plural
        SHIPPED[key] = {each.code: each.label for each in vars(cls).values() if isinstance(each, Shipped)}
        picklists[key] = cls

    @classmethod
    def of_code(cls, code: str) -> Self:
        """The member with this code, without asking whether there is one."""
        return str.__new__(cls, code)

    @property
    def value(self) -> str:
        return str(self)

    @property
    def name(self) -> str:
        return str(self)

    @property
    def label(self) -> str:
        """What its reader calls it."""
        return called(self._kept.name_en, self._kept.name_zh, self.shipped_label, self.value)

    @property
    def shipped_label(self) -> str | None:
        """What the product calls it, whatever the company does: files may still say so."""
        return SHIPPED[self.key].get(self)

    @property
    def archived(self) -> bool:
        """Whether it is offered no more."""
        return self._kept.archived

    @property
    def _kept(self) -> Kept:
        return entries_of(self.key).get(self, Kept())


picklists: dict[str, type[Picklist]] = {}
"""Every list by its key, in the order they were declared."""
