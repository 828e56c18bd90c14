"""The mail that brings a report: its picture and table in the text, and the files that its reader asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import render_template, url_for

from salesapp.core import mail
from salesapp.core.access import Permission, allows
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.files import storage
from salesapp.core.i18n import HTML_LANGUAGES, _
from salesapp.people.models import User
from salesapp.records.exporting.files import lines_of
from salesapp.records.exporting.workbook import workbook
from salesapp.reports.exporting.files import heads_of, rows_of
from salesapp.reports.subscriptions.models import ReportFile
from salesapp.reports.subscriptions.paper import pdf_of, picture_of, remark
from salesapp.reports.subscriptions.subjects import Answer, Subject, answers
from salesapp.web.filters import locale

KIND = "report_file"
UNFIT = re.compile(r"[\\/:*?\"<>|\x00-\x1f？]")
SHOWN = 25
"""Rows of a table in a mail; its files and its page have all."""
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "png": "image/png",
}


@dataclass(frozen=True)
class Enclosed:
    """A file: its bytes are on the disk before a row names them."""

    name: str
    media_type: str
    digest: str


@dataclass
class Letter:
    """A mail that is written and not posted yet: whatever it needs is found out, so that posting holds nobody up."""

    subject: str
    text: str
    html: str
    pictures: dict[str, Enclosed] = field(default_factory=dict)
    files: list[Enclosed] = field(default_factory=list)

    def post(self, to: User) -> None:
        """Puts it into the outbox, with its files as they are now."""
        mail.post_mail(
            to=to.email,
            subject=self.subject,
            text=self.text,
            html=self.html,
            pictures=[(name, KIND, self._row(each)) for name, each in self.pictures.items()],
            attachments=[(KIND, self._row(each)) for each in self.files],
            sender_name=company().name,
        )

    def _row(self, each: Enclosed) -> int:
        row = ReportFile(name=each.name, media_type=each.media_type, digest=each.digest)
        db.session.add(row)
        db.session.flush()
        return row.id


@mail.attachment(KIND)
def enclosed(key: int) -> mail.Attachment:
    """A file as it was kept when the mail was written."""
    row = db.session.get_one(ReportFile, key)
    content = storage.read(row.digest)
    if content is None:
        raise LookupError(row.name)
    return mail.Attachment(row.name, row.media_type, content)


def letter_of(subject: Subject, files: list[str], *, by: Any) -> Letter:
    """What this reader gets of it now, in the language that is set, under the rights of the session."""
    found = answers(subject)
    pictures = {
        f"chart-{number}": _kept(f"{each.kept.key}.png", "png", drawn)
        for number, each in enumerate(found)
        if (drawn := picture_of(each)) is not None
    }
    refused = [each for each in files if each != "pdf" and not allows(by, Permission.DATA_EXPORT)]
    told = {
        "language": HTML_LANGUAGES[locale().language],
        "subject": subject,
        "answers": found,
        "pictures": pictures,
        "page_url": url_for(subject.endpoint, key=subject.number),
        "settings_url": url_for("subscriptions.index"),
        "remark": remark(by),
        "shown": SHOWN,
        "no_files": bool(refused),
    }
    html = render_template("mail/report.html", **told)
    text = render_template("mail/report.txt", **told).strip()
    made = [_kept(*each) for each in _files(subject, found, [one for one in files if one not in refused], by)]
    return Letter(" ".join(subject.name.split()), text, html, pictures, made)


def _kept(name: str, kind: str, content: bytes) -> Enclosed:
    return Enclosed(_file_name(name), TYPES[kind], storage.keep(content))


def _file_name(name: str) -> str:
    """The question as a name that every system takes."""
    return UNFIT.sub("", name)[-100:].strip()


def _files(
    subject: Subject, found: list[Answer], files: list[str], by: Any
) -> Iterator[tuple[str, str, bytes]]:
    """(name, kind, content): one PDF of all, and a table for each report, however often it is drawn."""
    if "pdf" in files:
        yield f"{subject.name}.pdf", "pdf", pdf_of(subject.name, found, by=by)
    tables = {each.kept.key: each for each in found}.values()
    for kind in ("xlsx", "csv"):
        for each in tables if kind in files else ():
            if each.result is not None:
                yield f"{each.kept.question}.{kind}", kind, b"".join(TABLES[kind](each))


def _as_workbook(answer: Answer) -> Iterator[bytes]:
    result = answer.drawn.result
    return workbook(str(result.report.type.label_plural), heads_of(result), rows_of(result))


def _as_csv(answer: Answer) -> Iterator[bytes]:
    result = answer.drawn.result
    return (line.encode() for line in lines_of(heads_of(result), rows_of(result)))


TABLES: dict[str, Callable[[Answer], Iterator[bytes]]] = {"xlsx": _as_workbook, "csv": _as_csv}


def farewell(name: str) -> tuple[str, str]:
    """(subject, text) of the mail that says why there will be none any more; without a name where none is known."""
    named = _("You no longer get “%(name)s”", name=" ".join(name.split()))
    said = named if name else _("You no longer get a report by mail")
    why = _("The report was deleted or isn’t shared with you any more, so it is no longer sent to you.")
    return said, why
