#!/usr/bin/env bash
# A payment that came in, less the bank's charges, is read from a bank statement as one that went out.
#
# One would expect: an entry of EUR 100.00 marked CRDT is a credit, whatever its details say of the charges that were taken from
#   it.
# What happens: the mark of the charges (DBIT) replaces that of the entry, since any CdtDbtInd below the details is taken for
#   theirs: the customer's payment becomes a debit. In version 02 of the message details have no mark of their own, so each
#   payment with charges is turned round. Our own reader (invoices/bank/reading/camt.py) looks only at the mark of the details
#   themselves.
# Seen with: pycamt 1.1.1
# Source: ISO 20022, camt.053.001.02, EntryTransaction2: Chrgs/CdtDbtInd says whether the charges are a debit or a credit.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pycamt==1.1.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from pycamt.parser import Camt053Parser

STATEMENT = """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-27T20:00:00</CreDtTm></GrpHdr><Stmt><Id>S1</Id>
<CreDtTm>2026-11-27T20:00:00</CreDtTm><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>
<Ntry><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-27</Dt></BookgDt>
<BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd><NtryDtls><TxDtls>{}</TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>"""

PLAIN = '<AmtDtls><TxAmt><Amt Ccy="EUR">102.50</Amt></TxAmt></AmtDtls>'
CHARGED = PLAIN + '<Chrgs><Amt Ccy="EUR">2.50</Amt><CdtDbtInd>DBIT</CdtDbtInd></Chrgs>'
marks = [Camt053Parser(STATEMENT.format(each).encode()).get_transactions()[0]["CreditDebitIndicator"] for each in (PLAIN, CHARGED)]
print(f"without charges {marks[0]}, with charges {marks[1]}")
assert marks == ["CRDT", "DBIT"], marks
PYTHON
