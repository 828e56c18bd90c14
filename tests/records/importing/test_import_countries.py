"""Countries as the exports of other programs and people of many languages write them."""

from __future__ import annotations

import pytest

from salesapp.records.notation.countries import ALPHA_3, country_code

SPELLINGS = """
AE=UAE|阿联酋|United Arab Emirates|ARE
AT=Österreich|AUT|奥地利
AU=Australia|澳洲|澳大利亚
BA=Bosnia and Herzegovina|Bosnia & Herzegovina
BE=Belgique|België|Belgien
BO=Bolivia (Plurinational State of)
BR=Brasil|巴西
BS=Bahamas, The|The Bahamas
CD=Democratic Republic of the Congo|DRC|Congo-Kinshasa
CH=Schweiz|Suisse|Svizzera|CHE
CI=Côte d'Ivoire|Côte d’Ivoire|Cote D'Ivoire|Ivory Coast
CN=CHN|P.R. China|中国|中华人民共和国|People's Republic of China
CV=Cabo Verde
CW=Curaçao
CZ=Czechia|Czech Republic|Česko|Tschechien
DE=DEU|Deutschland|GERMANY|德国|Allemagne
DK=Dänemark|Danmark
ES=España|Spanien
FI=Suomi
FR=France|Frankreich|法国
GB=UK|U.K.|United Kingdom (UK)|Great Britain|England|英国|Großbritannien
GM=The Gambia|Gambia, The
GR=Ελλάδα
HK=Hong Kong|Hong Kong SAR|香港|中国香港|香港特别行政区
HR=Hrvatska
HU=Magyarország
IE=Republic of Ireland
IR=Iran, Islamic Republic of
IT=Italia|Italien
JP=日本|JPN
KR=Korea|South Korea|Republic of Korea|Korea, Republic of|韩国|南韩|대한민국
LA=Lao People's Democratic Republic
LC=St. Lucia|Saint Lucia
MD=Moldova
MK=Macedonia|North Macedonia
MM=Myanmar|Burma
MO=Macao|Macau|澳门
MX=México
MY=马来西亚
NL=The Netherlands|Netherlands (the)|Holland|Nederland|荷兰
NZ=New Zealand|纽西兰|新西兰
PH=Philippines|Philippinen
PL=Polska
RE=Réunion
RU=Russian Federation|俄罗斯|Россия
SA=KSA|沙特|沙特阿拉伯
SE=Sverige
SG=新加坡
SY=Syrian Arab Republic
TH=泰国
TL=Timor-Leste
TR=Turkey|Turkiye|Türkiye
TT=Trinidad and Tobago
TW=Taiwan|台湾|中国台湾|臺灣|Taiwan, Province of China
TZ=Tanzania, United Republic of
UA=Україна
US=USA|U.S.A.|United States of America|美国|Vereinigte Staaten|us
VA=Holy See
VE=Venezuela (Bolivarian Republic of)
VN=Viet Nam|越南
"""


def test_countries_are_known_in_many_spellings() -> None:
    wanted = [entry.partition("=") for entry in SPELLINGS.split("\n") if entry]
    wrong = [
        (text, code, country_code(text))
        for code, _sign, texts in wanted
        for text in texts.strip().split("|")
        if country_code(text) != code
    ]
    assert wrong == []
    assert len(set(ALPHA_3)) == len(ALPHA_3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("China (Hong Kong)", "HK"),
        ("Hong Kong (China)", "HK"),
        ("中国（香港）", "HK"),
        ("Congo (DRC)", "CD"),
        ("Korea (North)", "KP"),
        ("USA (Puerto Rico)", "PR"),
        ("Denmark (Greenland)", "GL"),
        ("Germany (EU)", "DE"),
        ("DE - Germany", "DE"),
        ("Schweiz/Suisse", "CH"),
        ("France / Germany", None),
        ("P.R.China", "CN"),
        ("中國大陸", "CN"),
        ("VR China", "CN"),
        ("Hong Kong SAR China", "HK"),
        ("Macau SAR", "MO"),
        ("Taiwan, China", "TW"),
        ("Bundesrepublik Deutschland", "DE"),
        ("Oesterreich", "AT"),
        ("Weissrussland", "BY"),
        ("Elfenbeinküste", "CI"),
        ("Tschechische Republik", "CZ"),
        ("Bosnia-Herzegovina", "BA"),
        ("Russische Föderation", "RU"),
        ("Korea, North", "KP"),
        ("韓國", "KR"),
    ],
)
def test_what_stands_in_brackets_or_beside_a_country_says_which(text: str, code: str | None) -> None:
    assert country_code(text) == code


def test_what_is_no_country_stays_a_question() -> None:
    assert [country_code(text) for text in ("Atlantis", "N/A", "Europe", "Bavaria")] == [None] * 4
