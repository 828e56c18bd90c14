"""Where only a reader can say in which encoding a file is, the wizard asks and shows what stands there by each."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.outbox import carry_all
from salesapp.leads.models import Lead
from salesapp.records.tables.encodings import detect_encoding
from salesapp.records.tables.readings import other_readings
from tests.records.importing import test_encodings
from tests.records.importing.test_import_wizard import Browser, the_run
from tests.records.importing.test_neighbours import TEXTS

ASKED = {
    "euc_jp": ("氏名,会社\n山田太郎,東京商事\n鈴木一郎,大阪工業\n", "Name,City\n田中,京都\n"),
    "cp1255": ("Name,City\nדוד כהן,תל אביב\n", "שם,עיר\nשרה לוי,חיפה\n"),
    "cp1256": ("Name,City\nمحمد علي,القاهرة\nفاطمة,دبي\n",),
    "cp874": ("Name,City\nสมชาย ใจดี,กรุงเทพ\n",),
    "cp950": ("Name,City\n林,Taipei\n",),
    "cp1250": (
        "Name,City\nKovač,Wien\n",
        "Name\nPetrović\n",
        "Name\nSzabó Jenő\n",
        "Name,City\nWałęsa,Gdańsk\n",
    ),
}
CLEAR = {
    "gb18030": ("姓名,公司\n王小明,上海申花贸易有限公司\n", "Name\n王伟\n", "Name\n欧阳娜\n司马光\n"),
    "cp950": ("姓名,公司\n陳大文,台灣貿易股份有限公司\n", "Name\n王小明\n"),
    "cp932": ("Name,City\n田中,京都\n",),
    "cp949": ("이름,회사\n김철수,삼성전자\n",),
    "cp1252": (
        "Hélène Crème\n",
        "Nicolò perché caffè\n",
        "Größe\n",
        "João Simões\n",
        "Þór Sigurðsson\n",
        "JOÃO\n",
    ),
    "cp1251": ("Имя,Город\nИван,Москва\n", "город\nМосква\n"),
}


@pytest.mark.parametrize("encoding", ASKED)
def test_what_a_short_file_may_be_in_as_well_is_found(encoding):
    for text in ASKED[encoding]:
        content = text.encode(encoding)
        taken = detect_encoding(io.BytesIO(content))
        assert content.decode(taken) != text
        assert other_readings(content, taken) == (encoding,)


FEW_WORDS = {
    encoding: [f"Name\n{each}\n" for each in words] for encoding, words in test_encodings.TEXTS.items()
}
NAMES = {
    "gb18030": [
        f"Name,City\n{surname}{given},Shanghai\n"
        for surname in test_encodings.SURNAMES
        for given in test_encodings.GIVEN
    ]
}


@pytest.mark.parametrize(
    "texts", [CLEAR, TEXTS, FEW_WORDS, NAMES], ids=["clear", "neighbours", "few", "names"]
)
def test_nothing_is_asked_about_a_file_that_is_clear(texts):
    for encoding, examples in texts.items():
        for text in examples:
            content = text.encode(encoding)
            assert other_readings(content, detect_encoding(io.BytesIO(content))) == (), text


def test_the_wizard_asks_and_reads_the_file_as_it_is_told(as_user: Browser) -> None:
    ada = as_user("ada")
    file = (io.BytesIO("Name,City\nדוד כהן,תל אביב\n".encode("cp1255")), "he.csv")
    columns = ada.submit("/imports/new", action="/imports", type="lead", file=file).headers["Location"]
    page = ada.get(columns).text
    assert "Choose the one that reads right" in page
    assert "דוד כהן · תל אביב" in page
    assert "гег лдп" in page
    source = columns.replace("columns", "source")
    assert (
        ada.post(source, data={"encoding": "cp1255", "delimiter": "", "csrf_token": ada.csrf()}).status_code
        == 303
    )
    assert "Choose the one that reads right" not in ada.get(columns).text
    preview = ada.submit(columns, action=columns, match="-").headers["Location"]
    ada.submit(preview, action=preview.replace("preview", "start"))
    carry_all()
    assert db.session.scalars(select(Lead.name)).all() == ["דוד כהן"]


def test_the_delimiter_that_was_said_stays_when_the_encoding_is_chosen(as_user: Browser) -> None:
    ada = as_user("ada")
    content = "Name;City,Country\nדוד כהן;תל אביב,ישראל\n".encode("cp1255")
    file = (io.BytesIO(content), "he.csv")
    columns = ada.submit("/imports/new", action="/imports", type="lead", file=file).headers["Location"]
    source = columns.replace("columns", "source")
    said = {"encoding": "", "delimiter": ";", "header": "1", "csrf_token": ada.csrf()}
    assert ada.post(source, data=said).status_code == 303
    assert the_run().columns == ["Name", "City,Country"]
    ada.submit(columns, action=source, encoding="cp1255")
    assert the_run().plan.source == {"header": 1, "encoding": "cp1255", "delimiter": ";"}
    assert the_run().columns == ["Name", "City,Country"]


def test_what_was_answered_already_stays_when_the_encoding_is_chosen(as_user: Browser) -> None:
    ada = as_user("ada")
    content = "Name,שם,Comes from,Rating\nדוד כהן,תל אביב,x,חם\n".encode("cp1255")
    file = (io.BytesIO(content), "he.csv")
    columns = ada.submit("/imports/new", action="/imports", type="lead", file=file).headers["Location"]
    answers = {
        "column_1": "city",
        "column_2": "",
        "default_company": "From {Name}",
        "match": "-",
        "word_0": "hot",
    }
    source = columns.replace("columns", "source")
    sent = ada.post(source, data=ada.filled(columns, action=columns, **answers) | {"encoding": "cp1255"})
    assert sent.status_code == 303
    plan = the_run().plan
    assert plan.source["encoding"] == "cp1255"
    assert plan.mapping == {"Name": "name", "שם": "city", "Rating": "rating"}
    assert plan.defaults == {"company": "From {Name}"}
    assert plan.match == ()
    assert plan.replacements == {"rating": {"חם": "hot"}}
