"""A slow phone (CPU a quarter as fast, 1.6 Mbit/s, 150 ms): log-in page and board, and what pages weigh."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from bench.data import Stock
from bench.serving import served
from bench.sizes import Sizes
from bench.timing import Line
from salesapp.people.models import DEMO_PASSWORD
from tests.browsers import ARGUMENTS, DEVICES, chromium

FIRST, SECOND, MOVE, SHIFT = 1500.0, 800.0, 100.0, 0.02
LIGHT = {"html": 30.0, "css": 15.0, "js": 45.0}
KINDS = {"Document": "html", "Stylesheet": "css", "Script": "js", "Fetch": "html", "XHR": "html"}
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
WATCH = """
window.seen = {lcp: 0, cls: 0, inp: 0};
const watch = (type, take, more) => new PerformanceObserver(list => list.getEntries().forEach(take))
  .observe({type, buffered: true, ...more});
watch("largest-contentful-paint", entry => { seen.lcp = entry.startTime });
watch("layout-shift", entry => { if (!entry.hadRecentInput) seen.cls += entry.value });
const felt = entry => { if (entry.interactionId) seen.inp = Math.max(seen.inp, entry.duration) };
watch("event", felt, {durationThreshold: 16});
"""
HEAVY = {"board": "/board", "today": "/", "leads": "/leads", "account": "/accounts/1"}
REPEATS = 3


@dataclass(frozen=True)
class Visit:
    """What a visit felt like: milliseconds, layout shift, and kilobytes over the wire by kind."""

    lcp: float
    cls: float
    inp: float
    weight: dict[str, float]


def measure(stock: Stock, sizes: Sizes) -> Iterator[Line]:
    """On SQLite, by a real browser and `salesapp serve`."""
    with (
        stock.twin("sqlite", sizes.small) as url,
        served(url, stock.folder) as site,
        sync_playwright() as playwright,
    ):
        path = chromium(playwright.chromium.executable_path)
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *sandbox])
        yield from _log_in_page(browser, site.address)
        yield from _board(browser, site.address)
        yield from _weights(browser, site.address)
        browser.close()


def _log_in_page(browser: Browser, site: str) -> Iterator[Line]:
    visits = [_pair(browser, f"{site}/login", signed_in=False) for _time in range(REPEATS)]
    yield from _felt("Log-in page on a slow phone", visits)


def _board(browser: Browser, site: str) -> Iterator[Line]:
    visits = [_pair(browser, f"{site}/board", signed_in=True) for _time in range(REPEATS)]
    yield from _felt("Board on a slow phone", visits)
    moves = [_moved(browser, site) for _time in range(REPEATS)]
    inp, cls = median(each.inp for each in moves), max(each.cls for each in moves)
    figures = {"INP ms": inp, "CLS": cls}
    promise = "INP ≤ 100 ms, CLS ≤ 0.02"
    yield Line(
        "phone", "Moving a card on a slow phone", figures, promise, inp <= MOVE and cls <= SHIFT, "sqlite"
    )


def _felt(what: str, visits: list[tuple[Visit, Visit]]) -> Iterator[Line]:
    first, second = median(a.lcp for a, _b in visits), median(b.lcp for _a, b in visits)
    cls = max(each.cls for pair in visits for each in pair)
    figures = {"first LCP ms": first, "second LCP ms": second, "CLS": cls}
    kept = first <= FIRST and second <= SECOND and cls <= SHIFT
    yield Line("phone", what, figures, "LCP ≤ 1,500 ms, again ≤ 800 ms, CLS ≤ 0.02", kept, "sqlite")


def _pair(browser: Browser, address: str, *, signed_in: bool) -> tuple[Visit, Visit]:
    """The first visit of a new browser and the second one."""
    with browser.new_context(**DEVICES["phone"]) as context:
        if signed_in:
            _sign_in(context, address)
            _forget(context)
        page, session, weight = _watched(context, slow=True)
        first = _visit(page, address, weight)
        session.detach()
        again, _session, weight = _watched(context, slow=True)
        return first, _visit(again, address, weight)


def _sign_in(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address.rpartition('/')[0]}/login")
    page.fill("input[name=email]", "rep@demo.example")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    page.close()


def _forget(context: BrowserContext) -> None:
    """Empties the cache and keeps the cookie: signed in, but everything else is the first visit."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.clearBrowserCache")
    page.close()


def _watched(context: BrowserContext, *, slow: bool) -> tuple[Page, CDPSession, dict[str, float]]:
    """A page with the phone's speed, and the kilobytes it gets, by kind, as they come."""
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    if slow:
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    kinds: dict[str, str] = {}
    weight: dict[str, float] = {}

    def began(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = KINDS.get(event["type"], "other")

    def ended(event: dict[str, Any]) -> None:
        kind = kinds.get(event["requestId"], "other")
        weight[kind] = weight.get(kind, 0) + event["encodedDataLength"] / 1024

    session.on("Network.responseReceived", began)
    session.on("Network.loadingFinished", ended)
    return page, session, weight


def _visit(page: Page, address: str, weight: dict[str, float]) -> Visit:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return _seen(page, weight)


def _seen(page: Page, weight: dict[str, float]) -> Visit:
    found = page.evaluate(
        "new Promise(done => requestAnimationFrame(() => setTimeout(() => done(seen), 300)))"
    )
    return Visit(found["lcp"], found["cls"], found["inp"], weight)


def _moved(browser: Browser, site: str) -> Visit:
    """Move on a card, then a stage on the sheet."""
    with browser.new_context(**DEVICES["phone"]) as context:
        _sign_in(context, f"{site}/board")
        page, _session, weight = _watched(context, slow=True)
        page.goto(f"{site}/board")
        page.wait_for_load_state("networkidle")
        page.locator(".card .card-move").first.tap()
        page.locator(".stage-options button:not([disabled])").first.tap()
        page.wait_for_load_state("networkidle")
        return _seen(page, weight)


def _weights(browser: Browser, site: str) -> Iterator[Line]:
    for what, path in HEAVY.items():
        with browser.new_context(**DEVICES["phone"]) as context:
            _sign_in(context, f"{site}/board")
            _forget(context)
            page, _session, weight = _watched(context, slow=False)
            _visit(page, f"{site}{path}", weight)
        figures = {f"{kind} KB": weight.get(kind, 0.0) for kind in (*LIGHT, "other")}
        kept = all(weight.get(kind, 0.0) <= limit for kind, limit in LIGHT.items())
        yield Line(
            "weight",
            f"First visit over the wire: {what}",
            figures,
            "HTML ≤ 30, CSS ≤ 15, JS ≤ 45 KB",
            kept,
            "sqlite",
        )
