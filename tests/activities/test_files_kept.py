"""Bytes and rows stay together: what is swept away, what a backup takes along, and what the check finds."""

from __future__ import annotations

import os
import zipfile
from datetime import timedelta

import pytest

from salesapp.activities.files import File, Purpose, attach, attach_waiting, put_aside, waiting
from salesapp.activities.housekeeping import faulty_files, sweep_files
from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.files import storage
from salesapp.customers.models import Account
from salesapp.operating import backups
from salesapp.operating.checks import findings


@pytest.fixture
def acme(cast):
    account = Account(name="Acme")
    db.session.add(account)
    db.session.commit()
    return account


def aged(file, days=2):
    at = (clock.now() - timedelta(days=days)).timestamp()
    os.utime(storage.path_of(file.digest), (at, at))


def test_what_waited_for_a_day_goes_and_a_day_later_its_bytes(cast, acme):
    waits = put_aside("card.jpg", b"a card", by=cast["ada"], purpose=Purpose.CARD)
    stays = attach(acme, "offer.pdf", b"%PDF- an offer", by=cast["ada"])
    db.session.commit()
    gone, kept = storage.path_of(waits.digest), storage.path_of(stays.digest)
    assert sweep_files() == 0
    with clock.travel(clock.now() + timedelta(days=1, minutes=1)):
        assert sweep_files() == 1
    db.session.commit()
    assert gone.is_file(), "the row was there when the bytes were looked at"
    aged(waits)
    aged(stays)
    sweep_files()
    assert (gone.exists(), kept.exists()) == (False, True)
    assert list(gone.parent.iterdir()) == []


def test_what_was_removed_stays_a_month(cast, acme):
    file = attach(acme, "offer.pdf", b"%PDF- an offer", by=cast["ada"])
    db.session.flush()
    file.remove(by=cast["ada"])
    db.session.commit()
    with clock.travel(clock.now() + timedelta(days=29)):
        assert sweep_files() == 0
    with clock.travel(clock.now() + timedelta(days=31)):
        assert sweep_files() == 1


def test_content_that_is_stored_again_is_young_again(cast, acme):
    digest = storage.keep(b"twice")
    old = (clock.now() - timedelta(days=5)).timestamp()
    os.utime(storage.path_of(digest), (old, old))
    storage.keep(b"twice")
    storage.sweep(lambda _begin: set())
    assert storage.read(digest) == b"twice"


def test_a_file_that_waits_is_taken_once_and_by_its_owner(cast, acme):
    file = put_aside("card.jpg", b"a card", by=cast["ada"], purpose=Purpose.CARD)
    token = file.token
    assert waiting(token, by=cast["cora"]) is None
    assert waiting("", by=cast["ada"]) is None
    attach_waiting(waiting(token, by=cast["ada"]), acme, by=cast["ada"])
    db.session.commit()
    assert waiting(token, by=cast["ada"]) is None
    assert list(faulty_files()) == []


def test_the_check_finds_each_file_without_a_record_or_without_bytes(cast, acme):
    def looked():
        db.session.commit()  # the command begins with nothing under way
        return next(each for each in findings() if each.name == "files")

    names = ("whole", "lost", "stray", "unclaimed")
    made = {name: attach(acme, name, name.encode(), by=cast["ada"]) for name in names}
    put_aside("card.jpg", b"a card", by=cast["ada"], purpose=Purpose.CARD)
    db.session.commit()
    assert looked().good
    storage.path_of(made["lost"].digest).unlink()
    made["stray"].subject_id = 999
    made["unclaimed"].subject_type = made["unclaimed"].subject_id = None
    db.session.commit()
    assert sorted(faulty_files()) == sorted(
        [
            f"file {made['lost'].id} has lost its content",
            f"file {made['stray'].id} is on no record",
            f"file {made['unclaimed'].id} is on no record",
        ]
    )
    assert not looked().good


def test_a_backup_takes_the_bytes_along_and_nothing_half_written(app, cast, acme, tmp_path):
    file = attach(acme, "offer.pdf", b"%PDF- an offer", by=cast["ada"])
    db.session.commit()
    part = storage.path_of(file.digest).with_name(".half")
    part.write_bytes(b"half")
    db.session.commit()
    backups.backup(tmp_path / "all.zip")
    part.unlink()
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        name = f"files/{file.digest[:2]}/{file.digest}"
        assert archive.read(name) == b"%PDF- an offer"
        assert not any(".half" in each for each in archive.namelist())
    assert db.session.get(File, file.id).size == len(b"%PDF- an offer")
