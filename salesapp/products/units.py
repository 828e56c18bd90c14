"""What units of quantity are called, and the codes that e-invoices have for them (UN/ECE recommendations 20 and 21)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

UNITS = {
    "H87": "piece pieces pc pcs pce st stk stück unit units ea. item items 件 个 只 台 套件 片 块 支 把 条 张 本 部 辆",
    "C62": "one count licence licences license licenses user users seat seats lizenz lizenzen 项 项目 许可 授权",
    "EA": "each ea",
    "SET": "set sets satz 套 组",
    "PR": "pair pairs paar 对 双",
    "DZN": "dozen dz dutzend 打",
    "LS": "lump-sum lumpsum flat pauschal pauschale flat-rate 总价 一次性 次 一式",
    "HUR": "hour hours h hr hrs std stunde stunden 小时 工时",
    "MIN": "minute minutes min minuten 分钟",
    "SEC": "second seconds sec s sekunde 秒",
    "DAY": "day days d tag tage 天 日 人天",
    "WEE": "week weeks wk woche wochen 周 星期",
    "MON": "month months mon mth monat monate 月 个月",
    "QAN": "quarter quarters quartal 季度",
    "ANN": "year years yr a jahr jahre 年",
    "KGM": "kilogram kilograms kg kilo kilos 公斤 千克",
    "GRM": "gram grams g gramm 克",
    "MGM": "milligram milligrams mg 毫克",
    "TNE": "tonne tonnes ton tons t 吨",
    "LBR": "pound pounds lb lbs 磅",
    "ONZ": "ounce ounces oz 盎司",
    "MTR": "metre metres meter meters m lfm 米",
    "CMT": "centimetre centimetres centimeter cm 厘米",
    "MMT": "millimetre millimetres millimeter mm 毫米",
    "KMT": "kilometre kilometres kilometer km 公里 千米",
    "FOT": "foot feet ft 英尺",
    "INH": "inch inches in 英寸",
    "MTK": "m2 m² sqm qm 平方米 平米",
    "MTQ": "m3 m³ cbm 立方米",
    "FTK": "sqft ft2 ft² 平方英尺",
    "LTR": "litre litres liter liters l 升",
    "MLT": "millilitre millilitres milliliter ml 毫升",
    "GLL": "gallon gallons gal 加仑",
    "KWH": "kwh kilowatt-hour kilowatt-hours 千瓦时 度",
    "KWT": "kw kilowatt 千瓦",
    "XBX": "box boxes bx karton 盒 箱",
    "XPK": "pack packs package packages pkg packung 包",
    "XPX": "pallet pallets palette paletten 托 托盘 栈板",
    "XCT": "carton cartons ctn 纸箱",
    "XBG": "bag bags beutel sack 袋",
    "XBO": "bottle bottles flasche flaschen 瓶",
    "XRO": "roll rolls rolle rollen 卷",
    "E48": "service services dienstleistung 服务 service-unit",
    "IE": "person persons people personen 人",
    "P1": "percent % prozent",
}
"""Code → what people call it, in English, German and Chinese, and how they shorten it."""


def unit_code(name: str | None) -> str | None:
    """The official code of a unit by what it is called; a piece where nothing is said, None for an unknown name."""
    if not name or not name.strip():
        return "C62"
    return _codes().get(_key(name)) or (name.strip() if name.strip() in UNITS else None)


def _key(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).casefold().strip().rstrip(".")
    return re.sub(r"\s+", "-", text)


@lru_cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, names in UNITS.items():
        for each in names.split():
            found.setdefault(_key(each), code)
    return found
