"""Builds of this repository beside each other: a commit in a folder of its own, its company, its server and what that uses."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import perf_counter, sleep
from typing import NamedTuple

from bench.data import Stock
from bench.serving import SOURCE, Site, environment, served

COUNTING = Path(__file__).with_name("counting.py")
PROCESSES = 15
"""So many processes may answer for one server, those included that were started again."""
SETTLING = 0.003
"""Seconds after an answer in which the server tidies up behind it: that counts as well."""
FILL = """
import sys
from pathlib import Path
from bench.cash import shelf
from bench.data import copy_rows, fill, opened, settle
company, url, size = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
if not company.exists():
    making = company.with_suffix(".making")
    making.unlink(missing_ok=True)
    fill(f"sqlite:///{making}", size, company.parent)
    with opened(f"sqlite:///{making}", company.parent) as app, app.app_context():
        shelf()
    settle(making)
    making.rename(company)
if url:
    copy_rows(company, url)
"""
"""Run in the folder of a build, so that its own migrations and models make its company."""


class Usage(NamedTuple):
    """What one act used: milliseconds that passed, milliseconds of CPU in what answers requests, statements."""

    took: float
    cpu: float
    statements: float


def whole(usages: Iterable[Usage]) -> Usage:
    """All of them together."""
    return Usage(*map(sum, zip(*usages, strict=True)))


@dataclass(frozen=True)
class Build:
    """A commit (none: the working tree) and the folder where its source lies."""

    commit: str
    folder: Path

    @property
    def schema(self) -> str:
        """Tells companies apart that are filled differently."""
        return git("rev-parse", f"{self.commit or 'HEAD'}:migrations").strip()[:12]


@dataclass
class Running:
    """A build's server while it is measured; `used` holds what the acts of this round took, by name."""

    site: Site
    counter: Path
    used: dict[str, list[Usage]] = field(default_factory=dict)

    @contextmanager
    def counted(self, name: str) -> Iterator[None]:
        """What the server does in this block is part of the act `name`."""
        cpu, statements, begun = self._cpu(), self._statements(), perf_counter()
        yield
        took = (perf_counter() - begun) * 1000
        sleep(SETTLING)
        usage = Usage(took, self._cpu() - cpu, self._statements() - statements)
        self.used.setdefault(name, []).append(usage)

    def _statements(self) -> int:
        return int.from_bytes(self.counter.read_bytes()[:8], "little")

    def _cpu(self) -> float:
        """Of the processes that have answered: the worker makes PDFs beside them, when it comes to it."""
        kept = self.counter.read_bytes()
        places = (kept[each : each + 8] for each in range(8, len(kept), 8))
        return sum(cpu_of(int.from_bytes(each, "little")) for each in places if any(each))


def git(*arguments: str) -> str:
    """What git answers in this repository."""
    return subprocess.run(
        ["git", "-C", SOURCE, *arguments], check=True, capture_output=True, text=True
    ).stdout


def build_of(revision: str, folder: Path) -> Build:
    """The commit's source, unpacked into `folder`."""
    commit = git("rev-parse", "--verify", f"{revision}^{{commit}}").strip()
    source = folder / f"build-{commit[:12]}"
    packed = subprocess.run(["git", "-C", SOURCE, "archive", commit], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(source, filter="data")
    return Build(commit, source)


@contextmanager
def running(build: Build, stock: Stock, engine: str, size: int) -> Iterator[Running]:
    """The build's server on a company of its own, filled by its own code; both go afterwards."""
    company = stock.folder / f"sold-{build.schema}-{size}.sqlite"
    with stock.empty(engine) as url:
        filling = [sys.executable, "-c", FILL, str(company), url if engine != "sqlite" else "", str(size)]
        subprocess.run(filling, cwd=build.folder, env=environment(build.folder), check=True)
        if engine == "sqlite":
            Path(url.removeprefix("sqlite:///")).write_bytes(company.read_bytes())
        with NamedTemporaryFile(dir=stock.folder) as counter:
            counter.write(bytes(8 * (1 + PROCESSES)))
            counter.flush()
            command = ("-c", COUNTING.read_text())
            with served(url, stock.folder, command, build.folder, STATEMENTS_COUNTED=counter.name) as site:
                yield Running(site, Path(counter.name))


def cpu_of(process: int) -> float:
    """Milliseconds that the process has computed, from the scheduler: exact where nothing runs."""
    total = 0
    for task in Path(f"/proc/{process}/task").glob("*/schedstat"):
        with suppress(OSError):
            total += int(task.read_text().split()[0])
    return total / 1e6
