"""The words of signatures and cards: labels, job titles, greetings, legal notes.

Most of them are English, German and Chinese; the commonest ones of six more languages are there.
"""

from __future__ import annotations

import re

_LABELS = {
    "mobile": "mobile mobil mob mobiltelefon cell cellphone handy m c "
    "port portable móvil movil cel cellulare mobiel gsm kom 手机 手機 手机号 移动电话 行动电话 行動電話 携帯 携帯電話",
    "fax": "fax telefax f 传真 傳真",
    "phone": (
        "tel telefon telephone phone ph fon fone t p office direct durchwahl büro zentrale "
        "tél téléphone teléfono telefono telefoon standard "
        "电话 電話 座机 固话 直线 办公电话"
    ),
    "email": "email e-mail mail e 邮箱 郵箱 电子邮件 電子郵件 电邮 電郵 邮件",
    "url": "web website www internet homepage url w 网址 網址 网站 官网",
    "address": "address adresse anschrift addr add adres dirección indirizzo 地址 公司地址 办公地址 通讯地址",
    "postal_code": "zip plz postcode 邮编 郵編 邮政编码",
    "organization": "company firma unternehmen organisation organization 公司 单位 公司名称",
    "title": "title position funktion role 职务 職務 职位 職位",
    "name": "name 姓名 联系人 聯絡人",
}
LABELS = {word: kind for kind, words in _LABELS.items() for word in words.split()}
"""What stands before a colon or a number → the part of a card that follows."""

JOB = re.compile(
    r"\b(?:manager|director|head of|engineer|sales|officer|president|chair(?:man|woman)?|partner|founder|owner|"
    r"consultant|assistant|executive|specialist|analyst|developer|architect|buyer|purchas\w*|procurement|account|marketing|lead|"
    r"c[efotim]o|vp|leit(?:er|erin|ung)|\w*leiter(?:in)?|geschäftsführ(?:er|erin|ung)|vertrieb\w*|einkauf\w*|"
    r"einkäufer(?:in)?|prokurist(?:in)?|referent(?:in)?|berater(?:in)?|sachbearbeiter(?:in)?|ingenieur(?:in)?|assistent(?:in)?|vorstand|"
    r"inhaber(?:in)?|außendienst|innendienst|"
    r"direct(?:eur|rice)|responsable|chef de|acheteu(?:r|se)|commerciale?|gérante?|ingénieure?|inkoop\w*|inkoper|"
    r"verkoop\w*|"
    r"hoofd|eigenaar|directora|jefe|jefa|gerente|compras|comprador\w*|responsabile|diret(?:tore|trice)|ufficio|acquisti|"
    r"titolare|kierownik|dyrektor|prezes|specjalista|handlowiec|zakup\w*|właściciel\w*)\b|"
    "经理|經理|总监|總監|总裁|總裁|主任|工程师|工程師|董事|主管|专员|顾问|助理|销售|采购|代表|秘书|创始人|合伙人|总工|部長|課長|社長|営業部",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"(?:best|kind|warm|many)\b.*(?:regards|wishes|thanks)|regards|sincerely|yours\b.*|thanks.*|thank you.*|cheers|"
    r"(?:mit )?(?:freundliche|beste|viele|liebe|herzliche|schöne)\w*\s+gr(?:ü|ue)(?:ß|ss)\w*.*|mfg|vg|lg|"
    r"(?:bien )?cordialement|bien à vous|.*salutations.*|met (?:vriendelijke|hartelijke) groet\w*|"
    r"(?:un )?saludos?\b.{0,20}|atentamente|(?:cordiali|distinti) saluti|z poważaniem|pozdrawiam\w*|よろしくお願い.*|"
    "此致|敬礼|敬禮|顺祝.*|祝好|商祺|谢谢|謝謝|"
    r"sent from.*|von meinem.*|gesendet von.*|发自.*|[-_=*–—~]{2,}",
    re.IGNORECASE,
)
LEGAL = re.compile(
    r"\b(?:HR[AB]\b|amtsgericht|registergericht|handelsregister|ust\b|ust-?id|vat\b|steuernummer|sitz der|registered|"
    r"company (?:no|reg)|aufsichtsrat|vorstand:|geschäftsführ\w*:|managing directors?:|"
    r"p\.? ?iva\b|siret\b|tva\b|kvk\b|nip\b|regon\b)",
    re.IGNORECASE,
)
COMPANY_HAN = re.compile("公司|集团|集團|研究院|研究所|大学|大學|学院|银行|銀行|医院|工厂|工廠|株式会社")
