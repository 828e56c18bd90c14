"""What the browsers that people sign in with are called."""

from __future__ import annotations

SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip
PROGRAMS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip


def called(device: str) -> str:
    """`Chrome · Android`: what somebody recognises in what the browser says of itself."""
    program = next((name for mark, name in PROGRAMS if mark in device), "")
    system = next((name for mark, name in SYSTEMS if mark in device), "")
    return " · ".join(filter(None, (program, system))) or device[:40]
