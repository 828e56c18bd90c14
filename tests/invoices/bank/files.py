"""Bank files to read, written as banks write them."""

from __future__ import annotations

from collections.abc import Sequence

CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>
<Stmt><Id>S-1</Id><ElctrncSeqNb>7</ElctrncSeqNb><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{opening}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2026-11-20</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2026-11-24</Dt></Dt></Bal>
{entries}</Stmt></BkToCstmrStmt></Document>"""
ENTRY = """<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd><Sts>{status}</Sts>
<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef>
<NtryDtls><TxDtls><RltdPties><{side}><Nm>{name}</Nm></{side}><{side}Acct><Id><IBAN>{account}</IBAN></Id></{side}Acct>
</RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""
BATCH = """<Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><DtTm>2026-11-23T10:00:00+01:00</DtTm></BookgDt><NtryDtls>
<TxDtls><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Pty><Nm>One</Nm></Pty></Dbtr></RltdPties>
</TxDtls><TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">20.00</Amt></TxAmt></AmtDtls><RmtInf><Strd><CdtrRefInf><Ref>RF18</Ref>
</CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>"""
MT940 = """:20:STARTUMS
:25:DE89370400440532013000
:28C:00012/001
:60F:C261120EUR1000,00
:61:2611231123C447,48NTRFNONREF//REF1
:86:166?00GUTSCHRIFT?10931?20EREF+E2E-1?21SVWZ+Die Rechnung INV-2026-?2200001 Danke
?30COBADEFFXXX?31DE02120300000000202051?32Echo Foods GmbH
:61:2611241124D100,5NTRFNONREF
:86:Rent
:62F:C261124EUR1346,98
-
"""
CSV = (
    "Buchungstag;Valuta;Auftraggeber;IBAN;Verwendungszweck;Betrag\n"
    "23.11.2026;23.11.2026;Müller & Söhne;DE02120300000000202051;Rechnung INV-2026-00001;1.447,48\n"
    "24.11.2026;24.11.2026;Vermieter;DE11;Miete;-1.100,50\n"
    ";;;;Summe;346,98\n"
)


def entry(amount: str, text: str = "", **values: str) -> str:
    """An entry of camt.053; a minus makes it a debit."""
    said = {
        "day": "2026-11-23",
        "name": "Echo Foods GmbH",
        "account": "DE02120300000000202051",
        "status": "BOOK",
        "reference": "",
    } | values
    mark, side = ("DBIT", "Cdtr") if amount.startswith("-") else ("CRDT", "Dbtr")
    return ENTRY.format(amount=amount.removeprefix("-"), mark=mark, side=side, text=text, **said)


def camt(entries: Sequence[str], *, opening: str = "1000.00", closing: str, version: str = "02") -> bytes:
    """A file of one statement."""
    text = CAMT.format(entries="".join(entries), opening=opening, closing=closing, version=version)
    return text.encode()
