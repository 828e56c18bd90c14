"""Issues, credits or pays in a child process that is killed before its n-th writing statement; run by test_killed.py.

Arguments: the database's address, the verb, the invoice's id. Says "killed" and waits for a line, until a child says
"done".
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from typing import Any

from flask import Flask
from sqlalchemy import event

import salesapp
from salesapp.config import Settings
from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.invoices.actions import Received, credit, record_payment
from salesapp.invoices.models import Invoice


def issue(invoice: Invoice) -> None:
    invoice.issue(by=SYSTEM)


def pay(invoice: Invoice) -> None:
    received = Received(invoice.open_amount, invoice.currency, today_for())
    record_payment(received, invoice=invoice, by=SYSTEM)


def credit_all(invoice: Invoice) -> None:
    credit(invoice, "Wrong", by=SYSTEM)


VERBS = {"issue": issue, "pay": pay, "credit": credit_all}


def live(app: Flask, verb: str, key: int, statements: int) -> None:
    """Does it; dies before the writing statement number `statements`, and before the commit as the last of all."""
    with app.app_context():
        set_viewer(SYSTEM)
        written = count()

        def die(*_arguments: Any) -> None:
            if next(written) == statements:
                os.kill(os.getpid(), signal.SIGKILL)

        def before(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith("SELECT"):
                die()

        event.listen(db.engine, "before_cursor_execute", before)
        event.listen(db.engine, "commit", die)
        VERBS[verb](db.session.get_one(Invoice, key))
        db.session.commit()


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(url: str, verb: str, key: int) -> None:
    app = salesapp.create_app(Settings(database_url=url, secret_key="tests " * 8, testing=True))
    for statements in count():
        child = os.fork()  # no connection is open yet: each child opens its own
        if child == 0:
            live(app, verb, key, statements)
            os._exit(0)
        _child, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            say("killed")
            sys.stdin.readline()
            continue
        say("done" if status == 0 else f"failed: {status}")
        return


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
