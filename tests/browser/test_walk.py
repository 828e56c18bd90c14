"""Every screen of the demo company, as the roles that live in it: fits, can be tapped, and axe finds nothing.

Each combination of width, theme and language is a walk of its own, so that every pair of them is seen. What cannot
differ is measured once: bars and toasts are as high in every language, and axe looks once in light, on a phone, and
once in dark, on a desktop, where a list shows its colours in its first rows; of a dark phone it sees the first screen
of each role, with its bars. That nothing
lacks a Chinese name is a law of the catalogue. The newest record of every type is full of words that no line can hold.
"""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import Page

from bench.look import ROLES, addresses
from salesapp.core.db import db
from salesapp.people.models import DEMO_PASSWORD, Language, find_user
from tests.browser.wide_words import widen
from tests.browsers import OpenPage, check_accessible, wait_until_still
from tests.layouts import (
    check_hits,
    check_landscape,
    check_layout,
    check_order,
    check_reflow,
    check_style,
    check_toast,
)

pytestmark = pytest.mark.browser

WALKS = {
    "small phone, light, English": (360, False, "en"),
    "small phone, dark, Chinese": (360, True, "zh"),
    "desktop, dark, English": (1280, True, "en"),
}
ON_ALL = (check_layout, check_style)
ON_PHONES = (*ON_ALL, check_hits, check_reflow)
WHATEVER_THE_LANGUAGE = (check_toast, check_order, check_landscape)


@pytest.fixture
def screens(demo) -> dict[str, str]:
    """The demo company, and where its screens are."""
    widen()
    found = addresses()
    db.session.commit()
    return found


def sign_in(page: Page, role: str, language: str) -> None:
    email = f"{role}@demo.example"
    user = find_user(email)
    assert user is not None
    user.locale = Language(language)
    db.session.commit()
    page.goto("/login")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(DEMO_PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)


@pytest.mark.parametrize("walk", WALKS)
@pytest.mark.parametrize("role", ROLES)
def test_every_screen_fits_and_is_accessible(screens, open_page: OpenPage, role: str, walk: str) -> None:
    width, dark, language = WALKS[walk]
    device = "phone" if width < 600 else "desktop"
    checks = [*(ON_PHONES if device == "phone" else ON_ALL)]
    checks += WHATEVER_THE_LANGUAGE if (device, language) == ("phone", "en") else ()
    page = open_page(
        device, locale=language, dark=dark, viewport={"width": width, "height": 800}, reduced_motion="reduce"
    )
    if role != "visitor":
        sign_in(page, role, language)
    faults = []
    for place, name in enumerate(ROLES[role]):
        answer = page.goto(screens[name])
        assert answer is not None
        assert answer.ok, f"{name} ({screens[name]}) answered {answer.status}"
        wait_until_still(page)
        shown_before = (device, language) == ("phone", "zh") and place > 0
        accessible = partial(check_accessible, rows=6) if dark else check_accessible
        for check in checks if shown_before else (*checks, accessible):
            try:
                check(page)
            except AssertionError as fault:
                faults.append(f"{name}: {fault}")
    assert not faults, "\n".join(faults)


def test_the_page_reflows_at_320_px(screens, open_page: OpenPage) -> None:
    page = open_page("phone", viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    sign_in(page, "rep", "en")
    for name in ("today", "board", "leads", "lead", "convert", "opportunity", "quote"):
        page.goto(screens[name])
        wait_until_still(page)
        check_layout(page)
        check_reflow(page)
