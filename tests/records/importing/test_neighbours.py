"""Files of Greece, Turkey, the Baltic states, old Russian and Japanese programs, DOS and old Macintoshes."""

from __future__ import annotations

import io

import pytest

from salesapp.records.importing.mapping.encodings import ENCODINGS
from salesapp.records.tables.encodings import detect_encoding

TEXTS = {
    "cp1253": (
        "Όνομα;Πόλη\nΓιώργος Παπαδόπουλος;Αθήνα\n",
        "Name;City\nΕλένη;Πάτρα\n",
        "Ελληνικά Πετρέλαια Α.Ε.\n",
    ),
    "cp1254": ("Ad;Şehir\nŞükrü Yılmaz;İstanbul\n", "Name\nÇağla Öztürk\n", "Türkiye İş Bankası A.Ş.\n"),
    "cp1257": ("Vārds;Pilsēta\nJānis Bērziņš;Rīga\n", "Name;City\nŠarūnas Žukauskas;Klaipėda\n"),
    "koi8-r": ("Имя;Город\nИван Петров;Москва\n", "Name;City\nООО Ромашка;Санкт-Петербург\n"),
    "cp866": ("Имя;Город\nИван Петров;Москва\n", "Name\nМария\n"),
    "euc_jp": ("Name;City\n株式会社テスト;横浜\n", "会社名\nトヨタ自動車株式会社\n"),
    "iso2022_jp": ("名前;住所\n田中太郎;東京都\n",),
    "cp850": ("Name;Ort\nMüller;Köln\nSchröder;Düsseldorf\n",),
    "mac-roman": ("Name;Ort\nMüller;Köln\n", "Nom\nFrançois Béranger\n"),
    # and none of these is taken for one of them
    "cp1252": ("Müller\nGroß Straße\n", "Åsa Ärlig\n", "Señor Nuñez\nSão João\n", "Þórður Sigurðsson\n"),
    "cp1251": ("Иван\n", "ФИО;ИНН\nИванов;123\n", "ЗАО «Вектор»\n"),
    "cp1250": ("Łukasz Wiśniewski\n", "Dvořák\nNový\n"),
    "cp932": ("田中太郎\n", "スズキ\n", "山田花子,03-1234\n", "鈴木一郎\n"),
    "gb18030": ("陈大文\n", "白岩松\n", "张三,北京科技有限公司\n"),
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_file_is_read_in_the_letters_it_was_written_in(encoding):
    for text in TEXTS[encoding]:
        content = text.encode(encoding)
        found = detect_encoding(io.BytesIO(content))
        assert content.decode(found) == text, found


def test_each_of_them_can_be_chosen_by_hand():
    assert TEXTS.keys() - {"iso2022_jp"} <= {name for name, _label in ENCODINGS}
