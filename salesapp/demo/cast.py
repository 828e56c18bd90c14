"""Who and what the demo company is made of. Every name, address and number here is invented."""

from __future__ import annotations

from salesapp.core.access import Role
from salesapp.customers.kinds import Industry
from salesapp.leads.kinds import Rating
from salesapp.marketing.kinds import CampaignStatus, CampaignType, LeadSource
from salesapp.opportunities.processes.models import ForecastCategory

PEOPLE = (
    ("admin", "Alex Brandt", Role.ADMINISTRATOR, None, "Head office"),
    ("manager", "Maren Vogel", Role.MANAGER, "admin", "North"),
    ("rep", "Robin Keller", Role.REP, "manager", "North"),
    ("rep2", "陈晓雯", Role.REP, "manager", "Asia"),
    ("finance", "Fiona Marsh", Role.FINANCE, "admin", "Head office"),
    ("service", "Samir Haddad", Role.SERVICE, "admin", "Head office"),
    ("marketing", "Mila Novak", Role.MARKETING, "admin", "Head office"),
)
"""Log-in name, name, role, manager's log-in name, team."""

UNITS = (("100", "Europe", None), ("110", "Northern Europe", "Europe"), ("200", "Asia", None))
"""Code, name, and the unit that it is part of."""
UNIT_OF_TEAM = {"North": "Northern Europe", "Asia": "Asia"}
UNIT_OF_COUNTRY = {"DE": "Northern Europe", "NL": "Northern Europe", "GB": "Northern Europe", "CN": "Asia"}
"""All others are in Europe."""

PRODUCTS = (
    ("SC-100", "Bench scale 100", "Scales", "pc", "490", "standard"),
    ("SC-300", "Platform scale 300 kg", "Scales", "pc", "1290", "standard"),
    ("SC-900", "Floor scale 900 kg with ramp", "Scales", "pc", "2840", "standard"),
    ("PH-10", "pH meter, handheld", "Meters", "pc", "215", "standard"),
    ("PH-40", "pH meter, bench, four channels", "Meters", "pc", "1180", "standard"),
    ("MX-2", "Magnetic stirrer", "Lab", "pc", "320", "standard"),
    ("CF-12", "Centrifuge, 12 tubes", "Lab", "pc", "3650", "standard"),
    ("CF-48", "Centrifuge, 48 tubes, cooled", "Lab", "pc", "9800", "standard"),
    ("IN-80", "Incubator 80 l", "Lab", "pc", "2450", "standard"),
    ("SV-CAL", "Calibration on site", "Service", "h", "135", "standard"),
    ("SV-CARE", "Care plan, one year", "Service", "year", "390", "standard"),
    ("SV-TRAIN", "Training day", "Service", "day", "1150", "standard"),
    ("BK-LAB", "Handbook: weighing right", "Books", "pc", "38.50", "reduced"),
)
"""Code, name, family, unit, price in EUR, tax."""

ACCOUNTS = (
    ("Nordlicht Biotech GmbH", Industry.MEDICAL, "Hamburg", "20457", "DE", "+49 40 5550 1200", "EUR", "en"),
    ("Kestrel Foods Ltd", Industry.MANUFACTURING, "Leeds", "LS1 4AP", "GB", "+44 113 496 0100", "EUR", "en"),
    ("上海远航贸易有限公司", Industry.RETAIL, "上海", "200120", "CN", "+86 21 5550 8800", "CNY", "zh"),
    ("深圳明川科技有限公司", Industry.TECHNOLOGY, "深圳", "518057", "CN", "+86 755 5550 6600", "CNY", "zh"),
    (
        "Université de Lyon, Laboratoire 7",
        Industry.EDUCATION,
        "Lyon",
        "69007",
        "FR",
        "+33 4 72 55 01 00",
        "EUR",
        "en",
    ),
    ("Harbor & Pine Coffee", Industry.HOSPITALITY, "Rotterdam", "3011", "NL", "+31 10 555 0140", "EUR", "en"),
    ("Granite State Dairy", Industry.AGRICULTURE, "Salzburg", "5020", "AT", "+43 662 555 010", "EUR", "en"),
    ("Orbit Diagnostics", Industry.MEDICAL, "Basel", "4051", "CH", "+41 61 555 01 20", "EUR", "en"),
    ("Cobalt Coatings", Industry.MANUFACTURING, "Gdańsk", "80-001", "PL", "+48 58 555 01 30", "EUR", "en"),
    (
        "Müller & Söhne Feinmechanik",
        Industry.MANUFACTURING,
        "Jena",
        "07743",
        "DE",
        "+49 3641 555 010",
        "EUR",
        "en",
    ),
    ("Vera Cruz Textiles", Industry.RETAIL, "Porto", "4000", "PT", "+351 22 555 0110", "EUR", "en"),
    (
        "The Extraordinarily Long-Named Institute for Applied Measurement Sciences",
        Industry.EDUCATION,
        "Vienna",
        "1010",
        "AT",
        "+43 1 555 0199",
        "EUR",
        "en",
    ),
)
"""Name, industry, city, postal code, country, phone, currency, language of documents."""

CONTACTS = (
    (0, "Lindqvist", "Ingrid", "Head of laboratory", "+49 40 5550 1207"),
    (0, "Okafor", "Daniel", "Purchasing", "+49 40 5550 1219"),
    (1, "Whitfield", "Grace", "Plant manager", "+44 113 496 0111"),
    (2, "王", "建国", "采购经理", "+86 138 5550 0101"),
    (3, "欧阳", "雪", "实验室主任", "+86 139 5550 0202"),
    (4, "Moreau", "Camille", "Professor", "+33 4 72 55 01 07"),
    (5, "de Vries", "Pieter", "Owner", "+31 6 5550 1401"),
    (6, "Huber", "Theresa", "Quality", "+43 662 555 011"),
    (7, "Keller", "Noah", "Laboratory", "+41 61 555 01 21"),
    (8, "Nowak", "Zofia", "Production", "+48 58 555 01 31"),
    (9, "Müller", "Jonas", "Managing director", "+49 3641 555 011"),
    (10, "Almeida", "Rita", "Purchasing", "+351 22 555 0111"),
    (11, "Steinmetz", "Anneliese", "Institute manager", "+43 1 555 0190"),
)
"""Account by its place above, family name, given name, job title, phone."""

CAMPAIGNS = (
    (
        "Laborwelt Hamburg",
        CampaignType.TRADE_FAIR,
        CampaignStatus.ACTIVE,
        (-13, -10),
        1_200_000,
        1_184_000,
        None,
        "Hall 4, stand 212: bench scales, and the cooled centrifuge running.",
    ),
    (
        "Autumn mailing: care plans",
        CampaignType.MAILING,
        CampaignStatus.COMPLETED,
        (-34, -20),
        250_000,
        231_540,
        "1.5",
        "1,600 letters to laboratories whose scales are older than five years.",
    ),
    (
        "上海分析仪器展",
        CampaignType.TRADE_FAIR,
        CampaignStatus.PLANNED,
        (46, 49),
        2_400_000,
        None,
        None,
        "与远航贸易合用展台。",
    ),
)
"""Name, type, status, days from today on which it begins and ends, budget and cost, expected response, description."""

BROUGHT_BY = {
    "Mara Stein": 0,
    "Samuel Adeyemi": 0,
    "Priya Raman": 0,
    "Floor scales for three lines": 0,
    "Roastery scales": 0,
    "Tomás Ferreira": 1,
    "Elena Petrova": 1,
    "Birgit Sander": 1,
    "Care plans 2027": 1,
    "Bench scales": 1,
}
"""Lead or opportunity → the place of its campaign above."""

LEADS = (
    (
        "Mara Stein",
        "Nordlicht Energie",
        "Scales for two depots",
        "mara.stein@nordlicht-energie.example",
        "+49 40 5550 7701",
        LeadSource.TRADE_FAIR,
        Rating.HOT,
        1_280_000,
    ),
    (
        "李明",
        "杭州清源食品有限公司",
        "离心机和培训",
        "liming@qingyuan.example",
        "+86 571 5550 3301",
        LeadSource.WEB,
        Rating.HOT,
        4_600_000,
    ),
    (
        "Ingrid Lindqvist",
        "Nordlicht Biotech",
        "Cooled centrifuge for the new wing",
        "ingrid.lindqvist@nordlicht-biotech.example",
        "+49 40 5550 1207",
        LeadSource.REFERRAL,
        Rating.WARM,
        980_000,
    ),
    (
        "Tomás Ferreira",
        "Vera Cruz",
        "Care plan for six scales",
        "tomas@veracruz.example",
        "+351 22 555 0114",
        LeadSource.WEB,
        Rating.WARM,
        None,
    ),
    (
        "Hannah Berg",
        "Fjord Smokehouse",
        "Platform scale, splash-proof",
        "hannah@fjordsmoke.example",
        "+47 22 55 01 60",
        LeadSource.COLD_CALL,
        Rating.COLD,
        290_000,
    ),
    (
        "周婷",
        None,
        "手持酸度计报价",
        "zhouting@mail.example",
        "+86 136 5550 4402",
        LeadSource.SOCIAL,
        Rating.WARM,
        None,
    ),
    (
        "Samuel Adeyemi",
        "Lagoon Waterworks",
        "Bench meters for a field laboratory",
        "s.adeyemi@lagoonwater.example",
        "+234 1 555 0190",
        LeadSource.PARTNER,
        Rating.HOT,
        2_350_000,
    ),
    (
        "Elena Petrova",
        "Black Sea Oils",
        "Calibration visit",
        "elena@blackseaoils.example",
        "+359 52 555 010",
        LeadSource.ADVERTISEMENT,
        None,
        None,
    ),
    (
        "Oskar Lund",
        "Lund Bakeries",
        "Five bench scales",
        "oskar@lundbak.example",
        "+46 8 555 010 20",
        LeadSource.WEB,
        Rating.COLD,
        245_000,
    ),
    (
        "Priya Raman",
        "Monsoon Teas",
        "Incubator for a tasting room",
        "priya@monsoonteas.example",
        "+44 20 5550 0170",
        LeadSource.TRADE_FAIR,
        Rating.WARM,
        245_000,
    ),
)
"""Name, company, interest, e-mail, phone, source, rating, estimated amount in minor units."""

WAITING = (
    ("Greta Holm", "Holm Apotheke", "Two bench scales", "greta@holm-apotheke.example"),
    ("赵磊", "宁波海蓝水产有限公司", "平台秤和培训", "zhaolei@hailan.example"),
    (
        "Mara Stein",
        "Nordlicht Energie",
        "Are the depot scales in stock?",
        "mara.stein@nordlicht-energie.example",
    ),
)
"""Name, company, interest, e-mail of those in the queue; one is there already and asks once more."""

DEALS = (
    (0, "Cooled centrifuges for the south wing", (("CF-48", 2), ("SV-TRAIN", 1)), 1, 18, "rep"),
    (0, "Care plans 2027", (("SV-CARE", 12),), 2, 35, "rep"),
    (1, "Floor scales for three lines", (("SC-900", 3), ("SV-CAL", 6)), 3, 9, "rep"),
    (2, "实验室设备首批采购", (("PH-40", 4), ("MX-2", 10)), 3, 14, "rep2"),
    (3, "质检中心离心机", (("CF-48", 1), ("SV-CARE", 2)), 2, 28, "rep2"),
    (4, "Teaching laboratory, 24 places", (("PH-10", 24), ("MX-2", 24), ("BK-LAB", 30)), 1, 60, "rep"),
    (5, "Roastery scales", (("SC-100", 6),), 4, 5, "rep"),
    (6, "Incubators for milk tests", (("IN-80", 3),), 2, -4, "rep"),
    (7, "Bench meters, renewal", (("PH-40", 5), ("SV-CARE", 5)), 3, 21, "rep"),
    (8, "Paint line weighing", (("SC-300", 4), ("SV-CAL", 8)), 1, 44, "rep"),
    (9, "Calibration contract", (("SV-CAL", 40),), 4, 12, "rep"),
    (
        11,
        "Refurbishment of the measurement hall",
        (("SC-900", 8), ("CF-12", 6), ("SV-TRAIN", 4)),
        1,
        90,
        "rep2",
    ),
)
"""Account, name, (product, quantity)…, stage it reached, days until its close date, owner."""

CHECKLIST = ("Budget talked about", "Date of the decision known")
"""What the first stage of new business proposes to have done."""

CARE_STAGES = (
    ("Due", 40, ForecastCategory.PIPELINE, ("Devices counted with the customer",)),
    ("Offered", 60, ForecastCategory.BEST_CASE, ("Price agreed with service",)),
    ("Agreed", 90, ForecastCategory.COMMIT, ()),
)
"""The way of selling care plans: name, probability, forecast category, what must be ticked."""

WON = (
    (0, "First centrifuges", (("CF-12", 2), ("SV-TRAIN", 1)), "rep", 75, "paid"),
    (1, "Pilot line", (("SC-300", 2), ("SV-CAL", 3)), "rep", 48, "invoiced"),
    (2, "样品秤试用", (("SC-100", 3), ("PH-10", 5)), "rep2", 40, "paid"),
    (9, "Workshop scales", (("SC-300", 5),), "rep", 20, "invoiced"),
    (6, "Stirrers for the dairy laboratory", (("MX-2", 4),), "rep", 12, "ordered"),
    (10, "Bench scales", (("SC-100", 8), ("BK-LAB", 8)), "rep", 9, "accepted"),
)
"""Account, name, products, owner, days ago it was won, how far it has come since."""

LOST = (
    (5, "Second roastery", (("SC-300", 3),), "rep", 30, "Price", "Lakeside Scales"),
    (8, "Laboratory fit-out", (("IN-80", 4), ("CF-12", 2)), "rep2", 55, "No decision", None),
)
"""Account, name, products, owner, days ago it was lost, reason, competitor."""

COMPETITORS = (
    {
        "name": "Lakeside Scales",
        "key_product": "LS floor scales",
        "reported_revenue": 1_850_000_000,
        "website": "https://lakeside-scales.example",
        "overview": "Family firm on Lake Constance; scales only, sold through dealers.",
        "strengths": "Low list prices, and scales in stock.",
        "weaknesses": "No calibration of their own: the customer waits for a partner.",
        "opportunities": "Ask what a day without the scale costs.",
        "threats": "They began to rent scales out.",
        "city": "Konstanz",
        "country": "DE",
    },
    {
        "name": "Kestrel Instruments",
        "key_product": "K-Spin centrifuges",
        "reported_revenue": 12_400_000_000,
        "ticker": "KSTL",
        "website": "https://kestrel.example",
        "overview": "Large, international, strong in hospitals.",
        "strengths": "One contract for every device of a laboratory.",
        "weaknesses": "Ten weeks until they deliver.",
        "city": "Leeds",
        "country": "GB",
    },
    {
        "name": "恒准仪器",
        "key_product": "台式酸度计",
        "strengths": "本地服务团队，报价快。",
        "weaknesses": "没有三年保修。",
        "city": "苏州",
        "country": "CN",
    },
)
"""What is known of each competitor, by attribute."""

MET_IN = {
    "Cooled centrifuges for the south wing": (("Kestrel Instruments", "Offers their care contract with it"),),
    "Floor scales for three lines": (
        ("Lakeside Scales", "8 % below our list price"),
        ("Kestrel Instruments", None),
    ),
    "实验室设备首批采购": (("恒准仪器", "报价低，但没有三年保修"),),
    "Pilot line": (("Lakeside Scales", None),),
}
"""Opportunity → the competitors one meets in it, each with a note."""
