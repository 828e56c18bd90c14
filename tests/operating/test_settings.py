"""What an operator leaves unsaid."""

from __future__ import annotations

import pytest

from salesapp.config import Settings


@pytest.mark.parametrize(
    ("url", "said", "processes"), [("sqlite:///x", 0, 1), ("postgres://x", 0, 2), ("postgres://x", 1, 1)]
)
def test_two_processes_answer_on_postgres_and_one_on_sqlite_unless_it_is_said(url, said, processes):
    assert Settings(database_url=url, workers=said).processes == processes
