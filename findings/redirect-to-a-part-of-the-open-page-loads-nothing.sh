#!/usr/bin/env bash
# A redirect by htmx to a part of the page that is open loads nothing.
#
# One would expect: an answer with HX-Redirect makes the browser load the page it names, as a redirect of a form does, so that
#   a list sent to `/desk#next-row` after an act shows the list as it is now.
# What happens: htmx sets location.href. Where only the part behind # differs from the page that is open, a browser scrolls there
#   and asks the server for nothing: the old rows stay, and what was to be said on the next page is not said. The same form sent
#   without htmx (303) loads the page anew.
# Seen with: htmx.org 4.0.1, Chromium by playwright 1.65.2
# Source: htmx reference, HX-Redirect; HTML standard, "navigate to a fragment"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check playwright==1.65.2
(cd "$folder" && npm pack --silent htmx.org@4.0.1 >/dev/null && tar xzf htmx.org-4.0.1.tgz)
cat >"$folder/show.py" <<'PYTHON'
import shutil, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from playwright.sync_api import sync_playwright

HTMX = next(Path(sys.argv[1], "package", "dist").glob("htmx.min.js")).read_bytes()
PAGE = b'<!doctype html><script src="/htmx.js"></script><button hx-post="/act">Act</button><form method="post" action="/act"><input type="submit" value="Plain"></form><p id="part">rows</p>'
asked = []

class Desk(BaseHTTPRequestHandler):
    def do_GET(self):
        asked.append(self.path)
        self.answer(HTMX if self.path == "/htmx.js" else PAGE)
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("HX-Request"):
            self.answer(b"", ("HX-Redirect", "/desk#part"))
        else:
            self.send_response(303)
            self.send_header("Location", "/desk#part")
            self.send_header("Content-Length", "0")
            self.end_headers()
    def answer(self, body, *headers):
        self.send_response(200)
        for name, value in (("Content-Type", "text/javascript" if body is HTMX else "text/html"), ("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_said):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
threading.Thread(target=server.serve_forever, daemon=True).start()
site = f"http://127.0.0.1:{server.server_port}"
path = shutil.which("chromium") or shutil.which("google-chrome")
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    page = browser.new_page()
    page.goto(f"{site}/desk")
    page.get_by_text("Act").click()
    page.wait_for_url("**/desk#part")
    page.wait_for_load_state("networkidle")
    by_htmx = asked.count("/desk")
    page.get_by_text("Plain").click()
    page.wait_for_load_state("networkidle")
    by_form = asked.count("/desk") - by_htmx
    browser.close()
print("page loads after opening it and an act by htmx:", by_htmx, "| by the plain form:", by_form, "more")
assert (by_htmx, by_form) == (1, 1), (by_htmx, by_form)
PYTHON
"$folder/venv/bin/python" "$folder/show.py" "$folder"
