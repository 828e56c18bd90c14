"""A real company's export comes in by `salesapp import` alone, and its numbers are those of the files."""

from __future__ import annotations

import sqlite3

from tests.hardware_seller import Company, check_company


def test_the_export_comes_in_whole_and_only_once(real_data, tmp_path):
    company = Company(tmp_path, real_data)
    said = company.bring_in()
    assert said[-1] == "Created: 8800. Updated: 0. Unchanged: 0. Refused: 0. Rows: 8800."
    check_company(company)
    with sqlite3.connect(tmp_path / "company.sqlite") as connection:
        totals = dict(
            connection.execute("SELECT state, count(*) FROM opportunities GROUP BY state").fetchall()
        )
        won = connection.execute(
            "SELECT sum(actual_amount) FROM opportunities WHERE state = 'won'"
        ).fetchone()
    assert (totals, won) == ({"won": 4238, "lost": 2473, "open": 2089}, (1_000_553_400,))
    assert all(line.startswith("Created: 0. Updated: 0.") for line in company.bring_in())
