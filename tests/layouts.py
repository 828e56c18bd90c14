"""What every screen keeps, measured in the browser: it fits, its targets can be hit, it reflows, it works on its side.

The width of the screen is the one the page was opened with. `innerWidth` is no measure on a phone: a page that is too
wide is zoomed out there until it fits, and then it says that it does.
"""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browsers import wait_until_still

LANDSCAPE = {"width": 844, "height": 390}
BARS = 40
"""Per cent of the height that may be lost to what floats."""


def check_layout(page: Page, *, least: int = 24) -> None:
    """Refuses a page that scrolls sideways and targets smaller than `least` px.

    Exempt are inline links in text, and columns of charts, as wide as their number of rows lets them be: the table
    behind has the same links (WCAG 2.5.8, equivalent).
    """
    check_width(page, "")
    small = page.evaluate(SMALL_TARGETS, least)
    assert not small, f"{page.url} has targets under {least} px:\n- " + "\n- ".join(small)


def check_width(page: Page, how: str) -> None:
    """Refuses a page that is wider than its screen, and says what sticks out."""
    assert page.viewport_size is not None
    screen = page.viewport_size["width"]
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > screen:
        wide = "\n- ".join(page.evaluate(STICKS_OUT, screen))
        raise AssertionError(f"{page.url}{how} is {width} px wide on a screen of {screen}:\n- {wide}")


def check_hits(page: Page) -> None:
    """Refuses a control that a finger on its middle does not hit, because something lies over it."""
    page.evaluate(MOVED)
    missed = page.evaluate(MISSED)
    assert not missed, f"{page.url} has controls that cannot be hit:\n- " + "\n- ".join(missed)


def check_toast(page: Page) -> None:
    """Refuses a toast that lies on an act of the page, the bar that saves or the tabs, at the top and at the end."""
    page.evaluate(SAY)
    try:
        for y in ("0", "document.documentElement.scrollHeight"):
            page.evaluate(f"scrollTo({{top: {y}, behavior: 'instant'}})")
            wait_until_still(page)  # what comes into sight is loaded then, and moves what is below it
            covered = page.evaluate(COVERED)
            assert not covered, f"{page.url} has a toast over what is to be pressed:\n- " + "\n- ".join(
                covered
            )
    finally:
        page.evaluate("document.querySelectorAll('.toast').forEach(each => each.remove()); scrollTo(0, 0)")


def check_reflow(page: Page) -> None:
    """Refuses a page that scrolls sideways, or breaks titles into syllables, with text of twice the size."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    try:
        check_width(page, " with text of twice the size")
        torn = page.evaluate(TORN)
        assert not torn, f"{page.url} tears titles with text of twice the size:\n- " + "\n- ".join(torn)
    finally:
        page.evaluate("document.documentElement.style.fontSize = ''")


def check_landscape(page: Page) -> None:
    """Refuses a page of a phone lying on its side that is too wide, or of which bars leave too little."""
    upright = page.viewport_size
    assert upright is not None
    page.set_viewport_size({**LANDSCAPE})
    try:
        check_width(page, " on its side")
        lost = page.evaluate(FLOATING)
        assert lost <= BARS, f"{page.url} on its side loses {lost} % of its height to bars"
    finally:
        page.set_viewport_size(upright)


def check_order(page: Page) -> None:
    """Refuses a timeline that is not in order of time, the newest first."""
    wrong = page.evaluate(UNORDERED)
    assert not wrong, f"{page.url} tells what happened out of order:\n- " + "\n- ".join(wrong)


def check_style(page: Page) -> None:
    """Refuses amounts without groups (`1502.82`) and days as no other screen has them (`Dec 29, 2026`)."""
    odd = page.evaluate(OTHERWISE)
    assert not odd, f"{page.url} writes numbers or days otherwise than other screens:\n- " + "\n- ".join(odd)


CONTROLS = "a, button, input, select, textarea, summary, [role=button]"

SMALL_TARGETS = f"""least => [...document.querySelectorAll("{CONTROLS}")]
  .filter(target => target.checkVisibility({{visibilityProperty: true, opacityProperty: true}}))
  .filter(target => !(target.tagName === "A" && getComputedStyle(target).display === "inline"))
  .filter(target => !target.matches(".plot a:has(> rect)"))
  .map(target => [target.closest("label") ?? target, target])
  .filter(([area]) => {{ const box = area.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && (box.width < least || box.height < least) }})
  .map(([area, target]) => `${{target.outerHTML.slice(0, 120)}} is ${{Math.round(area.getBoundingClientRect().width)}}`
    + `×${{Math.round(area.getBoundingClientRect().height)}}`)"""

STICKS_OUT = """screen => [...document.body.querySelectorAll("*")]
  .filter(each => each.getBoundingClientRect().right > screen + 1)
  .filter(each => !each.parentElement.closest(".board, .path, .chips, .tabs, .table-scroll, .bottombar, .toasts"))
  .filter(each => !each.matches(".toasts, use"))
  .slice(-4).map(each => each.outerHTML.slice(0, 160))"""

MOVED = """() => Promise.all(document.getAnimations()
  .filter(each => each.effect.getComputedTiming().endTime < 5000).map(each => each.finished))"""

MISSED = f"""() => {{
  const root = document.querySelector("dialog[open]") ?? document;
  const [x, y] = [scrollX, scrollY];
  const missed = [];
  for (const control of root.querySelectorAll("{CONTROLS}")) {{
    const area = control.matches("input") && control.labels?.[0] || control.closest("label") || control;
    if (!area.checkVisibility({{visibilityProperty: true, opacityProperty: true}})) continue;
    const size = area.getBoundingClientRect();
    if (size.width < 2 || size.height < 2 || control.matches("[hidden], .skip-link, [type=hidden]")) continue;
    area.scrollIntoView({{block: "center", inline: "center", behavior: "instant"}});
    const box = area.getClientRects()[0];
    const [left, top] = [box.left + box.width / 2, box.top + box.height / 2];
    const hit = document.elementFromPoint(left, top);
    if (!hit || !(area.contains(hit) || control.contains(hit) || hit.contains(control) && hit.matches("label")))
      missed.push(`${{control.outerHTML.slice(0, 140)}} lies under ${{hit?.outerHTML.slice(0, 100) ?? "nothing"}}`);
  }}
  scrollTo({{left: x, top: y, behavior: "instant"}});
  return missed;
}}"""

SAY = """() => document.dispatchEvent(new CustomEvent("toast:say", {
  detail: "The quote was saved, and everybody who follows the customer was told that it was"}))"""

COVERED = """async () => {
  for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
  const root = document.querySelector("dialog[open]") ?? document;
  const toasts = [...document.querySelectorAll(".toast")].map(each => each.getBoundingClientRect());
  const acts = ".bottombar > *, .form-footer .button, .select-bar *, .button:not(li *, tr *, .card *)";
  return [...root.querySelectorAll(acts)]
    .filter(each => each.checkVisibility({visibilityProperty: true}) && !each.closest(".toasts"))
    .filter(each => { const box = each.getBoundingClientRect();
      return toasts.some(({ top, bottom, left, right }) =>
        box.top < bottom && box.bottom > top && box.left < right && box.right > left) })
    .map(each => each.outerHTML.slice(0, 120));
}"""

TORN = """() => [...document.querySelectorAll("h1, h2, .card-title, .row-title, .cell-title, .crumb, .path-step")]
  .filter(title => title.checkVisibility() && title.textContent.trim().length > 6)
  .map(title => [title, title.getBoundingClientRect(), parseFloat(getComputedStyle(title).fontSize)])
  .filter(([, { width, height }, size]) => width < 4 * size && height > 3 * size)
  .map(([title, { width }]) => `${title.outerHTML.slice(0, 120)} is ${Math.round(width)} px wide`)"""

FLOATING = """() => Math.round(100 / innerHeight * [...document.body.querySelectorAll("*")]
  .filter(each => ["fixed", "sticky"].includes(getComputedStyle(each).position) && each.checkVisibility())
  .map(each => each.getBoundingClientRect())
  .filter(({ width, height, top, bottom }) => width > innerWidth / 2 && height < innerHeight * 0.8
    && (top < 2 || bottom > innerHeight - 2))
  .reduce((sum, { height }) => sum + height, 0))"""

UNORDERED = """() => [...document.querySelectorAll(".timeline")].flatMap(timeline => {
  const times = [...timeline.querySelectorAll(":scope > li time")].map(each => each.dateTime);
  return times.filter((at, place) => place && Date.parse(at) > Date.parse(times[place - 1]))
    .map(at => `${at} stands below what is older`);
})"""

OTHERWISE = r"""() => {
  const months = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec";
  const styles = [/\b\d{4,}\.\d{2}\b/g, /\b20\d\d-\d\d-\d\d\b/g, /\b\d{1,2}\/\d{1,2}\/\d{2,4}\b/g,
    /\bNaN\b|\bundefined\b/g, new RegExp(`\\b(?:${months})[a-z]* \\d{1,2}, \\d{4}`, "g")];
  const text = document.body.innerText;
  return styles.flatMap(style => text.match(style) ?? []);
}"""
