"""Backup and restore on both databases, and the outbox's promises."""

from __future__ import annotations

import json
import os
import re
import resource
import zipfile
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from salesapp import create_app
from salesapp.activities.files import attach
from salesapp.activities.housekeeping import faulty_files
from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.files import storage
from salesapp.core.outbox import NotNow, Outbox, carrier, carry_all, post, take_up_again, this_worker, waiting
from salesapp.customers.models import Account
from salesapp.operating import backups
from salesapp.operating.commands import backup_command, serve_command
from salesapp.people.models import User
from tests.conftest import settings_for


def test_a_backup_of_a_living_database_is_whole(app, cast, tmp_path):
    backups.backup(tmp_path / "all.zip")
    assert (tmp_path / "all.zip").stat().st_size > 1000
    assert not (tmp_path / "all.zip.part").exists()


def test_a_stored_file_that_lost_its_time_is_in_the_backup(app, cast, tmp_path):
    account = Account(name="Acme")
    db.session.add(account)
    db.session.flush()
    digest = attach(account, "offer.pdf", b"an offer", by=cast["ada"]).digest
    db.session.commit()
    os.utime(storage.path_of(digest), (0, 0))
    backups.backup(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert any(each.endswith(digest) for each in archive.namelist())


@pytest.mark.postgres_only
def test_a_postgres_backup_comes_back_into_an_empty_database(app, cast, tmp_path, database):
    import psycopg

    from salesapp.operating.schema import migrate

    account = Account(name="Acme")
    db.session.add(account)
    db.session.flush()
    digest = attach(account, "offer.pdf", b"%PDF- restored", by=cast["ada"]).digest
    db.session.commit()
    backups.backup(tmp_path / "all.zip")
    name = f"{database.database}_restored"
    with psycopg.connect(database.server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
    url = database.url.replace(f"/{database.database}", f"/{name}")
    other = create_app(settings_for(url, files=str(tmp_path / "files")))
    with other.app_context():
        backups.restore(tmp_path / "all.zip")
        migrate()
        assert storage.read(digest) == b"%PDF- restored"
        assert list(faulty_files()) == []
        assert db.session.scalar(select(func.count(User.id))) == len(cast)
        db.session.add(User(name="After", email="after@example.com"))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def carried():
    """What the test's own carrier was given; it fails while `carried.fail` says so."""

    class Carried(list):
        fail: Exception | None = None

    kept = Carried()

    @carrier("test")
    def carry(payload):
        if kept.fail is not None:
            raise kept.fail
        kept.append(payload["number"])

    return kept


def test_what_was_rolled_back_is_never_carried_out(app, carried):
    post("test", {"number": 1})
    db.session.rollback()
    assert carry_all() == 0
    assert carried == []


def test_everything_committed_is_carried_out_once_in_order(app, carried):
    for number in range(5):
        post("test", {"number": number})
    db.session.commit()
    assert carry_all() == 5
    assert carry_all() == 0
    assert carried == [0, 1, 2, 3, 4]


def test_what_fails_is_kept_with_its_reason_and_tried_again(app, carried):
    post("test", {"number": 1})
    db.session.commit()
    carried.fail = ValueError("the server said no")
    carry_all()
    row = db.session.scalars(select(Outbox)).one()
    assert "the server said no" in row.error
    carried.fail = None
    with clock.travel(row.due_at):
        carry_all()
    assert carried == [1]


def test_what_cannot_be_done_yet_waits_without_counting_a_try(app, carried):
    post("test", {"number": 1})
    db.session.commit()
    carried.fail = NotNow("no mail server is set")
    carry_all()
    row = db.session.scalars(select(Outbox)).one()
    assert (row.tries, row.error, waiting()) == (0, "no mail server is set", 1)


def test_health_says_what_lives(client):
    assert client.get("/healthz").json == {"status": "ok"}
    assert set(client.get("/readyz").json) == {"database", "migrations", "worker"}


@pytest.mark.sqlite_only  # what is read is a zip on both
@pytest.mark.parametrize("damage", ["cut", "foreign", "flipped", "text"])
def test_a_damaged_backup_is_refused_in_words_and_nothing_comes_in(app, cast, tmp_path, damage):
    whole, damaged = tmp_path / "all.zip", tmp_path / "damaged.zip"
    backups.backup(whole)
    content = bytearray(whole.read_bytes())
    if damage == "cut":
        content = content[: len(content) // 2]
    elif damage == "flipped":
        content[len(content) // 3] ^= 0xFF
    elif damage == "text":
        content = bytearray(b"Dear diary")
    damaged.write_bytes(content)
    if damage == "foreign":
        with zipfile.ZipFile(damaged, "w") as archive:
            archive.writestr("letter.txt", "Dear diary")
    with pytest.raises(RuleBroken, match="isn’t a complete backup"):
        backups.restore(damaged)


@pytest.mark.sqlite_only
def test_a_backup_that_cannot_be_written_leaves_nothing_behind(app, cast, tmp_path):
    with pytest.raises(RuleBroken, match="couldn’t be written"):
        backups.backup(tmp_path / "nowhere" / "all.zip")


def test_what_a_dead_worker_of_this_machine_had_in_hand_goes_on_at_once(app, carried):
    row = post("test", {"number": 1})
    db.session.commit()
    machine = this_worker().split("/")[0]
    row.due_at, row.taken_by = clock.now() + timedelta(minutes=5), f"{machine}/999999999/12"
    other = post("test", {"number": 2}, due_at=row.due_at)
    other.taken_by = "another-machine/999999999/12"
    mine = post("test", {"number": 3}, due_at=row.due_at)
    mine.taken_by = this_worker()
    db.session.commit()
    assert take_up_again() == 1
    assert carry_all() == 1
    assert carried == [1]


def test_a_backup_overwrites_no_file_and_a_port_that_cannot_be_is_refused(app, tmp_path):
    kept = tmp_path / "all.zip"
    kept.write_text("precious")
    refused = CliRunner().invoke(backup_command, [str(kept)])
    assert (refused.exit_code, kept.read_text()) == (2, "precious")
    assert "already exists" in refused.output
    refused = CliRunner().invoke(serve_command, ["--port", "99999"])
    assert refused.exit_code == 2
    assert "99999 is not in the range" in refused.output


@pytest.mark.sqlite_only
@pytest.mark.parametrize("damage", ["list", "latin", "newer", "garbage", "locked"])
def test_a_backup_that_is_whole_as_a_zip_and_none_of_ours_is_refused_in_words(app, cast, tmp_path, damage):
    whole, other = tmp_path / "all.zip", tmp_path / "other.zip"
    backups.backup(whole)
    with zipfile.ZipFile(whole) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts[backups.MANIFEST])
    parts |= {
        "list": {backups.MANIFEST: b"[1]"},
        "latin": {backups.MANIFEST: '{"Müller": 1}'.encode("latin-1")},
        "newer": {backups.MANIFEST: json.dumps(manifest | {"version": "9999"}).encode()},
        "garbage": {backups.SQLITE: b"Dear diary"},
        "locked": {},
    }[damage]
    with zipfile.ZipFile(other, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    if damage == "locked":  # the mark of a password, on every entry
        content = bytearray(other.read_bytes())
        for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            for found in re.finditer(re.escape(mark), bytes(content)):
                content[found.start() + place] |= 1
        other.write_bytes(content)
    said = "newer version" if damage == "newer" else "isn’t a complete backup"
    with pytest.raises(RuleBroken, match=said):
        backups.restore(other)


@pytest.mark.sqlite_only
def test_a_disk_that_is_full_at_the_copy_or_in_the_middle_is_said_and_leaves_nothing(app, cast, tmp_path):
    for most in (20_000, 300_000):  # bytes of one file: the copy of the database, or the archive
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
        try:
            with pytest.raises(RuleBroken, match="couldn’t be written"):
                backups.backup(tmp_path / "all.zip")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert list(tmp_path.glob("*.zip*")) == list(tmp_path.glob("tmp*")) == []


@pytest.mark.sqlite_only
def test_a_restore_that_ends_at_the_files_can_be_given_again(app, cast, tmp_path):
    account = Account(name="Acme")
    db.session.add(account)
    db.session.flush()
    attach(account, "offer.pdf", os.urandom(6 << 20), by=cast["ada"])
    db.session.commit()
    backups.backup(tmp_path / "all.zip")
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    (tmp_path / "new").mkdir()
    other = create_app(settings_for(url, files=str(tmp_path / "new")))
    with other.app_context():
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (5 << 20, before[1]))
        try:
            with pytest.raises(RuleBroken, match="couldn’t be restored"):
                backups.restore(tmp_path / "all.zip")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        backups.restore(tmp_path / "all.zip")
        assert db.session.scalar(select(func.count(User.id))) == len(cast)
        assert list(faulty_files()) == []
        db.session.remove()
        db.engine.dispose()
