"""What the tests of operating share."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def salesapp(tmp_path):
    """Runs one command against a new SQLite file in a folder of its own."""

    def run(*arguments: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SALESAPP_")}
        environment |= {
            "SALESAPP_DATABASE_URL": f"sqlite:///{tmp_path / 'company.sqlite'}",
            "SALESAPP_SECRET_KEY": "only for tests " * 4,
            "SALESAPP_FILES": str(tmp_path / "files"),
        }
        command = [sys.executable, "-m", "salesapp.cli", *arguments]
        return subprocess.run(
            command,
            cwd=ROOT,
            env=environment | settings,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    return run
