"""The pages of the books: each number opens what made it, and the files hold the same."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook

from salesapp.accounting.chart.models import chart_of_accounts
from salesapp.accounting.periods import period_in, period_of
from salesapp.core.company import today_for
from salesapp.web.filters import money
from tests.invoices.stage import issued, order_of, paid


def test_an_account_opens_its_entries_and_these_their_documents(house, as_user):
    invoice = issued(house, order_of(house, (("pump", "1", "0"),), discount="0"))
    paid(house, invoice, 1900)
    finn, word = as_user("finn"), period_of(today_for()).word
    page = finn.get("/accounting").text
    for shown in (money(11_900, "EUR"), money(10_000, "EUR"), "4000 Revenue", "1100 Receivables"):
        assert shown in page
    revenue = finn.get(f"/accounting/entries?period={word}&account=4000").text
    assert f'href="/invoices/{invoice.id}"' in revenue
    assert "1100 Receivables" not in revenue
    assert "1000 Bank and cash" in finn.get("/accounting/entries").text
    assert "Nothing booked" in finn.get("/accounting?period=2019").text
    assert as_user("ada").get("/accounting").status_code == 403


def test_the_files_hold_the_lines_with_real_numbers(house, as_user):
    invoice = issued(house, order_of(house, (("pump", "1", "0"),), discount="0"))
    finn = as_user("finn")
    rows = list(csv.reader(io.StringIO(finn.get("/accounting/journal.csv").text.removeprefix("\ufeff"))))
    assert rows[1][:8] == [
        f"{today_for()}",
        "Invoice",
        invoice.number,
        "Echo Foods",
        "1100",
        "Receivables",
        "119.00",
        "",
    ]
    assert sum(Decimal(row[6] or 0) - Decimal(row[7] or 0) for row in rows[1:]) == 0
    sheet = load_workbook(BytesIO(finn.get("/accounting/journal.xlsx").data)).active
    assert [row[7] for row in sheet.iter_rows(min_row=2, values_only=True)] == [None, 100, 19]


def test_set_up_chooses_a_chart_and_gives_accounts_other_numbers(house, as_user):
    root = as_user("root")
    root.submit("/setup/accounting", chart="skr03", digits="4", first_debtor="20000")
    assert "8400 Revenue · 19%" in root.get("/setup/accounting").text
    scope = next(each.scope.key for each in chart_of_accounts().accounts if each.number == "8400")
    root.submit(f"/setup/accounting/account?scope={scope}", number="8401", name="Erlöse Inland")
    assert "8401 Erlöse Inland" in root.get("/setup/accounting").text
    root.submit("/setup/accounting/account", role="revenue", country="FR", number="8315", name="")
    page = root.get("/setup/accounting").text
    assert "8315 Revenue · FR" in page
    assert "up to 4 digits" in root.submit("/setup/accounting/account", role="revenue", number="84000").text
    assert (
        "set the account for Revenue · 19% to 8401"
        in root.get(f"/users/{house.people['root'].id}/history").text
    )


def test_periods_follow_each_other_and_nonsense_is_this_month():
    today = date(2026, 11, 29)
    quarter = period_in("2026-q4", today)
    assert (str(quarter.first), str(quarter.last), quarter.after.word) == (
        "2026-10-01",
        "2026-12-31",
        "2027-q1",
    )
    assert period_in("2026-01", today).before.word == "2025-12"
    assert (period_in("2025", today).as_("month").word, period_in("nonsense", today).word) == (
        "2025-01",
        "2026-11",
    )
