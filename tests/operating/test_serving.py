"""`salesapp serve`: the worker beside the server lives as long as the server does, and no longer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from itertools import repeat, takewhile
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from bench.serving import family, served
from salesapp.core.concurrency.priority import LONG_WORK
from tests.conftest import build_schema

PATIENCE = 40.0


@contextmanager
def running(folder: Path):
    """A server on an empty SQLite database, as its first start makes one."""
    url = f"sqlite:///{folder / 'company.sqlite'}"
    build_schema(url)
    with served(url, folder) as site:
        yield site


@pytest.fixture
def site(tmp_path):
    """A server of the test's own, which it may kill."""
    with running(tmp_path) as site:
        yield site


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """The server of the tests that leave it alive, and its folder."""
    folder = tmp_path_factory.mktemp("lasting")
    with running(folder) as site:
        yield site, folder


def within_patience():
    """Asks again and again, until it has taken too long; between, the processor is for whom is waited for."""
    begun, nothing = monotonic(), Event()
    return takewhile(lambda _: nothing.wait(0.02) or monotonic() - begun < PATIENCE, repeat(None))


def keeper_and_worker(site) -> tuple[int, int]:
    """The one process below the server that has a process below itself, and that one."""
    (found,) = (family(each) for each in family(site.process)[1:] if len(family(each)) > 1)
    keeper, worker = found
    return keeper, worker


def ended(process: int) -> bool:
    """Whether it is gone, or waits only for somebody to hear of its end."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return True


def test_a_worker_that_dies_is_started_again_and_the_new_one_ends_with_its_keeper_however_young(site):
    keeper, first = keeper_and_worker(site)
    os.kill(first, signal.SIGKILL)
    second = next(each for _ in within_patience() for each in family(keeper) if each not in {keeper, first})
    os.kill(keeper, signal.SIGKILL)  # before the second one has loaded anything
    assert any(ended(second) for _ in within_patience())


def test_the_worker_leaves_the_processor_to_those_who_wait_for_an_answer(lasting):
    site, _folder = lasting
    _keeper, worker = keeper_and_worker(site)
    here = os.getpriority(os.PRIO_PROCESS, 0)
    wanted = max(here, LONG_WORK)
    assert any(os.getpriority(os.PRIO_PROCESS, worker) == wanted for _ in within_patience())
    answering = [each for each in family(site.process) if each != worker]
    assert {os.getpriority(os.PRIO_PROCESS, each) for each in answering} == {here}


def test_a_command_that_runs_beside_the_server_does_so_too(lasting):
    _site, folder = lasting
    waiting = folder / "endless.csv"
    os.mkfifo(waiting)
    told = {
        "SALESAPP_DATABASE_URL": f"sqlite:///{folder / 'company.sqlite'}",
        "SALESAPP_SECRET_KEY": "x" * 60,
    }
    line = [sys.executable, "-m", "salesapp.cli", "import", "lead", waiting]
    with subprocess.Popen(line, env=os.environ | told) as command:
        wanted = max(os.getpriority(os.PRIO_PROCESS, 0), LONG_WORK)
        assert any(os.getpriority(os.PRIO_PROCESS, command.pid) == wanted for _ in within_patience())
        command.kill()


def test_whoever_stops_the_server_stops_everything(site):
    everything = family(site.process)
    os.kill(site.process, signal.SIGTERM)
    assert any(all(map(ended, everything)) for _ in within_patience())


def test_a_server_that_is_killed_leaves_nobody_behind_who_goes_on_answering(site):
    others = family(site.process)[1:]
    os.kill(site.process, signal.SIGKILL)
    try:
        assert any(all(map(ended, others)) for _ in within_patience())
    finally:
        for each in others:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)


def test_a_second_server_does_not_share_the_port(lasting, program):
    site, _folder = lasting
    port = site.address.rpartition(":")[2]
    refused = program("serve", "--port", port)
    assert refused.returncode == 1
    assert f"127.0.0.1:{port}" in refused.stderr
