"""The commands an operator relies on: what they say, what they do, and what code they end with."""

from __future__ import annotations

import pytest


def test_the_program_ends_with_the_commands_code_and_keeps_what_it_writes_to_itself(program, tmp_path):
    assert program("migrate").returncode == 0
    assert (tmp_path / "company.sqlite").stat().st_mode & 0o077 == 0
    refused = program("user", "deactivate", "nobody@example.com")
    assert (refused.returncode, refused.stderr) == (1, "There is no user nobody@example.com.\n")


def test_a_new_database_is_migrated_filled_and_in_order(salesapp):
    assert "demo demo demo" in salesapp("demo").stdout, "which migrates an empty database itself"
    assert salesapp("migrate").returncode == 0
    checked = salesapp("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "RED" not in checked.stdout
    assert salesapp("demo", "--if-empty").returncode == 0
    refused = salesapp("demo")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)


def test_people_are_added_listed_and_let_go(salesapp):
    salesapp("migrate")
    salesapp("user", "add", "ben@example.com", "--name", "Ben", "--role", "manager")
    added = salesapp(
        "user", "add", "ada@example.com", "--name", "Ada", "--role", "rep", "--manager", "ben@example.com",
        "--team", "North", "--password-stdin", stdin="a good long password\n",
    )  # fmt: skip
    assert added.returncode == 0, added.stderr
    assert "ada@example.com" in salesapp("user", "list").stdout
    assert salesapp("user", "deactivate", "ada@example.com").returncode == 0
    assert "no access" in salesapp("user", "list").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("user", "add", "x@example.com"),
        ("user", "add", "x@example.com", "--name", "X", "--role", "king"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_2(salesapp, arguments):
    answer = salesapp(*arguments)
    assert answer.returncode == 2
    assert answer.stderr.strip().count("\n") == 0
    assert "Traceback" not in answer.stderr


def test_what_a_rule_refuses_is_one_sentence_and_exit_1(salesapp):
    salesapp("migrate")
    answer = salesapp("user", "deactivate", "nobody@example.com")
    assert (answer.returncode, answer.stderr) == (1, "There is no user nobody@example.com.\n")


def test_a_database_of_another_version_says_what_to_do(salesapp):
    answer = salesapp("user", "list")
    assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
    assert "salesapp migrate" in answer.stderr


def test_a_database_that_does_not_answer_is_said_in_one_sentence(salesapp):
    silent = "postgresql+psycopg://nobody@127.0.0.1:1/company"
    answer = salesapp("user", "list", SALESAPP_DATABASE_URL=silent)
    assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
    assert "The database isn’t responding: " in answer.stderr


def test_an_unknown_setting_is_refused_with_the_nearest_known_one(salesapp):
    answer = salesapp("migrate", SALESAPP_DATABSE_URL="sqlite:///x")
    assert answer.returncode == 1
    assert "Did you mean SALESAPP_DATABASE_URL?" in answer.stderr


def test_a_short_secret_is_refused(salesapp):
    assert "shorter than 32 bytes" in salesapp("migrate", SALESAPP_SECRET_KEY="short").stderr


def test_a_backup_comes_back_whole(salesapp, tmp_path):
    salesapp("migrate")
    salesapp("demo")
    (tmp_path / "files").mkdir(exist_ok=True)
    (tmp_path / "files" / "letter.txt").write_text("kept")
    assert salesapp("backup", str(tmp_path / "all.zip")).returncode == 0
    elsewhere = {
        "SALESAPP_DATABASE_URL": f"sqlite:///{tmp_path / 'other.sqlite'}",
        "SALESAPP_FILES": str(tmp_path / "other-files"),
    }
    assert salesapp("restore", str(tmp_path / "all.zip"), **elsewhere).returncode == 0
    assert salesapp("user", "list", **elsewhere).stdout == salesapp("user", "list").stdout
    assert salesapp("check", **elsewhere).returncode == 0
    assert (tmp_path / "other-files" / "letter.txt").read_text() == "kept"
    again = salesapp("restore", str(tmp_path / "all.zip"), **elsewhere)
    assert (again.returncode, "already contains data" in again.stderr) == (1, True)


def test_a_synthetic_company_is_the_same_for_the_same_seed(salesapp, tmp_path):
    one, other = ({"SALESAPP_DATABASE_URL": f"sqlite:///{tmp_path / name}"} for name in ("one", "other"))
    for each in (one, other):
        salesapp("migrate", **each)
        assert salesapp("load", "--opportunities", "300", "--seed", "7", **each).returncode == 0
    exported = [
        salesapp("export", "opportunity", "--as", "admin@demo.example", **each).stdout
        for each in (one, other)
    ]
    assert exported[0] == exported[1]
    assert exported[0].count("\n") >= 300
