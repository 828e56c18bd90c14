#!/usr/bin/env bash
# An invoice number and the date that a payer wrote on the next line become one longer number.
#
# One would expect: of two pieces of a German bank's structured :86:, ?20INV-2026-00001 and ?2120.11.2026, each shorter than the 27
#   characters that a piece holds, the purpose keeps them apart; only a piece that is full was cut in the midst of a word.
# What happens: every piece is joined to the next as it stands, "INV-2026-0000120.11.2026", and so are the two lines of the payer's name,
#   whatever Options are chosen. Dutch details (/EREF/…/NAME/…/REMI/…) stay one text in transaction_details: nobody's name, no purpose.
# Seen with: mt-940 5.1.1 (Options.all())
# Source: Deutsche Kreditwirtschaft, DFÜ-Abkommen Anlage 3, chapter 8 (field 86: subfields 20 to 29 and 60 to 63 of 27 characters, 32 and 33 too)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mt-940==5.1.1
"$folder/venv/bin/python" - <<'PYTHON'
import mt940

STATEMENT = """:20:STARTUMS
:25:37040044/0532013000
:28C:00012/001
:60F:C261120EUR1000,00
:61:2611231123C{amount},00NTRFNONREF//1
:86:{details}
:62F:C261123EUR1060,00
-
"""


def read(details):
    text = STATEMENT.format(amount=60, details=details)
    return mt940.parse_statements(text, options=mt940.Options.all())[0][0].data


german = read("166?00GUTSCHRIFT?20INV-2026-00001?2120.11.2026?32Echo Foods?33Trading Ltd")
print({name: german[name] for name in ("purpose", "applicant_name")})
assert german["purpose"] == "INV-2026-0000120.11.2026"
assert german["applicant_name"] == "Echo FoodsTrading Ltd"
dutch = read("/EREF/E1/IBAN/NL91ABNA0417164300/NAME/Echo Foods BV/REMI/INV-2026-00001")
print({name: dutch.get(name) for name in ("applicant_name", "applicant_iban", "purpose", "transaction_details")})
assert not any(dutch.get(name) for name in ("applicant_name", "applicant_iban", "purpose"))
PYTHON
