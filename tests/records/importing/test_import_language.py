"""What an import says of its rows is in the language of whoever reads it."""

from __future__ import annotations

from salesapp.core.db import db
from salesapp.core.outbox import carry_all
from salesapp.people.models import Language
from tests.records.importing.test_import_wizard import LEADS, Browser, upload


def test_a_chinese_user_reads_the_reasons_in_chinese(as_user: Browser, cast) -> None:
    cast["ada"].locale = Language.ZH
    db.session.commit()
    ada = as_user("ada")
    columns = upload(ada, LEADS)
    preview = ada.submit(columns, action=columns, word_0="warm").headers["Location"]
    page = ada.get(preview).text
    assert "为必填项" in page
    progress = ada.submit(preview, action=preview.replace("preview", "start")).headers["Location"]
    carry_all()
    page = ada.get(progress).text
    assert "is required" not in page
    assert "名称为必填项" in page
