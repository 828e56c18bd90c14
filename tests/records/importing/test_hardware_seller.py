"""A look-alike of a real export, with the same kinds of dirt, by the commands of docs/import.md."""

from __future__ import annotations

import pytest

from tests.hardware_seller import Company, check_company

FILES = {
    "sales_teams.csv": (
        "sales_agent,manager,regional_office\n"
        "Anna Berg,Dora Wolf,Central\nMoses Frey,Dora Wolf,Central\nLin Mei-Mei,Carl Sand,East\n"
    ),
    "accounts.csv": (
        "account,sector,year_established,revenue,employees,office_location,subsidiary_of\n"
        "Bluth,technolgy,1993,1242.32,3027,United States,Acme\n"
        "Acme,medical,1996,1100.04,2822,Philipines,\n"
        "Gekko & Co,retail,1990,2520.83,3502,Korea,\n"
    ),
    "products.csv": "product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\n",
    "sales_pipeline.csv": (
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
        "A1,Anna Berg,GTXPro,Acme,Won,2016-10-25,2017-03-11,4514\n"
        "A2,Anna Berg,MG Special,Bluth,Lost,2016-10-25,2017-03-07,0\n"
        "A3,Moses Frey,GTX Pro,,Engaging,2016-11-20,,\n"
        "A4,Lin Mei-Mei,MG Special,,Prospecting,,,\n"
        "A5,Lin Mei-Mei,MG Special,Gekko & Co,Won,2016-12-01,2017-03-05,50\n"
    ),
}


@pytest.fixture
def company(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return Company(tmp_path, tmp_path)


def test_everything_comes_in_once_and_the_numbers_are_those_of_the_files(company):
    said = company.bring_in()
    assert said == [
        "Created: 2. Updated: 0. Unchanged: 1. Refused: 0. Rows: 3.",
        "Created: 3. Updated: 0. Unchanged: 0. Refused: 0. Rows: 3.",
        "Created: 3. Updated: 0. Unchanged: 0. Refused: 0. Rows: 3.",
        "Created: 1. Updated: 0. Unchanged: 0. Refused: 0. Rows: 1.",
        "Created: 2. Updated: 0. Unchanged: 0. Refused: 0. Rows: 2.",
        "Created: 5. Updated: 0. Unchanged: 0. Refused: 0. Rows: 5.",
    ]
    check_company(company)
    assert all(line.startswith("Created: 0. Updated: 0.") for line in company.bring_in())
