"""`salesapp serve`: the worker beside the server lives as long as the server does, and no longer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from itertools import repeat, takewhile
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from bench.serving import family, served
from salesapp.core.concurrency.priority import LONG_WORK

PATIENCE = 40.0


@pytest.fixture
def site(salesapp, tmp_path):
    assert salesapp("migrate").returncode == 0
    with served(f"sqlite:///{tmp_path / 'company.sqlite'}", tmp_path) as site:
        yield site


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


def test_a_worker_that_dies_is_started_again(site):
    keeper, first = keeper_and_worker(site)
    os.kill(first, signal.SIGKILL)
    assert any(family(keeper) not in ([keeper], [keeper, first]) for _ in within_patience())


def test_the_worker_leaves_the_processor_to_those_who_wait_for_an_answer(site):
    _keeper, worker = keeper_and_worker(site)
    here = os.getpriority(os.PRIO_PROCESS, 0)
    wanted = max(here, LONG_WORK)
    assert any(os.getpriority(os.PRIO_PROCESS, worker) == wanted for _ in within_patience())
    answering = [each for each in family(site.process) if each != worker]
    assert {os.getpriority(os.PRIO_PROCESS, each) for each in answering} == {here}


def test_a_command_that_runs_beside_the_server_does_so_too(site, tmp_path):
    waiting = tmp_path / "endless.csv"
    os.mkfifo(waiting)
    told = {
        "SALESAPP_DATABASE_URL": f"sqlite:///{tmp_path / 'company.sqlite'}",
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


def test_a_keeper_that_is_killed_takes_its_worker_along(site):
    keeper, worker = keeper_and_worker(site)
    os.kill(keeper, signal.SIGKILL)
    assert any(ended(worker) for _ in within_patience())


def test_a_second_server_does_not_share_the_port(site, program):
    port = site.address.rpartition(":")[2]
    refused = program("serve", "--port", port)
    assert refused.returncode == 1
    assert f"127.0.0.1:{port}" in refused.stderr
