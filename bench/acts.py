"""What people do all day, by HTTP and by the forms as they find them: the same acts on any build."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from bench.builds import Running, whole
from bench.people import HTMX, OverHttp, Person, UnexpectedAnswer
from tests.clients import posting_form, proposed
from tests.markup import Page

FLOW_LINES = 5
FLOW = f"quote of {FLOW_LINES} lines → order → invoice → paid"
PANEL = re.compile(r'hx-get="([^"]+)" hx-trigger="(?:intersect once|load)"')
"""What a record's page asks for by itself once it is seen."""
SEEN = re.compile(rb'name="seen" value="([^"]*)"')
LETTERS = str.maketrans("0123456789", "ghijklmnop")
LINE = re.compile(r'hx-post="(/quotes/\d+/lines/\d+)"')


@dataclass
class Visitor:
    """A rep and an administrator at one build's server, and what they have used up of its data."""

    running: Running
    rep: Person
    admin: Person
    rounds: int = 0
    _keys: dict[str, Iterator[int]] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def at(cls, running: Running) -> Iterator[Visitor]:
        """Signs both in; hangs up afterwards."""
        with closing(OverHttp(running.site.address)) as one, closing(OverHttp(running.site.address)) as other:
            yield cls(running, Person(one, "rep@demo.example"), Person(other, "admin@demo.example"))

    def next_key(self, plural: str) -> int:
        """The next of the rep's records that no act has taken yet."""
        if plural not in self._keys:
            self._keys[plural] = iter(self._found(plural))
        return next(self._keys[plural])

    def _found(self, plural: str) -> Iterator[int]:
        """As the rep's lists show them, page by page."""
        address, seen = f"/{plural}", set[int]()
        while address:
            page = self.rep.open(address).text
            for key in map(int, re.findall(rf'href="/{plural}/(\d+)"', page)):
                if key not in seen:
                    seen.add(key)
                    yield key
            onward = re.search(rf'href="(/{plural}\?[^"]*after=[^"]*)"', page)
            address = onward[1].replace("&amp;", "&") if onward else ""

    def fill(self, person: Person, page: str, action: str = "") -> dict[str, Any]:
        """What the form on `page` that posts to `action` (its own address when empty) would send."""
        path = action or urlsplit(page).path
        return proposed(posting_form(Page(person.open(page).text), path))


Act = Callable[[Visitor], None]


def look(name: str, path: str) -> Act:
    """Opens a page."""

    def act(visitor: Visitor) -> None:
        with visitor.running.counted(name):
            visitor.rep.open(path)

    return act


def open_opportunity(visitor: Visitor) -> None:
    """The page of an opportunity and every panel that it asks for while one scrolls through it."""
    key = visitor.next_key("opportunities")
    with visitor.running.counted("open an opportunity"):
        page = visitor.rep.open(f"/opportunities/{key}").text
        for panel in PANEL.findall(page):
            visitor.rep.open(panel.replace("&amp;", "&"), **HTMX)


def move(visitor: Visitor) -> None:
    """A card to another column, with what its sheet carries."""
    path = f"/opportunities/{visitor.next_key('opportunities')}/move"
    form = posting_form(Page(visitor.rep.open(path).text), path)
    stages = [button for button in form.iter("button") if button.get("name") == "stage"]
    other = next(each.get("value") for each in stages if "aria-current" not in each.attrib)
    given = proposed(form)
    given.pop("sheet")  # a card that is dragged has no sheet open
    address = visitor.running.site.address
    headers = HTMX | {"HX-Current-URL": f"{address}/board"}
    with visitor.running.counted("move a card"):
        visitor.rep.press(path, headers, **(given | {"stage": other}))


def create_lead(visitor: Visitor) -> None:
    """A lead with what one asks on the telephone, who is like none before."""
    number, word = visitor.rounds, sha256(str(visitor.rounds).encode()).hexdigest().translate(LETTERS)
    given = visitor.fill(visitor.rep, "/leads/new") | {
        "name": f"{word[:8].title()} {word[8:16].title()}", "company": f"{word[16:28].title()} Kranwerk",
        "email": f"{word[8:16]}@{word[16:28]}.de", "phone": f"+49 341 55{number:05}",
    }  # fmt: skip
    with visitor.running.counted("create a lead"):
        visitor.rep.press("/leads/new", **given)


def convert(visitor: Visitor) -> None:
    """The next open lead into a new customer, contact and opportunity."""
    while True:
        path = f"/leads/{visitor.next_key('leads')}/convert"
        try:
            given = visitor.fill(visitor.rep, path)
        except UnexpectedAnswer:
            continue  # converted or disqualified already
        # The synthetic leads have addresses under `.test`, which no contact may have.
        new = {"account": "new", "contact": "new", "opportunity": "new", "contact-email": ""}
        with visitor.running.counted("convert a lead"):
            visitor.rep.press(path, **(given | new))
        return


def sell(visitor: Visitor) -> None:
    """A quote with five lines, one of them changed; sent, accepted, ordered, invoiced and paid."""
    admin, running, seen = visitor.admin, visitor.running, b""

    def press(act: str, path: str, form: str = "", /, **values: object) -> int:
        nonlocal seen
        given = visitor.fill(admin, form, urlsplit(path).path) if form else {}
        of_lines = "/lines" in path
        with running.counted(act):
            answer = admin.press(path, HTMX if of_lines else None, **(given | values))
        seen = next(iter(SEEN.findall(answer.body)), seen)
        return 0 if of_lines else answer.key

    quote = press("new quote", "/quotes/new", account=visitor.rounds + 1)
    goods = range(1, FLOW_LINES + 1)
    for product in goods:
        press("add a quote's line", f"/quotes/{quote}/lines", product=product, seen=seen.decode())
    line = LINE.findall(admin.open(f"/quotes/{quote}").text)[-1]
    press("change a quote's line", line, f"/quotes/{quote}", quantity="3")
    press("send a quote", f"/quotes/{quote}/send", f"/quotes/{quote}/send", to="")
    press("accept a quote", f"/quotes/{quote}/accept", f"/quotes/{quote}/accept", name="Eva Meyer")
    order = press("order a quote", f"/quotes/{quote}/order")
    invoice = press("issue an invoice", f"/orders/{order}/invoice", what="all", then="issue")
    payment = f"/payments/new?invoice={invoice}"
    press("record a payment", payment, payment)
    running.used[FLOW] = [whole(each for usages in running.used.values() for each in usages)]


ACTS: dict[str, Act] = {
    "open-board": look("open the board", "/board"),
    "open-leads": look("list of leads", "/leads"),
    "open-contacts": look("list of contacts", "/contacts"),
    "open-opportunities": look("list of opportunities", "/opportunities"),
    "open-opportunity": open_opportunity,
    "move-card": move,
    "create-lead": create_lead,
    "convert-lead": convert,
    "sell": sell,
}
