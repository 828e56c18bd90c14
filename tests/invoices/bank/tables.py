"""Tables as twenty banks write them: what stands above the headings, their words, and how they say in and out."""

from __future__ import annotations

FILES = {
    "Sparkasse": (
        '"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";"Glaeubige'
        'r ID";"Mandatsreferenz";"Kundenreferenz (End-to-End)";"Sammlerreferenz";"Lastschrift Urs'
        'prungsbetrag";"Auslagenersatz Ruecklastschrift";"Beguenstigter/Zahlungspflichtiger";"Kon'
        'tonummer/IBAN";"BIC (SWIFT-Code)";"Betrag";"Waehrung";"Info"\n'
        '"DE89370400440532013000";"23.11.26";"23.11.26";"GUTSCHR. UEBERWEISUNG";"INV-2026-00001";'
        '"";"";"";"";"";"";"Echo Foods GmbH";"DE02120300000000202051";"COBADEFFXXX";"447,48";"EUR'
        '";"Umsatz gebucht"\n'
    ),
    "DKB": (
        '"Girokonto";"DE89370400440532013000"\n'
        '"Kontostand vom 25.11.2026:";"1.234,56 €"\n'
        '""\n'
        '"Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";"Zahlungsempfänger*in";"V'
        'erwendungszweck";"Umsatztyp";"IBAN";"Betrag (€)";"Gläubiger-ID";"Mandatsreferenz";"Kunde'
        'nreferenz"\n'
        '"23.11.26";"23.11.26";"Gebucht";"Echo Foods GmbH";"Demo GmbH";"INV-2026-00001";"Eingang"'
        ';"DE02120300000000202051";"447,48";"";"";""\n'
    ),
    "VR Bank": (
        "Bezeichnung Auftragskonto;IBAN Auftragskonto;BIC Auftragskonto;Bankname Auftragskonto;Bu"
        "chungstag;Valutadatum;Name Zahlungsbeteiligter;IBAN Zahlungsbeteiligter;BIC (SWIFT-Code)"
        " Zahlungsbeteiligter;Buchungstext;Verwendungszweck;Betrag;Waehrung;Saldo nach Buchung;Be"
        "merkung;Kategorie;Steuerrelevant;Glaeubiger ID;Mandatsreferenz\n"
        "Konto;DE89370400440532013000;GENODEF1;VR;23.11.2026;23.11.2026;Echo Foods GmbH;DE0212030"
        "0000000202051;COBADEFF;Gutschrift;INV-2026-00001;447,48;EUR;1447,48;;;;;\n"
    ),
    "ING Germany": (
        "Umsatzanzeige;Datei erstellt am: 25.11.2026 10:00\n"
        "\n"
        "IBAN;DE89 3704 0044 0532 0130 00\n"
        "Kontoname;Girokonto\n"
        "Bank;ING\n"
        "Kunde;Max\n"
        "Zeitraum;01.11.2026 - 25.11.2026\n"
        "Saldo;1.000,00;EUR\n"
        "\n"
        "Sortierung;Datum absteigend\n"
        "\n"
        "In der CSV-Datei finden Sie alle bereits gebuchten Umsätze.\n"
        "\n"
        "Buchung;Wertstellungsdatum;Auftraggeber/Empfänger;Buchungstext;Verwendungszweck;Saldo;Wä"
        "hrung;Betrag;Währung\n"
        "23.11.2026;23.11.2026;Echo Foods GmbH;Gutschrift;INV-2026-00001;1.447,48;EUR;447,48;EUR\n"
    ),
    "ING Netherlands": (
        '"Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Code";"Af Bij";"Bedrag (EUR)";'
        '"Mutatiesoort";"Mededelingen";"Saldo na mutatie";"Tag"\n'
        '"20261123";"Echo Foods BV";"NL20INGB0001234567";"NL91ABNA0417164300";"OV";"Bij";"447,48"'
        ';"Overschrijving";"INV-2026-00001";"1447,48";""\n'
        '"20261124";"Rent";"NL20INGB0001234567";"NL91ABNA0417164301";"OV";"Af";"100,50";"Overschr'
        'ijving";"Rent";"1346,98";""\n'
    ),
    "N26": (
        '"Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference","Acco'
        'unt Name","Amount (EUR)","Original Amount","Original Currency","Exchange Rate"\n'
        '2026-11-23,2026-11-23,"Echo Foods GmbH",DE02120300000000202051,"Credit Transfer","INV-20'
        '26-00001","Main",447.48,,,\n'
    ),
    "Revolut": (
        "Date started (UTC),Date completed (UTC),ID,Type,State,Description,Reference,Payer,Card n"
        "umber,Orig currency,Orig amount,Payment currency,Amount,Total amount,Exchange rate,Fee,F"
        "ee currency,Balance,Account,Beneficiary account number\n"
        "2026-11-23,2026-11-23,1,TOPUP,COMPLETED,Payment from Echo Foods,INV-2026-00001,,,EUR,447"
        ".48,EUR,447.48,447.48,,0.00,EUR,1447.48,Main,\n"
    ),
    "Wise": (
        '"TransferWise ID",Date,"Date Time",Amount,Currency,Description,"Payment Reference","Runn'
        'ing Balance","Exchange From","Exchange To","Exchange Rate","Payer Name","Payee Name","Pa'
        'yee Account Number",Merchant\n'
        'TRANSFER-1,23-11-2026,"23-11-2026 10:00:00.000",447.48,EUR,"Received money from Echo Foo'
        'ds","INV-2026-00001",1447.48,,,,"Echo Foods GmbH",,,\n'
    ),
    "HSBC": (
        "Date,Type,Description,Paid out,Paid in,Balance\n"
        "23 Nov 2026,CR,ECHO FOODS INV-2026-00001,,447.48,1447.48\n"
        "24 Nov 2026,DD,RENT,100.50,,1346.98\n"
    ),
    "Chase": (
        "Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #\n"
        'CREDIT,11/23/2026,"ORIG CO NAME:ECHO FOODS INV-2026-00001",447.48,ACH_CREDIT,1447.48,,\n'
        'DEBIT,11/24/2026,"RENT",-100.50,ACH_DEBIT,1346.98,,\n'
    ),
    "Bank of America": (
        "Description,,Summary Amt.\n"
        'Beginning balance as of 11/01/2026,,"1,000.00"\n'
        'Total credits,,"447.48"\n'
        'Total debits,,"-100.50"\n'
        'Ending balance as of 11/25/2026,,"1,346.98"\n'
        "\n"
        "Date,Description,Amount,Running Bal.\n"
        '11/23/2026,"ECHO FOODS INV-2026-00001","447.48","1,447.48"\n'
    ),
    "ICBC": (
        "交易日期,摘要,交易详情,交易场所,交易国家或地区简称,钞/汇,交易金额(收入),交易金额(支出),"
        "交易币种,记账金额(收入),记账金额(支出),记账币种,余额,对方户名,对方账户\n"
        '2026-11-23,转账,INV-2026-00001,,CHN,钞,"447.48",,人民币,"447.48",,人民币,"1,447.48",回声'
        "食品有限公司,6222020200001234567\n"
        '2026-11-24,转账,房租,,CHN,钞,,"100.50",人民币,,"100.50",人民币,"1,346.98",房东,622202020'
        "0001234568\n"
    ),
    "China Merchants Bank": (
        "交易日,交易时间,起息日,交易类型,借方金额,贷方金额,余额,摘要,流水号,流程实例号,业务名称,"
        "用途,业务参考号,业务摘要,其它摘要,收(付)方分行名,收(付)方名称,收(付)方账号,收(付)方开户"
        "行行号,收(付)方开户行名\n"
        "20261123,101010,20261123,转账,,447.48,1447.48,INV-2026-00001,F1,,,货款,,,,,回声食品有限"
        "公司,6222020200001234567,,\n"
        "20261124,101010,20261124,转账,100.50,,1346.98,房租,F2,,,房租,,,,,房东,6222,,\n"
    ),
    "China Construction Bank": (
        "账号,账户名称,交易时间,借方发生额（支取）,贷方发生额（收入）,余额,币种,对方户名,对方账号"
        ",对方开户机构,记账日期,摘要,备注\n"
        '="3105016",某公司,20261123 10:10:10,0.00,447.48,1447.48,人民币,回声食品有限公司,62220202'
        "00001234567,工行,20261123,货款,INV-2026-00001\n"
    ),
    "Alipay": (
        "支付宝交易记录明细查询\n"
        "账号:[demo@x.example]\n"
        "起始日期:[2026-11-01 00:00:00]    终止日期:[2026-11-25 00:00:00]\n"
        "---------------------------------交易记录明细列表------------------------------------\n"
        "交易号                  ,商家订单号               ,交易创建时间              ,付款时间  "
        "              ,最近修改时间              ,交易来源地     ,类型              ,交易对方   "
        "         ,商品名称                ,金额（元）   ,收/支     ,交易状态    ,服务费（元）   "
        ",成功退款（元）  ,备注                  ,资金状态     ,\n"
        "2026112322001,,2026-11-23 10:00:00,2026-11-23 10:00:01,2026-11-23 10:00:01,其他,即时到账"
        "交易,回声食品,INV-2026-00001,447.48,收入,交易成功,0.00,0.00,,已收入,\n"
        "2026112322002,,2026-11-24 10:00:00,2026-11-24 10:00:01,2026-11-24 10:00:01,其他,即时到账"
        "交易,房东,房租,100.50,支出,交易成功,0.00,0.00,,已支出,\n"
    ),
    "BNP": (
        "Compte chèques;Compte chèques;****1234;25/11/2026;;1 447,48\n"
        "Date operation;Categorie operation;Sous Categorie operation;Libelle operation;Montant op"
        "eration\n"
        "23/11/2026;Virement;;VIR SEPA ECHO FOODS INV-2026-00001;447,48\n"
    ),
    "Handelsbanken": (
        "Reskontradatum;Transaktionsdatum;Text;Belopp;Saldo\n"
        "2026-11-23;2026-11-23;ECHO FOODS INV-2026-00001;447,48;1 447,48\n"
    ),
    "Santander": (
        "FECHA OPERACIÓN;FECHA VALOR;CONCEPTO;IMPORTE EUR;SALDO\n"
        "23/11/2026;23/11/2026;TRANSFERENCIA DE ECHO FOODS INV-2026-00001;447,48;1.447,48\n"
    ),
    "mBank": (
        "#Data operacji;#Opis operacji;#Rachunek;#Kategoria;#Kwota;#Saldo po operacji\n"
        "2026-11-23;ECHO FOODS INV-2026-00001;eKonto;Wpływy;447,48 EUR;1 447,48 EUR\n"
    ),
    "Intesa": (
        "Data contabile;Data valuta;Accrediti;Addebiti;Descrizione;Descrizione estesa\n"
        "23/11/2026;23/11/2026;447,48;;BONIFICO;ECHO FOODS INV-2026-00001\n"
        "24/11/2026;24/11/2026;;-100,50;AFFITTO;RENT\n"
    ),
}
