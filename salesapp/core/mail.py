"""E-mail through the outbox: written beside the change, carried to the SMTP server after the commit.

A message has its Message-ID from the moment it is posted. A second carrying after a killed worker is then the same
mail to every mail program, not another one.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any, cast
from urllib.parse import SplitResult, parse_qs, unquote

from email_validator import EmailNotValidError, validate_email
from flask import current_app

from salesapp.config import Settings
from salesapp.core import clock
from salesapp.core.company import company
from salesapp.core.db import Record, db, reading
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.outbox import NotNow, Outbox, Refused, carrier, post
from salesapp.core.parsing.addresses import address_parts

TIMEOUT = 30
SECURE_PORT, SUBMISSION_PORT = 465, 587
PERMANENT = 500
"""Answers of a mail server from here on are final (RFC 5321, 4.2.1)."""


@dataclass(frozen=True)
class Attachment:
    """A file of a message, made when it is carried."""

    name: str
    media_type: str
    content: bytes


Maker = Callable[[int], Attachment]
_makers: dict[str, Maker] = {}


def attachment(kind: str) -> Callable[[Maker], Maker]:
    """Declares who makes the file of a record: `@attachment("quote")` gives the PDF of the quote with that id."""

    def declare(function: Maker) -> Maker:
        _makers[kind] = function
        return function

    return declare


def post_mail(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    pictures: Sequence[tuple[str, str, int]] = (),
    attachments: Sequence[tuple[str, int]] = (),
    sender_name: str = "",
    reply_to: str = "",
    about: Record | None = None,
    by: Any = None,
) -> Outbox:
    """Posts a message to one address. RuleBroken for an address or a subject that no mail can have.

    `html` says the same as `text` to who reads it so; it shows `pictures`, (name, kind, record id), as `cid:NAME`.
    `attachments` are (kind, record id) for whoever declared the kind by `attachment`. `about` is the record on which
    it is said when the message does not arrive, `by` the user who is told.
    """
    payload = {
        "to": checked_address(to),
        "subject": checked_line(subject),
        "text": text,
        "html": html,
        "pictures": [list(each) for each in pictures],
        "attachments": [list(each) for each in attachments],
        "sender_name": checked_line(sender_name),
        "reply_to": checked_address(reply_to) if reply_to else "",
        "message_id": make_msgid(domain=sender_address().rpartition("@")[2]),
        "date": _now(),
        "about": None if about is None else [about.record_type_key, about.id],
        "by": getattr(by, "id", None),
    }
    return post("mail", payload)


def post_again(row: Outbox, to: str) -> Outbox:
    """Posts the message of `row` once more, as a new one, to the address `to`."""
    fresh = {"message_id": make_msgid(domain=sender_address().rpartition("@")[2]), "date": _now()}
    return post("mail", row.payload | fresh | {"to": checked_address(to)})


def _now() -> str:
    return format_datetime(clock.now())


def checked_address(address: str, *, field: str = "to") -> str:
    """The address as mail servers take it; RuleBroken for none."""
    try:
        found = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise RuleBroken(
            _("“%(address)s” isn’t an e-mail address.", address=address[:80]), field=field
        ) from None
    return found.ascii_email or found.normalized


def checked_line(text: str) -> str:
    """The text, if it is one line: a line break in a header would begin another header."""
    if any(ord(character) < 32 or character in "\x7f\u0085\u2028\u2029" for character in text):
        raise RuleBroken(_("The subject must be a single line."), field="subject")
    return text


def site() -> str:
    """Where the application is reached; never taken from a request, whose host anybody can invent."""
    settings = _settings()
    return (settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/")


def is_configured() -> bool:
    """Whether a mail server is set; without one messages wait in the outbox."""
    return bool(_settings().smtp_url)


def sender_address() -> str:
    """Who our mail is from: the setting, else the company's address."""
    host = address_parts(_settings().public_url).hostname or "localhost"
    return _settings().mail_from or company().email or f"salesapp@{host}"


@carrier("mail")
def carry(payload: dict[str, Any]) -> None:
    """Hands the message to the SMTP server; NotNow where none is set, Refused for what the server never takes."""
    address = _settings().smtp_url
    if not address:
        raise NotNow(_("No mail server is set up."))
    with reading():  # nobody waits for our lock while the server takes its time
        message = composed(payload)
        db.session.rollback()
    with connected(address_parts(address)) as server:
        try:
            server.send_message(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as refusal:
            code, said = _answer(refusal)
            if code < PERMANENT:
                raise
            raise Refused(f"{code} {said}") from refusal


def _answer(refusal: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException) -> tuple[int, str]:
    """The server's code and words; from 500 on it will not take the message at a later try either."""
    answer: tuple[int, bytes | str]
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        answer = next(iter(refusal.recipients.values()))
    else:
        answer = refusal.smtp_code, refusal.smtp_error
    code, said = answer
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return code, " ".join(text.split())


def composed(payload: dict[str, Any]) -> EmailMessage:
    """The message as it travels; ValueError for a header that holds a line break."""
    message = EmailMessage()
    user, _at, domain = sender_address().rpartition("@")
    message["From"] = Address(payload["sender_name"], user, domain)
    message["To"] = payload["to"]
    message["Subject"] = payload["subject"]
    message["Date"] = payload["date"]
    message["Message-ID"] = payload["message_id"]
    if payload["reply_to"]:
        message["Reply-To"] = payload["reply_to"]
    message.set_content(payload["text"])
    if payload.get("html"):  # rows of an older version have none
        _add_html(message, payload)
    for kind, key in payload["attachments"]:
        made = _makers[kind](key)
        main, _slash, sub = made.media_type.partition("/")
        message.add_attachment(made.content, maintype=main, subtype=sub, filename=made.name)
    return message


def _add_html(message: EmailMessage, payload: dict[str, Any]) -> None:
    message.add_alternative(payload["html"], subtype="html")
    page = cast("list[EmailMessage]", message.get_payload())[-1]
    for name, kind, key in payload["pictures"]:
        made = _makers[kind](key)
        main, _slash, sub = made.media_type.partition("/")
        page.add_related(made.content, maintype=main, subtype=sub, cid=f"<{name}>", filename=made.name)


@contextmanager
def connected(address: SplitResult) -> Iterator[smtplib.SMTP]:
    """A connection to `smtp://user:password@host:587?starttls=1` or `smtps://…`, logged in where a user is named."""
    host, context = address.hostname or "localhost", ssl.create_default_context()
    server: smtplib.SMTP
    if address.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, address.port or SECURE_PORT, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, address.port or SUBMISSION_PORT, timeout=TIMEOUT)
    with server:
        if parse_qs(address.query).get("starttls") == ["1"]:
            server.starttls(context=context)
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))
        yield server


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
