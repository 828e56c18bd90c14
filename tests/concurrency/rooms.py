"""Of the smaller rooms: surveys, dashboards, options of a quote, where is delivered to and where is paid to."""

from __future__ import annotations

from salesapp.core.access import SYSTEM
from salesapp.core.db import db
from salesapp.customers.delivery_addresses.models import DeliveryAddress
from salesapp.products.bank_accounts.models import BankAccount
from salesapp.quotes.models import Quote
from salesapp.quotes.options.models import QuoteOption
from salesapp.records.views.offered import Audience
from salesapp.reports.dashboards.models import Dashboard
from salesapp.reports.dashboards.shelf import make
from salesapp.surveys.models import Survey
from tests.concurrency.scene import Scene, made
from tests.quotes import stage as quotes
from tests.surveys import stage as surveys


@made
def planned(scene: Scene) -> Survey:
    """A survey that is written."""
    return surveys.survey(SYSTEM, started=False, anonymous=False)


@made
def question(scene: Scene) -> int:
    return db.session.get_one(Survey, scene["planned"]).questions[1].id


@made
def running(scene: Scene) -> Survey:
    return surveys.survey(SYSTEM, anonymous=False)


@made
def mornings(scene: Scene) -> Dashboard:
    return make(scene.called("Mornings"), Audience("mine"), ("leads-by-source",), by=scene.ada)


@made
def offered(scene: Scene) -> Quote:
    """A draft with an optional pipe."""
    found = quotes.draft(scene.shop)
    found.make_optional(found.lines[-1], by=scene.ada)
    return found


@made
def option(scene: Scene) -> QuoteOption:
    return db.session.get_one(Quote, scene["offered"]).options[0]


@made
def its_line(scene: Scene) -> int:
    return db.session.get_one(Quote, scene["offered"]).lines[0].id


def address(scene: Scene, name: str) -> DeliveryAddress:
    place = {"street": "Kai 7", "city": "Graz", "country": "AT"}
    return DeliveryAddress(account_id=scene["stays"], name=scene.called(name), **place)


@made
def north(scene: Scene) -> DeliveryAddress:
    return address(scene, "North")


@made
def south(scene: Scene) -> DeliveryAddress:
    return address(scene, "South")


def till(scene: Scene, name: str) -> BankAccount:
    number = {"account_number": "DE89 3704 0044 0532 0130 00"}
    return BankAccount(name=scene.called(name), currency="EUR", **number)


@made
def main(scene: Scene) -> BankAccount:
    return till(scene, "Main")


@made
def spare(scene: Scene) -> BankAccount:
    return till(scene, "Spare")
