"""Without a network a page of our own says so and goes on by itself; nothing of anybody is kept on the phone for it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from salesapp.core.db import db
from tests.browsers import log_in
from tests.layouts import check_layout

pytestmark = pytest.mark.browser

KEPT = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const requests = (await Promise.all(caches_.map((cache) => cache.keys()))).flat();
  return requests.map((each) => new URL(each.url).pathname);
}"""


CONTROLLED = """() => new Promise((resolve) => {
  if (navigator.serviceWorker.controller) resolve();
  else navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true });
})"""


def controlled(page: Page) -> None:
    """Until the service worker has this page. Asked once: asking again and again takes `eval`, which pages forbid."""
    page.evaluate(f"({CONTROLLED})().then(() => true)")


def lose_network(page: Page) -> None:
    page.context.set_offline(True)


@pytest.mark.parametrize(("locale", "said"), [("en", "You’re offline"), ("zh", "您已离线")])
def test_a_page_that_cannot_be_fetched_says_so_and_comes_when_the_network_is_back(
    open_page, cast, locale, said
):
    cast["ada"].locale = locale
    db.session.commit()
    page = open_page("phone", as_="ada", locale=locale, service_workers="allow")
    page.goto("/leads")
    controlled(page)
    lose_network(page)
    page.goto("/accounts?sort=name")
    expect(page.get_by_role("heading", name=said)).to_be_visible()
    check_layout(page)
    page.context.set_offline(False)
    expect(page.locator("#records")).to_be_visible(timeout=8000)
    expect(page).to_have_url(re.compile(r"/accounts\?sort=name$"))


def test_no_page_of_a_person_is_kept(open_page, cast):
    page = open_page("phone", as_="ada", service_workers="allow")
    for path in ("/", "/leads", "/board", "/more"):
        page.goto(path)
    controlled(page)
    kept = page.evaluate(KEPT)
    assert all(each == "/offline/en" or each.startswith("/static/") for each in kept), kept
    assert "/offline/en" in kept
    page.context.clear_cookies()
    log_in(page, "ben")
    lose_network(page)
    page.goto("/leads")
    expect(page.locator("body")).not_to_contain_text("Ada")
    expect(page.get_by_role("heading", name="You’re offline")).to_be_visible()
