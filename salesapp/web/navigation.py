"""The places of the product: the bottom bar, the rail, More and what ＋ offers. Features add their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from flask import request, url_for
from flask_login import current_user

from salesapp.core.access import Permission, allows


@dataclass(frozen=True)
class Place:
    """Somewhere to go. `bar` is its position in the phone's bottom bar, `group` its heading under More.

    In the rail of a wide screen it is shown, folded with other rare ones, or absent, since something else leads there.
    """

    endpoint: str
    label: str
    icon: str
    permission: Permission
    order: int
    group: str = "work"
    bar: int | None = None
    holds: frozenset[str] = frozenset()
    """Blueprints whose pages lie within this place, as the bottom bar sees it."""
    rail: Literal["shown", "folded", "absent"] = "shown"
    when: Callable[[], bool] = field(default=lambda: True, compare=False)
    """Whether the company has it at all: what is switched off is no place to go."""

    @property
    def url(self) -> str:
        return url_for(self.endpoint)

    @property
    def lit(self) -> bool:
        """Whether the bottom bar, which has few places, shows that one is here."""
        return self.active or request.blueprint in self.holds

    @property
    def active(self) -> bool:
        if request.endpoint == self.endpoint:
            return True
        return request.blueprint == self.endpoint.split(".")[0] and request.blueprint not in {
            "home",
            "people",
        }

    @property
    def in_bar(self) -> bool:
        return self.bar is not None


@dataclass(frozen=True)
class QuickAction:
    """Something the ＋ sheet makes; what is `given` fills its form."""

    endpoint: str
    label: str
    icon: str
    permission: Permission
    order: int
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return url_for(self.endpoint, **self.given)


@dataclass(frozen=True)
class SetupPage:
    """A page on which an administrator shapes the product; `hint` says what for."""

    endpoint: str
    label: str
    hint: str
    icon: str
    permission: Permission
    order: int
    group: str

    @property
    def url(self) -> str:
        return url_for(self.endpoint)


@dataclass(frozen=True)
class Bell:
    """How much waits for the reader, and the page on which it stands."""

    url: str
    count: int

    @property
    def text(self) -> str:
        return str(self.count) if self.count <= MOST_TOLD else f"{MOST_TOLD}+"


MOST_TOLD = 99
"""Of more the bell only says that they are more, so that nobody counts thousands on every page."""

GROUPS = ("work", "sell", "money", "company")
"""In this order they stand in the rail and under More."""

Entry = TypeVar("Entry", Place, QuickAction, SetupPage)
_places: dict[str, Place] = {}
_setup_pages: dict[str, SetupPage] = {}
_quick: dict[str, QuickAction] = {}
_waiting: dict[str, Callable[[Any], int]] = {}


def add_place(
    endpoint: str,
    label: str,
    icon: str,
    permission: Permission,
    *,
    order: int,
    group: str = "work",
    bar: int | None = None,
    holds: frozenset[str] = frozenset(),
    rail: Literal["shown", "folded", "absent"] = "shown",
    when: Callable[[], bool] = lambda: True,
) -> None:
    """Makes a page reachable from the menus, in one of the `GROUPS`, as long as `when()` says so."""
    _places[endpoint] = Place(endpoint, label, icon, permission, order, group, bar, holds, rail, when)


def add_quick_action(
    endpoint: str, label: str, icon: str, permission: Permission, *, order: int, **given: Any
) -> None:
    """Puts something on the ＋ sheet."""
    _quick[f"{endpoint} {given}"] = QuickAction(endpoint, label, icon, permission, order, given)


def add_setup_page(
    endpoint: str,
    label: str,
    hint: str,
    icon: str,
    permission: Permission,
    *,
    order: int,
    group: str = "company",
) -> None:
    """Lists a page under Set-up. Groups: company, people, sales, data, system."""
    _setup_pages[endpoint] = SetupPage(endpoint, label, hint, icon, permission, order, group)


def ring_for(endpoint: str, count: Callable[[Any], int]) -> None:
    """Lets the bell of every page but `endpoint` itself lead there while `count(viewer)` says that something waits."""
    _waiting[endpoint] = count


def bell() -> Bell | None:
    """What the bell shows on this page; None where nothing waits."""
    for endpoint, count in _waiting.items():
        if request.endpoint != endpoint and (waiting := count(current_user)):
            return Bell(url_for(endpoint), waiting)
    return None


def is_setup_page(endpoint: str) -> bool:
    """Whether the page is one that the reader comes to from Set-up."""
    page = _setup_pages.get(endpoint)
    return page is not None and allows(current_user._get_current_object(), page.permission)


def setup_pages() -> list[SetupPage]:
    """The set-up pages the signed-in user may open, in order."""
    return _allowed(_setup_pages)


def navigation() -> list[Place]:
    """The places the signed-in user may go to, group by group."""
    places = [each for each in _allowed(_places) if each.when()]
    return sorted(places, key=lambda place: GROUPS.index(place.group))


def switched_off() -> tuple[str, ...]:
    """The places that the company does not have: whatever is kept of the menus is kept for one set of them."""
    return tuple(each.endpoint for each in _places.values() if not each.when())


def quick_actions() -> list[QuickAction]:
    """What the signed-in user may make from ＋."""
    return _allowed(_quick)


def _allowed(entries: Mapping[str, Entry]) -> list[Entry]:
    viewer = current_user._get_current_object()
    return sorted(
        (each for each in entries.values() if allows(viewer, each.permission)), key=lambda each: each.order
    )


def all_places() -> list[Place]:
    """Every place, for the law that every endpoint can be reached."""
    return list(_places.values())
