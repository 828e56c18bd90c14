"""What is told from the bytes of short files: the common encoding wherever a rare one could be read as well."""

from __future__ import annotations

import io

import pytest

from salesapp.records.tables.encodings import detect_encoding

TEXTS = {
    "cp1252": (
        "We don’t know yet",
        "the “good” one",
        "next week…",
        "It’s “fine” — really",
        "John† and Mary‡",
        "Acme™ widgets",
        "• first point",
        "£50 or 20–30 €",
        "foto’s",
        "’s-Hertogenbosch",
        "baby’s en auto’s",
        "it’s fine, don’t",
        "John’s\nAnn’s\nBob’s",
        "één keer",
        "België, coördinatie",
        "„gut“",
        "‚gut‘",
        "›gut‹ und »gut«",
        "Größe",
        "Straße – München",
        "Grüße…",
        "cœur",
        "l’été",
        "« Ça va »",
        "sœur Hélène",
        "Œuvre",
        "Ibáñez",
        "Hyvää päivää",
        "Sigurður",
        "Hörður",
        "Guðmundur und Müller",
        "Þýskaland",
        "Sigríður",
    ),
    "cp850": ("Müller;Jäger", "Béranger;François", "Señor Muñoz"),
    "mac-roman": ("Béranger;François", "Jäger;Müller"),
    "cp1250": ("Dvořák", "Łukasz Wiśniewski", "Grażyna", "Žilina", "Świętosław"),
    "cp1251": ("Игорь", "Юрий", "Юлия", "Васильев Юрий", "Фёдоров", "Князь", "Київ", "ООО «Вектор»"),
    "koi8-r": ("Мария", "Смирнова Ольга", "Алексей Николаев"),
    "cp1253": ("Ελένη", "Γιώργος Παπαδόπουλος;Αθήνα;Πάτρα"),
    "iso8859-7": ("Ελένη", "Δημήτρης;Κώστας;Ελένη"),
    "cp1254": ("Şükrü Yılmaz", "Çağla Öztürk", "Barış Güneş", "Yıldırım"),
    "cp1257": ("Jānis Bērziņš", "Šarūnas Žukauskas"),
    "cp950": ("陳志明", "林淑芬", "徐中文", "徐文中", "張俊傑\n陳天文"),
    "cp949": ("김민준", "정지우", "강현우", "이영희\n박철수"),
    "cp932": ("吉田健", "池田恵子", "吉田陽菜", "鈴木さくら", "山田太郎\n佐藤花子"),
    "euc_jp": ("トヨタ自動車", "鈴木さくら\nスズキ"),
    "gb18030": ("李堃", "王喆", "张镕", "赵珺", "高翀"),
    "utf-8": ("We don’t", "Größe", "张磊", "Игорь", "Ελένη", "Şükrü", "Jānis", "吉田健", "김민준"),
}
SURNAMES, GIVEN = "王李张刘陈杨赵黄周徐", ("磊", "涛", "秀英", "欣怡")


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_few_words_are_read_as_they_were_written(encoding: str) -> None:
    for words in TEXTS[encoding]:
        assert as_read(f"Name\n{words}\n", encoding) == f"Name\n{words}\n"


@pytest.mark.parametrize("given", GIVEN)
def test_a_chinese_name_or_three_under_english_headings_stay_chinese(given: str) -> None:
    for surname in SURNAMES:
        for rows in ((given,), (given, "建华"), (given, "俊", "婷")):
            text = "Name,City\n" + "".join(f"{surname}{each},Shanghai\n" for each in rows)
            assert as_read(text, "gbk") == text


def as_read(text: str, encoding: str) -> str:
    """The text after it was written in this encoding and read in the one that was found."""
    content = text.encode(encoding)
    return content.decode(detect_encoding(io.BytesIO(content)))
