"""A mail server on the loopback that keeps what it takes in, or takes nothing."""

from __future__ import annotations

import email
import email.policy
import socket
from dataclasses import replace

import pytest
from aiosmtpd.controller import Controller


class Postbox:
    """Keeps what the server takes in."""

    def __init__(self):
        self.messages = []
        self.envelopes = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802  aiosmtpd's name
        self.envelopes.append(envelope)
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"


class Locked(Postbox):
    """Takes no mail at all."""

    async def handle_DATA(self, _server, _session, _envelope):  # noqa: N802  aiosmtpd's name
        return "451 try again later"


class Closed(Postbox):
    """Knows nobody at the addresses it is told of."""

    def __init__(self, *addresses):
        super().__init__()
        self.addresses = addresses

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802  aiosmtpd's name
        if address in self.addresses:
            return "550 5.1.1 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 known"


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def serve(app, monkeypatch):
    """Starts a server with this postbox and points the application at it."""
    running = []

    def start(box, user="", query="", **options):
        server = Controller(box, hostname="127.0.0.1", port=free_port(), **options)
        server.start()
        running.append(server)
        address = f"smtp://{user}127.0.0.1:{server.port}{query}"
        settings = replace(app.config["SETTINGS"], smtp_url=address, mail_from="sales@us.example")
        monkeypatch.setitem(app.config, "SETTINGS", settings)
        return box

    yield start
    for server in running:
        server.stop()
