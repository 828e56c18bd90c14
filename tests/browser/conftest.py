"""What the stories stand on: a shop with one product and a process with rules, and a mail server on the loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from flask_babel import force_locale, gettext

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.opportunities.processes.defaults import begin
from salesapp.opportunities.processes.models import SalesProcess, default_process
from salesapp.people.models import Language, User
from salesapp.products.models import PriceBook, Product, TaxRate
from tests.conftest import settings_for
from tests.postboxes import Postbox, free_port

Speak = Callable[[Language], SimpleNamespace]


@pytest.fixture
def postbox(app: Flask, site: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """A mail server that the application is pointed at, with links that lead to this test's site."""
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings = settings_for(
        app.config["SETTINGS"].database_url,
        files=app.config["SETTINGS"].files,
        smtp_url=f"smtp://127.0.0.1:{server.port}",
        mail_from="sales@us.example",
        public_url=site,
    )
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    yield box
    server.stop()


def translate(process: SalesProcess) -> None:
    """The process as a company of that language would have named it: a new database is begun in English."""
    process.name = gettext(process.name)
    for stage in process.stages:
        stage.name, stage.guidance = gettext(stage.name), gettext(stage.guidance)


@pytest.fixture
def shop(cast: dict[str, User]) -> Speak:
    """`shop(Language.ZH)` opens it in that language: the names of its stages and its one product, everybody's language.

    “Proposal” is left only with a next step and a product.
    """

    def opened(language: Language) -> SimpleNamespace:
        for user in cast.values():
            user.locale = language
        begin()
        with force_locale(language.value):
            translate(default_process())
        tax = TaxRate(name="19%", percent=Decimal(19), is_default=True)
        book = PriceBook(name="2026", currency="EUR", is_default=True)
        product = Product(code="SC-1", name={"en": "Bench scale", "zh": "台秤"}[language.value], active=True)
        db.session.add_all([tax, book, product])
        db.session.flush()
        book.set_price(product, Decimal("490.10"), by=cast["root"])
        company().currency, company().language = "EUR", language.value
        stages = default_process().open_stages
        demanding = stages[2]
        for each in demanding.key_fields:
            each.must = each.field == "next_step"
        demanding.product_required = True
        found = SimpleNamespace(
            stages=[SimpleNamespace(id=each.id, name=each.name) for each in stages],
            product=product.name,
            product_id=product.id,
            language=language,
        )
        db.session.commit()
        return found

    return opened


@pytest.fixture
def english(shop: Speak) -> SimpleNamespace:
    return shop(Language.EN)
