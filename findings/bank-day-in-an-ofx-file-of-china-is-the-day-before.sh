#!/usr/bin/env bash
# A payment that a Chinese bank booked on 1 January is read as one of 31 December.
#
# One would expect: DTPOSTED 20260101000000[+8:CST], midnight in Beijing, gives 1 January 2026: the bank's own day of booking.
# What happens: ofxparse shifts the moment to UTC and then drops the zone: 31 December 2025, 16:00, without a zone. The payment falls into
#   the year before, and nothing tells that it was moved. The first eight digits are the bank's day.
# Seen with: ofxparse 0.21
# Source: OFX 2.3, 3.2.8.2 "Date and datetime" (the offset in brackets says in which zone the digits are)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ofxparse==0.21 beautifulsoup4==4.12.3 lxml==5.3.0
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import io
from ofxparse import OfxParser

HEAD = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n"
BODY = """<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>CNY
<BANKACCTFROM><BANKID>1<ACCTID>2<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260101000000[+8:CST]<DTEND>20260131000000[+8:CST]
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260101000000[+8:CST]<TRNAMT>1234.56<FITID>A1<NAME>Buyer</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>1.00<DTASOF>20260131</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"""
(payment,) = OfxParser.parse(io.BytesIO((HEAD + BODY).encode())).account.statement.transactions
print("posted 20260101000000[+8:CST] is read as", payment.date, "zone", payment.date.tzinfo)
assert payment.date.isoformat() == "2025-12-31T16:00:00" and payment.date.tzinfo is None
PYTHON
