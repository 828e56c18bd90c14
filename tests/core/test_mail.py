"""Mail through a real SMTP server on the loopback."""

import re

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from sqlalchemy import select

from salesapp.core import mail
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.outbox import NotNow, Outbox, carry_all
from tests.postboxes import Locked, Postbox


@pytest.fixture
def paper():
    """A kind of attachment of the test's own."""
    mail.attachment("test-paper")(
        lambda key: mail.Attachment(f"报价 {key}.pdf", "application/pdf", b"%PDF-" + bytes([key]))
    )
    yield
    mail._makers.pop("test-paper")


def test_a_message_arrives_as_it_was_written(serve, paper):
    box = serve(Postbox())
    mail.post_mail(
        to="eva@echo.example",
        subject="Angebot für Köln · 报价",
        text="Grüße\n\n你好",
        attachments=[("test-paper", 7)],
        sender_name="Ada “A” Rep, Köln",
        reply_to="ada@us.example",
    )
    db.session.commit()
    assert carry_all() == 1
    (message,) = box.messages
    assert (message["To"], message["Subject"]) == ("eva@echo.example", "Angebot für Köln · 报价")
    assert message["From"].addresses[0].display_name == "Ada “A” Rep, Köln"
    assert message["From"].addresses[0].addr_spec == "sales@us.example"
    assert message["Reply-To"] == "ada@us.example"
    assert message.get_body().get_content().split() == ["Grüße", "你好"]
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("报价 7.pdf", b"%PDF-\x07")
    assert box.envelopes[0].rcpt_tos == ["eva@echo.example"]


def test_nobody_waits_for_the_job_while_the_server_takes_its_time(serve, paper):
    pool, held = db.engine.pool, []

    class Slow(Postbox):
        async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
            held.append(pool.checkedout())
            return await super().handle_DATA(server, session, envelope)

    serve(Slow())
    mail.post_mail(to="eva@echo.example", subject="Slowly", text="x", attachments=[("test-paper", 7)])
    db.session.commit()
    assert carry_all() == 1
    assert held == [0]


def test_a_message_carried_twice_is_the_same_message(serve):
    box = serve(Postbox())
    row = mail.post_mail(to="eva@echo.example", subject="Once", text="x")
    db.session.commit()
    mail.carry(row.payload)
    mail.carry(row.payload)
    first, second = box.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]
    assert re.fullmatch(r"<[^@<>\s]+@us\.example>", first["Message-ID"])


def test_without_a_server_mail_waits_and_counts_no_try(app):
    row = mail.post_mail(to="eva@echo.example", subject="Later", text="x")
    db.session.commit()
    key = row.id
    assert not mail.is_configured()
    with pytest.raises(NotNow):
        mail.carry(row.payload)
    assert carry_all() == 1
    db.session.expire_all()
    row = db.session.get(Outbox, key)
    assert (row.done_at, row.failed_at, row.tries) == (None, None, 0)


def test_a_server_that_refuses_for_now_is_asked_again(serve):
    serve(Locked())
    mail.post_mail(to="eva@echo.example", subject="Later", text="x")
    db.session.commit()
    carry_all()
    row = db.session.scalars(select(Outbox)).one()
    assert row.done_at is None
    assert row.tries == 1
    assert "451" in row.error


def test_the_server_is_told_user_and_password(serve):
    seen = []

    def check(_server, _session, _envelope, _mechanism, data):
        seen.append(data)
        return AuthResult(success=data == LoginPassword(b"us@er", b"p:a/ss"))

    box = serve(Postbox(), user="us%40er:p%3Aa%2Fss@", authenticator=check, auth_require_tls=False)
    mail.post_mail(to="eva@echo.example", subject="Known", text="x")
    db.session.commit()
    carry_all()
    assert len(box.messages) == 1
    assert seen == [LoginPassword(b"us@er", b"p:a/ss")]


def test_starttls_is_never_skipped(serve):
    box = serve(Postbox(), query="?starttls=1")
    mail.post_mail(to="eva@echo.example", subject="Secret", text="x")
    db.session.commit()
    carry_all()
    assert box.messages == []
    assert "STARTTLS" in db.session.scalars(select(Outbox)).one().error


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028", "\x00"])
def test_a_subject_cannot_begin_another_header(app, line_break):
    with pytest.raises(RuleBroken):
        mail.post_mail(to="eva@echo.example", subject=f"Hello{line_break}Bcc: all@echo.example", text="x")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "eva",
        "eva@",
        "eva@echo.example, max@echo.example",
        "eva@echo.example\nBcc: max@echo.example",
        "<eva@echo.example>",
    ],
)
def test_only_one_plain_address_is_an_address(app, address):
    with pytest.raises(RuleBroken):
        mail.post_mail(to=address, subject="x", text="x")


def test_a_row_written_by_hand_cannot_inject_a_header_either(serve):
    serve(Postbox())
    row = mail.post_mail(to="eva@echo.example", subject="x", text="x")
    with pytest.raises(ValueError, match="linefeed or carriage"):
        mail.composed(row.payload | {"subject": "x\nBcc: all@echo.example"})


def test_the_sender_is_the_setting_else_the_company(app):
    company().email = "hello@company.example"
    assert mail.sender_address() == "hello@company.example"
