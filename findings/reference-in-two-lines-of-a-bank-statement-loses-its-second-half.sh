#!/usr/bin/env bash
# An invoice number that the bank cut between two remittance lines is found in neither field.
#
# One would expect: two <Ustrd> of one payment, "INV-2026-" and "00042" (banks cut the payer's text wherever a line is full), give
#   "INV-2026-00042" somewhere.
# What happens: pycamt's RemittanceInformation holds only the first line, RemittanceInformationFull joins them with a blank: "INV-2026- 00042".
# Seen with: pycamt 1.1.1
# Source: ISO 20022 camt.053.001.08, RmtInf/Ustrd (repeatable, 140 characters each, no word about word ends)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pycamt==1.1.1
"$folder/venv/bin/python" - <<'PYTHON'
from pycamt.parser import Camt053Parser

STATEMENT = """<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>1</MsgId><CreDtTm>2026-01-31T10:00:00</CreDtTm></GrpHdr><Stmt><Id>S</Id><CreDtTm>2026-01-31T10:00:00</CreDtTm>
<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Ntry><Amt Ccy="EUR">60.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-31</Dt></BookgDt>
<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><Amt Ccy="EUR">60.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<RmtInf><Ustrd>INV-2026-</Ustrd><Ustrd>00042</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"""
(payment,) = Camt053Parser(STATEMENT).get_transactions()
print({name: payment[name] for name in ("RemittanceInformation", "RemittanceInformationFull")})
assert payment["RemittanceInformation"] == "INV-2026-"
assert payment["RemittanceInformationFull"] == "INV-2026- 00042"
PYTHON
