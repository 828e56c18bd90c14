"""The `salesapp` command. Wrong use: one sentence, exit 2. Refused by a rule or a setting: one sentence, exit 1."""

from __future__ import annotations

import os
import sys

import click
from dotenv import load_dotenv

from salesapp.config import ROOT, SettingsError
from salesapp.core.concurrency.priority import step_back

FIRST = frozenset({"serve", "--alone"})
"""Somebody waits for the server's answers, and an import may be alone with the database; other commands step back."""


def main(arguments: list[str] | None = None) -> None:
    """Runs one command. What it writes (database, files, backups) is nobody else's to read on this machine."""
    os.umask(0o077)
    load_dotenv(ROOT / ".env")
    wanted = sys.argv[1:] if arguments is None else arguments
    if FIRST.isdisjoint(wanted):
        step_back()
    sys.exit(run(wanted))


def run(arguments: list[str]) -> int:
    """The exit code of one command."""
    from sqlalchemy.exc import DBAPIError

    from salesapp import create_app
    from salesapp.core.errors import RuleBroken
    from salesapp.operating import schema

    try:
        group().main(arguments, prog_name="salesapp", standalone_mode=False)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.exceptions.NoArgsIsHelpError as wanted:
        click.echo(wanted.ctx.get_help())
        return 2
    except click.ClickException as wrong:
        click.echo(wrong.format_message(), err=True)
        return 2
    except SystemExit as ended:
        return int(ended.code or 0)
    except (RuleBroken, SettingsError) as refused:
        click.echo(str(refused), err=True)
        return 1
    except DBAPIError:
        with create_app().app_context():
            fault = schema.fault()
        if fault is None:
            raise
        click.echo(fault, err=True)
        return 1
    except click.Abort:
        click.echo("Stopped.", err=True)
        return 130
    return 0


def group() -> click.Group:
    """All commands, each run inside the application."""
    from salesapp import create_app
    from salesapp.commands import COMMANDS

    @click.group(help="A sales CRM.")
    @click.pass_context
    def salesapp(context: click.Context) -> None:
        context.with_resource(create_app().app_context())

    for command in COMMANDS:
        salesapp.add_command(command)
    return salesapp


if __name__ == "__main__":
    main()
