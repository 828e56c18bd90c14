"""What people and programs call countries: by name in the languages of our customers, by two or three letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from babel import Locale

OURS = ("en", "zh_Hans")
OTHERS = (
    "zh_Hant", "de", "fr", "es", "it", "nl", "pt", "pl", "ja", "sv", "cs", "ru", "ko", "da", "nb", "fi", "el", "hu",
    "hr", "sk", "tr", "ro", "uk", "sr_Latn",
)  # fmt: skip
"""Where one word means two countries, the language named first decides."""
BRACKETS = re.compile(r"\(.*?\)|（.*?）")
PARTS = re.compile(r"\s*[/|]\s*|\s+-\s+")
"""Between two names of one country: `Schweiz/Suisse`, `DE - Germany`."""
WITH_TERRITORIES = frozenset({"AU", "CN", "DK", "FI", "FR", "GB", "NL", "NO", "NZ", "US"})
NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})

ALIASES = {
    "AE": ("uae", "u.a.e.", "vae", "emirates", "阿联酋", "迪拜"),
    "AT": ("oesterreich",),
    "AU": ("澳洲",),
    "BN": ("brunei darussalam",),
    "BO": ("plurinational state of bolivia", "bolivia plurinational state of"),
    "BA": ("bosnia", "bosnia and herzegowina", "bosnia herzegovina"),
    "BY": ("weissrussland",),
    "CD": ("democratic republic of the congo", "congo democratic republic of the", "dr congo", "drc",
           "congo kinshasa"),
    "CG": ("congo", "republic of the congo", "congo brazzaville"),
    "CI": ("ivory coast", "cote d ivoire", "elfenbeinkuste"),
    "CN": ("prc", "prchina", "p.r. china", "pr china", "china mainland", "mainland china",
           "people's republic of china",
           "中华人民共和国", "中國大陸", "中国大陆", "大陆", "vr china"),
    "CV": ("cape verde", "cabo verde"),
    "CH": ("swiss", "sui"),
    "CZ": ("czech republic", "czech rep", "ceska republika", "tschechische republik"),
    "DE": ("brd", "ger", "d", "federal republic of germany", "bundesrepublik deutschland"),
    "DK": ("den",),
    "ES": ("kingdom of spain",),
    "FK": ("falkland islands malvinas",),
    "FM": ("federated states of micronesia", "micronesia federated states of"),
    "GB": ("uk", "u.k.", "great britain", "england", "scotland", "wales", "northern ireland", "britain",
           "grossbritannien", "united kingdom of great britain and northern ireland", "英格兰"),
    "GR": ("el", "gre"),
    "HK": ("hong kong china", "china hong kong", "hong kong sar china", "hong kong", "hongkong", "hong kong sar",
           "香港", "中国香港", "香港特别行政区", "香港特別行政區"),
    "IE": ("republic of ireland", "eire"),
    "IR": ("islamic republic of iran", "iran islamic republic of"),
    "JP": ("日本国",),
    "KP": ("north korea", "dprk", "democratic people's republic of korea", "korea north",
           "korea democratic people's republic of"),
    "KR": ("korea", "south korea", "republic of korea", "korea republic of", "korea south", "rok", "大韩民国", "南韩",
           "韓國", "한국"),
    "KN": ("saint kitts", "saint kitts and nevis"),
    "LA": ("lao people's democratic republic", "lao pdr", "laos"),
    "LY": ("libyan arab jamahiriya",),
    "MD": ("republic of moldova", "moldova republic of"),
    "MK": ("macedonia", "fyrom", "republic of north macedonia"),
    "MM": ("myanmar", "burma"),
    "MO": ("macau", "macao", "macao sar", "macau sar", "macao sar china", "macau china", "macao china", "澳门",
           "中国澳门", "澳門", "澳门特别行政区"),
    "NL": ("holland", "the netherlands", "ned"),
    "NZ": ("纽西兰",),
    "PS": ("palestine", "state of palestine", "palestine state of"),
    "RU": ("russian federation", "russische foderation", "俄国", "俄罗斯联邦"),
    "SA": ("ksa", "kingdom of saudi arabia", "沙特"),
    "ST": ("sao tome and principe",),
    "SY": ("syrian arab republic",),
    "SZ": ("swaziland", "eswatini"),
    "TL": ("east timor",),
    "TR": ("turkey", "turkiye", "republic of turkiye"),
    "TW": ("taiwan", "taiwan province of china", "taiwan roc", "taiwan china", "roc", "republic of china",
           "chinese taipei", "台湾", "中国台湾", "臺灣",
           "台灣"),
    "TZ": ("united republic of tanzania", "tanzania united republic of"),
    "US": ("usa", "u.s.a.", "u.s.", "vsa", "amerika", "vereinigte staaten von amerika",
           "united states of america", "america", "the states", "美利坚合众国"),
    "VA": ("holy see", "vatican", "vatican city state"),
    "VE": ("bolivarian republic of venezuela", "venezuela bolivarian republic of"),
    "VN": ("viet nam",),
}  # fmt: skip
"""What people call countries beside the names Babel knows."""

ISO_3166 = """
    AD AND AE ARE AF AFG AG ATG AI AIA AL ALB AM ARM AO AGO AQ ATA AR ARG AS ASM AT AUT AU AUS AW ABW
    AX ALA AZ AZE BA BIH BB BRB BD BGD BE BEL BF BFA BG BGR BH BHR BI BDI BJ BEN BL BLM BM BMU BN BRN
    BO BOL BQ BES BR BRA BS BHS BT BTN BV BVT BW BWA BY BLR BZ BLZ CA CAN CC CCK CD COD CF CAF CG COG
    CH CHE CI CIV CK COK CL CHL CM CMR CN CHN CO COL CR CRI CU CUB CV CPV CW CUW CX CXR CY CYP CZ CZE
    DE DEU DJ DJI DK DNK DM DMA DO DOM DZ DZA EC ECU EE EST EG EGY EH ESH ER ERI ES ESP ET ETH FI FIN
    FJ FJI FK FLK FM FSM FO FRO FR FRA GA GAB GB GBR GD GRD GE GEO GF GUF GG GGY GH GHA GI GIB GL GRL
    GM GMB GN GIN GP GLP GQ GNQ GR GRC GS SGS GT GTM GU GUM GW GNB GY GUY HK HKG HM HMD HN HND HR HRV
    HT HTI HU HUN ID IDN IE IRL IL ISR IM IMN IN IND IO IOT IQ IRQ IR IRN IS ISL IT ITA JE JEY JM JAM
    JO JOR JP JPN KE KEN KG KGZ KH KHM KI KIR KM COM KN KNA KP PRK KR KOR KW KWT KY CYM KZ KAZ LA LAO
    LB LBN LC LCA LI LIE LK LKA LR LBR LS LSO LT LTU LU LUX LV LVA LY LBY MA MAR MC MCO MD MDA ME MNE
    MF MAF MG MDG MH MHL MK MKD ML MLI MM MMR MN MNG MO MAC MP MNP MQ MTQ MR MRT MS MSR MT MLT MU MUS
    MV MDV MW MWI MX MEX MY MYS MZ MOZ NA NAM NC NCL NE NER NF NFK NG NGA NI NIC NL NLD NO NOR NP NPL
    NR NRU NU NIU NZ NZL OM OMN PA PAN PE PER PF PYF PG PNG PH PHL PK PAK PL POL PM SPM PN PCN PR PRI
    PS PSE PT PRT PW PLW PY PRY QA QAT RE REU RO ROU RS SRB RU RUS RW RWA SA SAU SB SLB SC SYC SD SDN
    SE SWE SG SGP SH SHN SI SVN SJ SJM SK SVK SL SLE SM SMR SN SEN SO SOM SR SUR SS SSD ST STP SV SLV
    SX SXM SY SYR SZ SWZ TC TCA TD TCD TF ATF TG TGO TH THA TJ TJK TK TKL TL TLS TM TKM TN TUN TO TON
    TR TUR TT TTO TV TUV TW TWN TZ TZA UA UKR UG UGA UM UMI US USA UY URY UZ UZB VA VAT VC VCT VE VEN
    VG VGB VI VIR VN VNM VU VUT WF WLF WS WSM YE YEM YT MYT ZA ZAF ZM ZMB ZW ZWE XK XKX
"""
ALPHA_3 = ISO_3166.split()
"""ISO 3166: two letters, then three."""


def country_key(name: str) -> str:
    """The name as countries are compared: case, accents, apostrophes, dots, articles and brackets do not matter."""
    text = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = text.replace("&", " and ").replace("ı", "i").replace("ł", "l").replace("ø", "o")
    text = re.sub(r"[.]", "", text)
    words = re.sub(r"[^\w]|_", " ", text).split()
    words = ["saint" if word == "st" else word for word in words if word not in {"the", "s"}]
    return " ".join(words)


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Every key of a country's names and codes, and its two letters."""
    names = {country_key(alias): code for code, aliases in ALIASES.items() for alias in aliases}
    for two, three in zip(ALPHA_3[::2], ALPHA_3[1::2], strict=True):
        names.setdefault(two.casefold(), two)
        names.setdefault(three.casefold(), two)
    return named_in(OURS, names)


@lru_cache(maxsize=1)
def foreign_country_names() -> dict[str, str]:
    """The same in the other languages, which take a second to read."""
    return named_in(OTHERS, {})


def named_in(languages: Iterable[str], names: dict[str, str]) -> dict[str, str]:
    """These names, and those of the languages where they mean nothing yet."""
    for language in languages:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES:
                names.setdefault(country_key(name), code)
    return names


def country_code(text: str) -> str | None:
    """The two letters of the country of this name, also if something is said in brackets; None for none.

    In brackets may stand another name of it, or what says which: `Congo (DRC)`, `China (Hong Kong)`.
    """
    if code := _named(text):
        return code
    outside, inside = (
        _named(BRACKETS.sub(" ", text)),
        _named(" ".join(BRACKETS.findall(text)).strip("()（） ")),
    )
    if outside and inside:
        return outside if inside in WITH_TERRITORIES else inside
    several = {_named(part) for part in PARTS.split(text)} if outside is None else {outside}
    return several.pop() if len(several) == 1 else None


def _named(text: str) -> str | None:
    key = country_key(text)
    return next(
        (code for names in (country_names, foreign_country_names) if (code := names().get(key))), None
    )


def country_choices(language: str) -> list[tuple[str, str]]:
    """(two letters, name) of every country, by the names of the reader's language."""
    territories = Locale.parse("zh_Hans" if language.startswith("zh") else language).territories
    found = [(code, str(territories[code])) for code in ALPHA_3[::2] if code in territories]
    return sorted(found, key=lambda pair: country_key(pair[1]))
