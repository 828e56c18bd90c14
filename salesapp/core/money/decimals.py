"""How many decimals each currency has. Stored amounts are counted in them, so they never come from a library.

Those in use today are as ISO 4217 has them; the ones that were given up, funds and metals follow, since documents may
name them. An amount in minor units means another sum as soon as a number here changes: `core/counting` remembers what
the amounts of a database were counted in, and the product does not start on one that was counted otherwise.
"""

from __future__ import annotations

_BY_DECIMALS = {
    0: """
        BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF
        ADP BYR ESP ITL LUF MGF MRO STD TMM TRL ZMK ZWD
    """,
    2: """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
        CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK
        HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR
        MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP
        SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER
        ZAR ZMW ZWG ZWL
        AFA ALK AOK AON AOR ARA ARL ARM ARP ATS AZM BAD BAN BEC BEF BEL BGL BGM BGO BOL BOP BRB BRC BRE BRN BRR BRZ BUK
        BYB CLE CNH CNX CSD CSK CYP DDM DEM ECS ECV EEK ESA ESB FIM FRF GEK GHC GNS GQE GRD GWE GWP HRD IEP ILP ILR ISJ
        KRH KRO LTL LTT LUC LUL LVL LVR MAF MCF MDC MKN MLF MTL MTP MVP MXP MZE MZM NIC NLG PEI PES PLZ PTE RHD ROL RUR
        SDD SDP SIT SKK SRG SUR TJR TPE UAK UGS USS UYP VEB VEF VNN XAG XAU XBA XBB XBC XBD XDR XEU XFO XFU XPD XPT XRE
        XSU XTS XUA XXX YDD YUD YUM YUN YUR ZAL ZRN ZRZ ZWR
    """,
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
DECIMALS = {code: decimals for decimals, codes in _BY_DECIMALS.items() for code in codes.split()}
"""Every code that the product accepts."""
