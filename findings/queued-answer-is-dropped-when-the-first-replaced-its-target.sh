#!/usr/bin/env bash
# The answer to a queued request is dropped when the answer before it replaced the element that both aim at.
#
# One would expect: with hx-sync="this:queue last", what was queued is sent after the first answer is shown, and its own answer is
#   shown in the place that hx-target names: an editor of lines ends with the newest sum.
# What happens: the target is looked up when the request is queued. The first answer (hx-swap="outerHTML") puts a new element with
#   the same id there; the second request is sent and answered, and its answer goes nowhere: the
#   old sum stays. One swaps the inside of an element that stays, or aims anew when the answer comes.
# Seen with: htmx.org 4.0.1, Chromium by playwright 1.65.2
# Source: htmx reference, hx-sync ("queue last") and hx-target
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
from urllib.parse import parse_qs
from playwright.sync_api import sync_playwright

HTMX = next(Path(sys.argv[1], "package", "dist").glob("htmx.min.js")).read_bytes()
FORM = '<form hx-post="/line" hx-trigger="change" hx-sync="this:queue last" hx-target="#sum" hx-swap="{swap}">'
PAGE = '<!doctype html><script src="/htmx.js"></script>' + FORM + '<input name="quantity" value="1"><input name="price" value="1"></form><div id="around"><b id="sum">1</b></div>'
sent, may_answer = [], threading.Semaphore(0)

class Editor(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(HTMX if self.path == "/htmx.js" else PAGE.format(swap=self.path[1:]).encode())
    def do_POST(self):
        line = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        total = int(line["quantity"][0]) * int(line["price"][0])
        sent.append(total)
        may_answer.acquire()
        whole = "outerHTML" in self.headers["Referer"]
        self.answer((f'<b id="sum">{total}</b>' if whole else str(total)).encode())
    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if body is HTMX else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_said):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Editor)
threading.Thread(target=server.serve_forever, daemon=True).start()
path = shutil.which("chromium") or shutil.which("google-chrome")
shown = {}
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    for swap in ("outerHTML", "innerHTML"):
        sent.clear()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/{swap}")
        for name, value in (("quantity", "2"), ("price", "10")):
            page.locator(f"[name={name}]").fill(value)
            page.locator(f"[name={name}]").blur()
        for _answer in range(2):
            with page.expect_response("**/line"):
                may_answer.release()
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)
        shown[swap] = (list(sent), page.locator("#sum").inner_text())
    browser.close()
for swap, (totals, seen) in shown.items():
    print(f"{swap}: the server answered {totals}, the page shows {seen}")
assert shown == {"outerHTML": ([2, 20], "2"), "innerHTML": ([2, 20], "20")}, shown
PYTHON
"$folder/venv/bin/python" "$folder/show.py" "$folder"
