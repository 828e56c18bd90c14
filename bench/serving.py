"""`salesapp serve` as people start it, on a free port, and what memory it takes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.company import KEY

SOURCE = Path(__file__).parent.parent
PATIENCE = 120.0
"""Seconds until a server that does not answer counts as broken."""


@dataclass(frozen=True)
class Site:
    """A running server: its address and its first process."""

    address: str
    process: int

    @property
    def megabytes(self) -> float:
        """What server and worker hold together; pages that they share count once."""
        return sum(proportional(each) for each in family(self.process))


SERVE = ("-m", "salesapp.cli")


@contextmanager
def served(
    url: str, folder: Path, command: Sequence[str] = SERVE, source: Path = SOURCE, **told: str
) -> Iterator[Site]:
    """The server and its worker on the database at `url`: those of the build whose source lies in `source`.

    `command` is what stands for `salesapp`; `told` are further variables of its environment.
    """
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = environment(source) | told
    given |= {
        "SALESAPP_DATABASE_URL": url,
        "SALESAPP_SECRET_KEY": KEY,
        "SALESAPP_FILES": str(folder / "files"),
    }
    started = [sys.executable, *command, "serve", "--port", str(port)]
    with (folder / "server.log").open("a") as log:
        process = subprocess.Popen(started, env=given, cwd=source, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/login")
        yield Site(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def environment(source: Path) -> dict[str, str]:
    """Our own, without settings of the product and with the build in `source` before any that is installed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SALESAPP_")}
    return kept | {"PYTHONPATH": str(source)}


def _wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(address, timeout=5):  # noqa: S310  this machine's own server
            return
        time.sleep(0.1)
    raise TimeoutError(f"{address} did not answer")


def family(process: int) -> list[int]:
    """The process and all below it."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            after_name = path.read_text().rpartition(")")[2].split()
            children.setdefault(int(after_name[1]), []).append(int(path.parent.name))
    found = [process]
    for each in found:
        found += children.get(each, [])
    return found


def proportional(process: int) -> float:
    """The process's proportional set size in MB; 0 once it is gone."""
    return _kilobytes(Path(f"/proc/{process}/smaps_rollup"), "Pss:") / 1024


def resident(process: int) -> float:
    """The process's resident memory in MB; 0 once it is gone."""
    return _kilobytes(Path(f"/proc/{process}/status"), "VmRSS:") / 1024


def _kilobytes(path: Path, name: str) -> int:
    with suppress(OSError):
        for line in path.read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1])
    return 0
