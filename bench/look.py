"""Pictures of every screen as each role and as a visitor, phone and desktop, light and dark, English and Chinese.

`make look` writes them to `look/ROLE/`, with one contact sheet per role (`look/ROLE.html`). `S=board` takes one screen.
"""

from __future__ import annotations

import argparse
import itertools
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.company import company, served
from bench.screens import PRESSED, ROLES, addresses, tell_more
from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.people.models import DEMO_PASSWORD
from tests.browsers import ARGUMENTS, chromium

SIZES = {"phone": (390, 844), "desktop": (1280, 800)}


@dataclass(frozen=True)
class Variant:
    """One way of looking at a screen."""

    size: str
    theme: str
    language: str

    @property
    def name(self) -> str:
        return f"{self.size}-{self.theme}-{self.language}"


VARIANTS = [Variant(*each) for each in itertools.product(SIZES, ("light", "dark"), ("en", "zh"))]


def pictures(browser: Browser, site: str, role: str, screens: dict[str, str], out: Path) -> Iterator[Path]:
    """Takes each screen in each variant; the path of each picture."""
    for variant in VARIANTS:
        width, height = SIZES[variant.size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=variant.theme,  # type: ignore[arg-type]
            locale="zh-CN" if variant.language == "zh" else "en-GB",
            has_touch=variant.size == "phone",
            reduced_motion="reduce",
        )
        page = context.new_page()
        if role != "visitor":
            sign_in(page, site, role, variant)
        for name, address in screens.items():
            path = out / role / f"{name}-{variant.name}.png"
            page.goto(site + address)
            for each in PRESSED.get(name, ()):
                page.locator(each).locator("visible=true").first.click()
            if name in PRESSED:
                page.locator("dialog[open]").wait_for()
            page.wait_for_load_state("networkidle")
            page.screenshot(path=path)
            yield path
        context.close()


def sign_in(page: Page, site: str, role: str, variant: Variant) -> None:
    """As a person does, then the language in the preferences."""
    page.goto(f"{site}/login")
    page.fill("input[name=email]", f"{role}@demo.example")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{site}/")
    page.goto(f"{site}/preferences")
    page.check(f"input[name=locale][value={variant.language}]", force=True)
    page.click("#preferences-form button[type=submit]")
    page.wait_for_load_state("networkidle")


def contact_sheet(out: Path, role: str, taken: list[Path]) -> None:
    """All pictures of a role on one page."""
    figures = "\n".join(
        f'<figure><img src="{path.relative_to(out)}" loading="lazy"><figcaption>{path.stem}</figcaption></figure>'
        for path in taken
    )
    style = "body{display:flex;flex-wrap:wrap;gap:16px;font:12px sans-serif}img{height:420px;border:1px solid #ccc}"
    (out / f"{role}.html").write_text(f"<!doctype html><title>{role}</title><style>{style}</style>{figures}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", default="look", type=Path)
    parser.add_argument("--screen", default="")
    parser.add_argument("--role", default="")
    wanted = parser.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with company(tell_more) as app, served(app) as site, sync_playwright() as playwright:
        with app.app_context():
            set_viewer(SYSTEM)
            known = addresses()
            db.session.commit()
        path = chromium(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, "--no-sandbox"])
        for role, names in ROLES.items():
            if wanted.role not in {"", role}:
                continue
            chosen = {name: known[name] for name in names if wanted.screen in {"", name} and name in known}
            (wanted.out / role).mkdir(parents=True, exist_ok=True)
            contact_sheet(wanted.out, role, list(pictures(browser, site, role, chosen, wanted.out)))
        browser.close()


if __name__ == "__main__":
    main()
