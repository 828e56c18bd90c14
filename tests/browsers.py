"""Real browsers on a real server: a phone at 390 px with touch and a desktop at 1280 px.

Chromium is CHROMIUM_PATH, else Playwright's own, else one on the PATH, else what `playwright install` or (as root)
Debian's package brings. It resolves no host but this machine, and an error in its console fails the test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from itertools import takewhile
from pathlib import Path
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

import axe_playwright_python
import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    Route,
    expect,
)
from playwright.sync_api import Error as PlaywrightError
from werkzeug.serving import make_server

from salesapp.core.db import db
from salesapp.people.models import begin_session, find_user
from salesapp.people.sessions import COOKIE
from tests.cast import PASSWORD
from tests.databases import Run, missing

ON_PATH = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The shell is Chromium without windows, which Playwright has as its own: a visit costs it a quarter less."""
ARGUMENTS = ("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-background-networking")
DEVICES: dict[str, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
    "desktop": {"viewport": {"width": 1280, "height": 800}},
}
LOCALES = {"en": "en-GB", "zh": "zh-CN"}
PATIENCE = 10_000
"""Milliseconds until something that does not come counts as missing."""
expect.set_options(timeout=PATIENCE)
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"

OpenPage = Callable[..., Page]


# --- finding the browser ----------------------------------------------------------------------------------------


def chromium(own: str) -> str:
    """The path of a Chromium, an empty text when there is none; `own` is where Playwright would keep its."""
    candidates = [os.environ.get("CHROMIUM_PATH", ""), own, *(shutil.which(name) or "" for name in ON_PATH)]
    found = next((path for path in candidates if path and Path(path).exists()), "")
    return found or installed(own)


def installed(own: str) -> str:
    """Asks Playwright, then Debian (only as root), for a browser."""
    commands = [[sys.executable, "-m", "playwright", "install", "chromium", "--only-shell"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        apt = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        commands += [[*apt, "chromium-headless-shell"], [*apt, "chromium"]]
    for command in commands:
        with suppress(OSError):
            subprocess.run(command, check=False, capture_output=True)
        shells = sorted(Path(own).parent.parent.parent.glob("chromium*/*/*headless*shell*"))
        found = [own, *map(str, shells), *(shutil.which(name) or "" for name in ON_PATH)]
        if path := next((path for path in found if path and Path(path).is_file()), ""):
            return path
    return ""


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], playwright: Playwright, run: Run
) -> dict[str, Any]:
    path = run.once("chromium", lambda: chromium(playwright.chromium.executable_path))
    if not path:
        missing(
            "no browser: set CHROMIUM_PATH, or run `playwright install chromium`, or install Debian's chromium"
        )
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": path, "args": [*ARGUMENTS, *sandbox]}


# --- the server -------------------------------------------------------------------------------------------------


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address of the application, served by a thread for this test."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = (
        False  # closing waits for the answers under way, whose connections would stay open
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


# --- pages ------------------------------------------------------------------------------------------------------


@pytest.fixture
def open_page(site: str, browser: Browser, app: Flask) -> Iterator[OpenPage]:
    """`open_page("phone", as_="ada", locale="zh", dark=True)`; what the console complains of fails the test.

    Who it is for has signed in before, and opened nothing: two pages less, a third of what a short story costs.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(
        device: str, *, as_: str | None = None, locale: str = "en", dark: bool = False, **more: Any
    ) -> Page:
        look = "dark" if dark else "light"
        options = DEVICES[device] | {"locale": LOCALES[locale], "color_scheme": look, "base_url": site}
        # What a service worker asks for no test could hold back: only those about it have one.
        options = options | {"service_workers": "block"} | more
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        TRAFFIC[page] = Traffic(page)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.extend(complaint(message)))
        if as_:
            context.add_cookies(
                [{"name": app.config["SESSION_COOKIE_NAME"], "url": site, "value": signed_in(app, as_)}]
            )
        return page

    db.session.commit()
    yield open_one
    # What a page still sends waits for a transaction of the test's own, and the server for what is sent.
    db.session.rollback()
    for context in contexts:
        context.close()
    assert not complaints, "the browser's console complained:\n- " + "\n- ".join(complaints)


def complaint(message: ConsoleMessage) -> list[str]:
    """An error of ours; an answer of 409 or 422 and a dead network are noted as well, and expected in stories."""
    noted = ("Failed to load resource", "htmx: htmx:error: Failed to fetch")
    expected = message.type != "error" or message.text.startswith(noted)
    return [] if expected else [f"{message.text} ({message.location.get('url', '')})"]


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A phone that nobody is signed in with."""
    return open_page("phone")


@pytest.fixture
def desktop(open_page: OpenPage) -> Page:
    """A desktop browser that nobody is signed in with."""
    return open_page("desktop")


def signed_in(app: Flask, name: str) -> str:
    """The cookie of a browser that a member of the cast is signed in with."""
    user = find_user(f"{name}@example.com")
    assert user is not None, f"nobody is {name}"
    secret = begin_session(user, address="127.0.0.1", device="tests")
    db.session.commit()  # the server writes as well
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(signer.dumps({COOKIE: secret, "_permanent": True}))


def log_in(page: Page, name: str) -> None:
    """Signs a member of the cast in by the real page."""
    # The test's own open transaction would keep the server from writing the session on SQLite.
    db.session.commit()
    page.goto("/login")
    page.locator("input[name=email]").fill(f"{name}@example.com")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def hold_back(page: Page, script: str) -> Callable[[], None]:
    """Keeps a behaviour's script from coming until what is given back is called: a slow line, under control."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(f"**/{script}.js", hold)

    def let_come() -> None:
        for route in held:
            route.continue_()

    return let_come


class Traffic:
    """What a page has asked for, and what of it has not come yet."""

    def __init__(self, page: Page) -> None:
        self.begun = 0
        self.under_way: set[Request] = set()
        page.on("request", self._begin)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)

    def _begin(self, request: Request) -> None:
        self.begun += 1
        self.under_way.add(request)

    def _end(self, request: Request) -> None:
        self.under_way.discard(request)


TRAFFIC: WeakKeyDictionary[Page, Traffic] = WeakKeyDictionary()

AT_REST = """async () => {
  await document.fonts.ready;
  for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
  await new Promise((done) => requestIdleCallback(done, { timeout: 500 }));
  const short = (each) => each.playState === "running" && each.effect.getComputedTiming().endTime < 1000;
  await Promise.allSettled(document.getAnimations().filter(short).map((each) => each.finished));
  return document.readyState === "complete";
}"""


def wait_until_still(page: Page) -> None:
    """Waits until the page has all that it asked for, has drawn it and moves nothing any more.

    Playwright's "networkidle" is half a second of silence; a page that was idle and asked for nothing is done sooner.
    """
    traffic, begun = TRAFFIC[page], monotonic()
    for _ in takewhile(lambda _: monotonic() - begun < PATIENCE / 1000, iter(monotonic, None)):
        before = traffic.begun
        try:
            at_rest = page.evaluate(AT_REST)
        except PlaywrightError:  # it was left for the next page
            page.wait_for_load_state()
            continue
        if at_rest and not traffic.under_way and traffic.begun == before:
            return
    waiting = [request.url for request in traffic.under_way]
    raise AssertionError(f"{page.url} does not come to rest; under way: {waiting}")


# --- gestures and looks -----------------------------------------------------------------------------------------


def middle(locator: Locator) -> tuple[float, float]:
    """The middle of the element on the screen; it is scrolled there first."""
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    assert box is not None, f"{locator} is not on the screen"
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@cache
def axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def check_accessible(page: Page, *, rows: int = 1000) -> None:
    """Refuses what axe finds against WCAG 2.2 A and AA. What lies partly under a bar that floats is scrolled to.

    Of the many nodes that pass, axe describes one: that takes a third of its time. Of the rest, the contrast of
    colours takes two thirds; look at the first `rows` of each list where another page has shown all of them.
    """
    page.evaluate(axe_source())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    further = [[f"{each}:nth-of-type(n+{rows + 1})"] for each in ("tr", "li", "article")]
    found = page.evaluate(VIOLATIONS, [tags, further])
    lines = [
        f"{rule['id']}: {rule['help']}: {[node['html'][:160] for node in rule['nodes'][:3]]}"
        for rule in found
    ]
    assert not lines, f"{page.url} has {len(lines)} accessibility faults:\n- " + "\n- ".join(lines)


VIOLATIONS = """async ([tags, exclude]) => {
  const floats = ({ target: [selector] }) => {
    for (let each = document.querySelector(selector); each; each = each.parentElement)
      if (["sticky", "fixed"].includes(getComputedStyle(each).position)) return true;
    return false;
  };
  const scrolledTo = (node) => node.any.some((check) =>
    check.data?.messageKey === "partiallyObscured" && check.relatedNodes.every(floats));
  const { violations } = await axe.run({ exclude }, { runOnly: tags, resultTypes: ["violations"] });
  return violations.map((rule) => ({ ...rule, nodes: rule.nodes.filter((node) => !scrolledTo(node)) }))
    .filter((rule) => rule.nodes.length);
}"""
