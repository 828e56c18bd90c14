"""MT940 as banks of six countries write it: who paid, from which account, what for, with spaces where they were."""

from __future__ import annotations

import pytest

from salesapp.invoices.bank.known import same_account
from salesapp.invoices.bank.reading.files import read_bank_file

FILE = ":20:X\n:25:{account}\n:28C:1/1\n:60F:C261120EUR1000,00\n:61:2611231123{booking}\n:62F:C261124EUR1447,48\n-\n"
PAYER = "NL91ABNA0417164300"
LONG = "/TRTP/SEPA/IBAN/NL91ABNA0417164300/NAME/Echo Foods BV/REMI/INV-20"


def read(booking: str, account: str = "DE89370400440532013000"):
    (found,) = read_bank_file(FILE.format(account=account, booking=booking).encode())
    (entry,) = found.entries
    return found, entry


@pytest.mark.parametrize(
    "booking",
    [
        (
            f"C447,48NTRFEREF//01\n/TRCD/00100/\n:86:/EREF/E1//CNTP/{PAYER}/ABNANL2A/Echo Foods BV///REMI/USTD//"
            "INV-2026-00001/"
        ),
        f"C447,48NTRFNONREF//01\n{PAYER}\n:86:/EREF/E1/BENM//NAME/Echo Foods BV/REMI/INV-2026-00001/ISDT/2026-11-23",
        (
            f"C447,48N944NONREF//01\n:86:/TRTP/SEPA/IBAN/{PAYER}/BIC/ABNANL2A/NAME/Echo Foods BV/"
            "REMI/INV-2026-00001/EREF/X"
        ),
        f"C447,48N944NONREF//01\n:86:{LONG}\n26-00001",
    ],
    ids=["ING", "Rabobank", "ABN Amro", "cut in the midst of a number"],
)
def test_what_dutch_banks_put_between_slashes_is_told_apart(booking):
    found, entry = read(booking, "NL20INGB0001234567EUR")
    assert found.account == "NL20INGB0001234567"
    assert (entry.name, entry.account, entry.text) == ("Echo Foods BV", PAYER, "INV-2026-00001")
    assert entry.reference == "01"


@pytest.mark.parametrize(
    ("pieces", "text", "name"),
    [
        ("?20INV-2026-00001?2120.11.2026?32Echo Foods", "INV-2026-00001 20.11.2026", "Echo Foods"),
        (
            "?20Rechnung vom 20.11. INV-202?216-00001 Danke?32A",
            "Rechnung vom 20.11. INV-2026-00001 Danke",
            "A",
        ),
        (
            "?20INV-2026-00001?21faktura?32ECHO SP Z O.O.?33UL. X 1",
            "INV-2026-00001 faktura",
            "ECHO SP Z O.O. UL. X 1",
        ),
        ("?20EREF+E1?21SVWZ+INV-2026-00001?22Danke?32A", "INV-2026-00001 Danke", "A"),
    ],
)
def test_pieces_are_joined_as_they_were_cut(pieces, text, name):
    _found, entry = read(f"C447,48N051NONREF//1\n:86:051?00GUTSCHRIFT{pieces}?34888")
    assert (entry.text, entry.name) == (text, name)


def test_the_line_below_a_booking_names_the_payer():
    _found, entry = read("C447,48NTRFNONREF//1\nECHO FOODS LTD\n:86:CR INV-2026-00001")
    assert entry.text == "CR INV-2026-00001 ECHO FOODS LTD"


def test_an_account_with_its_currency_is_the_same_account():
    assert same_account("NL20INGB0001234567EUR", "NL20 INGB 0001 2345 67")
    assert not same_account("NL20INGB0001234567EUR", "NL20INGB0001234568")
