#!/usr/bin/env bash
# A payment of 118 dollars, booked as 100 euros, is read from a bank statement as 118 euros.
#
# One would expect: the amount and the currency of a transaction are those that the account was credited with: EUR 100.00.
# What happens: the amount is the first one below the details, which by the schema's order is the instructed one, in the payer's
#   currency; the currency stays that of the entry. Our own reader takes the amount of the entry, or one of the details in the
#   same currency.
# Seen with: pycamt 1.1.1
# Source: ISO 20022, camt.053.001.02, AmountAndCurrencyExchange3: InstdAmt comes before TxAmt, each with a currency of its own.
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

DOLLARS = '<AmtDtls><InstdAmt><Amt Ccy="USD">118.00</Amt></InstdAmt><TxAmt><Amt Ccy="EUR">100.00</Amt></TxAmt></AmtDtls>'
found = Camt053Parser(STATEMENT.format(DOLLARS).encode()).get_transactions()[0]
print("booked EUR 100.00, read as", found["Currency"], found["Amount"])
assert (found["Currency"], found["Amount"]) == ("EUR", "118.00"), found
PYTHON
