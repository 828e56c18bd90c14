#!/usr/bin/env bash
# A reversed credit of an MT940 statement is read as money that came in, and the payer's name begins with their IBAN.
#
# One would expect: a booking marked RC (reversal of a credit) lowers the balance, so its amount is negative; of a structured :86:
#   the subfields ?31 (account) and ?32 (name) become two values.
# What happens: with the defaults of mt940.parse_statements the amount is +47.00, and the name is account and name in one word, with
#   no account beside it. Sums of such a statement differ from its closing balance by twice the reversal. With
#   options=mt940.Options.all() both are right.
# Seen with: mt-940 5.1.1
# Source: SWIFT, MT940 field 61 subfield 3 (RC: reversal of credit, a debit entry)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mt-940==5.1.1
"$folder/venv/bin/python" - <<'PYTHON'
import mt940

STATEMENT = """:20:STATEMENT
:25:20050000/1234567890
:28C:1/1
:60F:C261120EUR100,00
:61:2611231123C47,00NTRFNONREF
:86:166?00TRANSFER?20INV-1?31DE02120300000000202051?32Echo GmbH
:61:2611231123RC47,00NTRFNONREF
:86:166?00RETURN?20INV-1?31DE02120300000000202051?32Echo GmbH
:62F:C261123EUR100,00
"""


def seen(**options):
    (statement,) = mt940.parse_statements(STATEMENT, **options)
    rows = [each.data for each in statement.transactions]
    return [(str(row["amount"].amount), row["applicant_name"], row.get("applicant_iban")) for row in rows]


plain, told = seen(), seen(options=mt940.Options.all())
print("as it comes: ", plain)
print("all options: ", told)
assert [row[0] for row in plain] == ["47.00", "47.00"]
assert {row[1:] for row in plain} == {("DE02120300000000202051Echo GmbH", None)}
assert [row[0] for row in told] == ["47.00", "-47.00"]
assert {row[1:] for row in told} == {("Echo GmbH", "DE02120300000000202051")}
PYTHON
