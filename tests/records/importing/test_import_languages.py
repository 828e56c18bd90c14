"""What an import says is read in the reader's language, whoever ran it."""

from __future__ import annotations

import re

from salesapp.core.access import Role
from salesapp.core.db import db
from salesapp.core.outbox import carry_all
from salesapp.people.models import Language, User
from tests.records.importing.test_import_wizard import LEADS, Browser, upload


def test_a_chinese_user_reads_the_reasons_in_chinese(as_user: Browser, cast: dict[str, User]) -> None:
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


def test_whoever_reads_the_report_reads_it_in_their_own_language(
    as_user: Browser, cast: dict[str, User]
) -> None:
    ada = as_user("ada")
    columns = upload(ada, LEADS)
    preview = ada.submit(columns, action=columns, word_0="warm").headers["Location"]
    progress = ada.submit(preview, action=preview.replace("preview", "start")).headers["Location"]
    carry_all()
    cast["root"].locale = Language.ZH
    db.session.commit()
    for browser, told in ((ada, "Name is required."), (as_user("root"), "名称为必填项")):
        page = browser.get(progress).text
        rows = re.search(rf'href="({progress}/refused/[^"]+)"', page)
        assert rows
        for text in (page, browser.get(rows[1]).text, browser.get(f"{progress}/refused.csv").text):
            assert told in text


def test_why_a_whole_file_failed_is_read_in_the_readers_language(
    as_user: Browser, cast: dict[str, User]
) -> None:
    ada = as_user("ada")
    columns = upload(ada, LEADS)
    preview = ada.submit(columns, action=columns, word_0="warm").headers["Location"]
    progress = ada.submit(preview, action=preview.replace("preview", "start")).headers["Location"]
    cast["ada"].role = Role.READ_ONLY
    cast["root"].locale = Language.ZH
    db.session.commit()
    carry_all()
    page = as_user("root").get(progress).text
    assert "can’t import" not in page
    assert "失败" in page
