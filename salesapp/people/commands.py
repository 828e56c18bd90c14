"""`salesapp user …`."""

from __future__ import annotations

import sys

import click
from sqlalchemy import select

from salesapp.core.access import SYSTEM, Role, set_viewer
from salesapp.core.concurrency.jobs import begun_again
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import record
from salesapp.core.i18n import _
from salesapp.people.models import USER_CREATED, User, find_user


@click.group("user")
def user_group() -> None:
    """People who may sign in."""
    set_viewer(SYSTEM)


@user_group.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice([each.value for each in Role]))
@click.option("--manager", help="E-mail of the manager.")
@click.option("--team")
@click.option("--password-stdin", is_flag=True, help="Reads the password from standard input.")
def add(  # noqa: PLR0917  one argument per option
    email: str, name: str, role: str, manager: str | None, team: str | None, password_stdin: bool
) -> None:
    """Adds a user."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    _add(email, name=name, role=Role(role), manager=manager, team=team, password=password)
    click.echo(f"{email.strip().lower()} was added.")


@begun_again
def _add(
    email: str, *, name: str, role: Role, manager: str | None, team: str | None, password: str | None
) -> None:
    if find_user(email) is not None:
        raise RuleBroken(_("There is already a user %(email)s.", email=email))
    user = User(name=name, email=email.strip().lower(), role=role, team=team)
    if manager is not None:
        user.report_to(known(manager))
    if password is not None:
        user.set_password(password, by=SYSTEM)
    db.session.add(user)
    record(user, USER_CREATED, by=SYSTEM)
    db.session.commit()


@user_group.command("list")
def list_users() -> None:
    """Lists everybody."""
    for user in db.session.scalars(select(User).order_by(User.name)):
        click.echo(
            f"{user.email:<32} {user.role.value:<14} {'' if user.active else 'no access':<10} {user.name}"
        )


@user_group.command("deactivate")
@click.argument("email")
def deactivate(email: str) -> None:
    """Ends somebody's access."""
    _deactivate(email)
    click.echo(f"{email} has no access any more.")


@begun_again
def _deactivate(email: str) -> None:
    known(email).deactivate(by=SYSTEM)
    db.session.commit()


def known(email: str) -> User:
    """The user with the address; RuleBroken when there is none."""
    found = find_user(email)
    if found is None:
        raise RuleBroken(_("There is no user %(email)s.", email=email))
    return found


COMMANDS = (user_group,)
